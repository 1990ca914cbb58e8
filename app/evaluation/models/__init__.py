"""What the evaluation keeps: panels and verdicts, surveys and their answers, levels of participation, lessons."""

from __future__ import annotations

from app.evaluation.models.lessons import Lesson
from app.evaluation.models.levels import DeclaredLevel, LevelOverride, LevelStage, ObservedLevel, ParticipationLevel
from app.evaluation.models.panel import Formation, Happened, Panel, PanelMeeting, PanelMember, Verdict
from app.evaluation.models.surveys import (
    AgeBand,
    AnswerChannel,
    QuestionKind,
    Sample,
    Sex,
    Survey,
    SurveyAnswer,
    SurveyBatch,
    SurveyKind,
    SurveyPoint,
    SurveyQuestion,
    SurveyText,
    SurveyValue,
)

__all__ = [
    "AgeBand",
    "AnswerChannel",
    "DeclaredLevel",
    "Formation",
    "Happened",
    "Lesson",
    "LevelOverride",
    "LevelStage",
    "ObservedLevel",
    "Panel",
    "PanelMeeting",
    "PanelMember",
    "ParticipationLevel",
    "QuestionKind",
    "Sample",
    "Sex",
    "Survey",
    "SurveyAnswer",
    "SurveyBatch",
    "SurveyKind",
    "SurveyPoint",
    "SurveyQuestion",
    "SurveyText",
    "SurveyValue",
    "Verdict",
]

"""What the evaluation changes: panels and verdicts here; surveys, answers, batches, levels in their own modules."""

from __future__ import annotations

from app.evaluation.refusals import EvaluationRefused
from app.evaluation.services.panels import SMALLEST_PANEL, Gathering, Juror, form_panel, record_gathering
from app.evaluation.services.verdicts import Answers, give_verdict

__all__ = [
    "SMALLEST_PANEL",
    "Answers",
    "EvaluationRefused",
    "Gathering",
    "Juror",
    "form_panel",
    "give_verdict",
    "record_gathering",
]

"""What the evaluation changes: panels and verdicts here; surveys, answers, batches, levels in their own modules."""

from __future__ import annotations

from app.evaluation.refusals import EvaluationRefused
from app.evaluation.seats import SMALLEST_PANEL, Juror, Together
from app.evaluation.services.panels import Gathering, form_panel, record_gathering
from app.evaluation.services.verdicts import Answers, give_verdict

__all__ = [
    "SMALLEST_PANEL",
    "Answers",
    "EvaluationRefused",
    "Gathering",
    "Juror",
    "Together",
    "form_panel",
    "give_verdict",
    "record_gathering",
]

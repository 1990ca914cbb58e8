"""What the history adds to the sentence of an entry about opinions, milestones and delivery."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.i18n import colon
from app.i18n import gettext as _
from app.projects.models import Delivered, OpinionValue
from app.projects.opinion_words import VALUES
from app.projects.words import DELIVERED
from app.steps.models import Step

Details = Mapping[str, Any]


def detail_of(step: Step) -> str:
    """Return what is told beside an entry, or nothing."""
    teller = _TELLERS.get(step.action)
    return teller(step.details) if teller else ""


def word_sentence(counts: Mapping[str, int]) -> str:
    """Tell how many residents say that it is done, in part, or not."""
    asked = [(said, counts.get(said.value, 0)) for said in Delivered]
    return ", ".join(f"{DELIVERED[said]}{colon()} {count}" for said, count in asked if count) + "."


def _asked(details: Details) -> str:
    return _("À : %(who)s.", who=details["of"])


def _given(details: Details) -> str:
    return _("%(who)s : %(value)s.", who=details["of"], value=VALUES[OpinionValue(details["value"])])


def _milestone(details: Details) -> str:
    return f"« {details['label']} »"


def _said(details: Details) -> str:
    return f"{DELIVERED[Delivered(details['said'])]}."


_TELLERS: dict[str, Callable[[Details], str]] = {
    "opinion_asked": _asked,
    "opinion_given": _given,
    "milestone": _milestone,
    "milestone_back": _milestone,
    "delivery_said": _said,
    "delivery_counted": word_sentence,
    "delivery_confirmed": word_sentence,
    "delivery_doubted": word_sentence,
}

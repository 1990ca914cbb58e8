"""What a steering committee looks at first: six questions, the figures that answer them, and how each is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.i18n import LazyString
from app.i18n import lazy_gettext as _


class Drawing(StrEnum):
    """What a chart compares."""

    PLACES = "places"
    PARTS = "parts"
    YEARS = "years"
    MULTIPLES = "multiples"


@dataclass(frozen=True)
class SteeringQuestion:
    """A question, the figure that answers it first, those that complete it, and the chart shown beside it.

    `drawn` gives the charts to try: the first one that has something to show is the one.
    """

    name: str
    title: LazyString
    main: str
    others: tuple[str, ...]
    drawn: tuple[tuple[str, Drawing], ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Every figure it needs."""
        return tuple(dict.fromkeys((self.main, *self.others, *(code for code, _kind in self.drawn))))


QUESTIONS = (
    SteeringQuestion(
        "present", _("Sommes-nous présents dans les quartiers ?"),
        "I2d", ("I2a", "I2c", "I1a"), (("I2a", Drawing.PLACES),),
    ),
    SteeringQuestion(
        "missing", _("Qui manque autour de la table ?"),
        "I3g", ("I3b", "I3d", "I3j"), (("I3g", Drawing.PARTS), ("I3b", Drawing.PLACES)),
    ),
    SteeringQuestion(
        "answering", _("Répondons-nous aux questions ?"),
        "Q1", ("Q2", "Q3", "Q6"), (("Q1", Drawing.PLACES),),
    ),
    SteeringQuestion(
        "changing", _("La parole a-t-elle changé quelque chose ?"),
        "I5b", ("I5a", "I5c", "I5f"), (("I5a", Drawing.PARTS), ("I5b", Drawing.PLACES)),
    ),
    SteeringQuestion(
        "fund", _("Le fonds sert-il ?"),
        "F1", ("F3", "F7", "F11"), (("F3", Drawing.PLACES), ("F1", Drawing.YEARS)),
    ),
    SteeringQuestion(
        "trust", _("La confiance bouge-t-elle ?"),
        "I6c", ("I6a", "I6d", "I6f"), (("I6c", Drawing.PARTS), ("I6a", Drawing.PARTS)),
    ),
)  # fmt: skip
"""In the order in which they are asked."""
FIRST = tuple(dict.fromkeys(code for question in QUESTIONS for code in question.codes))
"""The figures of the dashboard."""

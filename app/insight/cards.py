"""A figure as it is shown on a page: its value, the sentence that reads it, its chart, its links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.i18n import LazyString
from app.insight.comparing import Compared, Published
from app.insight.definition import Indicator
from app.insight.definitions import INDICATORS
from app.insight.drawing import REFERENCE_WORDS, word
from app.insight.figure import Figure
from app.insight.lens import Lens
from app.insight.scopes import ScopeKind
from app.insight.steering import FIRST, QUESTIONS, Drawing, SteeringQuestion


@dataclass(frozen=True)
class Picture:
    """A chart to be shown: what it compares, and its address in each ground and width."""

    compared: Compared
    code: str
    kind: Drawing
    arguments: dict[str, Any]

    @property
    def note(self) -> str:
        """What the line across the chart says, where there is one."""
        return str(REFERENCE_WORDS.get(self.code, "")) if self.kind is Drawing.PARTS else ""

    def url(self, theme: str = "light", width: str = "wide") -> str:
        """Return the address of the drawing."""
        return url_for(
            "insight.chart", indicator=self.code, drawing=self.kind.value, theme=theme, width=width, **self.arguments
        )


@dataclass(frozen=True)
class Card:
    """One figure of the page; `figure` is None when it was never computed there."""

    indicator: Indicator
    figure: Figure | None
    said: str
    arguments: dict[str, Any]

    @property
    def url(self) -> str:
        """The address of its own page."""
        return url_for("insight.figure", indicator=self.indicator.code, **self.arguments)

    @property
    def rows_url(self) -> str:
        """The address of the rows behind it."""
        return url_for("insight.rows", indicator=self.indicator.code, **self.arguments)


@dataclass(frozen=True)
class QuestionCard:
    """One of the six questions with its answer."""

    name: str
    title: LazyString
    main: Card
    others: Sequence[Card]
    picture: Picture | None


def card(lens: Lens, published: Published, code: str) -> Card:
    """Return a figure of the place looked at."""
    found = published.at(code)
    return Card(INDICATORS[code], found, word(found), lens.arguments)


def picture(lens: Lens, published: Published, code: str, kind: Drawing) -> Picture | None:
    """Return a chart of a figure, or None when there is nothing to draw."""
    compared = published.compared(code, kind)
    if not any(row.value is not None for row in compared.rows):
        return None
    return Picture(compared, code, kind, lens.arguments)


def question_cards(lens: Lens, published: Published) -> list[QuestionCard]:
    """Return the six questions with their answers; in a single neighbourhood, years replace places."""
    alone = lens.scope.kind is ScopeKind.NEIGHBOURHOOD
    return [
        QuestionCard(
            one.name,
            one.title,
            card(lens, published, one.main),
            [card(lens, published, code) for code in one.others if code in INDICATORS],
            _first_picture(lens, published, one, alone=alone),
        )
        for one in QUESTIONS
        if one.main in INDICATORS
    ]


def drawings_of(lens: Lens) -> dict[str, list[Drawing]]:
    """Return every figure that the six questions ask for in a place, with the charts that may be drawn of it."""
    alone = lens.scope.kind is ScopeKind.NEIGHBOURHOOD
    found: dict[str, list[Drawing]] = {code: [] for code in FIRST if code in INDICATORS}
    for one in QUESTIONS:
        for code, kind in one.drawn:
            if code in found:
                found[code].append(_kind(kind, alone=alone))
    return found


def _first_picture(lens: Lens, published: Published, one: SteeringQuestion, *, alone: bool) -> Picture | None:
    tried = (picture(lens, published, code, _kind(kind, alone=alone)) for code, kind in one.drawn if code in INDICATORS)
    return next((found for found in tried if found), None)


def _kind(kind: Drawing, *, alone: bool) -> Drawing:
    return Drawing.YEARS if alone and kind is Drawing.PLACES else kind

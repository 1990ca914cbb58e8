"""Reading the waves of the trust survey: figures by item, place and sort of people asked, and what may be published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.db import session
from app.evaluation import trust
from app.evaluation.models import Survey, SurveyAnswer, SurveyKind, SurveyQuestion, SurveyValue
from app.evaluation.trust import ItemFigures
from app.suppression import FEWEST

PlaceItem = tuple[int | None, str]
"""A neighbourhood (None: all together) and an item."""


@dataclass(frozen=True)
class Cell:
    """The sums of the answers to one item in one neighbourhood, by people who take part in meetings or do not."""

    neighbourhood_id: int
    is_participant: bool | None
    item: str
    n: int
    total: int
    squares: int
    confident: int


def waves() -> Sequence[Survey]:
    """Return the waves, the last one first."""
    held = sa.select(Survey).filter_by(kind=SurveyKind.TRUST)
    return session().scalars(held.order_by(Survey.starts_on.desc(), Survey.id.desc())).all()


def wave(survey_id: int) -> Survey | None:
    """Return a wave, or None."""
    return session().scalar(sa.select(Survey).filter_by(id=survey_id, kind=SurveyKind.TRUST))


def wave_before(later: Survey) -> Survey | None:
    """Return the last closed wave held before another, or None."""
    held = sa.select(Survey).filter_by(kind=SurveyKind.TRUST).where(Survey.closed_at.is_not(None))
    earlier = held.where(Survey.starts_on < later.starts_on).order_by(Survey.starts_on.desc(), Survey.id.desc())
    return session().scalars(earlier.limit(1)).first()


def cells_of(survey: Survey) -> list[Cell]:
    """Return the sums of a wave, computed by the database; one query."""
    value = SurveyValue.value
    sums = (
        sa.select(
            SurveyAnswer.neighbourhood_id,
            SurveyAnswer.is_participant,
            SurveyQuestion.item,
            sa.func.count(),
            sa.func.sum(value),
            sa.func.sum(value * value),
            sa.func.sum(sa.case((value >= trust.CONFIDENT, 1), else_=0)),
        )
        .join(SurveyValue, SurveyValue.answer_id == SurveyAnswer.id)
        .join(SurveyQuestion, SurveyQuestion.id == SurveyValue.question_id)
        .where(SurveyAnswer.survey_id == survey.id, SurveyQuestion.item != "")
        .group_by(SurveyAnswer.neighbourhood_id, SurveyAnswer.is_participant, SurveyQuestion.item)
    )
    return [Cell(*row) for row in session().execute(sums)]


def figures_of(cells: Sequence[Cell], *, participants: bool | None) -> Mapping[PlaceItem, ItemFigures]:
    """Return what may be published of one sort of people: by place where 30 answered, and all places together.

    A place with fewer has no figure of its own; when so few are left unpublished that subtracting the published places
    from the whole would nearly name them, the smallest published place stays silent as well.
    """
    mine = [cell for cell in cells if cell.is_participant is participants]
    found: dict[PlaceItem, ItemFigures] = {}
    for item in sorted({cell.item for cell in mine}):
        of_item = [cell for cell in mine if cell.item == item]
        whole = _figures(of_item)
        if whole is None or not whole.is_published:
            continue
        found[None, item] = whole
        for place, figures in _published_places(of_item).items():
            found[place, item] = figures
    return found


def _published_places(cells: Sequence[Cell]) -> dict[int, ItemFigures]:
    by_place: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_place[cell.neighbourhood_id].append(cell)
    told = {place: figures for place, held in by_place.items() if (figures := _figures(held)) is not None}
    shown = {place: figures for place, figures in told.items() if figures.is_published}
    silent = sum(figures.n for place, figures in told.items() if place not in shown)
    if 0 < silent < FEWEST and shown:
        del shown[min(shown, key=lambda place: (shown[place].n, place))]
    return shown


def _figures(cells: Sequence[Cell]) -> ItemFigures | None:
    return trust.figures(
        sum(cell.n for cell in cells),
        sum(cell.total for cell in cells),
        sum(cell.squares for cell in cells),
        sum(cell.confident for cell in cells),
    )

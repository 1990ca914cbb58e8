"""What the voting page shows: each project as a card in the voter's own order, what is ticked, what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.ballots.marking import Marked, Paper
from app.ballots.models import BallotKind, Candidacy, Edition
from app.ballots.presets import theme_cap_of
from app.ballots.voting_queries import on_ballot, paper_of
from app.db import session
from app.i18n import ngettext
from app.projects.labels import THEMES
from app.projects.models import Attachment


@dataclass(frozen=True)
class Card:
    """One project of the ballot; `mark` is what the voter gave it: 1, points, a rank or a grade, or None."""

    candidacy: Candidacy
    mark: int | None
    photo: Attachment | None

    @property
    def theme(self) -> str:
        """The theme of the project, in words, or nothing."""
        theme = self.candidacy.project.theme
        return str(THEMES[theme]) if theme else ""


@dataclass(frozen=True)
class Shown:
    """The whole page: its cards, the projects withdrawn since the opening, and where the voter stands."""

    paper: Paper
    cards: Sequence[Card]
    withdrawn: Sequence[Candidacy]
    chosen: int
    given: int
    cost_cents: int
    envelope_cents: int
    theme_cap_cents: int | None

    @property
    def left(self) -> int:
        """Return how many choices are left, or points where points are given."""
        if self.paper.kind is BallotKind.POINTS:
            return self.paper.points - self.given
        return (len(self.cards) if self.paper.kind is BallotKind.GRADES else self.paper.most) - self.chosen

    @property
    def over(self) -> int:
        """Return how many choices, or points, there are too many; they must be taken away before the ballot is cast."""
        return max(0, -self.left)

    def too_many(self, over: int) -> str:
        """Say by how much one is over, and what to do."""
        match self.paper.kind:
            case BallotKind.POINTS:
                return ngettext(
                    "Vous dépassez de %(num)d point : enlevez-le.",
                    "Vous dépassez de %(num)d points : enlevez-les.",
                    over,
                )
            case BallotKind.RANKING:
                return ngettext(
                    "Vous dépassez de %(num)d rang : enlevez-le.", "Vous dépassez de %(num)d rangs : enlevez-les.", over
                )
            case _:
                return ngettext(
                    "Vous dépassez de %(num)d projet : décochez-le.",
                    "Vous dépassez de %(num)d projets : décochez-les.",
                    over,
                )

    @property
    def left_cents(self) -> int:
        """Return what the choices leave of the envelope; below zero when they cost more."""
        return self.envelope_cents - self.cost_cents


def shown(edition: Edition, marked: Marked, order: Sequence[int]) -> Shown:
    """Return what the page shows to one voter."""
    paper, known = paper_of(edition), {one.id: one for one in on_ballot(edition.id)}
    photos = _photos([one.project_id for one in known.values()])
    cards = [
        Card(known[number], _mark(paper, marked, number), photos.get(known[number].project_id))
        for number in order
        if number in known
    ]
    chosen = [card for card in cards if card.mark is not None]
    return Shown(
        paper=paper,
        cards=cards,
        withdrawn=[one for one in known.values() if one.id not in paper.projects],
        chosen=len(chosen),
        given=sum(marked.marks) if paper.kind is BallotKind.POINTS else 0,
        cost_cents=sum(card.candidacy.cost_cents or 0 for card in chosen),
        envelope_cents=edition.envelope_cents,
        theme_cap_cents=theme_cap_of(edition),
    )


def _mark(paper: Paper, marked: Marked, number: int) -> int | None:
    return marked.rank_of(number) if paper.kind is BallotKind.RANKING else marked.mark_of(number)


def _photos(project_ids: Sequence[int]) -> Mapping[int, Attachment]:
    """Return the first public photo of each project."""
    asked = sa.select(Attachment).where(
        Attachment.project_id.in_(project_ids), Attachment.kind == "photo", Attachment.is_public,
        Attachment.media_type == "image/jpeg",
    )  # fmt: skip
    found: dict[int, Attachment] = {}
    for photo in session().scalars(asked.order_by(Attachment.id)):
        found.setdefault(photo.project_id, photo)
    return found

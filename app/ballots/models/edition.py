"""An edition of the participatory budget: its money, its calendar, its rule, and what was frozen before the vote."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.ballots.models.candidacy import Candidacy
from app.ballots.models.freezing import frozen_columns
from app.clock import PARIS
from app.columns import Instant, choice
from app.db import Model
from app.money import Money
from app.steps.kinds import subject_kind
from app.steps.models import Subject
from app.territory.models import Commune, Neighbourhood

BEFORE_FREEZING = ("design", "ideas", "eligibility", "coconstruction", "list_locked", "cancelled")
FROZEN_STATES = ("vote", "count", "deliberation", "delivery", "evaluation", "closed")
"""The states that an edition reaches only once its rules, list, costs, envelope and tie seed are frozen."""


class BallotKind(StrEnum):
    """What a voter says of the projects."""

    APPROVAL = "approval"
    CHOOSE_ONE = "choose_one"
    POINTS = "points"
    RANKING = "ranking"
    GRADES = "grades"


@subject_kind
@frozen_columns(
    "edition",
    "OLD.frozen_at IS NOT NULL",
    ("title", "commune_id", "envelope_cents", "ballot_kind", "min_choices", "max_choices", "points", "grades",
     "min_age", "voters", "rule_name", "rule_settings", "tie_seed", "tie_commitment", "opens_at", "closes_at",
     "frozen_at", "frozen_text", "frozen_digest"),
)  # fmt: skip
class Edition(Subject, Model):
    """One edition; its state moves only through `steps.services`, money is in cents.

    `rule_name` and `rule_settings` are what `flask ballots count --rule … --set …` takes: pairs of a key and a value.
    `frozen_text` is the canonical JSON published at the opening, `frozen_digest` its SHA-256; the database refuses any
    change of what was frozen. `tie_seed` is secret until the ballots are sealed: only `tie_commitment` is published.
    """

    kind = "edition"
    __tablename__ = "edition"
    __table_args__ = (
        sa.CheckConstraint("envelope_cents > 0", name="envelope_positive"),
        sa.CheckConstraint("min_choices >= 0 AND max_choices >= min_choices AND max_choices >= 1", name="choices"),
        sa.CheckConstraint("min_age BETWEEN 0 AND 18", name="age"),
        sa.CheckConstraint("opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at", name="opens_before_close"),
        sa.CheckConstraint(
            "frozen_at IS NULL OR (frozen_text <> '' AND length(frozen_digest) = 64 AND opens_at IS NOT NULL"
            " AND closes_at IS NOT NULL)",
            name="frozen_whole",
        ),
        sa.CheckConstraint(f"state IN {BEFORE_FREEZING!r} OR frozen_at IS NOT NULL", name="no_vote_unfrozen"),
        sa.CheckConstraint("counted_at IS NULL OR sealed_at IS NOT NULL", name="no_count_before_seal"),
        sa.CheckConstraint("published_at IS NULL OR recounted_at IS NOT NULL", name="no_result_without_recount"),
        sa.CheckConstraint("recounted_at IS NULL OR counted_at IS NOT NULL", name="no_recount_without_count"),
        sa.CheckConstraint(
            "state NOT IN ('deliberation', 'delivery', 'evaluation', 'closed') OR published_at IS NOT NULL",
            name="no_deliberation_without_result",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    plain: Mapped[str] = mapped_column(sa.Text, default="")
    """What the edition is for, in the words that everybody reads."""
    commune_id: Mapped[int] = mapped_column(sa.ForeignKey("commune.id"), index=True)
    envelope_cents: Mapped[Money]
    ceiling_cents: Mapped[Money] = mapped_column(default=70_000_00)
    """The most that one project may cost (Tours: 70,000 €)."""
    criteria: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON, default=list)
    """What an idea must meet: `{"code", "label"}`, in the order of the review."""

    ideas_open_on: Mapped[date | None]
    ideas_until: Mapped[date | None]
    eligibility_until: Mapped[date | None]
    coconstruction_until: Mapped[date | None]
    opens_at: Mapped[Instant | None]
    closes_at: Mapped[Instant | None]
    deliberation_until: Mapped[date | None]
    delivery_until: Mapped[date | None]

    ballot_kind: Mapped[BallotKind] = mapped_column(choice(BallotKind), default=BallotKind.APPROVAL)
    min_choices: Mapped[int] = mapped_column(default=5)
    max_choices: Mapped[int] = mapped_column(default=10)
    points: Mapped[int] = mapped_column(default=0)
    """The points that a voter shares out, where the ballot is in points."""
    grades: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """The grades, the worst first, where the ballot is a judgment."""
    min_age: Mapped[int] = mapped_column(default=11)
    voters: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    """Who may vote and how they are known (see the roll)."""

    preset: Mapped[str] = mapped_column(sa.String(40), default="tours")
    rule_name: Mapped[str] = mapped_column(sa.String(40), default="greedy")
    rule_settings: Mapped[list[list[str]]] = mapped_column(sa.JSON, default=list)
    simulated_at: Mapped[Instant | None]
    """When two rules were last compared before the design was adopted."""

    tie_seed: Mapped[str] = mapped_column(sa.String(64), default="")
    tie_commitment: Mapped[str] = mapped_column(sa.String(64), default="")
    frozen_at: Mapped[Instant | None]
    frozen_text: Mapped[str] = mapped_column(sa.Text, default="")
    frozen_digest: Mapped[str] = mapped_column(sa.String(64), default="")

    sealed_at: Mapped[Instant | None]
    """When two persons closed the vote and destroyed the key that tied ballots to voters; the seed is public then."""
    counted_at: Mapped[Instant | None]
    recounted_at: Mapped[Instant | None]
    published_at: Mapped[Instant | None]

    council_on: Mapped[date | None]
    council_reference: Mapped[str] = mapped_column(sa.String(80), default="")
    council_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    council_document: Mapped[str] = mapped_column(sa.String(160), default="")

    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[Instant]

    commune: Mapped[Commune] = relationship(lazy="joined")
    sectors: Mapped[list[EditionSector]] = relationship(back_populates="edition", order_by="EditionSector.id")
    candidacies: Mapped[list[Candidacy]] = relationship(back_populates="edition", order_by="Candidacy.id")

    @property
    def vote_until(self) -> date | None:
        """The day on which the vote closes, in Tours."""
        return self.closes_at.astimezone(PARIS).date() if self.closes_at else None

    @property
    def vote_from(self) -> date | None:
        """The day on which the vote opens, in Tours."""
        return self.opens_at.astimezone(PARIS).date() if self.opens_at else None


class EditionSector(Model):
    """A neighbourhood that takes part in an edition."""

    __tablename__ = "edition_sector"
    __table_args__ = (sa.UniqueConstraint("edition_id", "neighbourhood_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)

    edition: Mapped[Edition] = relationship(back_populates="sectors")
    neighbourhood: Mapped[Neighbourhood] = relationship(lazy="joined")

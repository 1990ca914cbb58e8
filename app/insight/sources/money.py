"""The fund: what committees decided, what was paid, what each year brought. Amounts are in cents."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.committees.models import College, Committee, Decision, Presence, Result, Seat, Sitting
from app.funds.models import Account, Balance, Fund, FundYear, Payment, PaymentKind
from app.insight.scopes import Period
from app.insight.sources.reading import day_of, fetched, paired
from app.plain import plain
from app.projects.models import CarrierKind, Origin, Project, TeamMember

GRANTS = (Result.GRANT, Result.GRANT_WITH_CONDITIONS)


@dataclass(frozen=True)
class DecisionRow:
    """What a committee decided that day on a project; `waited` days since it was sent, `until_paid` days after."""

    id: int
    neighbourhood_id: int
    day: date
    project_id: int
    ref: str
    title: str
    result: Result
    requested: int
    granted: int
    carrier: CarrierKind | None
    is_from_dialogue: bool
    is_first_time: bool
    is_repeat: bool
    waited: int | None
    until_paid: int | None
    justified: int

    @property
    def is_grant(self) -> bool:
        """Say whether money was granted."""
        return self.result in GRANTS


@dataclass(frozen=True)
class PaymentRow:
    """Money paid that day for a project; what came back is below zero."""

    id: int
    neighbourhood_id: int
    day: date
    project_id: int
    cents: int


@dataclass(frozen=True)
class EnvelopeRow:
    """A year of a city's fund: what came in, and what training took of it; `day` is its first day."""

    id: int
    commune_id: int
    day: date
    came: int
    training: int


@dataclass(frozen=True)
class SittingRow:
    """A sitting that was held that day: the voting seats present, and those of residents."""

    id: int
    commune_id: int
    day: date
    voting: int
    residents: int


def decisions(period: Period) -> Iterator[DecisionRow]:
    """Yield what committees decided in a period, corrected decisions left out; four queries."""
    start, end = period.instants
    within = sa.and_(Decision.decided_at >= start, Decision.decided_at < end, Decision.annulled_at.is_(None))
    justified, paid, earlier = _justified(within), _first_paid(within), _earlier(within, end)
    wanted = (
        sa.select(
            Decision.id, Project.neighbourhood_id, Decision.decided_at, Project.id, Project.ref, Project.title,
            Decision.result, Decision.requested_cents, Decision.amount_cents, Project.carrier_kind,
            sa.or_(Project.origin == Origin.MEETING, Project.origin_meeting_id.is_not(None)), Project.published_at,
        )
        .join(Project, Project.id == Decision.project_id)
        .where(within)
    )  # fmt: skip
    for row in fetched(wanted):
        number, place, at, project_id, ref, title, result, asked, amount, carrier, dialogue, sent_at = row
        before = [(when, name) for when, name in earlier.get(project_id, ()) if when < at]
        first_paid = paid.get(project_id)
        yield DecisionRow(
            number, place, day_of(at), project_id, ref, title, result, asked, amount or 0, carrier, bool(dialogue),
            not before, any(_same_words(name, title) for _, name in before),
            (day_of(at) - day_of(sent_at)).days if sent_at else None,
            (day_of(first_paid) - day_of(at)).days if first_paid and first_paid >= at else None,
            justified.get(project_id, 0),
        )  # fmt: skip


def payments(period: Period) -> Iterator[PaymentRow]:
    """Yield what was paid in a period."""
    start, end = period.instants
    wanted = (
        sa.select(Payment.id, Project.neighbourhood_id, Payment.paid_at, Project.id, Payment.kind, Payment.amount_cents)
        .join(Project, Project.id == Payment.project_id)
        .where(Payment.paid_at >= start, Payment.paid_at < end)
    )
    for number, place, at, project_id, kind, cents in fetched(wanted):
        yield PaymentRow(number, place, day_of(at), project_id, -cents if kind is PaymentKind.REFUND else cents)


def envelopes(period: Period) -> Iterator[EnvelopeRow]:
    """Yield the years of each fund that touch a period."""
    cents = Balance.amount_cents
    came = sa.case((Balance.account.in_((Account.SOURCE, Account.OPENING)), -cents), else_=0)
    training = sa.case((sa.and_(Balance.action_id > 0, Balance.account == Account.JUSTIFIED), cents), else_=0)
    wanted = (
        sa.select(FundYear.id, Fund.commune_id, FundYear.year, sa.func.sum(came), sa.func.sum(training))
        .join(Fund, Fund.id == FundYear.fund_id)
        .join(Balance, Balance.fund_year_id == FundYear.id)
        .where(FundYear.year.between(period.start.year, period.end.year))
        .group_by(FundYear.id, Fund.commune_id, FundYear.year)
    )
    for number, commune_id, year, brought, spent in fetched(wanted):
        yield EnvelopeRow(number, commune_id, date(year, 1, 1), int(brought), int(spent))


def sittings(period: Period) -> Iterator[SittingRow]:
    """Yield the sittings held in a period, with the voting seats present."""
    wanted = (
        sa.select(
            Sitting.id, Fund.commune_id, Sitting.held_on, sa.func.count(Presence.seat_id),
            sa.func.sum(sa.case((Seat.college == College.RESIDENT, 1), else_=0)),
        )
        .join(Committee, Committee.id == Sitting.committee_id)
        .join(Fund, Fund.id == Committee.fund_id)
        .join(Presence, Presence.sitting_id == Sitting.id)
        .join(Seat, sa.and_(Seat.id == Presence.seat_id, sa.or_(Seat.is_voting, Seat.substitute_for_id.is_not(None))))
        .where(Sitting.held_on.between(period.start, period.end), Sitting.closed_at.is_not(None))
        .group_by(Sitting.id, Fund.commune_id, Sitting.held_on)
    )  # fmt: skip
    for number, commune_id, day, voting, residents in fetched(wanted):
        yield SittingRow(number, commune_id, day, int(voting), int(residents))


@functools.lru_cache(maxsize=20_000)
def _same_words(one: str, other: str) -> bool:
    return plain(one) == plain(other)


def _justified(within: sa.ColumnElement[bool]) -> Mapping[int, int]:
    wanted = (
        sa.select(Balance.project_id, sa.func.sum(Balance.amount_cents))
        .join(Decision, Decision.project_id == Balance.project_id)
        .where(within, Balance.account == Account.JUSTIFIED, Decision.result.in_(GRANTS))
        .group_by(Balance.project_id, Decision.id)
    )
    return {project_id: int(cents) for project_id, cents in fetched(wanted)}


def _first_paid(within: sa.ColumnElement[bool]) -> Mapping[int, datetime]:
    wanted = (
        sa.select(Payment.project_id, sa.func.min(Payment.paid_at, type_=Payment.paid_at.type))
        .join(Decision, Decision.project_id == Payment.project_id)
        .where(within, Payment.paid_at.is_not(None), Payment.kind != PaymentKind.REFUND)
        .group_by(Payment.project_id)
    )
    return paired(wanted)


def _earlier(within: sa.ColumnElement[bool], end: datetime) -> Mapping[int, list[tuple[datetime, str]]]:
    """Return, for each project decided, when its main carrier was granted money before, and for what."""
    mine, theirs = aliased(TeamMember), aliased(TeamMember)
    other, grant = aliased(Project), aliased(Decision)
    wanted = (
        sa.select(Decision.project_id, grant.decided_at, other.title)
        .join(mine, sa.and_(mine.project_id == Decision.project_id, mine.is_main))
        .join(theirs, sa.and_(theirs.person_id == mine.person_id, theirs.is_main))
        .join(other, sa.and_(other.id == theirs.project_id, other.id != Decision.project_id))
        .join(grant, sa.and_(grant.project_id == other.id, grant.result.in_(GRANTS), grant.annulled_at.is_(None)))
        .where(within, grant.decided_at < end)
    )
    found: dict[int, list[tuple[datetime, str]]] = {}
    for project_id, at, title in fetched(wanted):
        found.setdefault(project_id, []).append((at, title))
    return found

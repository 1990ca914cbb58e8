"""Facts that show a need: other slices tell them, a referent makes a need of those that matter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.committees.models import College as Bench
from app.committees.models import Committee, Seat
from app.db import session
from app.evaluation.models import Happened, ParticipationLevel, Verdict
from app.funds.models import Fund
from app.i18n import gettext as _
from app.projects.models import Project
from app.training.models import NeedSource
from app.training.queries import known_signals

RECENT = timedelta(days=365)
NEW_SEATS = timedelta(days=120)
FEWEST_NEW_SEATS = 3


@dataclass(frozen=True)
class Signal:
    """A fact: its key (noted once for a fund), where it comes from, and what it says in a sentence."""

    fund_id: int
    key: str
    source: NeedSource
    what: str


SignalSource = Callable[[Collection[int]], Iterable[Signal]]
_sources: list[SignalSource] = []


def signal_source(source: SignalSource) -> SignalSource:
    """Register a function that gives the facts found for some funds (by their ids), in one query."""
    if source not in _sources:
        _sources.append(source)
    return source


def signals_of(funds: Collection[Fund]) -> list[Signal]:
    """Return the facts of some funds that nobody has noted as a need yet."""
    ids = [fund.id for fund in funds]
    if not ids:
        return []
    known = known_signals(ids)
    found = (signal for source in _sources for signal in source(ids))
    return [signal for signal in found if (signal.fund_id, signal.key) not in known]


@signal_source
def verdicts_without_residents(fund_ids: Collection[int]) -> Iterator[Signal]:
    """Tell the projects whose panel says that residents were at most informed, or that nothing took place."""
    levels = (Verdict.level_origin, Verdict.level_codesign, Verdict.level_implementation)
    weak = sa.or_(Verdict.happened == Happened.NO, *(level <= ParticipationLevel.INFORMATION for level in levels))
    rows = session().execute(
        sa.select(Project.fund_id, Project.ref, Project.title)
        .join(Verdict, Verdict.project_id == Project.id)
        .where(Project.fund_id.in_(fund_ids), Verdict.given_at > clock.now() - RECENT, weak)
        .order_by(Verdict.given_at.desc())
    )
    for fund_id, ref, title in rows:
        what = _(
            "Le panel du projet « %(title)s » dit que les habitants et habitantes ont été peu associés.", title=title
        )
        yield Signal(int(fund_id or 0), f"verdict:{ref}", NeedSource.EVALUATION, what)


@signal_source
def new_committee_members(fund_ids: Collection[int]) -> Iterator[Signal]:
    """Tell the committees in which several residents have just taken a seat."""
    since = clock.today() - NEW_SEATS
    rows = session().execute(
        sa.select(Committee.fund_id, Committee.id, sa.func.count(), sa.func.max(Seat.from_on))
        .join(Seat, Seat.committee_id == Committee.id)
        .where(Committee.fund_id.in_(fund_ids), Seat.college == Bench.RESIDENT, Seat.from_on >= since)
        .group_by(Committee.fund_id, Committee.id)
        .having(sa.func.count() >= FEWEST_NEW_SEATS)
    )
    for fund_id, committee_id, count, latest in rows:
        what = _("%(count)d habitants et habitantes viennent d'entrer au comité.", count=count)
        yield Signal(fund_id, f"committee:{committee_id}:{latest:%Y-%m}", NeedSource.NEW_COMMITTEE, what)

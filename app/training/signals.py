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
from app.dialogue.counting import Light
from app.dialogue.models import DialogueSpace, Meeting
from app.dialogue.tally_queries import tallies_of_all
from app.evaluation.models import Happened, ParticipationLevel, Verdict
from app.funds.models import Fund
from app.i18n import gettext as _
from app.projects.models import Project
from app.territory.models import Neighbourhood, Organisation
from app.training.models import NeedSource
from app.training.queries import funds_and_known_signals
from app.voices.question_models import Question

RECENT = timedelta(days=365)
TALK_WITHIN = timedelta(days=180)
MOST_MEETINGS = 100
LATE_WITHIN, A_DAY = timedelta(days=180), timedelta(days=1)
FEWEST_LATE = 3
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


def signals_within(may: Callable[[Fund], bool]) -> list[Signal]:
    """Return the facts, of the funds that this condition keeps, that nobody has noted as a need yet."""
    funds, known = funds_and_known_signals()
    ids = [fund.id for fund in funds if may(fund)]
    if not ids:
        return []
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
        .order_by(Verdict.given_at.desc(), Project.id.desc())
    )
    for fund_id, ref, title in rows:
        what = _(
            "Le panel du projet « %(title)s » dit que les habitants et habitantes ont été peu associés.", title=title
        )
        yield Signal(int(fund_id or 0), f"verdict:{ref}", NeedSource.EVALUATION, what)


@signal_source
def institutions_that_talk_too_much(fund_ids: Collection[int]) -> Iterator[Signal]:
    """Tell the latest meetings in which institutions took more than half of the turns."""
    rows = session().execute(
        sa.select(Fund.id, Meeting)
        .join(Meeting.space)
        .join(DialogueSpace.neighbourhood)
        .join(Fund, Fund.commune_id == Neighbourhood.commune_id)
        .where(Fund.id.in_(fund_ids), Meeting.held_on > clock.today() - TALK_WITHIN, Meeting.held_on <= clock.today())
        .order_by(Meeting.held_on.desc(), Meeting.id.desc(), Fund.id)
        .limit(MOST_MEETINGS)
    ).all()  # fmt: skip
    counts = tallies_of_all(meeting.id for _fund_id, meeting in rows)
    for fund_id, meeting in rows:
        if counts[meeting.id].light is Light.RED:
            what = _("À la rencontre « %(title)s », les institutions ont parlé plus que la salle.", title=meeting.title)
            yield Signal(fund_id, f"meeting:{meeting.id}", NeedSource.TALK_SHARE, what)


@signal_source
def bodies_that_answer_late(fund_ids: Collection[int]) -> Iterator[Signal]:
    """Tell the bodies that let several promised days go by in half a year, by city."""
    today = clock.today()
    late = sa.or_(
        sa.and_(Question.answered_at.is_(None), Question.is_open), Question.answered_on_time.is_(sa.false())
    )  # fmt: skip
    rows = session().execute(
        sa.select(Fund.id, Organisation.id, Organisation.name, sa.func.count())
        .select_from(Question)
        .join(Organisation, Organisation.id == Question.organisation_id)
        .join(Neighbourhood, Neighbourhood.id == Question.neighbourhood_id)
        .join(Fund, Fund.commune_id == Neighbourhood.commune_id)
        .where(Fund.id.in_(fund_ids), Question.answer_due_on.between(today - LATE_WITHIN, today - A_DAY), late)
        .group_by(Fund.id, Organisation.id, Organisation.name)
        .having(sa.func.count() >= FEWEST_LATE)
    )
    for fund_id, body_id, name, count in rows:
        what = _("%(name)s a répondu en retard à %(count)d questions en six mois.", name=name, count=count)
        yield Signal(fund_id, f"late:{fund_id}:{body_id}:{today.year}", NeedSource.LATE_ANSWERS, what)


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

"""Noting a need, preparing, paying for, holding and evaluating a training action."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa

from app import clock
from app.accounts.models import Person
from app.db import lock, session, transaction
from app.funds import queries as funds
from app.funds.models import Fund
from app.funds.refusals import MoneyRefused
from app.funds.services import training as money
from app.steps import services as steps
from app.steps.actor import Actor
from app.training import policy
from app.training.models import (
    Attendance,
    ColdEvaluation,
    College,
    HotEvaluation,
    NeedSource,
    Payer,
    Skill,
    Training,
)
from app.training.policy import NotAllowed

WORKFLOW = "training"
DESCRIBED_IN = frozenset({"need", "designed", "funded"})
COUNTED_IN = frozenset({"scheduled", "delivered"})


@dataclass(frozen=True)
class Need:
    """What shows that a training is needed; `signal` names the fact, so that it is noted once."""

    title: str
    why: str
    source: NeedSource = NeedSource.REFERENT
    signal: str | None = None


@dataclass(frozen=True)
class Description:
    """What the action is: for whom, what it teaches, the sentence for everybody, who gives it."""

    title: str
    skill: Skill
    colleges: Sequence[str]
    plain: str
    provider: str


@dataclass(frozen=True)
class Financing:
    """Who pays, and how much in cents."""

    payer: Payer
    cost_cents: int = 0
    payer_name: str = ""


@dataclass(frozen=True)
class Group:
    """People of one organisation who came."""

    organisation: str
    college: College
    people: int


@dataclass(frozen=True)
class Cold:
    """Months later: people asked, people whose practice changed, what changed and where it was seen."""

    asked: int
    changed: int
    what: str
    seen_where: str = ""


@transaction()
def note_need(fund: Fund, need: Need, actor: Actor) -> Training:
    """Note a need in the city of a fund; a fact noted already gives the action it was noted for. Raises NotAllowed."""
    person = session().get(Person, actor.person_id) if actor.person_id and not actor.on_behalf_id else None
    if person is None or not policy.can_note(fund, person):
        raise NotAllowed
    lock(Fund, fund.id)
    if need.signal:
        known = session().scalar(sa.select(Training).filter_by(fund_id=fund.id, signal=need.signal))
        if known is not None:
            return known
    made = Training(fund_id=fund.id, created_by_id=actor.person_id, created_at=clock.now(), **asdict(need))
    made.fund = fund
    steps.begin(made, WORKFLOW, actor)
    return made


@transaction()
def describe(training_id: int, told: Description, actor: Actor) -> Training:
    """Write what the action is, then pass it on to be financed. Raises NotAllowed, ActionRefused."""
    training = _locked(training_id, actor, policy.can_prepare, DESCRIBED_IN)
    training.title, training.skill, training.colleges = told.title, told.skill, list(told.colleges)
    training.plain, training.provider = told.plain, told.provider
    session().flush()
    if training.state == "need":
        steps.perform(training, "design", actor)
    else:
        steps.record(training, "described", actor, is_public=False)
    return training


@transaction()
def finance(training_id: int, wanted: Financing, actor: Actor) -> Training:
    """Set money aside in the envelope of the year, or name who else pays, and go on.

    Raises NotAllowed, MoneyRefused, BudgetExceeded when the fund does not hold enough, ActionRefused.
    """
    training = _locked(training_id, actor, policy.can_finance, {"designed"})
    cost = 0 if wanted.payer is Payer.FREE else wanted.cost_cents
    training.payer, training.payer_name, training.cost_cents = wanted.payer, wanted.payer_name.strip(), cost
    session().flush()
    if wanted.payer is Payer.FUND:
        year = funds.year_of(training.fund_id, clock.today().year)
        if year is None:
            raise MoneyRefused("year_closed")
        money.engage_training(year, training.named, cost, actor)
    steps.perform(training, "fund", actor, details={"cents": cost, "payer": wanted.payer.value})
    return training


@transaction()
def schedule(training_id: int, when: date, place: str, actor: Actor, *, resident_trainer: bool) -> Training:
    """Write the day and the place. Raises NotAllowed, ActionRefused."""
    training = _locked(training_id, actor, policy.can_prepare, {"funded"})
    training.held_on, training.place, training.resident_trainer = when, place.strip(), resident_trainer
    session().flush()
    steps.perform(training, "schedule", actor, details={"held_on": when.isoformat()})
    return training


@transaction()
def count_people(training_id: int, groups: Sequence[Group], actor: Actor) -> Training:
    """Write how many came, by organisation, in place of what was written before. Raises NotAllowed."""
    training = _locked(training_id, actor, policy.can_prepare, COUNTED_IN)
    session().execute(sa.delete(Attendance).where(Attendance.training_id == training.id))
    summed: dict[tuple[str, College], int] = {}
    for group in groups:
        key = (group.organisation.strip(), group.college)
        summed[key] = summed.get(key, 0) + group.people
    session().add_all(
        Attendance(training_id=training.id, organisation=name, college=college, people=people)
        for (name, college), people in summed.items()
    )
    session().flush()
    session().expire(training, ["attendances"])
    steps.record(training, "counted", actor, details={"people": sum(summed.values()), "organisations": len(summed)})
    return training


@transaction()
def evaluate_hot(training_id: int, faces: tuple[int, int, int], said: str, actor: Actor) -> Training:
    """Write what people thought on leaving: happy, neutral and unhappy faces. Raises NotAllowed, ActionRefused."""
    training = _locked(training_id, actor, policy.can_prepare, {"delivered"})
    happy, neutral, unhappy = faces
    training.hot = HotEvaluation(happy=happy, neutral=neutral, unhappy=unhappy, said=said, at=clock.now())
    session().flush()
    steps.perform(training, "evaluate_hot", actor, details={"happy": happy, "neutral": neutral, "unhappy": unhappy})
    return training


@transaction()
def evaluate_cold(training_id: int, told: Cold, actor: Actor) -> Training:
    """Write, at least three months later, what changed. Raises NotAllowed, ActionRefused before that."""
    training = _locked(training_id, actor, policy.can_prepare, {"hot_evaluated"})
    training.cold = ColdEvaluation(at=clock.now(), **asdict(told))
    session().flush()
    steps.perform(training, "evaluate_cold", actor, details={"asked": told.asked, "changed": told.changed})
    return training


@transaction()
def pay_invoice(training_id: int, cents: int, actor: Actor) -> Training:
    """Write down an invoice paid by the fund.

    Raises NotAllowed, MoneyRefused, BudgetExceeded above what is set aside.
    """
    training = _locked(training_id, actor, policy.can_finance, None)
    money.spend_on_training(training.named, cents, actor)
    steps.record(training, "invoice", actor, details={"cents": cents}, is_public=False)
    return training


@transaction()
def act(training_id: int, action: str, actor: Actor, note: str = "") -> Training:
    """Take a workflow action that needs nothing more than a sentence. Raises ActionRefused."""
    training = lock(Training, training_id)
    if training is None:
        raise NotAllowed
    steps.perform(training, action, actor, note)
    return training


def _locked(
    training_id: int, actor: Actor, allowed: Callable[[Training, Actor], bool], states: set[str] | frozenset[str] | None
) -> Training:
    training = lock(Training, training_id)
    if training is None or not allowed(training, actor) or (states is not None and training.state not in states):
        raise NotAllowed
    return training

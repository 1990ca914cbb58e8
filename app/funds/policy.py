"""Who may read, order, sign and judge money. Nobody touches the money of a project that they carry."""

from __future__ import annotations

from app import clock
from app.accounts.models import Person, Scope
from app.accounts.queries import roles_at
from app.db import session
from app.funds import plans
from app.funds.models import Fund
from app.projects.models import Project
from app.projects.standing import asks_the_fund
from app.steps.actor import Actor
from app.steps.kinds import roles_of

READERS = frozenset({"carrier", "gestionnaire", "finance", "referent", "committee_secretary", "metro_admin"})
LEDGER_READERS = frozenset({"gestionnaire", "finance", "referent", "metro_admin"})
BEFORE_GRANT = frozenset({"draft", "submitted", "incomplete", "codesign", "scheduled", "adjourned"})
WARNED = READERS | {"committee_member", "committee_chair"}
RULE_MAKERS = frozenset({"gestionnaire", "finance", "metro_admin"})
"""Who opens a fund and writes its rules: those who answer for its money, and the Métropole."""
REPORTING_STATES = frozenset({"funded", "running", "reporting"})
SETTLED = frozenset({"evaluation", "closed"})
"""States of a project whose accounts are square."""


def can_read_money(project: Project, actor: Actor) -> bool:
    """Say whether a person may read the money page of a project: its carriers, and who pays, controls or follows it."""
    return asks_the_fund(project) and bool(roles_of(project, actor) & READERS)


def can_order(project: Project, actor: Actor) -> bool:
    """Say whether a person may order payments, ask for refunds and settle: the gestionnaire, never a carrier."""
    return _acts_as(project, actor, {"gestionnaire"})


def can_sign(project: Project, actor: Actor) -> bool:
    """Say whether a person may sign second: finance or the gestionnaire, never a carrier."""
    return _acts_as(project, actor, {"gestionnaire", "finance"})


def can_judge(project: Project, actor: Actor) -> bool:
    """Say whether a person may accept or refuse receipts now: the gestionnaire, once the report is sent.

    Sooner where nothing was advanced: people are reimbursed for what they buy, as they buy it.
    """
    early = project.state in REPORTING_STATES and plans.pays_as_it_goes(project)
    return (early or project.state == "report_review") and can_order(project, actor)


def carries(project: Project, actor: Actor) -> bool:
    """Say whether a person, or whom they help, carries the project."""
    return "carrier" in roles_of(project, actor)


def can_buy(project: Project, actor: Actor) -> bool:
    """Say whether a person may order a direct purchase: the gestionnaire, from the funding to the report."""
    return project.state in REPORTING_STATES and can_order(project, actor)


def can_reimburse(project: Project, actor: Actor) -> bool:
    """Say whether a person may order a reimbursement before the end: the gestionnaire, where nothing was advanced."""
    return can_buy(project, actor) and plans.pays_as_it_goes(project)


def can_waive(project: Project, actor: Actor) -> bool:
    """Say whether a person may forgive a debt: finance, never a carrier."""
    return _acts_as(project, actor, {"finance"})


def can_send_again(project: Project, actor: Actor) -> bool:
    """Say whether a person may send another photo of a receipt: the carriers, until the accounts are settled."""
    return project.state in (*REPORTING_STATES, "report_review") and "carrier" in roles_of(project, actor)


def can_sort(project: Project, actor: Actor) -> bool:
    """Say whether a person may say for which expense a receipt was: who adds receipts, then the gestionnaire."""
    counted = project.state in (*REPORTING_STATES, "report_review", "refund_due")
    return can_report(project, actor) or (counted and can_order(project, actor))


def can_write_down(project: Project, actor: Actor) -> bool:
    """Say whether a person may write what a voice file says: the carriers, the gestionnaire and the referent."""
    return project.is_open and bool(roles_of(project, actor) & {"carrier", "gestionnaire", "referent"})


def can_lift_bar(project: Project, actor: Actor) -> bool:
    """Say whether a person may let a project be granted although its carriers are late elsewhere."""
    return project.state in BEFORE_GRANT and _acts_as(project, actor, {"gestionnaire", "finance", "committee_chair"})


def can_report(project: Project, actor: Actor) -> bool:
    """Say whether a person may add receipts and write the report: the carriers, from the funding to the report."""
    return project.state in REPORTING_STATES and asks_the_fund(project) and "carrier" in roles_of(project, actor)


def can_read_ledger(fund: Fund, person: Person) -> bool:
    """Say whether a person may read every entry of a fund."""
    return bool(_roles(fund, person) & LEDGER_READERS)


def can_receive(fund: Fund, person: Person) -> bool:
    """Say whether a person may write down money that the fund receives."""
    return bool(_roles(fund, person) & {"gestionnaire", "finance"})


def opens_by_itself(year: int) -> bool:
    """Say whether the first money written down in a year opens its envelope: the present year alone."""
    return year == clock.today().year


def can_close(fund: Fund, actor: Actor) -> bool:
    """Say whether a person may prepare or validate the closing of a year, for themselves: gestionnaire or finance."""
    if actor.person_id is None or actor.on_behalf_id is not None:
        return False
    person = session().get(Person, actor.person_id)
    return person is not None and can_receive(fund, person)


def can_make_rules(fund: Fund, person: Person) -> bool:
    """Say whether a person may prepare and adopt the rules of a fund."""
    return bool(_roles(fund, person) & RULE_MAKERS)


def can_open_fund(commune_id: int, person: Person) -> bool:
    """Say whether a person may open the fund of a city."""
    held = roles_at(person, {Scope.COMMUNE: commune_id})
    return bool({role.value for role in held} & RULE_MAKERS)


def _acts_as(project: Project, actor: Actor, wanted: set[str]) -> bool:
    """Say whether the person has one of these roles for themselves, and does not carry the project."""
    if actor.person_id is None or actor.on_behalf_id is not None:
        return False
    held = roles_of(project, actor)
    return bool(held & wanted) and "carrier" not in held


def _roles(fund: Fund, person: Person) -> set[str]:
    return {role.value for role in roles_at(person, {Scope.FUND: fund.id, Scope.COMMUNE: fund.commune_id})}

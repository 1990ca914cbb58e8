"""A project in each state that asks something of somebody, placed there without its history: only to look at screens."""

from __future__ import annotations

from datetime import timedelta

from app import clock
from app.committees import services as committees
from app.committees.models import Sitting
from app.committees.queries import seats_on
from app.committees.services.sittings import Appointment
from app.db import session, transaction
from app.evaluation.services import Juror
from app.funds.models import PaymentMode
from app.funds.payment_models import Plan, RecipientKind
from app.funds.plans import Terms
from app.funds.services import advances, agreements, receipts
from app.funds.services.payments import Order
from app.funds.services.receipts import Receipt
from app.projects.checklist import CHECKLIST
from app.projects.models import InvolvementKind, Project
from app.projects.services import codesign
from app.projects.services.codesign import Session
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.browser.town import Town
from tests.evaluation.panel import seated

DAY = timedelta(days=1)
BEFORE_GRANT = ("draft", "codesign", "scheduled")
GRANTED = ("granted", "signed", "running", "reporting", "report_review", "evaluation")


@transaction()
def one_of_each(town: Town) -> dict[str, str]:
    """Store a project of the resident in each state, and open a sitting; return the projects' addresses."""
    gestionnaire = Actor(town.people["gestionnaire"].id)
    made = {state: _project(town, state) for state in (*BEFORE_GRANT, *GRANTED)}
    advances.pay_advance(made["signed"], Order(420_00, "Amina Diallo", PaymentMode.CHEQUE, "CH-1"), gestionnaire)
    seated(made["evaluation"], [Juror("Odile Garnier", town.people["juror"].id), Juror("Yann"), Juror("Fatou")])
    _open_a_sitting(town)
    return {state: f"/projects/{project.ref}" for state, project in made.items()}


@transaction()
def brought_to_the_committee(town: Town) -> str:
    """Bring the resident's project before the committee by its real steps, open a sitting; return its address."""
    carrier, referent = Actor(town.people["resident"].id), Actor(town.people["referent"].id)
    project = make.project(carrier, title="Un jardin au pied des tours", neighbourhood=town.place)
    steps.perform(project, "submit", carrier)
    steps.perform(project, "accept", referent)
    held = Session(clock.today(), InvolvementKind.WORKSHOP, "Centre social", 8, "Le plan du jardin.")
    codesign.log_session(project.id, held, referent)
    codesign.answer_checklist(project.id, dict.fromkeys(CHECKLIST, "yes"), referent)
    codesign.check_exclusions(project.id, referent, respected=True)
    steps.perform(project, "finish_codesign", referent)
    _open_a_sitting(town)
    return f"/projects/{project.ref}"


def _project(town: Town, state: str) -> Project:
    carrier, gestionnaire = Actor(town.people["resident"].id), Actor(town.people["gestionnaire"].id)
    project = make.project(carrier, title=f"Le projet {state}", neighbourhood=town.place)
    if state in GRANTED:
        make.granted(project, 600_00, gestionnaire)
    elif state != "draft":
        rules = make.fund(town.place.commune).rules[-1]
        project.fund_id, project.rules_id, project.published_at = rules.fund_id, rules.id, clock.now()
    if state in ("granted", "signed"):
        agreements.prepare(project, Terms(Plan.ADVANCE, RecipientKind.PERSON, "Amina Diallo"), gestionnaire)
    if state == "signed":
        make.document(project, "signed_agreement", gestionnaire)
    if state == "report_review":
        make.put(project, "reporting")
        receipts.record_receipt(project, Receipt(clock.today(), "Jardinerie", "Terreau", 31_50), carrier)
    make.put(project, state)
    return project


def _open_a_sitting(town: Town) -> None:
    secretary = Actor(town.people["committee_secretary"].id)
    sitting = committees.plan_sitting(town.committee, Appointment(clock.today(), "Centre social"), secretary)
    committees.convene(sitting, secretary)
    here = [seat.id for seat in seats_on(town.committee.id, clock.today())]
    committees.open_sitting(sitting, here, secretary)


@transaction()
def next_sitting(town: Town) -> None:
    """Close the open sitting, and hold the planned one today: the server's clock cannot be told another day."""
    secretary = Actor(town.people["committee_secretary"].id)
    now = session().query(Sitting).filter_by(state="open").one()
    planned = session().query(Sitting).filter_by(state="planned").one()
    committees.close_sitting(now, secretary)
    now.held_on, planned.held_on = clock.today() - DAY, clock.today()
    session().flush()
    committees.convene(planned, secretary)
    committees.open_sitting(planned, [seat.id for seat in seats_on(town.committee.id, clock.today())], secretary)

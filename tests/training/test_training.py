"""A training action from the need to what it changed, with its money, its people and its two evaluations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person, Scope
from app.db import open_transaction, session, transaction
from app.dialogue.models import Meeting
from app.dialogue.models.tally import Measure, TallyEntry
from app.funds import proof, queries
from app.funds.models import Account, Earmark, Fund
from app.funds.refusals import BudgetExceeded
from app.funds.services import envelopes
from app.funds.services.fundings import Terms
from app.steps import journal
from app.steps.actor import SYSTEM, Actor
from app.training import indicators, services, telling
from app.training.models import College, NeedSource, Payer, Skill, Training
from app.training.policy import NotAllowed
from app.training.queries import spent_by_action, training_by_id
from app.training.services import Cold, Description, Financing, Group, Need
from app.training.signals import signals_within
from app.voices.question_models import Question
from tests import make
from tests.markup import faults
from tests.queries import counted
from tests.sessions import sign_in
from tests.voices.town import asked, entrusted, town
from workflows.engine import ActionRefused

POSTURE = Description(
    "Se parler d'égal à égal", Skill.EQUAL_POSTURE, ["agents", "elected"], "On apprend à s'écouter.", "Villes au Carré"
)
MIXED = [Group("Ville de Tours", College.AGENTS, 6), Group("Bailleur", College.LANDLORDS, 3)]


@dataclass
class Staff:
    """Who prepares and who pays, and the fund with 1 000 € for training and 200 € for anything."""

    money: Fund
    referent: Actor
    gestionnaire: Actor


@pytest.fixture
def staff(app: Flask) -> Staff:
    money = make.fund()
    year = make.envelope(money, 200_00)
    envelopes.receive_funding(year, "Contrat de ville", 1_000_00, SYSTEM, Terms(earmark=Earmark.TRAINING))
    return Staff(money, make.actor("referent"), make.actor("gestionnaire"))


def held(staff: Staff, groups: list[Group] = MIXED, days_ago: int = 0) -> Training:
    """Take an action to the day it took place."""
    with clock.told(clock.now() - timedelta(days=days_ago)):
        made = services.note_need(staff.money, Need("Posture", "On nous coupe la parole."), staff.referent)
        services.describe(made.id, POSTURE, staff.referent)
        services.finance(made.id, Financing(Payer.FUND, 800_00), staff.gestionnaire)
        services.schedule(made.id, clock.today(), "Centre social", staff.referent, resident_trainer=True)
        services.count_people(made.id, groups, staff.referent)
        return services.act(made.id, "deliver", staff.referent)


def test_an_action_goes_from_a_need_to_what_it_changed(staff: Staff) -> None:
    made = held(staff, days_ago=100)
    services.evaluate_hot(made.id, (6, 2, 1), "Enfin on se parle.", staff.referent)
    services.evaluate_cold(made.id, Cold(8, 6, "Les réponses sont plus courtes.", "Réunion de mars"), staff.referent)
    services.pay_invoice(made.id, 750_00, staff.gestionnaire)
    services.act(made.id, "close", staff.gestionnaire)

    year = queries.year_of(staff.money.id, clock.today().year)
    assert year
    assert made.state == "closed"
    assert queries.held_for_action(made.id) == 0
    assert queries.balances(year)[Account.AVAILABLE] == 1_200_00 - 750_00, "what was not spent came back"
    assert list(proof.faults()) == list(journal.faults()) == []
    again = training_by_id(made.id)
    assert again
    assert indicators.people_trained([again]) == {College.AGENTS: 6, College.LANDLORDS: 3}
    assert indicators.hot_score([again]).value == pytest.approx(14 / 18)
    assert indicators.practice_change([again]).value == 0.75
    assert indicators.share_of_fund(spent_by_action([made.id]), 1_200_00).value == 0.625


def test_nothing_is_closed_without_looking_at_what_changed_months_later(staff: Staff) -> None:
    made = held(staff)
    services.evaluate_hot(made.id, (6, 2, 1), "", staff.referent)

    with pytest.raises(ActionRefused) as refused:
        services.evaluate_cold(made.id, Cold(8, 6, "Tout a changé."), staff.referent)
    with pytest.raises(ActionRefused):
        services.act(made.id, "close", staff.gestionnaire)

    assert "il faut trois mois" in refused.value.obstacles[0].sentence
    found = training_by_id(made.id)
    assert found
    assert (found.state, found.cold) == ("hot_evaluated", None)


def test_learning_to_speak_as_equals_brings_two_organisations(staff: Staff) -> None:
    alone = [Group("Ville de Tours", College.AGENTS, 6), Group("ville de tours", College.ELECTED, 2)]

    with pytest.raises(ActionRefused) as refused:
        held(staff, alone)

    assert [obstacle.code for obstacle in refused.value.obstacles] == ["organisations_mixed"]


def test_the_fund_pays_only_what_it_holds(staff: Staff) -> None:
    made = services.note_need(staff.money, Need("Posture", "Pourquoi"), staff.referent)
    services.describe(made.id, POSTURE, staff.referent)

    with pytest.raises(BudgetExceeded):
        services.finance(made.id, Financing(Payer.FUND, 1_200_01), staff.gestionnaire)
    with pytest.raises(NotAllowed):
        services.finance(made.id, Financing(Payer.FREE), staff.referent)
    services.finance(made.id, Financing(Payer.OTHER, 900_00, "CNFPT"), staff.gestionnaire)

    assert (made.state, queries.held_for_action(made.id)) == ("funded", 0)


def test_a_dropped_action_gives_its_money_back(staff: Staff) -> None:
    made = services.note_need(staff.money, Need("Posture", "Pourquoi"), staff.referent)
    services.describe(made.id, POSTURE, staff.referent)
    services.finance(made.id, Financing(Payer.FUND, 800_00), staff.gestionnaire)

    services.act(made.id, "drop", staff.referent, "Trop peu de monde")

    assert (made.state, queries.held_for_action(made.id)) == ("dropped", 0)


def test_a_postponed_action_has_no_day_left(staff: Staff) -> None:
    made = services.note_need(staff.money, Need("Posture", "Pourquoi"), staff.referent)
    services.describe(made.id, POSTURE, staff.referent)
    services.finance(made.id, Financing(Payer.FREE), staff.gestionnaire)
    services.schedule(made.id, clock.today(), "Centre social", staff.referent, resident_trainer=False)

    services.act(made.id, "postpone", staff.referent, "La salle est prise")

    session().refresh(made)
    assert (made.state, made.held_on, made.place) == ("funded", None, "")


def test_an_invoice_sent_twice_is_paid_once_and_its_part_of_the_fund_is_told(client: FlaskClient, staff: Staff) -> None:
    made = held(staff)
    services.evaluate_hot(made.id, (6, 2, 1), "", staff.referent)
    sign_in(client, session().get_one(Person, staff.gestionnaire.person_id))
    page = client.get(f"/training/{made.id}").text
    key = page.partition('name="kept_id" value="')[2].partition('"')[0]

    for _again in range(2):
        client.post(f"/training/{made.id}/invoice", data={"amount": "300", "kept_id": key})

    assert spent_by_action([made.id]) == {made.id: 300_00}
    assert ["25\N{NO-BREAK SPACE}%" in told for told in telling.shares([staff.money])] == [True]


def test_a_fact_is_noted_once_and_then_shown_no_more(staff: Staff) -> None:
    committee = make.committee(staff.money)
    for number in range(3):
        make.seat(committee, name=f"Habitante {number}", from_on=clock.today())
    (shown,) = signals_within(lambda _fund: True)

    need = Need("Décider en comité", shown.what, shown.source, shown.key)
    first, second = (services.note_need(staff.money, need, staff.referent) for _again in range(2))

    assert shown.source is NeedSource.NEW_COMMITTEE
    assert first.id == second.id
    assert signals_within(lambda _fund: True) == []


def test_a_meeting_where_institutions_talk_too_much_shows_a_need(staff: Staff) -> None:
    quiet, loud = make.meeting(), make.meeting()
    for meeting, turns in ((quiet, {"resident": 6, "institution": 2}), (loud, {"resident": 3, "institution": 6})):
        _counted(meeting, turns, staff.referent)

    shown = signals_within(lambda _fund: True)

    assert [(one.key, one.source) for one in shown] == [(f"meeting:{loud.id}", NeedSource.TALK_SHARE)]


def test_a_body_that_answers_late_shows_a_need(staff: Staff) -> None:
    there = town()
    overdue = [entrusted(there, asked(there, f"Question {number} sur l'ascenseur ?")) for number in range(3)]
    before = signals_within(lambda _fund: True)
    with open_transaction():
        session().execute(
            sa.update(Question)
            .where(Question.id.in_([one.id for one in overdue]))
            .values(answer_due_on=clock.today() - timedelta(days=2))
        )

    (shown,) = signals_within(lambda _fund: True)

    assert before == []
    assert shown.source is NeedSource.LATE_ANSWERS
    assert shown.key.startswith(f"late:{staff.money.id}:"), "each city notes the fact for itself"
    assert "Touraine Logement a répondu en retard à 3 questions" in shown.what


@transaction()
def _counted(meeting: Meeting, turns: dict[str, int], actor: Actor) -> None:
    meeting.held_on = clock.today()
    session().add_all(
        TallyEntry(
            meeting_id=meeting.id, measure=Measure.TURNS, key=key, delta=count, reason="Feuille", by_id=actor.person_id,
            written_at=clock.now(),
        )
        for key, count in turns.items()
    )  # fmt: skip
    session().flush()


def test_the_indicators_say_nothing_of_nobody() -> None:
    assert indicators.hot_score([]).value is indicators.practice_change([]).value is None
    assert indicators.share_of_fund({}, 0).value is None


def test_an_action_is_prepared_on_screen_and_read_by_everybody(client: FlaskClient, staff: Staff) -> None:
    referent = make.person("Rémi")
    make.role(referent, "referent", Scope.COMMUNE, staff.money.commune_id)
    sign_in(client, referent)
    visitor = client.application.test_client()

    noted = client.post("/training/new", data={"fund_id": str(staff.money.id), "title": "Posture", "why": "SECRET <b>"})
    here = noted.location
    hidden = visitor.get(here)
    wrong = client.post(f"{here}/describe", data={"title": "Posture", "plain": ""})
    client.post(f"{here}/describe", data={"title": "Posture", "skill": "equal_posture", "colleges": ["agents", "state"],
                                          "plain": "On apprend à s'écouter."})  # fmt: skip
    mine, theirs, listed = client.get(here), visitor.get(here), visitor.get("/training")
    refused = client.post(f"{here}/finance", data={"payer": "free"})

    assert (hidden.status_code, wrong.status_code, refused.status_code) == (404, 422, 403)
    assert "Choisissez au moins une réponse." in wrong.text
    assert faults(mine.text) == faults(theirs.text) == faults(listed.text) == []
    assert "SECRET &lt;b&gt;" in mine.text
    assert "SECRET" not in theirs.text
    assert "On apprend à s&#39;écouter." in listed.text


def test_few_people_are_not_told_as_a_number_in_public(client: FlaskClient, staff: Staff) -> None:
    made = held(staff, [*MIXED, Group("Ville de Tours", College.ELECTED, 7)])

    page = client.get(f"/training/{made.id}").text

    assert "Bailleurs · &lt; 5" in page
    assert "Agents et agentes des services · 6" not in page, "the total less the others would give the small one"
    assert "Ville de Tours" not in page


@pytest.mark.parametrize("address", ["/training", "/training/needs", "/training/1"])
def test_pages_ask_few_questions_whatever_the_data(client: FlaskClient, staff: Staff, address: str) -> None:
    referent = make.person("Rémi")
    make.role(referent, "referent")
    sign_in(client, referent)
    held(staff)
    client.get(address)
    with counted() as alone:
        client.get(address)
    for _more in range(3):
        make.training(staff.money)
        _counted(make.meeting(), {"institution": 8}, staff.referent)

    with counted() as crowded:
        answer = client.get(address)

    assert answer.status_code == 200
    assert len([one for one in crowded if one.startswith("SELECT")]) <= 8
    assert len(crowded) <= len(alone) + 2, "counts of meetings are read once there are meetings"


def test_the_referent_of_another_city_prepares_nothing_here(client: FlaskClient, staff: Staff) -> None:
    made = make.training(staff.money)
    other = make.person("Nadia")
    make.role(other, "referent", Scope.COMMUNE, make.commune("La Riche", "37195").id)
    sign_in(client, other)

    answers = [client.get(f"/training/{made.id}"), client.post(f"/training/{made.id}/describe"),
               client.post(f"/training/{made.id}/actions/drop", data={"note": "Non"}), client.get("/training/new")]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404] * 4
    with pytest.raises(NotAllowed):
        services.note_need(staff.money, Need("Posture", "Pourquoi"), Actor(other.id))

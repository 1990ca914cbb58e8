"""Deciding: every rule of the deliberation, and the sentence that refuses."""

import pytest
import sqlalchemy as sa

from app import clock
from app.committees import room_queries, services
from app.committees.deliberation import CommitteeRefused, Proposal
from app.committees.models import Decision, Recusal, Result
from app.committees.queries import envelope_left
from app.db import session
from app.funds import queries as money
from app.funds.models import Earmark
from app.funds.services import envelopes
from app.funds.services.fundings import Terms
from app.steps import journal
from app.steps.actor import SYSTEM, Actor
from tests import make
from tests.committees.room import adjourn, brought, grant, refuse, room, waiting

pytestmark = pytest.mark.usefixtures("app")


def refusal(where, project, proposal, actor=None) -> str:
    with pytest.raises(CommitteeRefused) as refused:
        services.decide(where.sitting, project, proposal, actor or where.secretary)
    assert session().scalar(sa.select(sa.func.count()).select_from(Decision)) == 0
    assert money.position(project).granted == 0
    assert project.state == "scheduled"
    return str(refused.value)


def test_money_kept_for_training_is_never_counted_among_what_is_left_for_projects() -> None:
    where = room(cents=1_000_00)
    year = envelopes.open_year(where.money, clock.today().year)

    envelopes.receive_funding(year, "Métropole", 500_00, SYSTEM, Terms(earmark=Earmark.TRAINING))

    assert envelope_left(where.money.id).left == 1_000_00
    assert room_queries.beat(where.sitting).envelope.left == 1_000_00


def test_a_grant_moves_the_project_and_sets_its_money_aside() -> None:
    where = room()
    project = brought(where.money)

    decision = services.decide(where.sitting, project, grant(votes=(5, 1, 1)), where.secretary)

    assert (project.state, project.granted_cents) == ("granted", 600_00)
    assert money.position(project).reserved == 600_00
    assert envelope_left(where.money.id).left == 9_400_00
    assert (decision.voting_present, decision.residents_present) == (7, 5)
    assert list(journal.faults()) == []


@pytest.mark.parametrize(
    ("proposal", "state"),
    [
        (refuse(), "refused"),
        (adjourn(), "adjourned"),
        (
            Proposal(Result.GRANT_WITH_CONDITIONS, 7, 0, 0, 600_00, "Le lieu est prêté.", "Apporter l'accord écrit."),
            "granted_with_conditions",
        ),
    ],
)
def test_each_result_leads_to_its_state(proposal, state) -> None:
    where = room()
    project = waiting(where.money)

    services.decide(where.sitting, project, proposal, where.secretary)

    assert project.state == state


def test_only_the_secretariat_records_a_decision() -> None:
    where = room()
    project = waiting(where.money)

    for stranger in (Actor(where.seats[0].person_id), make.actor("referent"), make.actor("gestionnaire"), make.actor()):
        assert "secrétariat" in refusal(where, project, grant(), stranger)


def test_nothing_is_decided_once_the_sitting_is_closed() -> None:
    where = room()
    project = waiting(where.money)
    services.close_sitting(where.sitting, where.secretary)

    assert "pas ouverte" in refusal(where, project, grant())


def test_a_project_of_another_fund_is_not_decided_here() -> None:
    where = room()
    elsewhere = make.fund(make.commune("Joué-lès-Tours", "37122"))
    project = waiting(elsewhere, neighbourhood=make.neighbourhood("Rabière", elsewhere.commune))

    assert "autre comité" in refusal(where, project, grant())


def test_too_few_members_are_no_quorum() -> None:
    where = room(residents=6, others=2, absent=5)
    project = waiting(where.money)

    assert "il faut 4 membres votants, il y en a 3" in refusal(where, project, grant(votes=(3, 0, 0)))


def test_too_few_residents_are_no_quorum() -> None:
    where = room(residents=3, others=0, absent=1, quorum_residents=3)
    project = waiting(where.money)

    assert "au moins 3 habitants" in refusal(where, project, grant(votes=(2, 0, 0)))


def test_residents_must_outnumber_the_others_in_the_room() -> None:
    where = room(residents=4, others=3, quorum_residents=1)
    project = waiting(where.money)
    services.set_presence(where.sitting, where.seats[0].id, False, where.secretary)

    assert "plus de la moitié des membres qui votent" in refusal(where, project, grant(votes=(6, 0, 0)))


def test_a_recusal_can_cost_the_quorum() -> None:
    where = room(residents=4, others=0, absent=1, quorum_residents=3)
    project = waiting(where.money)
    services.declare_recusal(where.seats[0], project, "Sa sœur y travaille", where.secretary)

    assert "au moins 3 habitants" in refusal(where, project, grant(votes=(2, 0, 0)))


def test_a_recused_member_is_left_out_of_the_seats_the_quorum_counts() -> None:
    where = room(residents=7, others=0, absent=4, quorum_residents=1)
    project = waiting(where.money)
    services.declare_recusal(where.seats[6], project, "Voisine du porteur", where.secretary)

    services.decide(where.sitting, project, grant(votes=(3, 0, 0)), where.secretary)

    assert project.state == "granted"


def test_a_member_of_the_team_steps_aside_without_saying_so() -> None:
    where = room()
    project = waiting(where.money, carrier=Actor(where.seats[0].person_id))

    message = refusal(where, project, grant(votes=(7, 0, 0)))
    services.decide(where.sitting, project, grant(votes=(6, 0, 0)), where.secretary)

    assert "Vous avez compté 7 voix. Il y a 6 membres qui votent." in message
    kept = session().scalars(sa.select(Recusal)).one()
    assert (kept.seat_id, kept.project_id) == (where.seats[0].id, project.id)


def test_votes_add_up_to_the_members_who_vote() -> None:
    where = room()
    project = waiting(where.money)

    assert "Vous avez compté 6 voix" in refusal(where, project, grant(votes=(5, 1, 0)))
    assert "négatif" in refusal(where, project, grant(votes=(8, -1, 0)))


def test_a_grant_needs_more_votes_for_than_against() -> None:
    where = room()
    project = waiting(where.money)

    assert "plus de voix contre que pour" in refusal(where, project, grant(votes=(3, 4, 0)))


def test_a_refusal_needs_more_votes_against_than_for() -> None:
    where = room()
    project = waiting(where.money)

    assert "ce n'est pas un refus" in refusal(where, project, refuse(votes=(4, 3, 0)))


def test_a_tie_waits_for_the_chair() -> None:
    where = room()
    project = waiting(where.money)

    assert "à égalité" in refusal(where, project, grant(votes=(3, 3, 1)))


def test_the_chair_breaks_a_tie_and_the_decision_says_so() -> None:
    where = room(residents=4, others=2)
    chair = make.seat(where.committee, name="Présidente", is_chair=True)
    services.set_presence(where.sitting, chair.id, True, where.secretary)
    project = waiting(where.money)

    decision = services.decide(where.sitting, project, grant(votes=(3, 3, 1), casting_vote=True), where.secretary)

    assert decision.casting_vote
    assert project.state == "granted"


def test_a_chair_who_is_away_breaks_no_tie() -> None:
    where = room()
    make.seat(where.committee, name="Présidente", is_chair=True)
    project = waiting(where.money)

    assert "ne vote pas sur ce projet" in refusal(where, project, grant(votes=(3, 3, 1), casting_vote=True))


def test_the_chair_has_no_second_vote_when_there_is_no_tie() -> None:
    where = room()
    project = waiting(where.money)

    assert "que si les voix sont à égalité" in refusal(where, project, grant(votes=(4, 3, 0), casting_vote=True))


@pytest.mark.parametrize(
    ("rules", "cents", "sentence"),
    [
        ({}, 601_00, "demande 600"),
        ({"cap_cents": 500_00}, 600_00, "plafond du fonds est de 500"),
        ({"max_share_pct": 50}, 301_00, "au plus 300"),
        ({}, 0, "Indiquez la somme"),
    ],
)
def test_an_amount_above_a_limit_names_the_limit(rules, cents, sentence) -> None:
    where = room(**rules)
    project = waiting(where.money)

    assert sentence in refusal(where, project, grant(cents, reason="Parce que"))


@pytest.mark.parametrize(
    ("proposal", "sentence"),
    [
        (grant(400_00), "moins que demandé"),
        (refuse(reason=" "), "Expliquez ce refus"),
        (adjourn(reason=""), "ce qui manque"),
        (Proposal(Result.GRANT_WITH_CONDITIONS, 7, 0, 0, 600_00, "", "Accord écrit"), "pourquoi vous posez"),
        (Proposal(Result.GRANT_WITH_CONDITIONS, 7, 0, 0, 600_00, "Lieu prêté", " "), "ce que l'équipe doit faire"),
    ],
)
def test_what_is_less_than_a_full_yes_is_explained(proposal, sentence) -> None:
    where = room()
    project = waiting(where.money)

    assert sentence in refusal(where, project, proposal)


def test_a_decision_that_would_overdraw_is_not_stored() -> None:
    where = room(cents=599_00)
    project = waiting(where.money)

    assert "il manque 1" in refusal(where, project, grant())


def test_a_decision_sent_twice_is_taken_once() -> None:
    where = room()
    project = waiting(where.money)
    services.decide(where.sitting, project, grant(), where.secretary)

    with pytest.raises(CommitteeRefused, match="n'attend plus de décision"):
        services.decide(where.sitting, project, grant(), where.secretary)

    assert money.position(project).reserved == 600_00


def test_a_secretary_who_carries_the_project_does_not_record_its_fate() -> None:
    there = room()
    project = waiting(there.money, there.secretary)

    with pytest.raises(CommitteeRefused, match="Vous portez ce projet"):
        services.decide(there.sitting, project, grant(), there.secretary)

    assert project.state == "scheduled"

"""What the committee hands over: the booklet to its members, the letter of its decision to the team."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person
from app.committees import past, services
from app.committees.booklet import booklet_of
from app.committees.decision_letters import sections_of
from app.committees.deliberation import Proposal
from app.committees.models import Result
from app.committees.services import Appointment
from app.db import session, transaction
from app.mail import Message
from app.steps import services as steps
from tests import make
from tests.committees.room import adjourn, brought, corrected, grant, refuse, room, waiting
from tests.pdf import is_tagged, text_of
from tests.sessions import sign_in

pytestmark = pytest.mark.usefixtures("app")
NASTY = "<b>gras</b> #emph[non] =1+1"


def letters(word: str) -> list[str]:
    return [text for text in session().scalars(sa.select(Message.body).order_by(Message.id)) if word in text]


def letter_of(project) -> str:
    sections = sections_of(project, past.latest_decision(project))
    return "\n".join(sentence for _title, said in sections for sentence in said)


def enter(client: FlaskClient, person_id: int) -> None:
    sign_in(client, session().get_one(Person, person_id))


def test_a_decision_is_written_once_to_the_team_with_its_reason_and_what_comes_next() -> None:
    there = room()
    project = brought(there.money)

    services.decide(there.sitting, project, grant(400_00, reason="L'enveloppe est petite."), there.secretary)

    (letter,) = letters("examiné votre projet")
    assert "400\u00a0€. Vous demandiez 600\u00a0€" in letter
    assert "L'enveloppe est petite." in letter
    assert "signer l'accord, avant le" in letter
    assert "Tribunal administratif d'Orléans" in letter
    assert "examiné" not in "".join(letters("a avancé le"))


def test_a_plain_yes_says_nothing_of_appeals_and_a_no_says_how() -> None:
    there = room()
    granted, refused = waiting(there.money), waiting(there.money)

    services.decide(there.sitting, granted, grant(), there.secretary)
    services.decide(there.sitting, refused, refuse(), there.secretary)

    assert "Tribunal" not in letter_of(granted)
    assert "retravailler votre projet une fois" in letter_of(refused)
    assert "dans les deux mois" in letter_of(refused)


def test_a_second_refusal_offers_no_more_rework() -> None:
    there = room()
    carrier = make.actor()
    project = waiting(there.money, carrier)
    services.decide(there.sitting, project, refuse(), there.secretary)
    steps.perform(project, "rework", carrier)
    make.put(project, "scheduled")

    services.decide(there.sitting, project, refuse(), there.secretary)

    assert "déjà été retravaillé" in letter_of(project)


def test_an_adjourned_file_is_told_what_is_missing_and_when_it_comes_back() -> None:
    there = room()
    project = waiting(there.money)
    later = services.plan_sitting(
        there.committee, Appointment(clock.today() + timedelta(days=30), "Ici"), there.secretary
    )

    services.decide(there.sitting, project, adjourn(reason="Il manque un devis."), there.secretary)

    assert "Il manque un devis." in letter_of(project)
    assert f"revenir à la séance du {later.held_on.day}" in letter_of(project)


def test_a_corrected_decision_is_told_as_such_and_has_no_letter_left() -> None:
    there = room()
    project = waiting(there.money)
    services.decide(there.sitting, project, grant(), there.secretary)

    corrected(project)

    assert past.latest_decision(project) is None
    assert len(letters("Retour en arrière")) == 1


def test_the_team_and_staff_print_the_letter_and_nobody_else(client: FlaskClient) -> None:
    there, carrier = room(), make.actor()
    project = waiting(there.money, carrier, title=NASTY)
    conditions = Proposal(Result.GRANT_WITH_CONDITIONS, 7, 0, 0, amount_cents=600_00, reason=NASTY, conditions=NASTY)
    services.decide(there.sitting, project, conditions, there.secretary)
    address = f"/projects/{project.ref}/decision-letter.pdf"

    enter(client, make.person().id)
    assert client.get(address).status_code == 404
    enter(client, carrier.person_id)
    printed = client.get(address)

    assert printed.mimetype == "application/pdf"
    assert is_tagged(printed.data)
    assert text_of(printed.data).count(NASTY) >= 3
    assert address in client.get(f"/projects/{project.ref}").text


def test_the_booklet_is_for_the_members_and_shows_no_number(client: FlaskClient) -> None:
    there = room()
    project = waiting(there.money, title=NASTY, summary=NASTY)
    _give_number(project)
    address = f"/committee/sittings/{there.sitting.id}/booklet.pdf"

    enter(client, make.actor("referent").person_id)
    assert client.get(address).status_code == 404
    enter(client, there.seats[0].person_id)
    printed = client.get(address)

    words = text_of(printed.data)
    assert is_tagged(printed.data)
    assert words.count(NASTY) >= 3
    assert "Terreau" in words
    assert "9 habitants et habitantes" in words
    assert "06 11 22 33 44" not in words


def test_the_booklet_tells_earlier_decisions_and_what_is_left() -> None:
    there = room()
    carrier = make.actor()
    project = waiting(there.money, carrier)
    services.decide(there.sitting, project, adjourn(reason="Il manque un devis."), there.secretary)
    steps.perform(project, "return_to_committee", carrier, "Voici le devis")
    services.admit(there.sitting, project, "Le devis est arrivé dans la soirée", there.secretary)

    (file,) = booklet_of(there.sitting)["files"]

    assert "Il manque un devis." in file["past"][0]
    assert "Il reste 10\u202f000\u00a0€" in booklet_of(there.sitting)["money"]


@transaction()
def _give_number(project) -> None:
    project.team[0].phone = "06 11 22 33 44"
    session().flush()


def test_whoever_follows_the_project_reads_its_day(client: FlaskClient) -> None:
    there, carrier = room(), make.actor()
    project = waiting(there.money, carrier)
    lonely = waiting(make.fund(make.commune("Joué", "37122")), carrier)

    enter(client, carrier.person_id)

    assert "Votre projet passe en comité le" in client.get(f"/projects/{project.ref}").text
    assert "encore prévue" in client.get(f"/projects/{lonely.ref}").text

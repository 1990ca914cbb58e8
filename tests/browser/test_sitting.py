"""A whole sitting held in the browser: late, recused, quorum lost and called again, five files, its minutes read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page

from app import clock
from app.accounts.models import Person
from app.committees import services
from app.committees.models import Decision, Result, Sitting
from app.committees.services import Appointment
from app.db import open_transaction, session, transaction
from app.projects.models import Project
from tests.browser.fixtures import DESK, ON_SQLITE, axe
from tests.browser.walker import Walker
from tests.committees.room import Room, room, waiting
from tests.pdf import text_of

THREE_DAYS = timedelta(days=3)
TITLES = ("Jardin au pied des tours", "Fête des voisins", "Atelier vélo", "Boîte à livres", "Sortie à la mer")


@pytest.fixture
def where(app: Flask) -> Room:
    """Open a sitting of nine members, five of whom came, with five files."""
    there = room(residents=7, others=2, absent=4, cents=3_000_00)
    with open_transaction():
        for title in TITLES:
            waiting(there.money, title=title)
        services.plan_sitting(there.committee, Appointment(date(2030, 6, 4), "Salle des fêtes"), there.secretary)
    return there


def file(title: str) -> str:
    ref = session().query(Project.ref).filter_by(title=title).scalar()
    session().rollback()
    return f"/projects/{ref}/decide"


def step(walker: Walker, name: str) -> Walker:
    """Go to one of the four steps of the file, which are one page."""
    walker.page.locator("main").get_by_role("link", name=name).first.click()
    return walker


def votes(walker: Walker, hands: tuple[int, int, int]) -> Walker:
    """Count the raised hands."""
    form = walker.page.locator(".vote-form")
    for label, count in zip(("Pour", "Contre", "Abstentions"), hands, strict=True):
        walker.write(label, str(count), form)
    return walker.press("Enregistrer le vote", form)


def decides(walker: Walker, choice: str, **typed: str) -> Walker:
    """Record the decision that follows the vote."""
    walker.tick(choice, "Que décide le comité ?")
    for label, text in typed.items():
        walker.write(
            {"amount": "Somme accordée", "why": "Pourquoi cette décision ?", "if_": "Conditions à remplir"}[label], text
        )
    return walker.press("Enregistrer la décision")


@transaction()
def _three_days_later() -> str:
    """Move both sittings back, since the server's clock cannot be told another day; return the page of the second."""
    for held in session().query(Sitting).filter(Sitting.state.in_(("closed", "convened"))):
        held.held_on -= THREE_DAYS
    return f"/committee/sittings/{session().query(Sitting.id).filter_by(second_call=True).scalar()}"


def _first_call(secretary: Walker, garden: str) -> None:
    """Decide on one file, lose the quorum, call again, and open with five members and one who is late."""
    secretary.go(garden).reads("5 membres votent sur ce projet", "Le quorum est atteint")
    step(secretary, "Continuer : audition").tick("Par téléphone").press("Continuer : vote")
    votes(secretary, (4, 1, 0))
    assert axe(secretary.page) == []
    decides(secretary, "Accorder la somme", amount="600").reads(
        "Le comité a accordé 600", "2 400", "4 projets à décider"
    )
    secretary.press("S'en va : Habitante 5").reads("4 membres présents", "Pas de quorum")
    secretary.unfold("Le quorum manque").write("Date de la séance", (clock.today() + THREE_DAYS).isoformat())
    secretary.write("Lieu", "Centre social").press("Fermer et convoquer de nouveau")
    secretary.go(_three_days_later())

    for number in (1, 2, 3, 4, 6):
        secretary.tick(f"Habitante {number}")
    secretary.press("Ouvrir la séance").reads("Deuxième convocation", "5 membres présents")
    secretary.press("Arrive : Habitante 7").reads("6 membres présents")


@ON_SQLITE
def test_a_sitting_of_nine_members_decides_five_files_in_two_calls(open_page: Callable[..., Page], where: Room) -> None:
    secretary = Walker(open_page(session().get(Person, where.secretary.person_id), viewport=DESK), "secretary")
    garden, party, bikes, books, sea = map(file, TITLES)

    _first_call(secretary, garden)
    secretary.go(party).unfold("Noter un retrait").choose("Qui se retire ?", "Habitante 2")
    secretary.tick("Même foyer qu'une personne de l'équipe").press("Enregistrer le retrait")
    secretary.reads("5 membres votent sur ce projet", "Quitte la salle pour ce projet")
    votes(step(secretary, "Vote"), (5, 0, 0))
    decides(secretary, "Accorder la somme", amount="450", why="Le goûter est offert.").reads("a accordé 450")

    votes(step(secretary.go(bikes), "Vote"), (4, 2, 0))
    decides(secretary, "Accorder sous conditions", amount="500", why="Le local est prêté.", if_="Apporter l'accord.")
    secretary.reads("a accordé 500", "sous conditions", "1 450")

    vote = step(secretary.go(books), "Vote").tick("Reporter le projet", "Sur quoi vote le comité ?")
    votes(vote, (6, 0, 0))
    decides(secretary, "Reporter le projet", why="Il manque l'accord du bailleur.").reads("a reporté sa décision")

    votes(step(secretary.go(sea), "Vote"), (1, 5, 0))
    decides(secretary, "Refuser", why="Une sortie semblable existe déjà.").reads("Tous les projets sont décidés")
    secretary.press("Fermer la séance")

    _is_written_as_it_happened(secretary, where.sitting.id)


def _is_written_as_it_happened(secretary: Walker, first: int) -> None:
    """Read the decisions in the database, then the minutes of both sittings as PDF."""
    session().rollback()
    session().expire_all()
    again = session().query(Sitting).filter_by(second_call=True).one()
    results = [decision.result for decision in session().query(Decision).order_by(Decision.id)]
    assert results == [Result.GRANT, Result.GRANT, Result.GRANT_WITH_CONDITIONS, Result.ADJOURN, Result.REFUSE]
    read = "".join(text_of(_pdf(secretary, f"/committee/sittings/{one}/minutes.pdf")) for one in (first, again.id))
    for told in (
        *TITLES,
        "Le goûter est offert.",
        "Apporter l'accord.",
        "Il manque l'accord du bailleur.",
        "Habitante 7",
    ):
        assert told in read, told
    secretary.go(f"/committee/sittings/{first}/minutes").reads("À relire et à signer")


def _pdf(walker: Walker, address: str) -> bytes:
    answer = walker.page.context.request.get(address)
    assert answer.ok
    return answer.body()


@ON_SQLITE
def test_a_lost_connection_loses_nothing_and_sends_each_thing_once(open_page: Callable[..., Page], where: Room) -> None:
    page = open_page(session().get(Person, where.secretary.person_id), viewport=DESK)
    secretary, address = Walker(page, "secretary"), file(TITLES[0])
    late = where.seats[8].id
    secretary.go(address)
    page.context.set_offline(True)

    secretary.page.get_by_role("button", name="Arrive : Association 2").click()
    page.get_by_text("Gardé sur l'appareil.").first.wait_for()
    step(secretary, "Continuer : audition").tick("Dans la salle").write("Ce qui a été dit", "Le jardin est prêt.")
    page.get_by_role("button", name="Continuer : vote").click()
    form = page.locator(".vote-form")
    form.get_by_role("button", name="Enregistrer le vote").wait_for()
    for label, count in zip(("Pour", "Contre", "Abstentions"), "600", strict=True):
        secretary.write(label, count, form)
    form.get_by_role("button", name="Enregistrer le vote").click()
    page.get_by_text("3 envois sont gardés sur cet appareil").wait_for()
    secretary.reads("Pas de réseau")
    assert axe(page) == []
    with page.expect_navigation():
        page.context.set_offline(False)
    secretary.reads("6 membres présents")

    session().rollback()
    session().expire_all()
    kept = session().query(Sitting).filter_by(id=where.sitting.id).one()
    assert late in {presence.seat_id for presence in kept.presences}
    assert '<span class="value">6</span>' in page.content()

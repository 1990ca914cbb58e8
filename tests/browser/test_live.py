"""A meeting counted on two phones, in a room without network: the totals are exact."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.serving import BaseWSGIServer, make_server

from app.accounts.models import Person
from app.db import session
from app.dialogue.counting import Tallies
from app.dialogue.models import Meeting
from app.dialogue.tally_queries import tallies_of
from app.voices.models import Contribution
from tests import make
from tests.browser.fixtures import ON_SQLITE, axe, overflow
from tests.sessions import signed_session

SMALL = {"width": 320, "height": 640}
TARGETS = """() => [...document.querySelectorAll('.live-bar a, .live-bar button, main button, main label')]
    .filter((each) => each.offsetParent && !each.closest('.field:not(:has(.check))'))
    .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
    .filter(([, box]) => box.width < 48 || box.height < 48).map(([text]) => text)"""


def facilitator() -> Person:
    person = make.person("Léa Martin")
    make.role(person, "facilitator")
    return person


def tap(page: Page, where: str, name: str, times: int = 1) -> None:
    """Tap a button of one of the screens so many times, as fast as one can."""
    page.locator(".live-bar nav").get_by_role("link", name=where).click()
    button = page.get_by_role("button", name=name, exact=True)
    for _ in range(times):
        button.click()


def counted(meeting_id: int) -> Tallies:
    """Read the counts as they are stored now."""
    session().rollback()
    return tallies_of(meeting_id)


def shown(page: Page, cell: str, number: int) -> None:
    expect(page.locator(f'[data-cell="{cell}"]').first).to_have_text(str(number))


def all_sent(page: Page) -> None:
    expect(page.get_by_text("Tout est envoyé.")).to_be_visible()


def ready(page: Page, meeting: Meeting, site: str = "") -> Page:
    page.goto(f"{site}/meetings/{meeting.id}/live")
    page.locator("html[data-offline=ready]").wait_for()
    return page


@ON_SQLITE
def test_fifty_taps_without_network_on_two_phones_give_exact_totals(open_page: Callable[..., Page]) -> None:
    meeting, person = make.open_meeting(), facilitator()
    door, room = (ready(open_page(person, viewport=SMALL), meeting) for _ in range(2))
    tap(door, "À la porte", "Première fois", 2)
    all_sent(door)

    for phone in (door, room):
        phone.context.set_offline(True)
    tap(door, "À la porte", "Première fois", 14)
    tap(door, "À la porte", "Déjà venu ou venue cette année", 8)
    door.get_by_role("button", name="Annuler : Déjà venu ou venue").click()
    tap(room, "Qui parle", "Nouvelle : Habitants et habitantes", 10)
    tap(room, "Qui parle", "Encore : Institutions", 16)
    expect(room.get_by_text("Trop d'institutions : 62 %.")).to_be_visible()
    expect(room.get_by_text("Pas de réseau. Continuez, rien n'est perdu.")).to_be_visible()
    assert axe(room) == []
    context = door.context
    door.close()
    door = context.new_page()
    door.goto(f"/meetings/{meeting.id}/live")
    tap(door, "À la porte", "Première fois cette année", 2)
    shown(door, "present:resident", 2 + 14 + 7 + 2)

    for phone in (door, room):
        phone.context.set_offline(False)
    all_sent(door)
    all_sent(room)

    exact = counted(meeting.id)
    assert (exact.residents, exact.first_ever, exact.distinct) == (25, 16, 18)
    assert (exact.turns, exact.expression) == (26, 10 / 25)
    room.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    shown(room, "present:resident", 25)


@ON_SQLITE
def test_what_is_kept_outlives_the_server_and_the_session(app: Flask, open_page: Callable[..., Page]) -> None:
    meeting, person = make.open_meeting(), facilitator()
    with served(app) as (server, again):
        page = ready(open_page(person), meeting, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        server.server_close()
        tap(page, "À la porte", "Première fois", 3)
        expect(page.get_by_text("3 envois sont gardés sur cet appareil.")).to_be_visible()
        page.context.clear_cookies()

        again()
        page.evaluate("Kept.flush(document.querySelector('[data-kept-status]').dataset.keptStatus)")
        expect(page.get_by_text("Votre session est finie.").first).to_be_visible()
        assert counted(meeting.id).is_empty
        page.context.add_cookies([{"name": "porte_voix", "value": signed_session(person), "url": "http://127.0.0.1"}])
        page.reload()
        all_sent(page)

    assert counted(meeting.id).first_ever == 3


@ON_SQLITE
def test_a_remark_is_captured_without_network_and_published_once(open_page: Callable[..., Page]) -> None:
    meeting, person = make.open_meeting(), facilitator()
    page = ready(open_page(person, viewport=SMALL), meeting)
    page.locator(".live-bar").get_by_role("link", name="Noter").click()
    page.context.set_offline(True)

    page.get_by_role("textbox", name="Ce qui est dit").fill("Où en est le banc ?")
    page.get_by_label("Question").check(force=True)
    page.get_by_label("Je l'ai relu à la personne").check()
    page.get_by_role("button", name="Garder").click()
    expect(page.get_by_text("1 envoi est gardé sur cet appareil.")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate(TARGETS) == []
    assert overflow(page) <= 0
    page.context.set_offline(False)
    expect(page.get_by_text("1 envoi est gardé sur cet appareil.")).to_be_hidden()

    session().rollback()
    said = session().query(Contribution).filter_by(meeting_id=meeting.id).all()
    assert [(each.kind, each.text) for each in said] == [("question", "Où en est le banc ?")]


@contextmanager
def served(app: Flask) -> Iterator[tuple[BaseWSGIServer, Callable[[], None]]]:
    """Serve the application, and give a way to serve it again at the same address once it was killed."""
    started = list[BaseWSGIServer]()

    def start() -> None:
        port = started[0].server_port if started else 0
        started.append(make_server("127.0.0.1", port, app, threaded=True))
        threading.Thread(target=started[-1].serve_forever, daemon=True).start()

    app.config["WTF_CSRF_ENABLED"] = True
    start()
    yield started[0], start
    started[-1].shutdown()
    started[-1].server_close()


@ON_SQLITE
def test_a_kept_page_is_not_shown_to_the_next_person_on_the_telephone(open_page: Callable[..., Page]) -> None:
    meeting = make.open_meeting()
    page = ready(open_page(facilitator(), viewport=SMALL), meeting)
    page.goto("/")

    page.context.clear_cookies()
    page.goto(f"/meetings/{meeting.id}/live")
    there = page.evaluate("caches.open('kept-pages').then((kept) => kept.keys()).then((keys) => keys.length)")

    assert "/sign-in" in page.url
    assert there == 0

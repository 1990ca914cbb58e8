"""The queue of the device: what was typed is kept before anything is sent, and leaves only once it is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Request, Route

from tests import make
from tests.browser.fixtures import ON_SQLITE

Answers = dict[str, Any]
WITHOUT_DATABASE = "Object.defineProperty(window, 'indexedDB', { get() { throw new Error('refused') } })"


class Counter:
    """Stands for the far end of the network: it notes what arrives and answers as it is told."""

    def __init__(self, *answers: Answers) -> None:
        self.answers, self.arrived = list(answers), list[list[str]]()

    def hear(self, route: Route, request: Request) -> None:
        """Note the ids of one send and give the next answer; the last answer is given for ever."""
        if "json" in request.headers["content-type"]:
            self.arrived.append([item["id"] for item in (request.post_data_json or {})["items"]])
        else:
            self.arrived.append(parse_qs(request.post_data or "")["kept_id"])
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        route.abort("internetdisconnected") if answer.get("lost") else route.fulfill(**answer)


@pytest.fixture
def kept_page(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Give a function that opens a page with the queue in it, in front of a far end."""

    def opened(far: Counter, *, same: Page | None = None, script: str = "") -> Page:
        person = make.person()
        page = same.context.new_page() if same else open_page(person)
        if script:
            page.add_init_script(script)
        page.route("**/far", far.hear)
        page.goto("/")
        page.add_script_tag(url="/static/kept.js")
        page.evaluate("Kept.watch('q', (state) => { window.seen = state })")
        return page

    return opened


def add(page: Page, *ids: str, batch: bool = False) -> None:
    for each in ids:
        body = {"id": each, "url": "/far", "body": {"text": "été & <b>"}, "batch": batch}
        page.evaluate("item => Kept.add('q', item)", body)


def settled(page: Page, state: str) -> dict[str, Any]:
    page.wait_for_function("state => window.seen && window.seen.state === state", arg=state)
    return dict(page.evaluate("window.seen"))


@ON_SQLITE
@pytest.mark.parametrize("script", ["", WITHOUT_DATABASE], ids=["database", "storage"])
def test_what_is_typed_without_network_outlives_the_tab_and_is_sent_once_in_order(
    kept_page: Callable[..., Page], script: str
) -> None:
    far = Counter({"json": {}})
    page = kept_page(far, script=script)
    page.context.set_offline(True)
    add(page, "a", "b", "a", "c")
    assert settled(page, "offline")["waiting"] == 3

    page.context.set_offline(False)
    page.close()
    again = kept_page(far, same=page, script=script)
    again.evaluate("Kept.flush('q')")
    settled(again, "idle")

    assert [each for sent in far.arrived for each in sent] == ["a", "b", "c"]


@ON_SQLITE
def test_a_lost_answer_and_a_busy_server_are_tried_again_with_the_same_ids(kept_page: Callable[..., Page]) -> None:
    far = Counter({"lost": True}, {"status": 429}, {"json": {}})
    page = kept_page(far)

    add(page, "a", batch=True)
    settled(page, "offline")
    add(page, "b", batch=True)
    page.wait_for_function("() => window.seen.waiting === 0")

    assert far.arrived[0] == ["a"]
    assert far.arrived[-1] == ["a", "b"]
    assert all(sent in (["a"], ["a", "b"]) for sent in far.arrived)


@ON_SQLITE
def test_a_refusal_stops_the_queue_and_says_why_until_the_person_decides(kept_page: Callable[..., Page]) -> None:
    far = Counter({"status": 422, "json": {"sentence": "Il manque le montant."}}, {"json": {}})
    page = kept_page(far)

    add(page, "a", "b")
    refused = settled(page, "refused")
    page.evaluate("Kept.drop('q', 'a')")
    settled(page, "idle")

    assert refused["sentence"] == "Il manque le montant."
    assert refused["waiting"] == 2
    assert far.arrived == [["a"], ["b"]]


@ON_SQLITE
def test_nothing_leaves_the_device_once_the_session_is_over(kept_page: Callable[..., Page]) -> None:
    far = Counter({"json": {}})
    page = kept_page(far)
    page.context.clear_cookies()

    add(page, "a")

    assert settled(page, "expired")["waiting"] == 1
    assert far.arrived == []


@ON_SQLITE
def test_two_tabs_send_each_thing_once(kept_page: Callable[..., Page]) -> None:
    far = Counter({"json": {}})
    page = kept_page(far)
    other = kept_page(far, same=page)
    page.context.set_offline(True)
    add(page, "a", "b")
    add(other, "c")
    page.context.set_offline(False)

    page.evaluate("Kept.flush('q')")
    other.evaluate("Kept.flush('q')")
    page.wait_for_function("() => window.seen.waiting === 0")

    assert sorted(each for sent in far.arrived for each in sent) == ["a", "b", "c"]

"""A real browser on a real server, with axe to judge what it shows."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from werkzeug.serving import make_server

from tests.missing import missing
from tests.sessions import signed_session

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}
FORESEEN = (
    "status of 4",
    "net::ERR_INTERNET_DISCONNECTED",
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_FAILED",
    "htmx:afterRequest",
    "htmx:sendError",
)
"""What a browser writes in its console when a page is refused, or when a test cuts the network."""
PATIENCE = 60_000
"""Milliseconds that a loaded machine may take to show what a test waits for."""
ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
"""For long walks: what a browser shows does not depend on the database."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once for the session."""
    if CHROMIUM is None:
        missing("no chromium was found", "REQUIRE_BROWSER")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield started
        started.close()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """Serve the test's application, forgery protection included, and give its address."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a page of a new visitor: width, scheme, without JavaScript, signed in as a person.

    The test fails if a page logs an error: a script that breaks, or something that the security policy refused.
    """
    errors: list[str] = []
    contexts = []

    def opened(person: Any = None, **options: Any) -> Page:
        context = browser.new_context(base_url=site, **{"viewport": PHONE, "locale": "fr-FR", **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if person is not None:
            context.add_cookies([{"name": "porte_voix", "value": signed_session(person), "url": site}])
        page = context.new_page()
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [error for error in errors if not any(words in error for words in FORESEEN)] == []


def axe(page: Page) -> list[str]:
    """Return what axe finds wrong in the page as it stands: rule, element and why, one line each."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules)", AXE_RULES)
    return [
        f"{violation['id']} {node['html'][:160]} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """Return how many pixels of the page stick out of the window on the right."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

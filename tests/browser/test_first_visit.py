"""What a first visit weighs, on a telephone whose every byte is paid for."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from app import clock
from app.projects.models import Project
from tests import make
from tests.browser.fixtures import ON_SQLITE
from tests.browser.town import Town

pytestmark = ON_SQLITE
FIRST_VISIT = 100 * 1024
LIST_OF_TWENTY = 40 * 1024


def public_projects(town: Town, count: int = 24) -> Project:
    """Store projects that everybody may read; return the last one."""
    for number in range(count):
        project = make.project(
            title=f"Jardin partagé numéro {number}", neighbourhood=town.place, published_at=clock.now()
        )
        make.put(project, "codesign")
    return project


def test_a_first_visit_of_three_pages_stays_under_100_kilobytes_and_asks_nobody_else(
    open_page: Callable[..., Page], site: str, town: Town
) -> None:
    project = public_projects(town)
    page = open_page()
    protocol = page.context.new_cdp_session(page)
    weights: list[float] = []
    asked: list[str] = []
    protocol.send("Network.enable")
    protocol.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.on("request", lambda request: asked.append(request.url))

    for address in ("/", "/projects", f"/projects/{project.ref}"):
        page.goto(address, wait_until="networkidle")

    assert len(weights) >= 6
    assert sum(weights) <= FIRST_VISIT, f"{sum(weights) / 1024:.0f} KB in {len(weights)} answers"
    assert [url for url in asked if not url.startswith((site, "data:"))] == []


def test_the_page_of_a_list_of_twenty_stays_under_40_kilobytes(open_page: Callable[..., Page], town: Town) -> None:
    public_projects(town)
    page = open_page()

    answer = page.goto("/projects")

    assert answer is not None
    assert page.get_by_role("article").count() == 20
    assert len(answer.body()) <= LIST_OF_TWENTY

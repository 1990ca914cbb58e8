"""Writing a project file: three steps, saved as one goes, and nothing typed is ever lost."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa

from app import clock
from app.db import session
from app.projects.file import values_of
from app.projects.models import BudgetSide, Project, Theme
from app.projects.services import drafts
from app.steps.actor import Actor
from tests import make
from tests.projects.drafts_pages import BUDGET, WHAT, sign_in, where


def only_project() -> Project:
    """Return the one project there is."""
    return session().scalars(sa.select(Project)).one()


def days_ahead(count: int) -> str:
    """Return a day to come, as a date field posts it."""
    return (clock.today() + timedelta(days=count)).isoformat()


@pytest.fixture
def amina(app):
    """Give a resident."""
    return make.person("Amina Diallo", phone="+33611111111")


def test_three_steps_make_a_project_that_can_be_sent(client, amina) -> None:
    make.fund()
    place_id = make.neighbourhood().id
    browser = sign_in(client, amina)

    browser.post("/projects/new", data=WHAT)
    ref = only_project().ref
    browser.post(f"/projects/{ref}/edit/where", data=where(place_id, days_ahead(20), days_ahead(21)))
    browser.post(f"/projects/{ref}/edit/budget", data=BUDGET)
    review = unescape(browser.get(f"/projects/{ref}/edit/review").text)

    project = only_project()
    assert (project.requested_cents, project.theme, project.place) == (600_50, Theme.NATURE, "Place Neuve")
    assert [member.name for member in project.team] == ["Amina Diallo", "Bruno Petit", "Chantal Roux"]
    assert [(row.stage, row.residents_count) for row in project.involvements] == [("proposal", 6)]
    assert "Envoyer le projet" in review
    assert "Vous demandez 600,50" in review


def test_sending_moves_the_project_to_the_referent(app, amina) -> None:
    make.fund()
    actor = Actor(amina.id)
    project = make.project(actor)

    drafts.send_project(project, actor)

    assert (project.state, project.published_at is not None) == ("submitted", True)


def test_a_blank_page_stores_nothing_and_says_what_is_needed(client, amina) -> None:
    browser = sign_in(client, amina)

    answer = browser.post("/projects/new", data={"title": "  "})

    assert answer.status_code == 422
    assert "Donnez un titre" in answer.text
    assert session().scalar(sa.select(sa.func.count()).select_from(Project)) == 0


def test_what_is_valid_is_stored_and_what_is_not_stays_on_the_page(client, amina) -> None:
    project = make.project(Actor(amina.id))
    browser = sign_in(client, amina)

    answer = browser.post(
        f"/projects/{project.ref}/edit/what", data={**WHAT, "title": "Fête des voisins", "residents_count": "beaucoup"}
    )

    assert answer.status_code == 422
    assert 'value="beaucoup"' in answer.text
    assert only_project().title == "Fête des voisins"
    assert only_project().involvements[0].residents_count == 6


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "🎉🎉🎉", "Écrivez avec des mots."),
        ("summary", "a" * 20_000, "20000 caractères"),
        ("residents_count", "-4", "entre 1 et 5000"),
        ("residents_count", "99999999999999999999", "en chiffres"),
    ],
)
def test_absurd_words_and_numbers_get_a_sentence_and_change_nothing(client, amina, field, typed, sentence) -> None:
    project = make.project(Actor(amina.id))
    before = values_of(project, "what")[field]
    browser = sign_in(client, amina)

    answer = browser.post(f"/projects/{project.ref}/edit/what", data={**WHAT, field: typed})

    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert typed in answer.text
    assert values_of(only_project(), "what")[field] == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12,345", "deux lectures possibles"),
        ("-5", "sans signe moins"),
        ("9999999999", "trop grand"),
        ("cent euros", "en chiffres"),
        ("0", "au-dessus de zéro"),
        ("", "Écrivez le montant."),
    ],
)
def test_an_amount_that_cannot_be_read_gets_its_own_sentence(client, amina, typed, sentence) -> None:
    project = make.project(Actor(amina.id))
    browser = sign_in(client, amina)

    answer = browser.post(
        f"/projects/{project.ref}/edit/budget", data={"expenses-0-label": "Terreau", "expenses-0-amount_cents": typed}
    )

    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert f'value="{typed}"' in answer.text


def test_dates_in_the_wrong_order_are_refused_and_leave_the_stored_ones(client, amina) -> None:
    project = make.project(Actor(amina.id))
    before = (project.starts_on, project.ends_on)
    browser = sign_in(client, amina)

    answer = browser.post(
        f"/projects/{project.ref}/edit/where", data=where(project.neighbourhood_id, days_ahead(30), days_ahead(20))
    )

    assert answer.status_code == 422
    assert "La fin vient avant le début" in unescape(answer.text)
    assert (only_project().starts_on, only_project().ends_on) == before


def test_a_null_byte_or_a_lone_surrogate_is_dropped(client, amina) -> None:
    browser = sign_in(client, amina)

    browser.post("/projects/new", data={**WHAT, "title": "Jardin\x00 partagé\u2028"})

    assert only_project().title == "Jardin partagé"


def test_a_line_is_added_and_taken_away_without_javascript(client, amina) -> None:
    project = make.project(Actor(amina.id))
    browser = sign_in(client, amina)
    url = f"/projects/{project.ref}/edit/where"
    keys = {f"team-{place}-key": str(member.id) for place, member in enumerate(project.team)}
    typed = where(project.neighbourhood_id, days_ahead(20), days_ahead(21), **keys)

    added = browser.post(url, data={**typed, "add": "team"})
    removed = browser.post(url, data={**typed, "remove": "team-1"})

    assert added.status_code == 200
    assert 'name="team-3-name"' in added.text
    assert 'value="Bruno Petit"' not in removed.text
    assert [member.name for member in only_project().team] == ["Amina Diallo", "Chantal Roux"]


def test_the_main_member_cannot_be_taken_away(client, amina) -> None:
    project = make.project(Actor(amina.id))
    browser = sign_in(client, amina)

    browser.post(
        f"/projects/{project.ref}/edit/where",
        data={**where(project.neighbourhood_id, days_ahead(20), days_ahead(21)), "remove": "team-0"},
    )

    assert only_project().team[0].person_id == amina.id


def test_a_telephone_we_know_links_the_member_to_their_account(app, amina) -> None:
    bruno = make.person("Bruno Petit", phone="+33612345678")
    project = make.project(Actor(amina.id))
    rows = values_of(project, "where")["team"]

    typed = [*rows[:1], rows[1].__class__("Bruno", "+33612345678", rows[1].key), *rows[2:]]
    saved = drafts.save_step(project.id, "where", {"team": typed}, Actor(amina.id))

    assert [member.person_id for member in saved.team] == [amina.id, bruno.id, None]


def test_an_idea_born_in_a_meeting_keeps_its_meeting_its_remark_and_its_neighbourhood(client, amina) -> None:
    meeting = make.meeting()
    browser = sign_in(client, amina)

    page = browser.get(f"/projects/new?meeting={meeting.id}")
    browser.post("/projects/new", data={**WHAT, "origin": "meeting", "origin_meeting_id": str(meeting.id)})

    project = only_project()
    assert f'<option selected value="{meeting.id}">' in page.text
    assert project.neighbourhood_id == meeting.space.neighbourhood_id
    row = project.involvements[0]
    assert (row.meeting_id, row.happened_on, row.residents_count) == (meeting.id, meeting.held_on, 6)


def test_a_line_that_cannot_be_read_leaves_the_stored_line(client, amina) -> None:
    project = make.project(Actor(amina.id))
    line = project.budget_lines[0]
    browser = sign_in(client, amina)

    browser.post(
        f"/projects/{project.ref}/edit/budget",
        data={
            "expenses-0-key": str(line.id), "expenses-0-label": "Terreau", "expenses-0-amount_cents": "12,345",
            "expenses-1-label": "Bacs", "expenses-1-amount_cents": "80",
        },
    )  # fmt: skip

    lines = [(row.label, row.amount_cents) for row in only_project().budget_lines if row.side is BudgetSide.EXPENSE]
    assert sorted(lines) == [("Bacs", 80_00), ("Terreau", 600_00)]


def test_the_edit_address_goes_where_something_is_missing(client, amina) -> None:
    make.fund()
    project = drafts.start_draft({"title": "Fête"}, Actor(amina.id))
    browser = sign_in(client, amina)

    answer = browser.get(f"/projects/{project.ref}/edit")

    assert answer.location.endswith("/edit/what")


def test_sending_too_early_says_everything_that_is_missing(client, amina) -> None:
    make.fund()
    project = drafts.start_draft({"title": "Fête"}, Actor(amina.id))
    browser = sign_in(client, amina)

    answer = browser.post(f"/projects/{project.ref}/send")

    text = unescape(answer.text)
    assert answer.status_code == 422
    for sentence in ("Racontez le projet", "Choisissez le quartier", "Dites d'où vient l'idée", "Aucun fonds"):
        assert sentence in text

"""The public list: search, filters, pages, and what it costs."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from app import clock
from app.db import open_transaction
from app.projects import search
from app.projects.models import Pace, Project, Theme
from app.projects.queries import listing
from app.projects.queries.listing import Cursor, Filters
from tests import make
from tests.make.projects import put
from tests.projects.drafts_pages import sign_in
from tests.queries import counted

TEXTS = {
    "garden": ("Jardins partagés", "Des légumes et des fleurs, arrosés par les enfants de l'école."),
    "party": ("La fête des voisins", "Un grand repas dans la rue, avec de la musique."),
    "bike": ("Réparer les vélos", "Un atelier pour réparer soi-même son vélo."),
    "compost": ("Des composteurs au pied des tours", "On trie, on composte, on jardine."),
    "choir": ("Une chorale du quartier", "Chanter ensemble chaque semaine. Cœur et voix."),
}
ANSWERS = {
    "jardin": {"garden", "compost"},
    "JARDINS": {"garden", "compost"},
    "fetes": {"party"},
    "fête": {"party"},
    "velo": {"bike"},
    "vélos": {"bike"},
    "compost": {"compost"},
    "réparation vélo": {"bike"},
    "l'école": {"garden"},
    "coeur": {"choir"},
    "les des du": set(TEXTS),
    "piscine": set(),
    "jardin musique": set(),
    "enfant": {"garden"},
    'fête" OR "vélo': set(),
    "vélo:* & !x": set(),
    "🎉": set(TEXTS),
}


@pytest.fixture
def written(app) -> dict[int, str]:
    """Store one public project for each text, and give their names by id."""
    names = {}
    for name, (title, summary) in TEXTS.items():
        project = published(title=title, summary=summary)
        names[project.id] = name
    return names


def published(**fields: object) -> Project:
    """Store a project everybody may read, found by the search."""
    project = make.project(published_at=clock.now(), **fields)
    with open_transaction():
        project.search_text = search.indexed_text(project)
    return project


@pytest.mark.parametrize("question", ANSWERS)
def test_the_same_words_find_the_same_projects_on_both_databases(written, question) -> None:
    filters = Filters(words=tuple(search.stems(question)))

    found = {written[project.id] for project in listing.public_projects(filters).rows}

    assert found == ANSWERS[question]


def test_a_changed_text_is_found_by_its_new_words_only(written) -> None:
    project_id = next(key for key, name in written.items() if name == "bike")
    with open_transaction() as current:
        project = current.get_one(Project, project_id)
        project.title, project.summary = "Une ruche", "Du miel."
        project.search_text = search.indexed_text(project)

    found = [listing.public_projects(Filters(words=tuple(search.stems(word)))).rows for word in ("vélo", "miel")]

    assert [[project.id for project in rows] for rows in found] == [[], [project_id]]


def test_a_draft_is_in_no_list(client, app) -> None:
    make.project(title="Secret")

    assert "Secret" not in client.get("/projects").text


def test_filters_narrow_the_list_and_each_can_be_taken_off(client, app) -> None:
    published(title="Au Sanitas", theme=Theme.SPORT)
    published(title="Ailleurs", theme=Theme.SPORT, neighbourhood=make.neighbourhood("Europe"))
    published(title="Chant", theme=Theme.CULTURE)

    text = unescape(client.get("/projects?place=sanitas&theme=sport").text)

    assert "Au Sanitas" in text
    assert "Ailleurs" not in text.split("<main")[1].split("</select>")[-1]
    assert "Chant" not in text
    assert 'href="/projects?place=sanitas"' in text
    assert 'href="/projects?theme=sport"' in text


def test_a_whole_city_can_be_chosen(client, app) -> None:
    published(title="À Tours")
    riche = make.neighbourhood("Niqueux", make.commune("La Riche", "37195"))
    published(title="À La Riche", neighbourhood=riche)

    text = client.get("/projects?place=commune-37195").text

    assert "À La Riche" in text
    assert "À Tours" not in text


def test_pages_follow_each_other_both_ways_without_losing_or_repeating_a_project(app) -> None:
    same = clock.now()
    for number in range(45):
        published(title=f"Projet {number}")
    with open_transaction() as current:
        current.query(Project).update({"last_activity_at": same})

    seen, cursors, cursor = [], [], None
    while True:
        page = listing.public_projects(Filters(), cursor)
        seen.append([project.id for project in page.rows])
        cursors.append(page)
        if not page.has_next:
            break
        cursor = Cursor(page.rows[-1].last_activity_at, page.rows[-1].id)
    back = listing.public_projects(
        Filters(), Cursor(cursors[-1].rows[0].last_activity_at, cursors[-1].rows[0].id, backwards=True)
    )

    assert [len(ids) for ids in seen] == [20, 20, 5]
    assert len({one for ids in seen for one in ids}) == 45
    assert [project.id for project in back.rows] == seen[1]
    assert (cursors[0].has_previous, back.has_previous, back.has_next) == (False, True, True)


def test_the_pages_of_a_search_follow_each_other(client, app) -> None:
    for number in range(25):
        published(title=f"Jardin {number}")

    first = client.get("/projects?q=jardins").text
    following = unescape(re.search(r'rel="next" href="([^"]+)"', first).group(1))
    second = client.get(following).text

    assert (first.count('<article class="card">'), second.count('<article class="card">')) == (20, 5)


@pytest.mark.parametrize(
    "address", ["after=x", "after=~9", "before=20260101T000000.0~99999999999", "stage=zzz&theme=x"]
)
def test_an_address_that_makes_no_sense_is_the_first_page(client, app, address) -> None:
    published(title="Seul")

    answer = client.get(f"/projects?{address}")

    assert answer.status_code == 200
    assert "Seul" in answer.text


@pytest.mark.parametrize("address", ["/projects", "/projects?q=jardin", "/projects?place=commune-37261&theme=nature"])
def test_the_list_costs_the_same_few_queries_whatever_it_holds(client, app, address) -> None:
    costs = []
    for _ in range(2):
        for number in range(12):
            published(title=f"Jardin {number}", neighbourhood=make.neighbourhood(f"Quartier {number}"))
        with counted() as sent:
            client.get(address)
        costs.append(len([statement for statement in sent if statement.lstrip().startswith("SELECT")]))

    assert costs[0] == costs[1] <= 4


def test_a_page_of_twenty_is_light(client, app) -> None:
    for number in range(21):
        published(title=f"Un titre de projet assez long pour peser son poids, numéro {number}", theme=Theme.NATURE)

    assert len(client.get("/projects").data) < 40 * 1024


def test_beyond_a_hundred_results_are_not_counted(client, app, monkeypatch) -> None:
    monkeypatch.setattr(listing, "COUNTED", 2)
    for number in range(4):
        published(title=f"Projet {number}")

    assert listing.number_of_results(Filters()) == 3


@pytest.mark.parametrize(
    ("fields", "days", "badge"),
    [
        ({}, 0, "Dans les temps"),
        ({}, 200, "En retard"),
        ({"pace": Pace.BLOCKED}, 0, "Bloqué"),
        ({"pace": Pace.LATE}, 0, "En retard"),
        ({}, 31, "Sans nouvelles"),
        ({}, 31, "Silence depuis 31 jours."),
    ],
)
def test_late_blocked_and_silent_are_said_in_public(client, app, fields, days, badge) -> None:
    put(published(**fields), "codesign")

    with clock.told(clock.now() + timedelta(days=days)):
        text = client.get("/projects").text

    assert badge in text


def test_what_a_resident_must_do_comes_first(client, app) -> None:
    amina = make.person()
    actor = make.people.Actor(amina.id)
    make.project(actor, title="Brouillon à finir")
    sent = make.project(actor, title="Déjà parti", published_at=clock.now())
    make.projects.put(sent, "submitted")

    text = unescape(sign_in(client, amina).get("/me").text)

    assert "Vous avez 1 chose à faire" in text
    assert text.index("Brouillon à finir") < text.index("Déjà parti")
    assert "Continuer à écrire" in text


def test_somebody_without_a_project_is_invited_to_tell_an_idea(client, app) -> None:
    text = unescape(sign_in(client, make.person()).get("/me").text)

    assert "J'ai une idée" in text
    assert "/projects/new" in text


def test_my_projects_cost_few_queries(client, app) -> None:
    amina = make.person()
    for number in range(8):
        place = make.neighbourhood(f"Quartier {number}")
        make.project(make.people.Actor(amina.id), title=f"P{number}", neighbourhood=place)
    browser = sign_in(client, amina)

    with counted() as sent:
        browser.get("/me")

    assert len([statement for statement in sent if statement.lstrip().startswith("SELECT")]) <= 7

"""The screens of an edition, for everybody and for those who run it."""

from __future__ import annotations

import io
from datetime import timedelta

from flask import Flask, url_for
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Person, Scope
from app.ballots.freezing import digest
from app.ballots.models import Candidacy, Edition
from app.ballots.queries import candidacies, listed
from app.db import session, transaction
from app.projects.models import Involvement, InvolvementKind, Project
from app.territory.models import Organisation, OrganisationKind
from tests import make
from tests.make import counts
from tests.markup import faults
from tests.queries import counted
from tests.sessions import sign_in


def staff(client: FlaskClient, role: str = "referent") -> Person:
    """Sign in as someone who holds a role everywhere."""
    someone = make.person("Nadia Ferrand")
    make.role(someone, role)
    sign_in(client, someone)
    return someone


@transaction()
def stored(row: Organisation | Involvement) -> int:
    session().add(row)
    session().flush()
    return row.id


def test_an_edition_is_prepared_on_screen_from_three_answers(app: Flask, client: FlaskClient) -> None:
    place = make.neighbourhood()
    staff(client)

    made = client.post(
        "/budget/new", data={"commune_id": place.commune_id, "title": "Budget 2027", "envelope": "200 000"}
    )
    work = made.location
    number = int(work.rsplit("/", 2)[1])
    client.post(
        f"/budget/{number}/basics",
        data={"title": "Budget 2027", "plain": "Décidez ensemble de 200 000 €.", "envelope": "200 000",
              "ceiling": "70 000", "places": [place.id], "criteria": "La loi le permet\nLe lieu existe"},
    )  # fmt: skip
    compared = client.post(
        f"/budget/{number}/simulation",
        data={"first": "tours", "second": "equal_shares", "source": "random", "seed": "sanitas"},
    )
    opened = client.post(f"/budget/{number}/actions/open_ideas")

    assert compared.status_code == 200
    assert "Sur 100 personnes" in compared.text
    assert opened.status_code == 303
    assert session().get_one(Edition, number).state == "ideas"


def test_a_calendar_too_short_is_kept_with_a_warning(app: Flask, client: FlaskClient) -> None:
    edition = make.edition("design")
    staff(client)
    start = clock.today() + timedelta(days=5)
    names = ["ideas_open_on", "ideas_until", "eligibility_until", "coconstruction_until", "vote_from", "vote_until",
             "deliberation_until", "delivery_until"]  # fmt: skip
    dates = {name: (start + timedelta(days=4 * rank)).isoformat() for rank, name in enumerate(names)}

    kept = client.post(f"/budget/{edition.id}/planning", data=dates)
    page = client.get(f"/budget/{edition.id}/work")
    refused = client.post(f"/budget/{edition.id}/planning", data=dates | {"vote_until": start.isoformat()})

    assert kept.status_code == 303
    assert "moins de deux samedis" in page.text
    assert refused.status_code == 422


def test_an_idea_is_proposed_from_the_ordinary_form(app: Flask, client: FlaskClient) -> None:
    edition = make.edition("ideas", costs=[])
    author = make.person("Samira Benali", neighbourhood_id=edition.sectors[0].neighbourhood_id)
    sign_in(client, author)

    begun = client.post(
        f"/projects/new?edition={edition.id}",
        data={"title": "Une fontaine sur la place", "theme": "public_space", "origin": "residents",
              "summary": "Il fait très chaud l'été, une fontaine aiderait tout le monde.", "residents_count": "5",
              "go": "next"},
    )  # fmt: skip
    ref = begun.location.split("/")[2]
    placed = client.post(
        f"/projects/{ref}/edit/where",
        data={"neighbourhood_id": edition.sectors[0].neighbourhood_id, "carrier_kind": "informal_group",
              "team-0-name": "Samira Benali", "go": "next"},
    )  # fmt: skip
    read_back = client.get(f"/projects/{ref}/edit/review")
    sent = client.post(f"/projects/{ref}/send")
    page = client.get(f"/budget/{edition.id}")

    assert placed.location.endswith("/edit/review")
    assert "Vous proposez cette idée au budget participatif" in read_back.text
    assert sent.status_code == 303
    assert "Une fontaine sur la place" in page.text


def test_the_review_of_ideas_goes_from_one_to_the_next(app: Flask, client: FlaskClient) -> None:
    edition = make.edition("eligibility", costs=[1, 1])
    first, second = candidacies(edition)
    receiver = stored(Organisation(kind=OrganisationKind.LANDLORD, name="Tours Habitat"))
    staff(client)

    unexplained = client.post(f"/projects/{first.project.ref}/eligibility", data={"met_competence": "no"})
    refused = client.post(
        f"/projects/{first.project.ref}/eligibility",
        data={"met_competence": "no", "why_competence": "Au bailleur.", "refusal": "Le hall est au bailleur.",
              "handed_to": receiver},
    )  # fmt: skip
    accepted = client.post(
        f"/projects/{second.project.ref}/eligibility", data={"met_competence": "yes", "handed_to": "0"}
    )

    page = client.get(f"/projects/{first.project.ref}")
    assert unexplained.status_code == 422
    assert refused.location.endswith(f"/projects/{second.project.ref}/eligibility")
    assert accepted.location.endswith(f"/budget/{edition.id}/review")
    assert "Le hall est au bailleur." in page.text
    assert "Tours Habitat" in page.text


def test_the_list_is_built_frozen_and_its_digest_can_be_checked(app: Flask, client: FlaskClient) -> None:
    edition = make.edition("coconstruction", costs=[10_000_00, 20_000_00])
    first, second = candidacies(edition)
    staff(client)
    for one in (first, second):
        stored(Involvement(project_id=one.project_id, stage="codesign", kind=InvolvementKind.WORKSHOP,
                           residents_count=3, happened_on=clock.today(), what="Atelier"))  # fmt: skip

    too_dear = client.post(f"/projects/{first.project.ref}/estimate", data={"cost": "70 001"})
    estimated = client.post(f"/projects/{first.project.ref}/estimate", data={"cost": "12 000", "rivals": "place"})
    client.post(f"/budget/{edition.id}/actions/lock_list")
    client.post(f"/budget/{edition.id}/freezing")
    downloaded = client.get(f"/budget/{edition.id}/frozen.json")
    page = client.get(f"/budget/{edition.id}")

    fresh = session().get_one(Edition, edition.id)
    assert too_dear.status_code == 422
    assert estimated.status_code == 303
    assert digest(downloaded.text) == fresh.frozen_digest
    assert fresh.frozen_digest in page.text
    assert fresh.tie_seed not in page.text
    assert '"cost_cents":1200000' in downloaded.text


def test_the_council_funds_what_it_follows_and_says_why_it_does_not(app: Flask, client: FlaskClient) -> None:
    edition = make.edition("deliberation", costs=[10_000_00, 20_000_00])
    followed, refused = _chosen(edition)
    staff(client)

    answer = client.post(
        f"/budget/{edition.id}/council",
        data={"on": clock.today().isoformat(), "reference": "2026-118",
              f"refused_{refused}": "Le terrain est vendu.",
              "document": (io.BytesIO(b"%PDF-1.4\n%deliberation"), "deliberation.pdf")},
    )  # fmt: skip
    page = client.get(f"/budget/{edition.id}")

    states = {one.id: one.project.state for one in listed(session().get_one(Edition, edition.id))}
    assert answer.status_code == 303
    assert states == {followed: "funded", refused: "refused_by_council"}
    assert "Le terrain est vendu." in page.text
    assert client.get(f"/budget/{edition.id}/deliberation").data.startswith(b"%PDF")


def test_an_edition_whose_rules_are_not_adopted_is_not_for_everybody(app: Flask, client: FlaskClient) -> None:
    edition = make.edition("design")
    other = make.commune("Joué-lès-Tours", "37122")
    stranger = make.person("Une référente d'ailleurs")
    make.role(stranger, "referent", Scope.COMMUNE, other.id)

    visitor = client.get(f"/budget/{edition.id}")
    sign_in(client, stranger)
    elsewhere = [client.get(f"/budget/{edition.id}/{page}").status_code for page in ("work", "basics", "simulation")]

    assert visitor.status_code == 404
    assert elsewhere == [404, 404, 404]


def test_the_page_of_an_edition_asks_the_database_a_bounded_number_of_questions(
    app: Flask, client: FlaskClient
) -> None:
    edition = make.edition("vote")
    small = make.edition("vote", costs=[1_00])

    with counted() as many:
        client.get(f"/budget/{edition.id}")
    with counted() as few:
        client.get(f"/budget/{small.id}")

    assert len(many) == len(few) <= 8


def test_a_real_vote_is_counted_by_two_rules(app: Flask, client: FlaskClient) -> None:
    edition = make.edition("design")
    staff(client)
    data = {"first": "tours", "second": "equal_shares", "source": "file"}

    broken = client.post(
        f"/budget/{edition.id}/simulation", data=data | {"file": (io.BytesIO(b"META\nkey;value\n"), "vote.pb")}
    )
    counted_by_two = client.post(
        f"/budget/{edition.id}/simulation", data=data | {"file": (io.BytesIO(SMALL_VOTE.encode()), "vote.pb")}
    )

    assert broken.status_code == 422
    assert counted_by_two.status_code == 200
    assert "Ce que cela change" in counted_by_two.text


def _chosen(edition: Edition) -> tuple[int, int]:
    """Say that both projects of an edition were chosen by the vote."""
    rows = listed(edition)
    _select([row.project_id for row in rows], [row.id for row in rows])
    return rows[0].id, rows[1].id


@transaction()
def _select(project_ids: list[int], ids: list[int]) -> None:
    for project_id in project_ids:
        make.put(session().get_one(Project, project_id), "selected")
    for key in ids:
        row = session().get_one(Candidacy, key)
        row.is_winner, row.awarded_cents = True, row.cost_cents


SMALL_VOTE = """META
key;value
description;Un vote
country;France
unit;Tours
instance;2026
num_projects;2
num_votes;3
budget;100
rule;greedy
vote_type;approval
PROJECTS
project_id;cost;votes;name
1;60;2;Bancs
2;50;2;Arbres
VOTES
voter_id;vote
1;1
2;1,2
3;2
"""


STATES = ("design", "ideas", "eligibility", "coconstruction", "list_locked", "vote", "count", "deliberation", "delivery",
          "evaluation", "closed")  # fmt: skip


def test_every_screen_of_an_edition_is_valid_in_every_state(app: Flask, client: FlaskClient) -> None:
    staff(client)
    reading = [
        rule for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("editions.") and "GET" in rule.methods and rule.arguments
    ]  # fmt: skip
    broken = {}
    for state in STATES:
        edition = make.edition(state, costs=[10_000_00])
        named = {"edition_id": edition.id, "ref": edition.candidacies[0].project.ref}
        with app.test_request_context():
            addresses = [url_for(rule.endpoint, **{key: named[key] for key in rule.arguments}) for rule in reading]
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code in (200, 303, 404), (state, address, answer.status)
            if answer.mimetype == "text/html" and answer.status_code == 200 and faults(answer.text):
                broken[state, address] = faults(answer.text)

    assert broken == {}


def test_a_past_edition_of_the_city_is_counted_by_two_rules(app: Flask, client: FlaskClient) -> None:
    past = counts.sealed([[0, 1], [1, 2], [0]] * 4)
    counts.result(past)
    edition = make.edition("design")
    staff(client)

    page = client.post(
        f"/budget/{edition.id}/simulation",
        data={"first": "tours", "second": "equal_shares", "source": "past", "past": past.id},
    )

    assert page.status_code == 200
    assert "Ce que cela change" in page.text

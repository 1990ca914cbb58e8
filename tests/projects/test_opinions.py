"""Opinions of services and partners: asked, reminded, given online or keyed, shown to all and to the committee."""

from __future__ import annotations

from datetime import date, datetime
from html import unescape

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.models import Scope
from app.clock import PARIS
from app.committees.booklet import booklet_of
from app.db import session, transaction
from app.mail.models import Message
from app.projects.models import Opinion, OpinionChannel, OpinionValue, Project
from app.projects.policy import NotAllowed
from app.projects.services import opinions
from app.projects.services.opinions import Asked, Given, ReasonMissing, ask, give, key, remind_late_opinions
from app.steps.actor import Actor
from app.territory.models import Organisation, OrganisationKind
from tests import make
from tests.committees import room
from tests.projects.placing import project_in

pytestmark = pytest.mark.usefixtures("app")
MONDAY = datetime(2026, 11, 23, 11, tzinfo=PARIS)
QUESTION = "Peut-on poser six bacs sur la pelouse ?"


@transaction()
def landlord() -> Organisation:
    made = Organisation(kind=OrganisationKind.LANDLORD, name="Touraine Logement", commune_id=make.commune().id)
    session().add(made)
    session().flush()
    return made


@pytest.fixture
def asked() -> tuple[Opinion, Actor, Actor]:
    """Give an opinion asked on a Monday, ten open days ahead, who answers it and the referent who asked."""
    body = landlord()
    person = make.person("Léa Bailleur", email="lea@bailleur.example", preferred_channel="email")
    make.role(person, "answerer", Scope.ORGANISATION, body.id)
    referent = make.person("Rémi Référent")
    make.role(referent, "referent", Scope.COMMUNE, make.commune().id)
    project = project_in("codesign")
    with clock.told(MONDAY):
        made = ask(project.id, Asked(QUESTION, 10, organisation_id=body.id), Actor(referent.id))
    return made, Actor(person.id), Actor(referent.id)


def letters() -> list[Message]:
    return list(session().scalars(sa.select(Message).order_by(Message.id)))


def test_whoever_is_asked_gets_the_question_its_date_in_open_days_and_the_address(asked) -> None:
    opinion, answerer, _referent = asked

    (letter,) = letters()

    assert opinion.due_on == date(2026, 12, 7)
    assert letter.person_id == answerer.person_id
    assert QUESTION in letter.body
    assert f"/opinions/{opinion.id}" in letter.body


def test_reminders_leave_three_open_days_before_and_one_after_each_once(asked) -> None:
    opinion, answerer, referent = asked

    sent = {}
    for day in ("2026-12-01", "2026-12-02", "2026-12-03", "2026-12-07", "2026-12-08", "2026-12-09"):
        with clock.told(datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=PARIS)):
            before = len(letters())
            remind_late_opinions()
            sent[day] = [letter.person_id for letter in letters()[before:]]

    assert sent["2026-12-02"] == [answerer.person_id]
    assert set(sent["2026-12-08"]) == {answerer.person_id, referent.person_id}
    assert [day for day, people in sent.items() if people] == ["2026-12-02", "2026-12-08"]
    assert opinion.given_at is None


def test_the_service_answers_online_and_says_why_unless_it_agrees(asked, browse) -> None:
    opinion, answerer, _referent = asked
    client = browse(answerer)

    owed = client.get("/opinions").text
    bare = client.post(f"/opinions/{opinion.id}", data={"value": "reserve", "text": ""})
    with pytest.raises(ReasonMissing):
        give(opinion.id, Given(OpinionValue.NO_OPINION), answerer)
    kept = client.post(f"/opinions/{opinion.id}", data={"value": "reserve", "text": "Pas devant les caves."})

    assert QUESTION in owed
    assert (bare.status_code, kept.status_code) == (422, 303)
    project = session().get_one(Project, opinion.project_id)
    page = browse(None).get(f"/projects/{project.ref}").text
    assert "Favorable avec réserve" in page
    assert "Pas devant les caves." in page
    assert client.get("/opinions").text.count(QUESTION) == 0


def test_who_answered_on_the_telephone_is_named_to_those_who_work_on_the_file_only(asked, browse) -> None:
    opinion, _answerer, referent = asked
    key(opinion.id, Given(OpinionValue.FAVOURABLE, "", OpinionChannel.PHONE, "M. Paul"), referent)

    pages = [browse(who).get(f"/projects/{opinion.project.ref}/opinions").text for who in (None, referent)]

    assert ["M. Paul" in page for page in pages] == [False, True]


def test_only_whoever_is_asked_answers_and_only_a_referent_of_the_place_keys(asked) -> None:
    opinion, answerer, referent = asked
    stranger, city = make.person("Autre"), make.commune("Saint-Pierre-des-Corps", "37233")
    make.role(stranger, "referent", Scope.COMMUNE, city.id)
    make.role(stranger, "answerer", Scope.COMMUNE, city.id)
    told = Given(OpinionValue.UNFAVOURABLE, "Le sol est pollué.", OpinionChannel.PHONE, "M. Paul")

    for act, actor in ((give, Actor(stranger.id)), (key, Actor(stranger.id)), (give, referent), (key, answerer)):
        with pytest.raises(NotAllowed):
            act(opinion.id, told, actor)
    key(opinion.id, told, referent)

    fresh = session().get_one(Opinion, opinion.id)
    assert (fresh.value, fresh.channel, fresh.given_by) == (OpinionValue.UNFAVOURABLE, OpinionChannel.PHONE, "M. Paul")


def test_what_a_service_wrote_itself_is_not_overwritten_and_what_was_keyed_is_shown_to_it(asked, browse) -> None:
    opinion, answerer, referent = asked
    keyed = Given(OpinionValue.UNFAVOURABLE, "Le sol est pollué.", OpinionChannel.PHONE, "M. Paul")
    key(opinion.id, keyed, referent)
    shown = make.last_letter(answerer)
    give(opinion.id, Given(OpinionValue.RESERVE, "Avec de la terre neuve."), answerer)

    with pytest.raises(NotAllowed):
        key(opinion.id, keyed, referent)

    screen = browse(referent).get(f"/opinions/{opinion.id}")
    page = unescape(browse(None).get(f"/projects/{opinion.project.ref}/opinions").text)
    assert "Le sol est pollué." in shown.body
    assert f"/opinions/{opinion.id}" in shown.body
    assert screen.status_code == 404
    assert "Écrit par le service lui-même" in page
    assert "noté par la personne référente, par téléphone" in page
    assert (page.count("Le sol est pollué."), page.count("Avec de la terre neuve.")) == (1, 1)


def test_a_partner_without_account_is_written_to_and_what_is_asked_twice_is_asked_once(browse) -> None:
    project, client = project_in("codesign"), browse(make.actor("referent"))
    form = {"of": "other", "partner": "Le club de boules", "contact_name": "Jo", "contact_email": "Jo@boules.example",
            "question": "Le terrain est-il libre ?", "open_days": "5"}  # fmt: skip

    nameless = client.post(f"/projects/{project.ref}/opinions", data=form | {"partner": ""})
    for _ in range(2):
        client.post(f"/projects/{project.ref}/opinions", data=form)

    assert nameless.status_code == 422
    assert [letter.recipient for letter in letters() if "terrain" in letter.body] == ["jo@boules.example"]


def test_the_committee_reads_the_opinions_given_and_those_that_never_came() -> None:
    there = room.room()
    project, body = room.waiting(there.money), landlord()
    store(project, body, value=OpinionValue.RESERVE, text="Si l'eau est coupée l'hiver.", given_at=clock.now())
    store(project, None, partner="Le club de boules", due_on=date(2026, 1, 5))

    (shown,) = booklet_of(there.sitting)["files"]

    assert shown["opinions"] == [
        ["Touraine Logement", "Favorable avec réserve", "Si l'eau est coupée l'hiver."],
        ["Le club de boules", "Pas de réponse", "Son avis était attendu pour le 5 janvier 2026."],
    ]


@transaction()
def store(project: Project, body: Organisation | None, **fields: object) -> None:
    values = {"question": QUESTION, "due_on": clock.today(), "asked_at": clock.now(), **fields}
    session().add(Opinion(project_id=project.id, organisation_id=body.id if body else None, **values))


def test_a_referent_with_many_projects_finds_those_whose_opinions_are_late(asked, browse) -> None:
    opinion, _answerer, referent = asked
    project_in("codesign")

    with clock.told(datetime(2026, 12, 9, 12, tzinfo=PARIS)):
        page = browse(referent).get("/desk?tab=opinions").text

    assert page.count(f"/projects/{opinion.project.ref}") == 1
    assert "Avis en retard" in page
    assert opinions.opinions_waiting(opinion.project_id)

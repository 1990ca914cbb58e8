"""Every version of a project file is kept, compared in plain words, and names the words that changed it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.db import session, transaction
from app.projects.file import FileValues, MoneyRow
from app.projects.models import ChangeCause, ChangeField, Outcome, Project, ProjectChange, ProjectRevision
from app.projects.services import drafts, outcomes, revisions, voices
from app.projects.services.outcomes import Decision
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.projects.placing import move

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def carrier() -> Actor:
    return make.actor(name="Amina Diallo")


@pytest.fixture
def sent(carrier) -> Project:
    """Give a project that was sent and is being built together, with a remark linked to it."""
    make.fund()
    project = make.project(carrier)
    steps.perform(project, "submit", carrier)
    move(project, "codesign")
    voices.link_voice(project.id, make.remark(make.meeting()).id, carrier)
    return project


def versions(project: Project) -> list[ProjectRevision]:
    return list(
        session().scalars(sa.select(ProjectRevision).filter_by(project_id=project.id).order_by(ProjectRevision.number))
    )


def changes(project: Project) -> list[ProjectChange]:
    return list(session().scalars(sa.select(ProjectChange).filter_by(project_id=project.id).order_by(ProjectChange.id)))


def said_about(project: Project) -> int:
    return session().get_one(Project, project.id).links[0].contribution_id


def test_a_draft_leaves_no_version_then_each_saved_change_is_one(carrier) -> None:
    make.fund()
    project = make.project(carrier)
    drafts.save_step(project.id, "where", FileValues(place="Square Béranger"), carrier)
    steps.perform(project, "submit", carrier)
    move(project, "codesign")

    drafts.save_step(project.id, "where", FileValues(place="Place de la Tranchée"), carrier)
    drafts.save_step(project.id, "where", FileValues(place="Place de la Tranchée"), carrier)

    assert [(one.number, one.content["place"], one.changed) for one in versions(project)] == [
        (1, "Square Béranger", []), (2, "Place de la Tranchée", ["place"]),
    ]  # fmt: skip
    assert [(one.field, one.magnitude) for one in changes(project)] == [(ChangeField.PLACE, 2)]


def test_a_project_sent_before_versions_were_kept_gets_its_first_one_as_it_was(sent, carrier) -> None:
    unsent = make.project(carrier, published_at=sent.published_at)
    move(unsent, "codesign")

    drafts.save_step(unsent.id, "where", FileValues(place="Ailleurs"), carrier)

    assert [(one.number, one.content["place"], one.actor_id) for one in versions(unsent)] == [
        (1, "Place Neuve", None), (2, "Ailleurs", carrier.person_id),
    ]  # fmt: skip


def test_nobody_is_named_in_a_version_and_the_database_refuses_to_rewrite_it(sent) -> None:
    (kept,) = versions(sent)

    with pytest.raises(sa.exc.DatabaseError):
        _write(sa.update(ProjectRevision).values(number=9))

    assert "Bruno" not in str(kept.content)
    assert kept.content["team_count"] == 3


def test_two_versions_are_told_in_words_and_in_amounts(sent, carrier, browse) -> None:
    values = FileValues(expenses=[MoneyRow("Terreau", 450_00), MoneyRow("Bancs", 250_00)])
    drafts.save_step(sent.id, "budget", values, carrier)
    drafts.save_step(sent.id, "what", FileValues(summary="Nous voulons planter des fruits ensemble."), carrier)

    page = browse(None).get(f"/projects/{sent.ref}/revisions/compare?from=1&to=3").text

    assert "Le total passe de 600\u202f€ à 700\u202f€".replace("\u202f", "\xa0") in page.replace("\u202f", "\xa0")
    assert "<del>" in page
    assert "[retiré" in page
    assert "fruits" in page


def test_a_change_names_the_words_that_caused_it_and_says_so_when_there_are_none(sent, carrier, browse) -> None:
    drafts.save_step(sent.id, "where", FileValues(place="Square Béranger"), carrier)
    (change,) = changes(sent)
    before = browse(None).get(f"/projects/{sent.ref}/revisions").text

    answer = browse(carrier).post(f"/projects/{sent.ref}/changes/{change.id}", data={"causes": [said_about(sent)]})

    after = browse(None).get(f"/projects/{sent.ref}/revisions").text
    assert answer.status_code == 303
    assert "Aucune parole reliée" in before
    assert "Changé par cette parole" in after
    assert "dit quelles paroles ont changé" in browse(None).get(f"/projects/{sent.ref}").text


def test_words_that_are_not_linked_cause_nothing(sent, carrier) -> None:
    drafts.save_step(sent.id, "where", FileValues(place="Square Béranger"), carrier)
    (change,) = changes(sent)
    other = make.remark(make.meeting(), text="Autre chose")

    with pytest.raises(revisions.UnknownWords):
        revisions.name_causes(sent.id, change.id, [other.id], carrier)

    assert session().scalars(sa.select(ChangeCause)).all() == []


def test_a_cause_named_by_mistake_is_taken_back_with_a_reason_and_what_was_promised_is_said_again(
    sent, carrier, browse
) -> None:
    drafts.save_step(sent.id, "where", FileValues(place="Square Béranger"), carrier)
    (change,), said = changes(sent), said_about(sent)
    revisions.name_causes(sent.id, change.id, [said], carrier)
    promised = outcomes.decide_outcome(sent.id, said, Decision(Outcome.ADOPTED, 3), carrier)
    team, url = browse(carrier), f"/projects/{sent.ref}/changes/{change.id}"

    bare = team.post(url, data={"causes": [], "reason": ""})
    kept = session().scalars(sa.select(ChangeCause)).all()
    done = team.post(url, data={"causes": [], "reason": "J'ai coché la ligne d'à côté."})

    now = outcomes.current_outcome(sent.id, said)
    assert (bare.status_code, len(kept)) == (422, 1)
    assert done.location == f"/projects/{sent.ref}/voices/{said}/outcome"
    assert (now.outcome, now.number, promised.impact) == (Outcome.WAITING, 2, 3)
    assert "Une réponse à une parole est à refaire." in team.get("/me").text
    assert "ai coché la ligne" in browse(None).get(f"/projects/{sent.ref}").text


def test_a_referent_of_elsewhere_names_no_cause(sent, carrier, browse) -> None:
    drafts.save_step(sent.id, "where", FileValues(place="Square Béranger"), carrier)
    (change,) = changes(sent)
    stranger = make.person("Réf ailleurs")
    make.role(stranger, "referent", "neighbourhood", sent.neighbourhood_id + 1)

    answer = browse(Actor(stranger.id)).post(f"/projects/{sent.ref}/changes/{change.id}", data={"causes": [1]})

    assert answer.status_code == 403


def test_a_version_with_a_name_is_hidden_from_the_public_with_a_reason(sent, carrier, browse) -> None:
    drafts.save_step(sent.id, "where", FileValues(place="Chez Mme SECRET"), carrier)
    drafts.save_step(sent.id, "where", FileValues(place="Square Béranger"), carrier)
    referent = browse(make.actor("referent"))

    refused = referent.post(f"/projects/{sent.ref}/revisions/2/hide?from=2&to=3", data={"reason": ""})
    referent.post(f"/projects/{sent.ref}/revisions/2/hide", data={"reason": "Le nom d'une voisine y était."})

    public = browse(None)
    shown = [public.get(f"/projects/{sent.ref}/revisions{more}").text for more in ("", "/compare?from=2&to=3")]
    assert refused.status_code == 422
    assert all("Le nom d&#39;une voisine y était." in page and "SECRET" not in page for page in shown)
    assert "SECRET" in referent.get(f"/projects/{sent.ref}/revisions/compare?from=2&to=3").text


def test_giving_up_a_public_project_is_a_change_too(sent, carrier) -> None:
    steps.perform(sent, "withdraw", carrier, "Nous déménageons.")

    (change,) = changes(sent)

    assert (change.field, change.magnitude, change.revision_id) == (ChangeField.ABANDONED, 3, None)
    assert "Nous déménageons." in change.after


@transaction()
def _write(statement: sa.Update) -> None:
    session().execute(statement)

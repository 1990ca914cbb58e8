"""Actions taken from the page: once, on what was seen, refused with reasons and with nothing typed lost."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.db import session
from app.projects.models import Delivered, Pace, Project
from app.projects.services import delivery
from app.projects.services.follow_up import News, give_news
from app.steps import journal
from app.steps import services as steps
from app.steps.models import Step
from tests import make
from tests.projects.placing import project_in

pytestmark = pytest.mark.usefixtures("app")


def state_of(project: Project) -> str:
    return session().scalar(sa.select(Project.state).filter_by(id=project.id))


def count_of(project: Project, action: str) -> int:
    return session().scalar(
        sa.select(sa.func.count()).select_from(Step).filter_by(subject_id=project.id, action=action)
    )


def test_a_referent_accepts_and_is_told_so(browse) -> None:
    project = project_in("submitted")
    client = browse(make.actor("referent"))

    answer = client.post(f"/projects/{project.ref}/actions/accept", data={"seen": project.step_count})

    assert answer.status_code == 303
    assert state_of(project) == "codesign"
    assert "enregistré" in client.get(answer.location).text


def test_a_double_click_counts_once(browse) -> None:
    project = project_in("submitted")
    client = browse(make.actor("referent"))
    sent = {"seen": project.step_count}

    first = client.post(f"/projects/{project.ref}/actions/accept", data=sent)
    second = client.post(f"/projects/{project.ref}/actions/accept", data=sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert count_of(project, "accept") == 1
    assert "déjà fait" in client.get(second.location).text


def test_an_old_page_is_told_kindly_and_keeps_what_was_typed(browse) -> None:
    project = project_in("submitted")
    seen = project.step_count
    steps.perform(project, "accept", make.actor("referent"))

    answer = browse(make.actor("referent")).post(
        f"/projects/{project.ref}/actions/ask_for_more", data={"seen": seen, "note": "Il manque le devis."}
    )

    assert answer.status_code == 409
    assert "a changé pendant que vous lisiez" in answer.text
    assert "Il manque le devis." in answer.text
    assert state_of(project) == "codesign"


def test_a_page_without_its_mark_moves_nothing(browse) -> None:
    project = project_in("submitted")

    answer = browse(make.actor("referent")).post(f"/projects/{project.ref}/actions/accept", data={"seen": "?"})

    assert answer.status_code == 409
    assert state_of(project) == "submitted"


def test_news_given_meanwhile_do_not_make_the_page_old(browse) -> None:
    project = project_in("submitted")
    seen = project.step_count
    steps.record(project, "news", make.actor("referent"), "Tout va bien", details={"pace": "on_track"})

    answer = browse(make.actor("referent")).post(f"/projects/{project.ref}/actions/accept", data={"seen": seen})

    assert answer.status_code == 303
    assert state_of(project) == "codesign"


def test_a_refusal_says_why_beside_the_field(browse) -> None:
    project = project_in("submitted")

    answer = browse(make.actor("referent")).post(
        f"/projects/{project.ref}/actions/ask_for_more", data={"seen": project.step_count, "note": "  "}
    )

    assert answer.status_code == 422
    assert "Expliquez pourquoi, en une phrase." in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert state_of(project) == "submitted"


def test_a_note_that_is_too_long_is_kept_and_not_cut(browse) -> None:
    project, note = project_in("submitted"), "é" * 2001

    answer = browse(make.actor("referent")).post(
        f"/projects/{project.ref}/actions/ask_for_more", data={"seen": project.step_count, "note": note}
    )

    assert answer.status_code == 422
    assert note in answer.text


@pytest.mark.parametrize("roles", [(), ("helper",), ("gestionnaire",)])
def test_others_cannot_accept(roles, browse) -> None:
    project = project_in("submitted")

    answer = browse(make.actor(*roles)).post(
        f"/projects/{project.ref}/actions/accept", data={"seen": project.step_count}
    )

    assert answer.status_code == 422
    assert "ne dépend pas de vous" in answer.text
    assert state_of(project) == "submitted"


def test_nobody_can_play_the_system(browse) -> None:
    carrier = make.actor(name="Amina Diallo")
    project = project_in("incomplete", carrier)

    browse(carrier).post(f"/projects/{project.ref}/actions/lapse", data={"seen": project.step_count})

    assert state_of(project) == "incomplete"


def test_a_visitor_is_sent_to_sign_in(app, browse) -> None:
    project = project_in("submitted")

    answer = browse(None).post(f"/projects/{project.ref}/actions/accept", data={"seen": project.step_count})

    assert answer.status_code in {302, 303, 401}
    assert state_of(project) == "submitted"


def test_the_draft_of_others_cannot_be_acted_on(browse) -> None:
    draft = make.project(make.actor(name="Amina Diallo"))

    answer = browse(make.actor()).post(f"/projects/{draft.ref}/actions/withdraw", data={"seen": 1})

    assert answer.status_code == 404
    assert state_of(draft) == "draft"


def test_a_referent_takes_a_step_back_and_both_stay_in_the_history(browse) -> None:
    referent = make.actor("referent")
    make.fund()
    carrier = make.actor(name="Amina Diallo")
    project = make.project(carrier)
    steps.perform(project, "submit", carrier)
    steps.perform(project, "accept", referent)
    client = browse(referent)
    sent = {"seen": project.step_count, "undone": "accept", "note": "Erreur de dossier"}

    first = client.post(f"/projects/{project.ref}/correct", data=sent)
    second = client.post(f"/projects/{project.ref}/correct", data=sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert state_of(project) == "submitted"
    assert "Cette étape a été annulée ensuite." in client.get(f"/projects/{project.ref}").text
    assert list(journal.faults()) == []


def test_a_carrier_cannot_take_a_step_back(browse) -> None:
    carrier = make.actor(name="Amina Diallo")
    project = project_in("submitted", carrier)

    answer = browse(carrier).post(f"/projects/{project.ref}/correct", data={"seen": 9, "note": "Non"})

    assert answer.status_code == 403


def test_what_asks_for_a_reason_is_folded_behind_the_plain_button(browse) -> None:
    project, referent = project_in("running"), make.actor("referent")
    give_news(project.id, News(Pace.ON_TRACK, "Tout va bien.", "", None, ""), referent)
    for name in ("Bintou Sow", "Carlos Pinto"):
        delivery.say(project.id, delivery.Seen(Delivered.YES), make.actor(name=name))

    page = browse(referent).get(f"/projects/{project.ref}").text

    actions = page[page.index('id="actions"') :]
    assert actions.index("/actions/finish") < actions.index("/actions/call_off")
    assert "<details>" in actions[: actions.index("/actions/call_off")]
    assert "<details" not in actions[: actions.index("/actions/finish")]


def test_after_a_refusal_the_fold_stays_open_with_what_was_typed(browse) -> None:
    project, note = project_in("running"), "é" * 2001

    page = browse(make.actor("referent")).post(
        f"/projects/{project.ref}/actions/call_off", data={"seen": project.step_count, "note": note}
    ).text  # fmt: skip

    fold = page[page.index("<details open>") : page.index("/actions/call_off")]
    assert "Arrêter le projet" in fold
    assert f"{note}</textarea>" in page


def test_a_long_history_is_folded_but_whole(browse) -> None:
    project = project_in("submitted")
    for rank in range(9):
        steps.record(project, "news", make.actor("referent"), f"Nouvelle {rank}.", details={"pace": "on_track"})

    page = browse(None).get(f"/projects/{project.ref}").text

    folded = page[page.index('<details class="unfold"') :].partition("</details>")
    assert "Nouvelle 2." in folded[0]
    assert "Nouvelle 3." in folded[2]
    assert all(f"Nouvelle {rank}." in page for rank in range(9))


def test_a_short_history_is_not_folded(browse) -> None:
    project = project_in("submitted")

    assert 'class="unfold"' not in browse(None).get(f"/projects/{project.ref}").text

"""A report told by voice or in photos, and what is never kept as a voice."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from app import files
from app.accounts.models import Person
from app.db import session
from app.demo import papers
from app.files import FileRefused
from app.funds import queries
from app.funds.refusals import MoneyRefused
from app.funds.services import reports
from app.funds.services.reports import Enclosed, Story
from app.funds.wording import sentence
from app.steps import services as steps
from tests import make
from tests.funds import thread
from tests.sessions import sign_in

SILENT = Story("", 12, 4, no_expense=True)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\x1aE\xdf\xa3webm", "audio/webm"),
        (b"OggS....", "audio/ogg"),
        (b"ID3....", "audio/mpeg"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (b"RIFF....WAVEfmt ", "audio/wav"),
        (b"\x00\x00\x00\x18ftyp3gp4", "audio/3gpp"),
    ],
)
def test_what_telephones_record_is_known_by_its_content(app: Flask, content: bytes, media_type: str) -> None:
    stored = files.receive_audio(FileStorage(BytesIO(content), "bilan.exe"))

    assert (stored.media_type, stored.name.startswith("bilan."), stored.name.endswith("exe")) == (
        media_type,
        True,
        False,
    )


@pytest.mark.parametrize("content", [b"", b"<script>alert(1)</script>", b"%PDF-1.7", b"x" * (files.LARGEST + 1)])
def test_anything_else_is_not_a_voice(app: Flask, content: bytes) -> None:
    with pytest.raises(FileRefused):
        files.receive_audio(FileStorage(BytesIO(content), "bilan.mp3"))


def test_a_voice_alone_is_a_report_that_somebody_writes_down(app: Flask, client: FlaskClient) -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.funded(cast)
    steps.perform(project, "call_off", cast.carrier, note="Il a plu.")

    with pytest.raises(MoneyRefused, match="story_missing"):
        reports.write_report(project, SILENT, cast.carrier)
    photos = [thread.picture(40)]
    reports.write_report(project, SILENT, cast.carrier, Enclosed(papers.voice(), photos, consent=False))
    reports.send_report(project, cast.carrier)
    reports.write_down(project, "On a <b>planté</b>.", cast.gestionnaire)
    sign_in(client, session().get(Person, cast.gestionnaire.person_id))
    page = client.get(f"/projects/{project.ref}/report")
    voice = client.get(
        f"/projects/{project.ref}/files/{queries.report_of(project).voice_id}", headers={"Range": "bytes=0-3"}
    )

    assert "<audio controls" in page.text
    assert "On a &lt;b&gt;planté&lt;/b&gt;." in page.text
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]
    assert (voice.status_code, voice.mimetype, voice.data) == (206, "audio/wav", b"RIFF")
    assert voice.headers["X-Content-Type-Options"] == "nosniff"
    assert not project.attachments[-1].is_public


def test_the_voice_of_a_report_stays_with_those_who_follow_the_project(app: Flask, client: FlaskClient) -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.funded(cast)
    reports.write_report(project, Story("", 12, 4), cast.carrier, Enclosed(papers.voice()))
    address = f"/projects/{project.ref}/files/{queries.report_of(project).voice_id}"

    visitor = client.get(address).status_code
    sign_in(client, make.person())
    stranger = client.get(address).status_code

    assert (visitor, stranger) == (404, 404)


def test_files_kept_with_a_report_that_cannot_be_sent_are_not_asked_again(app: Flask, client: FlaskClient) -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.funded(cast)
    steps.perform(project, "call_off", cast.carrier, note="Il a plu.")
    sign_in(client, session().get_one(Person, cast.carrier.person_id))
    told = {"story": "Nous avons planté.", "participants": "12", "newcomers": "4", "do": "send"}

    page = client.post(f"/projects/{project.ref}/report", data=told | {"voice": (BytesIO(b"OggS...."), "bilan.ogg")})

    assert page.status_code == 422
    assert queries.report_of(project).voice_id is not None
    assert "Choisissez de nouveau vos fichiers" not in page.text


def test_seven_photos_are_too_many_and_six_is_said(app: Flask) -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.funded(cast)
    photos = [thread.picture(shade) for shade in range(7)]

    with pytest.raises(MoneyRefused) as refused:
        reports.write_report(project, SILENT, cast.carrier, Enclosed(None, photos))

    assert sentence(refused.value) == "Choisissez six photos au plus."

"""Files sent to a project: known by their content, harmless once stored, read only by who may."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage

from app import clock, files
from app.accounts.models import PaperForm, Person
from app.db import session, transaction
from app.projects.models import Attachment
from app.projects.policy import NotAllowed
from app.projects.services import attachments
from app.steps.actor import Actor
from tests import make
from tests.projects.placing import move, project_in
from tests.sessions import sign_in

pytestmark = pytest.mark.usefixtures("app")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF"


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, form, **options)
    return buffer.getvalue()


def located() -> bytes:
    """Make a photo lying on its side that says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "TelephoneDeSanitas"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (47.0, 23.0, 11.0)
    return picture(exif=exif, comment=b"secret-comment")


def upload(content: bytes, name: str = "photo.jpg", media_type: str = "image/jpeg") -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=name, content_type=media_type)


def huge_png() -> bytes:
    """Make a few bytes of PNG that claim forty thousand points a side."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def test_a_photo_loses_its_place_and_stands_upright() -> None:
    stored = files.receive(upload(located()))

    kept = files.path_of(stored.sha256).read_bytes()
    with Image.open(io.BytesIO(kept)) as drawn:
        assert (drawn.size, dict(drawn.getexif())) == ((40, 60), {})
    assert b"TelephoneDeSanitas" not in kept
    assert b"secret-comment" not in kept


def test_a_large_photo_is_reduced_and_has_a_thumbnail() -> None:
    stored = files.receive(upload(picture(size=(4000, 3000))))

    with Image.open(files.path_of(stored.sha256)) as drawn, Image.open(files.thumbnail_path(stored.sha256)) as small:
        assert (drawn.size, small.size) == ((1600, 1200), (480, 360))


def test_a_picture_that_is_also_a_page_keeps_only_its_points() -> None:
    stored = files.receive(upload(picture() + b"<html><script>alert(1)</script></html>", "page.html", "text/html"))

    assert b"<script>" not in files.path_of(stored.sha256).read_bytes()
    assert (stored.media_type, stored.name) == ("image/jpeg", "page.jpg")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"<html><script>alert(1)</script></html>", "pas accepté"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "pas accepté"),
        (b"GIF89a" + b"\0" * 40, "pas accepté"),
        (b"MZ" + b"\0" * 400, "pas accepté"),
        (b"PK\x03\x04" + b"\0" * 400, "pas accepté"),
        (b"<script>alert(1)</script>" + PDF, "pas accepté"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 80, "HEIC"),
        (picture()[:200], "abîmée"),
        (b"\x89PNG\r\n\x1a\n" + b"garbage" * 30, "abîmée"),
        (huge_png(), "trop grande"),
        (b"%PDF-1.4" + b"0" * files.LARGEST, "trop lourd"),
    ],
)
def test_what_is_neither_a_photo_nor_a_pdf_is_refused_with_a_sentence(content, sentence) -> None:
    with pytest.raises(files.FileRefused, match=sentence):
        files.receive(upload(content))


def test_a_name_cannot_climb_out_or_break_a_header() -> None:
    stored = files.receive(upload(PDF, '../../etc/"passwd\r\nX: 1.pdf', "application/pdf"))

    assert stored.name == "passwdX 1.pdf"


def test_only_a_digest_leads_to_a_file() -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        files.path_of("../secret.key")


def test_a_document_is_downloaded_and_cannot_run(browse) -> None:
    carrier = make.actor(name="Amina Diallo")
    project = project_in("codesign", carrier)
    attachment = attachments.add_document(project, upload(PDF, "devis.pdf"), "quote", carrier)

    answer = browse(carrier).get(f"/projects/{project.ref}/files/{attachment.id}", buffered=True)

    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == "attachment; filename=devis.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"].startswith("private")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_private_document_does_not_exist_for_others(browse) -> None:
    carrier = make.actor(name="Amina Diallo")
    project, other = project_in("codesign", carrier), project_in("codesign")
    attachment = attachments.add_document(project, upload(PDF, "devis.pdf"), "quote", carrier)
    public = attachments.add_document(project, upload(picture()), "photo", carrier, is_public=True, caption="Le jardin")

    visitor = browse(None)

    assert visitor.get(f"/projects/{project.ref}/files/{attachment.id}", buffered=True).status_code == 404
    assert visitor.get(f"/projects/{other.ref}/files/{public.id}", buffered=True).status_code == 404
    assert visitor.get(f"/projects/{project.ref}/files/{public.id}", buffered=True).status_code == 200
    assert (
        browse(make.actor("gestionnaire"))
        .get(f"/projects/{project.ref}/files/{attachment.id}", buffered=True)
        .status_code
        == 200
    )
    assert "devis" not in visitor.get(f"/projects/{project.ref}").text


def test_the_form_keeps_what_was_typed_when_the_file_is_refused(browse) -> None:
    carrier = make.actor(name="Amina Diallo")
    project = project_in("codesign", carrier)

    answer = browse(carrier).post(
        f"/projects/{project.ref}/documents",
        data={
            "kind": "quote",
            "caption": "Devis du terreau",
            "who_sees": "team",
            "file": (io.BytesIO(b"MZ" * 99), "devis.pdf"),
        },
    )

    assert answer.status_code == 422
    assert "Devis du terreau" in answer.text
    assert "pas accepté" in answer.text


def test_the_team_cannot_add_the_signed_agreement(browse) -> None:
    carrier = make.actor(name="Amina Diallo")
    project = project_in("granted", carrier)

    with pytest.raises(NotAllowed):
        attachments.add_document(project, upload(PDF), "signed_agreement", carrier)
    kept = attachments.add_document(project, upload(PDF), "signed_agreement", make.actor("gestionnaire"))

    assert kept.kind == "signed_agreement"


def test_the_same_file_sent_twice_is_kept_once(browse) -> None:
    carrier = make.actor(name="Amina Diallo")
    project = project_in("codesign", carrier)

    for _ in range(2):
        attachments.add_document(project, upload(PDF), "quote", carrier)

    assert session().query(Attachment).filter_by(project_id=project.id).count() == 1


def test_a_photo_can_always_be_taken_away_with_its_file(browse) -> None:
    carrier = make.actor(name="Amina Diallo")
    project = project_in("running", carrier)
    photo = attachments.add_document(project, upload(picture()), "photo", carrier, is_public=True, caption="Le jardin")
    sha256 = photo.sha256
    move(project, "closed")

    answer = browse(make.actor("referent")).post(f"/projects/{project.ref}/files/{photo.id}/remove")

    assert answer.status_code == 303
    assert not files.path_of(sha256).exists()
    assert "Un document est retiré" in browse(None).get(f"/projects/{project.ref}").text


def test_a_document_stays_once_the_project_has_moved_on(browse) -> None:
    carrier = make.actor(name="Amina Diallo")
    project = project_in("codesign", carrier)
    quote = attachments.add_document(project, upload(PDF), "quote", carrier)
    move(project, "scheduled")

    answer = browse(carrier).post(f"/projects/{project.ref}/files/{quote.id}/remove")

    assert answer.status_code == 403
    assert session().get(Attachment, quote.id) is not None


def test_a_file_lost_from_the_disk_is_not_found(client: FlaskClient) -> None:
    project = make.project(make.actor(), published_at=clock.now())
    attached = make.document(project, "quote", Actor(project.created_by_id))
    sign_in(client, session().get_one(Person, project.created_by_id))

    assert client.get(f"/projects/{project.ref}/files/{attached.id}").status_code == 404


def test_a_file_that_proves_something_elsewhere_outlives_the_document_that_is_taken_away() -> None:
    stored = files.keep_pdf(PDF, "scan.pdf")
    keep_as_scan(stored.sha256)

    files.forget_unused(stored.sha256)
    kept = files.path_of(stored.sha256).exists()
    empty_sheets()
    files.forget_unused(stored.sha256)

    assert kept
    assert not files.path_of(stored.sha256).exists()


@transaction()
def keep_as_scan(sha256: str) -> None:
    place_id, helper_id = make.neighbourhood().id, make.person("Léa Morin").id
    session().add(
        PaperForm(kind="idea", batch=1, neighbourhood_id=place_id, printed_by_id=helper_id, printed_at=clock.now(),
                  scan_sha256=sha256)
    )  # fmt: skip


@transaction()
def empty_sheets() -> None:
    session().execute(sa.update(PaperForm).values(scan_sha256=""))

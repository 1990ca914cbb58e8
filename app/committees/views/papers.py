"""The papers of a sitting to read or print: booklet, convocations by post, minutes, letters of decision."""

from __future__ import annotations

from typing import Any

from flask import abort
from werkzeug.wrappers import Response

from app import files as uploads
from app import pdf
from app.committees import convoking, decision_letters, minutes, minutes_print, minutes_reading, past, policy, queries
from app.committees.booklet import booklet_of
from app.committees.minutes_signing import signatures_of
from app.committees.models import Decision, Sitting
from app.committees.panels import LETTER_READERS
from app.committees.papers import MinutesText, SignedMinutes
from app.committees.room_queries import who_is_there
from app.committees.views import bp
from app.committees.views.preparing import run_by_secretary
from app.files import StoredFile
from app.i18n import day, force_locale
from app.i18n import gettext as _
from app.mail.models import Channel
from app.projects.models import Project
from app.projects.queries.page import project_by_ref
from app.security import current_actor, holders_of, public, signed_in
from app.steps.kinds import roles_of

Kept = tuple[Sitting, MinutesText | None, SignedMinutes | None]


@bp.get("/committee/sittings/<int:sitting_id>/booklet.pdf")
@signed_in
def booklet(sitting_id: int) -> Response:
    """Give the booklet to the members of the committee."""
    held = queries.sitting_with_committee(sitting_id) or abort(404)
    check_reads(held)
    content = pdf.made("committees/documents/booklet.typ", booklet_of(held))
    return pdf.answer(content, f"livret-comite-{held.held_on:%Y-%m-%d}.pdf")


@bp.get("/committee/sittings/<int:sitting_id>/convocations.pdf")
@holders_of("committee_secretary")
def convocations(sitting_id: int) -> Response:
    """Give the convocations that go by post, one a page."""
    held = run_by_secretary(sitting_id)
    rows = [row for row in convoking.convocations_of(held.id) if row.message.channel is Channel.LETTER]
    letters = [
        {
            "name": row.seat.person.name,
            "address": row.message.recipient,
            "subject": row.message.subject,
            "body": row.message.body,
        }
        for row in reversed(rows)
    ]
    told = {"title": _("Convocations du comité du %(day)s", day=day(held.held_on)), "letters": letters}
    content = pdf.made("committees/documents/convocations.typ", told | {"none": _("Aucune lettre à poster.")})
    return pdf.answer(content, f"convocations-{held.held_on:%Y-%m-%d}.pdf")


@bp.get("/committee/sittings/<int:sitting_id>/minutes.pdf")
@signed_in
def minutes_pdf(sitting_id: int) -> Response:
    """Give the minutes, with names, to the members of the committee."""
    held, text, signed = _closed(sitting_id)
    check_reads(held)
    content = signed.content if signed else minutes.drafted(minutes_reading.held(held, text))
    digest = signed.digest if signed else minutes.digest_of(content, held.id)
    shown = minutes_print.with_signatures(content, signatures_of(held.id), digest)
    return _printed(shown, f"proces-verbal-{held.held_on:%Y-%m-%d}.pdf")


@bp.get("/committee/sittings/<int:sitting_id>/scans/<int:signature_id>")
@holders_of("committee_secretary")
def minutes_scan(sitting_id: int, signature_id: int) -> Response:
    """Give the page that was signed by hand."""
    held = run_by_secretary(sitting_id)
    signature = next((one for one in signatures_of(held.id) if one.id == signature_id), None)
    if signature is None or not signature.scan_sha256:
        abort(404)
    return uploads.send(StoredFile(signature.scan_sha256, signature.scan_name, signature.scan_media_type, 0))


@bp.get("/committee/sittings/<int:sitting_id>/public-minutes.pdf")
@public
def public_minutes_pdf(sitting_id: int) -> Response:
    """Give everybody the minutes without names, once published."""
    held, signed = published(sitting_id)
    shown = minutes_print.without_signatures(signed.public_content)
    return _printed(shown, f"proces-verbal-public-{held.held_on:%Y-%m-%d}.pdf")


@bp.get("/projects/<ref>/decision-letter.pdf")
@signed_in
def decision_letter(ref: str) -> Response:
    """Give the letter of the latest decision to the team, and to staff who print it."""
    project = project_by_ref(ref) or abort(404)
    if not may_read_letter(project):
        abort(404)
    decision = past.latest_decision(project) or abort(404)
    content = pdf.made("committees/documents/decision_letter.typ", _letter(project, decision))
    return pdf.answer(content, f"decision-{project.ref}.pdf")


def may_read_letter(project: Project) -> bool:
    """Say whether the person signed in may print the letter of a decision on this project."""
    return not LETTER_READERS.isdisjoint(roles_of(project, current_actor()))


def published(sitting_id: int) -> tuple[Sitting, SignedMinutes]:
    """Return a sitting whose minutes are published, and those minutes; or answer 404."""
    held, _text, signed = minutes_reading.sitting_with_minutes(sitting_id) or abort(404)
    if signed is None or held.published_at is None:
        abort(404)
    return held, signed


def check_reads(held: Sitting) -> None:
    """Answer 404 to who neither sits the day of a sitting nor keeps its secretariat."""
    if not policy.takes_part(held.committee, who_is_there(held).seats, current_actor()):
        abort(404)


def _closed(sitting_id: int) -> Kept:
    found = minutes_reading.sitting_with_minutes(sitting_id) or abort(404)
    if found[0].closed_at is None:
        abort(404)
    return found


def _printed(shown: dict[str, Any], name: str) -> Response:
    with force_locale("fr"):
        return pdf.answer(pdf.made("committees/documents/minutes.typ", shown), name)


def _letter(project: Project, decision: Decision) -> dict[str, Any]:
    sitting = decision.sitting
    return {
        "title": _("Décision du comité sur votre projet"),
        "subtitle": f"{project.title}, {project.ref}",
        "place-and-day": f"{sitting.committee.fund.commune.name}, {day(decision.decided_at)}",
        "greeting": _("Bonjour,"),
        "sections": [{"title": title, "said": said} for title, said in decision_letters.sections_of(project, decision)],
        "signed": _("Pour le comité : %(name)s", name=sitting.committee.name),
    }

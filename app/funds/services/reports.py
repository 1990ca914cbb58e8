"""How the project went, as the carriers tell it: in writing, by voice, with photos, and how many people came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

from app import clock, files
from app.db import lock, session, transaction
from app.files import StoredFile
from app.funds import policy, queries
from app.funds.models import Report
from app.funds.refusals import MoneyRefused
from app.projects.models import Project
from app.projects.services import attachments
from app.projects.services.attachments import Shown
from app.steps import services as steps
from app.steps.actor import Actor

MOST_PHOTOS = 6
"""Photos of a report sent at once."""


@dataclass(frozen=True)
class Story:
    """How the project went, in the carriers' words, and who came."""

    story: str
    participants: int
    newcomers: int
    no_expense: bool = False


@dataclass(frozen=True)
class Enclosed:
    """What comes with the words: a voice file, photos, and whether the people shown on them agreed."""

    voice: FileStorage | None = None
    photos: Sequence[FileStorage] = ()
    consent: bool = False


@dataclass(frozen=True)
class _Stored:
    voice: StoredFile | None
    photos: Sequence[StoredFile]
    consent: bool


def write_report(project: Project, told: Story, actor: Actor, enclosed: Enclosed | None = None) -> Report:
    """Keep the report, which is rewritten as long as it is the carriers'; a voice file alone is a report.

    Raises MoneyRefused when the person may not, nothing is told, counts contradict each other, or receipts contradict
    "nothing spent"; FileRefused when a file cannot be kept.
    """
    if not policy.can_report(project, actor):
        raise MoneyRefused("not_yours")
    enclosed = enclosed or Enclosed()
    if len(enclosed.photos) > MOST_PHOTOS:
        raise MoneyRefused("report_photos_count")
    photos = [files.receive(photo, photo_only=True) for photo in enclosed.photos]
    voice = files.receive_audio(enclosed.voice) if enclosed.voice else None
    return _write(project, told, actor, _Stored(voice, photos, enclosed.consent))


@transaction()
def write_down(project: Project, text: str, actor: Actor) -> None:
    """Write what the voice file says, for who cannot listen to it.

    Raises MoneyRefused when there is none, or for somebody who neither carries the project nor checks its report.
    """
    lock(Project, project.id)
    report = queries.report_of(project)
    if report is None or report.voice_id is None:
        raise MoneyRefused("no_voice")
    if not policy.can_write_down(project, actor):
        raise MoneyRefused("not_yours")
    report.transcript, report.transcribed_by_id = text.strip(), actor.person_id
    session().flush()


@transaction()
def remove_voice(project: Project, actor: Actor) -> None:
    """Forget the voice file of a report that also has words. Raises MoneyRefused when nothing would be left."""
    _check_carrier(project, actor)
    report = queries.report_of(project)
    if report is None or report.voice_id is None:
        raise MoneyRefused("no_voice")
    if not report.story:
        raise MoneyRefused("story_missing")
    report.voice_id, report.transcript, report.transcribed_by_id = None, "", None
    session().flush()


@transaction()
def send_report(project: Project, actor: Actor) -> None:
    """Send the report and the receipts to the gestionnaire. Raises ActionRefused when something is missing."""
    steps.perform(project, "send_report", actor)


@transaction()
def _write(project: Project, told: Story, actor: Actor, enclosed: _Stored) -> Report:
    _check_carrier(project, actor)
    report = queries.report_of(project) or Report(project_id=project.id, story="")
    if not told.story.strip() and not enclosed.voice and report.voice_id is None:
        raise MoneyRefused("story_missing")
    if not 0 <= told.newcomers <= told.participants:
        raise MoneyRefused("counts_wrong")
    if told.no_expense and queries.receipts(project).count:
        raise MoneyRefused("receipts_exist")
    report.story, report.no_expense = told.story.strip(), told.no_expense
    report.participants, report.newcomers = told.participants, told.newcomers
    report.written_by_id, report.written_at = actor.person_id, clock.now()
    _enclose(project, report, enclosed, actor)
    session().add(report)
    session().flush()
    return report


def _enclose(project: Project, report: Report, enclosed: _Stored, actor: Actor) -> None:
    if enclosed.voice:
        report.voice_id = attachments.keep(project, enclosed.voice, "report", actor, Shown()).id
        report.transcript, report.transcribed_by_id = "", None
    if enclosed.photos:
        report.photo_consent = enclosed.consent
    for photo in enclosed.photos:
        attachments.keep(project, photo, "photo", actor, Shown(is_public=enclosed.consent))


def _check_carrier(project: Project, actor: Actor) -> None:
    lock(Project, project.id)
    if not policy.can_report(project, actor):
        raise MoneyRefused("not_yours")

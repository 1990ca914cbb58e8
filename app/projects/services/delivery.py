"""Residents say whether a project is done: alone, with a helper, or counted in a meeting; or a reason stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.dialogue.models import HELD, Meeting
from app.projects import follow_policy
from app.projects.delivery import Word, counted
from app.projects.models import Delivered, DeliveryVoice, DeliveryWaiver, Project
from app.projects.policy import NotAllowed
from app.steps import services as steps
from app.steps.actor import Actor


@dataclass(frozen=True)
class Seen:
    """What a resident saw, in one answer and perhaps a few words."""

    said: Delivered
    text: str = ""


class NotCounted(ValueError):
    """A meeting counts residents who were there: it was held here, and no more spoke than came."""


@transaction()
def say(project_id: int, seen: Seen, actor: Actor) -> Word:
    """Keep what a resident says of the works; said again, it replaces what they said. Return what all said.

    Raises NotAllowed.
    """
    project = lock(Project, project_id)
    if project is None or not follow_policy.can_speak_of_delivery(project, actor):
        raise NotAllowed
    before = _word(project)
    voice = session().scalar(sa.select(DeliveryVoice).filter_by(project_id=project.id, person_id=actor.acting_id))
    if voice is not None and (voice.said, voice.text) == (seen.said, seen.text.strip()):
        return before
    if voice is None:
        voice = DeliveryVoice(project_id=project.id, person_id=actor.acting_id)
        session().add(voice)
    voice.said, voice.text, voice.at = seen.said, seen.text.strip()[:300], clock.now()
    voice.in_team = follow_policy.is_of_team(project, actor.acting_id)
    voice.noted_by_id = actor.person_id if actor.on_behalf_id else None
    session().flush()
    steps.record(project, "delivery_said", actor, details={"said": seen.said.value})
    return _confirmed_now(project, before, actor)


@transaction()
def count_in_meeting(project_id: int, meeting_id: int, counts: Mapping[Delivered, int], actor: Actor) -> Word:
    """Keep how many residents of a held meeting, the team left out, said each answer; counted again, it replaces.

    Raises NotAllowed, or NotCounted.
    """
    project, meeting = lock(Project, project_id), session().get(Meeting, meeting_id)
    if project is None or not follow_policy.can_count_delivery(project, actor):
        raise NotAllowed
    if meeting is None or not _held_here(meeting, project) or sum(counts.values()) > meeting.residents_count:
        raise NotCounted
    before = _word(project)
    told = {said: count for said, count in counts.items() if count > 0}
    session().execute(sa.delete(DeliveryVoice).filter_by(project_id=project.id, meeting_id=meeting.id))
    session().add_all(
        DeliveryVoice(
            project_id=project.id, meeting_id=meeting.id, said=said, residents_count=count, at=clock.now(),
            noted_by_id=actor.person_id,
        )
        for said, count in told.items()
    )  # fmt: skip
    session().flush()
    details = {"residents": sum(told.values()), **{said.value: count for said, count in told.items()}}
    steps.record(project, "delivery_counted", actor, details=details)
    return _confirmed_now(project, before, actor)


@transaction()
def waive(project_id: int, reason: str, actor: Actor) -> None:
    """Write in public why residents could not confirm, thirty days after the planned end; written once.

    Raises NotAllowed.
    """
    project = lock(Project, project_id)
    if project is None or not reason.strip() or not follow_policy.can_waive_delivery(project, actor):
        raise NotAllowed
    if session().get(DeliveryWaiver, project.id) is None:
        session().add(
            DeliveryWaiver(project_id=project.id, reason=reason.strip(), by_id=actor.person_id, at=clock.now())
        )
        session().flush()
        steps.record(project, "delivery_waived", actor, reason.strip())


@transaction()
def take_words_away(project_id: int, voice_id: int, reason: str, actor: Actor) -> None:
    """Erase what somebody wrote beside their answer, for a reason everybody reads; the answer still counts.

    Raises NotAllowed.
    """
    project = lock(Project, project_id)
    if project is None or not reason.strip() or not follow_policy.can_moderate(project, actor):
        raise NotAllowed
    voice = lock(DeliveryVoice, voice_id)
    if voice is None or voice.project_id != project.id:
        raise NotAllowed
    if voice.text:
        voice.text = ""
        session().flush()
        steps.record(project, "delivery_unsaid", actor, reason)


def voices_of(project_id: int) -> Sequence[DeliveryVoice]:
    """Return what residents said of the works of a project, oldest first."""
    return session().scalars(sa.select(DeliveryVoice).filter_by(project_id=project_id).order_by(DeliveryVoice.id)).all()


def _word(project: Project) -> Word:
    return counted(voices_of(project.id))


def _confirmed_now(project: Project, before: Word, actor: Actor) -> Word:
    """Write in the history, once, that residents now confirm; or that they no longer do."""
    now = _word(project)
    if now.is_confirmed is not before.is_confirmed:
        entry = "delivery_confirmed" if now.is_confirmed else "delivery_doubted"
        steps.record(project, entry, actor, details={"yes": now.yes, "partly": now.partly, "no": now.no})
    return now


def _held_here(meeting: Meeting, project: Project) -> bool:
    began = project.starts_on or project.entered_at.astimezone(clock.PARIS).date()
    here = meeting.space.neighbourhood_id == project.neighbourhood_id
    return meeting.state in HELD and here and meeting.held_on >= began

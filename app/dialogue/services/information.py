"""Write, publish and withdraw the notes that tell residents what institutions prepare."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from app import clock, files
from app.db import lock, session, transaction
from app.dialogue import policy
from app.dialogue.models import InfoItem, InfoTheme
from app.steps.actor import Actor
from app.territory.models import Neighbourhood


class NoPlainWords(ValueError):
    """A note is not published without its version in plain words (invariant 14)."""


@dataclass(frozen=True)
class Sheet:
    """What a note tells; `source` is the institution that says it, `who_does_what` whom to ask."""

    theme: InfoTheme
    title: str
    plain_text: str
    source: str
    text: str = ""
    who_does_what: str = ""
    channels: list[str] = field(default_factory=list)


@transaction()
def write_note(place: Neighbourhood, sheet: Sheet, actor: Actor) -> InfoItem:
    """Keep a new note, not published yet, once whatever the clicks; other words are another note. Raises NotAllowed."""
    policy.check(policy.can_inform(place, actor))
    lock(Neighbourhood, place.id)
    same = sa.select(InfoItem).filter_by(
        neighbourhood_id=place.id, theme=sheet.theme, title=sheet.title.strip(),
        plain_text=sheet.plain_text.strip(), text=sheet.text.strip(),
    )  # fmt: skip
    again = session().scalar(same.order_by(InfoItem.id).limit(1))
    if again:
        return again
    note = InfoItem(neighbourhood_id=place.id, written_by_id=actor.person_id, written_at=clock.now())
    _fill(note, sheet)
    session().add(note)
    session().flush()
    return note


@transaction()
def change_note(note_id: int, sheet: Sheet, actor: Actor) -> None:
    """Change a note; one that is published stays so. Raises NotAllowed, NoPlainWords."""
    note = _own(note_id, actor)
    if note.published_at and not sheet.plain_text.strip():
        raise NoPlainWords
    _fill(note, sheet)


@transaction()
def publish_note(note_id: int, actor: Actor) -> None:
    """Show a note to everybody. Raises NotAllowed, NoPlainWords."""
    note = _own(note_id, actor)
    if not note.plain_text.strip():
        raise NoPlainWords
    note.published_at = note.published_at or clock.now()


@transaction()
def withdraw_note(note_id: int, actor: Actor) -> None:
    """Show a note no more. Raises NotAllowed."""
    _own(note_id, actor).published_at = None


@transaction()
def attach_audio(note_id: int, stored: files.StoredFile, actor: Actor) -> None:
    """Attach the recording of a note, already stored. Raises NotAllowed."""
    note = _own(note_id, actor)
    note.audio_sha256, note.audio_type, note.audio_size = stored.sha256, stored.media_type, stored.size


def _fill(note: InfoItem, sheet: Sheet) -> None:
    note.theme, note.title, note.source = sheet.theme, sheet.title.strip(), sheet.source.strip()
    note.plain_text, note.text = sheet.plain_text.strip(), sheet.text.strip()
    note.who_does_what, note.channels = sheet.who_does_what.strip(), list(sheet.channels)


def _own(note_id: int, actor: Actor) -> InfoItem:
    note = lock(InfoItem, note_id)
    if note is None:
        raise policy.NotAllowed
    policy.check(policy.can_inform(session().get_one(Neighbourhood, note.neighbourhood_id), actor))
    return note

"""Write down what was said, in words that name nobody; mend it or take it away when they did."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.db import lock, session, transaction
from app.dialogue import policy as meetings
from app.dialogue.models import Meeting
from app.dialogue.policy import NotAllowed
from app.steps.actor import Actor
from app.territory.models import Neighbourhood
from app.voices import policy
from app.voices.models import (
    Channel,
    Contribution,
    ContributionKind,
    ContributionOriginal,
    Moderation,
    ReplyWay,
    Visibility,
    VoiceTheme,
)
from app.voices.services.questions import ask
from app.voices.words import keep_original, question_of


class BornProject(Exception):
    """A project was born from this remark: its words can be mended, but it cannot go."""


class BornQuestion(Exception):
    """This remark is a question that is owed an answer: its words can be mended, but it cannot go."""


@dataclass(frozen=True)
class Words:
    """What somebody said: `text` is what may be published, `original` their very words when they differ."""

    kind: ContributionKind
    text: str
    channel: Channel
    original: str = ""
    theme: VoiceTheme | None = None
    visibility: Visibility = Visibility.PUBLIC
    reply_way: ReplyWay = ReplyWay.NONE
    author_id: int | None = None
    contact_name: str = ""
    contact: str = ""


@transaction()
def write_contribution(
    meeting: Meeting, kind: ContributionKind, text: str, actor: Actor, *, to_reread: bool = False
) -> Contribution:
    """Keep one thing said in a meeting, once whatever the clicks; a question gets its number. Raises NotAllowed.

    `to_reread`: nobody has checked that the words name nobody, they wait before they are shown.
    """
    place = session().get_one(Neighbourhood, meeting.space.neighbourhood_id)
    if not meetings.can_record(place, actor):
        raise NotAllowed
    lock(Meeting, meeting.id)
    again = sa.select(Contribution).filter_by(meeting_id=meeting.id, kind=kind, text=text.strip())
    known = session().scalar(again.order_by(Contribution.id).limit(1))
    if known:
        return known
    words = Words(kind, text, Channel.MEETING, reply_way=ReplyWay.MEETING)
    state = Moderation.WAITING if to_reread else Moderation.PUBLISHED
    return _kept(words, place, actor, state, meeting)


@transaction()
def say(place: Neighbourhood, words: Words, actor: Actor | None) -> Contribution:
    """Keep what somebody says outside a meeting; a question gets its number at once.

    What staff writes down where they work is published at once; the words of a visitor, a resident or a helper wait to
    be read, for they may name somebody. The same words twice in a row from the same keyboard are kept once.
    """
    lock(Neighbourhood, place.id)
    again = _just_said(place, words, actor)
    read = actor is not None and policy.can_keep(place, actor)
    return again or _kept(words, place, actor, Moderation.PUBLISHED if read else Moderation.WAITING)


@transaction()
def correct_contribution(said_id: int, kind: ContributionKind, text: str, actor: Actor) -> None:
    """Replace the words of a remark; the former ones, which may name somebody, are kept nowhere.

    A question that is owed an answer stays a question; another remark that becomes one gets its number.
    Raises NotAllowed.
    """
    said = _held(said_id, actor)
    said.text = text.strip()
    session().execute(sa.delete(ContributionOriginal).where(ContributionOriginal.contribution_id == said.id))
    if question_of(said.id) is None:
        said.kind = kind
        session().flush()
        if kind is ContributionKind.QUESTION:
            ask(said, actor)


@transaction()
def remove_contribution(said_id: int, actor: Actor) -> None:
    """Take a remark away for good. Raises NotAllowed, BornQuestion, BornProject."""
    said = _held(said_id, actor)
    if question_of(said.id) is not None:
        raise BornQuestion
    try:
        session().delete(said)
        session().flush()
    except sa.exc.IntegrityError as still_used:
        raise BornProject from still_used


def _kept(
    words: Words, place: Neighbourhood, actor: Actor | None, state: Moderation, meeting: Meeting | None = None
) -> Contribution:
    said = Contribution(
        meeting_id=meeting.id if meeting else None,
        neighbourhood_id=place.id,
        kind=words.kind,
        text=words.text.strip(),
        said_on=meeting.held_on if meeting else clock.today(),
        channel=words.channel,
        theme=words.theme,
        visibility=words.visibility,
        moderation=state,
        reply_way=words.reply_way,
        author_id=words.author_id,
        contact_name=words.contact_name.strip(),
        contact=words.contact.strip(),
        recorded_by_id=actor.person_id if actor else None,
    )
    session().add(said)
    session().flush()
    if words.original:
        keep_original(said, words.original)
    if said.kind is ContributionKind.QUESTION:
        ask(said, actor or Actor(None))
    return said


def _just_said(place: Neighbourhood, words: Words, actor: Actor | None) -> Contribution | None:
    """Return these words if this keyboard just sent them.

    Of two visitors nothing tells them apart but words that nobody has read yet: once they are published, repeating
    them must not give the number of somebody else's card.
    """
    same = sa.select(Contribution).filter_by(
        neighbourhood_id=place.id, kind=words.kind, text=words.text.strip(), channel=words.channel,
        recorded_by_id=actor.person_id if actor else None, author_id=words.author_id, contact=words.contact.strip(),
    )  # fmt: skip
    if actor is None:
        same = same.where(Contribution.moderation == Moderation.WAITING)
    today = same.where(Contribution.said_on == clock.today())
    return session().scalar(today.order_by(Contribution.id).limit(1))


def _held(said_id: int, actor: Actor) -> Contribution:
    said = lock(Contribution, said_id)
    if said is None:
        raise NotAllowed
    if not meetings.can_record(session().get_one(Neighbourhood, said.neighbourhood_id), actor):
        raise NotAllowed
    return said

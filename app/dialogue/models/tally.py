"""Who came to a meeting, how they heard of it and who spoke: taps on a phone, sheets of paper, corrections.

A tap is one event: nobody's name, no sound, not even an hour, so that a phone with a wrong clock does no harm. The
phone draws its number, so that a tap sent twice is stored once; totals are sums: two phones add up. DOMAIN §A.2.
"""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.append_only import append_only
from app.columns import Instant, choice
from app.db import Model

UUID = 36
"""Characters of the number that a device draws."""


class TapKind(StrEnum):
    """What was tapped: somebody came in, or somebody spoke."""

    ARRIVAL = "arrival"
    TURN = "turn"


class Attendee(StrEnum):
    """In what quality one comes or speaks."""

    RESIDENT = "resident"
    ASSOCIATION = "association"
    INSTITUTION = "institution"
    ELECTED = "elected"
    OTHER = "other"


INSTITUTIONS = frozenset({Attendee.INSTITUTION, Attendee.ELECTED})
"""Whose share of the turns lights the lamp."""


class Novelty(StrEnum):
    """The answer of a resident at the door: one answer each, each person is new once a year in a neighbourhood."""

    FIRST_EVER = "first_ever"
    FIRST_THIS_YEAR = "first_this_year"
    RETURNING = "returning"
    UNSAID = "unsaid"


class AgeBand(StrEnum):
    """The age a resident looks or says (DOMAIN §C.8)."""

    UNDER_18 = "under_18"
    FROM_18 = "18_24"
    FROM_25 = "25_39"
    FROM_40 = "40_59"
    FROM_60 = "60_more"


class Sex(StrEnum):
    """Woman or man, as it is said or seen; left out when it is not."""

    WOMAN = "woman"
    MAN = "man"


class HeardVia(StrEnum):
    """How a resident heard of the meeting: the modes of outreach that one asks about at a door (PRACTICE §7.1)."""

    FRIEND = "friend"
    HALL_POSTER = "hall_poster"
    FLYER = "flyer"
    DOOR_TO_DOOR = "door_to_door"
    SCHOOL_GATE = "school_gate"
    SMS = "sms"
    ASSOCIATION = "association"
    SOCIAL_MEDIA = "social_media"
    OTHER = "other"


class Measure(StrEnum):
    """What one counts; with what it is counted by, it makes a cell: turns × elected."""

    PRESENT = "present"
    NOVELTY = "novelty"
    AGE = "age"
    SEX = "sex"
    HEARD = "heard"
    NEW_HEARD = "new_heard"
    TURNS = "turns"
    VOICES = "voices"
    SPOKEN = "spoken"


CELLS: dict[Measure, type[StrEnum]] = {
    Measure.PRESENT: Attendee,
    Measure.NOVELTY: Novelty,
    Measure.AGE: AgeBand,
    Measure.SEX: Sex,
    Measure.HEARD: HeardVia,
    Measure.NEW_HEARD: HeardVia,
    Measure.TURNS: Attendee,
    Measure.VOICES: Attendee,
    Measure.SPOKEN: Sex,
}
"""What each measure is counted by; new voices and newcomers by mode are parts of turns and of modes."""


@append_only
class Tap(Model):
    """One tap, known by the number that the phone drew; one meeting cannot touch the taps of another."""

    __tablename__ = "tap"
    __table_args__ = (
        sa.CheckConstraint(
            "(kind = 'arrival' AND category = 'resident') = (novelty IS NOT NULL)", name="a_resident_comes_new_or_not"
        ),
        sa.CheckConstraint("(kind = 'turn') = (is_new_voice IS NOT NULL)", name="a_turn_is_new_or_again"),
        sa.CheckConstraint("novelty IS NOT NULL OR (age IS NULL AND heard IS NULL)", name="asked_to_residents"),
    )

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    id: Mapped[str] = mapped_column(sa.String(UUID), primary_key=True)
    kind: Mapped[TapKind] = mapped_column(choice(TapKind))
    category: Mapped[Attendee] = mapped_column(choice(Attendee))
    novelty: Mapped[Novelty | None] = mapped_column(choice(Novelty))
    age: Mapped[AgeBand | None] = mapped_column(choice(AgeBand))
    sex: Mapped[Sex | None] = mapped_column(choice(Sex))
    heard: Mapped[HeardVia | None] = mapped_column(choice(HeardVia))
    is_new_voice: Mapped[bool | None]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    received_at: Mapped[Instant]


@append_only
class UndoneTap(Model):
    """A tap that was a mistake: undone once, however often it is said, even when it is said first."""

    __tablename__ = "undone_tap"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    tap_id: Mapped[str] = mapped_column(sa.String(UUID), primary_key=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    received_at: Mapped[Instant]


class TallySheet(Model):
    """A sheet of paper to count on with a pencil; its serial tells whether it was keyed already."""

    __tablename__ = "tally_sheet"
    __table_args__ = (
        sa.CheckConstraint("(keyed_at IS NULL) = (keyed_by_id IS NULL)", name="keyed_by_somebody"),
        sa.CheckConstraint("times_keyed >= 0", name="times_keyed_not_negative"),
    )

    serial: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    printed_at: Mapped[Instant]
    keyed_at: Mapped[Instant | None]
    keyed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    times_keyed: Mapped[int] = mapped_column(default=0)


@append_only
class TallyEntry(Model):
    """So many more, or fewer, in one cell: a line of a sheet that was keyed, or a correction and its reason."""

    __tablename__ = "tally_entry"
    __table_args__ = (
        sa.CheckConstraint("delta <> 0", name="changes_something"),
        sa.CheckConstraint("sheet_serial IS NOT NULL OR reason <> ''", name="correction_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    measure: Mapped[Measure] = mapped_column(choice(Measure))
    key: Mapped[str] = mapped_column(sa.String(20))
    delta: Mapped[int]
    sheet_serial: Mapped[str | None] = mapped_column(sa.ForeignKey("tally_sheet.serial"), index=True)
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    written_at: Mapped[Instant]


class CapturedRemark(Model):
    """A remark written on a phone in the meeting: its number there, and whether it was read back to who said it."""

    __tablename__ = "captured_remark"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    id: Mapped[str] = mapped_column(sa.String(UUID), primary_key=True)
    was_read_back: Mapped[bool]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    received_at: Mapped[Instant]

"""What the dialogue keeps: spaces, meetings, how people were reached, what they were told."""

from __future__ import annotations

from app.dialogue.models.cards import CardPresence
from app.dialogue.models.governance import BodyKind, GovernanceMeeting, Referral, ReferralOutcome
from app.dialogue.models.information import InfoChannel, InfoItem, InfoTheme
from app.dialogue.models.meeting import (
    COMING,
    HELD,
    PUBLISHED,
    AbsenceCount,
    AbsenceReason,
    AgendaKind,
    Meeting,
    MeetingExperience,
    MeetingLine,
)
from app.dialogue.models.outreach import (
    FACE_TO_FACE,
    ContactNotice,
    LeftContact,
    NoticeKind,
    OutreachAction,
    OutreachMode,
)
from app.dialogue.models.space import (
    CityPosture,
    DialogueSpace,
    InventoryDecision,
    ModeInventory,
    SpaceKind,
    SpaceOrigin,
    SpaceStatus,
)

__all__ = [
    "COMING",
    "FACE_TO_FACE",
    "HELD",
    "PUBLISHED",
    "AbsenceCount",
    "AbsenceReason",
    "AgendaKind",
    "BodyKind",
    "CardPresence",
    "CityPosture",
    "ContactNotice",
    "DialogueSpace",
    "GovernanceMeeting",
    "InfoChannel",
    "InfoItem",
    "InfoTheme",
    "InventoryDecision",
    "LeftContact",
    "Meeting",
    "MeetingExperience",
    "MeetingLine",
    "ModeInventory",
    "NoticeKind",
    "OutreachAction",
    "OutreachMode",
    "Referral",
    "ReferralOutcome",
    "SpaceKind",
    "SpaceOrigin",
    "SpaceStatus",
]

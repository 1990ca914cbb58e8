"""What changes in a committee: its seats, its sittings and their papers; in the room, votes and decisions."""

from app.committees.services.agenda import admit, reorder
from app.committees.services.amounts import propose_amounts
from app.committees.services.convocations import remind, tick_off
from app.committees.services.decisions import decide
from app.committees.services.hearings import note_hearing
from app.committees.services.minutes import publish, sign, sign_on_paper, write_minutes
from app.committees.services.presence import name_presiding, set_presence
from app.committees.services.recusals import clear_sign, declare_recusal, lift_recusal
from app.committees.services.seats import Invited, SeatTerms, end_seat, found_committee, seat_invited, seat_member
from app.committees.services.sittings import (
    Appointment,
    cancel,
    close_sitting,
    convene,
    open_sitting,
    plan_sitting,
    postpone,
    second_call,
)
from app.committees.services.votes import Ballot, Hands, annul_vote, cast, close_vote, open_vote, record_hands

__all__ = ["Appointment", "Ballot", "Hands", "Invited", "SeatTerms", "admit", "annul_vote", "cancel", "cast",
           "clear_sign", "close_sitting", "close_vote", "convene", "decide", "declare_recusal", "end_seat",
           "found_committee", "lift_recusal", "name_presiding", "note_hearing", "open_sitting", "open_vote",
           "plan_sitting", "postpone", "propose_amounts", "publish", "record_hands", "remind", "reorder",
           "seat_invited", "seat_member", "second_call", "set_presence", "sign", "sign_on_paper", "tick_off",
           "write_minutes"]  # fmt: skip

"""What changes in a committee: its seats, its sittings and their papers, who steps aside, what is decided."""

from app.committees.services.agenda import admit, reorder
from app.committees.services.convocations import remind, tick_off
from app.committees.services.decisions import decide
from app.committees.services.recusals import declare_recusal, lift_recusal
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
    set_presence,
)

__all__ = ["Appointment", "Invited", "SeatTerms", "admit", "cancel", "close_sitting", "convene", "decide",
           "declare_recusal", "end_seat", "found_committee", "lift_recusal", "open_sitting", "plan_sitting",
           "postpone", "remind", "reorder", "seat_invited", "seat_member", "second_call", "set_presence",
           "tick_off"]  # fmt: skip

"""What changes in a committee: its seats, its sittings, who steps aside, what is decided."""

from app.committees.services.decisions import decide
from app.committees.services.recusals import declare_recusal, lift_recusal
from app.committees.services.seats import Invited, SeatTerms, end_seat, found_committee, seat_invited, seat_member
from app.committees.services.sittings import close_sitting, convene, open_sitting, second_call, set_presence

__all__ = ["Invited", "SeatTerms", "close_sitting", "convene", "decide", "declare_recusal", "end_seat",
           "found_committee", "lift_recusal", "open_sitting", "seat_invited", "seat_member", "second_call",
           "set_presence"]  # fmt: skip

"""What people type in the room: the hearing, the votes, who steps aside, amounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from flask import request
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.committees.forms import COUNTS, LONGEST_TEXT, UNREADABLE
from app.committees.models import Seat
from app.committees.room_models import Ground, HearingMode, Motion
from app.committees.services import Ballot, Hands
from app.committees.wording import DECLARED_GROUNDS, HEARINGS, MOTIONS, VOTE_MODES
from app.funds.rulebook import VoteMode
from app.i18n import colon
from app.i18n import lazy_gettext as _
from app.money import UnreadableAmount, parse_money

MOST_VOTES = 500


class RecusalForm(FlaskForm):
    """Who steps aside, and why."""

    seat_id = SelectField(_("Qui se retire ?"), coerce=int)
    ground = RadioField(
        _("Pourquoi ?"),
        [Optional()],
        choices=[SelectChoice(ground.value, label) for ground, label in DECLARED_GROUNDS.items()],
        default=Ground.INTEREST.value,
    )
    reason = StringField(_("En quelques mots"), [Length(max=200)])

    @classmethod
    def listing(cls, seats: Iterable[Seat], *, fresh: bool = False) -> Self:
        """Return the form for the members who may step aside; `fresh` ignores what the request carries."""
        form = cls(formdata=None, prefix="recusal-") if fresh else cls(prefix="recusal-")
        form.seat_id.choices = [SelectChoice(str(seat.id), seat.person.name) for seat in seats]
        return form

    def why(self) -> tuple[str, Ground]:
        """Return the words and the ground."""
        return self.reason.data or "", Ground(self.ground.data or Ground.INTEREST.value)


class HearingForm(FlaskForm):
    """How the bearers of the project were heard."""

    mode = RadioField(
        _("Comment l'équipe s'explique-t-elle ?"),
        [InputRequired(_("Choisissez une réponse."))],
        choices=[SelectChoice(mode.value, label) for mode, label in HEARINGS.items()],
        id="hearing-mode",
    )
    note = TextAreaField(_("Ce qui a été dit"), [Optional(), Length(max=LONGEST_TEXT)])

    def said(self) -> tuple[HearingMode, str]:
        """Return the mode and the note, once they are readable."""
        return HearingMode(self.mode.data), self.note.data or ""


class VoteForm(FlaskForm):
    """What is put to the vote and how; raised hands are counted at once."""

    motion = RadioField(
        _("Sur quoi vote le comité ?"),
        [InputRequired(_("Choisissez une réponse."))],
        choices=[SelectChoice(motion.value, label) for motion, label in MOTIONS.items()],
        default=Motion.FUND.value,
        id="vote-motion",
    )
    mode = RadioField(
        _("Comment ?"),
        [InputRequired(_("Choisissez une façon de voter."))],
        choices=[SelectChoice(mode.value, label) for mode, label in VOTE_MODES.items()],
        default=VoteMode.SHOW_OF_HANDS.value,
        id="vote-mode",
    )
    votes_for = IntegerField(_("Pour"), [Optional(), NumberRange(0, MOST_VOTES)], id="vote-votes_for")
    votes_against = IntegerField(_("Contre"), [Optional(), NumberRange(0, MOST_VOTES)], id="vote-votes_against")
    abstentions = IntegerField(_("Abstentions"), [Optional(), NumberRange(0, MOST_VOTES)], id="vote-abstentions")
    secret_requests = IntegerField(
        _("Combien de membres demandent un vote secret ?"), [Optional(), NumberRange(0, MOST_VOTES)]
    )

    def __init__(self, **fields: Any) -> None:
        """Call nothing optional: what is asked depends on the way of voting."""
        super().__init__(**fields)
        for name in (*COUNTS, "secret_requests"):
            self[name].flags.optional = False

    @property
    def by_hands(self) -> bool:
        """Say whether hands were raised and counted."""
        return bool(self.mode.data == VoteMode.SHOW_OF_HANDS)

    def ballot(self) -> Ballot:
        """Return what is put to the vote."""
        return Ballot(Motion(self.motion.data), VoteMode(self.mode.data), self.secret_requests.data or 0)

    def hands(self) -> Hands:
        """Return the hands counted."""
        return Hands(self.votes_for.data or 0, self.votes_against.data or 0, self.abstentions.data or 0)


class CloseVoteForm(FlaskForm):
    """The slips of paper of a secret vote, counted when it closes."""

    votes_for = IntegerField(
        _("Bulletins pour"), [Optional(), NumberRange(0, MOST_VOTES)], default=0, id="closing-votes_for"
    )
    votes_against = IntegerField(
        _("Bulletins contre"), [Optional(), NumberRange(0, MOST_VOTES)], default=0, id="closing-votes_against"
    )
    abstentions = IntegerField(
        _("Bulletins blancs"), [Optional(), NumberRange(0, MOST_VOTES)], default=0, id="closing-abstentions"
    )

    def __init__(self, **fields: Any) -> None:
        """Call nothing optional: zero is what is there."""
        super().__init__(**fields)
        for name in COUNTS:
            self[name].flags.optional = False

    def paper(self) -> Hands:
        """Return the slips counted."""
        return Hands(self.votes_for.data or 0, self.votes_against.data or 0, self.abstentions.data or 0)


class AmountsForm(FlaskForm):
    """How much each member would give: one field per seat, named "amount-" and its id."""

    def said(self, seats: Iterable[Seat]) -> dict[int, int | None] | None:
        """Return the cents said by seat, None where nothing is typed; None, and why in the form, if one is unreadable.

        What was typed stays in `request.form`, for the page to show again.
        """
        read, unread = dict[int, int | None](), list[str]()
        shown = {
            seat: request.form[f"amount-{seat.id}"].strip() for seat in seats if f"amount-{seat.id}" in request.form
        }
        for seat, typed in shown.items():
            try:
                read[seat.id] = parse_money(typed) if typed else None
            except UnreadableAmount as unreadable:
                unread.append(f"{seat.person.name}{colon()} {UNREADABLE[unreadable.code]}")
        self.form_errors = unread
        return None if unread else read

"""Who stands in the booth: the voter let in by a code or an account, for an hour, or on a kiosk as long as they act.

Kept in the signed cookie of the device alone: the server keeps no list of who is voting now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request
from flask import session as cookie

from app import clock, security
from app.ballots import voting_queries
from app.ballots.models import Channel, Edition, Kiosk
from app.ballots.services.voting import Casting
from app.i18n import language

HOUR = timedelta(minutes=60)
"""A voter who takes longer types the code again; the draft is there."""
AT_A_KIOSK = timedelta(minutes=30)
"""On a kiosk: since what the voter last sent. The page itself goes away sooner, and says so (kiosk_seconds)."""
VOTER, RECEIPT, KIOSK, KIOSK_LANGUAGE = "booth", "receipt", "kiosk", "kiosk_lang"


@dataclass(frozen=True)
class Standing:
    """The voter in the booth, and how their ballot comes."""

    voter_id: int
    channel: Channel
    code_id: int | None = None

    def casting(self, edition_id: int) -> Casting:
        """Return who casts a ballot, for the service, which checks that their code is still in force."""
        return Casting(edition_id, self.voter_id, self.channel, self.code_id)


def let_in(edition: Edition, voter_id: int, code_id: int | None = None) -> None:
    """Let a voter into the booth, by a code or by their account."""
    until = clock.now() + (AT_A_KIOSK if kiosk_here(edition.id) else HOUR)
    cookie[VOTER] = {"edition": edition.id, "voter": voter_id, "code": code_id, "until": until.isoformat()}
    cookie.pop(RECEIPT, None)


def standing(edition: Edition) -> Standing | None:
    """Return the voter in the booth of this edition; None when there is nobody, or their time or their code is over."""
    here = claimed(edition.id)
    if here is None or (here.code_id is not None and not voting_queries.code_is_in_force(here.code_id)):
        return None
    return here


def claimed(edition_id: int) -> Standing | None:
    """Return the voter whom the device says is in the booth, their code not yet looked at; their time is not over.

    On a kiosk their time begins anew.
    """
    kept = cookie.get(VOTER)
    if not kept or kept["edition"] != edition_id or datetime.fromisoformat(kept["until"]) <= clock.now():
        return None
    code = kept.get("code")
    if not kiosk_here(edition_id):
        return Standing(kept["voter"], Channel.ONLINE, code)
    cookie[VOTER] = kept | {"until": (clock.now() + AT_A_KIOSK).isoformat()}
    return Standing(kept["voter"], Channel.KIOSK, code)


def leave() -> None:
    """Empty the booth: the next person finds nothing of the one before, nor their language on a kiosk."""
    came = [cookie.pop(kept, None) for kept in (VOTER, RECEIPT)]
    if any(came) and KIOSK_LANGUAGE in cookie and "lang" not in request.args:
        cookie["lang"] = cookie[KIOSK_LANGUAGE]


def own_language() -> str:
    """Return the language in which this kiosk was opened."""
    return str(cookie.get(KIOSK_LANGUAGE, "fr"))


def is_in_own_language() -> bool:
    """Say whether a kiosk speaks the language in which it was opened."""
    return language() == own_language()


def keep_receipt(edition_id: int, code: str) -> None:
    """Keep the receipt until the voter leaves, to be shown and printed."""
    cookie[RECEIPT] = {"edition": edition_id, "code": code}


def receipt_here(edition: Edition) -> str | None:
    """Return the receipt of the ballot just cast, or None."""
    kept = cookie.get(RECEIPT)
    return kept["code"] if kept and kept["edition"] == edition.id else None


def become_kiosk(kiosk: Kiosk) -> None:
    """Turn this device into a kiosk: whoever opened it is signed out, and nothing of theirs stays on it."""
    spoken = language()
    security.sign_out()
    cookie["lang"] = cookie[KIOSK_LANGUAGE] = spoken
    cookie[KIOSK] = kiosk.id


def kiosk_here(edition_id: int) -> Kiosk | None:
    """Return the kiosk that this device is for this edition, or None when it is none or was closed."""
    number = cookie.get(KIOSK)
    kiosk = voting_queries.kiosk_by_id(number) if number else None
    if kiosk is None or kiosk.edition_id != edition_id or kiosk.closed_at or kiosk.closes_at <= clock.now():
        return None
    return kiosk

"""Moving an edition on: its actions, the record frozen before the vote, the vote that opens at its hour."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from app import clock
from app.ballots.freezing import canonical, digest, record_of
from app.ballots.models import Candidacy, CandidacyWithdrawal, Edition
from app.ballots.policy import NotAllowed
from app.ballots.queries import listed
from app.ballots.rules.ties import commitment
from app.ballots.services.opening import judged, prepared
from app.db import lock, session, transaction
from app.jobs import attempt, every_minute
from app.steps import services as steps
from app.steps.actor import SYSTEM, Actor
from app.steps.models import Step
from workflows.engine import ActionRefused

SEED_BYTES = 16


class LateOpening(ValueError):
    """The hour at which the vote was to open is past: nothing was frozen in time."""


@transaction()
def act(edition_id: int, action: str, actor: Actor, note: str = "") -> Step:
    """Take an action of the workflow on an edition. Raises ActionRefused with all that is missing."""
    edition = lock(Edition, edition_id)
    if edition is None:
        raise LookupError(f"edition {edition_id} does not exist")
    return steps.perform(edition, action, actor, note)


def commit_seed(edition: Edition) -> None:
    """Draw the seed that breaks ties and keep its commitment, published from this moment on (in a transaction)."""
    edition.tie_seed = secrets.token_hex(SEED_BYTES)
    edition.tie_commitment = commitment(edition.tie_seed)
    session().flush()


@transaction()
def freeze(edition_id: int, actor: Actor) -> Edition:
    """Freeze rules, list, costs, envelope and the commitment to the tie seed; the database then refuses changes.

    Before the hour told for the opening, never after: everybody has the time to read what is frozen, and the vote opens
    by itself at that hour. Raises NotAllowed, LateOpening.
    """
    edition = prepared(edition_id, actor, {"list_locked"})
    if edition.frozen_at is not None:
        return edition
    if edition.opens_at is None or edition.opens_at <= clock.now():
        raise LateOpening
    edition.frozen_text = canonical(record_of(edition, listed(edition)))
    edition.frozen_digest, edition.frozen_at = digest(edition.frozen_text), clock.now()
    session().flush()
    steps.record(edition, "frozen", actor, details={"sha256": edition.frozen_digest})
    return edition


@every_minute
def open_due_votes() -> int:
    """Open each vote whose hour has come and whose record is frozen; return how many opened."""
    due = session().scalars(
        sa.select(Edition.id).where(
            Edition.state == "list_locked", Edition.frozen_at.is_not(None), Edition.opens_at <= clock.now()
        )
    ).all()  # fmt: skip
    session().rollback()
    return sum(bool(attempt(_open, key)) for key in due)


def public_seed(edition: Edition) -> str:
    """Return the seed once the ballots are sealed: before, only its commitment is known."""
    return edition.tie_seed if edition.sealed_at else ""


def may_withdraw(edition: Edition) -> bool:
    """Say whether a project leaves the vote by a signed act: from the freezing on, until the result is published."""
    return edition.frozen_at is not None and edition.state in {"list_locked", "vote", "count"}


@transaction()
def withdraw(project_id: int, reason: str, actor: Actor) -> CandidacyWithdrawal:
    """Take a project out of a frozen list by a signed act: the frozen list stays, the count is told both ways.

    Raises NotAllowed, also without a reason.
    """
    project, candidacy = judged(project_id, actor, {"on_ballot"})
    if not may_withdraw(candidacy.edition) or not reason.strip() or actor.person_id is None:
        raise NotAllowed
    signed = CandidacyWithdrawal(
        candidacy_id=candidacy.id, reason=reason.strip(), signed_by_id=actor.person_id, at=clock.now()
    )
    session().add(signed)
    session().flush()
    session().expire(candidacy, ["withdrawal"])
    steps.perform(project, "withdraw_from_vote", actor, reason)
    steps.record(candidacy.edition, "project_withdrawn", actor, reason, details={"ref": project.ref})
    return signed


@transaction()
def _open(edition_id: int) -> bool:
    try:
        act(edition_id, "open_vote", SYSTEM)
    except ActionRefused:
        return False
    return True


def seal(edition: Edition) -> None:
    """Date the end of the ceremony: the ballots lead to nobody any more, the seed is public (in a transaction)."""
    edition.sealed_at = clock.now()
    session().flush()


def mark_outcome(candidacy: Candidacy, *, is_winner: bool, awarded_cents: int | None = None) -> None:
    """Write on a project of the list what the published count says of it (in a transaction)."""
    candidacy.is_winner = is_winner
    candidacy.awarded_cents = (awarded_cents or candidacy.cost_cents) if is_winner else None
    session().flush()

"""People, what they may do and where, and the sessions in which a helper acts for one of them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Instant, choice
from app.db import Model


class PreferredChannel(StrEnum):
    """How a person wants to hear from us."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    CALL = "call"


class Role(StrEnum):
    """A right given to a person somewhere; what it opens is said by policies and workflow files."""

    HELPER = "helper"
    FACILITATOR = "facilitator"
    COMMITTEE_SECRETARY = "committee_secretary"
    REFERENT = "referent"
    GESTIONNAIRE = "gestionnaire"
    FINANCE = "finance"
    ANSWERER = "answerer"
    METRO_ADMIN = "metro_admin"
    EVALUATOR = "evaluator"


STAFF_ROLES = frozenset(
    {Role.REFERENT, Role.FINANCE, Role.ANSWERER, Role.METRO_ADMIN, Role.COMMITTEE_SECRETARY, Role.EVALUATOR}
)
"""Who works for an institution: none of them may sit on an evaluation panel."""


class Scope(StrEnum):
    """How far a role reaches."""

    METRO = "metro"
    COMMUNE = "commune"
    NEIGHBOURHOOD = "neighbourhood"
    FUND = "fund"
    ORGANISATION = "organisation"


class Person(Model):
    """Someone we know: a name is enough. Never a nationality, an origin, a religion or a state of health."""

    __tablename__ = "person"
    __table_args__ = (
        sa.CheckConstraint("email = lower(email)", name="email_lower"),
        sa.CheckConstraint("preferred_channel <> 'email' OR email IS NOT NULL", name="email_to_write_to"),
        sa.CheckConstraint("preferred_channel NOT IN ('sms', 'call') OR phone IS NOT NULL", name="phone_to_call"),
        sa.CheckConstraint(
            "erased_at IS NULL OR (email IS NULL AND phone IS NULL AND address = '' AND password_hash IS NULL"
            " AND neighbourhood_id IS NULL)",
            name="erased_for_good",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    public_label: Mapped[str] = mapped_column(sa.String(60))
    email: Mapped[str | None] = mapped_column(sa.String(254), unique=True)
    phone: Mapped[str | None] = mapped_column(sa.String(20), unique=True)
    address: Mapped[str] = mapped_column(sa.String(300), default="")
    preferred_channel: Mapped[PreferredChannel] = mapped_column(choice(PreferredChannel))
    locale: Mapped[str] = mapped_column(sa.String(5), default="fr")
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    session_version: Mapped[int] = mapped_column(default=1)
    neighbourhood_id: Mapped[int | None] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)
    wants_weekly_note: Mapped[bool] = mapped_column(default=True)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[Instant]
    last_seen_on: Mapped[date | None]
    """The last day the person signed in, or was helped."""
    erased_at: Mapped[Instant | None]
    """Since when this row is a nameless stub, kept for the history and the counts that rest on it."""

    roles: Mapped[list[RoleAssignment]] = relationship(back_populates="person", order_by="RoleAssignment.id")


class RoleAssignment(Model):
    """One role, somewhere, between two dates."""

    __tablename__ = "role_assignment"
    __table_args__ = (
        sa.CheckConstraint("(scope = 'metro') = (scope_id IS NULL)", name="scope_has_its_id"),
        sa.UniqueConstraint("person_id", "role", "scope", "scope_id", "from_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    scope: Mapped[Scope] = mapped_column(choice(Scope))
    scope_id: Mapped[int | None]
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="roles")

    def holds_on(self, day: date) -> bool:
        """Say whether the role is in force on a day (both ends included)."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


class SignInCode(Model):
    """A six-digit code sent to an e-mail address or a telephone number, kept as a digest, good once, ten minutes.

    It names no person: asking for one leaves the same trace whether we know this address or not.
    """

    __tablename__ = "sign_in_code"
    __table_args__ = (sa.CheckConstraint("attempts BETWEEN 0 AND 5", name="five_attempts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(sa.String(254), index=True)
    code_digest: Mapped[str] = mapped_column(sa.String(64))
    expires_at: Mapped[Instant]
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[Instant | None]


class AssistedMode(StrEnum):
    """How the resident told the helper what to write."""

    ORAL = "oral"
    PAPER = "paper"
    PHONE = "phone"
    SMS = "sms"
    VOICE_MESSAGE = "voice_message"


class AssistedEntry(Model):
    """A helper acts for a resident, with their agreement, for thirty minutes."""

    __tablename__ = "assisted_entry"
    __table_args__ = (sa.CheckConstraint("helper_id <> person_id", name="helps_someone_else"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    helper_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    mode: Mapped[AssistedMode] = mapped_column(choice(AssistedMode))
    agreement: Mapped[str] = mapped_column(sa.String(300))
    read_back: Mapped[bool | None]
    """What was written was read back to the person; unknown when the half hour ran out."""
    started_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    helper: Mapped[Person] = relationship(foreign_keys=[helper_id])


class Purpose(StrEnum):
    """What a person may agree to, beyond what their own file needs."""

    INVITATIONS = "invitations"


class Consent(Model):
    """A yes, for one purpose: since when, how it was said, what proves it, and until when (GDPR, article 7)."""

    __tablename__ = "consent"
    __table_args__ = (
        sa.CheckConstraint("withdrawn_at IS NULL OR withdrawn_at >= given_at", name="given_before_withdrawn"),
        sa.Index("uq_consent_in_force", "person_id", "purpose", unique=True,
                 postgresql_where=sa.text("withdrawn_at IS NULL"), sqlite_where=sa.text("withdrawn_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    given_at: Mapped[Instant]
    told_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    """The helper who wrote it down; empty when the person said it alone."""
    proof: Mapped[str] = mapped_column(sa.String(300))
    withdrawn_at: Mapped[Instant | None]


class PaperForm(Model):
    """A sheet printed with its own number: handed out, filled in by hand, brought back, keyed once.

    The number that is printed is made of `kind` and `id` (see paper.py). The assisted entry is the half hour in which
    it was, or is being, keyed.
    """

    __tablename__ = "paper_form"
    __table_args__ = (
        sa.CheckConstraint("keyed_at IS NULL OR entry_id IS NOT NULL", name="keyed_in_an_assisted_entry"),
        sa.CheckConstraint("keyed_at IS NULL OR spoiled_at IS NULL", name="keyed_or_spoiled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    batch: Mapped[int] = mapped_column(index=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"), index=True)
    printed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    printed_at: Mapped[Instant]
    entry_id: Mapped[int | None] = mapped_column(sa.ForeignKey("assisted_entry.id"), unique=True)
    keyed_at: Mapped[Instant | None]
    spoiled_at: Mapped[Instant | None]
    """Lost, torn or given back blank: nobody waits for it any more."""
    scan_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    scan_name: Mapped[str] = mapped_column(sa.String(160), default="")
    scan_type: Mapped[str] = mapped_column(sa.String(80), default="")
    scan_size: Mapped[int] = mapped_column(default=0)

    entry: Mapped[AssistedEntry | None] = relationship()

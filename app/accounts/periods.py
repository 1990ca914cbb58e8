"""How long what concerns an account is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app import clock, retention
from app.accounts.models import AssistedEntry, PaperForm, Person, RoleAssignment, SignInCode
from app.accounts.services import erasure
from app.db import session
from app.i18n import lazy_gettext as _
from app.steps.models import Step


def register() -> None:
    """Say how long codes, helping sessions and sleeping accounts are kept."""
    for rule in (
        retention.Rule("codes", _("Les codes pour entrer"), _("après l'envoi"), 1, _old_codes, _drop_codes),
        retention.Rule(
            "help", _("Comment une personne a dit oui à une aide"), _("après l'aide"), 3 * 365, _old_help, _empty_help
        ),
        retention.Rule(
            "sheets", _("La photo d'une feuille remplie à la main"), _("après sa saisie"), 365, _old_scans, _drop_scans
        ),
        retention.Rule(
            "accounts", _("Le compte d'une personne"), _("après sa dernière visite"), 3 * 365, _idle, erasure.erase_idle
        ),
    ):
        retention.keep(rule)


def _old_codes(limit: datetime) -> Sequence[int]:
    return session().scalars(sa.select(SignInCode.id).where(SignInCode.expires_at < limit)).all()


def _drop_codes(ids: Sequence[int]) -> int:
    session().execute(sa.delete(SignInCode).where(SignInCode.id.in_(ids)))
    return len(ids)


def _old_help(limit: datetime) -> Sequence[int]:
    old = sa.select(AssistedEntry.id).where(AssistedEntry.started_at < limit, AssistedEntry.agreement != "")
    return session().scalars(old).all()


def _empty_help(ids: Sequence[int]) -> int:
    emptied = sa.update(AssistedEntry).where(AssistedEntry.id.in_(ids)).values(agreement="")
    session().execute(emptied.execution_options(synchronize_session=False))
    return len(ids)


def _old_scans(limit: datetime) -> Sequence[int]:
    old = sa.select(PaperForm.id).where(PaperForm.scan_sha256 != "", PaperForm.printed_at < limit)
    return session().scalars(old.where(sa.or_(PaperForm.keyed_at.is_(None), PaperForm.keyed_at < limit))).all()


def _drop_scans(ids: Sequence[int]) -> int:
    return erasure.empty_scans(PaperForm.id.in_(ids))


def _idle(limit: datetime) -> Sequence[int]:
    """Return the people nobody saw since: neither signed in, nor helped, nor written in any history; without a role."""
    today = clock.today()
    acted = sa.exists().where(Step.at >= limit, sa.or_(Step.actor_id == Person.id, Step.on_behalf_id == Person.id))
    on_duty = sa.exists().where(
        RoleAssignment.person_id == Person.id,
        sa.or_(RoleAssignment.to_on.is_(None), RoleAssignment.to_on >= today),
    )
    seen = sa.or_(Person.last_seen_on.is_(None), Person.last_seen_on < limit.date())
    idle = sa.select(Person.id).where(Person.erased_at.is_(None), Person.created_at < limit, seen, ~acted, ~on_duty)
    return session().scalars(idle.order_by(Person.id)).all()

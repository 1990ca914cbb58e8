"""The words of a convocation, and who was told of a sitting, how, and whether it reached them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.addresses import full_address
from app.committees import agendas
from app.committees.models import Sitting
from app.committees.papers import Convocation, Purpose
from app.db import session
from app.i18n import LazyString, day, hour, ngettext
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.mail.models import Channel

PURPOSES: dict[Purpose, LazyString] = {
    Purpose.CONVOCATION: _l("Convocation"),
    Purpose.REMINDER: _l("Rappel"),
    Purpose.CHANGE: _l("Changement de date"),
    Purpose.CANCELLATION: _l("Annulation"),
}

CHANNELS: dict[Channel, LazyString] = {
    Channel.EMAIL: _l("E-mail"),
    Channel.SMS: _l("SMS"),
    Channel.CALL: _l("Appel"),
    Channel.LETTER: _l("Courrier"),
}

Said = tuple[str, str]
"""A subject and a body, in the language in use."""


def convocations_of(sitting_id: int) -> Sequence[Convocation]:
    """Return what was written to the members about a sitting, the latest first, with members and messages."""
    return session().scalars(
        sa.select(Convocation)
        .where(Convocation.sitting_id == sitting_id)
        .options(joinedload(Convocation.message), joinedload(Convocation.seat))
        .order_by(Convocation.id.desc())
    ).all()  # fmt: skip


def summons(sitting: Sitting, *, again: bool = False) -> Said:
    """Call to a sitting, or remind of it: when, where, what is on the agenda, where the booklet is."""
    on = day(sitting.held_on)
    subject = _("Rappel : comité du %(day)s", day=on) if again else _("Convocation : comité du %(day)s", day=on)
    return subject, "\n\n".join(part for part in [
        _meeting(sitting),
        _("Deuxième convocation : le comité pourra décider sans quorum.") if sitting.second_call else "",
        _agenda(sitting),
        _("Le livret des projets est ici : %(address)s", address=full_address(f"/committee/sittings/{sitting.id}")),
        _("Sans internet ? Demandez le livret imprimé au secrétariat du comité."),
        _("Si vous ne pouvez pas venir, prévenez le secrétariat."),
        _("Si vous avez un suppléant ou une suppléante, cette personne vous remplace."),
    ] if part)  # fmt: skip


def changed(sitting: Sitting, former: date, reason: str) -> Said:
    """Tell that a sitting has another day."""
    return _("La date du comité change"), "\n\n".join([
        _("Le comité prévu le %(day)s change de date.", day=day(former)),
        _("Pourquoi : %(reason)s", reason=reason.strip()),
        _meeting(sitting),
        _("Vous recevrez une nouvelle convocation."),
    ])  # fmt: skip


def cancelled(sitting: Sitting, reason: str) -> Said:
    """Tell that a sitting will not be held."""
    return _("Le comité est annulé"), "\n\n".join([
        _("Le comité du %(day)s n'aura pas lieu.", day=day(sitting.held_on)),
        _("Pourquoi : %(reason)s", reason=reason.strip()),
    ])  # fmt: skip


def to_sign(sitting: Sitting, name: str) -> str:
    """Ask for a signature under the minutes of a sitting."""
    return "\n\n".join([
        _("Bonjour %(name)s,", name=name),
        _("Le procès-verbal du comité du %(day)s est prêt. Le secrétariat l'a signé.", day=day(sitting.held_on)),
        _("Relisez-le et signez-le : %(address)s", address=full_address(f"/committee/sittings/{sitting.id}/minutes")),
        _("Vous pouvez aussi le signer sur papier. Demandez-le au secrétariat du comité."),
    ])  # fmt: skip


def _meeting(sitting: Sitting) -> str:
    return _(
        "Le comité se réunit le %(day)s à %(hour)s, %(place)s.",
        day=day(sitting.held_on),
        hour=hour(sitting.hour),
        place=sitting.place,
    )


def _agenda(sitting: Sitting) -> str:
    items = agendas.items_of(sitting.id)
    head = ngettext("%(num)d projet est à l'ordre du jour.", "%(num)d projets sont à l'ordre du jour.", len(items))
    return "\n".join([head, *(f"- {item.project.title}" for item in items)])

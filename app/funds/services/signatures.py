"""The second signature: above the threshold no money leaves by the hand of one person alone (invariant 8)."""

from __future__ import annotations

from app import mail
from app.accounts.models import Person
from app.db import lock, session, transaction
from app.funds import policy, queries
from app.funds.iban import without_iban
from app.funds.models import Payment, PaymentKind
from app.funds.refusals import MoneyRefused
from app.funds.services import advances, payments, settlement
from app.i18n import euros, force_locale
from app.i18n import gettext as _
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor


@transaction()
def sign_second(project: Project, actor: Actor, reference: str = "") -> Payment:
    """Sign the order that waits, pay it, and move the project on.

    Raises MoneyRefused when none waits, the person may not sign, or is the one who ordered.
    """
    payment = _awaited(project)
    if actor.person_id == payment.ordered_by_id:
        raise MoneyRefused("same_person")
    if not policy.can_sign(project, actor):
        raise MoneyRefused("not_yours")
    payment.second_by_id = actor.person_id
    payment.reference = without_iban(reference.strip()) or payment.reference
    payments.execute(project, payment, actor)
    if payment.kind is PaymentKind.ADVANCE:
        advances.complete(project, payment, actor)
    elif payment.kind is PaymentKind.BALANCE:
        settlement.finish(project, "settle", actor)
    return payment


@transaction()
def drop_order(project: Project, actor: Actor, reason: str = "") -> None:
    """Drop the order that awaits a second signature: whoever prepared it was wrong, or somebody else refuses it.

    Raises MoneyRefused when none waits, the person may neither order nor sign, or refuses without saying why.
    """
    awaited = _awaited(project)
    if not policy.can_sign(project, actor):
        raise MoneyRefused("not_yours")
    is_refusal = actor.person_id != awaited.ordered_by_id
    if is_refusal and not reason.strip():
        raise MoneyRefused("reason_missing")
    payments.void_awaited(project, actor, reason)
    entry = "payment_refused" if is_refusal else "payment_dropped"
    steps.record(project, entry, actor, reason.strip(), details={"cents": awaited.amount_cents}, is_public=False)
    if is_refusal:
        _tell(project, awaited)


def _awaited(project: Project) -> Payment:
    lock(Project, project.id)
    payment = queries.awaited_payment(project)
    if payment is None:
        raise MoneyRefused("no_order")
    return payment


def _tell(project: Project, refused: Payment) -> None:
    """Tell who prepared an order that it was refused, and why."""
    person = session().get_one(Person, refused.ordered_by_id)
    with force_locale(person.locale):
        subject = _("Versement refusé : %(title)s", title=project.title)
        body = _(
            "Le versement de %(amount)s à %(payee)s n'est pas signé. Raison : « %(reason)s ». Rien n'a été payé.",
            amount=euros(refused.amount_cents), payee=refused.payee, reason=refused.void_reason,
        )  # fmt: skip
        mail.write(person, subject, body, about=project)

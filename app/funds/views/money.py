"""The money of one project until the works: the agreement, the first payment, the second signature."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.funds import printed
from app.funds.forms import AgreementForm, ConfirmForm, PaymentForm, ReasonForm, SecondForm, TermsForm
from app.funds.models import Payment, PaymentKind
from app.funds.services import advances, agreements, signatures
from app.funds.views import Page, bp, readable_project
from app.funds.views.money_page import answered, page, with_modes
from app.i18n import euros
from app.i18n import gettext as _
from app.security import current_actor, holders_of, signed_in


@bp.get("/projects/<ref>/money")
@signed_in
def money(ref: str) -> str:
    """Show where the money of a project stands and the next thing to do."""
    return page(readable_project(ref))


@bp.post("/projects/<ref>/money/terms")
@holders_of("gestionnaire")
def prepare_agreement(ref: str) -> Response | Page:
    """Write what will be signed."""
    project, form = readable_project(ref), TermsForm(prefix="terms-")

    def act() -> str:
        agreements.prepare(project, form.terms(), current_actor())
        return _("L'accord est prêt. Imprimez-le et faites-le signer.")

    return answered(project, form, act, "terms")


@bp.post("/projects/<ref>/money/agreement")
@holders_of("gestionnaire")
def sign_agreement(ref: str) -> Response | Page:
    """Keep the signed agreement, or write where the signed paper is."""
    project, form = readable_project(ref), AgreementForm()

    def act() -> str:
        if form.agreement.data:
            agreements.sign_agreement(project, form.agreement.data, current_actor(), form.signed())
        else:
            text = printed.agreement_made(project, form.signed())
            agreements.sign_on_paper(project, text, form.signed(), current_actor())
        return _("L'accord est enregistré. L'argent est engagé pour ce projet.")

    return answered(project, form, act, "agreement")


@bp.post("/projects/<ref>/money/advance")
@holders_of("gestionnaire")
def pay_advance(ref: str) -> Response | Page:
    """Order the advance."""
    project = readable_project(ref)
    form = with_modes(PaymentForm(), project, PaymentKind.ADVANCE)
    return answered(
        project, form, lambda: told(advances.pay_advance(project, form.order(), current_actor())), "advance"
    )


@bp.post("/projects/<ref>/money/without-advance")
@holders_of("gestionnaire")
def fund_without_advance(ref: str) -> Response | Page:
    """Fund by direct purchase or reimbursement, although an advance was agreed."""
    project, form = readable_project(ref), ReasonForm()

    def act() -> str:
        advances.fund_without_advance(project, form.note.data or "", current_actor())
        return _("C'est noté. Le projet peut commencer sans avance.")

    return answered(project, form, act, "reason")


@bp.post("/projects/<ref>/money/start")
@holders_of("gestionnaire")
def start_without_advance(ref: str) -> Response | Page:
    """Fund by direct purchase or reimbursement, as the agreement says."""
    project, form = readable_project(ref), ConfirmForm()

    def act() -> str:
        advances.fund_as_agreed(project, current_actor())
        return _("C'est noté. Le projet peut commencer sans avance.")

    return answered(project, form, act, "start")


@bp.post("/projects/<ref>/money/signature")
@holders_of("gestionnaire", "finance")
def sign_second(ref: str) -> Response | Page:
    """Sign the order that waits."""
    project, form = readable_project(ref), SecondForm(prefix="second-")
    return answered(
        project,
        form,
        lambda: told(signatures.sign_second(project, current_actor(), form.reference.data or "")),
        "second",
    )


@bp.post("/projects/<ref>/money/refusal")
@holders_of("gestionnaire", "finance")
def refuse_order(ref: str) -> Response | Page:
    """Refuse to sign the order that waits, and say why."""
    project, form = readable_project(ref), ReasonForm(prefix="refuse-")

    def act() -> str:
        signatures.drop_order(project, current_actor(), form.note.data or "")
        return _("Le versement est refusé. La personne qui l'a préparé reçoit votre raison.")

    return answered(project, form, act, "refuse")


@bp.post("/projects/<ref>/money/drop")
@holders_of("gestionnaire", "finance")
def drop_order(ref: str) -> Response | Page:
    """Drop the order that one prepared oneself."""
    project, form = readable_project(ref), ConfirmForm()

    def act() -> str:
        signatures.drop_order(project, current_actor())
        return _("Le versement préparé est annulé. Rien n'a été payé.")

    return answered(project, form, act, "drop")


def told(payment: Payment) -> str:
    """Say that a payment is made, or awaits its second signature."""
    amount = euros(payment.amount_cents)
    if payment.paid_at:
        return _("%(amount)s sont versés à %(payee)s.", amount=amount, payee=payment.payee)
    return _("Le versement de %(amount)s est prêt. Une deuxième personne doit le signer.", amount=amount)

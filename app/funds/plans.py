"""How a grant may be paid: what the rules allow to whom, and what the agreement chose."""

from __future__ import annotations

from dataclasses import dataclass

from app.funds.papers import papers_of
from app.funds.payment_models import Agreement, PaymentKind, Plan, RecipientKind
from app.funds.rulebook import FundRules, PaymentMode
from app.projects.models import CarrierKind, Project

IN_HAND = (PaymentMode.TRANSFER, PaymentMode.CHEQUE)
"""Ways by which money reaches an account."""
MODES: dict[PaymentKind, tuple[PaymentMode, ...]] = {
    PaymentKind.ADVANCE: IN_HAND,
    PaymentKind.PURCHASE: (PaymentMode.DIRECT_PURCHASE,),
    PaymentKind.REIMBURSEMENT: (PaymentMode.REIMBURSEMENT,),
    PaymentKind.BALANCE: (*IN_HAND, PaymentMode.REIMBURSEMENT),
}
"""How each kind of payment may be made, where the rules allow it too (DOMAIN §A.3, invariant 9)."""


@dataclass(frozen=True)
class Terms:
    """What an agreement says of money: how it is paid, and to whom."""

    plan: Plan
    recipient_kind: RecipientKind
    recipient: str


def agreement_of(project: Project) -> Agreement | None:
    """Return the agreement of a project, or None before it is prepared."""
    return papers_of(project).agreement


def pays_as_it_goes(project: Project) -> bool:
    """Say whether receipts are judged and reimbursed during the works: nothing was advanced to who buys."""
    agreement = agreement_of(project)
    return agreement is not None and agreement.plan is not Plan.ADVANCE


def advance_rate(rules: FundRules, kind: RecipientKind) -> int:
    """Return the share of a grant, in per cent, that may be advanced to this sort of recipient (invariants 8 and 9)."""
    if not any(rules.pays_by(mode) for mode in IN_HAND):
        return 0
    return rules.advance_pct(to_person=kind is RecipientKind.PERSON)


def plans_allowed(rules: FundRules, kind: RecipientKind) -> list[Plan]:
    """Return the plans that the rules allow for a recipient, the usual one first; at worst, paying what is proved."""
    allowed = [Plan.ADVANCE] if advance_rate(rules, kind) else []
    if rules.pays_by(PaymentMode.DIRECT_PURCHASE):
        allowed.append(Plan.DIRECT_PURCHASE)
    if rules.pays_by(PaymentMode.REIMBURSEMENT) or not allowed:
        allowed.append(Plan.REIMBURSEMENT)
    return allowed


def modes_allowed(rules: FundRules, kind: PaymentKind) -> list[PaymentMode]:
    """Return how a payment may be made; all that the rules know when none of the usual ways is among them."""
    if kind is PaymentKind.REFUND:
        return list(IN_HAND)
    known = [mode for mode in PaymentMode if rules.pays_by(mode)]
    usual = [mode for mode in MODES[kind] if mode in known]
    return usual or (known if kind is PaymentKind.BALANCE else [])


def usual_terms(project: Project, rules: FundRules) -> Terms:
    """Return what an agreement says unless told otherwise: the association that carries, else the main carrier."""
    if project.carrier_kind is CarrierKind.ASSOCIATION:
        kind, name = RecipientKind.ASSOCIATION, project.association_name.strip()
    else:
        kind, name = RecipientKind.PERSON, ""
    main = next((member.name for member in project.team if member.is_main), "")
    first = next((member.name for member in project.team), project.ref)
    return Terms(plans_allowed(rules, kind)[0], kind, name or main or first)


def recipient_of(project: Project) -> str:
    """Return who receives the money of a project, as the agreement says or as it would."""
    agreement = agreement_of(project)
    if agreement is not None:
        return agreement.recipient
    main = next((member.name for member in project.team if member.is_main), "")
    return project.association_name.strip() or main

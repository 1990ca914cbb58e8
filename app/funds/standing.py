"""Where the money of a project stands, told in a sentence and drawn as a bar, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.funds import policy, queries
from app.funds.queries import Position
from app.i18n import euros
from app.i18n import gettext as _
from app.projects.models import AFTER_GRANT, Project
from app.projects.standing import asks_the_fund
from app.steps.actor import Actor


@dataclass(frozen=True)
class Segment:
    """One part of a bar: its label, cents, the amount as text, and its look."""

    label: str
    cents: int
    amount: str
    kind: str


def is_granted(project: Project) -> bool:
    """Say whether the fund holds, or has given, money for the project."""
    return bool(project.granted_cents) and project.state in AFTER_GRANT and asks_the_fund(project)


def sentence(project: Project, stands: Position) -> str:
    """Say in a few words where the money stands."""
    granted = project.granted_cents or 0
    paid = stands.out
    told = [_("Le comité a accordé %(amount)s.", amount=euros(granted))]
    if project.state in policy.SETTLED:
        told.append(_("Le projet a utilisé %(amount)s.", amount=euros(paid)))
        if granted > paid:
            told.append(_("Le reste, %(amount)s, est revenu au fonds.", amount=euros(granted - paid)))
    elif paid:
        told.append(_("%(amount)s sont déjà versés.", amount=euros(paid)))
    else:
        told.append(_("Rien n'est encore versé."))
    return " ".join(told)


def segments(project: Project, stands: Position) -> list[Segment]:
    """Split the grant into what is justified, paid, still to pay, and back in the fund."""
    back = max((project.granted_cents or 0) - stands.granted, 0)
    parts = (
        (_("Dépensé et justifié"), stands.justified, "paid"),
        (_("Versé, à justifier"), stands.paid, "committed"),
        (_("Pas encore versé"), stands.reserved + stands.committed, "reserved"),
        (_("Dette effacée"), stands.waived, "committed"),
        (_("Revenu au fonds"), back, "back"),
    )
    return [Segment(label, cents, euros(cents), kind) for label, cents, kind in parts if cents]


def spending(project: Project, stands: Position) -> list[tuple[str, str]]:
    """Return what was granted, paid, justified and is left, from the ledger: the bar in figures.

    What is paid counts what is justified since: it left the fund. What is left is still to be paid.
    """
    granted = project.granted_cents or 0
    rows = (
        (_("Accordé"), granted),
        (_("Versé"), stands.out),
        (_("dont justifié par des tickets"), stands.justified),
        (_("Reste à verser"), stands.reserved + stands.committed),
    )
    return [(label, euros(cents)) for label, cents in rows]


def task(project: Project, actor: Actor) -> str:
    """Name what the person can do now on the money of a project; "wait" when it is another's turn."""
    awaited = queries.awaited_payment(project)
    if awaited is not None:
        can = policy.can_sign(project, actor) and actor.person_id != awaited.ordered_by_id
        return "second" if can else "awaited"
    if policy.carries(project, actor):
        return _of_carrier(project, actor)
    if policy.can_order(project, actor):
        return _of_gestionnaire(project)
    is_owed = project.state == "refund_due" and queries.balance_due(project) < 0
    return "waive" if is_owed and policy.can_waive(project, actor) else "wait"


def reckoning(project: Project, stands: Position) -> str:
    """Say how what is left to pay, or to give back, follows from the three figures of a settlement."""
    granted, accepted = project.granted_cents or 0, queries.receipts(project).eligible
    counted, paid, due = min(granted, accepted), stands.paid + stands.justified, queries.balance_due(project)
    limit = _("le montant accordé") if granted < accepted else _("les dépenses acceptées")
    named = {"counted": euros(counted), "limit": limit, "paid": euros(paid), "left": euros(abs(due))}
    if due < 0:
        return _("L'équipe a reçu %(paid)s. Le fonds compte %(counted)s (%(limit)s). Il faut rendre %(left)s.", **named)
    if due == 0:
        return _("Le fonds compte %(counted)s (%(limit)s). C'est ce qui est déjà versé : plus rien n'est dû.", **named)
    return _("Le fonds compte %(counted)s (%(limit)s), moins %(paid)s déjà versés. Il reste %(left)s à payer.", **named)


def waiting(project: Project) -> str:
    """Say whose turn it is when the reader can do nothing."""
    sentences: dict[str, Any] = {
        "granted_with_conditions": _("L'équipe doit d'abord remplir les conditions du comité."),
        "granted": _("L'association gestionnaire fait signer l'accord."),
        "signed": _("L'association gestionnaire prépare le versement."),
        "funded": _("Le projet va commencer. L'équipe garde ses tickets et ses factures."),
        "running": _("Le projet a lieu. L'équipe garde ses tickets et ses factures."),
        "reporting": _("L'équipe prépare son bilan et ses justificatifs."),
        "report_review": _("L'association gestionnaire vérifie le bilan."),
        "refund_due": _("L'équipe doit rendre l'argent qui n'a pas servi."),
    }
    return str(sentences.get(project.state) or _("Les comptes de ce projet sont justes. Il n'y a rien à faire."))


def _of_carrier(project: Project, actor: Actor) -> str:
    if policy.can_report(project, actor):
        return "report"
    if project.state == "report_review" and any(row.asked_again for row in queries.expenses_of(project)):
        return "again"
    return "owe" if project.state == "refund_due" and queries.balance_due(project) < 0 else "wait"


def _of_gestionnaire(project: Project) -> str:
    match project.state:
        case "granted":
            return "agreement"
        case "signed":
            return "advance" if queries.advance_agreed(project) else "start"
        case "report_review":
            return _review(project)
        case "refund_due":
            return "refund" if queries.balance_due(project) < 0 else "close"
        case state:
            return "works" if state in policy.REPORTING_STATES else "wait"


def _review(project: Project) -> str:
    if queries.receipts(project).unjudged:
        return "judge"
    return "ask_refund" if queries.balance_due(project) < 0 else "settle"

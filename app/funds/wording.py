"""The words of money on screen: accounts, movements, payments, and why the fund says no."""

from __future__ import annotations

from app.files import FileRefused
from app.funds.models import Account, Cause, PaymentKind, PaymentMode
from app.funds.refusals import BudgetExceeded, MoneyRefused
from app.funds.rulebook import RulesChange, VoteMode
from app.i18n import LazyString, euros
from app.i18n import gettext as _
from app.i18n import lazy_gettext as lazy
from app.projects.models import Project
from app.projects.policy import NotAllowed
from app.steps import wording
from workflows.engine import ActionRefused

Refusal = MoneyRefused | BudgetExceeded | ActionRefused | FileRefused | NotAllowed
REFUSALS = (MoneyRefused, BudgetExceeded, ActionRefused, FileRefused, NotAllowed)
"""Everything a service of money may raise for a person to read."""

ACCOUNTS: dict[Account, LazyString] = {
    Account.SOURCE: lazy("Versé par les financeurs"),
    Account.OPENING: lazy("Reste de l'année d'avant"),
    Account.AVAILABLE: lazy("Disponible"),
    Account.RESERVED: lazy("Réservé"),
    Account.COMMITTED: lazy("Engagé"),
    Account.PAID: lazy("Versé"),
    Account.JUSTIFIED: lazy("Justifié"),
    Account.TO_RETURN: lazy("À rendre au financeur"),
    Account.RETURNED: lazy("Rendu au financeur"),
    Account.CARRIED_OVER: lazy("Reporté à l'année suivante"),
}

CAUSES: dict[Cause, LazyString] = {
    Cause.FUNDING: lazy("Argent reçu"),
    Cause.FUNDING_CORRECTION: lazy("Argent noté par erreur"),
    Cause.GRANT: lazy("Subvention accordée"),
    Cause.CORRECTION: lazy("Correction"),
    Cause.SIGNATURE: lazy("Accord signé"),
    Cause.CANCELLATION: lazy("Subvention abandonnée"),
    Cause.ADVANCE: lazy("Avance versée"),
    Cause.BALANCE: lazy("Solde versé"),
    Cause.JUSTIFICATION: lazy("Dépenses justifiées"),
    Cause.REFUND: lazy("Remboursement reçu"),
    Cause.RELEASE: lazy("Reste rendu au fonds"),
    Cause.CLOSING: lazy("Fin de l'année"),
    Cause.OPENING: lazy("Report de l'année d'avant"),
    Cause.RETURN: lazy("Argent rendu au financeur"),
    Cause.TRAINING: lazy("Action de formation"),
}

KINDS: dict[PaymentKind, LazyString] = {
    PaymentKind.ADVANCE: lazy("Avance"),
    PaymentKind.BALANCE: lazy("Solde"),
    PaymentKind.REFUND: lazy("Remboursement"),
}

MODES: dict[PaymentMode, LazyString] = {
    PaymentMode.TRANSFER: lazy("Virement"),
    PaymentMode.CHEQUE: lazy("Chèque"),
    PaymentMode.DIRECT_PURCHASE: lazy("Achat direct"),
    PaymentMode.REIMBURSEMENT: lazy("Remboursement de frais"),
}

VOTE_MODES: dict[VoteMode, LazyString] = {
    VoteMode.SHOW_OF_HANDS: lazy("À main levée"),
    VoteMode.PHONES: lazy("Chacun et chacune sur son téléphone"),
    VoteMode.SECRET: lazy("À bulletin secret"),
}

RULES: dict[str, LazyString] = {
    "not_yours": lazy(
        "Vous ne pouvez pas faire cela sur ce projet. Si vous portez le projet, une autre personne agit."
    ),
    "wrong_moment": lazy("Ce n'est pas le moment. Relisez où en est le projet."),
    "amount_not_positive": lazy("Écrivez un montant au-dessus de zéro."),
    "payee_unnamed": lazy("Écrivez à qui va l'argent."),
    "source_unnamed": lazy("Écrivez qui donne cet argent."),
    "order_awaited": lazy("Un versement attend déjà une deuxième signature."),
    "no_order": lazy("Aucun versement n'attend de signature."),
    "same_person": lazy("Vous avez préparé ce versement. Une autre personne doit le signer."),
    "receipts_unjudged": lazy("Des justificatifs attendent d'être acceptés ou refusés."),
    "nothing_owed": lazy("Il n'y a rien à rembourser."),
    "reason_missing": lazy("Expliquez le refus en une phrase."),
    "receipt_judged": lazy("Ce justificatif a déjà été examiné. Il ne s'efface plus."),
    "receipt_unknown": lazy("Ce justificatif n'existe plus."),
    "day_to_come": lazy("Cette date n'est pas encore passée."),
    "counts_wrong": lazy("Les personnes nouvelles ne peuvent pas être plus nombreuses que les personnes venues."),
    "receipts_exist": lazy("Vous avez ajouté des justificatifs. Retirez-les, ou décochez « rien n'a été dépensé »."),
    "already_reserved": lazy("De l'argent est déjà réservé pour ce projet."),
    "fund_exists": lazy("Cette ville a déjà un fonds, ou ce code est pris."),
    "rules_sealed": lazy("Ces règles sont adoptées : elles ne changent plus. Préparez une nouvelle version."),
    "rules_changed": lazy("Une autre personne a changé ces règles. Relisez, puis enregistrez de nouveau."),
    "rules_in_force": lazy("Ces règles sont déjà en vigueur. Préparez une nouvelle version."),
    "rules_same": lazy("Rien ne change par rapport aux règles en vigueur. Changez au moins une règle."),
    "rules_too_early": lazy("Choisissez une date à venir, ou aujourd'hui."),
    "opening_incomplete": lazy("Il manque des réponses. Reprenez les questions."),
    "opening_done": lazy("Ce fonds est déjà ouvert."),
    "year_closed": lazy("L'enveloppe de cette année n'est pas ouverte."),
    "year_over": lazy("Cette année est close. On n'y ajoute plus rien."),
    "year_not_over": lazy("Cette année n'est pas finie. On la clôt à partir du 1er janvier."),
    "closing_not_asked": lazy("Une première personne doit d'abord préparer la clôture."),
    "closing_changed": lazy("Les comptes ont changé depuis. Relisez, puis validez."),
    "same_closer": lazy("Vous avez préparé cette clôture. Une autre personne doit la valider."),
    "neighbourhood_missing": lazy("Choisissez un quartier de cette ville."),
    "funding_corrected": lazy("Cette ligne est déjà corrigée."),
    "earlier_year_open": lazy("Clôturez d'abord l'année précédente."),
}

RULES_CHANGES: dict[RulesChange, LazyString] = {
    RulesChange.MADE: lazy("brouillon commencé"),
    RulesChange.CHANGED: lazy("brouillon modifié"),
    RulesChange.ADOPTED: lazy("règles adoptées"),
    RulesChange.REOPENED: lazy("règles reprises avant leur date"),
    RulesChange.DROPPED: lazy("brouillon effacé"),
}

PAST: dict[str, LazyString] = {
    "payment_ordered": lazy("Un versement attend une deuxième signature."),
    "payment_dropped": lazy("Un versement préparé est annulé avant paiement."),
    "refund_received": lazy("Une partie de l'argent est revenue."),
    "receipt": lazy("Un justificatif de dépense est ajouté."),
}
"""How the history tells what happens to money without moving the project."""


def sentence(refused: Refusal, project: Project | None = None) -> str:
    """Say in plain words why the fund refuses."""
    if isinstance(refused, BudgetExceeded):
        return _("Il manque %(missing)s dans le fonds.", missing=euros(refused.missing_cents))
    if isinstance(refused, ActionRefused) and project is not None:
        return wording.refusal(project, refused)
    if isinstance(refused, MoneyRefused):
        return _with_amount(refused) or str(RULES[refused.code])
    return str(refused) if isinstance(refused, FileRefused) else str(RULES["not_yours"])


def _with_amount(refused: MoneyRefused) -> str:
    amount = euros(refused.cents)
    match refused.code:
        case "above_advance_rate":
            return _("L'avance ne peut pas dépasser %(limit)s.", limit=amount)
        case "refund_first":
            return _("L'équipe doit d'abord rendre %(owed)s.", owed=amount)
        case "refund_not_within":
            return _("Il reste %(owed)s à rendre. Écrivez ce montant, ou moins.", owed=amount)
        case "debt_changed":
            return _("Une somme vient d'être notée. Il reste %(owed)s à rendre. Relisez, puis validez.", owed=amount)
        case "balance_changed":
            return _("Le solde vient de changer. Il est maintenant de %(due)s. Relisez, puis validez.", due=amount)
        case _:
            return ""

"""The words of money on screen: accounts, movements, payments, and why the fund says no."""

from __future__ import annotations

from app.files import FileRefused
from app.funds.models import Account, Cause, PaymentKind, PaymentMode
from app.funds.payment_models import Plan, RecipientKind
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
    Account.WAIVED: lazy("Dette effacée"),
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
    Cause.PURCHASE: lazy("Achat payé par le fonds"),
    Cause.REIMBURSEMENT: lazy("Frais remboursés"),
    Cause.BALANCE: lazy("Solde versé"),
    Cause.JUSTIFICATION: lazy("Dépenses justifiées"),
    Cause.REFUND: lazy("Remboursement reçu"),
    Cause.WAIVER: lazy("Dette effacée"),
    Cause.RELEASE: lazy("Reste rendu au fonds"),
    Cause.CLOSING: lazy("Fin de l'année"),
    Cause.OPENING: lazy("Report de l'année d'avant"),
    Cause.RETURN: lazy("Argent rendu au financeur"),
    Cause.TRAINING: lazy("Action de formation"),
}

KINDS: dict[PaymentKind, LazyString] = {
    PaymentKind.ADVANCE: lazy("Avance"),
    PaymentKind.PURCHASE: lazy("Achat direct"),
    PaymentKind.REIMBURSEMENT: lazy("Frais remboursés"),
    PaymentKind.BALANCE: lazy("Solde"),
    PaymentKind.REFUND: lazy("Argent rendu par l'équipe"),
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
    "plan_forbidden": lazy("Le règlement du fonds ne permet pas de payer ainsi cette personne ou cette structure."),
    "mode_forbidden": lazy("Le règlement du fonds ne permet pas ce moyen de paiement."),
    "no_advance_agreed": lazy("L'accord signé ne prévoit pas d'avance."),
    "paper_untold": lazy("Écrivez qui a signé, et où l'original est gardé."),
    "purchase_unnamed": lazy("Dites ce qui est acheté."),
    "own_purchase": lazy("Le fonds a payé cette facture lui-même. Elle est acceptée."),
    "photo_unknown": lazy("Cette photo n'attend plus de montant."),
    "report_photos_count": lazy("Choisissez six photos au plus."),
    "photos_count": lazy("Choisissez au moins une photo, et dix au plus."),
    "story_missing": lazy("Écrivez une ou deux phrases, ou envoyez un message vocal."),
    "no_voice": lazy("Il n'y a pas de message vocal dans ce bilan."),
    "finance_only": lazy("Seul le contrôle financier peut effacer une dette."),
    "parts_wrong": lazy("Choisissez entre deux et dix fois."),
    "nothing_late": lazy("Aucun bilan ni remboursement n'est en retard."),
    "waived_already": lazy("Une exception est déjà accordée à ce projet."),
    "no_waiver": lazy("Ce projet n'a pas d'exception."),
    "nothing_owed": lazy("Il n'y a rien à rembourser."),
    "reason_missing": lazy("Expliquez pourquoi, en une phrase."),
    "receipt_judged": lazy("Ce justificatif a déjà été examiné. Il ne s'efface plus."),
    "line_unknown": lazy("Cette ligne n'est plus dans le budget du projet. Choisissez-en une autre."),
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
    "year_closed": lazy(
        "L'enveloppe de cette année n'est pas ouverte. L'association gestionnaire ou le contrôle financier "
        "l'ouvre en notant l'argent reçu."
    ),
    "year_over": lazy("Cette année est close. On n'y ajoute plus rien."),
    "year_not_over": lazy("Cette année n'est pas finie. On la clôt à partir du 1er janvier."),
    "closing_not_asked": lazy("Une première personne doit d'abord préparer la clôture."),
    "closing_changed": lazy("Les comptes ont changé depuis. Relisez, puis validez."),
    "same_closer": lazy("Vous avez préparé cette clôture. Une autre personne doit la valider."),
    "neighbourhood_missing": lazy("Choisissez un quartier de cette ville."),
    "funding_corrected": lazy("Cette ligne est déjà corrigée."),
    "earlier_year_open": lazy("Clôturez d'abord l'année précédente."),
}

PLANS: dict[Plan, LazyString] = {
    Plan.ADVANCE: lazy("Une avance maintenant, le reste à la fin"),
    Plan.DIRECT_PURCHASE: lazy("L'association gestionnaire achète elle-même"),
    Plan.REIMBURSEMENT: lazy("L'équipe achète, puis se fait rembourser"),
}

PLAN_HELP: dict[Plan, LazyString] = {
    Plan.ADVANCE: lazy("L'équipe reçoit une partie de l'argent avant de commencer."),
    Plan.DIRECT_PURCHASE: lazy("Chaque facture est payée au magasin. Personne n'avance d'argent."),
    Plan.REIMBURSEMENT: lazy("Chaque ticket accepté est remboursé, même avant la fin."),
}

RECIPIENTS: dict[RecipientKind, LazyString] = {
    RecipientKind.ASSOCIATION: lazy("L'association qui porte le projet"),
    RecipientKind.SUPPORT: lazy("Une structure qui reçoit l'argent pour le groupe"),
    RecipientKind.PERSON: lazy("Une personne du groupe"),
}

WITH_AMOUNT: dict[str, LazyString] = {
    "above_advance_rate": lazy("L'avance ne peut pas dépasser %(amount)s."),
    "above_grant": lazy("Il reste %(amount)s à dépenser sur ce projet."),
    "above_receipts": lazy("Les tickets acceptés permettent de rembourser %(amount)s au plus."),
    "part_not_within": lazy("Le montant accepté doit être entre zéro et %(amount)s."),
    "sworn_too_much": lazy("Sans ticket, on peut encore déclarer %(amount)s au plus pour ce projet."),
    "refund_first": lazy("L'équipe doit d'abord rendre %(amount)s."),
    "refund_not_within": lazy("Il reste %(amount)s à rendre. Écrivez ce montant, ou moins."),
    "debt_changed": lazy("Une somme vient d'être notée. Il reste %(amount)s à rendre. Relisez, puis validez."),
    "balance_changed": lazy("Le solde vient de changer. Il est maintenant de %(amount)s. Relisez, puis validez."),
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
    "agreement_prepared": lazy("L'accord à signer est prêt."),
    "payment_refused": lazy("La deuxième signature est refusée. Rien n'est payé."),
    "purchase_paid": lazy("Le fonds paie un achat pour le projet."),
    "reimbursement_paid": lazy("Le fonds rembourse des achats de l'équipe."),
    "receipt_again": lazy("Une nouvelle photo d'un ticket est envoyée."),
    "receipt_asked_again": lazy("Une photo plus claire d'un ticket est demandée."),
    "refund_spread": lazy("L'argent à rendre est étalé sur plusieurs mois."),
    "refund_waived": lazy("Une dette est effacée par le contrôle financier."),
    "bar_lifted": lazy("Une exception permet une nouvelle aide malgré un retard."),
    "bar_put_back": lazy("L'exception pour une nouvelle aide est retirée."),
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
    told = WITH_AMOUNT.get(refused.code)
    return str(told) % {"amount": euros(refused.cents)} if told else ""

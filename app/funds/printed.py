"""What is printed about the money of a project: the agreement, an order of payment, the form of the report."""

from __future__ import annotations

from typing import Any

from app import clock, pdf, qr
from app.addresses import full_address
from app.funds import plans, queries
from app.funds.models import Payment, PaymentKind
from app.funds.payment_models import Plan
from app.funds.services.agreements import Signed
from app.funds.wording import KINDS, MODES, PLAN_HELP, PLANS, RECIPIENTS
from app.i18n import day, euros
from app.i18n import gettext as _
from app.projects.models import CarrierKind, Project


def agreement_made(project: Project, signed: Signed | None = None) -> bytes:
    """Return the PDF of the agreement; `signed` is told when it was signed on paper."""
    agreement, rules = plans.agreement_of(project), queries.rules_of(project)
    terms = agreement or plans.usual_terms(project, rules)
    data = _about(project) | {
        "title": _("Accord de subvention"),
        "number": agreement.number if agreement else f"{project.ref}-A",
        "parties": _parties(project),
        "money": [
            (_("Montant accordé"), euros(project.granted_cents or 0)),
            (_("Qui reçoit l'argent"), f"{terms.recipient} ({str(RECIPIENTS[terms.recipient_kind]).lower()})"),
            (_("Comment"), f"{PLANS[terms.plan]}. {PLAN_HELP[terms.plan]}"),
            *_advance(project, terms.plan),
        ],
        "duties": _duties(project),
        "charter": _charter() if project.carrier_kind is CarrierKind.ASSOCIATION else _promises(),
        "charter_title": _("Le contrat d'engagement républicain")
        if project.carrier_kind is CarrierKind.ASSOCIATION
        else _("Ce que l'équipe promet"),
        "carriers": [member.name for member in project.team],
        "sign_labels": _sign_labels(),
        "signed": _signed(signed) if signed and signed.kept_at else "",
        "conditions_title": _("Ce que l'équipe s'engage à faire"),
        "money_title": _("L'argent"),
        "parties_title": _("Entre"),
        "signatures_title": _("Signatures"),
    }
    return pdf.made("funds/documents/agreement.typ", data)


def order_made(project: Project, payment: Payment, names: dict[int, str]) -> bytes:
    """Return the PDF of an order of payment; `names` are those of the people who prepared and signed it."""
    facts = [
        (_("Numéro de l'ordre"), payment.number),
        (_("Quoi"), str(KINDS[payment.kind])),
        (_("Montant"), euros(payment.amount_cents)),
        (_("À qui"), payment.payee),
        (_("Comment"), str(MODES[payment.mode])),
        (_("Référence"), payment.reference or "-"),
        (_("Préparé par"), f"{names.get(payment.ordered_by_id, '-')}, {day(payment.ordered_at)}"),
    ]
    if payment.kind is PaymentKind.PURCHASE:
        facts.insert(3, (_("Pour acheter"), payment.label))
    if payment.second_by_id:
        facts.append((_("Deuxième signature"), names.get(payment.second_by_id, "-")))
    facts.append((_("Où il en est"), _status(payment)))
    data = _about(project) | {
        "title": _("Ordre de paiement"),
        "facts": facts,
        "account": _("Le compte bancaire est celui du RIB remis à l'association. Son numéro n'est pas gardé ici."),
        "sign": [] if payment.paid_at or payment.voided_at else [_("Deuxième signature")],
    }
    return pdf.made("funds/documents/order.typ", data)


def report_form_made(project: Project) -> bytes:
    """Return the PDF of the report to fill by hand, with the number and the code that bring it back to its file."""
    fund = queries.rules_of(project).fund
    due = day(project.due_at) if project.state == "reporting" and project.due_at else ""
    data = _about(project) | {
        "title": _("Fiche bilan du projet"),
        "lead": _("Remplissez cette fiche, ou demandez de l'aide. Quelques phrases suffisent."),
        "due": _("À rendre avant le %(day)s.", day=due) if due else "",
        "back": _("Rendez-la à %(where)s avec vos tickets et factures.", where=fund.gestionnaire),
        "questions": [
            (_("Qu'avez-vous fait ? Où, quand, avec qui ?"), 6),
            (_("Qu'est-ce qui a marché ? Qu'est-ce qui a été difficile ?"), 5),
            (_("Et après ? Que voulez-vous faire ensemble ?"), 3),
        ],
        "counts": [_("Combien de personnes sont venues ?"), _("Dont combien pour la première fois ?")],
        "receipts_title": _("Ce qui a été dépensé"),
        "columns": [_("Quoi"), _("Où"), _("Quel jour"), _("Montant")],
        "nothing": _("Rien n'a été dépensé."),
        "consent": _("Nous joignons des photos. Les personnes qu'on reconnaît sont d'accord."),
        "sign": [_("Nom et signature"), _("Date")],
    }  # fmt: skip
    return pdf.made("funds/documents/report_form.typ", data)


def _about(project: Project) -> dict[str, Any]:
    """Return what heads every sheet: which project, and the code that leads back to it."""
    fund = queries.rules_of(project).fund
    place = project.neighbourhood
    address = full_address(f"/projects/{project.ref}")
    return {
        "project": [
            (_("Projet"), project.title),
            (_("Numéro"), project.ref),
            (_("Quartier"), place.name if place else "-"),
            (_("Fonds"), fund.name),
        ],
        "ref": project.ref,
        "code": qr.svg(address),
        "code_label": _("Ce code ouvre la page du projet %(ref)s.", ref=project.ref),
    }


def _parties(project: Project) -> list[str]:
    fund = queries.rules_of(project).fund
    people = ", ".join(member.name for member in project.team)
    carriers = f"{project.association_name.strip()} ({people})" if project.association_name.strip() else people
    return [
        _("%(name)s, qui tient les comptes du fonds « %(fund)s »", name=fund.gestionnaire, fund=fund.name),
        _("et l'équipe du projet : %(people)s.", people=carriers),
    ]


def _advance(project: Project, plan: Plan) -> list[tuple[str, str]]:
    if plan is not Plan.ADVANCE:
        return []
    return [(_("Avance"), _("%(limit)s au plus, après la signature.", limit=euros(queries.advance_agreed(project))))]


def _duties(project: Project) -> list[str]:
    rules = queries.rules_of(project)
    dates = (
        [_("Faire le projet entre le %(start)s et le %(end)s.", start=day(project.starts_on), end=day(project.ends_on))]
        if project.starts_on and project.ends_on
        else []
    )
    return [
        *dates,
        _("Garder chaque ticket et chaque facture, ou les photographier tout de suite."),
        _("Envoyer un bilan dans les %(days)s jours après la fin : écrit, dit ou en photos.", days=rules.report_days),
        _("Rendre l'argent qui n'a pas servi, dans les %(days)s jours après la demande.", days=rules.refund_days),
        _("Dire sur les affiches que le fonds aide le projet, avec les logos des financeurs."),
        _("Demander les autorisations et l'assurance nécessaires."),
        _("Demander leur accord aux personnes qu'on reconnaît sur les photos."),
        _("Le fonds paie au plus les dépenses prouvées, et jamais plus que le montant accordé."),
    ]


def _charter() -> list[str]:
    """Return the seven commitments in plain words (decree 2021-1947 of 31 December 2021)."""
    return [
        _("Respecter les lois de la République."),
        _("Laisser chaque personne libre de penser et de croire."),
        _("Laisser chacun libre d'entrer dans l'association et d'en sortir."),
        _("Traiter tout le monde de la même façon."),
        _("Agir avec fraternité et refuser la violence."),
        _("Respecter la dignité de chaque personne."),
        _("Respecter les symboles de la République."),
    ]


def _promises() -> list[str]:
    return [
        _("Le projet est ouvert aux habitants et habitantes, sans discrimination."),
        _("L'argent sert au projet, à rien d'autre."),
        _("Personne ne tire un bénéfice de cet argent."),
    ]


def _sign_labels() -> dict[str, str]:
    return {
        "carrier": _("Pour l'équipe :"),
        "fund": _("Pour l'association gestionnaire, nom et signature :"),
        "day": _("Le :"),
    }


def _signed(signed: Signed) -> str:
    return _(
        "Signé sur papier le %(day)s par %(people)s. L'original est gardé ici : %(place)s.",
        day=day(signed.signed_on), people=signed.signed_by, place=signed.kept_at,
    )  # fmt: skip


def _status(payment: Payment) -> str:
    if payment.paid_at:
        return _("Payé le %(day)s.", day=day(payment.paid_at))
    if payment.voided_at:
        return _("Annulé le %(day)s. %(reason)s", day=day(payment.voided_at), reason=payment.void_reason).strip()
    return _("Attend une deuxième signature depuis le %(day)s.", day=day(payment.ordered_at or clock.now()))

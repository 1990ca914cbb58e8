"""The conditions of the workflow whose facts are rules and money."""

from __future__ import annotations

from app import clock
from app.funds import overdue, queries, receipt_queries
from app.i18n import euros, ngettext
from app.i18n import gettext as _
from app.projects.budget import balance_of
from app.projects.models import CarrierKind, Project
from workflows.guards import guard


@guard("enough_carriers", supplied_by="carrier", screen="projects.edit")
def enough_carriers(project: Project) -> str | None:
    """An association carries the project, or as many residents as the fund's rules ask."""
    if project.carrier_kind is CarrierKind.ASSOCIATION:
        return None if project.association_name.strip() else _("Écrivez le nom de l'association.")
    rules = queries.rules_for(project)
    missing = (rules.min_group if rules else 1) - len(project.team)
    if missing <= 0:
        return None
    return ngettext(
        "Il manque %(num)d personne dans le groupe qui porte le projet.",
        "Il manque %(num)d personnes dans le groupe qui porte le projet.",
        missing,
    )


@guard("amount_within_ceiling", supplied_by="carrier", screen="projects.edit")
def amount_within_ceiling(project: Project) -> str | None:
    """What is asked is above zero and at most the ceiling of the rules (DOMAIN §A.3, invariant 2)."""
    rules = queries.rules_for(project)
    if rules is None:
        return _("Aucun fonds n'est ouvert dans cette ville. Parlez-en à la personne référente du quartier.")
    if project.requested_cents <= 0:
        return _("Indiquez combien vous demandez au fonds.")
    if project.requested_cents <= rules.ceiling(project.above_cap_reason):
        return None
    asked, cap = euros(project.requested_cents), euros(rules.cap_cents)
    if rules.above_cap_allowed:
        return _("Vous demandez %(asked)s, plus que le plafond de %(cap)s. Expliquez pourquoi.", asked=asked, cap=cap)
    return _(
        "Vous demandez %(asked)s. Le plafond du fonds est de %(cap)s. %(elsewhere)s",
        asked=asked,
        cap=cap,
        elsewhere=rules.elsewhere,
    ).strip()


@guard("amount_above_minimum", supplied_by="carrier", screen="projects.edit")
def amount_above_minimum(project: Project) -> str | None:
    """What is asked is at least the minimum of the rules."""
    rules = queries.rules_for(project)
    if rules is None or project.requested_cents >= rules.min_amount_cents:
        return None
    return _(
        "Vous demandez %(asked)s. Le fonds aide à partir de %(least)s.",
        asked=euros(project.requested_cents),
        least=euros(rules.min_amount_cents),
    )


@guard("within_exclusions", supplied_by="carrier", screen="projects.edit")
def within_exclusions(project: Project) -> str | None:
    """The carriers say that the project pays nothing of what the fund excludes, if it excludes anything."""
    rules = queries.rules_for(project)
    if rules is None or project.exclusions_denied or not rules.excluded(blocking=True):
        return None
    return _("Dites que votre projet ne paie rien de ce que le fonds exclut.")


@guard("exclusions_confirmed", supplied_by="referent", screen="projects.codesign")
def exclusions_confirmed(project: Project) -> str | None:
    """A referent checked that the project pays nothing excluded, and that it has not taken place already."""
    rules = queries.rules_for(project)
    if rules is None or not rules.excluded(blocking=True):
        return None
    if rules.excludes("already_held") and project.starts_on is not None and project.starts_on < clock.today():
        return _("Le projet a déjà commencé. Le fonds ne paie pas ce qui a déjà eu lieu. Changez les dates.")
    if project.exclusions_checked_by_id is None:
        return _("Vérifiez que le projet ne paie rien de ce que le fonds exclut.")
    return None


@guard("own_contribution_found", supplied_by="carrier", screen="projects.edit")
def own_contribution_found(project: Project) -> str | None:
    """The carriers bring the part that the rules ask, in time or goods if these count, and in money."""
    rules = queries.rules_for(project)
    if rules is None:
        return None
    budget = balance_of(project)
    own = budget.own_money + (budget.in_kind if rules.own_in_kind_counts else 0)
    missing = _part(budget.expenses, rules.own_share_pct) - own
    if missing > 0 and rules.own_in_kind_counts:
        return _(
            "L'équipe doit apporter %(missing)s de plus, en argent, en temps ou en matériel.", missing=euros(missing)
        )
    missing = max(missing, _part(budget.expenses, rules.own_money_pct) - budget.own_money)
    return _("L'équipe doit apporter %(missing)s de plus, en argent.", missing=euros(missing)) if missing > 0 else None


@guard("envelope_covers_grant", supplied_by="gestionnaire")
def envelope_covers_grant(project: Project) -> str | None:
    """The amount decided is set aside in the envelope (invariant 1)."""
    if project.granted_cents and queries.position(project).reserved >= project.granted_cents:
        return None
    return _("La somme doit être réservée dans l'enveloppe du fonds.")


@guard("carriers_up_to_date", supplied_by="carrier")
def carriers_up_to_date(project: Project) -> str | None:
    """Nobody gets a new grant while a report or a refund of theirs is late, save a waiver (invariant 10)."""
    late = overdue.overdue_of(project)
    if not late or overdue.waiver_of(project) is not None:
        return None
    return overdue.sentence(late[0])


@guard("advance_paid", supplied_by="gestionnaire", screen="funds.money")
def advance_paid(project: Project) -> str | None:
    """Some of the grant has been paid."""
    return None if queries.position(project).paid else _("L'avance n'est pas encore versée.")


@guard("report_written", supplied_by="carrier", screen="funds.report")
def report_written(project: Project) -> str | None:
    """The carriers have told how it went."""
    return None if queries.report_of(project) else _("Racontez, ou dites, comment le projet s'est passé.")


@guard("receipts_recorded", supplied_by="carrier", screen="funds.report")
def receipts_recorded(project: Project) -> str | None:
    """At least one receipt is there, or the carriers said that nothing was spent."""
    report = queries.report_of(project)
    if receipt_queries.photos_waiting(project):
        return _("Des photos de tickets attendent leur montant.")
    if queries.receipts(project).count or (report and report.no_expense):
        return None
    return _("Ajoutez vos tickets et factures, ou dites que rien n'a été dépensé.")


@guard("money_squared", supplied_by="gestionnaire", screen="funds.money")
def money_squared(project: Project) -> str | None:
    """Nothing is left to judge, pay, give back or release (B.1, step 21)."""
    if queries.receipts(project).unjudged:
        return _("Des justificatifs attendent d'être acceptés ou refusés.")
    stands = queries.position(project)
    if stands.reserved or stands.committed or stands.paid:
        return _("Le solde n'est pas encore réglé.")
    return None


@guard("refund_owed", supplied_by="gestionnaire", screen="funds.money")
def refund_owed(project: Project) -> str | None:
    """More was paid than what the receipts justify."""
    if queries.receipts(project).unjudged:
        return _("Des justificatifs attendent d'être acceptés ou refusés.")
    stands = queries.position(project)
    if stands.paid + stands.justified > queries.receipts(project).eligible:
        return None
    return _("Il n'y a rien à rembourser.")


def _part(cents: int, percent: int) -> int:
    """Return a share of an amount, in cents, rounded up: what is missing is never rounded away."""
    return -(-cents * percent // 100)

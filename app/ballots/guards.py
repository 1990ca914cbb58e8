"""The conditions under which an edition goes on (DOMAIN §B.2)."""

from __future__ import annotations

from app import clock
from app.ballots.calendar import unset_dates
from app.ballots.freezing import is_intact
from app.ballots.models import Edition, Eligibility
from app.ballots.queries import alive, candidacies, funded, listed, standing
from app.ballots.residents import projects_without_residents
from app.i18n import gettext as _
from app.i18n import ngettext
from workflows.guards import guard

FEWEST_PROJECTS = 2


@guard("edition_described", supplied_by="referent", screen="editions.basics")
def edition_described(edition: Edition) -> str | None:
    """The edition says what it is for, where, and by which criteria ideas are looked at."""
    if not edition.plain.strip():
        return _("Écrivez en une phrase à quoi sert cette édition.")
    if not edition.sectors:
        return _("Choisissez les quartiers de cette édition.")
    return None if edition.criteria else _("Gardez au moins un critère pour examiner les idées.")


@guard("calendar_set", supplied_by="referent", screen="editions.planning")
def calendar_set(edition: Edition) -> str | None:
    """Every phase has its date, in order, and there is still a day to propose an idea."""
    if unset_dates(edition):
        return _("Complétez le calendrier : il manque une date, ou l'ordre n'est pas bon.")
    if edition.ideas_until and edition.ideas_until < clock.today():
        return _("Le dernier jour pour proposer une idée est passé. Changez le calendrier.")
    return None


@guard("rules_compared", supplied_by="referent", screen="editions.simulation")
def rules_compared(edition: Edition) -> str | None:
    """Two rules were put side by side before one is adopted."""
    return None if edition.simulated_at else _("Comparez d'abord deux règles côte à côte, par une simulation.")


@guard("ideas_time_over", supplied_by="system")
def ideas_time_over(edition: Edition) -> str | None:
    """Nobody closes the time for ideas before the date that was told."""
    if edition.ideas_until and clock.now() >= clock.end_of(edition.ideas_until):
        return None
    return _("Le temps des idées n'est pas fini.")


@guard("ideas_received", supplied_by="resident")
def ideas_received(edition: Edition) -> str | None:
    """Somebody proposed something."""
    return None if candidacies(edition) else _("Aucune idée n'est encore arrivée.")


@guard("every_idea_reviewed", supplied_by="referent", screen="editions.review_list")
def every_idea_reviewed(edition: Edition) -> str | None:
    """No idea waits for its answer."""
    waiting = [each for each in standing(edition) if _waits(each.project.state)]
    if not waiting:
        return None
    return ngettext("Il reste %(num)d idée à examiner.", "Il reste %(num)d idées à examiner.", len(waiting))


@guard("refusals_told", supplied_by="referent", screen="editions.review_list")
def refusals_told(edition: Edition) -> str | None:
    """Each refused idea was handed to a service, and its author was told why."""
    silent = [
        each
        for each in candidacies(edition)
        if each.eligibility is Eligibility.REFUSED and (each.told_at is None or each.handed_to_id is None)
    ]
    if not silent:
        return None
    return ngettext(
        "Il reste %(num)d refus à dire à son auteur ou autrice.", "Il reste %(num)d refus à dire.", len(silent)
    )


@guard("list_ready", supplied_by="referent", screen="editions.projects")
def list_ready(edition: Edition) -> str | None:
    """There is something to choose from, and enough for the fewest choices asked."""
    fewest = max(FEWEST_PROJECTS, edition.min_choices)
    if len(alive(edition)) >= fewest:
        return None
    return _("Il faut au moins %(number)d projets sur la liste, autant que de choix demandés.", number=fewest)


@guard("costs_estimated", supplied_by="referent", screen="editions.projects")
def costs_estimated(edition: Edition) -> str | None:
    """Each project of the list has its cost, under the ceiling."""
    missing = [each for each in alive(edition) if not each.cost_cents or each.cost_cents > edition.ceiling_cents]
    if not missing:
        return None
    return ngettext(
        "Il reste %(num)d projet sans coût, ou plus cher que le plafond.",
        "Il reste %(num)d projets sans coût, ou plus chers que le plafond.",
        len(missing),
    )


@guard("residents_in_every_project", supplied_by="referent", screen="editions.projects")
def residents_in_every_project(edition: Edition) -> str | None:
    """Residents worked on each project of the list (F-36)."""
    alone = projects_without_residents([each.project_id for each in alive(edition)])
    if not alone:
        return None
    return ngettext(
        "Il reste %(num)d projet sans séance de travail avec des habitants et habitantes.",
        "Il reste %(num)d projets sans séance de travail avec des habitants et habitantes.",
        len(alone),
    )


@guard("record_frozen", supplied_by="referent", screen="editions.freezing")
def record_frozen(edition: Edition) -> str | None:
    """Rules, list, costs, envelope and tie seed are frozen, and what is published is what was frozen."""
    return None if is_intact(edition) else _("Figez d'abord les règles, la liste et les coûts.")


@guard("record_not_frozen", supplied_by="referent")
def record_not_frozen(edition: Edition) -> str | None:
    """A frozen list is never opened again."""
    return _("La liste est figée : elle ne change plus.") if edition.frozen_at else None


@guard("opening_time_come", supplied_by="system")
def opening_time_come(edition: Edition) -> str | None:
    """The vote opens when it was told."""
    if edition.opens_at and clock.now() >= edition.opens_at:
        return None
    return _("Le vote ouvre à la date annoncée, pas avant.")


@guard("vote_over", supplied_by="system")
def vote_over(edition: Edition) -> str | None:
    """Nothing is counted while somebody may still vote."""
    if edition.closes_at and clock.now() >= edition.closes_at:
        return None
    return _("Le vote n'est pas fini.")


@guard("ballots_sealed", supplied_by="referent", screen="voting.close")
def ballots_sealed(edition: Edition) -> str | None:
    """Two persons destroyed the key that tied ballots to voters."""
    return None if edition.sealed_at else _("Deux personnes doivent d'abord clore le vote et détruire la clé.")


@guard("votes_counted", supplied_by="referent", screen="counting.home")
def votes_counted(edition: Edition) -> str | None:
    """The ballots were counted."""
    return None if edition.counted_at else _("Les bulletins ne sont pas encore comptés.")


@guard("count_repeated", supplied_by="committee_secretary", screen="counting.home")
def count_repeated(edition: Edition) -> str | None:
    """A second count gave the same result."""
    return None if edition.recounted_at else _("Comptez une seconde fois avant de publier.")


@guard("outcome_published", supplied_by="referent", screen="counting.home")
def outcome_published(edition: Edition) -> str | None:
    """Each project of the list knows whether it was chosen."""
    if edition.published_at and all(each.is_winner is not None for each in listed(edition)):
        return None
    return _("Le résultat n'est pas encore prêt à publier.")


@guard("council_decided", supplied_by="referent", screen="editions.council_vote")
def council_decided(edition: Edition) -> str | None:
    """The council voted: a date, a reference and the document."""
    if edition.council_on and edition.council_reference and edition.council_sha256:
        return None
    return _("Notez le vote du conseil : sa date, sa référence et le document.")


@guard("projects_delivered", supplied_by="referent")
def projects_delivered(edition: Edition) -> str | None:
    """Each project that was chosen is done, or was given up with its reason."""
    going_on = [each for each in funded(edition) if each.project.state in {"selected", "funded", "running"}]
    if not going_on:
        return None
    return ngettext("Il reste %(num)d projet à réaliser.", "Il reste %(num)d projets à réaliser.", len(going_on))


@guard("residents_judged_projects", supplied_by="evaluator")
def residents_judged_projects(edition: Edition) -> str | None:
    """A panel of residents judged each project that was done (F-36)."""
    waiting = [each for each in funded(edition) if each.project.is_open]
    if not waiting:
        return None
    return ngettext(
        "Il reste %(num)d projet que des habitants et habitantes doivent évaluer.",
        "Il reste %(num)d projets que des habitants et habitantes doivent évaluer.",
        len(waiting),
    )


def _waits(state: str) -> bool:
    return state in {"submitted", "incomplete"}

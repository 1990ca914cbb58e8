"""The conditions under which a project of the participatory budget goes on."""

from __future__ import annotations

from app.ballots.calendar import ideas_to_come, takes_ideas
from app.ballots.models import Eligibility
from app.ballots.queries import candidacy_of, funded
from app.i18n import day
from app.i18n import gettext as _
from app.projects.models import Project
from app.projects.queries.merging import open_proposal
from workflows.guards import guard

REVIEWING = frozenset({"ideas", "eligibility", "coconstruction"})
RESULT_KNOWN = frozenset({"count", "deliberation", "delivery", "evaluation", "closed"})


@guard("idea_placed", supplied_by="carrier", screen="projects.edit")
def idea_placed(project: Project) -> str | None:
    """The idea says in which neighbourhood; its dates come once services know how long it takes."""
    return None if project.neighbourhood_id else _("Choisissez le quartier du projet.")


@guard("ideas_open", supplied_by="referent")
def ideas_open(project: Project) -> str | None:
    """The edition takes ideas now, and in this neighbourhood."""
    candidacy = candidacy_of(project)
    if candidacy and candidacy.edition.state == "ideas" and (first := ideas_to_come(candidacy.edition)):
        return _("Les idées ouvrent le %(day)s. Votre brouillon est gardé.", day=day(first))
    if candidacy is None or not takes_ideas(candidacy.edition):
        return _("Le temps des idées est fini pour cette édition.")
    if project.neighbourhood_id in {sector.neighbourhood_id for sector in candidacy.edition.sectors}:
        return None
    return _("Cette édition ne concerne pas ce quartier.")


@guard("idea_found_eligible", supplied_by="referent", screen="editions.idea")
def idea_found_eligible(project: Project) -> str | None:
    """Every criterion was looked at and is met."""
    candidacy = candidacy_of(project)
    if candidacy and candidacy.eligibility is Eligibility.ELIGIBLE:
        return None
    return _("Chaque critère doit être examiné et rempli.")


@guard("refusal_explained", supplied_by="referent", screen="editions.idea")
def refusal_explained(project: Project) -> str | None:
    """The reason is written, a service receives the idea, and the author is told."""
    candidacy = candidacy_of(project)
    if candidacy and candidacy.eligibility is Eligibility.REFUSED and candidacy.told_at and candidacy.handed_to_id:
        return None
    return _("Dites la raison, et à quel service l'idée est confiée.")


@guard("list_still_open", supplied_by="referent")
def list_still_open(project: Project) -> str | None:
    """The list is not locked yet."""
    candidacy = candidacy_of(project)
    if candidacy and candidacy.edition.state in REVIEWING:
        return None
    return _("La liste des projets est arrêtée. Proposez de nouveau l'idée à la prochaine édition.")


@guard("cost_estimated", supplied_by="referent", screen="editions.estimate")
def cost_estimated(project: Project) -> str | None:
    """Services said what the project costs, under the ceiling."""
    candidacy = candidacy_of(project)
    if candidacy and candidacy.cost_cents and candidacy.cost_cents <= candidacy.edition.ceiling_cents:
        return None
    return _("Le coût du projet n'est pas encore estimé, ou dépasse le plafond.")


@guard("same_edition", supplied_by="carrier", screen="projects.merging")
def same_edition(project: Project) -> str | None:
    """An idea goes on only in a project on which the same residents will vote."""
    found, candidacy = open_proposal(project), candidacy_of(project)
    other = candidacy_of(found.into) if found else None
    if found is None or (candidacy and other and other.edition_id == candidacy.edition_id):
        return None
    return _("L'autre projet doit être proposé à la même édition du budget participatif.")


@guard("result_known", supplied_by="referent")
def result_known(project: Project) -> str | None:
    """The vote was counted twice and published."""
    candidacy = candidacy_of(project)
    if candidacy and candidacy.is_winner is not None and candidacy.edition.published_at:
        return None
    return _("Le résultat du vote n'est pas publié.")


@guard("residents_voted", supplied_by="resident")
def residents_voted(project: Project) -> str | None:
    """Residents chose this project, in a vote that was counted twice."""
    candidacy = candidacy_of(project)
    if candidacy and candidacy.is_winner and candidacy.edition.recounted_at and candidacy.edition.published_at:
        return None
    return _("Les habitants et habitantes n'ont pas choisi ce projet par leur vote.")


@guard("outcome_within_envelope", supplied_by="referent")
def outcome_within_envelope(project: Project) -> str | None:
    """The projects chosen cost together no more than the envelope that was frozen before the vote."""
    candidacy = candidacy_of(project)
    if (
        candidacy
        and sum(each.awarded_cents or 0 for each in funded(candidacy.edition)) <= candidacy.edition.envelope_cents
    ):
        return None
    return _("Les projets choisis coûtent plus que l'enveloppe.")


@guard("withdrawal_signed", supplied_by="referent", screen="editions.withdrawal")
def withdrawal_signed(project: Project) -> str | None:
    """A project leaves an open vote by a signed act."""
    candidacy = candidacy_of(project)
    return None if candidacy and candidacy.withdrawal else _("Le retrait du vote doit être signé, avec sa raison.")


@guard("council_voted", supplied_by="referent")
def council_voted(project: Project) -> str | None:
    """The council voted the money of this project."""
    candidacy = candidacy_of(project)
    if candidacy and candidacy.edition.council_on and not candidacy.council_refusal:
        return None
    return _("Le conseil n'a pas encore voté les crédits de ce projet.")


@guard("council_refused", supplied_by="referent")
def council_refused(project: Project) -> str | None:
    """The council refused this project, and says why."""
    candidacy = candidacy_of(project)
    if candidacy and candidacy.edition.council_on and candidacy.council_refusal:
        return None
    return _("Le conseil n'a pas refusé ce projet.")


@guard("delivery_accounted", supplied_by="referent", screen="editions.delivered")
def delivery_accounted(project: Project) -> str | None:
    """What the project cost in the end is written down."""
    candidacy = candidacy_of(project)
    return None if candidacy and candidacy.spent_cents is not None else _("Notez ce que le projet a coûté en tout.")


@guard("edition_cancelled", supplied_by="metro_admin")
def edition_cancelled(project: Project) -> str | None:
    """The edition to which the idea was proposed will not take place."""
    candidacy = candidacy_of(project)
    return None if candidacy and candidacy.edition.state == "cancelled" else _("L'édition n'est pas annulée.")

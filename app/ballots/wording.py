"""The words of editions on screen: their history, their projects, what becomes of each."""

from __future__ import annotations

from app.ballots.models import Candidacy, Edition, Eligibility
from app.i18n import LazyString
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.steps.catalogue import state_of

PAST: dict[str, LazyString] = {
    "begin": _l("Une édition se prépare."),
    "described": _l("La présentation est mise à jour."),
    "planned": _l("Le calendrier est mis à jour."),
    "voting_chosen": _l("La façon de voter est choisie."),
    "compared": _l("Deux règles ont été comparées."),
    "open_ideas": _l("Les règles sont adoptées. Les idées sont ouvertes."),
    "close_ideas": _l("Le temps des idées est fini."),
    "finish_review": _l("Chaque idée a sa réponse."),
    "lock_list": _l("La liste des projets est arrêtée."),
    "reopen_list": _l("La liste des projets est rouverte."),
    "frozen": _l("Les règles, la liste et les coûts sont figés."),
    "open_vote": _l("Le vote est ouvert."),
    "project_withdrawn": _l("Un projet est retiré du vote."),
    "close_vote": _l("Le vote est clos. Le dépouillement commence."),
    "publish_result": _l("Le résultat est publié."),
    "record_council": _l("Le conseil a voté."),
    "finish_delivery": _l("Les projets sont réalisés."),
    "close": _l("L'édition est close."),
    "cancel": _l("L'édition est annulée."),
}
PROJECT_PAST: dict[str, LazyString] = {
    "proposed_to_edition": _l("L'idée est proposée au budget participatif."),
    "proposed_to_fund": _l("L'idée est proposée au fonds du quartier."),
    "find_eligible": _l("L'idée est possible."),
    "refuse_idea": _l("L'idée n'est pas possible dans cette édition."),
    "ask_again": _l("Un second examen est demandé."),
    "give_back": _l("L'idée est examinée en l'état."),
    "review_again": _l("L'examen reprend."),
    "cost_estimated": _l("Le coût du projet est estimé."),
    "put_on_ballot": _l("Le projet est inscrit au vote."),
    "back_to_codesign": _l("La liste est rouverte : le projet peut encore changer."),
    "withdraw_from_vote": _l("Le projet est retiré du vote."),
    "select": _l("Les habitants et habitantes ont choisi ce projet."),
    "leave_out": _l("Le vote n'a pas retenu ce projet."),
    "council_refuses": _l("Le conseil n'a pas suivi le vote."),
    "deliver": _l("Le projet est réalisé."),
    "give_up": _l("La ville renonce à ce projet."),
    "release": _l("L'édition est annulée : l'idée est rendue."),
}
ELIGIBILITY: dict[Eligibility, LazyString] = {
    Eligibility.PENDING: _l("À examiner"),
    Eligibility.ELIGIBLE: _l("Possible"),
    Eligibility.REFUSED: _l("Pas possible ici"),
    Eligibility.GROUPED: _l("Réunie avec un autre projet"),
}


def next_thing(edition: Edition) -> str:
    """Tell residents the next thing that they can do or expect."""
    return {
        "design": _("Bientôt, vous pourrez proposer vos idées."),
        "ideas": _("Proposez votre idée, seul ou seule, ou à plusieurs."),
        "eligibility": _("Chaque auteur ou autrice recevra une réponse expliquée."),
        "coconstruction": _("Venez construire les projets avec les services."),
        "list_locked": _("Lisez les projets avant de voter."),
        "vote": _("Votez pour les projets que vous voulez."),
        "count": _("Le résultat sera publié après un second dépouillement."),
        "deliberation": _("Lisez le résultat et ce qui a manqué à chaque projet."),
        "delivery": _("Suivez chaque projet sur sa page."),
        "evaluation": _("Donnez votre avis sur les projets réalisés."),
        "closed": _("Lisez ce que les habitants et habitantes en pensent."),
        "cancelled": _("Les idées sont rendues à leurs auteurs et autrices."),
    }[edition.state]


LEFT = frozenset({"withdrawn", "lapsed", "released", "given_up"})
"""States in which a project is no longer in its edition, whatever was answered to it before."""


def fate(candidacy: Candidacy) -> str:
    """Tell what became of an idea, in two or three words."""
    if candidacy.withdrawal:
        return _("Retiré du vote")
    if candidacy.project.state in LEFT:
        return _(state_of(candidacy.project).label)
    if candidacy.council_refusal:
        return _("Refusé par le conseil")
    if candidacy.is_winner is not None and candidacy.edition.published_at:
        return _("Choisi") if candidacy.is_winner else _("Pas choisi")
    if candidacy.on_ballot:
        return _("Au vote")
    return str(ELIGIBILITY[candidacy.eligibility])


def tone(candidacy: Candidacy) -> str:
    """Choose the look of what became of an idea."""
    is_over = candidacy.withdrawal or candidacy.council_refusal or candidacy.eligibility is Eligibility.REFUSED
    if is_over or candidacy.project.state in LEFT:
        return "done"
    return "act" if candidacy.eligibility is Eligibility.PENDING else "calm"

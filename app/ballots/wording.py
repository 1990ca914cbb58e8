"""The words of editions on screen: their history, their projects, what becomes of each."""

from __future__ import annotations

from datetime import datetime

from app import clock
from app.ballots.calendar import ideas_to_come, missed_opening, takes_ideas
from app.ballots.models import Candidacy, Edition, Eligibility
from app.i18n import LazyString, day, hour
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.steps.catalogue import state_of
from workflows.definition import Action

PAST: dict[str, LazyString] = {
    "begin": _l("Une édition se prépare."),
    "described": _l("La présentation est mise à jour."),
    "planned": _l("Le calendrier est mis à jour."),
    "voting_chosen": _l("La façon de voter est choisie."),
    "compared": _l("Deux règles ont été comparées."),
    "open_ideas": _l("Les règles sont adoptées."),
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
    "begin_again": _l("L'idée est proposée de nouveau, à une autre édition."),
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
        "ideas": _next_for_ideas(edition),
        "eligibility": _("Chaque auteur ou autrice recevra une réponse expliquée."),
        "coconstruction": _("Venez construire les projets avec les services."),
        "list_locked": _("Lisez les projets avant de voter."),
        "vote": _("Le résultat sera publié après un second dépouillement.")
        if _is_over(edition)
        else _("Votez pour les projets que vous voulez."),
        "count": _("Le résultat sera publié après un second dépouillement."),
        "deliberation": _("Lisez le résultat et ce qui a manqué à chaque projet."),
        "delivery": _("Suivez chaque projet sur sa page."),
        "evaluation": _("Donnez votre avis sur les projets réalisés."),
        "closed": _("Lisez ce que les habitants et habitantes en pensent."),
        "cancelled": _("Les idées sont rendues à leurs auteurs et autrices."),
    }[edition.state]


def stands(edition: Edition) -> tuple[str, str]:
    """Name where an edition is, and tell it in a sentence, with the day or the hour at which what comes next begins.

    The dates that were told rule: rules adopted early open nothing before its day.
    """
    state = state_of(edition)
    label, sentence = _(state.label), _(state.public_label)
    match edition.state:
        case "ideas" if first := ideas_to_come(edition):
            return _("Règles adoptées"), _("Les idées ouvrent le %(day)s.", day=day(first))
        case "ideas" if not takes_ideas(edition):
            return _("Idées closes"), _("Le temps des idées est fini.")
        case "list_locked" if missed_opening(edition):
            return label, _("L'ouverture du vote est retardée. Un nouveau jour va être annoncé.")
        case "list_locked" if edition.opens_at:
            return label, _("La liste des projets est connue. %(opening)s", opening=opening(edition))
        case "vote" if edition.closes_at:
            return _("Vote fini") if _is_over(edition) else label, closing(edition.closes_at)
    return label, sentence


def action_label(edition: Edition, action: Action) -> str:
    """Name an action of an edition; rules adopted before the first day for ideas open nothing yet."""
    if action.name == "open_ideas" and ideas_to_come(edition):
        return _("Adopter les règles")
    return _(action.label)


def what_follows(edition: Edition, action: str) -> str:
    """Say what comes by itself after an action, and when; empty where nothing does."""
    if action == "open_ideas" and (first := ideas_to_come(edition)):
        return _("Ensuite, les règles ne changent plus. Les idées ouvriront seules le %(day)s.", day=day(first))
    if action == "close_ideas" and edition.ideas_until and clock.now() < clock.end_of(edition.ideas_until):
        return _("Les idées se ferment seules à la fin du %(day)s.", day=day(edition.ideas_until))
    if action == "close_vote" and edition.closes_at and clock.now() < edition.closes_at:
        return closing(edition.closes_at)
    if action == "lock_list" and edition.opens_at:
        return _("Il restera à figer la liste, avant le %(day)s.", day=day(edition.opens_at))
    is_ahead = edition.opens_at is not None and clock.now() < edition.opens_at
    if action == "open_vote" and edition.frozen_at and is_ahead:
        return f"{opening(edition)} {_('Il ouvre seul.')}"
    return ""


COMES_ALONE = frozenset({"close_ideas", "close_vote", "open_vote"})
"""Actions that wait for a day that was told: until then there is nothing to do, and nothing is missing."""


def opening(edition: Edition) -> str:
    """Tell when the vote opens by itself."""
    at = edition.opens_at
    return _("Le vote ouvre le %(day)s à %(hour)s.", day=day(at), hour=hour(at)) if at else ""


def closing(at: datetime) -> str:
    """Tell until when one may vote, or that the time is over."""
    if at <= clock.now():
        return _("Le temps du vote est fini. Deux personnes vont ouvrir l'urne.")
    return _("Le vote est ouvert jusqu'au %(day)s à %(hour)s.", day=day(at), hour=hour(at))


def _is_over(edition: Edition) -> bool:
    return edition.closes_at is not None and edition.closes_at <= clock.now()


def _next_for_ideas(edition: Edition) -> str:
    if first := ideas_to_come(edition):
        return _("Préparez votre idée. Vous pourrez la proposer à partir du %(day)s.", day=day(first))
    if takes_ideas(edition):
        return _("Proposez votre idée, seul ou seule, ou à plusieurs.")
    return _("Chaque auteur ou autrice recevra une réponse expliquée.")


LEFT = frozenset({"withdrawn", "lapsed", "released", "given_up"})
"""States in which a project is no longer in its edition, whatever was answered to it before."""


def fate(candidacy: Candidacy) -> str:
    """Tell what became of an idea, in two or three words."""
    if candidacy.withdrawal:
        return _("Retiré du vote")
    if candidacy.left_at is None and candidacy.project.state in LEFT:
        return _(state_of(candidacy.project).label)
    if candidacy.on_ballot:
        return _voted(candidacy)
    if candidacy.sent_at is None:
        return _("Pas encore envoyé")
    if candidacy.left_at and candidacy.eligibility is not Eligibility.REFUSED:
        return _("Proposé à une autre édition")
    return str(ELIGIBILITY[candidacy.eligibility])


def _voted(candidacy: Candidacy) -> str:
    if candidacy.council_refusal:
        return _("Refusé par le conseil")
    if candidacy.is_winner is not None and candidacy.edition.published_at:
        return _("Choisi") if candidacy.is_winner else _("Pas choisi")
    return _("Au vote")


def tone(candidacy: Candidacy) -> str:
    """Choose the look of what became of an idea."""
    is_over = candidacy.withdrawal or candidacy.council_refusal or candidacy.eligibility is Eligibility.REFUSED
    is_over = is_over or (candidacy.is_winner is False and candidacy.edition.published_at is not None)
    if is_over or candidacy.left_at or candidacy.project.state in LEFT:
        return "done"
    return "act" if candidacy.eligibility is Eligibility.PENDING else "calm"

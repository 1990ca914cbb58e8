"""The committee's words: results, colleges, and a decision told in a plain sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from app import clock
from app.committees.amounts import Proposals
from app.committees.models import College, Decision, Result, Seat, Sitting
from app.committees.room_models import Choice, Ground, HearingMode, Motion
from app.funds.rulebook import VoteMode
from app.i18n import LazyString, day, euros, ngettext
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l

RESULTS: dict[Result, LazyString] = {
    Result.GRANT: _l("Accorder la somme"),
    Result.GRANT_WITH_CONDITIONS: _l("Accorder sous conditions"),
    Result.ADJOURN: _l("Reporter le projet"),
    Result.REFUSE: _l("Refuser"),
}

RESULTS_HELP: dict[str, LazyString] = {
    Result.GRANT: _l("Le projet est financé."),
    Result.GRANT_WITH_CONDITIONS: _l("Oui, dès que l'équipe aura rempli les conditions."),
    Result.ADJOURN: _l("Il manque quelque chose pour décider. Le projet reviendra."),
    Result.REFUSE: _l("Non. L'équipe pourra retravailler son projet une fois."),
}

RESULTS_TAKEN: dict[Result, LazyString] = {
    Result.GRANT: _l("Accordé"),
    Result.GRANT_WITH_CONDITIONS: _l("Accordé sous conditions"),
    Result.ADJOURN: _l("Reporté"),
    Result.REFUSE: _l("Refusé"),
}

PAST: dict[str, LazyString] = {"on_agenda": _l("Le projet est à l'ordre du jour du comité.")}
"""How the history of a project tells the committee's entries."""

PAST_OF_SITTINGS: dict[str, LazyString] = {
    "begin": _l("La séance est prévue."),
    "convene": _l("Les membres sont convoqués."),
    "postpone": _l("La séance change de date."),
    "cancel": _l("La séance est annulée."),
    "open": _l("La séance est ouverte."),
    "close": _l("La séance est fermée."),
    "sign_minutes": _l("Le procès-verbal est signé à deux."),
    "publish": _l("Le procès-verbal est publié, sans les noms."),
}

TONES: dict[Result, str] = {
    Result.GRANT: "done",
    Result.GRANT_WITH_CONDITIONS: "act",
    Result.ADJOURN: "act",
    Result.REFUSE: "blocked",
}

COLLEGES: dict[College, LazyString] = {
    College.RESIDENT: _l("habitants et habitantes"),
    College.ASSOCIATION: _l("associations"),
    College.ELECTED: _l("élus et élues"),
    College.STATE: _l("État"),
    College.LANDLORD: _l("bailleurs"),
    College.TECHNICAL: _l("services techniques"),
}

REPRESENTED: dict[College, LazyString] = {
    College.RESIDENT: _l("Les habitants et habitantes"),
    College.ASSOCIATION: _l("Une association"),
    College.ELECTED: _l("Les élus et élues"),
    College.STATE: _l("L'État"),
    College.LANDLORD: _l("Un bailleur"),
    College.TECHNICAL: _l("Un service technique"),
}

GROUNDS: dict[Ground, LazyString] = {
    Ground.TEAM: _l("Porte le projet"),
    Ground.HOUSEHOLD: _l("Même foyer qu'une personne de l'équipe"),
    Ground.CLOSE: _l("Proche d'une personne de l'équipe"),
    Ground.INTEREST: _l("Autre intérêt dans ce projet"),
}

DECLARED_GROUNDS = {ground: label for ground, label in GROUNDS.items() if ground is not Ground.TEAM}

HEARINGS: dict[HearingMode, LazyString] = {
    HearingMode.ON_SITE: _l("Dans la salle"),
    HearingMode.PHONE: _l("Par téléphone"),
    HearingMode.REPRESENTED: _l("Par une autre personne, en son nom"),
    HearingMode.WRITTEN: _l("Par écrit"),
    HearingMode.ABSENT: _l("Personne n'est là"),
}

MOTIONS: dict[Motion, LazyString] = {
    Motion.FUND: _l("Financer le projet"),
    Motion.ADJOURN: _l("Reporter le projet"),
}

VOTE_MODES: dict[VoteMode, LazyString] = {
    VoteMode.SHOW_OF_HANDS: _l("À main levée"),
    VoteMode.PHONES: _l("Chaque membre sur son téléphone"),
    VoteMode.SECRET: _l("En secret"),
}

CHOICES: dict[Choice, LazyString] = {
    Choice.FOR: _l("Pour"),
    Choice.AGAINST: _l("Contre"),
    Choice.ABSTAIN: _l("Je m'abstiens"),
}


class Right(StrEnum):
    """What a member may do; a funder speaks, and votes only if the rules of the fund say so."""

    VOTES = "votes"
    CHAIRS = "chairs"
    SPEAKS = "speaks"
    FUNDS = "funds"
    FUNDS_AND_VOTES = "funds_and_votes"


RIGHTS: dict[Right, LazyString] = {
    Right.VOTES: _l("Voter"),
    Right.CHAIRS: _l("Voter et présider"),
    Right.SPEAKS: _l("Parler, sans voter"),
    Right.FUNDS: _l("Parler pour un financeur, sans voter"),
    Right.FUNDS_AND_VOTES: _l("Voter pour un financeur, si le règlement le permet"),
}

RIGHTS_HELD: dict[Right, LazyString] = {
    Right.VOTES: _l("vote"),
    Right.CHAIRS: _l("vote et préside"),
    Right.SPEAKS: _l("parle, sans voter"),
    Right.FUNDS: _l("parle pour un financeur, sans voter"),
    Right.FUNDS_AND_VOTES: _l("vote pour un financeur"),
}


def right_of(seat: Seat) -> Right:
    """Return what a member may do."""
    if seat.is_chair:
        return Right.CHAIRS
    if seat.is_voting and seat.is_funder:
        return Right.FUNDS_AND_VOTES
    if seat.is_voting:
        return Right.VOTES
    return Right.FUNDS if seat.is_funder else Right.SPEAKS


def majority_sentence(lost_on: date) -> str:
    """Warn that residents hold no majority from a day on, and say what it prevents."""
    if lost_on <= clock.today():
        return _(
            "Les habitants et habitantes n'ont pas plus de la moitié des voix. Le comité ne peut pas ouvrir de séance."
        )
    return _(
        "À partir du %(day)s, les habitants et habitantes n'auront plus la majorité. "
        "Le comité ne pourra plus ouvrir de séance.",
        day=day(lost_on),
    )


def decision_sentence(decision: Decision) -> str:
    """Say in one sentence what was decided, and when."""
    on = day(decision.decided_at)
    amount = euros(decision.amount_cents or 0)
    if decision.result is Result.GRANT:
        return _("Le %(day)s, le comité a accordé %(amount)s.", day=on, amount=amount)
    if decision.result is Result.GRANT_WITH_CONDITIONS:
        return _("Le %(day)s, le comité a accordé %(amount)s, sous conditions.", day=on, amount=amount)
    if decision.result is Result.ADJOURN:
        return _("Le %(day)s, le comité a reporté sa décision.", day=on)
    return _("Le %(day)s, le comité a refusé de financer ce projet.", day=on)


def votes_sentence(decision: Decision) -> str:
    """Say how many voted each way, and whether the chair had to decide."""
    votes = ngettext(
        "Votes : %(yes)d pour, %(no)d contre, %(num)d abstention.",
        "Votes : %(yes)d pour, %(no)d contre, %(num)d abstentions.",
        decision.abstentions,
        yes=decision.votes_for,
        no=decision.votes_against,
    )
    if decision.casting_vote:
        return f"{votes} " + _("Les voix étaient à égalité : la présidence a tranché.")
    return votes


def origin_sentence(project_residents: int, meeting_title: str | None) -> str:
    """Say where an idea was born and how many residents carried it."""
    if meeting_title:
        return ngettext(
            "Idée née à la rencontre « %(meeting)s », avec %(num)d habitant ou habitante.",
            "Idée née à la rencontre « %(meeting)s », avec %(num)d habitants et habitantes.",
            project_residents,
            meeting=meeting_title,
        )
    return ngettext(
        "Idée portée dès le début par %(num)d habitant ou habitante.",
        "Idée portée dès le début par %(num)d habitants et habitantes.",
        project_residents,
    )


def codesign_sentence(residents: int) -> str:
    """Say how many residents worked on the project before the committee."""
    return ngettext(
        "%(num)d habitant ou habitante a travaillé sur le projet ensuite.",
        "%(num)d habitants et habitantes ont travaillé sur le projet ensuite.",
        residents,
    )


def amount_sentence(asked: Proposals, cents: int) -> str:
    """Say how many members accept at least an amount."""
    return ngettext(
        "%(num)d membre sur %(voters)d accepte au moins %(amount)s.",
        "%(num)d membres sur %(voters)d acceptent au moins %(amount)s.",
        asked.supporters(cents),
        voters=asked.voters,
        amount=euros(cents),
    )


def raised_sentence(extra: int) -> str:
    """Say by how many voices the majority was raised so that the sum fits the envelope; "" when it was not."""
    if not extra:
        return ""
    return ngettext(
        "Pour tenir dans l'enveloppe, il faut %(num)d voix de plus que la majorité.",
        "Pour tenir dans l'enveloppe, il faut %(num)d voix de plus que la majorité.",
        extra,
    )


def plain_amount(cents: int) -> str:
    """Write cents as a person types them: "400" or "400,50"."""
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02d}" if rest else str(whole)


def target_hint(ahead: Sequence[Sitting]) -> str:
    """Say to which sittings an adjourned file may come back."""
    only = _("Seulement pour un report.")
    if not ahead:
        return f"{only} " + _("Aucune séance n'est prévue : écrivez une date, la séance sera créée.")
    days = _(" ou le ").join(day(one.held_on) for one in ahead)
    return f"{only} " + _("Prochaines séances : le %(days)s.", days=days)

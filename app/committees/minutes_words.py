"""The sentences of the minutes: who was there, how a team was heard, how the committee voted and what it decided."""

from __future__ import annotations

from collections.abc import Mapping

from app.clock import PARIS
from app.committees.minutes_reading import Held
from app.committees.models import Decision, Result, Seat, Sitting
from app.committees.room_models import Hearing, HearingMode, Way
from app.committees.wording import COLLEGES, RESULTS_TAKEN, votes_sentence
from app.funds.rulebook import VoteMode
from app.i18n import LazyString, day, euros, hour, ngettext
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.projects.models import Project

HEARINGS: dict[HearingMode, LazyString] = {
    HearingMode.ON_SITE: _l("L'équipe est venue présenter son projet."),
    HearingMode.PHONE: _l("L'équipe a présenté son projet par téléphone."),
    HearingMode.REPRESENTED: _l("Une autre personne a présenté le projet."),
    HearingMode.WRITTEN: _l("L'équipe a présenté son projet par écrit."),
    HearingMode.ABSENT: _l("L'équipe n'est pas venue."),
}

MODES: dict[VoteMode, LazyString] = {
    VoteMode.SHOW_OF_HANDS: _l("Vote à main levée."),
    VoteMode.PHONES: _l("Vote par téléphone, dans la salle."),
    VoteMode.SECRET: _l("Vote secret."),
}


def member_words(held: Held, seat: Seat) -> dict[str, str]:
    """Name a member, with their college and what they do."""
    return {"name": seat.person.name, "college": str(COLLEGES[seat.college]).capitalize(), "role": _role(held, seat)}


def movements_words(held: Held) -> list[str]:
    """Tell who came after the opening, and who left."""
    opened = held.sitting.opened_at
    later = [move for move in held.movements if opened is None or move.at > opened]
    return [
        _("%(name)s arrive à %(hour)s.", name=move.seat.person.name, hour=hour(move.at))
        if move.way is Way.ARRIVED
        else _("%(name)s part à %(hour)s.", name=move.seat.person.name, hour=hour(move.at))
        for move in later
    ]


def notice_words(sitting: Sitting) -> str:
    """Say when the members were convened, how many days ahead, and whether it is a second call."""
    if sitting.convened_at is None:
        return ""
    ahead = (sitting.held_on - sitting.convened_at.astimezone(PARIS).date()).days
    said = ngettext(
        "Les membres ont été convoqués le %(on)s, %(num)d jour avant.",
        "Les membres ont été convoqués le %(on)s, %(num)d jours avant.",
        ahead,
        on=day(sitting.convened_at),
    )
    if sitting.second_call:
        return f"{said} " + _("C'est une deuxième convocation : le quorum n'est plus demandé aux mêmes projets.")
    return said


def hearing_words(hearing: Hearing | None) -> str:
    """Say how the team was heard."""
    return str(HEARINGS[hearing.mode]) if hearing else ""


def presiding_words(decision: Decision, seats: Mapping[int, Seat]) -> str:
    """Name who presided when a file was decided; `seats` by id. Empty when nobody was named to."""
    seat = seats.get(decision.roll.get("presiding") or 0)
    return _("Présidence : %(name)s.", name=seat.person.name) if seat else ""


def quorum_words(decision: Decision) -> str:
    """Say how many members voted, how many were residents, and whether the quorum was there."""
    voted = ngettext(
        "%(num)d membre a voté, dont %(residents)d habitants et habitantes.",
        "%(num)d membres ont voté, dont %(residents)d habitants et habitantes.",
        decision.voting_present,
        residents=decision.residents_present,
    )
    if decision.roll.get("quorum_waived"):
        return f"{voted} " + _("Deuxième convocation : le quorum n'était pas demandé.")
    needed = decision.roll.get("quorum_needed")
    return f"{voted} " + _("Le quorum était de %(needed)d.", needed=needed) if needed else voted


def vote_words(decision: Decision) -> str:
    """Say how the committee voted, and how many members supported the amount."""
    said = f"{MODES[decision.vote_mode]} {votes_sentence(decision)}"
    if decision.amount_supporters is None or decision.amount_cents is None:
        return said
    supported = ngettext(
        "%(num)d membre sur %(voters)d accepte au moins %(amount)s.",
        "%(num)d membres sur %(voters)d acceptent au moins %(amount)s.",
        decision.amount_supporters,
        voters=decision.amount_voters,
        amount=euros(decision.amount_cents),
    )
    return f"{said} {supported}"


def result_word(decision: Decision) -> str:
    """Name the result, and say whether the amount was reduced."""
    if decision.result is Result.GRANT and (decision.amount_cents or 0) < decision.requested_cents:
        return _("Accordé, somme réduite")
    return str(RESULTS_TAKEN[decision.result])


def decision_words(decision: Decision) -> str:
    """Say what the committee decided."""
    asked, amount = euros(decision.requested_cents), euros(decision.amount_cents or 0)
    if decision.result is Result.GRANT:
        return _("Le comité accorde %(amount)s sur %(asked)s demandés.", amount=amount, asked=asked)
    if decision.result is Result.GRANT_WITH_CONDITIONS:
        return _("Le comité accorde %(amount)s sur %(asked)s demandés, sous conditions.", amount=amount, asked=asked)
    if decision.result is Result.ADJOURN:
        return _("Le comité reporte sa décision.")
    return _("Le comité ne finance pas ce projet.")


def target_words(decision: Decision) -> str:
    """Say at which sitting an adjourned file comes back."""
    if decision.target_sitting is None:
        return ""
    return _("Le projet reviendra à la séance du %(day)s.", day=day(decision.target_sitting.held_on))


def undecided_words(project: Project, sitting: Sitting) -> str:
    """Say why a file of the agenda was not decided."""
    if project.state == "withdrawn" and sitting.closed_at and project.entered_at <= sitting.closed_at:
        return _("L'équipe a retiré son projet.")
    return _("Le comité n'a pas décidé à cette séance. Le projet passe à la suivante.")


def _role(held: Held, seat: Seat) -> str:
    if seat.substitute_for_id is not None:
        holder = next((one for one in held.there.seats if one.id == seat.substitute_for_id), None)
        return _("remplace %(name)s", name=holder.person.name) if holder else _("suppléance")
    if seat.is_chair:
        return _("présidence")
    if seat.id in held.there.named:
        return _("préside la séance")
    return "" if seat.is_voting else _("ne vote pas")

"""The rules of a deliberation, without a database: who counts, is there a quorum, may this decision be recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.committees.models import Result, Sitting
from app.committees.roll import Room, Terms
from app.funds.models import FundRules
from app.funds.rulebook import VoteMode
from app.i18n import euros
from app.i18n import gettext as _
from app.projects.models import Project

GRANTS = frozenset({Result.GRANT, Result.GRANT_WITH_CONDITIONS})


@dataclass(frozen=True)
class Problem:
    """One reason why something cannot be recorded: the field it concerns ("" for none) and a sentence."""

    field: str
    sentence: str


class CommitteeRefused(Exception):
    """The committee's rules forbid it; nothing was stored."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.sentence for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Proposal:
    """What the secretary asks to record: a result, the count of hands, and the reasons. Amounts are in cents."""

    result: Result
    votes_for: int
    votes_against: int
    abstentions: int
    amount_cents: int | None = None
    reason: str = ""
    conditions: str = ""
    casting_vote: bool = False
    vote_mode: VoteMode = VoteMode.SHOW_OF_HANDS
    target_on: date | None = None
    """The day of the sitting where an adjourned file comes back; None for the next one."""

    @property
    def grants(self) -> bool:
        """Say whether money would be given."""
        return self.result in GRANTS


@dataclass(frozen=True)
class Limits:
    """The largest grant allowed, in cents, and each figure it is the smallest of."""

    requested: int
    cap: int
    share: int

    @property
    def largest(self) -> int:
        """Cents that no grant may exceed (DOMAIN §A.3, invariant 2)."""
        return min(self.requested, self.cap, self.share)


def terms_of(project: Project, rules: FundRules, sitting: Sitting | None) -> Terms:
    """Return the terms of a file at a sitting.

    A second call waives the quorum, when the rules say so, for what the first sitting could not decide.
    """
    first = sitting.first_call if sitting and sitting.second_call else None
    asked_before = bool(first and first.closed_at and project.entered_at <= first.closed_at)
    return Terms(rules, quorum_waived=asked_before and rules.second_call_waives_quorum)


def limits(requested: int, expenses: int, rules: FundRules, above_cap: str = "") -> Limits:
    """Return how much may be granted, given what is asked and the total expenses, in cents.

    `above_cap` is why more than the ceiling is asked: it counts only where the rules allow it.
    """
    return Limits(requested, rules.ceiling(above_cap), expenses * rules.max_share_pct // 100)


def problems(proposal: Proposal, where: Room, most: Limits) -> list[Problem]:
    """Return every reason why a proposal cannot be recorded; empty when it can (DOMAIN §A.3, invariants 2, 3 and 6)."""
    return [
        *(Problem("", sentence) for sentence in where.obstacles()),
        *_vote_problems(proposal, where),
        *(_amount_problems(proposal, most) if proposal.grants else ()),
        *_reason_problems(proposal, most),
    ]


def _vote_problems(proposal: Proposal, where: Room) -> Iterator[Problem]:
    counted = proposal.votes_for + proposal.votes_against + proposal.abstentions
    if min(proposal.votes_for, proposal.votes_against, proposal.abstentions) < 0:
        yield Problem("votes_for", _("Un nombre de voix ne peut pas être négatif."))
    elif counted != where.voting_present:
        yield Problem(
            "votes_for",
            _(
                "Vous avez compté %(counted)d voix. Il y a %(there)d membres qui votent.",
                counted=counted,
                there=where.voting_present,
            ),
        )
    yield from _majority_problems(proposal, where)


def _majority_problems(proposal: Proposal, where: Room) -> Iterator[Problem]:
    lead = proposal.votes_for - proposal.votes_against
    if proposal.vote_mode is VoteMode.SECRET and lead == 0:
        yield Problem(
            "votes_for",
            _("Égalité au vote secret : la proposition n'est pas adoptée. Votez de nouveau, ou reportez le projet."),
        )
    elif proposal.casting_vote:
        if lead:
            yield Problem("casting_vote", _("La présidence ne tranche que si les voix sont à égalité."))
        elif not where.chair_votes:
            sentence = _("La présidente ou le président ne vote pas sur ce projet. Dites qui préside.")
            yield Problem("casting_vote", sentence)
    elif lead == 0:
        yield Problem("casting_vote", _("Les voix sont à égalité. La présidence doit trancher."))
    elif proposal.result is Result.REFUSE and lead > 0:
        yield Problem("result", _("Il y a plus de voix pour que contre : ce n'est pas un refus."))
    elif proposal.result is not Result.REFUSE and lead < 0:
        yield Problem("result", _("Il y a plus de voix contre que pour : cette décision n'est pas adoptée."))


def _amount_problems(proposal: Proposal, most: Limits) -> Iterator[Problem]:
    amount = proposal.amount_cents
    if amount is None or amount <= 0:
        yield Problem("amount", _("Indiquez la somme accordée."))
        return
    if amount <= most.largest:
        return
    if most.largest == most.requested:
        sentence = _("Le projet demande %(asked)s. Accordez au plus cette somme.", asked=euros(most.requested))
    elif most.largest == most.cap:
        sentence = _("Le plafond du fonds est de %(cap)s.", cap=euros(most.cap))
    else:
        sentence = _("Le fonds peut payer au plus %(share)s de ces dépenses.", share=euros(most.share))
    yield Problem("amount", sentence)


def _reason_problems(proposal: Proposal, most: Limits) -> Iterator[Problem]:
    if proposal.result is Result.GRANT_WITH_CONDITIONS and not proposal.conditions.strip():
        yield Problem("conditions", _("Écrivez ce que l'équipe doit faire avant de recevoir l'argent."))
    if proposal.reason.strip():
        return
    if proposal.result is Result.REFUSE:
        yield Problem("reason", _("Expliquez ce refus avec des mots simples."))
    elif proposal.result is Result.ADJOURN:
        yield Problem("reason", _("Dites ce qui manque pour décider."))
    elif proposal.result is Result.GRANT_WITH_CONDITIONS:
        yield Problem("reason", _("Expliquez pourquoi vous posez des conditions."))
    elif proposal.amount_cents is not None and proposal.amount_cents < most.requested:
        yield Problem("reason", _("Vous accordez moins que demandé. Expliquez pourquoi."))

"""Counting an edition, counting it again by somebody else, and publishing what both counts say."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from app import clock
from app.ballots import voting_policy
from app.ballots.freezing import frozen_record
from app.ballots.models import Candidacy, CandidacyWithdrawal, Edition, VoteCount
from app.ballots.paper_queries import batches_waiting, places_without_urn
from app.ballots.queries import listed
from app.ballots.report import outcome_as_data
from app.ballots.result_queries import counts_of, turnout_of
from app.ballots.rules import count
from app.ballots.rules.outcome import Verdict
from app.ballots.services.running import mark_outcome
from app.ballots.tally import CENTS, contest_of, digest_of, plan_of, tally_of
from app.db import lock, session, transaction
from app.i18n import gettext as _
from app.steps import services as steps
from app.steps.actor import Actor


class CountRefused(ValueError):
    """Nothing can be counted or published now; its text is the sentence shown to the person."""


class CountsDiffer(CountRefused):
    """The second count does not say what the first said: nothing may be published."""


@dataclass(frozen=True)
class Counted:
    """One count before it is stored: what was left out, the ballots by channel, the outcome, what hashes them."""

    withdrawn: tuple[str, ...]
    ballots: dict[str, int]
    turnout: dict[str, int]
    outcome: dict[str, Any]
    digest: str
    seconds: float


def count_edition(edition: Edition, actor: Actor) -> VoteCount:
    """Count the ballots by the frozen rule and keep the outcome; give the version that stands.

    With a project withdrawn since the opening, both are counted: first as residents voted, then without it. Counting
    is done before the transaction: nothing changes the ballots any more. Raises NotAllowed and CountRefused.
    """
    voting_policy.check(voting_policy.can_keep_roll(edition, actor))
    _check_may_count(edition)
    left_out = _withdrawn(edition)
    made = [counted(edition, ())]
    if left_out:
        made.append(counted(edition, left_out))
    return _store(edition.id, made, _without(left_out), actor, known=0)


def count_without_withdrawn(edition: Edition, actor: Actor) -> VoteCount:
    """Count once more after a project was withdrawn from a result: a new version, the earlier ones stay.

    Raises NotAllowed, and CountRefused where the last version left out the same projects.
    """
    voting_policy.check(voting_policy.can_keep_roll(edition, actor))
    left_out, known = _withdrawn(edition), len(counts_of(edition.id))
    if not withdrawn_since(edition):
        raise CountRefused(_("Aucun projet n'a été retiré depuis le dernier comptage."))
    return _store(edition.id, [counted(edition, left_out)], _without(left_out), actor, known=known)


def withdrawn_since(edition: Edition) -> bool:
    """Say whether a project was withdrawn since the last count."""
    known = counts_of(edition.id)
    return bool(known) and sorted(known[-1].withdrawn) != list(_withdrawn(edition))


def recount_edition(edition: Edition, actor: Actor) -> None:
    """Count every version again, by another person than the first, and keep that it says the same.

    Raises NotAllowed, CountRefused, and CountsDiffer when it does not.
    """
    voting_policy.check(voting_policy.can_witness(edition, actor))
    waiting = [each for each in counts_of(edition.id) if each.recounted_at is None]
    if not waiting:
        raise CountRefused(_("Aucun comptage n'attend d'être refait."))
    if any(each.counted_by_id == actor.person_id for each in waiting):
        raise CountRefused(_("Une autre personne doit refaire le comptage."))
    again = {each.id: counted(edition, tuple(each.withdrawn)).digest for each in waiting}
    if any(again[each.id] != each.digest for each in waiting):
        raise CountsDiffer(_("Le second comptage ne donne pas le même résultat. Ne publiez rien et prévenez."))
    _keep_recount(edition.id, again, actor)


@transaction()
def publish_result(edition: Edition, actor: Actor) -> None:
    """Tell each project whether it was chosen, and open the result to everybody.

    Raises NotAllowed, CountRefused before the second count, and ActionRefused as the workflow says.
    """
    voting_policy.check(voting_policy.can_keep_roll(edition, actor))
    held = lock(Edition, edition.id)
    last = counts_of(edition.id)[-1:]
    if held is None or held.published_at is not None:
        raise CountRefused(_("Le résultat est déjà publié."))
    if not last or last[0].recounted_at is None:
        raise CountRefused(_("Comptez deux fois avant de publier."))
    if withdrawn_since(held):
        raise CountRefused(_("Un projet est retiré depuis le comptage : comptez de nouveau, sans lui."))
    _tell_projects(listed(held), last[0])
    held.published_at = clock.now()
    session().flush()
    steps.perform(held, "publish_result", actor)


def counted(edition: Edition, withdrawn: tuple[str, ...]) -> Counted:
    """Count the ballots of an edition without some projects; nothing is stored."""
    started = time.process_time()
    tally, plan = tally_of(edition.id), plan_of(edition)
    contest = contest_of(frozen_record(edition), tally, withdrawn)
    outcome = count(contest, plan)
    seconds = time.process_time() - started
    return Counted(
        withdrawn=withdrawn,
        ballots=tally.as_counts(),
        turnout=turnout_of(edition.id),
        outcome={
            **outcome_as_data(outcome, plan),
            "votes": {one.id: number for one, number in zip(contest.candidates, contest.votes, strict=True)},
        },
        digest=digest_of(edition, tally, withdrawn, outcome.winners),
        seconds=round(seconds, 4),
    )


@transaction()
def _store(edition_id: int, made: Sequence[Counted], reason: str, actor: Actor, *, known: int) -> VoteCount:
    """Keep what was counted, unless somebody else counted or opened an urn since: `known` versions were there."""
    held = lock(Edition, edition_id)
    assert held is not None
    version = session().scalar(sa.select(sa.func.max(VoteCount.version)).filter_by(edition_id=edition_id)) or 0
    if version != known:
        raise CountRefused(_("Les bulletins sont déjà comptés."))
    _check_urns(edition_id)
    for each in made:
        version += 1
        stored = VoteCount(
            edition_id=edition_id, version=version, reason=reason if version > 1 else "",
            withdrawn=list(each.withdrawn), ballots=each.ballots, turnout=each.turnout, outcome=each.outcome,
            digest=each.digest, seconds=each.seconds, counted_by_id=actor.person_id, counted_at=clock.now(),
        )  # fmt: skip
        session().add(stored)
    held.counted_at = held.counted_at or clock.now()
    session().flush()
    return stored


@transaction()
def _keep_recount(edition_id: int, again: dict[int, str], actor: Actor) -> None:
    held = lock(Edition, edition_id)
    assert held is not None
    for key, digest in again.items():
        kept = lock(VoteCount, key)
        assert kept is not None
        kept.recounted_by_id, kept.recounted_at, kept.recount_digest = actor.person_id, clock.now(), digest
    held.recounted_at = held.recounted_at or clock.now()


def _check_may_count(edition: Edition) -> None:
    if edition.state != "count" or edition.sealed_at is None:
        raise CountRefused(_("Deux personnes doivent d'abord clore le vote et détruire la clé."))
    if counts_of(edition.id):
        raise CountRefused(_("Les bulletins sont déjà comptés."))
    _check_urns(edition.id)


def _check_urns(edition_id: int) -> None:
    """Raise CountRefused while papers may be missing: a place of the register without its urn, an urn to finish."""
    if missing := places_without_urn(edition_id):
        said = _("Des personnes ont signé le registre : ouvrez d'abord les urnes.")
        raise CountRefused(f"{said} {_('Urnes qui manquent : %(places)s.', places=', '.join(missing))}")
    if batches_waiting(edition_id):
        raise CountRefused(_("Une urne n'est pas encore acceptée : finissez la saisie des bulletins papier."))


def _withdrawn(edition: Edition) -> tuple[str, ...]:
    """Give the references of the projects that were on the ballot and were withdrawn since."""
    asked = sa.select(Candidacy).join(CandidacyWithdrawal).where(Candidacy.edition_id == edition.id)
    return tuple(sorted(each.project.ref for each in session().scalars(asked.where(Candidacy.on_ballot)).unique()))


def _without(left_out: Sequence[str]) -> str:
    return _("Projets retirés : %(projects)s.", projects=", ".join(left_out)) if left_out else ""


def _tell_projects(candidacies: Sequence[Candidacy], result: VoteCount) -> None:
    """Write on each project what the count says; a project topped up takes from the envelope what it had left."""
    lacking = {
        each["project"]: int(Fraction(each["lacking"]) * CENTS)
        for each in result.outcome["rounds"]
        if each["verdict"] == Verdict.TOPPED_UP
    }
    for candidacy in candidacies:
        ref = candidacy.project.ref
        awarded = (candidacy.cost_cents or 0) - lacking.get(ref, 0)
        mark_outcome(candidacy, is_winner=ref in result.winners, awarded_cents=awarded)

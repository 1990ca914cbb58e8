"""An edition is counted by what was frozen, twice, by two persons; its file gives the same result to anybody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from pabulib.checker import Checker  # type: ignore[import-untyped]
from sqlalchemy.exc import DatabaseError

from app import clock
from app.ballots.cli import ballots_cli
from app.ballots.models import BallotKind, Edition, FinalBallot, PaperBatch, PaperVoter
from app.ballots.pabulib_contest import contest_of as contest_of_file
from app.ballots.pabulib_contest import declared_rule
from app.ballots.pb_export import pb_text
from app.ballots.policy import NotAllowed
from app.ballots.result_queries import counts_of
from app.ballots.rules import count
from app.ballots.rules.settings import plan_from
from app.ballots.rules.ties import lot_order
from app.ballots.services import counting, running
from app.ballots.tally import tally_of
from app.db import open_transaction, session, transaction
from app.pabulib import read
from tests import make
from tests.ballots.oracle.ask import ask
from tests.browser.fixtures import ON_SQLITE
from tests.make import votes
from tests.make.counts import result, sealed

BALLOTS: Sequence[Sequence[int]] = [
    (0, 1),
    (0, 1),
    (0,),
    (0, 2),
    (3,),
    (3, 1),
    (1, 2),
    (2,),
    (4, 5),
    (0, 5),
    (5,),
    (3, 4),
]
KINDS: dict[str, dict[str, Any]] = {
    "greedy": {"rule_settings": [["misfit", "skip"]]},
    "stop at the first that does not fit": {"rule_settings": [["misfit", "stop"]]},
    "one per place": {"rule_settings": [["misfit", "skip"], ["floor", "sector:1"]]},
    "at most so much for a theme": {"rule_settings": [["misfit", "skip"], ["cap", "theme:public_space:45000.00"]]},
    "equal shares": {"rule_name": "equal_shares", "rule_settings": [["step", "1"], ["completion", "greedy"]]},
    "phragmen": {"rule_name": "phragmen", "rule_settings": []},
    "ranking": {"ballot_kind": BallotKind.RANKING, "rule_settings": [["score", "ranks"]]},
    "points": {"ballot_kind": BallotKind.POINTS, "points": 10, "rule_settings": [["score", "points"]]},
    "grades": {
        "ballot_kind": BallotKind.GRADES, "grades": ["bof", "bien", "super"], "rule_name": "majority_judgment",
        "rule_settings": [["lowest", "1"]],
    },
}  # fmt: skip
MARKED = {"points", "grades"}


def over(kind: str = "greedy", **more: object) -> Edition:
    places = [make.neighbourhood(name) for name in ("Sanitas", "Rives du Cher")]
    marks = [tuple(1 + (place + rank) % 2 for rank in range(len(row))) for place, row in enumerate(BALLOTS)]
    return sealed(BALLOTS, marks if kind in MARKED else (), places=places, **KINDS[kind], **more)


def exported(made: Edition, folder: Path) -> Path:
    path = folder / "resultat.pb"
    path.write_text(pb_text(made, counts_of(made.id)[-1], tally_of(made.id)), encoding="utf-8")
    return path


@ON_SQLITE
@pytest.mark.parametrize("kind", KINDS)
def test_the_exported_file_is_accepted_and_counted_alike(app: Flask, kind: str, tmp_path: Path) -> None:
    made = over(kind)
    last = result(made, publish=False)

    path = exported(made, tmp_path)

    assert faults(path) == {}
    election = read(path)
    reading = declared_rule(election)
    outcome = count(contest_of_file(election), plan_from(reading.rule, reading.settings))
    assert list(outcome.winners) == last.winners
    assert reading.not_understood == ()


@ON_SQLITE
def test_the_command_recounts_the_file_and_agrees(app: Flask, tmp_path: Path) -> None:
    made = over("one per place")
    result(made, publish=False)

    told = app.test_cli_runner().invoke(ballots_cli, ["count", str(exported(made, tmp_path))])

    assert "Les gagnants sont ceux du résultat officiel." in told.output


@ON_SQLITE
@pytest.mark.parametrize(("kind", "rule"), [("greedy", "greedy"), ("phragmen", "phragmen")])
def test_an_independent_implementation_elects_the_same(app: Flask, kind: str, rule: str, tmp_path: Path) -> None:
    made = over(kind)
    last = result(made, publish=False)
    path = exported(made, tmp_path)
    order = lot(made)

    (answer,) = ask([{"rule": rule, "file": str(path), "order": order}])

    assert sorted(answer["winners"]) == sorted(last.winners)


def test_a_result_is_published_once_two_persons_counted_the_same(app: Flask) -> None:
    made, secretary = over(), make.actor("committee_secretary")
    with pytest.raises(NotAllowed):
        counting.count_edition(made, make.actor("answerer"))
    last = counting.count_edition(made, secretary)
    with pytest.raises(counting.CountRefused, match="déjà comptés"):
        counting.count_edition(made, secretary)
    with pytest.raises(counting.CountRefused, match="autre personne"):
        counting.recount_edition(made, secretary)
    with pytest.raises(counting.CountRefused, match="deux fois"):
        counting.publish_result(made, secretary)

    counting.recount_edition(made, make.actor("referent"))
    counting.publish_result(made, secretary)

    told = {each.project.ref for each in made.candidacies if each.is_winner}
    assert told == set(last.winners)
    assert made.state == "deliberation"
    assert last.outcome["spent"] == str(sum(each.awarded_cents or 0 for each in made.candidacies) // 100)


def test_two_persons_who_count_at_the_same_time_make_one_count(app: Flask) -> None:
    made, secretary = over(), make.actor("committee_secretary")
    both = [counting.counted(made, ()), counting.counted(made, ())]

    counting._store(made.id, both[:1], "", secretary, known=0)
    with pytest.raises(counting.CountRefused, match="déjà comptés"):
        counting._store(made.id, both[1:], "", secretary, known=0)

    assert [each.version for each in counts_of(made.id)] == [1]


def test_nothing_is_counted_while_the_urn_of_a_place_is_missing(app: Flask) -> None:
    made, secretary = over(), make.actor("committee_secretary")
    for voter, place in zip(votes.voters(made, 2), ("Mairie", "École  Diderot"), strict=True):
        _signed(made, voter, place)
    _empty_urn(made, "mairie ")
    with pytest.raises(counting.CountRefused, match="École"):
        counting.count_edition(made, secretary)

    _empty_urn(made, "école Diderot")

    assert counting.count_edition(made, secretary).voters == len(BALLOTS)


@transaction()
def _signed(made: Edition, voter: int, place: str) -> None:
    session().add(
        PaperVoter(voter_id=voter, edition_id=made.id, place=place, noted_on=clock.today(),
                   noted_by_id=make.actor("helper").person_id)
    )  # fmt: skip


@transaction()
def _empty_urn(made: Edition, place: str) -> None:
    """Store an urn in which nothing was found, accepted."""
    somebody, now = make.actor("helper").person_id, clock.now()
    session().add(
        PaperBatch(edition_id=made.id, place=place, in_urn=0, signatures=0, opened_by_id=somebody, opened_at=now,
                   first_done_at=now, second_done_at=now, keyed=0, accepted_at=now, accepted_by_id=somebody)
    )  # fmt: skip


def test_a_ballot_changed_between_the_counts_stops_everything(app: Flask) -> None:
    made = over()
    counting.count_edition(made, make.actor("committee_secretary"))
    with open_transaction():
        session().execute(
            sa.delete(FinalBallot).where(FinalBallot.id == sa.select(sa.func.min(FinalBallot.id)).scalar_subquery())
        )

    with pytest.raises(counting.CountsDiffer):
        counting.recount_edition(made, make.actor("referent"))

    assert counts_of(made.id)[0].recounted_at is None


def test_a_count_is_never_rewritten(app: Flask) -> None:
    result(over(), publish=False)

    with pytest.raises(DatabaseError, match="frozen"), open_transaction():
        session().execute(sa.text("UPDATE vote_count SET outcome = '{}'"))


def test_with_a_project_withdrawn_both_results_are_kept(app: Flask) -> None:
    made = over()
    first = made.candidacies[0]
    result(made, publish=False)
    secretary, referent = make.actor("committee_secretary"), make.actor("referent")
    running.withdraw(first.project_id, "Le terrain est vendu.", referent)
    with pytest.raises(counting.CountRefused, match="sans lui"):
        counting.publish_result(made, secretary)

    last = counting.count_without_withdrawn(made, secretary)
    counting.recount_edition(made, referent)
    counting.publish_result(made, secretary)

    both = counts_of(made.id)
    assert [each.version for each in both] == [1, 2]
    assert first.project.ref in both[0].winners
    assert first.project.ref not in last.winners
    assert first.project.ref in last.reason


def test_a_project_withdrawn_during_the_vote_is_counted_both_ways_at_once(app: Flask) -> None:
    made = over()
    first = made.candidacies[0]
    running.withdraw(first.project_id, "Le terrain est vendu.", make.actor("referent"))

    last = result(made)

    assert (last.version, last.withdrawn) == (2, [first.project.ref])
    assert first.project.ref in counts_of(made.id)[0].winners
    assert first.is_winner is False


def lot(made: Edition) -> list[str]:
    return lot_order([each.project.ref for each in made.candidacies], made.tie_seed)


def faults(path: Path) -> object:
    """Return what the field's own checker holds against a file; its warnings are no fault."""
    (told,) = [
        found for key, found in Checker().process_files([str(path)]).items() if key not in ("metadata", "summary")
    ]
    return told["results"]["errors"]

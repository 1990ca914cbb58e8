"""The worked example of DOMAIN §C.8: every figure, from rows stored in the database to what is read."""

import pytest
from flask import Flask

from app.committees.models import Decision, Result
from app.db import session, transaction
from app.evaluation.trust import ItemFigures, change
from app.funds import queries
from app.funds.models import Account, FundYear
from app.funds.services import settlement
from app.insight import figures, rows
from app.insight.definitions.trust import said_of_change
from app.insight.figure import Figure
from app.insight.scopes import Period, Scope
from app.projects.models import Project
from tests import make
from tests.funds import thread
from tests.insight import worked_example

YEAR = Period.year(2026)


def _parts(figure: Figure, digits: int) -> dict[str, float]:
    return {one.key: round(float(one.value), digits) for one in figure.parts if one.value is not None}


def test_every_figure_of_the_worked_example_comes_out_of_the_database(app: Flask) -> None:
    place = worked_example.stored()

    found = figures.of(Scope.neighbourhood(place.id), YEAR)

    value = {code: round(float(one.value), 3) for code, one in found.items() if one.value is not None}
    expected = {"I3a": 43, "I3b": 23, "I3c": 1.870, "I3d": 0.372, "N1": 0.372, "I3h": 0.258, "I3i": 0.906,
                "I1f": 0.711, "I5b": 0.425, "I5a": 0.833}  # fmt: skip
    assert {code: value.get(code) for code in expected} == expected
    assert _parts(found["I3g"], 2) == {"under_18": 0.31, "18_24": 0.58, "25_39": 1.0, "40_59": 1.59, "60_more": 1.86}
    assert _parts(found["I1d"], 4) == {"door_to_door": 0.05, "sms": 0.01, "flyer": 0.0025, "school_gate": 0.0833}
    assert sorted(_parts(found["T3"], 3).values()) == [0.483, 0.634, 0.718]


def test_who_spoke_among_those_present_is_followed_meeting_by_meeting(app: Flask) -> None:
    place = worked_example.stored()

    with app.test_request_context():
        behind = rows.behind("T2", Scope.neighbourhood(place.id), YEAR, rows.Asked(public=False))

    assert [(line.numerator, line.denominator) for line in reversed(behind.rows)] == [(6, 14), (9, 17), (8, 12)]


def test_a_change_of_trust_within_its_interval_is_not_claimed(app: Flask) -> None:
    place = worked_example.stored()

    figure = figures.of(Scope.neighbourhood(place.id), YEAR)["I6c"]

    part = figure.parts[0]
    assert part.low == pytest.approx(-0.09, abs=0.01)
    assert part.high == pytest.approx(1.29, abs=0.01)
    assert figure.value == pytest.approx(0.6, abs=0.005)
    assert figure.reading.startswith("Pas d'évolution démontrée")


def test_the_interval_of_the_example_is_the_one_of_its_formula() -> None:
    moved = change(ItemFigures(84, 4.3, 2.4, 0), ItemFigures(96, 4.9, 2.3, 0))

    assert (round(moved.delta, 2), round(moved.low, 2), round(moved.high, 2)) == (0.6, -0.09, 1.29)


def test_an_evolution_is_claimed_only_when_the_interval_leaves_nothing_out(app: Flask) -> None:
    said = [
        said_of_change(low, high).split("\xa0:")[0].strip() for low, high in ((0.01, 1.0), (-1.0, -0.01), (0.0, 1.0))
    ]

    assert said == ["Hausse démontrée", "Baisse démontrée", "Pas d'évolution démontrée"]


@transaction()
def _decided(project: Project) -> None:
    sitting = make.sitting(make.committee())
    session().flush()
    session().add(Decision(project_id=project.id, sitting_id=sitting.id, result=Result.GRANT, requested_cents=600_00,
                           amount_cents=600_00, votes_for=7, votes_against=0, abstentions=0, voting_present=7,
                           residents_present=5, decided_at=project.created_at))  # fmt: skip


def test_a_grant_of_600_euros_justified_for_531_40_gives_its_two_figures(app: Flask) -> None:
    cast, year = thread.Cast(), make.envelope(cents=1_000_00)
    project = thread.funded(cast, 600_00, advance=420_00)
    _decided(project)
    thread.finished(project, cast, 531_40)

    owed = settlement.settle(project, thread.order(111_40), cast.gestionnaire)
    found = figures.of(Scope.metro(), YEAR)

    assert owed is not None
    assert queries.balances(session().get_one(FundYear, year.id))[Account.AVAILABLE] == 400_00 + 68_60
    assert (found["F9"].numerator, found["F9"].denominator) == (531_40, 600_00)
    assert (found["F1"].numerator, found["F1"].denominator) == (420_00 + 111_40, 1_000_00)

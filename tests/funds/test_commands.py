"""Opening a fund and filling its envelope from the command line."""

from flask import Flask

from app import clock
from app.funds import queries
from app.funds.models import Account
from tests import make

OPEN = ["funds", "open", "FPH-TOURS", "--commune", "37261", "--name", "Fonds de Tours", "--cap", "1 500,50"]


def test_a_fund_is_opened_with_its_rules_and_its_year(app: Flask) -> None:
    make.commune()

    result = app.test_cli_runner().invoke(args=OPEN)

    fund = queries.fund_by_code("FPH-TOURS")
    assert result.exit_code == 0, result.output
    assert (fund.commune.insee, fund.rules[0].cap_cents) == ("37261", 1_500_50)
    assert queries.years_of(fund) == [clock.today().year]


def test_a_city_has_one_fund(app: Flask) -> None:
    make.commune()
    runner = app.test_cli_runner()
    runner.invoke(args=OPEN)

    result = runner.invoke(args=OPEN)

    assert result.exit_code == 1
    assert "Cette ville a déjà un fonds" in result.output


def test_an_unknown_city_is_told(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=OPEN)

    assert result.exit_code == 1
    assert "37261" in result.output


def test_an_amount_that_reads_two_ways_is_refused(app: Flask) -> None:
    make.fund()

    result = app.test_cli_runner().invoke(args=["funds", "receive", "FPH-37261", "--from", "CAF", "--amount", "12,345"])

    assert result.exit_code == 2
    assert "deux lectures possibles" in result.output


def test_money_is_received_in_a_year_opened_on_the_way(app: Flask) -> None:
    fund = make.fund()

    result = app.test_cli_runner().invoke(
        args=["funds", "receive", "FPH-37261", "--from", "CAF", "--amount", "1200,50", "--year", "2027"]
    )

    assert result.exit_code == 0, result.output
    assert queries.balances(queries.year_of(fund.id, 2027))[Account.AVAILABLE] == 1_200_50


def test_a_fund_without_this_code_receives_nothing(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["funds", "receive", "NONE", "--from", "CAF", "--amount", "5"])

    assert result.exit_code == 1
    assert "NONE" in result.output

"""Figures of a place and a period, from rows to their reading."""

from flask import Flask

from app.insight import figures, rows
from app.insight.scopes import Period, Scope
from tests import make


def test_a_figure_is_read_in_a_sentence_and_followed_to_its_rows(app: Flask) -> None:
    place = make.neighbourhood()
    make.meeting(place)
    scope, year = Scope.neighbourhood(place.id), Period.year(2026)

    figure = figures.of(scope, year)["I2a"]
    with app.test_request_context():
        behind = rows.behind("I2a", scope, year)

    assert figure.numerator == behind.numerator == behind.total == 1
    assert "rencontre" in figure.reading

"""Who lives in each neighbourhood, read from a file with its source and its year."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.db import session
from app.territory import baseline, services
from app.territory.models import BaselineStat
from tests import make
from tests.sessions import sign_in

HEADER = "quartier;dimension;tranche;nombre;source;annee"


def test_a_file_read_twice_is_kept_once_with_its_source(app: Flask) -> None:
    make.neighbourhood("Sanitas")
    lines = [HEADER, "sanitas;age;under_18;2400;Insee, recensement;2021", "ailleurs;age;under_18;9;Insee;2021"]

    services.keep_baseline(baseline.read(lines))
    kept, unknown = services.keep_baseline(baseline.read(lines))

    assert (kept, unknown) == (1, ["ailleurs"])
    stored = session().query(BaselineStat).one()
    assert (stored.count, stored.source, stored.year) == (2400, "Insee, recensement", 2021)


@pytest.mark.parametrize(
    "line", ["sanitas;age;under_18;2400;;2021", "sanitas;origine;x;1;Insee;2021", "sanitas;age;under_18;-1;Insee;2021"]
)
def test_a_line_without_a_source_or_of_another_kind_is_refused(line: str) -> None:
    with pytest.raises(baseline.UnreadableLine) as refused:
        list(baseline.read([HEADER, line]))

    assert refused.value.line == 2


def test_the_metropolis_sends_the_file_from_a_screen(client: FlaskClient) -> None:
    make.neighbourhood("Sanitas")
    person = make.person("Ada")
    make.role(person, "metro_admin")
    sign_in(client, person)

    answers = [
        client.post("/population", data={"file": (BytesIO(f"{HEADER}\n{line}".encode()), "qui.csv")}).status_code
        for line in ("sanitas;age;under_18;99999999999;Insee;2021", "sanitas;age;under_18;2400;Insee;2021")
    ]

    assert answers == [422, 303]
    assert session().query(BaselineStat).one().count == 2400

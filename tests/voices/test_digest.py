"""What residents said goes to institutions once a month, and names nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import clock
from app.db import session, transaction
from app.mail import Message
from app.territory.models import Neighbourhood
from app.voices import digest as reading
from app.voices.digest_models import MonthlyDigest
from app.voices.models import Contribution, ContributionKind, Moderation, VoiceTheme
from app.voices.services import digests
from tests import make
from tests.dialogue.team import enter, read
from tests.pdf import is_tagged, text_of

pytestmark = pytest.mark.usefixtures("app")

FIRST = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@transaction()
def said(place: Neighbourhood, text: str, day: date, **fields: object) -> None:
    session().add(Contribution(neighbourhood_id=place.id, kind=ContributionKind.IDEA, text=text, said_on=day, **fields))


def test_the_digest_leaves_once_to_those_who_answer_with_what_may_be_told_of_the_month(client: FlaskClient) -> None:
    place = make.neighbourhood()
    make.neighbourhood("Europe")
    enter(client, "referent", place)
    said(place, "Un banc à l'ombre", date(2026, 2, 10), theme=VoiceTheme.PUBLIC_SPACE)
    said(place, "Trop tôt", date(2026, 1, 31))
    said(place, "Mis de côté", date(2026, 2, 11), moderation=Moderation.SET_ASIDE, set_aside_reason="Un nom")

    sent = []
    for hour in (6, 9, 10):
        with clock.told(FIRST.replace(hour=hour)):
            sent.append(digests.send_last_month())

    body = session().scalars(sa.select(Message.body)).one()
    rows = session().execute(sa.select(MonthlyDigest.month, MonthlyDigest.said_count)).all()
    assert sent == [0, 1, 0]
    assert "Un banc à l'ombre" in body
    assert "Trop tôt" not in body
    assert "Mis de côté" not in body
    assert sorted(map(tuple, rows)) == [(date(2026, 2, 1), 0), (date(2026, 2, 1), 1)]


def test_remarks_are_told_by_theme_then_by_sort_and_printed(client: FlaskClient) -> None:
    place = make.neighbourhood()
    enter(client, "facilitator", place)
    today = clock.today()
    for text, theme in (("Rien", None), ("Le bus", VoiceTheme.TRANSPORT), ("#emph[le] hall", VoiceTheme.HOUSING)):
        said(place, text, today, theme=theme)

    page = read(client, f"/neighbourhoods/{place.slug}/digest?month={today:%Y-%m}")
    printed = reading.printed(reading.digest_of(place, reading.first_day(today)))

    assert page.index("#emph[le] hall") < page.index("Le bus") < page.index("Rien")
    assert is_tagged(printed)
    assert "#emph[le] hall" in text_of(printed)


def test_nobody_of_elsewhere_reads_a_digest(client: FlaskClient) -> None:
    place = make.neighbourhood()
    enter(client, "referent", make.neighbourhood("Europe"))

    answers = [client.get(f"/neighbourhoods/{place.slug}/digest{end}").status_code for end in ("", ".pdf")]

    assert answers == [403, 403]


@pytest.mark.parametrize(
    ("day", "month"), [(date(2026, 1, 1), date(2025, 12, 1)), (date(2026, 3, 31), date(2026, 2, 1))]
)
def test_the_last_month_is_the_one_that_has_ended(day: date, month: date) -> None:
    assert reading.last_month(day) == month

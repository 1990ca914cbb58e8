"""Who said yes to invitations hears of the meetings of their neighbourhood in the note of the week."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Purpose
from app.accounts.services.consents import give_consent, withdraw_consent
from app.db import open_transaction, session
from app.dialogue.invitations import invite
from app.mail.models import News
from app.steps.actor import SYSTEM, Actor
from tests import make


def test_a_meeting_announced_is_told_to_those_of_the_neighbourhood_who_agreed(app: Flask) -> None:
    meeting = make.coming_meeting()
    place = meeting.space.neighbourhood_id
    agreed, changed, elsewhere = (
        make.person("Amina", neighbourhood_id=place),
        make.person("Bilal", neighbourhood_id=place),
        make.person("Chloé", neighbourhood_id=make.neighbourhood("Europe").id),
    )
    for person in (agreed, changed, elsewhere):
        give_consent(Purpose.INVITATIONS, "Dit de vive voix.", Actor(person.id))
    withdraw_consent(Purpose.INVITATIONS, Actor(changed.id))

    with open_transaction():
        invite(meeting, SYSTEM)

    (line,) = session().scalars(sa.select(News)).all()
    assert line.person_id == agreed.id
    assert meeting.title in line.sentence

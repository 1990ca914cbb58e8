"""What was frozen before a vote stays, whoever asks the database."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DatabaseError

from app.ballots.freezing import frozen_plan, frozen_projects, frozen_record
from app.ballots.models import Edition
from app.db import open_transaction, session
from tests import make

FORBIDDEN = [
    "UPDATE edition SET envelope_cents = envelope_cents + 1",
    "UPDATE edition SET rule_settings = '[]'",
    "UPDATE edition SET frozen_at = NULL",
    "UPDATE edition SET tie_seed = 'autre'",
    "UPDATE candidacy SET cost_cents = 1",
    "DELETE FROM candidacy",
]


@pytest.mark.parametrize("sentence", FORBIDDEN)
def test_the_database_refuses_to_change_what_was_frozen(app: Flask, sentence: str) -> None:
    make.edition("vote")

    with pytest.raises(DatabaseError, match="frozen"), open_transaction():
        session().execute(sa.text(sentence))


def test_an_edition_in_each_state_is_frozen_from_the_vote_on(app: Flask) -> None:
    before, during = make.edition("list_locked"), make.edition("vote")

    record = frozen_record(during)

    assert before.frozen_at is None
    assert [each[0] for each in frozen_projects(record)] == [each.project.ref for each in during.candidacies]
    assert frozen_plan(record, "graine")[0].rule.ties.seed == "graine"
    assert session().get(Edition, during.id).frozen_digest == during.frozen_digest  # type: ignore[union-attr]

"""Every form about questions, filled with nonsense: a sentence, never a broken page, and nothing read as code."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Scope
from tests import make
from tests.sessions import sign_in
from tests.test_absurd_input import NONSENSE, _forms
from tests.voices import town as t

pytestmark = pytest.mark.usefixtures("app")


def test_nonsense_breaks_no_page(client: FlaskClient) -> None:
    there = t.town()
    everybody = make.person("Tout Rôle")
    for role in ("metro_admin", "facilitator", "referent"):
        make.role(everybody, role)
    make.role(everybody, "answerer", Scope.ORGANISATION, there.landlord.id)
    waiting, proposed = t.entrusted(there), t.answered(there, t.entrusted(there, t.asked(there, "Et la cave ?")))
    sign_in(client, everybody)
    pages = ("/speak", "/follow", "/slips", "/organisations/new", f"/organisations/{there.landlord.id}", "/questions",
             f"/questions/{t.asked(there, 'Et le toit ?').id}/sort", f"/questions/{waiting.id}/answer",
             f"/questions/{waiting.id}/entrust", f"/follow/{proposed.code}", "/answers/to-tell", "/questions")  # fmt: skip

    answers = [
        (action, name, client.open(action, method=method, **{part: {**fields, name: text}}))
        for page in pages
        for method, part in (("post", "data"), ("get", "query_string"))
        for action, fields in _forms(page, client.get(page).text, method=method)
        for place, name in enumerate(fields)
        for text in NONSENSE[place % 4 :: 4]
    ]

    assert [(action, name) for action, name, answer in answers if answer.status_code >= 500] == []
    assert [(action, name) for action, name, answer in answers if "<script>alert" in answer.text] == []
    assert len(answers) > 120

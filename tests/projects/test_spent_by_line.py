"""A receipt told to a line of the budget, by the team then by the gestionnaire, is read on the page of the project."""

from __future__ import annotations

import pytest

from app.db import session
from app.funds import queries
from app.funds.budget_spent import expense_lines
from app.projects.models import Project
from tests import make
from tests.funds import thread

pytestmark = pytest.mark.usefixtures("app")


def test_a_team_tells_the_line_the_gestionnaire_corrects_it_and_everybody_reads_the_budget_line_by_line(browse) -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.funded(cast)
    ours, of_another = expense_lines(project)[0], expense_lines(thread.granted(cast, 100_00))[0]
    form = {"amount": "100", "supplier": "Jardinerie", "label": "Terreau", "spent_on": "2026-01-05"}
    team, url = browse(cast.carrier), f"/projects/{project.ref}/receipts"

    for chosen in (str(ours.id), ""):
        team.post(url, data=form | {"line": chosen})
    mistaken = team.post(url, data=form | {"line": str(of_another.id)}).status_code
    told, untold = queries.expenses_of(session().get_one(Project, project.id))
    before = _read(browse, project)
    sorting = {f"l{untold.id}-line": str(ours.id)}
    stranger = browse(make.actor()).post(f"{url}/{untold.id}/line", data=sorting).status_code
    browse(cast.gestionnaire).post(f"{url}/{untold.id}/line", data=sorting)

    after = _read(browse, project)
    assert told.budget_line_id == ours.id
    assert (mistaken, stranger) == (422, 404)
    assert ["Sans ligne" in page for page in (before, after)] == [True, False]
    assert "200 €" in after
    assert "+ 220 €" in after


def _read(browse, project: Project) -> str:
    return browse(None).get(f"/projects/{project.ref}").text.replace("\N{NO-BREAK SPACE}", " ")

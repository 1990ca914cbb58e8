"""The commands: workflows proved, drawn and migrated; the history proved."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import clock
from app.db import session
from app.projects.models import Project
from app.steps import catalogue
from app.steps import services as steps
from app.steps.models import Step
from tests import make
from tests.tamper import by_hand
from workflows import definition as files
from workflows.engine import ActionRefused, Catalogue

RELEASED = "micro-grant.v1.toml"
MICRO_GRANT = catalogue.FOLDER / "micro-grant.v2.toml"
BYPASS = '\n[states.submitted.actions.hurry]\nlabel = "Payer tout de suite"\nto = "funded"\nroles = ["referent"]\n'


@pytest.fixture
def run(app: Flask):
    return lambda *arguments: app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch):
    """Install a third version of the workflow, made from the second by replacing some passages."""

    def install(*changes: tuple[str, str], moves: str = "") -> None:
        text = MICRO_GRANT.read_text(encoding="utf-8").replace("version = 2", "version = 3", 1)
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        both = Catalogue([files.load(MICRO_GRANT), files.loads(text + moves)])
        for module in (catalogue, steps):
            monkeypatch.setattr(module, "catalogue", lambda: both)

    return install


def test_the_shipped_workflows_keep_their_promises(run) -> None:
    result = run("workflow", "check")

    assert result.exit_code == 0, result.output


def test_a_planted_bypass_is_caught_with_its_shortest_path(run, tmp_path: Path) -> None:
    planted = tmp_path / MICRO_GRANT.name
    planted.write_text(MICRO_GRANT.read_text(encoding="utf-8") + BYPASS, encoding="utf-8")

    result = run("workflow", "check", planted)

    assert result.exit_code == 1
    assert "Pas d'argent sans décision du comité ou vote des habitants et habitantes." in result.output
    assert "draft —submit→ submitted —hurry→ funded" in result.output


def test_a_file_that_cannot_be_read_is_named(run, tmp_path: Path) -> None:
    planted = tmp_path / "odd.v1.toml"
    planted.write_text("key = 3", encoding="utf-8")

    result = run("workflow", "check", planted)

    assert result.exit_code == 1
    assert "odd.v1.toml" in result.output


def test_the_application_does_not_start_with_a_planted_bypass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(catalogue.FOLDER, tmp_path / "definitions")
    with (tmp_path / "definitions" / RELEASED).open("a", encoding="utf-8") as file:
        file.write(BYPASS)
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path / "definitions")

    with pytest.raises(catalogue.UnsafeWorkflow) as refused:
        catalogue.check()

    assert "—hurry→ funded" in refused.value.message
    assert "modifié après sa publication" in refused.value.message


@pytest.mark.parametrize(("form", "start"), [("mermaid", "stateDiagram-v2"), ("svg", "<svg")])
def test_a_workflow_is_drawn(run, form: str, start: str) -> None:
    result = run("workflow", "draw", "micro-grant", "--version", "1", "--format", form)

    assert result.exit_code == 0
    assert result.output.startswith(start)


def test_an_unknown_workflow_is_named(run) -> None:
    result = run("workflow", "draw", "nowhere")

    assert result.exit_code == 1
    assert "nowhere" in result.output


def test_open_subjects_move_to_a_new_version_and_keep_their_history(run, next_version) -> None:
    make.fund()
    draft, over = make.project(), make.project()
    make.put(over, "withdrawn")
    next_version()

    result = run("workflow", "migrate", "micro-grant", "--to", "3")

    session().expire_all()
    assert result.output.strip().endswith(": 1.")
    assert (draft.workflow_version, draft.state) == (3, "draft")
    assert over.workflow_version == 2
    last = session().scalars(sa.select(Step).filter_by(subject_id=draft.id).order_by(Step.number.desc())).first()
    assert (last.action, last.workflow_version, last.details) == ("migrate", 3, {"from_version": 2})
    assert run("journal", "verify").output.count("project") == 1, "only the one placed by hand"


def test_every_project_of_the_first_version_passes_to_the_second(run, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Catalogue([files.load(catalogue.FOLDER / RELEASED)])
    with monkeypatch.context() as before:
        for module in (catalogue, steps):
            before.setattr(module, "catalogue", lambda: first)
        projects = [make.project(), make.project(published_at=clock.now())]
        make.put(projects[1], "codesign")

    result = run("workflow", "migrate", "micro-grant", "--to", "2")

    session().expire_all()
    assert result.output.strip().endswith(": 2.")
    assert [(one.workflow_version, one.state) for one in projects] == [(2, "draft"), (2, "codesign")]


def test_an_occupied_state_with_no_place_refuses_the_whole_migration(run, next_version) -> None:
    first, second = make.project(), make.project(published_at=clock.now())
    make.put(second, "codesign")
    next_version(("states.codesign", "states.workshop"), ('to = "codesign"', 'to = "workshop"'))

    result = run("workflow", "migrate", "micro-grant", "--to", "3")

    session().expire_all()
    assert result.exit_code == 1
    assert "codesign" in result.output
    assert (first.workflow_version, second.workflow_version) == (2, 2)


def test_a_migration_that_skips_the_committee_is_refused(run, next_version) -> None:
    project = make.project()
    next_version(moves='\n[migrates.2]\ndraft = "signed"\n')

    result = run("workflow", "migrate", "micro-grant", "--to", "3")

    session().expire_all()
    assert result.exit_code == 1
    assert "Pas d'argent sans décision du comité ou vote des habitants et habitantes." in result.output
    assert project.workflow_version == 2


def test_a_migration_cannot_be_corrected(app: Flask, next_version) -> None:
    referent = make.actor("referent")
    project = make.project()
    next_version()
    steps.migrate_workflow("micro-grant", 3)

    with pytest.raises(ActionRefused) as refused:
        steps.correct(project, referent, "Retour")

    assert [obstacle.code for obstacle in refused.value.obstacles] == ["nothing_to_correct"]


def test_a_migration_never_brings_a_date_forward(run, next_version) -> None:
    project = make.project()
    told = project.due_at
    next_version(('deadline = "60d"\non_deadline = "lapse"', 'deadline = "3d"\non_deadline = "lapse"'))

    run("workflow", "migrate", "micro-grant", "--to", "3")

    session().expire_all()
    assert project.due_at == told


def test_the_tick_says_how_many_moved(run) -> None:
    project = make.project()
    by_hand("UPDATE project SET due_at = '2020-01-01 00:00:00' WHERE id = :id", id=project.id)

    result = run("tick")

    session().expire_all()
    assert result.output.strip().endswith(": 1.")
    assert project.state == "lapsed"


def test_an_untouched_history_is_proved(run) -> None:
    _sent_project()

    result = run("journal", "verify")

    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE step SET note = 'autre chose' WHERE subject_id = :id AND number = 2", "step 2 was changed"),
        ("UPDATE step SET actor_id = NULL WHERE subject_id = :id AND number = 1", "step 1 was changed"),
        ("UPDATE step SET at = '2020-01-01 00:00:00' WHERE subject_id = :id AND number = 2", "step 2 was changed"),
        ("DELETE FROM step WHERE subject_id = :id AND number = 1", "step 1 is missing"),
        ("DELETE FROM step WHERE subject_id = :id AND number = 3", "the last steps are missing"),
        ("DELETE FROM step WHERE subject_id = :id", "it has no history"),
        ("UPDATE project SET state = 'withdrawn', is_open = false WHERE id = :id", "its state is withdrawn"),
    ],
)
def test_every_kind_of_tampering_is_found(run, statement: str, fault: str) -> None:
    project = _sent_project()
    assert by_hand(statement, id=project.id) > 0

    result = run("journal", "verify")

    assert result.exit_code == 1
    assert f"project {project.id}: {fault}" in result.output


def _sent_project() -> Project:
    make.fund()
    carrier = make.actor()
    project = make.project(carrier)
    steps.perform(project, "submit", carrier, note="Voilà notre idée")
    steps.record(project, "news", carrier, "Nous avons les plants")
    return project

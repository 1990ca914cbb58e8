"""Reading workflow files: what is said is kept, what is wrong is refused with the place where it is."""

from pathlib import Path

import pytest

from tests.workflows.build import FOLDER, MICRO_GRANT, SHIPPED, changed, file_of, shipped
from workflows.definition import Deadline, DefinitionError, Duration, load, loads, texts
from workflows.engine import Catalogue


def test_an_action_keeps_all_that_the_file_says() -> None:
    action = shipped().states["signed"].actions["pay_advance"]

    assert (action.label, action.to, action.roles) == (
        "Confirmer le versement de l'avance",
        "funded",
        ("gestionnaire", "finance"),
    )
    assert (action.requires, action.documents, action.screen) == (("advance_paid",), (), "funds.money")
    assert (action.note_required, action.undo) == (False, False)


@pytest.mark.parametrize(
    ("state", "deadline"),
    [
        ("draft", Deadline(Duration(60, "d"), None)),
        ("submitted", Deadline(Duration(5, "od"), None)),
        ("funded", Deadline(Duration(0, "d"), "starts_on")),
        ("running", Deadline(Duration(15, "d"), "ends_on")),
        ("closed", None),
    ],
)
def test_a_deadline_is_read_in_each_of_its_forms(state: str, deadline: Deadline | None) -> None:
    assert shipped().states[state].deadline == deadline


def test_a_deadline_may_come_before_a_date() -> None:
    planned = shipped(file_of("meeting")).states["planned"]

    assert planned.deadline == Deadline(Duration(-21, "d"), "starts_on")


@pytest.mark.parametrize("form", ["soon", "5", "5w", "-5d", "ends_on+15d", "ends_on + ", "1000d"])
def test_another_form_of_deadline_is_refused(form: str) -> None:
    with pytest.raises(DefinitionError, match=r"states\.submitted: deadline .* is not of the form"):
        changed('deadline = "5od"', f'deadline = "{form}"')


REFUSED = [
    ('kind = "project"\n', "", "top of the file: kind is missing"),
    ('kind = "project"', 'kind = ""', "kind must be a text, not ''"),
    ("version = 1", 'version = "1"', "version must be a whole number from 1, not '1'"),
    ("version = 1", "version = 0", "version must be a whole number from 1, not 0"),
    ("version = 1", "version = true", "version must be a whole number from 1, not True"),
    ('kind = "project"', 'kind = "project"\ncolour = "red"', "top of the file: unknown key colour"),
    ('owner = "referent"', 'owner = "referent"\nownr = "x"', "states.submitted: unknown key ownr"),
    ("undo = false", "undoable = false", "states.signed.actions.pay_advance: unknown key undoable"),
    ("undo = false", 'undo = "no"', "undo must be true or false, not 'no'"),
    ('name = "proposal"', 'name = "proposal"\nicon = "x"', "stages[0]: unknown key icon"),
    ('roles = ["carrier"]', 'roles = "carrier"', "roles must be a list of names, not 'carrier'"),
    ('roles = ["carrier"]', 'roles = ["carrier", "carrier"]', "roles names something twice"),
    ("[states.codesign]", "[states.Co-design]", "states.Co-design: not a table with a lower-case name"),
    ("[[stages]]", "[migrates.first]\n\n[[stages]]", "migrates.first: migrates is keyed by a version number"),
    ("[[stages]]", "[stages]]", "not valid TOML"),
]


@pytest.mark.parametrize(("before", "after", "problem"), REFUSED, ids=[str(i) for i in range(len(REFUSED))])
def test_a_faulty_file_is_refused_with_the_place_of_the_fault(before: str, after: str, problem: str) -> None:
    with pytest.raises(DefinitionError) as refusal:
        changed(before, after)

    assert problem in str(refusal.value)


def test_the_error_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "odd.v1.toml"
    path.write_text("key = 3\n", encoding="utf-8")

    with pytest.raises(DefinitionError) as refusal:
        load(path)

    assert str(refusal.value) == f"{path}: top of the file: key must be a text, not 3"


def test_a_move_from_an_older_version_is_read() -> None:
    definition = changed("[[stages]]", '[migrates.1]\nold = "draft"\n\n[[stages]]')

    assert definition.migrates == {1: {"old": "draft"}}


def test_every_french_sentence_of_a_file_is_offered_for_translation() -> None:
    definition = loads(MICRO_GRANT.read_text(encoding="utf-8"))

    offered = set(texts(definition))

    written = MICRO_GRANT.read_text(encoding="utf-8").splitlines()
    said = {line.split('"')[1] for line in written if line.startswith(("label", "public_label"))}
    assert offered == said


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_sentences_for_residents_are_short(path: Path) -> None:
    sentences = [part for state in load(path).states.values() for part in state.public_label.split(". ")]

    assert [sentence for sentence in sentences if len(sentence.split()) > 12] == []


def test_a_folder_is_loaded_with_every_version_in_it() -> None:
    loaded = Catalogue().load_folder(FOLDER)

    assert {f"{d.key}.v{d.version}.toml" for d in loaded} == {path.name for path in SHIPPED}


def test_a_file_whose_name_contradicts_its_content_is_refused(tmp_path: Path) -> None:
    (tmp_path / "micro-grant.v2.toml").write_bytes(MICRO_GRANT.read_bytes())

    with pytest.raises(DefinitionError, match="the file says micro-grant version 1"):
        Catalogue().load_folder(tmp_path)

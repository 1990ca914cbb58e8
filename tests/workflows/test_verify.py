"""Planted faults: each is caught, and named in a sentence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.build import SHIPPED, changed, registry_for, shipped, with_action
from workflows import verify
from workflows.definition import Definition, loads
from workflows.graph import shortest_paths, written
from workflows.guards import Guard, GuardRegistry
from workflows.promises import PROMISES, Promise, broken, offending_path

SHIPPED_ONE = shipped()
REGISTRY = registry_for(SHIPPED_ONE)
STATES = sorted(SHIPPED_ONE.states)


def problems(definition: Definition) -> list[str]:
    return [problem.replace("\N{NO-BREAK SPACE}", " ") for problem in verify.problems(definition, REGISTRY)]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_each_shipped_definition_has_no_problem(path: Path) -> None:
    definition = shipped(path)

    found = verify.problems(definition, registry_for(definition))

    assert found == []


PLANTED = [
    (
        'owner = "referent"\ndeadline = "5od"',
        'deadline = "5od"',
        "L'état « submitted » n'a personne pour s'en occuper.",
    ),
    ('owner = "referent"', 'owner = "system"', "L'état « submitted » n'a personne pour s'en occuper."),
    ('owner = "referent"', 'owner = "mayor"', "L'état « submitted » est confié à un rôle inconnu, « mayor »."),
    ('deadline = "5od"\n', "", "L'état « submitted » n'a pas d'échéance."),
    ('"ends_on + 15d"\n', '"whenever + 15d"\n', "depuis une date inconnue, « whenever »."),
    (
        'on_deadline = "lapse"',
        'on_deadline = "submit"',
        "attend à l'échéance « submit », qui ne peut pas se faire seule.",
    ),
    (
        'on_deadline = "lapse"',
        'on_deadline = "vanish"',
        "attend à l'échéance « vanish », qui ne peut pas se faire seule.",
    ),
    ('stage = "codesign"', 'stage = "attic"', "L'état « codesign » est dans une étape inconnue, « attic »."),
    ('"place_known"', '"moon_is_full"', "demande une condition inconnue, « moon_is_full »."),
    ('"signed_agreement"', '"blank_cheque"', "demande un document inconnu, « blank_cheque »."),
    ('roles = ["evaluator"]', 'roles = ["oracle"]', "est ouverte à un rôle inconnu, « oracle »."),
    ('roles = ["evaluator"]', "roles = []", "l'action « deliver_verdict » n'est ouverte à personne."),
    ('to = "incomplete"', 'to = "limbo"', "l'action « ask_for_more » mène à « limbo », qui n'existe pas."),
    ('to = "incomplete"', 'to = "redirected"', "L'état « incomplete » ne peut jamais être atteint."),
    ('to = "closed"', 'to = "evaluation"', "L'état « evaluation » est une impasse : aucun chemin n'en mène à une fin."),
    (
        'label = "Demander un complément"',
        'label = "Accepter le projet"',
        "a deux actions du même nom, « Accepter le projet ».",
    ),
    (
        '"draft", "submitted", "codesign"',
        '"draft", "codesign"',
        "La ligne principale saute de « draft » à « codesign » sans action.",
    ),
    ('"draft", "submitted"', '"submitted"', "La ligne principale ne part pas de l'état de départ."),
    (
        '"evaluation", "closed",',
        '"evaluation",',
        "La ligne principale s'arrête à « evaluation », qui n'est pas un état final.",
    ),
    (
        '"evaluation", "closed",',
        '"evaluation", "closed", "heaven",',
        "La ligne principale passe par « heaven », qui n'existe pas.",
    ),
    ('initial = "draft"', 'initial = "nowhere"', "L'état de départ « nowhere » n'existe pas."),
    ('kind = "project"', 'kind = "projet"', "Le genre « projet » est inconnu."),
    ('name = "codesign"\n', 'name = "proposal"\n', "L'étape « proposal » est déclarée deux fois."),
    (
        "[[stages]]",
        '[migrates.1]\nold = "limbo"\n\n[[stages]]',
        "La reprise de la version 1 mène à « limbo », qui n'existe pas.",
    ),
]


@pytest.mark.parametrize(("before", "after", "sentence"), PLANTED, ids=[f"{i}" for i in range(len(PLANTED))])
def test_a_planted_fault_is_named(before: str, after: str, sentence: str) -> None:
    faulty = changed(before, after)

    found = problems(faulty)

    assert any(sentence in problem for problem in found), found


def test_a_state_without_action_that_is_not_declared_final_is_a_dead_end() -> None:
    faulty = changed('public_label = "Le comité n\'a pas financé ce projet."\nterminal = true', 'public_label = "Non."')

    found = problems(faulty)

    assert "L'état « not_funded » est une impasse : aucun chemin n'en mène à une fin." in found


def test_a_final_state_with_an_action_is_named() -> None:
    faulty = with_action("withdrawn", "draft")

    found = problems(faulty)

    assert "L'état « withdrawn » est final mais a des actions." in found


def test_a_final_state_with_a_deadline_is_named() -> None:
    faulty = changed("terminal = true", 'terminal = true\ndeadline = "5d"')

    found = problems(faulty)

    assert "L'état « closed » est final mais a une échéance." in found


def test_a_guard_that_nobody_can_supply_is_named() -> None:
    registry = GuardRegistry()
    registry.add(Guard("place_known", lambda _: None, supplied_by="fairy"))

    found = verify.problems(SHIPPED_ONE, registry)

    assert any("que personne ne peut fournir" in problem for problem in found)


def promised_in(promise: Promise) -> str:
    """Return the text of the first shipped workflow that a promise binds and that keeps it by its own guard."""
    texts = (path.read_text(encoding="utf-8") for path in SHIPPED if promise.binds(shipped(path)))
    return next(text for text in texts if f'"{promise.guard}"' in text)


def without_guard(name: str, text: str) -> Definition:
    return loads(text.replace(f'"{name}", ', "").replace(f', "{name}"', "").replace(f'"{name}"', ""))


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: f"{promise.target}-{promise.guard}")
def test_deleting_a_promised_guard_breaks_its_promise(promise: Promise) -> None:
    faulty = without_guard(promise.guard, promised_in(promise))

    found = broken(faulty)

    assert any(promise.sentence in problem for problem in found)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: f"{promise.target}-{promise.guard}")
def test_renaming_the_promised_state_breaks_its_promise(promise: Promise) -> None:
    text = promised_in(promise)
    faulty = loads(text.replace(f'"{promise.target}"', '"other"').replace(f"[states.{promise.target}", "[states.other"))

    found = broken(faulty)

    assert any(promise.sentence in problem and f"L'état {promise.target} n'existe pas." in problem for problem in found)


def test_a_bypass_is_printed_as_its_exact_shortest_path() -> None:
    faulty = with_action("codesign", "signed")

    found = problems(faulty)

    way = "draft —submit→ submitted —accept→ codesign —bypass→ signed —pay_advance→ funded"
    rest = " —call_off→ reporting —send_report→ report_review —settle→ evaluation —deliver_verdict→ closed"
    assert found == [
        f"Promesse rompue : Pas d'argent sans décision du comité ou vote des habitants et habitantes. Chemin : {way}",
        f"Promesse rompue : Pas d'argent si le comité n'a pas dit oui. Chemin : {way}",
        f"Promesse rompue : Pas d'argent au-delà de l'enveloppe. Chemin : {way}",
        f"Promesse rompue : Les habitants et habitantes construisent le projet. Chemin : {way}{rest}",
    ]


def test_a_refused_project_that_slips_to_the_money_is_caught_though_the_committee_decided() -> None:
    faulty = with_action("refused", "granted")

    found = broken(faulty)

    assert any(
        "le comité n'a pas dit oui" in problem and "—refuse→ refused —bypass→ granted" in problem for problem in found
    )


@given(st.sampled_from(STATES), st.sampled_from(STATES), st.sampled_from(PROMISES))
def test_the_proof_agrees_with_a_closure_computed_another_way(source: str, target: str, promise: Promise) -> None:
    definition = with_action(source, target)

    path = offending_path(definition, promise)

    reach = {
        (state.name, action.to)
        for state in definition.states.values()
        for action in state.actions.values()
        if not promise.kept_by(action)
    }
    for middle in STATES:
        reach |= {(a, d) for a, b in reach if b == middle for c, d in reach if c == middle}
    assert (path is not None) == (("draft", promise.target) in reach)
    for edge in path or ():
        assert definition.states[edge.source].actions[edge.action.name] is edge.action
        assert not promise.kept_by(edge.action)


@given(st.sampled_from(STATES), st.sampled_from(STATES))
def test_no_path_is_longer_than_needed(source: str, target: str) -> None:
    definition = with_action(source, target)

    paths = shortest_paths(definition, "draft")

    for state, path in paths.items():
        for action in definition.states[state].actions.values():
            assert len(paths[action.to]) <= len(path) + 1


def test_an_empty_path_is_written_as_its_start() -> None:
    assert written("draft", ()) == "draft"


@pytest.mark.parametrize("demand", ["note_required = true", 'documents = ["photo"]'])
def test_a_deadline_cannot_wait_for_what_only_a_person_can_give(demand: str) -> None:
    faulty = changed('roles = ["system"]', f'roles = ["system"]\n{demand}')

    found = problems(faulty)

    assert "L'état « draft » attend à l'échéance « lapse », qui ne peut pas se faire seule." in found


def test_a_promise_made_for_one_kind_does_not_bind_another() -> None:
    elsewhere = Promise("sitting", "published", "minutes_signed", "Pas de compte rendu sans signature.")

    assert broken(SHIPPED_ONE, [elsewhere]) == []

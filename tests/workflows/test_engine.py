"""The engine: every state, action and role of every definition, and the traps of the library it stands on."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from transitions import MachineError

from tests.workflows.build import SHIPPED, Thing, catalogue, changed, moves, shipped
from workflows.definition import Definition
from workflows.engine import ActionRefused, Catalogue, Obstacle, UnknownDefinition, machine
from workflows.guards import GuardRegistry, UnknownGuard
from workflows.vocabulary import DOCUMENTS, ROLES

DEFINITIONS = [shipped(path) for path in SHIPPED]
CATALOGUE = catalogue(*DEFINITIONS)
EACH_DEFINITION = pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: f"{one.key}-{one.version}")
"""One test for each file, which lists every move that fails: thousands of tests of a millisecond cost minutes."""


def thing(definition: Definition, state: str, **more: set[str]) -> Thing:
    return Thing(state, definition.key, definition.version, **more)


def tried(definition: Definition) -> list[tuple[str, str]]:
    """Pair every state with every action of the file, whether it leaves that state or not."""
    names = dict.fromkeys(action.name for _, action in moves(definition))
    return [(state, name) for state in definition.states for name in names]


def refusals(
    definition: Definition, state: str, action: str, roles: set[str], **more: set[str]
) -> tuple[Obstacle, ...]:
    """Return why a subject in this state is refused an action; nothing when it moves. A refusal leaves it in place."""
    subject = thing(definition, state, **more)
    try:
        CATALOGUE.perform(subject, action, roles, note="Parce que.")
    except ActionRefused as refusal:
        assert subject.state == state
        return refusal.obstacles
    return ()


@EACH_DEFINITION
def test_each_role_may_do_exactly_what_the_file_says(definition: Definition) -> None:
    moved, written = set(), set()
    for state, name in tried(definition):
        action = definition.states[state].actions.get(name)
        written |= {(state, name, role, action.to) for role in action.roles} if action else set()

        for role in ROLES:
            subject = thing(definition, state)
            try:
                CATALOGUE.perform(subject, name, {role}, note="Parce que.")
            except ActionRefused:
                assert subject.state == state
            else:
                moved.add((state, name, role, subject.state))

    assert moved == written


@EACH_DEFINITION
def test_an_action_that_does_not_leave_the_present_state_is_refused_by_state(definition: Definition) -> None:
    foreign = [(state, name) for state, name in tried(definition) if name not in definition.states[state].actions]

    said = {(state, name): refusals(definition, state, name, set(ROLES)) for state, name in foreign}

    assert said == {(state, name): (Obstacle("state", name),) for state, name in foreign}


@EACH_DEFINITION
def test_each_guard_failing_alone_is_the_only_obstacle(definition: Definition) -> None:
    guarded = [(state, action, guard) for state, action in moves(definition) for guard in action.requires]

    said = {
        (state, action.name, guard): refusals(definition, state, action.name, set(action.roles), failing={guard})
        for state, action, guard in guarded
    }

    assert said == {
        (state, action.name, guard): (Obstacle("guard", guard, f"no {guard}", ("referent",), None),)
        for state, action, guard in guarded
    }


@EACH_DEFINITION
def test_options_and_perform_agree_on_every_action(definition: Definition) -> None:
    shown, refused = {}, {}
    for state, action in moves(definition):
        more = {"failing": set(action.requires), "documents": set()}
        options = {option.action.name: option for option in CATALOGUE.options(thing(definition, state, **more), set())}
        assert (action.name not in options) == (action.roles == ("system",)), (state, action.name)
        if action.name in options:
            assert not options[action.name].open
            shown[state, action.name] = options[action.name].obstacles
            refused[state, action.name] = refusals(definition, state, action.name, set(), **more)

    assert shown == refused


def test_options_come_in_file_order_with_the_open_ones_open() -> None:
    subject = Thing("codesign")

    options = CATALOGUE.options(subject, {"referent"})

    assert [(option.action.name, option.open) for option in options] == [
        ("finish_codesign", True),
        ("redirect", True),
        ("withdraw", False),
    ]


def test_a_final_state_has_no_option() -> None:
    subject = Thing("closed")

    options = CATALOGUE.options(subject, set(ROLES))

    assert options == []


def test_every_obstacle_is_listed_at_once_and_says_who_can_supply_it() -> None:
    subject = Thing("granted", documents=set(DOCUMENTS) - {"signed_agreement"})

    with pytest.raises(ActionRefused) as refusal:
        CATALOGUE.perform(subject, "sign", {"carrier"})

    assert refusal.value.obstacles == (
        Obstacle("role", "role", supplied_by=("gestionnaire",)),
        Obstacle("document", "signed_agreement", supplied_by=("gestionnaire",), screen="funds.money"),
    )


@pytest.mark.parametrize("note", ["", "  \n"])
def test_an_action_that_needs_a_reason_is_refused_without_one(note: str) -> None:
    subject = Thing("submitted")

    with pytest.raises(ActionRefused) as refusal:
        CATALOGUE.perform(subject, "ask_for_more", {"referent"}, note=note)

    assert [obstacle.kind for obstacle in refusal.value.obstacles] == ["note"]
    assert subject.state == "submitted"


def test_a_person_is_never_named_as_the_system() -> None:
    subject = Thing("refused")

    options = CATALOGUE.options(subject, set())

    assert options[1].obstacles == (Obstacle("role", "role", supplied_by=("carrier",)),)


def test_a_move_says_where_from_where_to_and_under_which_version() -> None:
    subject = Thing("submitted")

    transition = CATALOGUE.perform(subject, "accept", {"referent"})

    assert (transition.action, transition.from_state, transition.to_state) == ("accept", "submitted", "codesign")
    assert (transition.definition.key, transition.definition.version) == ("micro-grant", 1)
    assert subject.state == "codesign"


def test_a_guard_that_fails_by_an_error_leaves_the_subject_untouched() -> None:
    registry = GuardRegistry()
    registry.guard("committee_decided", supplied_by="committee_secretary")(lambda _: str(1 // 0))
    subject = Thing("scheduled")

    with pytest.raises(ZeroDivisionError):
        Catalogue(DEFINITIONS, registry).perform(subject, "grant", {"committee_secretary"})

    assert subject.state == "scheduled"


def test_a_subject_stays_pinned_to_its_version() -> None:
    second = changed("version = 1", "version = 2")
    both = catalogue(shipped(), second)
    old, new = Thing("submitted"), Thing("submitted", workflow_version=2)

    moved = [both.perform(subject, "accept", {"referent"}).definition.version for subject in (old, new)]

    assert moved == [1, 2]
    assert both.latest("micro-grant") is second


def test_an_unknown_version_is_refused() -> None:
    subject = Thing("draft", workflow_version=7)

    with pytest.raises(UnknownDefinition):
        CATALOGUE.options(subject, {"carrier"})


def test_the_same_version_cannot_be_loaded_twice() -> None:
    loaded = catalogue(shipped())

    with pytest.raises(ValueError, match="loaded twice"):
        loaded.add(shipped())


def test_the_library_adds_no_action_of_its_own() -> None:
    definition = shipped()

    built = machine(definition)

    assert set(built.events) == {action.name for _, action in moves(definition)}


def test_the_machine_has_no_queue_no_model_and_no_callback() -> None:
    built = machine(shipped())

    arrows = [arrow for event in built.events.values() for group in event.transitions.values() for arrow in group]

    assert not built.has_queue
    assert built.models == []
    assert not any(arrow.conditions or arrow.before or arrow.after or arrow.prepare for arrow in arrows)


def test_the_machine_alone_also_refuses_a_wrong_state() -> None:
    subject = Thing("draft")

    with pytest.raises(MachineError):
        machine(shipped()).events["grant"].trigger(subject)

    assert subject.state == "draft"


def test_a_guard_named_like_a_python_function_is_never_imported_nor_called() -> None:
    definition = changed('requires = ["first_refusal"]', 'requires = ["os.getcwd"]')
    subject = Thing("refused")

    with pytest.raises(UnknownGuard):
        Catalogue([definition], GuardRegistry()).perform(subject, "rework", {"carrier"})

    assert subject.state == "refused"


def test_moving_a_subject_leaves_nothing_on_it() -> None:
    subject = Thing("submitted")
    before = set(vars(subject))

    CATALOGUE.perform(subject, "accept", {"referent"})

    assert set(vars(subject)) == before


def test_one_machine_serves_many_threads() -> None:
    line = shipped().main_line
    actions = [
        next(a.name for a in shipped().states[here].actions.values() if a.to == there) for here, there in pairwise(line)
    ]
    subjects = [Thing("draft") for _ in range(800)]

    def walk(subject: Thing) -> list[str]:
        return [CATALOGUE.perform(subject, action, set(ROLES), "Oui.").to_state for action in actions]

    with ThreadPoolExecutor(max_workers=8) as pool:
        walked = list(pool.map(walk, subjects))

    assert walked == [list(line[1:])] * len(subjects)
    assert {subject.state for subject in subjects} == {"closed"}


def test_the_package_loads_neither_the_application_nor_its_libraries() -> None:
    modules = ["engine", "verify", "migration", "release", "diagram", "vocabulary", "promises"]
    code = f"import sys; {'; '.join(f'import workflows.{m}' for m in modules)}; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert {"app", "flask", "sqlalchemy", "babel"}.isdisjoint(loaded)

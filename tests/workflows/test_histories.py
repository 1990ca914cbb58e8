"""Whole lives of subjects: a recorded history replays, and no random one breaks a promise."""

from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.build import Thing, catalogue, guard_names, moves, shipped
from workflows.engine import ActionRefused
from workflows.vocabulary import DOCUMENTS, ROLES

DEFINITION = shipped()
CATALOGUE = catalogue(DEFINITION)
ACTIONS = sorted({action.name for _, action in moves(DEFINITION)})

RECORDED = [
    ("submit", "carrier", "submitted"),
    ("ask_for_more", "referent", "incomplete"),
    ("complete", "carrier", "submitted"),
    ("accept", "referent", "codesign"),
    ("finish_codesign", "referent", "scheduled"),
    ("adjourn", "committee_secretary", "adjourned"),
    ("return_to_committee", "carrier", "scheduled"),
    ("refuse", "committee_secretary", "refused"),
    ("rework", "carrier", "codesign"),
    ("finish_codesign", "referent", "scheduled"),
    ("grant_with_conditions", "committee_secretary", "granted_with_conditions"),
    ("lift_conditions", "referent", "granted"),
    ("sign", "gestionnaire", "signed"),
    ("pay_advance", "gestionnaire", "funded"),
    ("start", "system", "running"),
    ("call_off", "referent", "reporting"),
    ("send_report", "carrier", "report_review"),
    ("return_report", "gestionnaire", "reporting"),
    ("send_report", "carrier", "report_review"),
    ("ask_refund", "gestionnaire", "refund_due"),
    ("receive_refund", "gestionnaire", "evaluation"),
    ("deliver_verdict", "evaluator", "closed"),
]

MUST_PASS = {
    "funded": [{"committee_decided"}, {"committee_granted", "committee_granted_with_conditions"}],
    "closed": [{"residents_at_origin"}, {"residents_in_codesign"}, {"residents_evaluated"}, {"money_squared"}],
}
"""Written here again on purpose: for each state, sets of facts of which at least one must have been true on the way."""

ATTEMPTS = st.lists(
    st.tuples(
        st.sampled_from(ACTIONS),
        st.sets(st.sampled_from(sorted(ROLES)), min_size=1),
        st.sets(st.sampled_from(guard_names(DEFINITION)), max_size=3),
        st.sets(st.sampled_from(sorted(DOCUMENTS))),
        st.sampled_from(["", "Parce que."]),
    ),
    max_size=80,
)
OPEN_CHOICES = st.lists(st.integers(min_value=0, max_value=50), max_size=60)


def test_a_recorded_history_replays() -> None:
    subject = Thing("draft")

    replayed = [
        (action, role, CATALOGUE.perform(subject, action, {role}, "Noté.").to_state) for action, role, _ in RECORDED
    ]

    assert replayed == RECORDED


@given(ATTEMPTS)
def test_whatever_is_attempted_a_refusal_changes_nothing_and_a_move_follows_the_file(
    attempts: list[tuple[str, set[str], set[str], set[str], str]],
) -> None:
    subject = Thing("draft")

    for action, roles, failing, documents, note in attempts:
        before, subject.failing, subject.documents = subject.state, failing, documents
        written = DEFINITION.states[before].actions.get(action)
        try:
            CATALOGUE.perform(subject, action, roles, note)
        except ActionRefused as refusal:
            assert refusal.obstacles  # noqa: PT017 - a refusal is one of two good answers here
            assert subject.state == before
        else:
            assert written is not None
            assert subject.state == written.to
            assert not failing & set(written.requires)
            assert set(written.documents) <= documents
            assert note or not written.note_required


@given(OPEN_CHOICES)
def test_every_life_that_reaches_a_promised_state_kept_the_promise(choices: list[int]) -> None:
    subject, true_on_the_way = Thing("draft"), set[str]()

    for choice in choices:
        actions = list(DEFINITION.states[subject.state].actions.values())
        if not actions:
            break
        action = actions[choice % len(actions)]
        CATALOGUE.perform(subject, action.name, action.roles, "Oui.")
        true_on_the_way |= set(action.requires)
        for needed in MUST_PASS.get(subject.state, []):
            assert needed & true_on_the_way

"""The Pabulib reader: real files as they are, and planted faults each refused at its line."""

import io
from fractions import Fraction
from pathlib import Path

import pytest

from app.pabulib import Curiosity, Election, Fault, PabulibError, read
from tests.real_elections import NAMES, real_file

SMALL = """META
key;value
num_projects;2
num_votes;2
budget;100
vote_type;cumulative
PROJECTS
project_id;cost;name;votes
a;60,50;Un banc;2
b;40;Une haie;1
VOTES
voter_id;vote;points
v1;a,b;3,1
v2;a;2
"""


def read_text(text: str) -> Election:
    return read(io.StringIO(text, newline=""))


def refusal(text: str) -> tuple[Fault, int]:
    with pytest.raises(PabulibError) as caught:
        read_text(text)
    return caught.value.fault, caught.value.line


@pytest.mark.parametrize("name", NAMES)
def test_a_real_file_is_read_whole_and_its_vote_counts_agree(name: str) -> None:
    path = real_file(name)

    election = read(path)

    assert len(election.projects) == int(election.meta["num_projects"])
    assert len(election.ballots) == int(election.meta["num_votes"])
    assert election.remarks == ()


def test_the_toulouse_file_gives_names_districts_points_and_lines() -> None:
    path = real_file("France_Toulouse_2019")

    election = read(path)

    project = election.projects[1]
    assert (project.id, project.name, project.cents) == ("16", "Parc enfant sécurisé pour moins de 3 ans", 4_500_000)
    assert project.extra == {"subunit": "MIRAIL UNIVERSITE", "public_id": "28"}
    assert path.read_text(encoding="utf-8").splitlines()[project.line - 1].startswith("16;45000;")
    assert election.ballots[0].choices == ("15", "22", "25", "10")
    assert election.ballots[0].points == tuple(map(Fraction, (2, 2, 2, 1)))


def test_a_name_with_semicolons_between_quotes_stays_one_name() -> None:
    path = real_file("Poland_Wroclaw_2017")

    election = read(path)

    name = next(project.name for project in election.projects if project.id == "50")
    assert name.startswith("Zielona rowerowo-piesza obwodnica Wrocławia; ETAP II")


def test_costs_are_exact_and_cents_are_integers() -> None:
    election = read_text(SMALL)

    assert election.projects[0].cost == Fraction(121, 2)
    assert election.projects[0].cents == 6050


def test_a_cost_finer_than_a_cent_is_kept_and_never_rounded() -> None:
    election = read_text(SMALL.replace("60,50", "60.505"))

    assert election.projects[0].cost == Fraction("60.505")
    with pytest.raises(ValueError, match="whole number of cents"):
        _ = election.projects[0].cents


@pytest.mark.parametrize("variant", [SMALL.replace("\n", "\r\n"), "\ufeff" + SMALL, SMALL.replace("\n", "\n\n")])
def test_line_endings_byte_order_marks_and_blank_lines_change_nothing(variant: str) -> None:
    plain = read_text(SMALL)

    election = read_text(variant)

    assert election.meta == plain.meta
    assert [project[:3] for project in election.projects] == [project[:3] for project in plain.projects]
    assert [ballot[:3] for ballot in election.ballots] == [ballot[:3] for ballot in plain.ballots]


def test_a_file_on_disk_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "small.pb"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())

    election = read(path)

    assert election.budget == 100


def test_unknown_columns_and_keys_are_kept_as_written() -> None:
    text = SMALL.replace("budget;100", "budget;100\nweather;sun; then rain").replace(
        "vote;points", "vote;points;first_time"
    )

    election = read_text(text.replace("v1;a,b;3,1", "v1;a,b;3,1;oui").replace("v2;a;2", "v2;a;2;"))

    assert election.meta["weather"] == "sun; then rain"
    assert election.ballots[0].extra == {"first_time": "oui"}


def test_doubled_quotes_inside_a_quoted_name_are_one_quote() -> None:
    election = read_text(SMALL.replace("Un banc", '"Un ""grand"" banc; et un autre"'))

    assert election.projects[0].name == 'Un "grand" banc; et un autre'


def test_a_ballot_with_no_choice_is_kept() -> None:
    election = read_text(SMALL.replace("v2;a;2", "v2;;").replace("Un banc;2", "Un banc;1"))

    assert election.ballots[1].choices == ()


def test_curiosities_are_remarked_with_their_line() -> None:
    text = SMALL.replace("b;40;Une haie;1", "b;999999999;Une haie;3").replace("v2;a;2", "v2;a,a;2,1")

    election = read_text(text)

    assert election.projects[1].withdrawn
    assert [(remark.curiosity, remark.line, remark.subject) for remark in election.remarks] == [
        (Curiosity.VOTES_DIFFER, 9, "a"),
        (Curiosity.WITHDRAWN, 10, "b"),
        (Curiosity.VOTES_DIFFER, 10, "b"),
        (Curiosity.VOTED_TWICE, 14, "v2"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault", "line"),
    [
        ("META\n", "", Fault.NO_SECTION, 1),
        ("VOTES\nvoter_id;vote;points\nv1;a,b;3,1\nv2;a;2\n", "", Fault.NO_SECTION, 10),
        ("VOTES\nvoter_id;vote;points\nv1;a,b;3,1\nv2;a;2\n", "VOTES\n", Fault.NO_HEADER, 11),
        ("VOTES\n", "PROJECTS\n", Fault.SECTION_TWICE, 11),
        ("budget;100\n", "", Fault.NO_KEY, 2),
        ("budget;100\n", "budget;100\nbudget;200\n", Fault.KEY_TWICE, 6),
        ("budget;100", "budget;cent", Fault.NOT_A_NUMBER, 5),
        ("budget;100", "budget;-100", Fault.NEGATIVE, 5),
        ("project_id;cost;name", "project_id;prix;name", Fault.NO_COLUMN, 8),
        ("b;40;Une haie;1", "b;40", Fault.WRONG_FIELDS, 10),
        ("b;40;Une haie;1", "b;40;Une haie;1;de trop", Fault.WRONG_FIELDS, 10),
        ("b;40;Une haie;1", "b;gratuit;Une haie;1", Fault.NOT_A_NUMBER, 10),
        ("b;40;Une haie;1", "b;1e999999999;Une haie;1", Fault.NOT_A_NUMBER, 10),
        ("b;40;Une haie;1", "b;-40;Une haie;1", Fault.NEGATIVE, 10),
        ("b;40;Une haie;1", "b;40;Une haie;1.5", Fault.NOT_A_NUMBER, 10),
        ("b;40;Une haie;1", "a;40;Une haie;1", Fault.PROJECT_TWICE, 10),
        ("b;40;Une haie;1", 'b;40;"Une haie;1', Fault.UNCLOSED_QUOTE, 10),
        ("v2;a;2", "v2;z;2", Fault.UNKNOWN_PROJECT, 14),
        ("v2;a;2", "v2;a;2,3", Fault.POINTS_MISMATCH, 14),
        ("v2;a;2", "v2;a;deux", Fault.NOT_A_NUMBER, 14),
        ("v2;a;2\n", "", Fault.WRONG_COUNT, 4),
        ("num_projects;2", "num_projects;3", Fault.WRONG_COUNT, 3),
    ],
)
def test_a_planted_fault_is_refused_at_its_line(old: str, new: str, fault: Fault, line: int) -> None:
    assert old in SMALL

    refused = refusal(SMALL.replace(old, new))

    assert refused == (fault, line)


def test_a_file_in_another_encoding_is_refused_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.pb"
    path.write_bytes(SMALL.replace("Une haie", "Une forêt").encode("latin-1"))

    with pytest.raises(PabulibError) as caught:
        read(path)

    assert (caught.value.fault, caught.value.line) == (Fault.NOT_TEXT, 10)


@pytest.mark.parametrize("share", range(1, 40))
def test_a_truncated_real_file_is_never_read_as_whole(share: int) -> None:
    text = real_file("France_Toulouse_2019").read_text(encoding="utf-8")

    cut = text[: len(text) * share // 40]

    with pytest.raises(PabulibError):
        read_text(cut)


def test_an_empty_file_is_refused() -> None:
    assert refusal("") == (Fault.NO_SECTION, 1)

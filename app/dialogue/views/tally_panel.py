"""Who came and who spoke, on the page of a meeting: small counts hidden from everybody, tools for those who hold it."""

from __future__ import annotations

from app import security
from app.dialogue import attendance, policy, tally_queries
from app.dialogue.counting import Tallies
from app.dialogue.models import COMING, HELD, Meeting
from app.dialogue.models.tally import Measure
from app.dialogue.panels import Panel, panel
from app.dialogue.tally_labels import LIGHTS, MEASURES, word
from app.i18n import gettext as _
from app.suppression import Few, Hidden, Published, alone, published

PARTS = (Measure.NOVELTY, Measure.AGE, Measure.SEX, Measure.HEARD)
"""Measures that share out the residents who came; the rest did not say."""


@panel(5)
def who_came(meeting: Meeting) -> Panel | None:
    """Show the counts of a meeting that anybody may read, and how to count to those who may."""
    may_count = policy.can_record(meeting.neighbourhood, security.reading_actor())
    counted = tally_queries.tallies_of(meeting.id)
    told = meeting.state in HELD and meeting.counted_at is not None and not counted.is_empty
    if told:
        told = not isinstance(attendance.shown(meeting), Hidden)
    if not told and not (may_count and meeting.state in (*COMING, "closed")):
        return None
    context = {
        "meeting": meeting,
        "may_count": may_count,
        "may_tap": may_count and meeting.state == "closed",
        "tables": tables(counted) if told else [],
        "light": _light(counted) if told else "",
    }
    return Panel(_("Qui est venu, qui a parlé"), "dialogue/tally_panel.html", context)


def tables(counted: Tallies) -> list[tuple[str, list[tuple[str, object]]]]:
    """Return what may be published of the counts: a title, then words and counts."""
    shown = [_table(measure, _shared_out(counted, measure)) for measure in PARTS if counted.total(measure)]
    present = {key: alone(number) for key, number in counted.of(Measure.PRESENT).items() if number}
    rows = [(word(Measure.PRESENT, key), number) for key, number in present.items()]
    if counted.turns:
        shown.append(_table(Measure.TURNS, published(counted.of(Measure.TURNS))))
    return [(str(MEASURES[Measure.PRESENT]), list[tuple[str, object]](rows)), *shown]


def _shared_out(counted: Tallies, measure: Measure) -> Published[str]:
    """Share the residents out by a measure; those who did not say are a part too, or the rest would tell it."""
    said = counted.of(measure)
    rest = counted.residents - sum(said.values())
    return published(said | ({"": rest} if measure != Measure.NOVELTY or rest else {}))


def _table(measure: Measure, seen: Published[str]) -> tuple[str, list[tuple[str, object]]]:
    rows = [(word(measure, key) if key else _("Sans réponse"), number) for key, number in seen.cells.items()]
    return str(MEASURES[measure]), [(words, number) for words, number in rows]


def _light(counted: Tallies) -> str:
    """Say the share of institutions, unless it would tell how few spoke."""
    taken = published(counted.of(Measure.TURNS))
    if isinstance(taken.total, Few) or not all(isinstance(number, int) for number in taken.cells.values()):
        return ""
    return str(LIGHTS[counted.light]) % {"share": f"{round((counted.institution_share or 0) * 100)}\u00a0%"}

"""Who came and who spoke, on the page of a meeting: small counts hidden from everybody, tools for those who hold it."""

from __future__ import annotations

from collections.abc import Collection

from app import security
from app.dialogue import attendance, breakdowns, policy
from app.dialogue.counting import Tallies
from app.dialogue.models import COMING, HELD, Meeting
from app.dialogue.models.tally import Measure
from app.dialogue.panels import Panel, panel
from app.dialogue.tally_labels import LIGHTS, MEASURES, word
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.suppression import FEWEST, Few, Hidden, Published, alone, published


@panel(5)
def who_came(meeting: Meeting) -> Panel | None:
    """Show the counts of a meeting that anybody may read, and how to count to those who may."""
    may_count = policy.can_record(meeting.neighbourhood, security.reading_actor())
    told = meeting.state in HELD and meeting.counted_at is not None
    told = told and not isinstance(attendance.shown(meeting), Hidden)
    counted, detailed = breakdowns.shown(meeting) if told else (Tallies(), frozenset[Measure]())
    told = told and not counted.is_empty
    if not told and not (may_count and meeting.state in (*COMING, "closed")):
        return None
    context = {
        "meeting": meeting,
        "may_count": may_count,
        "may_tap": may_count and meeting.state == "closed",
        "tables": tables(counted, detailed) if told else [],
        "untold": _untold(counted, detailed),
        "light": _light(counted) if told else "",
    }
    return Panel(_("Qui est venu, qui a parlé"), "dialogue/tally_panel.html", context)


def tables(counted: Tallies, detailed: Collection[Measure]) -> list[tuple[str, list[tuple[str, object]]]]:
    """Return what may be published of the counts: a title, then words and counts; `detailed` may be told whole."""
    present = [(word(Measure.PRESENT, key), alone(one)) for key, one in counted.of(Measure.PRESENT).items() if one]
    shown = [(str(MEASURES[Measure.PRESENT]), list[tuple[str, object]](present))]
    shown += [_whole(counted, measure) for measure in attendance.DETAILED if measure in detailed]
    if counted.total(Measure.HEARD):
        shown.append(_table(Measure.HEARD, _shared_out(counted, Measure.HEARD)))
    if counted.turns:
        shown.append(_table(Measure.TURNS, published(counted.of(Measure.TURNS))))
    return shown


def _untold(counted: Tallies, detailed: Collection[Measure]) -> str:
    """Name what was counted and may not be told."""
    return ", ".join(str(_UNTOLD[one]) for one in _UNTOLD if counted.total(one) and one not in detailed)


_UNTOLD = {
    Measure.NOVELTY: _l("qui venait pour la première fois"),
    Measure.AGE: _l("les âges"),
    Measure.SEX: _l("combien de femmes et d'hommes"),
}


def _whole(counted: Tallies, measure: Measure) -> tuple[str, list[tuple[str, object]]]:
    """Tell every count of a measure; those who did not answer too, when they are several."""
    said = breakdowns.said(counted, measure)
    rows: list[tuple[str, object]] = [(word(measure, key), number) for key, number in said.items()]
    rest = counted.residents - sum(said.values())
    return str(MEASURES[measure]), [*rows, (_("Sans réponse"), rest)] if rest >= FEWEST else rows


def _shared_out(counted: Tallies, measure: Measure) -> Published[str]:
    """Share the residents out by a measure; those who did not say are a part too, or the rest would tell it."""
    said = counted.of(measure)
    return published(said | {"": counted.residents - sum(said.values())})


def _table(measure: Measure, seen: Published[str]) -> tuple[str, list[tuple[str, object]]]:
    rows = [(word(measure, key) if key else _("Sans réponse"), number) for key, number in seen.cells.items()]
    return str(MEASURES[measure]), [(words, number) for words, number in rows]


def _light(counted: Tallies) -> str:
    """Say the share of institutions, unless it would tell how few spoke."""
    taken = published(counted.of(Measure.TURNS))
    if isinstance(taken.total, Few) or not all(isinstance(number, int) for number in taken.cells.values()):
        return ""
    return str(LIGHTS[counted.light]) % {"share": f"{round((counted.institution_share or 0) * 100)}\u00a0%"}

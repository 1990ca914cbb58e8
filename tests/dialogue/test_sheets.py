"""Sheets of paper: keyed once, keyed again with a reason."""

from __future__ import annotations

import pytest
from flask import Flask

from app.dialogue.counting import Cell
from app.dialogue.models.tally import Measure
from app.dialogue.policy import NotAllowed
from app.dialogue.services.sheets import AlreadyKeyed, key_sheet, print_sheet
from app.dialogue.services.tally import record_taps
from app.dialogue.tally_queries import corrections_of, keyed_from, sheet_called, tallies_of
from tests import make

FIVE: dict[Cell, int] = {(Measure.PRESENT, "resident"): 5, (Measure.NOVELTY, "returning"): 5}
SEVEN: dict[Cell, int] = {(Measure.PRESENT, "resident"): 7, (Measure.NOVELTY, "returning"): 7}


def test_a_sheet_adds_to_the_taps_once_however_often_it_is_keyed(app: Flask) -> None:
    meeting, who = make.open_meeting(), make.actor("facilitator")
    record_taps(meeting.id, [make.arrival()], who)
    sheet = print_sheet(meeting.id, who)

    key_sheet(sheet.serial, FIVE, "", who)
    key_sheet(sheet.serial, FIVE, "", who)

    assert tallies_of(meeting.id).residents == 6
    assert sheet_called(f"{sheet.serial[:3].lower()}-{sheet.serial[3:]}") is sheet


def test_other_figures_for_a_keyed_sheet_need_a_reason_and_replace_the_first(app: Flask) -> None:
    meeting, who = make.open_meeting(), make.actor("facilitator")
    sheet = print_sheet(meeting.id, who)
    key_sheet(sheet.serial, FIVE, "", who)

    with pytest.raises(AlreadyKeyed):
        key_sheet(sheet.serial, SEVEN, " ", who)
    key_sheet(sheet.serial, SEVEN, "J'avais mal lu", who)

    assert keyed_from(sheet).residents == tallies_of(meeting.id).residents == 7
    assert {line.reason for line in corrections_of(meeting.id)} == {"J'avais mal lu"}


def test_nobody_from_elsewhere_prints_or_keys(app: Flask) -> None:
    meeting, who = make.open_meeting(), make.actor("facilitator")
    sheet = print_sheet(meeting.id, who)

    with pytest.raises(NotAllowed):
        print_sheet(meeting.id, make.actor())
    with pytest.raises(NotAllowed):
        key_sheet(sheet.serial, FIVE, "", make.actor("helper"))

    assert tallies_of(meeting.id).is_empty

"""Builders: the shortest way for a test to a person, a place, a fund, a project in some state."""

from tests.make.editions import edition, idea
from tests.make.follow import followed
from tests.make.meetings import arrival, open_meeting, referral, tally_sheet, turn
from tests.make.money import committee, document, envelope, fund, granted, opening, seat, sitting
from tests.make.paper import serial, sheet
from tests.make.people import actor, last_letter, person, role
from tests.make.projects import project, put, traced
from tests.make.surveys import survey
from tests.make.territory import coming_meeting, commune, inventory, meeting, neighbourhood, note, remark, space
from tests.make.trainings import training

__all__ = ["actor", "arrival", "coming_meeting", "committee", "commune", "document", "edition", "envelope",
           "followed", "fund", "granted", "idea", "inventory", "last_letter", "meeting", "neighbourhood", "note",
           "open_meeting", "opening", "person", "project", "put", "referral", "remark", "role", "seat", "serial", "sheet",
           "sitting", "space", "survey", "tally_sheet", "traced", "training", "turn"]  # fmt: skip

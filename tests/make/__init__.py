"""Builders: the shortest way for a test to a person, a place, a fund, a project in some state."""

from tests.make.money import committee, document, envelope, fund, granted, opening, seat, sitting
from tests.make.paper import serial, sheet
from tests.make.people import actor, last_letter, person, role
from tests.make.projects import project, put
from tests.make.territory import commune, meeting, neighbourhood, remark

__all__ = ["actor", "committee", "commune", "document", "envelope", "fund", "granted", "last_letter", "meeting",
           "neighbourhood", "opening", "person", "project", "put", "remark", "role", "seat", "serial", "sheet",
           "sitting"]  # fmt: skip

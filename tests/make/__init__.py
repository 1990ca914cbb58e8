"""Builders: the shortest way for a test to a person, a place, a fund, a project in some state."""

from tests.make.money import committee, fund, seat
from tests.make.people import actor, person, role
from tests.make.projects import project, put
from tests.make.territory import commune, meeting, neighbourhood

__all__ = ["actor", "committee", "commune", "fund", "meeting", "neighbourhood", "person", "project", "put", "role",
           "seat"]  # fmt: skip

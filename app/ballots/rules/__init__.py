"""Counting rules, one file each: pure Python on exact integers, every round kept for the explanation and the audit.

A `Contest` is what is counted, a record of `records` is the rule, `count` gives the `Outcome`.
"""

from app.ballots.rules.contest import Ballot, Candidate, Contest
from app.ballots.rules.envelopes import count
from app.ballots.rules.outcome import Outcome, Round, Verdict

__all__ = ["Ballot", "Candidate", "Contest", "Outcome", "Round", "Verdict", "count"]

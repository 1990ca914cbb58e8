"""Runs in the oracle's environment: reads questions as JSON lines, answers what pabutools elects, one line each.

A question has a rule, and either a Pabulib file or a budget, costs by project id and ballots. Ties go to the project
listed first.
"""

import json
import sys
import time

from pabutools.election import (
    ApprovalBallot,
    ApprovalProfile,
    Cardinality_Sat,
    Cost_Sat,
    Instance,
    Project,
)
from pabutools.election.pabulib import parse_pabulib
from pabutools.fractions import frac
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares, sequential_phragmen
from pabutools.tiebreaking import TieBreakingRule

SATISFACTIONS = {"cost": Cost_Sat, "count": Cardinality_Sat}


def main() -> None:
    for line in sys.stdin:
        question = json.loads(line)
        instance, profile, order = read(question)
        started = time.process_time()
        winners = elect(question, instance, profile, order)
        sys.stdout.write(json.dumps({"winners": winners, "seconds": time.process_time() - started}) + "\n")


def read(question):
    if "file" in question:
        instance, profile = parse_pabulib(question["file"])
        if not isinstance(profile, ApprovalProfile):
            profile = ApprovalProfile([ApprovalBallot(ballot) for ballot in profile], instance=instance)
        order = {name: place for place, name in enumerate(question["order"])}
    else:
        projects = {name: Project(name, frac(*cost)) for name, cost in question["costs"].items()}
        instance = Instance(projects.values(), budget_limit=frac(*question["budget"]))
        profile = ApprovalProfile(
            [ApprovalBallot(projects[name] for name in ballot) for ballot in question["ballots"]], instance=instance
        )
        order = {name: place for place, name in enumerate(question["costs"])}
    return instance, profile.as_multiprofile() if question.get("grouped") else profile, order


def elect(question, instance, profile, order):
    ties = TieBreakingRule(lambda _instance, _profile, project: order[project.name])
    if question["rule"] == "greedy":
        elected = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat, tie_breaking=ties)
    elif question["rule"] == "phragmen":
        elected = sequential_phragmen(instance, profile, tie_breaking=ties)
    else:
        step = question.get("step")
        elected = method_of_equal_shares(
            instance,
            profile,
            sat_class=SATISFACTIONS[question["utility"]],
            tie_breaking=ties,
            voter_budget_increment=frac(*step) if step else None,
        )
    return [project.name for project in elected]


main()

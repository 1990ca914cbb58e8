"""What is frozen before a vote: one canonical text that anybody can hash again, read back by the count.

The text is JSON with sorted keys, no spaces, in UTF-8; its SHA-256 is public from the opening on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from typing import Any

from app.ballots.electorate import electorate_of
from app.ballots.models import Candidacy, Edition
from app.ballots.rules.records import Plan, Ties
from app.ballots.rules.settings import described, plan_from, rule_named

FORMAT = "porte-voix/edition/1"


def record_of(edition: Edition, candidacies: Sequence[Candidacy]) -> dict[str, Any]:
    """Gather what is frozen: rule, list, costs, envelope, ballot, voters, dates and the commitment to the tie seed.

    A project is named by its reference: the count, the export and the lot that breaks ties use it. Costs are in cents.
    """
    settings = [*edition.rule_settings, *_rivals(candidacies)]
    return {
        "format": FORMAT,
        "edition": {"id": edition.id, "title": edition.title, "city": edition.commune.name},
        "currency": "EUR",
        "envelope_cents": edition.envelope_cents,
        "opens_at": _instant(edition.opens_at),
        "closes_at": _instant(edition.closes_at),
        "ballot": {
            "kind": edition.ballot_kind.value,
            "min_choices": edition.min_choices,
            "max_choices": edition.max_choices,
            "points": edition.points,
            "grades": edition.grades,
        },
        "voters": {"min_age": edition.min_age, **electorate_of(edition.voters).as_data()},
        "rule": {
            "name": edition.rule_name,
            "settings": settings,
            "plan": described(plan_from(rule_named(edition.rule_name), [(key, value) for key, value in settings])),
        },
        "tie_commitment": edition.tie_commitment,
        "projects": [_project(candidacy) for candidacy in candidacies],
    }


def canonical(record: Mapping[str, Any]) -> str:
    """Write a record in the one way that gives its digest."""
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    """Give the SHA-256 of a frozen text, in hexadecimal, as `sha256sum` gives it of the downloaded file."""
    return sha256(text.encode()).hexdigest()


def is_intact(edition: Edition) -> bool:
    """Say whether the edition is frozen and its text still has the digest that was published."""
    return edition.frozen_at is not None and digest(edition.frozen_text) == edition.frozen_digest


def frozen_record(edition: Edition) -> dict[str, Any]:
    """Read back what was frozen. Raises ValueError when nothing is, or when the text was tampered with."""
    if not is_intact(edition):
        raise ValueError(f"edition {edition.id} is not frozen, or was changed since")
    record: dict[str, Any] = json.loads(edition.frozen_text)
    return record


def frozen_plan(record: Mapping[str, Any], seed: str) -> Plan:
    """Give the plan of the count that was frozen, with ties broken by the seed revealed at the close."""
    settings = [(key, value) for key, value in record["rule"]["settings"]]
    plan = plan_from(rule_named(record["rule"]["name"]), settings)
    return tuple(
        replace(each, rule=replace(each.rule, ties=Ties(criteria=each.rule.ties.criteria, seed=seed))) for each in plan
    )


def frozen_projects(record: Mapping[str, Any]) -> list[tuple[str, Fraction, dict[str, str]]]:
    """Give the projects as the count takes them: reference, cost in euros, labels `sector` and `theme`."""
    return [
        (each["id"], Fraction(each["cost_cents"], 100), {"sector": each["sector"], "theme": each["theme"]})
        for each in record["projects"]
    ]


def _project(candidacy: Candidacy) -> dict[str, Any]:
    project = candidacy.project
    return {
        "id": project.ref,
        "candidacy": candidacy.id,
        "title": project.title,
        "cost_cents": candidacy.cost_cents,
        "sector": project.neighbourhood.name if project.neighbourhood else "",
        "theme": project.theme.value if project.theme else "",
        "rivals": candidacy.rivals,
    }


def _rivals(candidacies: Sequence[Candidacy]) -> list[list[str]]:
    """Write each group of rivals as the setting that the counting command takes; capitals make no other group."""
    groups: dict[str, list[str]] = {}
    for candidacy in candidacies:
        if candidacy.rivals:
            groups.setdefault(candidacy.rivals.casefold(), []).append(candidacy.project.ref)
    return [["exclusive", "+".join(refs)] for _, refs in sorted(groups.items()) if len(refs) > 1]


def _instant(at: Any) -> str:
    return at.isoformat() if at else ""

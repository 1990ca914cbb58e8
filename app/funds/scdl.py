"""Grants as open data: the national table "subventions" (SCDL 2.1.1). No natural person is named in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app import clock
from app.db import session
from app.funds.ledger_models import HELD, Balance, Cause, FundYear, LedgerEntry
from app.funds.models import Agreement, Fund, Payment, PaymentKind, PaymentMode
from app.funds.policy import SETTLED
from app.plain import plain
from app.projects.models import AFTER_GRANT, CarrierKind, Project, TeamMember

COLUMNS = (
    "nomAttribuant", "idAttribuant", "dateConvention", "referenceDecision", "nomBeneficiaire", "idBeneficiaire",
    "rnaBeneficiaire", "objet", "montant", "nature", "conditionsVersement", "datesPeriodeVersement", "idRAE",
    "notificationUE", "pourcentageSubvention", "dispositifAide",
)  # fmt: skip
LONGEST_OBJECT = 256
SOMEBODY = "une personne du quartier"
"""What stands in public files where a title named a member of the team."""


@dataclass(frozen=True)
class Paid:
    """The days on which a project was paid, and whether money, things, or both were given."""

    days: tuple[date, ...] = ()
    modes: frozenset[PaymentMode] = frozenset()


def is_ready(fund: Fund) -> bool:
    """Say whether the file can be valid: the number of who grants is known."""
    return re.fullmatch(r"[0-9]{14}", fund.siret) is not None


def rows_of(year: FundYear) -> list[list[str]]:
    """Return one row for each grant of a year whose agreement is signed, by number; four queries."""
    signed = _signature_days(year)
    projects = session().scalars(
        sa.select(Project)
        .where(Project.id.in_(signed.keys()), Project.state.in_(AFTER_GRANT), Project.id.in_(_paid_from(year)))
        .order_by(Project.ref)
    )
    found = list(projects.unique())
    names, paid = _team_names(found), _payments(found)
    return [_row(year.fund, it, signed[it.id], paid.get(it.id, Paid()), names.get(it.id, [])) for it in found]


def without_names(text: str, names: Iterable[str]) -> str:
    """Replace in a text each full name of a list, in either order, with or without accents or capitals."""
    for name in names:
        for words in _orders(name):
            text = _replaced(text, words)
    return text


def beneficiary(project: Project, names: Sequence[str]) -> str:
    """Return who received: the association, or a group of residents known by the number of its project alone."""
    group = f"Collectif d'habitants et d'habitantes – projet {project.ref}"
    if project.carrier_kind is not CarrierKind.ASSOCIATION or not project.association_name.strip():
        return group
    named = without_names(project.association_name.strip(), names)
    return group if named != project.association_name.strip() else named


def _row(fund: Fund, project: Project, signed_on: date, paid: Paid, names: Sequence[str]) -> list[str]:
    cents = project.granted_cents or 0
    return [
        fund.granter.strip() or fund.gestionnaire,
        fund.siret,
        signed_on.isoformat(),
        project.ref,
        beneficiary(project, names),
        "",
        "",
        without_names(" ".join(project.title.split()), names)[:LONGEST_OBJECT],
        f"{cents // 100}.{cents % 100:02d}",
        _nature(paid),
        "unique" if project.state in SETTLED and len(set(paid.days)) == 1 else "échelonné",
        _period(project, signed_on, paid),
        "",
        "non",
        "1.00",
        "FPH",
    ]


def _nature(paid: Paid) -> str:
    if not paid.modes or PaymentMode.DIRECT_PURCHASE not in paid.modes:
        return "aide en numéraire"
    return "aide en nature" if len(paid.modes) == 1 else "aide en numéraire;aide en nature"


def _period(project: Project, signed_on: date, paid: Paid) -> str:
    """Return the day of the only payment, or the first and last days between which money is paid."""
    first = min(paid.days, default=signed_on)
    if project.state in SETTLED:
        last = max(paid.days, default=first)
    else:
        last = max(filter(None, (first, *paid.days, project.ends_on)))
    return first.isoformat() if first == last and project.state in SETTLED else f"{first}/{last}"


def _paid_from(year: FundYear) -> sa.Select[int]:
    return sa.select(Balance.project_id).where(
        Balance.fund_year_id == year.id, Balance.account.in_(HELD), Balance.amount_cents > 0
    )


def _signature_days(year: FundYear) -> dict[int, date]:
    """Return the day written on each agreement, or, where none is, the day on which its signature was recorded."""
    rows = session().execute(
        sa.select(LedgerEntry.project_id, Agreement.signed_on, sa.func.max(LedgerEntry.at))
        .outerjoin(Agreement, Agreement.project_id == LedgerEntry.project_id)
        .where(LedgerEntry.fund_year_id == year.id, LedgerEntry.cause == Cause.SIGNATURE)
        .group_by(LedgerEntry.project_id, Agreement.signed_on)
    )
    return {project_id: on or at.astimezone(clock.PARIS).date() for project_id, on, at in rows if project_id}


def _team_names(projects: Iterable[Project]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    asked = sa.select(TeamMember.project_id, TeamMember.name).where(
        TeamMember.project_id.in_([project.id for project in projects])
    )
    for project_id, name in session().execute(asked.order_by(TeamMember.id)):
        found.setdefault(project_id, []).append(name)
    return found


def _payments(projects: Iterable[Project]) -> Mapping[int, Paid]:
    found: dict[int, Paid] = {}
    asked = sa.select(Payment.project_id, Payment.paid_at, Payment.mode).where(
        Payment.project_id.in_([project.id for project in projects]),
        Payment.paid_at.is_not(None),
        Payment.kind != PaymentKind.REFUND,
    )
    for project_id, at, mode in session().execute(asked.order_by(Payment.id)):
        before, days = found.get(project_id, Paid()), [at.astimezone(clock.PARIS).date()] if at else []
        found[project_id] = Paid((*before.days, *days), before.modes | {mode})
    return found


def _orders(name: str) -> Iterable[list[str]]:
    words = plain(name).split()
    return [words, words[::-1]] if len(words) > 1 else []


def _replaced(text: str, words: Sequence[str]) -> str:
    """Replace the words where they follow one another; the text is compared word by word, as plain letters."""
    parts = re.split(r"(\w+)", text)
    plains = [plain(part) for part in parts[1::2]]
    for start in range(len(plains) - len(words), -1, -1):
        if plains[start : start + len(words)] == list(words):
            parts[2 * start + 1 : 2 * (start + len(words))] = [SOMEBODY]
            plains[start : start + len(words)] = [""]
    return "".join(parts)

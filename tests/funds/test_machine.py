"""Any order of grants, signatures, payments, refunds, cancellations, corrections and year ends keeps the money whole.

PORTEVOIX_MACHINE sets how many histories are tried (4 in the suite), PORTEVOIX_MACHINE_STEPS their length.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app import clock
from app.db import session
from app.funds import proof, queries
from app.funds.carry import Terms as Carry
from app.funds.models import (
    Account,
    Balance,
    CarryRule,
    Earmark,
    Funding,
    FundingKind,
    FundingSource,
    FundYear,
    PaymentKind,
)
from app.funds.refusals import BudgetExceeded, MoneyRefused
from app.funds.services import (
    envelopes,
    year_end,
)
from app.funds.services.envelopes import Terms
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import SYSTEM
from tests import make
from tests.funds import thread
from tests.funds.buttons import BUTTONS, ORDINARY

EXPECTED = (BudgetExceeded, MoneyRefused, steps.ActionRefused)
CENTS = st.sampled_from([300_00, 600_00, 900_00]) | st.integers(min_value=1, max_value=900_00)
WHICH = st.integers(min_value=0, max_value=2)
OVER = {"evaluation", "cancelled"}
START = datetime(2025, 3, 3, 9, tzinfo=UTC)
CARRIES = (
    None,
    Carry(CarryRule.NONE),
    Carry(CarryRule.SHARE, 33),
    Carry(CarryRule.UP_TO, 10),
    Carry(CarryRule.EARMARKED),
)
FUNDERS = ("État", "Ville", "CAF")
_cities = count(10_000)


class Money(RuleBasedStateMachine):
    """Three projects of one fund, and people who press every button at any moment."""

    cast: thread.Cast

    def __init__(self) -> None:
        """Open a fund in a city of its own, with free money and money kept for a neighbourhood."""
        super().__init__()
        session().rollback()
        number = next(_cities)
        city = make.commune(f"Ville {number}", str(number))
        self.now = START
        with clock.told(self.now):
            self.place = make.neighbourhood(f"Quartier {number}", city)
            self.fund = make.fund(city)
            make.envelope(self.fund, cents=1_400_00)
            self._fill(600_00, 0, kept=True, carry=1)
            self.projects = [self._project() for _ in range(3)]

    @rule(which=WHICH, cents=CENTS, choice=st.integers(min_value=0, max_value=59))
    def go_on(self, which: int, cents: int, choice: int) -> None:
        """Press a button that leads on."""
        state = self.projects[which].state
        if state in OVER:
            self.projects[which] = self._project()
            return
        waiting = queries.awaited_payment(self.projects[which]) is not None
        buttons = ("second", "drop", "second", "cancel") if waiting else ORDINARY[state]
        self._press(which, buttons[choice % len(buttons)], cents)

    @rule(which=WHICH, cents=CENTS, choices=st.lists(st.integers(min_value=0, max_value=59), min_size=2, max_size=8))
    def go_far(self, which: int, cents: int, choices: list[int]) -> None:
        """Lead one project on several times."""
        for choice in choices:
            self.go_on(which, cents, choice)

    @rule(which=WHICH, cents=CENTS, button=st.sampled_from(sorted(BUTTONS)))
    def press(self, which: int, cents: int, button: str) -> None:
        """Press any button at all."""
        self._press(which, button, cents)

    @rule(cents=st.integers(1, 200_00), funder=st.integers(0, 2), kept=st.booleans(), carry=st.integers(0, 4))
    def receive(self, cents: int, funder: int, kept: bool, carry: int) -> None:
        """Receive money, free or kept for the neighbourhood, under some agreement."""
        with clock.told(self.now):
            self._fill(cents, funder, kept=kept, carry=carry)

    @rule(which=st.integers(0, 5))
    def take_back_a_line(self, which: int) -> None:
        """Correct money written down by mistake, if it is not granted yet."""
        lines = self._fundings()
        self._try(lambda: envelopes.correct_funding(lines[which % len(lines)], "Erreur.", self.cast.finance))

    @rule()
    def new_year(self) -> None:
        """Live in the next January, with an envelope of little money."""
        self.now = self.now.replace(year=self.now.year + 1, month=1, day=10)
        with clock.told(self.now):
            make.envelope(self.fund, cents=300_00)

    @rule(which=st.integers(0, 3), alone=st.booleans())
    def close(self, which: int, alone: bool) -> None:
        """Close a year, as two people or, in vain, as one."""
        years = self._years()
        year, second = years[which % len(years)], self.cast.gestionnaire if alone else self.cast.finance
        self._try(lambda: year_end.ask_closing(year, self.cast.gestionnaire))
        self._try(lambda: year_end.close_year(year, year_end.preview(year).mark, second))

    @rule(cents=st.integers(1, 200_00))
    def send_back(self, cents: int) -> None:
        """Give unused money back to a funder, if there is that much to return."""
        for source in session().scalars(sa.select(FundingSource).join(FundYear).filter_by(fund_id=self.fund.id)).all():
            self._try(lambda source=source: envelopes.return_money(source, cents, "", self.cast.finance))

    @invariant()
    def nothing_is_overdrawn_and_nothing_is_lost(self) -> None:
        """Accounts of each source sum to zero, only its origins are below it, and a closed year has nothing to give."""
        per_source: dict[int, int] = {}
        rows = (
            session()
            .scalars(
                sa.select(Balance)
                .join(FundYear, FundYear.id == Balance.fund_year_id)
                .filter_by(fund_id=self.fund.id)
                .execution_options(populate_existing=True)
            )
            .all()
        )
        for row in rows:
            per_source[row.source_id] = per_source.get(row.source_id, 0) + row.amount_cents
            origin = row.account in (Account.SOURCE, Account.OPENING)
            assert row.amount_cents <= 0 if origin else row.amount_cents >= 0
        assert set(per_source.values()) <= {0}
        for year in self._years():
            assert year.closed_at is None or queries.balances(year)[Account.AVAILABLE] == 0

    @invariant()
    def granted_and_paid_are_covered_by_what_came_in(self) -> None:
        """Invariant 1 of the domain: Σ granted (open) + Σ paid (closed) ≤ Σ received + carried over, per year and source."""
        held = [Account.RESERVED, Account.COMMITTED, Account.PAID, Account.JUSTIFIED, Account.WAIVED]
        side = sa.case((Balance.account.in_(held), Balance.amount_cents), else_=0)
        came = sa.case((Balance.account.in_([Account.SOURCE, Account.OPENING]), -Balance.amount_cents), else_=0)
        rows = session().execute(
            sa.select(sa.func.sum(side), sa.func.sum(came)).group_by(Balance.fund_year_id, Balance.source_id)
        )
        assert all(granted <= received for granted, received in rows)

    @invariant()
    def no_project_has_more_than_its_grant(self) -> None:
        """What is held for a project and given to it is its grant, until what it did not use is released."""
        for project in self.projects:
            stands, granted = queries.position(project), project.granted_cents or 0
            assert stands.granted <= granted
            if project.state in ("granted", "signed", "funded", "reporting", "report_review", "refund_due"):
                assert stands.granted == granted
            if project.state == "evaluation":
                proved = min(granted, queries.receipts(project).eligible)
                assert stands.granted == stands.justified + stands.waived
                assert stands.justified == proved or (stands.waived and stands.justified < proved)
            if project.state in ("draft", "cancelled"):
                assert stands.granted == 0

    @invariant()
    def no_advance_is_above_the_rate_and_large_payments_have_two_signatures(self) -> None:
        """Invariant 8 of the domain."""
        for project in self.projects:
            paid = [row for row in queries.payments_of(project) if row.paid_at]
            advances_paid = sum(row.amount_cents for row in paid if row.kind is PaymentKind.ADVANCE)
            assert advances_paid <= (project.granted_cents or 0) * 70 // 100
            assert all(
                row.second_by_id not in (None, row.ordered_by_id)
                for row in paid
                if row.kind is not PaymentKind.REFUND and row.amount_cents > 300_00
            )

    def teardown(self) -> None:
        """Prove the ledger: every balance follows from untouched entries, and every payment is there."""
        assert list(proof.faults()) == []

    def _press(self, which: int, button: str, cents: int) -> None:
        project = self.projects[which]
        if not self._try(lambda: BUTTONS[button](self, project, cents)):
            session().refresh(project)

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            with clock.told(self.now):
                act()
        except EXPECTED:
            session().rollback()
            return False
        return True

    def _fill(self, cents: int, funder: int, *, kept: bool, carry: int) -> None:
        year = envelopes.open_year(self.fund, self.now.year)
        earmark = Earmark.NEIGHBOURHOOD if kept else Earmark.GENERAL
        terms = Terms(earmark=earmark, neighbourhood_id=self.place.id if kept else None, carry=CARRIES[carry])
        self._try(lambda: envelopes.receive_funding(year, FUNDERS[funder], cents, SYSTEM, terms))

    def _years(self) -> list[FundYear]:
        asked = sa.select(FundYear).filter_by(fund_id=self.fund.id).order_by(FundYear.year)
        return list(session().scalars(asked.execution_options(populate_existing=True)).all())

    def _fundings(self) -> list[Funding]:
        asked = sa.select(Funding).join(Funding.source).join(FundingSource.fund_year)
        asked = asked.where(FundYear.fund_id == self.fund.id, Funding.kind == FundingKind.RECEIVED)
        return list(session().scalars(asked.order_by(Funding.id)).all())

    def _project(self) -> Project:
        return make.project(self.cast.carrier, neighbourhood=self.place)


@pytest.mark.usefixtures("app")
def test_no_order_of_events_breaks_the_money() -> None:
    Money.cast = thread.Cast()

    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=int(os.environ.get("PORTEVOIX_MACHINE", "4")),
            stateful_step_count=int(os.environ.get("PORTEVOIX_MACHINE_STEPS", "15")),
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )

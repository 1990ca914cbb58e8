"""Why the fund says no: exceptions that name a rule, worded for people in `wording`."""

from __future__ import annotations

from app.funds.models import Account


class BudgetExceeded(Exception):
    """An account does not hold enough: what was asked would have overdrawn it by `missing_cents`."""

    def __init__(self, account: Account, missing_cents: int) -> None:
        super().__init__(f"{account.value} lacks {missing_cents} cents")
        self.account = account
        self.missing_cents = missing_cents


class MoneyRefused(Exception):
    """A rule on money forbids this; `code` names the rule, `cents` the amount at stake when there is one."""

    def __init__(self, code: str, cents: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.cents = cents

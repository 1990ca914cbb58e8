"""What changes the fund. Other slices need two of these names: `reserve`, and `BudgetExceeded` which it may raise."""

from __future__ import annotations

from app.funds.refusals import BudgetExceeded
from app.funds.services.grants import reserve

__all__ = ["BudgetExceeded", "reserve"]

"""The fund, and the names of what it is made of: rules, ledger, payments and reports, each in its own module."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.funds.ledger_models import (
    Account,
    Balance,
    CarryRule,
    Cause,
    Earmark,
    Funding,
    FundingKind,
    FundingSource,
    FundYear,
    LedgerEntry,
    Posting,
    SourceKind,
)
from app.funds.payment_models import Agreement, Payment, PaymentKind
from app.funds.report_models import Expense, Report
from app.funds.rulebook import FundRules, PaymentMode
from app.territory.models import Commune

__all__ = [
    "Account", "Agreement", "Balance", "CarryRule", "Cause", "Earmark", "Expense", "Fund", "FundRules", "FundYear",
    "Funding",
    "FundingKind", "FundingSource", "LedgerEntry", "Payment", "PaymentKind", "PaymentMode", "Posting", "Report",
    "SourceKind",
]  # fmt: skip


class Fund(Model):
    """A *fonds de participation des habitants*: one per city, kept by an association gestionnaire."""

    __tablename__ = "fund"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(30), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    commune_id: Mapped[int] = mapped_column(sa.ForeignKey("commune.id"), index=True)
    gestionnaire: Mapped[str] = mapped_column(sa.String(120))
    granter: Mapped[str] = mapped_column(sa.String(120), default="")
    """Who grants, in public files; empty, it is the gestionnaire."""
    siret: Mapped[str] = mapped_column(sa.String(14), default="")
    """Official number of who grants: 14 digits, or empty as long as nobody wrote it."""

    commune: Mapped[Commune] = relationship(lazy="joined")
    rules: Mapped[list[FundRules]] = relationship(back_populates="fund", order_by="FundRules.version")
    years: Mapped[list[FundYear]] = relationship(back_populates="fund", order_by="FundYear.year")

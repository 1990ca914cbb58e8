"""The figures of the financial report that an association owes its funders: CERFA 15059, table of charges and products.

Line names are those of the form. The fund knows what it received and what it gave; the association adds its own costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.funds.ledger_models import SourceKind
from app.funds.statements import Figures, SourceAccount, total
from app.i18n import LazyString
from app.i18n import gettext as _
from app.i18n import lazy_gettext as lazy


@dataclass(frozen=True)
class CerfaLine:
    """One line of the form: its number in the chart of accounts, its name, what was done and planned, in cents.

    `done` is None for a line that only the association can fill, `planned` when nobody wrote an amount promised.
    """

    account: str
    label: str
    done: int | None
    planned: int | None = None


@dataclass(frozen=True)
class Cerfa:
    """Both sides of the table; their totals are equal."""

    charges: Sequence[CerfaLine]
    products: Sequence[CerfaLine]
    shares: Sequence[tuple[str, int, str]]
    """For the sentence of the form: each funder, what it gave in cents, its per cent of the products."""

    @property
    def total(self) -> int:
        """The sum of the products, in cents."""
        return sum(line.done or 0 for line in self.products)

    @property
    def planned(self) -> int | None:
        """The sum of what was promised, in cents; None when nothing was written."""
        return sum(line.planned or 0 for line in self.products) or None


SUBSIDIES: tuple[tuple[SourceKind, LazyString], ...] = (
    (SourceKind.STATE, lazy("74 – Subventions d'exploitation : État")),
    (SourceKind.REGION, lazy("74 – Subventions d'exploitation : Région")),
    (SourceKind.DEPARTMENT, lazy("74 – Subventions d'exploitation : Département")),
    (SourceKind.METROPOLIS, lazy("74 – Subventions d'exploitation : Intercommunalité")),
    (SourceKind.CITY, lazy("74 – Subventions d'exploitation : Commune")),
    (SourceKind.CAF, lazy("74 – Subventions d'exploitation : Organismes sociaux (CAF)")),
    (SourceKind.LANDLORD, lazy("74 – Subventions d'exploitation : Bailleurs sociaux")),
    (SourceKind.OTHER, lazy("74 – Subventions d'exploitation : Autres financeurs")),
)


def table(accounts: Sequence[SourceAccount]) -> Cerfa:
    """Return the figures of a year for the form."""
    sums = total(accounts)
    return Cerfa(_charges(sums), _products(accounts, sums), _shares(accounts, sums))


def _charges(sums: Figures) -> list[CerfaLine]:
    given = sums.paid - sums.training_spent
    unused = sums.granted - sums.paid + sums.available + sums.carried_out
    return [
        CerfaLine("60", _("60 – Achats"), None),
        CerfaLine("61", _("61 – Services extérieurs"), None),
        CerfaLine("62", _("62 – Autres services extérieurs : actions de formation"), sums.training_spent),
        CerfaLine("63", _("63 – Impôts et taxes"), None),
        CerfaLine("64", _("64 – Charges de personnel"), None),
        CerfaLine("65", _("65 – Autres charges de gestion courante : aides versées aux projets"), given),
        CerfaLine("65r", _("65 – Sommes rendues ou à rendre aux financeurs"), sums.to_return + sums.returned),
        CerfaLine("68", _("68 – Engagements à réaliser sur ressources affectées"), unused),
        CerfaLine("86", _("86 – Emplois des contributions volontaires en nature"), None),
    ]


def _products(accounts: Sequence[SourceAccount], sums: Figures) -> list[CerfaLine]:
    lines = [CerfaLine("70", _("70 – Ventes de produits et de services"), None)]
    lines += [CerfaLine("74", str(label), *_received(accounts, kind)) for kind, label in SUBSIDIES]
    donations = _("75 – Autres produits de gestion courante : dons manuels")
    return [
        *lines,
        CerfaLine("75", donations, *_received(accounts, SourceKind.DONATION)),
        CerfaLine("78", _("78 – Report de ressources non utilisées d'opérations antérieures"), sums.carried_in),
        CerfaLine("87", _("87 – Contributions volontaires en nature"), None),
    ]


def _received(accounts: Iterable[SourceAccount], kind: SourceKind) -> tuple[int, int | None]:
    of_kind = [account for account in accounts if account.source.kind is kind]
    promised = sum(account.source.promised_cents or 0 for account in of_kind)
    return sum(account.figures.received for account in of_kind), promised or None


def _shares(accounts: Iterable[SourceAccount], sums: Figures) -> list[tuple[str, int, str]]:
    given: dict[str, int] = {}
    for account in accounts:
        if account.figures.received:
            name = account.source.organisation
            given[name] = given.get(name, 0) + account.figures.received
    return [(name, cents, per_cent(cents, sums.brought)) for name, cents in given.items()]


def per_cent(part: int, whole: int) -> str:
    """Write a share with one decimal and a comma, as "33,3"; nothing out of nothing is "0,0"."""
    tenths = (part * 2000 + whole) // (2 * whole) if whole else 0
    return f"{tenths // 10},{tenths % 10}"

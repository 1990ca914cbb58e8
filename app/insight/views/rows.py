"""From a figure to the rows behind it."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from app import security
from app.insight import figures
from app.insight.definitions import INDICATORS
from app.insight.figure import Figure, Status
from app.insight.lens import Lens, lens_of
from app.insight.policy import sees_rows, shows_rows
from app.insight.rows import Asked, Behind, Only, behind
from app.insight.units import Number, decimal
from app.insight.views import bp


@bp.get("/dashboard/figures/<indicator>/rows")
@security.public
def rows(indicator: str) -> str:
    """Show what a figure is made of: every row to those who follow the place, published ones to everybody.

    Where a row is a person, or where people could be told from the figure, nobody else learns how many rows there are.
    """
    if indicator not in INDICATORS:
        abort(404)
    lens = lens_of(request.args)
    inside = sees_rows(security.current_person(), lens.place.neighbourhoods)
    shown = figures.published(lens.scope, lens.period).get(indicator)
    page, only = _page(), _filter() if inside else None
    found = None
    if inside or (shows_rows(INDICATORS[indicator].rows) and _is_readable(shown)):
        found = behind(indicator, lens.scope, lens.period, Asked(page, only, public=not inside))
    return render_template(
        "insight/rows.html", indicator=INDICATORS[indicator], lens=lens, figure=shown, inside=inside, found=found,
        only=only, told=told, page=page, **_addresses(indicator, lens, found, page, only),
    )  # fmt: skip


def told(value: Number) -> str:
    """Write what rows count."""
    return decimal(value, 1)


def _is_readable(figure: Figure | None) -> bool:
    return figure is not None and figure.status in {Status.SHOWN, Status.NONE}


def _filter() -> Only | None:
    asked = request.args.get("only", "")
    return Only(asked) if asked in set(Only) else None


def _page() -> int:
    asked = request.args.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < len("1000000") else 1


def _addresses(code: str, lens: Lens, found: Behind | None, page: int, only: Only | None) -> dict[str, Any]:
    """Return the addresses of the other pages and of the filters."""

    def address(**asked: Any) -> str:
        return url_for("insight.rows", indicator=code, **asked, **lens.arguments)

    kept = {"only": only.value} if only else {}
    return {
        "previous_url": address(page=page - 1, **kept) if page > 1 else None,
        "next_url": address(page=page + 1, **kept) if found and page < found.pages else None,
        "filters": {one.value: address(only=one.value) for one in Only},
        "all_url": address(),
    }

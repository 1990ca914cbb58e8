"""From a figure to the rows behind it."""

from __future__ import annotations

from math import ceil
from typing import Any

from flask import abort, render_template, request, url_for

from app import security
from app.insight import figures
from app.insight.definitions import INDICATORS
from app.insight.figure import Status
from app.insight.lens import Lens, lens_of
from app.insight.policy import sees_rows
from app.insight.rows import PAGE, Behind, behind
from app.insight.units import Number, decimal
from app.insight.views import bp

FILTERS = ("numerator", "denominator")
READABLE = {Status.SHOWN, Status.NOT_INTERPRETABLE}


@bp.get("/dashboard/figures/<indicator>/rows")
@security.public
def rows(indicator: str) -> str:
    """Show what a figure is made of: every row to those who follow the place, published ones to everybody.

    Where people could be told from a figure, nobody else learns how many rows it has, nor what each one counts.
    """
    if indicator not in INDICATORS:
        abort(404)
    lens = lens_of(request.args)
    inside = sees_rows(security.current_person(), lens.place.neighbourhoods)
    shown = figures.published(lens.scope, lens.period).get(indicator)
    page = _page()
    only = _filter() if inside else "published"
    readable = inside or (shown is not None and shown.status in READABLE)
    found = behind(indicator, lens.scope, lens.period, page, only) if readable else None
    return render_template(
        "insight/rows.html", indicator=INDICATORS[indicator], lens=lens, figure=shown, inside=inside, found=found, only=only,
        told=told, **_paging(indicator, lens, found, page, only),
    )  # fmt: skip


def told(value: Number) -> str:
    """Write what rows count."""
    return decimal(value, 1)


def _filter() -> str | None:
    asked = request.args.get("only")
    return asked if asked in FILTERS else None


def _page() -> int:
    asked = request.args.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < len("1000000") else 1


def _paging(code: str, lens: Lens, found: Behind | None, page: int, only: str | None) -> dict[str, Any]:
    pages = max(1, ceil(found.total / PAGE)) if found else 1

    def address(number: int) -> str:
        kept: dict[str, Any] = {"only": only} if only in FILTERS else {}
        return url_for("insight.rows", indicator=code, page=number, **kept, **lens.arguments)

    return {
        "page": page,
        "pages": pages,
        "previous_url": address(page - 1) if page > 1 else None,
        "next_url": address(page + 1) if page < pages else None,
        "filters": {name: url_for("insight.rows", indicator=code, only=name, **lens.arguments) for name in FILTERS},
        "all_url": url_for("insight.rows", indicator=code, **lens.arguments),
    }

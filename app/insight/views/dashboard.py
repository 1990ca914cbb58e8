"""The dashboard, every figure by family, and the page of one figure: where, when, how it is calculated."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from app import security
from app.insight.cards import Card, card, drawings_of, picture, question_cards
from app.insight.comparing import Published
from app.insight.definitions import FAMILIES, INDICATORS
from app.insight.drawing import word
from app.insight.lens import QUARTERS, Lens, lens_of, place_code, years, years_so_far
from app.insight.policy import reads_reports
from app.insight.steering import Drawing
from app.insight.tiles import TileMap, tile_map
from app.insight.views import bp
from app.insight.wording import UNITS, source_words
from app.territory.zoning import RIVERS

MAPPED = "I2a"
"""The figure of the dashboard's map."""


@bp.get("/dashboard")
@security.public
def dashboard() -> str:
    """Answer what a steering committee asks first, in one place over one period."""
    lens = lens_of(request.args)
    wanted = drawings_of(lens)
    wanted[MAPPED] = [*wanted.get(MAPPED, ()), Drawing.PLACES]
    published = Published(lens, wanted)
    return render_template(
        "insight/dashboard.html",
        cards=question_cards(lens, published),
        map=_map(lens, published, MAPPED),
        mapped=INDICATORS[MAPPED],
        reads_reports=reads_reports(security.current_person()),
        **_around(lens),
    )


@bp.get("/dashboard/figures")
@security.public
def figures() -> str:
    """Give every figure, by family."""
    lens = lens_of(request.args)
    published = Published(lens, dict.fromkeys(INDICATORS, ()))
    families: dict[str, list[Card]] = {code: [] for code in FAMILIES}
    for code, one in INDICATORS.items():
        families[one.family].append(card(lens, published, code))
    return render_template("insight/figures.html", families=families, names=FAMILIES, **_around(lens))


@bp.get("/dashboard/figures/<indicator>")
@security.public
def figure(indicator: str) -> str:
    """Show one figure: in each neighbourhood, year after year, and how it is calculated."""
    if indicator not in INDICATORS:
        abort(404)
    lens = lens_of(request.args)
    published = Published(lens, {indicator: (Drawing.PLACES, Drawing.YEARS, Drawing.MULTIPLES)})
    shown = card(lens, published, indicator)
    return render_template(
        "insight/figure.html",
        card=shown,
        map=_map(lens, published, indicator),
        rows=_sorted(_compared(lens, published, indicator), request.args.get("sort", "")),
        sort=request.args.get("sort", ""),
        pictures={kind.value: picture(lens, published, indicator, kind) for kind in Drawing},
        **_around(lens),
    )


def _around(lens: Lens) -> dict[str, Any]:
    """Give what the choice of a place and a period needs on every page; `here` is this page, looking elsewhere."""

    def here(**changed: Any) -> str:
        return url_for(str(request.endpoint), **(request.view_args or {}), **(lens.arguments | changed))

    return {
        "lens": lens, "years": years(), "past_years": years_so_far(), "quarters": QUARTERS, "place_code": place_code,
        "rivers": RIVERS, "unit_words": UNITS, "source_words": source_words,
        "here": here,
    }  # fmt: skip


def _map(lens: Lens, published: Published, code: str) -> TileMap:
    return tile_map(lens.neighbourhoods, published.by_place(code), INDICATORS[code].unit)


def _compared(lens: Lens, published: Published, code: str) -> list[dict[str, Any]]:
    """Return one line a neighbourhood: its value over the period looked at, then each year."""
    return [
        {
            "place": place,
            "figure": published.at(code, place.scope),
            "said": word(published.at(code, place.scope)),
            "years": {year: word(one) for year, one in published.by_year(code, place.scope).items()},
        }
        for place in lens.neighbourhoods
    ]


def _sorted(rows: list[dict[str, Any]], order: str) -> list[dict[str, Any]]:
    """Sort by value, the largest or the smallest first; what has none comes last; by name unless told."""
    if order not in {"most", "least"}:
        return sorted(rows, key=lambda row: row["place"].name)
    sign = -1 if order == "most" else 1

    def key(row: dict[str, Any]) -> tuple[bool, float]:
        figure = row["figure"]
        known = figure is not None and figure.is_shown and figure.value is not None
        return not known, sign * float(figure.value) if known else 0.0

    return sorted(rows, key=key)

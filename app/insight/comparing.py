"""The figures of a page, read at once, and what is compared under each: places, parts, years."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from app.charts import Chart
from app.i18n import gettext as _
from app.insight import drawing, figures
from app.insight.definitions import INDICATORS
from app.insight.drawing import Bar
from app.insight.figure import Figure
from app.insight.figures import Wanted
from app.insight.lens import Lens, years_so_far
from app.insight.scopes import Period, Scope
from app.insight.steering import Drawing


@dataclass(frozen=True)
class Compared:
    """What a chart shows: its rows, as in the table beside it, and what is drawn."""

    code: str
    kind: Drawing
    rows: list[Bar]
    chart: Chart


class Published:
    """What everybody may read of the places and the periods of a page; one query."""

    def __init__(self, lens: Lens, wanted: Mapping[str, Collection[Drawing]], others: Collection[Scope] = ()) -> None:
        """Read figures of the place looked at and of `others`, and each of those that its charts compare it with."""
        self._lens = lens
        compared = {kind: [code for code, kinds in wanted.items() if kind in kinds] for kind in Drawing}
        places, years = [one.scope for one in lens.neighbourhoods], [Period.year(year) for year in years_so_far()]
        self._read = figures.published_for(
            Wanted(dict.fromkeys([lens.scope, *others]), [lens.period], list(wanted)),
            Wanted(places, [lens.period], [*compared[Drawing.PLACES], *compared[Drawing.MULTIPLES]]),
            Wanted([lens.scope], years, compared[Drawing.YEARS]),
            Wanted(places, years, compared[Drawing.MULTIPLES]),
        )

    def at(self, code: str, scope: Scope | None = None, period: Period | None = None) -> Figure | None:
        """Return a figure of a place and a period, those looked at unless told; None when it was never computed."""
        return self._read[scope or self._lens.scope, period or self._lens.period].get(code)

    def by_place(self, code: str) -> dict[Scope, Figure | None]:
        """Return a figure in each neighbourhood compared."""
        return {place.scope: self.at(code, place.scope) for place in self._lens.neighbourhoods}

    def named(self, code: str) -> list[tuple[str, Figure | None]]:
        """Return a figure in each neighbourhood compared, with the name that tells it from the others."""
        return [(name, self.at(code, scope)) for scope, name in self._lens.names.items()]

    def by_year(self, code: str, scope: Scope | None = None) -> dict[int, Figure | None]:
        """Return a figure of each year, in the place looked at unless told."""
        return {year: self.at(code, scope, Period.year(year)) for year in years_so_far()}

    def compared(self, code: str, kind: Drawing) -> Compared:
        """Return what a chart of a figure shows."""
        rows = _ROWS[kind](self, code)
        title = str(INDICATORS[code].name)
        if kind is Drawing.MULTIPLES:
            all_years = [(name, self.by_year(code, scope)) for scope, name in self._lens.names.items()]
            return Compared(code, kind, rows, drawing.small_multiples(title, all_years))
        place, when = self._lens.place.name, self._lens.period.said
        title = _("%(figure)s, %(place)s, %(when)s", figure=title, place=place, when=when)
        return Compared(code, kind, rows, drawing.drawn(title, rows, drawing.REFERENCES.get(code)))


def _places(published: Published, code: str) -> list[Bar]:
    return drawing.place_bars(published.named(code))


def _parts(published: Published, code: str) -> list[Bar]:
    figure = published.at(code)
    return drawing.part_bars(figure) if figure else []


def _years(published: Published, code: str) -> list[Bar]:
    return drawing.year_bars(published.by_year(code))


_ROWS: Mapping[Drawing, Callable[[Published, str], list[Bar]]] = {
    Drawing.PLACES: _places, Drawing.PARTS: _parts, Drawing.YEARS: _years, Drawing.MULTIPLES: _places,
}  # fmt: skip

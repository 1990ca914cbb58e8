"""I6: whether trust in institutions moves, as asked from 0 to 10 in waves of a survey (DOMAIN §C.6).

Those who take part in meetings and those met at their door are never put together. Nothing says why trust moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from app.evaluation.trust import SMALLEST_SAMPLE, Change, ItemFigures, change, figures
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.insight.book import Book
from app.insight.definition import Indicator
from app.insight.figure import Figure, Part, Result
from app.insight.scopes import ScopeKind
from app.insight.sources.judging import TrustRow
from app.insight.units import Unit, decimal

ITEMS = {
    "T1": _l("Confiance dans la mairie"),
    "T1b": _l("Confiance dans le bailleur"),
    "T1c": _l("Confiance dans l'État"),
    "T2": _l("Mon avis est pris en compte"),
    "T3": _l("J'obtiens une réponse"),
    "T4": _l("Je me sens légitime à donner mon avis"),
    "T5": _l("On me parle d'égal à égal"),
    "T6": _l("Je sais ce qui se prépare"),
}
COMPOSITE = ("T1", "T2", "T3", "T5")
"""Items of the composite, which is never shown without them (DOMAIN §C.6)."""
FIRST = "T1"
_NO_CAUSE = _l("Dit ce qui a bougé, jamais pourquoi. Au moins 30 réponses par quartier.")

Waves = dict[tuple[date, int], dict[str, ItemFigures]]
Pick = Callable[[TrustRow], bool]


def participants(row: TrustRow) -> bool:
    """Say whether the answers are of people who take part in meetings."""
    return row.is_participant is True


def others(row: TrustRow) -> bool:
    """Say whether the answers are of people met at their door, who do not take part."""
    return row.is_participant is False


def waves(rows: Iterable[TrustRow]) -> Waves:
    """Return the figures of each item of each wave, by the day it began, the first one first."""
    sums: dict[tuple[date, int], dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))
    for row in rows:
        kept = sums[(row.day, row.id)][row.item]
        for rank, value in enumerate((row.n, row.total, row.squares, row.confident)):
            kept[rank] += value
    found: Waves = {}
    for wave in sorted(sums):
        by_item = {item: figures(*counts) for item, counts in sums[wave].items()}
        found[wave] = {item: one for item, one in by_item.items() if one is not None}
    return found


def _current(book: Book, known: Waves) -> dict[str, ItemFigures] | None:
    """Return the last wave that began in the period."""
    within = [wave for wave in known if book.period.holds(wave[0])]
    return known[max(within)] if within else None


def _few(book: Book, *waves_read: dict[str, ItemFigures]) -> bool:
    """Say whether a neighbourhood has too few answers to one item at least."""
    if book.place.scope.kind is not ScopeKind.NEIGHBOURHOOD:
        return False
    return any(one.n < SMALLEST_SAMPLE for wave in waves_read for one in wave.values())


def _means(pick: Pick) -> Callable[[Book], Result]:
    def compute(book: Book) -> Result:
        now = _current(book, waves(row for row in book.trust if pick(row)))
        if not now:
            return Result(None)
        parts = tuple(Part(item, now[item].mean, now[item].n) for item in ITEMS if item in now)
        asked = [now[item].mean for item in COMPOSITE if item in now]
        value = sum(asked) / len(asked) * 10 if len(asked) == len(COMPOSITE) else None
        return Result(value, None, None, max(one.n for one in now.values()), parts, too_few=_few(book, now))

    return compute


def _shares(pick: Pick) -> Callable[[Book], Result]:
    def compute(book: Book) -> Result:
        now = _current(book, waves(row for row in book.trust if pick(row)))
        if not now:
            return Result(None)
        parts = tuple(Part(item, now[item].share, now[item].n) for item in ITEMS if item in now)
        first = now.get(FIRST)
        n, value = (first.n, first.share) if first else (0, None)
        return Result(value, round(value * n) if value is not None else None, n or None, n, parts,
                      too_few=_few(book, now))  # fmt: skip

    return compute


def _moves(pick: Pick) -> Callable[[Book], Result]:
    def compute(book: Book) -> Result:
        known = waves(row for row in book.trust if pick(row))
        now, base = _current(book, known), next(iter(known.values()), None)
        if not now or not base or now is base:
            return Result(None)
        moved = {item: change(base[item], now[item]) for item in ITEMS if item in now and item in base}
        parts = tuple(_part(item, each, now[item].n) for item, each in moved.items())
        first = moved.get(FIRST)
        return Result(first.delta if first else None, None, None, now[FIRST].n if first else 0, parts,
                      too_few=_few(book, now, base))  # fmt: skip

    return compute


def _part(item: str, moved: Change, n: int) -> Part:
    return Part(item, moved.delta, n, low=moved.low, high=moved.high)


def _gap(book: Book) -> Result:
    inside = _current(book, waves(row for row in book.trust if participants(row)))
    outside = _current(book, waves(row for row in book.trust if others(row)))
    if not inside or not outside:
        return Result(None)
    parts = tuple(
        _part(item, change(outside[item], inside[item]), min(inside[item].n, outside[item].n))
        for item in ITEMS
        if item in inside and item in outside
    )
    first = next((part for part in parts if part.key == FIRST), None)
    value = first.value if first else None
    return Result(value, None, None, first.n if first else 0, parts, too_few=_few(book, inside, outside))


def said_of_change(low: float, high: float) -> str:
    """Return what may be said of a change: an evolution is claimed only when the interval leaves 0 out."""
    bounds = {"low": decimal(low, 2), "high": decimal(high, 2)}
    if low > 0:
        return _("Hausse démontrée : entre %(low)s et %(high)s sur 10.", **bounds)
    if high < 0:
        return _("Baisse démontrée : entre %(low)s et %(high)s sur 10.", **bounds)
    return _("Pas d'évolution démontrée : entre %(low)s et %(high)s sur 10.", **bounds)


def _read_change(figure: Figure) -> str:
    part = next((one for one in figure.parts if one.key == FIRST), None)
    if part is None or part.low is None or part.high is None:
        return _("La question sur la mairie n'a pas été posée deux fois.")
    return said_of_change(part.low, part.high)


def _read_gap(figure: Figure) -> str:
    part = next((one for one in figure.parts if one.key == FIRST), None)
    if part is None or part.low is None or part.high is None:
        return _("La question sur la mairie n'a pas été posée aux deux groupes.")
    if part.low <= 0 <= part.high:
        return _("Pas de différence démontrée entre les deux groupes.")
    more = part.low > 0
    return _("Les personnes qui participent ont plus confiance.") if more else _(
        "Les personnes qui participent ont moins confiance."
    )  # fmt: skip


INDICATORS = (
    Indicator(
        code="I6a",
        name=_l("Confiance des personnes qui participent"),
        sentence=_l("Moyenne sur 100 de quatre questions posées de 0 à 10."),
        formula="moyenne de T1, T2, T3, T5, ramenée de 0 à 100 ; chaque question reste montrée",
        unit=Unit.POINTS,
        sources=("F-50",),
        compute=_means(participants),
        rows="trust",
        reading=_l("%(value)s sur 100, pour %(n)s réponses."),
        caveat=_NO_CAUSE,
        people=("trust_in",),
        part_names=ITEMS,
    ),
    Indicator(
        code="I6b",
        name=_l("Part qui fait confiance à la mairie"),
        sentence=_l("Part des personnes qui participent et donnent 6 ou plus sur 10."),
        formula="réponses ≥ 6 / réponses, par question",
        unit=Unit.SHARE,
        sources=("F-50",),
        compute=_shares(participants),
        rows="trust",
        reading=_l("%(numerator)s personnes sur %(denominator)s font confiance à la mairie."),
        caveat=_NO_CAUSE,
        people=("trust_in",),
        part_names=ITEMS,
    ),
    Indicator(
        code="I6c",
        name=_l("Évolution de la confiance de qui participe"),
        sentence=_l("Ce qui a bougé depuis la première enquête, sur 10."),
        formula="moyenne − moyenne de la première enquête, avec sa marge d'erreur à 95 % : ± 1,96·√(sd²/n + sd0²/n0)",
        unit=Unit.OUT_OF_TEN,
        sources=("F-50",),
        compute=_moves(participants),
        rows="trust",
        reading=_l("%(value)s"),
        caveat=_NO_CAUSE,
        people=("trust_in", "trust_in_first"),
        part_names=ITEMS,
        read_by=_read_change,
    ),
    Indicator(
        code="I6d",
        name=_l("Confiance des personnes rencontrées à leur porte"),
        sentence=_l("Moyenne sur 100 des mêmes questions, posées à qui ne participe pas."),
        formula="comme I6a, réponses en porte-à-porte de personnes qui ne participent pas",
        unit=Unit.POINTS,
        sources=("F-50", "F-20"),
        compute=_means(others),
        rows="trust",
        reading=_l("%(value)s sur 100, pour %(n)s réponses."),
        caveat=_NO_CAUSE,
        people=("trust_out",),
        part_names=ITEMS,
    ),
    Indicator(
        code="I6e",
        name=_l("Évolution de la confiance de qui ne participe pas"),
        sentence=_l("Ce qui a bougé depuis la première enquête, chez qui ne participe pas."),
        formula="comme I6c, réponses de personnes qui ne participent pas",
        unit=Unit.OUT_OF_TEN,
        sources=("F-50",),
        compute=_moves(others),
        rows="trust",
        reading=_l("%(value)s"),
        caveat=_NO_CAUSE,
        people=("trust_out", "trust_out_first"),
        part_names=ITEMS,
        read_by=_read_change,
    ),
    Indicator(
        code="I6f",
        name=_l("Écart entre qui participe et les autres"),
        sentence=_l("Différence de confiance entre les deux groupes, la même année."),
        formula="moyenne de qui participe − moyenne des autres, avec sa marge d'erreur à 95 %",
        unit=Unit.OUT_OF_TEN,
        sources=("F-50",),
        compute=_gap,
        rows="trust",
        reading=_l("%(value)s"),
        caveat=_l("Qui participe avait peut-être déjà plus confiance avant."),
        people=("trust_in", "trust_out"),
        part_names=ITEMS,
        read_by=_read_gap,
    ),
)

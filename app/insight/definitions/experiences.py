"""P: whether experiences are evaluated, and what panels say of them (DOMAIN §C.7)."""

from __future__ import annotations

from collections import Counter

from app.i18n import lazy_gettext as _l
from app.insight import formulas
from app.insight.book import Book
from app.insight.definition import Indicator, ratio
from app.insight.definitions.projects import LEVELS
from app.insight.figure import Part, Result
from app.insight.sources.projects import ProjectRow
from app.insight.units import Unit


def _judged(book: Book) -> Result:
    ended = [row for row in book.projects if _ended(row, book)]
    judged = sum(row.verdict is not None for row in ended)
    return Result(formulas.ratio(judged, len(ended)), judged, len(ended), len(ended))


def _ended(row: ProjectRow, book: Book) -> bool:
    """Say whether the works of a project were over in the period."""
    return row.ends_on is not None and book.seen.holds(row.ends_on)


def _verdicts(book: Book) -> Result:
    levels = [level for row in book.projects for level in row.verdict or ()]
    counts = Counter(levels)
    parts = tuple(Part(key, formulas.ratio(counts[int(key)], len(levels)), counts[int(key)]) for key in LEVELS)
    return Result(formulas.mean(levels), sum(levels), len(levels), len(levels), parts if levels else ())


INDICATORS = (
    Indicator(
        code="P1",
        name=_l("Projets évalués"),
        sentence=_l("Part des projets terminés que des habitants et habitantes ont évalués."),
        formula="projets finis sur la période avec un avis de panel / projets finis sur la période",
        unit=Unit.SHARE,
        sources=("F-38",),
        compute=_judged,
        rows="projects",
        reading=_l("%(numerator)s projets terminés sur %(denominator)s ont été évalués."),
        caveat=_l("Un projet tout juste fini attend encore son panel."),
    ),
    Indicator(
        code="P2",
        name=_l("Niveaux dits par les panels"),
        sentence=_l("Le niveau de participation que donnent les panels d'habitants et d'habitantes."),
        formula="répartition des niveaux donnés par les panels, à chaque étape",
        unit=Unit.LEVEL,
        sources=("F-38",),
        compute=_verdicts,
        rows="projects",
        counts=lambda row: (sum(row.verdict or ()), len(row.verdict or ())),
        reading=_l("Niveau moyen de %(value)s sur 6, selon les panels."),
        caveat=_l("Un avis, à lire à côté du niveau constaté."),
        additive=True,
        part_unit=Unit.SHARE,
        part_names=LEVELS,
    ),
    ratio(
        "meetings",
        lambda row: (int(row.is_held and row.is_told), int(row.is_held)),
        code="P3",
        name=_l("Rencontres dont on a fait le bilan"),
        sentence=_l("Part des rencontres dont un bilan est fait avec un habitant ou une habitante."),
        formula="rencontres tenues avec un bilan / rencontres tenues",
        unit=Unit.SHARE,
        sources=("F-38",),
        reading=_l("%(numerator)s rencontres sur %(denominator)s ont leur bilan."),
        additive=True,
    ),
)

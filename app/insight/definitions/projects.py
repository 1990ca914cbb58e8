"""I4: whether projects associate residents (DOMAIN §C.4)."""

from __future__ import annotations

from collections import Counter

from app.i18n import lazy_gettext as _l
from app.insight import formulas
from app.insight.book import Book
from app.insight.definition import Indicator, ratio, total
from app.insight.figure import Part, Result
from app.insight.sources.projects import ASSOCIATED, ProjectRow
from app.insight.units import Unit

LEVELS = {
    "0": _l("0 · Rien"),
    "1": _l("1 · Informer"),
    "2": _l("2 · Consulter"),
    "3": _l("3 · Concerter"),
    "4": _l("4 · Construire ensemble"),
    "5": _l("5 · Décider ensemble"),
    "6": _l("6 · Les habitants et habitantes gèrent"),
}
_EVIDENCE = _l("Compte seulement ce qui a été noté, avec une date et des mots.")


def _associated(row: ProjectRow) -> tuple[int, int]:
    return int(row.is_associated), 1


def _full(row: ProjectRow) -> tuple[int, int]:
    return int(row.is_full_cycle), 1


def _stages(row: ProjectRow) -> tuple[int, int]:
    return len(row.stages & {"proposal", "codesign", "evaluation"}), 1


def _share_with_npnru(book: Book) -> Result:
    groups = {"npnru": [row for row in book.projects if row.npnru], "other": [r for r in book.projects if not r.npnru]}
    parts = tuple(
        Part(key, formulas.ratio(sum(row.is_associated for row in rows), len(rows)), len(rows))
        for key, rows in groups.items()
        if rows
    )
    found, every = sum(row.is_associated for row in book.projects), len(book.projects)
    return Result(formulas.ratio(found, every), found, every, every, parts)


def _by_stage(book: Book) -> Result:
    counts = Counter(stage for row in book.projects for stage in row.stages)
    parts = tuple(Part(stage, counts[stage], counts[stage]) for stage in ASSOCIATED)
    found = sum(row.is_associated for row in book.projects)
    return Result(found, found, None, len(book.projects), parts)


def _levels(book: Book) -> Result:
    seen = [row.observed for row in book.projects if row.observed is not None]
    counts = Counter(seen)
    parts = tuple(Part(key, formulas.ratio(counts[int(key)], len(seen)), counts[int(key)]) for key in LEVELS)
    return Result(formulas.mean(seen), sum(seen), len(seen), len(seen), parts if seen else ())


def _gap(row: ProjectRow) -> tuple[int, int]:
    return sum(row.gaps), len(row.gaps)


INDICATORS = (
    Indicator(
        code="I4a",
        name=_l("Projets faits avec les habitants et habitantes"),
        sentence=_l("Combien de projets ont associé des habitants et habitantes."),
        formula="projets avec ≥ 1 association d'habitants et habitantes, prouvée",
        unit=Unit.COUNT,
        sources=("F-48", "F-36"),
        compute=_by_stage,
        rows="projects",
        counts=_associated,
        reading=_l("%(value)s projets sur %(n)s ont associé des habitants et habitantes."),
        caveat=_EVIDENCE,
        additive=True,
        part_names={
            "proposal": _l("À l'origine"),
            "codesign": _l("Pendant la construction"),
            "implementation": _l("Pendant la réalisation"),
            "evaluation": _l("Pour l'évaluation"),
        },
    ),
    Indicator(
        code="I4b",
        name=_l("Part des projets faits ensemble"),
        sentence=_l("Part des projets qui ont associé des habitants et habitantes."),
        formula="I4a / projets en cours sur la période",
        unit=Unit.SHARE,
        sources=("F-48", "F-24"),
        compute=_share_with_npnru,
        rows="projects",
        counts=_associated,
        reading=_l("%(numerator)s projets sur %(denominator)s ont associé des habitants et habitantes."),
        caveat=_EVIDENCE,
        additive=True,
        part_names={"npnru": _l("Quartiers en rénovation urbaine"), "other": _l("Autres quartiers")},
    ),
    ratio(
        "projects",
        _full,
        code="I4c",
        name=_l("Du début à la fin"),
        sentence=_l("Part des projets qui associent à l'origine, à l'élaboration et à l'évaluation."),
        formula="projets avec origine ∧ élaboration ∧ évaluation / projets en cours sur la période",
        unit=Unit.SHARE,
        sources=("F-36",),
        reading=_l("%(numerator)s projets sur %(denominator)s associent du début à la fin."),
        caveat=_l("Un projet récent n'a pas encore pu tout faire."),
        additive=True,
    ),
    ratio(
        "projects",
        _stages,
        code="I4d",
        name=_l("Étapes avec les habitants et habitantes"),
        sentence=_l("À combien d'étapes sur trois un projet associe en moyenne."),
        formula="Σ étapes associées (origine, élaboration, évaluation) / projets",
        unit=Unit.RATIO,
        sources=("F-36",),
        reading=_l("En moyenne, %(value)s étapes sur trois."),
        caveat=_EVIDENCE,
        additive=True,
    ),
    Indicator(
        code="I4e",
        name=_l("Niveau de participation constaté"),
        sentence=_l("Jusqu'où les habitants et habitantes ont eu leur mot à dire."),
        formula="répartition des niveaux constatés par règle (0 à 6) et leur moyenne",
        unit=Unit.LEVEL,
        sources=("F-38",),
        compute=_levels,
        rows="projects",
        counts=lambda row: (row.observed or 0, int(row.observed is not None)),
        reading=_l("Niveau moyen de %(value)s sur 6, pour %(n)s projets."),
        caveat=_l("Le niveau vient des faits notés, jamais d'un avis."),
        additive=True,
        part_unit=Unit.SHARE,
        part_names=LEVELS,
    ),
    ratio(
        "projects",
        _gap,
        code="I4f",
        name=_l("Promis et constaté"),
        sentence=_l("Écart entre le niveau promis et le niveau constaté."),
        formula="moyenne, par étape, de (niveau constaté − niveau promis)",
        unit=Unit.LEVEL,
        sources=("F-38",),
        reading=_l("Écart moyen de %(value)s : sous zéro, on a fait moins que promis."),
        caveat=_l("Ne compte que les étapes dont un niveau a été promis."),
        additive=True,
    ),
    total(
        "projects",
        lambda row: (int(row.is_associated and row.npnru), 0),
        code="I4g",
        name=_l("Projets faits ensemble en rénovation urbaine"),
        sentence=_l("Combien de ces projets sont dans les quatre quartiers en rénovation."),
        formula="I4a dans les quartiers NPNRU",
        unit=Unit.COUNT,
        sources=("F-24",),
        reading=_l("%(value)s projets faits ensemble dans les quartiers en rénovation."),
    ),
)

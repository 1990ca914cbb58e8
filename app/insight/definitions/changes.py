"""I5: whether words change projects (DOMAIN §C.5)."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from app.i18n import lazy_gettext as _l
from app.insight import formulas
from app.insight.book import Book
from app.insight.definition import Indicator, ratio, total
from app.insight.figure import Part, Result
from app.insight.sources.projects import ProjectRow
from app.insight.sources.voices import ChangeRow, LinkRow
from app.insight.units import Unit
from app.projects.models import Outcome

OUTCOMES = {
    Outcome.ADOPTED.value: _l("Adoptées"),
    Outcome.PARTLY.value: _l("Adoptées en partie"),
    Outcome.REFUSED.value: _l("Refusées, avec la raison"),
    Outcome.PASSED_ON.value: _l("Transmises à qui est compétent"),
    Outcome.WAITING.value: _l("Encore en attente"),
}
ANSWERED = frozenset({Outcome.ADOPTED, Outcome.PARTLY, Outcome.REFUSED, Outcome.PASSED_ON})
DECIDED = frozenset({Outcome.ADOPTED, Outcome.PARTLY, Outcome.REFUSED})
_LINKED = _l("Seules les paroles reliées à un projet comptent.")


def _response(row: LinkRow) -> tuple[int, int]:
    return int(row.outcome in ANSWERED), 1


def _halves(row: LinkRow) -> tuple[int, int]:
    """Count in halves: two for adopted, one for partly, out of two for each one decided."""
    return 2 * (row.outcome is Outcome.ADOPTED) + (row.outcome is Outcome.PARTLY), 2 * (row.outcome in DECIDED)


def _outcomes(book: Book) -> Result:
    counts = Counter((row.outcome or Outcome.WAITING).value for row in book.links)
    parts = tuple(Part(key, counts[key], counts[key]) for key in OUTCOMES)
    answered, every = sum(row.outcome in ANSWERED for row in book.links), len(book.links)
    return Result(formulas.ratio(answered, every), answered, every, every, parts if every else ())


def _uptake(book: Book) -> Result:
    pairs = [_halves(row) for row in book.links]
    top, bottom = Fraction(sum(one for one, _n in pairs), 2), sum(one for _n, one in pairs) // 2
    return Result(formulas.ratio(top, bottom), top, bottom, bottom)


def _concerned(row: ProjectRow) -> bool:
    return bool(row.voices or row.caused)


def _changed(row: ProjectRow) -> tuple[int, int]:
    return int(row.caused > 0), int(_concerned(row))


def _weighted(row: ProjectRow) -> tuple[int, int]:
    return row.weight, int(_concerned(row))


def _delay(book: Book) -> Result:
    found = [delay for row in book.changes for delay in row.delays]
    return Result(formulas.median(found), None, None, len(found))


def _moved(row: ChangeRow) -> tuple[int, int]:
    return (abs(row.cents) if row.is_caused else 0), 0


def _traced(row: ChangeRow) -> tuple[int, int]:
    return int(row.is_caused), 1


def _impact(row: LinkRow) -> tuple[int, int]:
    return row.impact or 0, 4 * (row.impact is not None)


def _confirmed(row: LinkRow) -> tuple[int, int]:
    return int(row.confirms is True), int(row.confirms is not None)


INDICATORS = (
    Indicator(
        code="I5a",
        name=_l("Paroles qui ont eu une réponse"),
        sentence=_l("Part des paroles sur un projet dont on a dit ce qu'elles devenaient."),
        formula="(adoptées + en partie + refusées + transmises) / toutes",
        unit=Unit.SHARE,
        sources=("F-49", "F-35"),
        compute=_outcomes,
        rows="links",
        counts=_response,
        reading=_l("%(numerator)s paroles sur %(denominator)s ont eu une réponse."),
        caveat=_LINKED,
        additive=True,
        part_unit=Unit.COUNT,
        part_names=OUTCOMES,
    ),
    Indicator(
        code="I5b",
        name=_l("Paroles suivies d'effet"),
        sentence=_l("Part des paroles tranchées qui ont été adoptées, à moitié si en partie."),
        formula="(adoptées + ½ en partie) / (adoptées + en partie + refusées)",
        unit=Unit.SHARE,
        sources=("F-49",),
        compute=_uptake,
        rows="links",
        counts=_halves,
        reading=_l("%(value)s des paroles tranchées ont été suivies."),
        caveat=_l("Une parole adoptée en partie compte pour moitié."),
        additive=True,
    ),
    ratio(
        "projects",
        _changed,
        code="I5c",
        name=_l("Projets changés par la parole"),
        sentence=_l("Part des projets, concernés par des paroles, qu'elles ont fait changer."),
        formula="projets avec ≥ 1 changement causé / projets avec ≥ 1 parole ou changement causé",
        unit=Unit.SHARE,
        sources=("F-49",),
        reading=_l("%(numerator)s projets sur %(denominator)s ont changé à cause de paroles."),
        caveat=_LINKED,
        additive=True,
    ),
    ratio(
        "projects",
        _weighted,
        code="I5d",
        name=_l("Ampleur des changements"),
        sentence=_l("Ampleur des changements causés, de 1 (léger) à 3 (important), par projet."),
        formula="Σ ampleur des changements causés / projets concernés par des paroles",
        unit=Unit.RATIO,
        sources=("F-49",),
        reading=_l("Ampleur totale : %(value)s par projet concerné."),
        caveat=_l("L'ampleur suit une règle écrite, pas un avis."),
        additive=True,
    ),
    Indicator(
        code="I5e",
        name=_l("De la parole au changement"),
        sentence=_l("Combien de jours entre une parole et le changement qu'elle cause."),
        formula="médiane (date du changement − date de la parole)",
        unit=Unit.DAYS,
        sources=("F-49",),
        compute=_delay,
        rows="changes",
        reading=_l("Une fois sur deux, le changement vient en moins de %(value)s."),
        caveat=_l("Ne dit rien des paroles qui n'ont encore rien changé."),
    ),
    total(
        "changes",
        _moved,
        code="I5f",
        name=_l("Argent réorienté"),
        sentence=_l("Combien d'euros les paroles ont fait déplacer dans les budgets."),
        formula="Σ |différence de budget| des changements causés",
        unit=Unit.EUROS,
        sources=("F-49", "F-37"),
        reading=_l("%(value)s déplacés dans les budgets à cause de paroles."),
        caveat=_l("Une hausse et une baisse s'ajoutent."),
        money=True,
    ),
    ratio(
        "changes",
        _traced,
        code="I5g",
        name=_l("Changements dont on sait la cause"),
        sentence=_l("Part des changements de projets rattachés à une parole."),
        formula="changements causés / tous les changements",
        unit=Unit.SHARE,
        sources=("F-49", "F-38"),
        reading=_l("%(numerator)s changements sur %(denominator)s citent une parole."),
        caveat=_l("Un changement peut être utile sans venir d'une parole."),
        additive=True,
    ),
    ratio(
        "links",
        _impact,
        code="I5h",
        name=_l("Trace laissée par les paroles"),
        sentence=_l("Trace moyenne, de 0 (aucune) à 4 (a fait naître ou décider)."),
        formula="moyenne (trace de 0 à 4) / 4",
        unit=Unit.SHARE,
        sources=("F-38", "F-49"),
        reading=_l("Trace moyenne de %(value)s du maximum."),
        caveat=_LINKED,
        additive=True,
    ),
    ratio(
        "links",
        _confirmed,
        code="I5i",
        name=_l("Confirmé par qui a parlé"),
        sentence=_l("Part des auteurs et autrices qui confirment la réponse donnée."),
        formula="oui / réponses des auteurs et autrices",
        unit=Unit.SHARE,
        sources=("F-38", "F-49"),
        reading=_l("%(numerator)s personnes sur %(denominator)s confirment ce qu'on leur a répondu."),
        caveat=_l("Seules les personnes qui ont laissé un contact peuvent répondre."),
        additive=True,
    ),
)

"""I3, continued: who comes and whom one misses, by age and sex (DOMAIN §C.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from app.dialogue.models.tally import AgeBand, Measure, Sex
from app.dialogue.tally_labels import AGES, SEXES
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.insight import formulas
from app.insight.book import Book
from app.insight.definition import Indicator, ratio
from app.insight.definitions.people import counted, residents
from app.insight.figure import Figure, Part, Result
from app.insight.sources.meetings import MeetingRow
from app.insight.units import Unit, written

YOUNG = (AgeBand.UNDER_18.value, AgeBand.FROM_18.value)
AGE_NAMES = {key.value: name for key, name in AGES.items()}
_SEEN = _l("L'âge est celui que la personne dit ou paraît.")


def _age_unknown(book: Book) -> Fraction | None:
    known, came = sum(counted(book, Measure.AGE).values()), residents(book)
    return formulas.ratio(max(0, came - known), came)


def _representation(book: Book) -> Result:
    known, living = counted(book, Measure.AGE), book.bands("age")
    found = formulas.representation(known, living)
    parts = tuple(Part(band.value, found[band.value], known[band.value]) for band in AgeBand if band.value in found)
    young = sum(known[band] for band in YOUNG)
    share = formulas.ratio(sum(living.get(band, 0) for band in YOUNG), sum(living.values()))
    came = formulas.ratio(young, sum(known.values()))
    value = formulas.ratio(came, share) if came is not None and share else None
    return Result(value, young, sum(known.values()), sum(known.values()), parts if value is not None else (),
                  _age_unknown(book))  # fmt: skip


def _of_ages(formula: Callable[[Mapping[str, int], Mapping[str, int]], Fraction | float | None]
             ) -> Callable[[Book], Result]:  # fmt: skip
    def compute(book: Book) -> Result:
        known = counted(book, Measure.AGE)
        came = sum(known.values())
        parts = tuple(Part(key, share, known[key]) for key, share in formulas.shares(known).items())
        value = formula(known, book.bands("age"))
        return Result(value, None, None, came, parts if value is not None else (), _age_unknown(book))

    return compute


def _women(row: MeetingRow) -> tuple[int, int]:
    sexes = row.of(Measure.SEX)
    return sexes[Sex.WOMAN], sum(sexes.values())


def _women_share(book: Book) -> Result:
    pairs = [_women(row) for row in book.held]
    women, known = sum(one for one, _n in pairs), sum(one for _n, one in pairs)
    came = residents(book)
    counts = {Sex.WOMAN.value: women, Sex.MAN.value: known - women}
    parts = tuple(Part(key, share, counts[key]) for key, share in formulas.shares(counts).items())
    unknown = formulas.ratio(max(0, came - known), came)
    return Result(formulas.ratio(women, known), women, known, known, parts, unknown)


def _unknown(row: MeetingRow) -> tuple[int, int]:
    return max(0, row.residents - sum(row.of(Measure.AGE).values())), row.residents


def _missed(figure: Figure) -> str:
    known = [part for part in figure.parts if part.value is not None]
    least = min(known, key=lambda part: part.value or 0, default=None)
    if least is None:
        return _("Les âges de la population ne sont pas connus.")
    said = written(least.value, Unit.RATIO)
    return _("Le plus rare : « %(band)s », présent %(ratio)s fois sa part du quartier.", band=least.label, ratio=said)


INDICATORS = (
    Indicator(
        code="I3g",
        name=_l("Âges : qui manque"),
        sentence=_l("Si chaque âge est présent autant que dans la population."),
        formula="part de la tranche parmi les âges connus / part dans la population ; jeunes : moins de 25 ans",
        unit=Unit.RATIO,
        sources=("F-47", "F-31"),
        compute=_representation,
        rows="meetings",
        counts=lambda row: (sum(row.of(Measure.AGE)[band] for band in YOUNG), sum(row.of(Measure.AGE).values())),
        reading=_l("Les moins de 25 ans sont présents %(value)s fois leur part."),
        caveat=_SEEN,
        people=("age",),
        part_names=AGE_NAMES,
        read_by=_missed,
    ),
    Indicator(
        code="I3h",
        name=_l("Écart avec la population"),
        sentence=_l("Part des présences à déplacer pour ressembler aux âges du quartier."),
        formula="D = ½ Σ |part présente − part dans la population|",
        unit=Unit.SHARE,
        sources=("F-47",),
        compute=_of_ages(formulas.dissimilarity),
        rows="meetings",
        reading=_l("%(value)s des présences devraient changer d'âge pour ressembler au quartier."),
        caveat=_SEEN,
        people=("age",),
        part_names=AGE_NAMES,
    ),
    Indicator(
        code="I3i",
        name=_l("Mélange des âges"),
        sentence=_l("Si tous les âges sont là en nombres égaux (1) ou un seul (0)."),
        formula="J = −Σ p ln p / ln 5",
        unit=Unit.INDEX,
        sources=("F-47",),
        compute=_of_ages(lambda known, _living: formulas.balance(known)),
        rows="meetings",
        reading=_l("Note de %(value)s sur 1 : à 1, tous les âges viennent autant."),
        caveat=_SEEN,
        people=("age",),
        part_unit=Unit.SHARE,
        part_names=AGE_NAMES,
    ),
    Indicator(
        code="I3j",
        name=_l("Part des femmes"),
        sentence=_l("Part des femmes parmi les personnes présentes."),
        formula="femmes / (femmes + hommes)",
        unit=Unit.SHARE,
        sources=("F-47",),
        compute=_women_share,
        rows="meetings",
        counts=_women,
        reading=_l("%(numerator)s femmes sur %(denominator)s présences dont on le sait."),
        caveat=_l("Tel que la personne le dit ou paraît ; on peut ne rien noter."),
        additive=True,
        people=("sex",),
        part_names={key.value: name for key, name in SEXES.items()},
    ),
    ratio(
        "meetings",
        _unknown,
        code="I3k",
        name=_l("Âges inconnus"),
        sentence=_l("Part des présences dont l'âge n'a pas été noté."),
        formula="présences sans âge / H ; au-delà de 40 %, les âges ne se lisent pas",
        unit=Unit.SHARE,
        sources=("F-47",),
        reading=_l("L'âge manque pour %(numerator)s présences sur %(denominator)s."),
        additive=True,
        people=("age",),
    ),
)

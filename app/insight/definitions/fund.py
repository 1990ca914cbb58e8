"""F: the residents' fund (DOMAIN §C.7). Amounts are in cents."""

from __future__ import annotations

from collections.abc import Callable

from app.i18n import lazy_gettext as _l
from app.insight import formulas
from app.insight.book import Book
from app.insight.definition import Indicator, added, ratio
from app.insight.figure import Part, Result
from app.insight.sources.money import DecisionRow, PaymentRow
from app.insight.units import Unit
from app.projects.models import CarrierKind

_BY_CITY = _l("Un fonds est celui d'une ville : ce chiffre ne se lit pas par quartier.")
_GRANTED = _l("Ne compte que les projets qui ont reçu une aide sur la période.")

Pick = Callable[[DecisionRow], bool]


def _among_grants(holds: Pick) -> Callable[[DecisionRow], tuple[int, int]]:
    return lambda row: (int(row.is_grant and holds(row)), int(row.is_grant))


def _paid(row: PaymentRow) -> tuple[int, int]:
    return row.cents, 0


def _consumption(book: Book) -> Result:
    paid, came = sum(row.cents for row in book.payments), sum(row.came for row in book.envelopes)
    return Result(formulas.ratio(paid, came), paid, came, len(book.payments))


def _saturation(book: Book) -> Result:
    asked, came = sum(row.requested for row in book.decisions), sum(row.came for row in book.envelopes)
    return Result(formulas.ratio(asked, came), asked, came, len(book.decisions))


def _granted(row: DecisionRow) -> tuple[int, int]:
    return row.granted, 0


def _by_inhabitant(book: Book) -> Result:
    granted = sum(row.granted for row in book.decisions)
    parts = []
    for one in book.place.neighbourhoods:
        given = sum(row.granted for row in book.decisions if row.neighbourhood_id == one.id)
        living = one.population or 0
        parts.append(Part(str(one.id), formulas.ratio(given, living), sum(
            row.is_grant for row in book.decisions if row.neighbourhood_id == one.id), one.name))  # fmt: skip
    living = book.inhabitants
    return Result(formulas.ratio(granted, living), granted, living, len(book.decisions), tuple(parts) if living else ())


def _delays(book: Book) -> Result:
    waits = [row.waited for row in book.decisions if row.waited is not None]
    pays = [row.until_paid for row in book.decisions if row.until_paid is not None and row.is_grant]
    parts = (
        Part("decision", formulas.median(waits), len(waits)),
        Part("payment", formulas.median(pays), len(pays)),
    )
    return Result(formulas.median(waits), None, None, len(waits), parts if waits or pays else ())


def _results(book: Book) -> Result:
    granted, every, _n = added(book.decisions, lambda row: (int(row.is_grant), 1))
    kinds = {"grant": granted, "adjourn": sum(row.result == "adjourn" for row in book.decisions),
             "refuse": sum(row.result == "refuse" for row in book.decisions)}  # fmt: skip
    parts = tuple(Part(key, formulas.ratio(count, every), count) for key, count in kinds.items())
    return Result(formulas.ratio(granted, every), granted, every, every, parts if every else ())


INDICATORS = (
    Indicator(
        code="F1",
        by_city=True,
        name=_l("Argent utilisé"),
        sentence=_l("Part de l'argent du fonds qui a été payée aux projets."),
        formula="payé sur la période, moins ce qui est revenu / reçu et reporté pour l'année",
        unit=Unit.SHARE,
        sources=("F-42", "F-37"),
        compute=_consumption,
        rows="payments",
        counts=_paid,
        reading=_l("%(numerator)s payés sur %(denominator)s disponibles."),
        caveat=_BY_CITY,
        additive=True,
        money=True,
    ),
    Indicator(
        code="F2",
        by_city=True,
        name=_l("Demandes face à l'argent"),
        sentence=_l("Ce que les projets examinés demandent, face à l'argent disponible."),
        formula="Σ demandé par les projets examinés / reçu et reporté pour l'année",
        unit=Unit.SHARE,
        sources=("F-42",),
        compute=_saturation,
        rows="decisions",
        counts=lambda row: (row.requested, 0),
        reading=_l("%(numerator)s demandés pour %(denominator)s disponibles."),
        caveat=_l("Un projet examiné deux fois compte deux fois."),
        money=True,
    ),
    Indicator(
        code="F3",
        name=_l("Aide par habitant ou habitante"),
        sentence=_l("Combien d'euros accordés pour chaque habitant ou habitante."),
        formula="Σ accordé / population",
        unit=Unit.EUROS,
        sources=("F-42", "F-15"),
        compute=_by_inhabitant,
        rows="decisions",
        counts=_granted,
        reading=_l("%(value)s accordés par habitant ou habitante."),
        caveat=_l("La population est celle du fichier national."),
    ),
    ratio(
        "decisions",
        _among_grants(lambda row: row.is_first_time),
        code="F4",
        name=_l("Première aide"),
        sentence=_l("Part des aides à des personnes qui n'en avaient jamais eu."),
        formula="aides à un porteur principal jamais aidé avant / aides",
        unit=Unit.SHARE,
        sources=("F-10", "F-09"),
        reading=_l("%(numerator)s aides sur %(denominator)s vont à de nouvelles personnes."),
        caveat=_l("Regarde la personne qui porte le projet, pas son association."),
        additive=True,
    ),
    ratio(
        "decisions",
        _among_grants(lambda row: row.carrier is CarrierKind.INFORMAL_GROUP),
        code="F5",
        name=_l("Groupes d'habitants et d'habitantes"),
        sentence=_l("Part des aides à des groupes sans association."),
        formula="aides à un groupe d'habitants et habitantes / aides",
        unit=Unit.SHARE,
        sources=("F-10",),
        reading=_l("%(numerator)s aides sur %(denominator)s vont à des groupes sans association."),
        caveat=_GRANTED,
        additive=True,
    ),
    ratio(
        "decisions",
        _among_grants(lambda row: row.is_from_dialogue),
        code="F6",
        name=_l("Projets nés d'une rencontre"),
        sentence=_l("Part des aides à des projets nés dans un espace de dialogue."),
        formula="aides à un projet né d'une rencontre / aides",
        unit=Unit.SHARE,
        sources=("F-06", "F-37"),
        reading=_l("%(numerator)s aides sur %(denominator)s vont à des projets nés d'une rencontre."),
        caveat=_GRANTED,
        additive=True,
    ),
    Indicator(
        code="F7",
        name=_l("Temps d'attente"),
        sentence=_l("Combien de jours entre le dépôt et la décision, puis le paiement."),
        formula="médianes des jours : dépôt → décision, décision → premier paiement",
        unit=Unit.DAYS,
        sources=("F-42",),
        compute=_delays,
        rows="decisions",
        reading=_l("Une fois sur deux, la décision vient en moins de %(value)s."),
        caveat=_l("Un projet qui attend encore n'y est pas."),
        part_names={
            "decision": _l("Du dépôt à la décision"),
            "payment": _l("De la décision au premier paiement"),
        },
    ),
    Indicator(
        code="F8",
        name=_l("Décisions des comités"),
        sentence=_l("Part des projets examinés qui reçoivent un accord."),
        formula="accords / décisions ; reports / décisions ; refus / décisions",
        unit=Unit.SHARE,
        sources=("F-42",),
        compute=_results,
        rows="decisions",
        counts=lambda row: (int(row.is_grant), 1),
        reading=_l("%(numerator)s accords sur %(denominator)s décisions."),
        caveat=_l("Un projet reporté est compté à chaque passage."),
        additive=True,
        part_names={"grant": _l("Accords"), "adjourn": _l("Reports"), "refuse": _l("Refus")},
    ),
    ratio(
        "decisions",
        lambda row: (row.justified, row.granted),
        code="F9",
        name=_l("Dépenses justifiées"),
        sentence=_l("Part de l'argent accordé dont les dépenses sont prouvées."),
        formula="dépenses acceptées par le fonds / accordé",
        unit=Unit.SHARE,
        sources=("F-42",),
        reading=_l("%(numerator)s justifiés sur %(denominator)s accordés."),
        caveat=_l("Un projet en cours n'a pas encore rendu ses preuves."),
        additive=True,
        money=True,
    ),
    ratio(
        "decisions",
        _among_grants(lambda row: row.is_repeat),
        code="F10",
        name=_l("Projets qui reviennent"),
        sentence=_l("Part des aides à un projet déjà aidé sous le même nom."),
        formula="aides au même porteur pour le même nom de projet / aides",
        unit=Unit.SHARE,
        sources=("F-42",),
        reading=_l("%(numerator)s aides sur %(denominator)s vont à un projet déjà aidé."),
        caveat=_l("Un projet qui change de nom paraît nouveau."),
        additive=True,
    ),
    ratio(
        "sittings",
        lambda row: (int(2 * row.residents > row.voting), 1),
        code="F11",
        by_city=True,
        name=_l("Habitants et habitantes en majorité"),
        sentence=_l("Part des comités où les habitants et habitantes étaient en majorité."),
        formula="séances où habitants et habitantes > moitié des votants présents / séances",
        unit=Unit.SHARE,
        sources=("F-32", "F-42"),
        reading=_l("%(numerator)s séances sur %(denominator)s avaient une majorité d'habitants et habitantes."),
        caveat=_BY_CITY,
        additive=True,
    ),
)

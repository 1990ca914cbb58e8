"""I3: how many people come, who they are, and whom one misses (DOMAIN §C.3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from app.dialogue.models.tally import AgeBand, Measure, Novelty
from app.dialogue.tally_labels import NOVELTIES
from app.i18n import lazy_gettext as _l
from app.insight import formulas
from app.insight.book import Book
from app.insight.definition import Indicator, ratio, share_of, total
from app.insight.figure import Part, Result
from app.insight.scopes import ScopeKind
from app.insight.sources.dialogue import ReturnRow
from app.insight.sources.meetings import MeetingRow
from app.insight.sources.voices import ContributionRow
from app.insight.units import Unit
from app.voices.models import Channel

FEWEST_CARDS = 20
WITHOUT_A_SCREEN = frozenset({Channel.MEETING, Channel.SLIP, Channel.CALL, Channel.HELPER})
_DOUBLE = _l("Une personne qui vient dans deux quartiers compte dans chacun.")


def counted(book: Book, measure: Measure) -> dict[str, int]:
    """Return the residents of every meeting held, by one measure, in the order of its words."""
    found: Counter[str] = Counter()
    for row in book.held:
        found.update(row.of(measure))
    return {key: found[key] for key in ([band.value for band in AgeBand] if measure is Measure.AGE else found)}


def residents(book: Book) -> int:
    """Return H: residents present at meetings, each time counted."""
    return sum(row.residents for row in book.held)


def _present(row: MeetingRow) -> tuple[int, int]:
    return row.residents, 0


def _distinct(row: MeetingRow) -> tuple[int, int]:
    return row.distinct, 0


def _intensity(row: MeetingRow) -> tuple[int, int]:
    return row.residents, row.distinct


def _new(row: MeetingRow) -> tuple[int, int]:
    return row.first_ever, row.residents


def _attendance(book: Book) -> Result:
    came = residents(book)
    return Result(came, came, None, len(book.held))


def _people(book: Book) -> Result:
    unsaid = sum(row.unsaid for row in book.held)
    found, came = sum(row.distinct for row in book.held), residents(book)
    return Result(found, found, None, came, unknown=formulas.ratio(unsaid, came))


def _novelty(book: Book) -> Result:
    found: Counter[str] = Counter()
    for row in book.held:
        found.update(row.novelty)
        found[Novelty.UNSAID.value] += row.unsaid
    came = residents(book)
    parts = tuple(Part(key.value, formulas.ratio(found[key.value], came), found[key.value]) for key in Novelty)
    new = found[Novelty.FIRST_EVER.value]
    unknown = formulas.ratio(found[Novelty.UNSAID.value], came)
    return Result(formulas.ratio(new, came), new, came, came, parts if came else (), unknown)


def _reach(book: Book) -> Result:
    found, living = sum(row.distinct for row in book.held), book.inhabitants
    return Result(formulas.ratio(found, living), found, living, found, unknown=_unsaid(book))


def _by_person(book: Book) -> Result:
    came, found = residents(book), sum(row.distinct for row in book.held)
    return Result(formulas.ratio(came, found), came, found, found, unknown=_unsaid(book))


def _unsaid(book: Book) -> Fraction | None:
    """Return the share of residents of whom nobody knows whether they came before."""
    return formulas.ratio(sum(row.unsaid for row in book.held), residents(book))


def _back(row: ReturnRow) -> tuple[int, int]:
    return int(row.is_back), 1


def _return(book: Book) -> Result:
    found = share_of("returns", _back)(book)
    return replace(found, too_few=0 < found.n < FEWEST_CARDS)


def _by_voice(row: ContributionRow) -> tuple[int, int]:
    return int(row.channel in WITHOUT_A_SCREEN), 1


def _mobilised(book: Book) -> Result:
    counts = {
        "attendances": residents(book),
        "contributions": len(book.contributions),
        "carriers": sum(book.period.holds(row.day) for row in book.projects),
        "voters": _voters(book),
        "answers": sum(row.count for row in book.answers),
    }
    parts = tuple(Part(key, count, count or 0) for key, count in counts.items())
    return Result(None, None, None, 0, parts if any(part.n for part in parts) else ())


def _voters(book: Book) -> int | None:
    """Return how many voted, as the pages of results tell it; None where one of them does not."""
    alone = book.place.scope.kind is ScopeKind.NEIGHBOURHOOD
    counts = [row.count for row in (book.voters if alone else book.turnouts)]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


COMING = (
    Indicator(
        code="I3a",
        name=_l("Présences aux rencontres"),
        sentence=_l("Combien d'habitants et habitantes sont venus, chaque venue comptant."),
        formula="H = Σ habitants et habitantes comptés à l'entrée",
        unit=Unit.COUNT,
        sources=("F-47",),
        compute=_attendance,
        rows="meetings",
        counts=_present,
        reading=_l("%(value)s présences en %(n)s rencontres."),
        caveat=_l("Une personne venue trois fois compte trois fois."),
        additive=True,
        people=("residents",),
    ),
    Indicator(
        code="I3b",
        name=_l("Personnes différentes"),
        sentence=_l("Combien de personnes différentes sont venues dans l'année."),
        formula="U = Σ réponses « première fois cette année à une rencontre de ce quartier »",
        unit=Unit.COUNT,
        sources=("F-47",),
        compute=_people,
        rows="meetings",
        counts=_distinct,
        reading=_l("%(value)s personnes différentes, pour %(n)s présences."),
        caveat=_DOUBLE,
        additive=True,
        people=("novelty",),
    ),
    Indicator(
        compute=_by_person,
        rows="meetings",
        counts=_intensity,
        code="I3c",
        name=_l("Venues par personne"),
        sentence=_l("Combien de fois une même personne vient dans l'année."),
        formula="H / U",
        unit=Unit.RATIO,
        sources=("F-47",),
        reading=_l("Chaque personne est venue %(value)s fois en moyenne."),
        caveat=_DOUBLE,
        additive=True,
        people=("novelty",),
    ),
    Indicator(
        code="I3d",
        name=_l("Personnes nouvelles"),
        sentence=_l("Part des présences de personnes qui ne venaient jamais avant."),
        formula="Σ première fois / H",
        unit=Unit.SHARE,
        sources=("F-47", "F-31"),
        compute=_novelty,
        rows="meetings",
        counts=_new,
        reading=_l("Sur %(denominator)s présences, %(numerator)s étaient une première fois."),
        caveat=_l("Repose sur ce que chaque personne répond à l'entrée."),
        additive=True,
        people=("novelty",),
        part_names={key.value: name for key, name in NOVELTIES.items()},
    ),
    Indicator(
        code="I3e",
        name=_l("Part des habitants et habitantes touchés"),
        sentence=_l("Part de la population du quartier venue au moins une fois dans l'année."),
        formula="U / population",
        unit=Unit.SHARE,
        sources=("F-47", "F-20"),
        compute=_reach,
        rows="meetings",
        counts=_distinct,
        reading=_l("%(numerator)s personnes sur %(denominator)s habitants et habitantes."),
        caveat=_DOUBLE,
        people=("novelty",),
    ),
    Indicator(
        code="I3f",
        name=_l("Personnes qui reviennent"),
        sentence=_l("Part des personnes revenues dans les six mois après une première venue."),
        formula="cartes revues sous 180 jours / cartes vues une première fois, 180 jours plus tôt (au moins 20)",
        unit=Unit.SHARE,
        sources=("F-27", "F-47"),
        compute=_return,
        rows="returns",
        counts=_back,
        version=2,
        additive=True,
        reading=_l("Sur %(denominator)s cartes, %(numerator)s sont revenues dans les six mois."),
        caveat=_l("Ne compte que les personnes qui ont pris une carte, sans nom."),
        people=("cards",),
    ),
)

OTHER_WAYS = (
    ratio(
        "contributions",
        _by_voice,
        code="I3l",
        name=_l("Paroles dites sans écran"),
        sentence=_l("Part des paroles dites de vive voix, sur papier ou avec une aide."),
        formula="paroles venues en rencontre, sur papier, par appel ou avec une aide / toutes les paroles",
        unit=Unit.SHARE,
        sources=("F-47", "F-20"),
        reading=_l("%(numerator)s paroles sur %(denominator)s sont venues sans écran."),
        additive=True,
    ),
    total(
        "meetings",
        lambda _row: (0, 0),
        code="I3m",
        name=_l("Coins du quartier touchés"),
        sentence=_l("Part des coins du quartier d'où viennent les personnes présentes."),
        formula="coins du quartier avec ≥ 1 présence / coins du quartier",
        unit=Unit.SHARE,
        sources=("F-47", "F-15"),
        reading=_l("%(value)s"),
        caveat=_l("On ne demande pas d'où viennent les personnes, pour ne pas les suivre."),
        not_recorded=True,
    ),
    Indicator(
        code="I3n",
        name=_l("Toutes les façons de prendre part"),
        sentence=_l("Chaque façon de prendre part, côte à côte, jamais additionnées."),
        formula="présences ; paroles ; projets déposés ; personnes qui ont voté ; réponses aux enquêtes",
        version=2,
        unit=Unit.COUNT,
        sources=("F-47",),
        compute=_mobilised,
        rows="contributions",
        reading=_l("Une même personne peut être comptée dans plusieurs lignes."),
        caveat=_l("Ces nombres ne s'additionnent pas. Les votes sont ceux dont le résultat est publié."),
        people=("residents", "answers"),
        part_names={
            "attendances": _l("Présences aux rencontres"),
            "contributions": _l("Paroles recueillies"),
            "carriers": _l("Projets déposés"),
            "voters": _l("Votes au budget participatif"),
            "answers": _l("Réponses aux enquêtes"),
        },
    ),
)

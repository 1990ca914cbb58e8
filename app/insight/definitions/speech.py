"""T: who speaks (DOMAIN §C.7). Taps of turns name nobody; cards tell how evenly people spoke."""

from __future__ import annotations

from collections import Counter, defaultdict

from app.dialogue.models.tally import INSTITUTIONS, Attendee, Measure, Sex
from app.dialogue.tally_labels import ATTENDEES
from app.i18n import lazy_gettext as _l
from app.insight import formulas
from app.insight.book import Book
from app.insight.definition import Indicator, ratio
from app.insight.figure import Part, Result
from app.insight.sources.meetings import MeetingRow
from app.insight.units import Unit


def _institutions(row: MeetingRow) -> tuple[int, int]:
    turns = row.of(Measure.TURNS)
    return sum(turns[key] for key in INSTITUTIONS), sum(turns.values())


def _turns(book: Book) -> Result:
    found: Counter[str] = Counter()
    for row in book.held:
        found.update(row.of(Measure.TURNS))
    parts = tuple(Part(key.value, formulas.shares(found).get(key.value), found[key.value]) for key in Attendee)
    taken, every = sum(found[key.value] for key in INSTITUTIONS), sum(found.values())
    return Result(formulas.ratio(taken, every), taken, every, every, parts if every else ())


def _expression(row: MeetingRow) -> tuple[int, int]:
    spoken = sum(row.of(Measure.VOICES).values())
    return (row.voices, row.residents) if spoken else (0, 0)


def _gini(book: Book) -> Result:
    titles = {row.id: row.title for row in book.meetings}
    turns: dict[int, list[int]] = defaultdict(list)
    for row in book.cards:
        turns[row.id].append(row.turns)
    found = {meeting_id: formulas.gini(each) for meeting_id, each in sorted(turns.items())}
    parts = tuple(
        Part(str(key), value, len(turns[key]), titles.get(key, "")) for key, value in found.items() if value is not None
    )
    known = [value for value in found.values() if value is not None]
    return Result(formulas.mean(known), None, None, len(known), parts)


def _women_turns(row: MeetingRow) -> tuple[int, int]:
    spoken = row.of(Measure.SPOKEN)
    return spoken[Sex.WOMAN], sum(spoken.values())


def _women(book: Book) -> Result:
    pairs = [_women_turns(row) for row in book.held]
    turns, every = sum(one for one, _n in pairs), sum(one for _n, one in pairs)
    present: Counter[str] = Counter()
    for row in book.held:
        present.update(row.of(Measure.SEX))
    value = formulas.floor_ratio(turns, every, present[Sex.WOMAN.value], sum(present.values()))
    return Result(value, turns, every, every)


def _newcomers(book: Book) -> Result:
    known = [row for row in book.cards if row.is_newcomer is not None]
    new = [row for row in known if row.is_newcomer]
    turns, every = sum(row.turns for row in new), sum(row.turns for row in known)
    return Result(formulas.floor_ratio(turns, every, len(new), len(known)), turns, every, len(known))


INDICATORS = (
    Indicator(
        code="T1",
        name=_l("Qui prend la parole"),
        sentence=_l("Part des prises de parole des institutions, élus et élues compris."),
        formula="prises de parole par catégorie / toutes",
        unit=Unit.SHARE,
        sources=("F-32", "F-33"),
        compute=_turns,
        rows="meetings",
        counts=_institutions,
        reading=_l("Les institutions prennent %(value)s des tours de parole."),
        caveat=_l("Compte les prises de parole, pas leur durée."),
        additive=True,
        part_names={key.value: name for key, name in ATTENDEES.items()},
    ),
    ratio(
        "meetings",
        _expression,
        code="T2",
        name=_l("Personnes qui se sont exprimées"),
        sentence=_l("Part des habitants et habitantes présents qui ont parlé au moins une fois."),
        formula="habitants et habitantes ayant parlé / présents, dans les rencontres où l'on compte la parole",
        unit=Unit.SHARE,
        sources=("F-33", "F-09"),
        reading=_l("%(numerator)s personnes sur %(denominator)s ont parlé au moins une fois."),
        caveat=_l("Une première prise de parole est notée sur le moment."),
        additive=True,
        people=("spoke",),
    ),
    Indicator(
        code="T3",
        name=_l("Parole partagée"),
        sentence=_l("Si tout le monde parle autant (0) ou si une personne parle seule (1)."),
        formula="G = 2 Σ i·x(i) / (n Σx) − (n+1)/n par rencontre, zéros compris ; moyenne des rencontres",
        unit=Unit.INDEX,
        sources=("F-33",),
        compute=_gini,
        rows="cards",
        counts=lambda row: (row.turns, 1),
        reading=_l("Note moyenne de %(value)s sur 1, pour %(n)s rencontres : à 0, tout le monde parle autant."),
        caveat=_l("Seulement aux rencontres où des cartes de parole ont servi."),
        people=("cards_held",),
    ),
    Indicator(
        code="T4f",
        name=_l("Parole des femmes"),
        sentence=_l("Si les femmes parlent autant que leur présence le voudrait (1)."),
        formula="(part des prises de parole des femmes) / (part des femmes présentes)",
        unit=Unit.RATIO,
        sources=("F-33",),
        compute=_women,
        rows="meetings",
        counts=_women_turns,
        reading=_l("Les femmes parlent %(value)s fois ce que leur présence voudrait."),
        caveat=_l("Seules les prises de parole notées avec ce détail comptent."),
        people=("sex",),
    ),
    Indicator(
        code="T4n",
        name=_l("Parole des personnes nouvelles"),
        sentence=_l("Si les personnes nouvelles parlent autant que les autres (1)."),
        formula="(part des prises de parole des nouvelles cartes) / (part des nouvelles cartes)",
        unit=Unit.RATIO,
        sources=("F-33", "F-09"),
        compute=_newcomers,
        rows="cards",
        counts=lambda row: (row.turns * (row.is_newcomer is True), row.turns * (row.is_newcomer is not None)),
        reading=_l("Les personnes nouvelles parlent %(value)s fois leur part."),
        caveat=_l("Seulement aux rencontres où des cartes de parole ont servi."),
        people=("cards_new",),
    ),
)

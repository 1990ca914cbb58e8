"""The tables of persons that figures show, one row a place: what is hidden of them is hidden of the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.dialogue.models.tally import Measure, Novelty
from app.evaluation.trust import SMALLEST_SAMPLE
from app.insight.book import Book
from app.insight.definitions.outreach import newcomers_by_mode
from app.insight.definitions.people import counted, residents
from app.insight.definitions.trust import others, participants, waves
from app.insight.hiding import hidden, nesting
from app.insight.scopes import Place, Scope
from app.insight.sources.judging import TrustRow
from app.suppression import FEWEST

Counts = Callable[[Book], dict[str, int]]


@dataclass(frozen=True)
class Guard:
    """One table: its cells for a place (none when nothing was held there, which everybody knows).

    `within`: the table whose counts this one details: what it hides is hidden here. `by_city`: cities have no smaller
    place. `fewest`: persons under which a cell is not published.
    """

    counts: Counts
    within: str = ""
    by_city: bool = False
    fewest: int = FEWEST


def hidden_by_guard(books: Mapping[Scope, Book], places: Mapping[Scope, Place]) -> dict[str, frozenset[Scope]]:
    """Return the places that each table hides over one period."""
    found: dict[str, frozenset[Scope]] = {}
    for name, guard in GUARDS.items():
        tree = nesting(places, by_city=guard.by_city)
        rows = {scope: guard.counts(book) for scope, book in books.items()}
        kept = {scope: row for scope, row in rows.items() if row}
        found[name] = hidden(tree, kept, found.get(guard.within, ()), guard.fewest)
    return found


def _residents(book: Book) -> dict[str, int]:
    return {"all": residents(book)} if book.held else {}


def _novelty(book: Book) -> dict[str, int]:
    found: Counter[str] = Counter({key.value: 0 for key in Novelty if key is not Novelty.UNSAID})
    for row in book.held:
        found.update(row.novelty)
    return dict(found) if book.held else {}


def _quarters(book: Book) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in book.held:
        key = str((row.day.month - 1) // 3 + 1)
        found[key] = found.get(key, 0) + row.residents
    return found


def _by(measure: Measure) -> Counts:
    return lambda book: counted(book, measure) if book.held else {}


def _spoke(book: Book) -> dict[str, int]:
    told = [row for row in book.held if sum(row.of(Measure.VOICES).values())]
    voices, came = sum(row.voices for row in told), sum(row.residents for row in told)
    return {"spoke": voices, "silent": max(0, came - voices)} if told else {}


def _entry(book: Book) -> dict[str, int]:
    return newcomers_by_mode(book) if book.held else {}


def _contacts(book: Book) -> dict[str, int]:
    return {"all": sum(row.contacts for row in book.outreach)} if book.outreach else {}


def _invited(book: Book) -> dict[str, int]:
    done = sum(row.is_invited for row in book.contacts)
    return {"yes": done, "no": len(book.contacts) - done} if book.contacts else {}


def _absence(book: Book) -> dict[str, int]:
    found: Counter[str] = Counter()
    for row in book.absences:
        found[row.reason] += row.count
    return dict(found)


def _cards(book: Book) -> dict[str, int]:
    back, first = sum(row.is_back for row in book.returns), len(book.returns)
    return {"back": back, "not": first - back} if first else {}


def _cards_by_posture(book: Book) -> dict[str, int]:
    found: Counter[str] = Counter()
    for row in book.returns:
        found[f"{row.posture.value} back"] += row.is_back
        found[f"{row.posture.value} not"] += not row.is_back
    return dict(found)


def _cards_held(book: Book) -> dict[str, int]:
    return {"all": len({row.card for row in book.cards})} if book.cards else {}


def _cards_new(book: Book) -> dict[str, int]:
    known = [row.is_newcomer for row in book.cards if row.is_newcomer is not None]
    return {"new": sum(known), "known": len(known) - sum(known)} if known else {}


def _answers(book: Book) -> dict[str, int]:
    return {"all": sum(row.count for row in book.answers)} if book.answers else {}


def _trust(pick: Callable[[TrustRow], bool], *, first: bool) -> Counts:
    """Count the answers to each item, in the last wave of the period, or in the first one of all."""

    def counts(book: Book) -> dict[str, int]:
        known = waves(row for row in book.trust if pick(row))
        chosen = [wave for wave in known if first or book.period.holds(wave[0])]
        wave = known[min(chosen) if first else max(chosen)] if chosen else {}
        return {item: one.n for item, one in wave.items()}

    return counts


def _trained(book: Book) -> dict[str, int]:
    found: Counter[str] = Counter()
    for row in book.trainings:
        for college, people in row.people:
            found[college.value] += people
    return dict(found)


def _practice(book: Book) -> dict[str, int]:
    changed, asked = sum(row.changed for row in book.trainings), sum(row.asked for row in book.trainings)
    return {"changed": changed, "not": asked - changed} if asked else {}


GUARDS: dict[str, Guard] = {
    "residents": Guard(_residents),
    "quarters": Guard(_quarters, "residents"),
    "novelty": Guard(_novelty, "residents"),
    "age": Guard(_by(Measure.AGE), "residents"),
    "sex": Guard(_by(Measure.SEX), "residents"),
    "spoke": Guard(_spoke, "residents"),
    "entry": Guard(_entry, "novelty"),
    "contacts": Guard(_contacts),
    "invited": Guard(_invited),
    "absence": Guard(_absence),
    "cards": Guard(_cards),
    "cards_by_posture": Guard(_cards_by_posture, "cards"),
    "cards_held": Guard(_cards_held),
    "cards_new": Guard(_cards_new),
    "answers": Guard(_answers),
    "trust_in": Guard(_trust(participants, first=False), fewest=SMALLEST_SAMPLE),
    "trust_out": Guard(_trust(others, first=False), fewest=SMALLEST_SAMPLE),
    "trust_in_first": Guard(_trust(participants, first=True), fewest=SMALLEST_SAMPLE),
    "trust_out_first": Guard(_trust(others, first=True), fewest=SMALLEST_SAMPLE),
    "trained": Guard(_trained, by_city=True),
    "practice": Guard(_practice, by_city=True),
}
"""In an order in which each table comes after the one it details."""

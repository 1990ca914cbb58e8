"""Find in a text what could name or reach somebody: offered to be hidden before the text is published."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.plain import unaccented
from app.traces import EMAIL, PHONE

ADDRESS = re.compile(
    r"\b\d{1,4}\s?(?:bis|ter)?,?\s(?:rue|avenue|av\.|boulevard|bd|allée|impasse|place|square|chemin|quai|passage)\s"
    r"(?:(?:de|du|des|la|le|les|l'|d')\s?)*[A-ZÀ-Ý][\w'’-]*(?:\s[A-ZÀ-Ý][\w'’-]*){0,3}"
)
_NAME = r"[A-ZÀ-Ý][\w'’-]+"
_TITLE = r"(?:M\.|Mr|(?i:mme|mlle|monsieur|madame|mademoiselle|docteur|dr))"
TITLED = re.compile(rf"\b{_TITLE}\s(?:le |la )?{_NAME}(?:\s{_NAME})?")
CALLED = re.compile(rf"(?:m['’]appelle|me nomme|mon nom est|je suis)\s({_NAME}(?:\s{_NAME})?)")
TWO_NAMES = re.compile(rf"(?<![\w'’-]){_NAME}\s{_NAME}(?![\w'’-])")
KNOWN_WORDS = frozenset(
    """tours metropole val loire loir cher sanitas europe bords maryse bastie rives rochepinard fontaines tourettes
    rabaterie galboisiere rabiere morier niqueux bruere marcel pagnol joue riche saint pierre corps indre centre ville
    touraine habitat ligeris fil bleu etat prefecture departement region caf pole emploi france travail conseil
    citoyen place neuve general gaulle jean jaures noel janvier fevrier mars avril mai juin juillet aout septembre
    octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche les la le des du une un il elle on
    nous vous je ils elles pourquoi quand comment est qui que quoi combien ou mais et si dans pour""".split()  # noqa: SIM905
)
"""Words with a capital that name no person, without accents."""

LABELS = {"phone": "[téléphone]", "email": "[e-mail]", "address": "[adresse]", "name": "[une personne]"}
"""What is written in place of what is hidden."""


@dataclass(frozen=True)
class Trace:
    """One thing that could name or reach somebody: which kind, where it stands and its words."""

    kind: str
    start: int
    end: int
    words: str


def traces(text: str, names: Iterable[str] = ()) -> list[Trace]:
    """Return what could name or reach somebody, in order and without overlap; `names` are names already known."""
    found = [Trace(kind, *span, text[slice(*span)]) for kind, span in _spans(text, names)]
    kept: list[Trace] = []
    for trace in sorted(found, key=lambda trace: (trace.start, -trace.end)):
        if not kept or trace.start >= kept[-1].end:
            kept.append(trace)
    return kept


def masked(text: str, found: Iterable[Trace] | None = None) -> str:
    """Return the text with these traces (all of them unless told) hidden behind what they are."""
    hidden = traces(text) if found is None else list(found)
    for trace in sorted(hidden, key=lambda trace: -trace.start):
        text = text[: trace.start] + LABELS[trace.kind] + text[trace.end :]
    return text


def _spans(text: str, names: Iterable[str]) -> Iterable[tuple[str, tuple[int, int]]]:
    for kind, pattern in (("email", EMAIL), ("phone", PHONE), ("address", ADDRESS), ("name", TITLED)):
        yield from ((kind, match.span()) for match in pattern.finditer(text))
    yield from (("name", match.span(1)) for match in CALLED.finditer(text))
    yield from (("name", match.span()) for match in TWO_NAMES.finditer(text) if _could_be_a_person(match[0]))
    for name in names:
        if len(name.strip()) > 2:  # noqa: PLR2004 - shorter, it would be found in every word
            pattern = re.compile(rf"(?<!\w){re.escape(name.strip())}(?!\w)", re.IGNORECASE)
            yield from (("name", match.span()) for match in pattern.finditer(text))


def _could_be_a_person(words: str) -> bool:
    return not any(part in KNOWN_WORDS for word in words.split() for part in re.split(r"['’-]", unaccented(word)))

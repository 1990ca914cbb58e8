"""Words without accents, capitals or punctuation: to compare what people write in different ways."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


def unaccented(text: str) -> str:
    """Return a text in lower case without accents: "Œuvre d'Élodie" gives "oeuvre d'elodie"."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def plain(name: str) -> str:
    """Return the unaccented words of a name, in any script, parted by one space: for comparison, never to be shown."""
    return " ".join(_WORD.findall(unaccented(name)))


MOST_WORDS = 15
"""Words of a sentence beyond which many readers lose the thread (rules of plain French; PRACTICE §6)."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


def long_sentences(text: str, most: int = MOST_WORDS) -> list[str]:
    """Return the sentences of a text that have more words than `most`, in their order."""
    sentences = (sentence.strip() for sentence in _SENTENCE_END.split(text))
    return [sentence for sentence in sentences if len(_WORD.findall(sentence)) > most]

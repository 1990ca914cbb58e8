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

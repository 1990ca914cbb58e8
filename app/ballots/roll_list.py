"""Reading a list of residents: a CSV file with a name a line; a faulty line is told with its number."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.accounts import contact
from app.i18n import gettext as _
from app.plain import plain

MOST_LINES = 100_000
LONGEST = 120
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("nom", "name", "nom complet", "nom et prenom"),
    "first": ("prenom", "first name"),
    "about": ("adresse", "address", "precision"),
    "contact": ("contact", "email", "e mail", "mail", "telephone", "phone"),
    "place": ("quartier", "neighbourhood"),
}
"""What a column may be called, without accents or capitals; only the name is needed."""


class RollRefused(ValueError):
    """The list cannot be brought in: each faulty line with its number and the reason. Nothing was kept."""

    def __init__(self, faults: list[tuple[int, str]]) -> None:
        super().__init__(*faults)
        self.faults = faults


@dataclass(frozen=True)
class Listed:
    """Somebody on the list, and the line they are on."""

    line: int
    name: str
    about: str = ""
    contact: str = ""
    place: str = ""


def read_list(content: bytes) -> list[Listed]:
    """Read a CSV (comma, semicolon or tab; UTF-8, else Windows-1252). Raises RollRefused with every faulty line."""
    rows = _rows(content)
    if not rows:
        raise RollRefused([(1, _("le fichier est vide."))])
    places = _places_of(rows[0])
    if "name" not in places:
        raise RollRefused([(1, _("il manque une colonne « nom »."))])
    read = [_listed(number, row, places) for number, row in enumerate(rows[1:], start=2) if any(map(str.strip, row))]
    faults = [(one.line, fault) for one in read for fault in _faults(one)] + list(_repeated(read))
    if not read:
        faults.append((2, _("la liste ne contient personne.")))
    if faults:
        raise RollRefused(sorted(faults))
    return read


def _rows(content: bytes) -> list[list[str]]:
    reader, rows = csv.reader(io.StringIO(_text(content), newline=""), delimiter=_delimiter(content)), []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > MOST_LINES + 1:
                raise RollRefused([(reader.line_num, _("la liste est trop longue. Coupez-la en plusieurs fichiers."))])
    except csv.Error as error:
        raise RollRefused(
            [(reader.line_num, _("cette ligne ne se lit pas. Un guillemet est-il resté ouvert ?"))]
        ) from error
    return rows


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(content: bytes) -> str:
    head = content.split(b"\n", 1)[0].decode("utf-8", errors="replace")
    return max(";,\t", key=head.count)


def _places_of(head: list[str]) -> dict[str, int]:
    names = [plain(name) for name in head]
    return {field: names.index(name) for field, known in COLUMNS.items() for name in known if name in names}


def _listed(number: int, row: list[str], places: Mapping[str, int]) -> Listed:
    cells = {field: " ".join(row[place].split()) if place < len(row) else "" for field, place in places.items()}
    name = " ".join(part for part in (cells.get("first", ""), cells.get("name", "")) if part)
    return Listed(number, name, cells.get("about", ""), cells.get("contact", ""), cells.get("place", ""))


def _faults(one: Listed) -> Iterator[str]:
    if not plain(one.name):
        yield _("il manque le nom.")
    if max(len(one.name), len(one.about)) > LONGEST:
        yield _("le nom ou l'adresse dépasse %(most)d lettres.", most=LONGEST)
    if one.contact and contact.normalized(one.contact) is None:
        yield _("« %(contact)s » n'est ni un e-mail ni un numéro de téléphone.", contact=one.contact)


def _repeated(read: list[Listed]) -> Iterator[tuple[int, str]]:
    people: dict[tuple[str, str], int] = {}
    ways: dict[str, int] = {}
    for one in read:
        first = people.setdefault((" ".join(sorted(plain(one.name).split())), plain(one.about)), one.line)
        if first != one.line:
            yield one.line, _("cette personne est déjà à la ligne %(line)d.", line=first)
        way = contact.normalized(one.contact) if one.contact else None
        if way and ways.setdefault(way, one.line) != one.line:
            yield one.line, _("ce contact est déjà à la ligne %(line)d. Laissez-le vide ici.", line=ways[way])

"""Typed reading of one TOML table: wrong types, missing keys and unknown keys are refused by name."""

import re
from collections.abc import Iterator, Mapping

NAME = re.compile(r"[a-z][a-z0-9_]*|[0-9]+")


class DefinitionError(ValueError):
    """A workflow file does not say what such a file must say."""

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(f"{source}: {problem}")
        self.source = source
        self.problem = problem


class Entries:
    """One table of a file. Each reading takes its key away, so that what is left at the end was not expected."""

    def __init__(self, table: Mapping[str, object], source: str, place: str = "") -> None:
        self._left = dict(table)
        self._source = source
        self._place = place

    def error(self, problem: str) -> DefinitionError:
        """Make the error that says where in the file the problem is."""
        return DefinitionError(self._source, f"{self._place or 'top of the file'}: {problem}")

    def text(self, key: str, default: str | None = None) -> str:
        """Take a sentence or a name; an empty one is refused."""
        value = self._left.pop(key, default)
        if not isinstance(value, str) or (not value.strip() and value != default):
            raise self.error(self._wrong(key, value, "a text"))
        return value

    def integer(self, key: str) -> int:
        """Take a whole number from 1."""
        value = self._left.pop(key, None)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.error(self._wrong(key, value, "a whole number from 1"))
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Take true or false."""
        value = self._left.pop(key, default)
        if not isinstance(value, bool):
            raise self.error(self._wrong(key, value, "true or false"))
        return value

    def names(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Take a list of names, none twice."""
        value = self._left.pop(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(name, str) for name in value):
            raise self.error(self._wrong(key, value, "a list of names"))
        if len(set(value)) < len(value):
            raise self.error(f"{key} names something twice")
        return tuple(value)

    def tables(self, key: str) -> list["Entries"]:
        """Take a list of tables, at least one."""
        value = self._left.pop(key, None)
        if not isinstance(value, list) or not value or not all(isinstance(table, dict) for table in value):
            raise self.error(self._wrong(key, value, "a list of tables"))
        return [Entries(table, self._source, self._inside(f"{key}[{i}]")) for i, table in enumerate(value)]

    def named(self, key: str) -> Iterator[tuple[str, "Entries"]]:
        """Take the tables of a table, in file order; none is fine."""
        value = self._left.pop(key, {})
        if not isinstance(value, dict):
            raise self.error(self._wrong(key, value, "a table"))
        for name, table in value.items():
            place = self._inside(f"{key}.{name}")
            if not isinstance(table, dict) or NAME.fullmatch(name) is None:
                raise DefinitionError(self._source, f"{place}: not a table with a lower-case name")
            yield name, Entries(table, self._source, place)

    def all_texts(self) -> dict[str, str]:
        """Take everything, which must be texts."""
        return {key: self.text(key) for key in list(self._left)}

    def refuse_the_rest(self) -> None:
        """Raise DefinitionError if a key of the table was never asked for."""
        if self._left:
            raise self.error(f"unknown key {', '.join(sorted(self._left))}")

    def _inside(self, place: str) -> str:
        return f"{self._place}.{place}" if self._place else place

    @staticmethod
    def _wrong(key: str, value: object, expected: str) -> str:
        return f"{key} is missing" if value is None else f"{key} must be {expected}, not {value!r}"

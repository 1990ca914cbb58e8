"""The translations: collect the French sentences, keep the English catalogue beside them, compile it, check it."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from workflows import definition, vocabulary

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ROOT / "app" / "translations"
ENGLISH = TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"
DEFINITIONS = ROOT / "workflows" / "definitions"
SOURCES = [("app/**.py", "python"), ("app/**/templates/**", "jinja2"), ("app/templates/**", "jinja2")]
OPTIONS = {pattern: {"silent": "false"} for pattern, method in SOURCES if method == "jinja2"}
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy": None, "_l": None}
WIDTH = 120


def main(arguments: list[str]) -> int:
    """Update and compile the catalogue; with --check, only say what is missing; with --compile, only compile."""
    if "--compile" in arguments:
        compile_catalogues()
        return 0
    if "--check" in arguments:
        faults = [*missing(collected(), kept())]
        print("\n".join(faults) or "Every sentence has its English.")
        return 1 if faults else 0
    update()
    compile_catalogues()
    return 0


def collected() -> Catalog:
    """Return every French sentence of the product and where it is said."""
    found = Catalog(project="Porte-voix", charset="utf-8", fuzzy=False)
    extracted = extract_from_dir(ROOT, method_map=SOURCES, options_map=OPTIONS, keywords=KEYWORDS)
    for path, line, text, comments, context in extracted:
        found.add(text, locations=[(path, line)], auto_comments=comments, context=context)
    for path, text in _engine_texts():
        found.add(text, locations=[(path, 1)])
    return found


def _engine_texts() -> Iterator[tuple[str, str]]:
    """Yield what the engine says: the words of the workflow files, and its own."""
    for path in sorted(DEFINITIONS.glob("*.v*.toml")):
        for text in definition.texts(definition.load(path)):
            yield str(path.relative_to(ROOT)), text
    for text in vocabulary.texts():
        yield "workflows/vocabulary.py", text


def kept() -> Catalog:
    """Return the English catalogue as it stands; an empty one when there is none yet."""
    if not ENGLISH.exists():
        return Catalog(locale="en", project="Porte-voix", charset="utf-8", fuzzy=False)
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def update() -> None:
    """Bring the English catalogue up to the present sentences; new ones are left empty, old ones removed."""
    english = kept()
    english.update(collected(), no_fuzzy_matching=True)
    english.obsolete.clear()
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, english, width=WIDTH, sort_output=True, no_location=True, omit_header=True)


def compile_catalogues() -> None:
    """Write the .mo beside each .po; nothing else is needed for the application to speak English."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        compiled = io.BytesIO()
        with source.open("rb") as file:
            write_mo(compiled, read_po(file, locale=source.parents[1].name))
        _put(source.with_suffix(".mo"), compiled.getvalue())


def _put(path: Path, content: bytes) -> None:
    """Put a file in place whole, unless it is there already: others may be reading it."""
    if path.exists() and path.read_bytes() == content:
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        file.write(content)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


def missing(wanted: Catalog, english: Catalog) -> Iterator[str]:
    """Yield one line for each sentence without English, uncertain, or whose placeholders differ, and each leftover."""
    for message in wanted:
        if message.id:
            yield from _faults(message, english.get(message.id, message.context))
    for message in english:
        if message.id and wanted.get(message.id, message.context) is None:
            yield f"no longer said: {message.id!r}"


def _faults(message: Message, translated: Message | None) -> Iterator[str]:
    texts: Any = translated.string if translated else ""
    if not all(texts if isinstance(texts, (list, tuple)) else [texts]):
        place = ":".join(map(str, message.locations[0])) if message.locations else ""
        yield f"no English: {message.id!r} ({place})"
    elif translated and translated.fuzzy:
        yield f"uncertain English: {message.id!r}"
    elif translated:
        yield from (f"{error}: {message.id!r}" for error in translated.check())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

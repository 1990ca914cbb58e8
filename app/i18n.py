"""Languages: French first, English beside it; the only place that knows of flask_babel.

The catalogue of a request is looked up once and kept in its context: a page asks for hundreds of words.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from gettext import NullTranslations

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from flask import Flask, g, has_app_context, has_request_context, request
from flask import session as cookie
from flask_babel import Babel, get_locale, get_translations
from flask_babel import force_locale as babel_force_locale
from flask_babel.speaklater import LazyString

from app.clock import PARIS
from app.money import format_money

LANGUAGES = {"fr": "Français", "en": "English"}
FORMATS = {"fr": "fr_FR", "en": "en_GB"}
"""Language → where its dates are written so: the day before the month."""

__all__ = ["LANGUAGES", "LazyString", "day", "euros", "force_locale", "gettext", "hour", "instant", "language",
           "lazy_gettext", "month_name", "ngettext"]  # fmt: skip

PLURAL_FROM = 2
"""In French: « 0 abstention », « 1 abstention », « 2 abstentions »."""

_UNTRANSLATED = NullTranslations()


def init_app(app: Flask) -> None:
    """Choose the language of each request and give templates their translated words, dates and amounts."""
    Babel(app, locale_selector=_chosen)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _words().gettext(text), _counted, newstyle=True
    )
    app.jinja_env.globals.update(languages=LANGUAGES, colon=colon)
    app.jinja_env.filters.update(euros=euros, day=day, hour=hour, instant=instant, month=month_name)
    app.context_processor(lambda: {"locale": language()})


def language() -> str:
    """Return the language in use: "fr" or "en"."""
    if not has_app_context():
        return "fr"
    kept: str | None = g.get("language")
    if kept is None:
        locale = get_locale()
        kept = g.language = locale.language if locale else "fr"
    return kept


@contextmanager
def force_locale(locale: str) -> Iterator[None]:
    """Speak another language inside the block: that of the person one writes to."""
    kept = {name: g.pop(name) for name in ("language", "words") if name in g}
    try:
        with babel_force_locale(locale):
            yield
    finally:
        for name in ("language", "words"):
            g.pop(name, None)
        for name, value in kept.items():
            setattr(g, name, value)


def gettext(text: str, **values: object) -> str:
    """Translate a French sentence into the language in use, then put the values in it."""
    translated = _words().gettext(text)
    return translated % values if values else translated


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """Translate a French sentence that counts; `%(num)s` is the count."""
    return _counted(one, many, count) % {"num": count, **values}


def lazy_gettext(text: str, **values: object) -> LazyString:
    """Translate a French sentence each time it is shown: for labels written outside a request."""
    return LazyString(gettext, text, **values)


def euros(cents: int) -> str:
    """Write cents as euros in the language in use."""
    return format_money(cents, language())


def colon() -> str:
    """Return the colon to put after a label; in French a no-break space comes before it."""
    return gettext(" :")


def day(value: date | datetime, form: str = "long") -> str:
    """Write a day, in Tours, in the language in use: "1er novembre 2026" (long), "24 nov." (short)."""
    value = value.astimezone(PARIS).date() if isinstance(value, datetime) else value
    return _day(value, "d MMM" if form == "short" else form, _formats())


def month_name(value: date) -> str:
    """Write a month and its year in the language in use: "mars 2026"."""
    return str(babel_date(value, "LLLL yyyy", locale=_formats()))


def instant(value: datetime) -> str:
    """Write a day and an hour, in Tours, in the language in use."""
    return f"{day(value)}, {babel_datetime(value, 'HH:mm', tzinfo=PARIS, locale=_formats())}"


def hour(value: time | datetime) -> str:
    """Write an hour of Tours in the language in use: "18 h 30" in French, "18:30" in English."""
    told = value.astimezone(PARIS).time() if isinstance(value, datetime) else value
    if language() != "fr":
        return f"{told:%H:%M}"
    return f"{told.hour}\N{NO-BREAK SPACE}h" + (f"\N{NO-BREAK SPACE}{told:%M}" if told.minute else "")


def _counted(one: str, many: str, count: int) -> str:
    """Choose between the two forms; French, whose sentences need no catalogue, says zero in the singular."""
    if language() == "fr":
        return one if abs(count) < PLURAL_FROM else many
    return _words().ngettext(one, many, count)


@functools.lru_cache(maxsize=4096)
def _day(value: date, pattern: str, locale: str) -> str:
    written = str(babel_date(value, pattern, locale=locale))
    return f"1er{written[1:]}" if locale == FORMATS["fr"] and written.startswith("1 ") else written


def _words() -> NullTranslations:
    if not has_app_context():
        return _UNTRANSLATED
    words: NullTranslations | None = g.get("words")
    if words is None:
        words = g.words = get_translations()
    return words


def _formats() -> str:
    return FORMATS[language()]


def _chosen() -> str:
    if not has_request_context():
        return "fr"
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        cookie["lang"] = asked
    return cookie.get("lang") or request.accept_languages.best_match(list(LANGUAGES)) or "fr"

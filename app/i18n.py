"""Languages: French first, English beside it; the only place that knows of flask_babel."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from flask import Flask, has_request_context, request
from flask import session as cookie
from flask_babel import Babel, LazyString, force_locale, get_locale
from flask_babel import gettext as babel_gettext
from flask_babel import lazy_gettext as babel_lazy_gettext
from flask_babel import ngettext as babel_ngettext

from app.clock import PARIS
from app.money import format_money

LANGUAGES = {"fr": "Français", "en": "English"}
FORMATS = {"fr": "fr_FR", "en": "en_GB"}
"""Language → where its dates are written so: the day before the month."""

__all__ = ["LANGUAGES", "LazyString", "day", "euros", "force_locale", "gettext", "instant", "language", "lazy_gettext",
           "ngettext"]  # fmt: skip


def init_app(app: Flask) -> None:
    """Choose the language of each request and give templates their translated words, dates and amounts."""
    Babel(app, locale_selector=_chosen)
    app.jinja_env.globals.update(languages=LANGUAGES, colon=colon)
    app.jinja_env.filters.update(euros=euros, day=day, instant=instant)
    app.context_processor(lambda: {"locale": language()})


def language() -> str:
    """Return the language in use: "fr" or "en"."""
    locale = get_locale()
    return locale.language if locale else "fr"


def gettext(text: str, **values: object) -> str:
    """Translate a French sentence into the language in use, then put the values in it."""
    return str(babel_gettext(text, **values))


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """Translate a French sentence that counts; `%(num)s` is the count."""
    return str(babel_ngettext(one, many, count, **values))


def lazy_gettext(text: str, **values: object) -> LazyString:
    """Translate a French sentence each time it is shown: for labels written outside a request."""
    return babel_lazy_gettext(text, **values)


def euros(cents: int) -> str:
    """Write cents as euros in the language in use."""
    return format_money(cents, language())


def colon() -> str:
    """Return the colon to put after a label; in French a no-break space comes before it."""
    return gettext(" :")


def day(value: date | datetime, form: str = "long") -> str:
    """Write a day, in Tours, in the language in use: "1er novembre 2026" (long), "24 nov." (short)."""
    value = value.astimezone(PARIS).date() if isinstance(value, datetime) else value
    pattern = "d MMM" if form == "short" else form
    written = babel_date(value, pattern, locale=_formats())
    return f"1er{written[1:]}" if language() == "fr" and written.startswith("1 ") else written


def instant(value: datetime) -> str:
    """Write a day and an hour, in Tours, in the language in use."""
    return babel_datetime(value, "d MMMM y, HH:mm", tzinfo=PARIS, locale=_formats())


def _formats() -> str:
    return FORMATS[language()]


def _chosen() -> str:
    if not has_request_context():
        return "fr"
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        cookie["lang"] = asked
    return cookie.get("lang") or request.accept_languages.best_match(list(LANGUAGES)) or "fr"

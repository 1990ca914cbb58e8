"""The forms of the dialogue, and what several of them ask in the same way."""

from __future__ import annotations

from typing import Any

from wtforms.validators import DataRequired, Length, Optional

from app.i18n import lazy_gettext as _

LONG = 4000
"""Characters of a text somebody tells."""


def at_most(count: int) -> Length:
    """Refuse more than so many characters, with a sentence."""
    return Length(max=count, message=_("%(count)d signes au plus.", count=count))


def needed(sentence: Any, count: int) -> list[Any]:
    """Ask for a text of at most so many characters; the sentence says what is missing."""
    return [DataRequired(sentence), at_most(count)]


def free(count: int) -> list[Any]:
    """Allow a text of at most so many characters."""
    return [Optional(), at_most(count)]

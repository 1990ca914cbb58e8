"""The choices that forms offer, from the words of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms.fields.choices import SelectChoice


def offered(labels: Mapping[Any, Any], without: object = None) -> list[SelectChoice]:
    """Return the choices of a list or of large cards: each value with its words, one of them left out if told."""
    return [SelectChoice(str(value), label) for value, label in labels.items() if value != without]

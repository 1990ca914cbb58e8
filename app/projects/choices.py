"""What a person may do on a project now: the same as on anything that has a state."""

from __future__ import annotations

from app.steps.choices import Choice, choices_of, next_sentence

__all__ = ["Choice", "choices_of", "next_sentence"]

"""What may be done with what residents say, each in one transaction."""

from __future__ import annotations

from app.voices.services.contributions import (
    BornProject,
    BornQuestion,
    Words,
    correct_contribution,
    remove_contribution,
    say,
    write_contribution,
)

__all__ = ["BornProject", "BornQuestion", "Words", "correct_contribution", "remove_contribution", "say",
           "write_contribution"]  # fmt: skip

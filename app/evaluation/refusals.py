"""What the rules of the evaluation refuse, in sentences for whoever asked."""

from __future__ import annotations


class EvaluationRefused(Exception):
    """The rules of the evaluation forbid it; nothing was stored. `sentences` say why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences

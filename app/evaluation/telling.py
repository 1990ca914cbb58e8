"""Published results in sentences and lines of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.dialogue.tally_labels import shown
from app.evaluation.models import QuestionKind
from app.evaluation.survey_queries import Result, Results
from app.evaluation.trust import Change, ItemFigures
from app.evaluation.wording import BANDS, VALUES
from app.i18n import gettext as _
from app.i18n import language
from app.suppression import alone


@dataclass(frozen=True)
class ToldResult:
    """One question: its words, one sentence, and how many chose each answer."""

    question: str
    sentence: str
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class ToldResults:
    """How many answered, then each question."""

    answers: str
    questions: list[ToldResult]


def told_results(found: Results) -> ToldResults:
    """Tell the results of a questionnaire."""
    return ToldResults(shown(alone(found.answers)), [_told(result) for result in found.results])


def told_figures(figures: ItemFigures | None) -> Mapping[str, str]:
    """Tell the figures of an item of the trust survey; dashes where nothing is published."""
    if figures is None:
        return {"mean": "–", "share": "–", "n": "–", "sd": "–"}
    return {
        "mean": decimal(figures.mean),
        "share": f"{figures.share * 100:.0f} %",
        "n": str(figures.n),
        "sd": decimal(figures.sd),
    }


def told_change(moved: Change | None) -> str:
    """Tell whether an item moved between two waves: only when the confidence interval excludes 0."""
    if moved is None:
        return _("Pas de comparaison possible.")
    if not moved.is_shown:
        return _("Pas d'évolution démontrée.")
    sizes = (abs(moved.delta), *sorted((abs(moved.low), abs(moved.high))))
    told = {name: decimal(value, 2) for name, value in zip(("size", "least", "most"), sizes, strict=True)}
    if moved.delta > 0:
        return _("En hausse de %(size)s sur 10 (de %(least)s à %(most)s).", **told)
    return _("En baisse de %(size)s sur 10 (de %(least)s à %(most)s).", **told)


def decimal(value: float, decimals: int = 1) -> str:
    """Write a number with so many decimals, in the language in use."""
    written = f"{value:.{decimals}f}"
    return written.replace(".", ",") if language() == "fr" else written


def _told(result: Result) -> ToldResult:
    words = BANDS if result.question.kind is QuestionKind.SCALE else VALUES[result.question.kind]
    lines = [(str(words[value]), shown(count)) for value, count in result.counts.cells.items()]
    return ToldResult(result.question.text, _sentence(result), lines)


def _sentence(result: Result) -> str:
    if result.mean is not None:
        return _("En moyenne : %(mean)s sur 10.", mean=decimal(result.mean))
    best = next(iter(result.counts.cells.values()), None)
    if isinstance(best, int) and isinstance(result.counts.total, int):
        word = VALUES.get(result.question.kind, BANDS)[next(iter(result.counts.cells))]
        return _("« %(word)s » pour %(count)s personnes sur %(total)s.",
                 word=word, count=best, total=result.counts.total)  # fmt: skip
    return _("Trop peu de réponses pour tout publier.")

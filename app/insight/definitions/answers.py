"""Q: whether questions are answered (DOMAIN §C.7)."""

from __future__ import annotations

from app.i18n import lazy_gettext as _l
from app.insight.definition import Indicator, of_rows
from app.insight.sources.questions import QuestionRow
from app.insight.units import Unit


def _on_time(row: QuestionRow) -> tuple[int, int]:
    return int(row.is_on_time), 1


INDICATORS = (
    Indicator(
        code="Q1",
        name=_l("Réponses à temps"),
        sentence=_l("Quelle part des questions a reçu sa réponse à la date promise."),
        formula="réponses données à temps / réponses dues sur la période",
        unit=Unit.SHARE,
        sources=("F-48",),
        compute=of_rows("questions", _on_time),
        rows="questions",
        counts=_on_time,
        additive=True,
        reading=_l("%(numerator)s questions sur %(denominator)s ont reçu leur réponse à temps."),
    ),
)

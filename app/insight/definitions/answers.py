"""Q: whether questions are answered (DOMAIN §C.7)."""

from __future__ import annotations

from app.i18n import lazy_gettext as _l
from app.insight import formulas
from app.insight.book import Book
from app.insight.definition import Indicator, ratio
from app.insight.figure import Result
from app.insight.units import Unit


def _days(book: Book) -> Result:
    found = [row.days for row in book.questions if row.days is not None]
    return Result(formulas.median(found), None, None, len(found))


def _oldest(book: Book) -> Result:
    days = [(book.day - row.day).days for row in book.waiting]
    return Result(max(days) if days else None, None, None, len(days))


INDICATORS = (
    ratio(
        "questions",
        lambda row: (int(row.is_on_time), 1),
        code="Q1",
        name=_l("Réponses à temps"),
        sentence=_l("Part des questions qui ont eu leur réponse à la date promise."),
        formula="réponses données à temps / réponses dues sur la période",
        unit=Unit.SHARE,
        sources=("F-35", "F-50"),
        reading=_l("%(numerator)s questions sur %(denominator)s ont eu leur réponse à temps."),
        caveat=_l("La date est celle de la carte remise, jamais repoussée."),
        additive=True,
    ),
    Indicator(
        code="Q2",
        name=_l("Temps de réponse"),
        sentence=_l("Combien de jours une question attend sa réponse."),
        formula="médiane des jours entre réception et réponse",
        unit=Unit.DAYS,
        sources=("F-35",),
        compute=_days,
        rows="questions",
        reading=_l("Une fois sur deux, la réponse vient en moins de %(value)s."),
        caveat=_l("Les questions encore sans réponse n'y sont pas : voir la plus ancienne."),
    ),
    Indicator(
        code="Q3",
        name=_l("Plus ancienne question sans réponse"),
        sentence=_l("Depuis combien de jours attend la question la plus ancienne."),
        formula="dernier jour de la période − réception de la plus ancienne question sans réponse",
        unit=Unit.DAYS,
        sources=("F-35",),
        compute=_oldest,
        rows="waiting",
        counts=lambda _row: (0, 1),
        reading=_l("La plus ancienne attend depuis %(value)s, parmi %(n)s sans réponse."),
        caveat=_l("Compte aussi les questions reçues avant la période."),
    ),
    ratio(
        "feedbacks",
        lambda row: (int(row.is_clear), 1),
        code="Q4",
        name=_l("Réponses claires"),
        sentence=_l("Part des habitants et habitantes qui trouvent la réponse claire."),
        formula="retours « c'est clair » / retours",
        unit=Unit.SHARE,
        sources=("F-35", "F-50"),
        reading=_l("%(numerator)s retours sur %(denominator)s disent que la réponse est claire."),
        caveat=_l("Tout le monde ne dit pas ce qu'il ou elle en pense."),
        additive=True,
    ),
    ratio(
        "questions",
        lambda row: (int(row.is_told), int(row.is_answered)),
        code="Q5",
        name=_l("Réponses rapportées"),
        sentence=_l("Part des réponses qui sont revenues à qui avait posé la question."),
        formula="réponses rapportées / réponses données",
        unit=Unit.SHARE,
        sources=("F-35", "F-34"),
        reading=_l("%(numerator)s réponses sur %(denominator)s ont été rapportées."),
        caveat=_l("En rencontre, par message, ou par affiche quand on ignore qui a demandé."),
        additive=True,
    ),
    ratio(
        "commitments",
        lambda row: (int(row.is_kept), 1),
        code="Q6",
        name=_l("Engagements tenus"),
        sentence=_l("Part des engagements arrivés à leur date qui sont tenus, preuve à l'appui."),
        formula="engagements tenus / engagements dus sur la période",
        unit=Unit.SHARE,
        sources=("F-50", "F-12"),
        reading=_l("%(numerator)s engagements sur %(denominator)s sont tenus."),
        caveat=_l("Un engagement tenu en retard compte comme tenu."),
        additive=True,
    ),
)

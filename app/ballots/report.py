"""An outcome as people read it, and as programs do."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from app.ballots.rules.outcome import WON, Verdict
from app.ballots.rules.settings import described
from app.i18n import gettext, lazy_gettext
from app.money import THIN_NO_BREAK

if TYPE_CHECKING:
    from app.ballots.rules.outcome import Outcome, Round
    from app.ballots.rules.records import Plan
    from app.pabulib import Election

_ = lazy_gettext

VERDICTS = {
    Verdict.FUNDED: _("financé"),
    Verdict.TOPPED_UP: _("financé, complété de %(lacking)s par une réserve"),
    Verdict.NO_SUPPORT: _("aucune voix"),
    Verdict.BELOW_MINIMUM: _("soutien sous le minimum prévu"),
    Verdict.RIVAL_FUNDED: _("incompatible avec le projet %(because)s, déjà financé"),
    Verdict.CAP_REACHED: _("plafond atteint pour %(because)s"),
    Verdict.PLACE_TAKEN: _("place déjà prise pour %(because)s"),
    Verdict.DOES_NOT_FIT: _("il manque %(lacking)s dans l'enveloppe"),
    Verdict.NOT_REACHED: _("le compte s'est arrêté avant lui"),
    Verdict.SUPPORTERS_CANNOT_PAY: _("il manque %(lacking)s aux parts de ses soutiens"),
}


def outcome_as_data(outcome: Outcome, plan: Plan) -> dict[str, object]:
    """Give the outcome as plain data; amounts and shares are exact, as text ("1200", "12.5", "1/3")."""
    data = _data(outcome)
    assert isinstance(data, dict)
    passes = described(plan)
    return {**data, "rule": passes[0] if len(passes) == 1 else passes}


def outcome_as_text(outcome: Outcome, election: Election) -> list[str]:
    """Give the outcome as lines: the winners in order, then the others with what each lacked."""
    names = {project.id: project.name for project in election.projects}
    fates = {
        each.project: each for each in outcome.rounds if each.project not in outcome.winners or each.verdict in WON
    }
    lines = [gettext("Projets financés : %(number)s", number=len(outcome.winners))]
    lines += [f"  {_line(fates[winner], names)}" for winner in outcome.winners]
    lines.append(gettext("Non financés :"))
    lines += [f"  {_line(fate, names)}" for fate in fates.values() if fate.project not in outcome.winners]
    totals = {"spent": shown(outcome.spent), "left": shown(outcome.left), "currency": election.meta.get("currency", "")}
    return [*lines, gettext("Dépensé : %(spent)s %(currency)s. Reste : %(left)s %(currency)s.", **totals)]


def shown(number: Fraction) -> str:
    """Show a number to a person: whole, or cut after two decimals with the sign of an approximation."""
    whole, rest = divmod(number.numerator, number.denominator)
    grouped = f"{whole:,}".replace(",", THIN_NO_BREAK)
    if not rest:
        return grouped
    hundredths = rest * 100 // number.denominator
    exact = rest * 100 % number.denominator == 0
    return f"{'' if exact else '≈'}{grouped},{hundredths:02d}"


def _line(fate: Round, names: dict[str, str]) -> str:
    words = {"lacking": shown(fate.lacking) if fate.lacking is not None else "", "because": fate.because}
    verdict = str(VERDICTS[fate.verdict]) % words
    line = gettext(
        "%(project)s %(name)s – coût %(cost)s, soutien %(support)s : %(verdict)s",
        project=fate.project,
        name=names[fate.project],
        cost=shown(fate.cost),
        support=shown(fate.support),
        verdict=verdict,
    )
    return str(line)


def _data(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, StrEnum):
        return value.value
    if is_dataclass(value):
        return {field.name: _data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        named = getattr(value, "_asdict", None)
        return {key: _data(each) for key, each in named().items()} if named else [_data(each) for each in value]
    return value

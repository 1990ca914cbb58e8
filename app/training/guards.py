"""The conditions under which a training action goes on (DOMAIN §B.5)."""

from __future__ import annotations

from datetime import timedelta

from app import clock
from app.funds import queries as money
from app.i18n import day
from app.i18n import gettext as _
from app.plain import plain
from app.training.models import Payer, Skill, Training
from app.training.queries import spent_on
from workflows.guards import guard

BEFORE_COLD = timedelta(days=90)
"""A practice takes months to change: before, a cold evaluation tells nothing (DOMAIN §B.5: 3 to 6 months)."""
FEWEST_ORGANISATIONS = 2


@guard("training_described", supplied_by="referent", screen="training.show")
def training_described(training: Training) -> str | None:
    """The action says for whom, for what skill, and in one plain sentence what it is."""
    if training.skill is None or not training.colleges:
        return _("Dites pour qui est la formation, et ce qu'elle apprend.")
    return None if training.plain.strip() else _("Écrivez la phrase simple que tout le monde lira.")


@guard("training_financed", supplied_by="gestionnaire", screen="training.show")
def training_financed(training: Training) -> str | None:
    """There is a budget line: money set aside in the fund, another payer named, or nothing to pay."""
    if training.payer is Payer.FUND and money.held_for_action(training.id) < training.cost_cents:
        return _("La somme doit être réservée dans l'enveloppe du fonds.")
    return None if training.payer else _("Dites qui paie la formation.")


@guard("training_dated", supplied_by="referent", screen="training.show")
def training_dated(training: Training) -> str | None:
    """The day and the place are known."""
    return None if training.held_on and training.place.strip() else _("Indiquez le jour et le lieu.")


@guard("training_attended", supplied_by="referent", screen="training.show")
def training_attended(training: Training) -> str | None:
    """The day has come, and somebody came."""
    if training.held_on is not None and training.held_on > clock.today():
        return _("La formation n'a pas encore eu lieu.")
    return None if training.attendances else _("Notez combien de personnes sont venues, par organisme.")


@guard("organisations_mixed", supplied_by="referent", screen="training.show")
def organisations_mixed(training: Training) -> str | None:
    """Learning to speak as equals brings at least two organisations together."""
    if training.skill is not Skill.EQUAL_POSTURE:
        return None
    came = {plain(row.organisation) for row in training.attendances}
    if len(came) >= FEWEST_ORGANISATIONS:
        return None
    return _("Pour apprendre à se parler d'égal à égal, il faut au moins deux organismes différents.")


@guard("hot_evaluation_given", supplied_by="referent", screen="training.show")
def hot_evaluation_given(training: Training) -> str | None:
    """People said what they thought on leaving."""
    return None if training.hot else _("Comptez les avis donnés en partant.")


@guard("cold_evaluation_given", supplied_by="referent", screen="training.show")
def cold_evaluation_given(training: Training) -> str | None:
    """Months later, somebody looked at what changed."""
    earliest = training.held_on + BEFORE_COLD if training.held_on else None
    if earliest and earliest > clock.today():
        return _("Attendez le %(day)s : il faut trois mois pour voir ce qui change.", day=day(earliest))
    return None if training.cold else _("Dites ce qui a changé dans les pratiques.")


@guard("training_paid", supplied_by="gestionnaire", screen="training.show")
def training_paid(training: Training) -> str | None:
    """What the fund pays was paid, or will go back to the fund: an invoice was written down, or nothing was due."""
    if training.payer is not Payer.FUND or spent_on(training):
        return None
    return _("Notez la facture payée. Le reste reviendra au fonds.")

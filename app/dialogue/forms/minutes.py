"""The forms of what is written after a meeting."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, IntegerField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.dialogue.forms import LONG, free, needed
from app.dialogue.labels import ABSENCES
from app.dialogue.models import AbsenceReason
from app.dialogue.services.minutes import Told, Written
from app.i18n import gettext
from app.i18n import lazy_gettext as _

LONGEST_MINUTES = 15_000
"""Characters of minutes: some five pages."""
MOST = 500


def _count(label: Any) -> IntegerField:
    return IntegerField(label, validators=[Optional(), NumberRange(0, MOST, _("Écrivez un nombre entre 0 et 500."))])


class MinutesForm(FlaskForm):
    """The minutes, and the same in plain words: both may wait, but not be missing when they are published."""

    minutes = TextAreaField(_("Le compte rendu"), validators=free(LONGEST_MINUTES))
    minutes_plain = TextAreaField(_("Le compte rendu en mots simples"), validators=free(LONG))
    names_checked = BooleanField(_("J'ai vérifié : ce texte ne nomme personne."))

    def written(self) -> Written:
        """Return what was written, once the form is valid."""
        values: dict[str, Any] = self.data
        return Written(values["minutes"] or "", values["minutes_plain"] or "", values["names_checked"])


class AbsencesForm(FlaskForm):
    """How many people gave each reason for not coming."""

    no_time = _count(ABSENCES[AbsenceReason.NO_TIME])
    not_useful = _count(ABSENCES[AbsenceReason.NOT_USEFUL])
    not_heard = _count(ABSENCES[AbsenceReason.NOT_HEARD])
    conflict = _count(ABSENCES[AbsenceReason.CONFLICT])
    moved = _count(ABSENCES[AbsenceReason.MOVED])
    childcare = _count(ABSENCES[AbsenceReason.CHILDCARE])
    language = _count(ABSENCES[AbsenceReason.LANGUAGE])

    def counts(self) -> dict[AbsenceReason, int]:
        """Return the counts that are not zero, once the form is valid."""
        return {reason: self.data[reason.value] for reason in AbsenceReason if self.data[reason.value]}


class ExperienceForm(FlaskForm):
    """What a facilitator and a resident make of a meeting."""

    with_resident = BooleanField(
        _("Un habitant ou une habitante répond avec moi"),
        validators=[InputRequired(_("Ce bilan se fait à deux : trouvez quelqu'un qui est venu."))],
    )
    went_well = TextAreaField(_("Qu'est-ce qui a marché ?"), validators=needed(_("Une phrase suffit."), 1000))
    to_change = TextAreaField(
        _("Que faut-il changer la prochaine fois ?"), validators=needed(_("Une phrase suffit."), 1000)
    )
    slips = _count(_("Combien de petits papiers avez-vous reçus ?"))
    understood = _count(_("Combien disent « j'ai compris » ?"))
    listened = _count(_("Combien disent « on m'a écouté » ?"))
    comes_back = _count(_("Combien disent « je reviendrai » ?"))

    def __init__(self, **fields: Any) -> None:
        """Mark what may stay empty."""
        super().__init__(**fields)
        for field in (self.slips, self.understood, self.listened, self.comes_back):
            field.flags.optional = True

    def validate_understood(self, field: Field) -> None:
        """Refuse more answers than slips."""
        self._within(field)

    def validate_listened(self, field: Field) -> None:
        """Refuse more answers than slips."""
        self._within(field)

    def validate_comes_back(self, field: Field) -> None:
        """Refuse more answers than slips."""
        self._within(field)

    def told(self) -> Told:
        """Return what they say, once the form is valid."""
        values: dict[str, Any] = {name: value for name, value in self.data.items() if name != "csrf_token"}
        numbers: dict[str, Any] = {
            name: values.pop(name) or 0 for name in ("slips", "understood", "listened", "comes_back")
        }
        return Told(**values, **numbers)

    def _within(self, field: Field) -> None:
        if (field.data or 0) > (self.slips.data or 0):
            raise ValidationError(gettext("C'est plus que le nombre de petits papiers."))

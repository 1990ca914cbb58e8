"""The forms of the inventory of a neighbourhood and of a space of dialogue."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from app.choices import offered
from app.dialogue.forms import LONG, at_most, free, needed
from app.dialogue.labels import DECISIONS, POSTURES, SPACE_STATUSES, SPACES
from app.dialogue.models import CityPosture, InventoryDecision, SpaceKind, SpaceStatus
from app.dialogue.models.space import TARGET_GAP
from app.dialogue.services.spaces import Finding, SpaceSheet
from app.i18n import gettext
from app.i18n import lazy_gettext as _


class FindingForm(FlaskForm):
    """One way of taking part that exists, or is lacking."""

    existing_space = StringField(_("Qu'est-ce qui existe ?"), validators=[at_most(120)])
    assessment = TextAreaField(_("Comment cela marche-t-il ?"), validators=free(LONG))
    decision = RadioField(
        _("Que décidez-vous ?"),
        choices=offered(DECISIONS),
        coerce=InventoryDecision,
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    reason = TextAreaField(_("Pourquoi ?"), validators=needed(_("Dites pourquoi, en une phrase."), 1000))

    def __init__(self, **fields: Any) -> None:
        """Mark what may stay empty."""
        super().__init__(**fields)
        self.existing_space.flags.optional = self.assessment.flags.optional = True

    def validate_existing_space(self, field: Field) -> None:
        """Ask what is strengthened, or left be."""
        if not (field.data or "").strip() and self.decision.data in (
            InventoryDecision.STRENGTHEN,
            InventoryDecision.LEAVE,
        ):
            raise ValidationError(gettext("Écrivez ce qui existe déjà."))

    def finding(self) -> Finding:
        """Return the line of the inventory, once the form is valid."""
        values: dict[str, Any] = self.data
        return Finding(values["existing_space"] or "", values["assessment"] or "", values["decision"], values["reason"])


class SpaceForm(FlaskForm):
    """A place where residents talk."""

    kind = RadioField(
        _("Quelle sorte de lieu ?"),
        choices=offered(SPACES),
        coerce=SpaceKind,
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    kind_words = StringField(_("Si c'est autre chose, dites quoi"), validators=[at_most(60)])
    name = StringField(_("Son nom"), validators=needed(_("Donnez un nom à ce lieu."), 120))
    host = StringField(_("Qui accueille ?"), validators=needed(_("Dites qui accueille."), 120))
    city_posture = RadioField(
        _("Quelle place la ville y prend-elle ?"),
        choices=offered(POSTURES),
        coerce=CityPosture,
        default=CityPosture.SUPPORTS,
        validators=[InputRequired(_("Choisissez une réponse."))],
    )
    animation_frame = TextAreaField(_("Qui anime, et dans quel cadre ?"), validators=free(LONG))
    charter = TextAreaField(_("Les règles que l'on se donne"), validators=free(LONG))
    target_gap_days = IntegerField(
        _("Combien de jours, au plus, entre deux rencontres ?"),
        default=TARGET_GAP,
        validators=[
            InputRequired(_("Écrivez un nombre de jours, par exemple 60.")),
            NumberRange(7, 366, _("Écrivez un nombre entre 7 et 366.")),
        ],
    )
    status = SelectField(
        _("Est-ce que l'on s'y retrouve ?"), choices=offered(SPACE_STATUSES), coerce=SpaceStatus,
        default=SpaceStatus.ACTIVE,
    )  # fmt: skip

    def __init__(self, **fields: Any) -> None:
        """Mark what may stay empty."""
        super().__init__(**fields)
        for field in (self.kind_words, self.animation_frame, self.charter):
            field.flags.optional = True

    def validate_kind_words(self, field: Field) -> None:
        """Ask for one's own words when the list has none."""
        if self.kind.data is SpaceKind.OTHER and not (field.data or "").strip():
            raise ValidationError(gettext("Dites en deux mots quelle sorte de lieu."))

    def sheet(self) -> SpaceSheet:
        """Return what is told of the space, once the form is valid."""
        values: dict[str, Any] = self.data
        return SpaceSheet(
            kind=values["kind"],
            name=values["name"],
            host=values["host"],
            kind_words=values["kind_words"] or "",
            city_posture=values["city_posture"],
            animation_frame=values["animation_frame"] or "",
            charter=values["charter"] or "",
            target_gap_days=values["target_gap_days"],
            status=values["status"],
        )

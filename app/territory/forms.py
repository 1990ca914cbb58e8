"""The form of a body that answers for something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.accounts.contact import normalized
from app.accounts.queries import person_at
from app.i18n import gettext
from app.i18n import lazy_gettext as _
from app.territory import baseline
from app.territory.baseline import Counted
from app.territory.labels import BODIES
from app.territory.models import Commune, OrganisationKind
from app.territory.services import Body
from app.territory.zoning import MAP_COLUMNS, MAP_ROWS, RIVERS

MOST_BYTES = 500_000
"""A larger file is not the table asked for: thirteen neighbourhoods take a few thousand characters a year."""

EVERYWHERE = 0
"""The value of "every city" in the list of cities."""


class OrganisationForm(FlaskForm):
    """A body, the city it serves, and who is told when its answers are late."""

    name = StringField(
        _("Son nom"),
        validators=[DataRequired(_("Donnez un nom.")), Length(max=120, message=_("120 signes au plus."))],
    )
    kind = SelectField(
        _("Quelle sorte d'organisme ?"),
        choices=[SelectChoice(kind.value, label) for kind, label in BODIES.items()],
        coerce=OrganisationKind,
    )
    commune = SelectField(_("Pour quelle ville ?"), coerce=int)
    phone = StringField(_("Téléphone"), validators=[Length(max=40, message=_("40 signes au plus."))])
    email = StringField(_("E-mail"), validators=[Length(max=254, message=_("254 signes au plus."))])
    head = StringField(_("Responsable du service : e-mail ou téléphone"), validators=[Length(max=254)])
    elected = StringField(_("Élu, élue ou direction : e-mail ou téléphone"), validators=[Length(max=254)])

    def __init__(self, communes: Iterable[Commune], **fields: Any) -> None:
        """Offer the cities, and all of them at once."""
        super().__init__(**fields)
        self.commune.choices = [
            SelectChoice(str(EVERYWHERE), gettext("Toutes les villes")),
            *(SelectChoice(str(commune.id), commune.name) for commune in communes),
        ]
        for field in (self.phone, self.email, self.head, self.elected):
            field.flags.optional = True

    def validate_head(self, field: Field) -> None:
        """Accept somebody who has an account."""
        _known(field)

    def validate_elected(self, field: Field) -> None:
        """Accept somebody who has an account."""
        _known(field)

    def described(self) -> Body:
        """Return the body, once the form is valid."""
        values: dict[str, Any] = self.data
        return Body(
            kind=values["kind"], name=values["name"], commune_id=values["commune"] or None,
            phone=values["phone"] or "", email=values["email"] or "",
            head_id=_id_of(values["head"]), elected_id=_id_of(values["elected"]),
        )  # fmt: skip


class BaselineForm(FlaskForm):
    """The file that tells who lives where; once the form is valid, `counted` is what it says."""

    file = FileField(_("Le fichier"), validators=[InputRequired(_("Choisissez un fichier."))])
    counted: list[Counted]

    def validate_file(self, field: Field) -> None:
        """Refuse what is not such a table, and say which line is wrong."""
        content = field.data.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ValidationError(gettext("Ce fichier est trop gros."))
        try:
            self.counted = list(baseline.read(content.decode("utf-8-sig").splitlines()))
        except UnicodeDecodeError:
            raise ValidationError(gettext("Ce fichier n'est pas un tableau CSV en UTF-8.")) from None
        except baseline.UnreadableLine as error:
            raise ValidationError(gettext("La ligne %(number)s n'est pas lisible.", number=error.line)) from None
        if not self.counted:
            raise ValidationError(gettext("Ce fichier est vide."))


class MapForm(FlaskForm):
    """The tile of a neighbourhood on the map."""

    column = SelectField(_("D'ouest en est"), coerce=int)
    row = SelectField(_("Du nord au sud"), coerce=int)

    def __init__(self, **fields: Any) -> None:
        """Offer the columns, and the rows where no river runs."""
        super().__init__(**fields)
        self.column.choices = [SelectChoice(str(x), _COLUMNS[x]) for x in range(MAP_COLUMNS)]
        self.row.choices = [
            SelectChoice(str(y), gettext("Rangée %(number)s", number=y + 1))
            for y in range(MAP_ROWS)
            if y not in RIVERS.values()
        ]


_COLUMNS = (_("À l'ouest"), _("Plutôt à l'ouest"), _("Plutôt à l'est"), _("À l'est"))


def _known(field: Field) -> None:
    if (field.data or "").strip() and _id_of(field.data) is None:
        raise ValidationError(gettext("Cette personne n'a pas encore de compte. Donnez-lui d'abord un rôle."))


def _id_of(text: str | None) -> int | None:
    address = normalized(text) if (text or "").strip() and text else None
    person = person_at(address) if address else None
    return person.id if person else None

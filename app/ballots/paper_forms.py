"""The forms of paper votes and of the count."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from app.ballots.models import PaperKind
from app.ballots.services.register import MOST_AT_ONCE
from app.i18n import lazy_gettext as _l
from app.projects.fields import Between, Count, Given, Line, Paragraphs, Words

KINDS = {
    PaperKind.VALID: _l("Un vote"),
    PaperKind.BLANK: _l("Bulletin blanc"),
    PaperKind.SPOILED: _l("Bulletin nul"),
}
ABSENT = "absent"
MOST_PAPERS = 100_000


class PrintForm(FlaskForm):  # type: ignore[misc]
    """Ballots to print."""

    number = Count(_l("Combien de bulletins ?"), [InputRequired(_l("Écrivez un nombre.")), Between(1, MOST_AT_ONCE)])
    place = Line(_l("Pour quel lieu ?"), [Given(_l("Écrivez le lieu.")), Words(120)])
    is_large = BooleanField(_l("En grands caractères"))


class NoteForm(FlaskForm):  # type: ignore[misc]
    """Where somebody put a paper in the urn."""

    place = Line(_l("Dans quel lieu ?"), [Given(_l("Écrivez le lieu.")), Words(120)])


class WhyForm(FlaskForm):  # type: ignore[misc]
    """A reason that will be read again."""

    reason = Paragraphs(_l("Pourquoi ?"), [Given(_l("Écrivez la raison.")), Words(2000)])


class UrnForm(FlaskForm):  # type: ignore[misc]
    """What is found when an urn is opened."""

    place = Line(_l("Lieu de l'urne"), [Given(_l("Écrivez le lieu.")), Words(120)])
    in_urn = Count(_l("Papiers dans l'urne"), [InputRequired(_l("Comptez les papiers.")), Between(0, MOST_PAPERS)])
    signatures = Count(
        _l("Signatures au registre"), [InputRequired(_l("Comptez les signatures.")), Between(0, MOST_PAPERS)]
    )


class KeyForm(FlaskForm):  # type: ignore[misc]
    """One ballot: its number, what it is; its choices depend on the projects and are read by `marking`."""

    number = Line(_l("Numéro du bulletin"), [Given(_l("Écrivez le numéro imprimé en bas."))])
    kind = RadioField(
        _l("Ce papier est"),
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
        default=PaperKind.VALID.value,
        validators=[InputRequired(_l("Dites ce qu'est ce papier."))],
    )


class SettleForm(FlaskForm):  # type: ignore[misc]
    """What a ballot says, once looked at again."""

    kind = RadioField(
        _l("Ce papier est"),
        choices=[
            *(SelectChoice(kind.value, label) for kind, label in KINDS.items()),
            SelectChoice(ABSENT, _l("Aucun papier n'a ce numéro")),
        ],
        validators=[InputRequired(_l("Dites ce qu'est ce papier."))],
    )


class ScanForm(FlaskForm):  # type: ignore[misc]
    """A scan to keep with a batch."""

    scan = FileField(_l("Scan ou photo des papiers"), [DataRequired(_l("Choisissez un fichier."))])


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button that only needs its token."""

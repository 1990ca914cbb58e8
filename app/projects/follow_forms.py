"""The forms of the follow-up: the team, opinions, the thread, comments, milestones, the residents' word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app import clock
from app.accounts import contact
from app.choices import offered
from app.i18n import LazyString
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.incoming import row_id
from app.projects.checklist import ANSWERS
from app.projects.fields import Between, Count, Day, Free, Given, Line, Paragraphs, Telephone, Words
from app.projects.models import Delivered, OpinionChannel, OpinionValue, ReportReason, TeamPart, ThreadNotice
from app.projects.opinion_words import CHANNELS, VALUES
from app.projects.words import DELIVERED, PARTS, REPORTS

CHOOSE = _l("Choisissez une réponse.")
LONGEST = 2000
OPEN_DAYS = {"5": _l("5 jours ouvrés"), "10": _l("10 jours ouvrés"), "15": _l("15 jours ouvrés")}
ANOTHER = "other"
"""The partner is not in the list of bodies."""
TWO_YEARS = 730


def _picked(label: LazyString, labels: Mapping[Any, Any], **more: Any) -> RadioField:
    return RadioField(label, choices=offered(labels), validators=[InputRequired(CHOOSE)], **more)


class TeamForm(FlaskForm):
    """Who is called first, and what each looks after; one `part-ID` field a member is read by hand."""

    main = RadioField(_l("Qui appelle-t-on en premier ?"), coerce=int, validators=[InputRequired(CHOOSE)])

    def __init__(self, members: Iterable[Any], **fields: Any) -> None:
        """Offer the members of the team."""
        self.members = list(members)
        main = next((member.id for member in self.members if member.is_main), None)
        super().__init__(data={"main": main}, **fields)
        self.main.choices = [SelectChoice(member.id, member.name) for member in self.members]

    def parts(self, sent: Mapping[str, str]) -> dict[int, TeamPart]:
        """Return what each member looks after, as it was sent; what makes no sense is left out."""
        asked = {member.id: sent.get(f"part-{member.id}", "") for member in self.members}
        return {number: TeamPart(part) for number, part in asked.items() if part in set(TeamPart)}

    @staticmethod
    def offered() -> list[tuple[str, LazyString]]:
        """Return what one may look after."""
        return [(part.value, label) for part, label in PARTS.items()]


class AskOpinionForm(FlaskForm):
    """Ask an opinion of a body of the territory, or of a partner by name and contact."""

    of = SelectField(_l("À qui ?"), validators=[InputRequired(_l("Choisissez un service ou un partenaire."))])
    partner = Line(_l("Le nom du partenaire"), validators=[Words(120)])
    contact_name = Line(_l("Qui y répond"), validators=[Free(), Words(120)])
    contact_email = Line(_l("Son e-mail"), validators=[Free(), Words(254)])
    contact_phone = Telephone(_l("Son téléphone"), validators=[Free()])
    question = Paragraphs(_l("Que demandez-vous ?"), validators=[Given(_l("Écrivez votre question.")), Words(LONGEST)])
    open_days = _picked(_l("Pour quand ?"), OPEN_DAYS, default="10")

    def __init__(self, bodies: Iterable[tuple[Any, Iterable[Any]]], **fields: Any) -> None:
        """Offer the bodies, each with the people who answer for it, and a partner who is not there."""
        super().__init__(**fields)
        choices = [SelectChoice("", _("Choisissez"))]
        for body, people in bodies:
            choices.append(SelectChoice(f"{body.id}", body.name))
            choices += [SelectChoice(f"{body.id}-{one.id}", f"{body.name} : {one.name}") for one in people]
        self.of.choices = [*choices, SelectChoice(ANOTHER, _("Un autre partenaire"))]

    def validate_contact_email(self, field: Line) -> None:
        """Refuse what is not an e-mail address."""
        address = contact.normalized(field.data or "")
        if not address or "@" not in address:
            raise ValidationError(_("Écrivez une adresse comme nom@exemple.fr."))
        field.data = address

    def validate_partner(self, field: Line) -> None:
        """Ask the name of a partner who is not in the list."""
        if self.of.data == ANOTHER and not field.data:
            raise ValidationError(_("Écrivez le nom du partenaire."))


class OpinionForm(FlaskForm):
    """Give an opinion, or key one; all but a favourable one say why."""

    value = _picked(_l("Votre avis"), VALUES, coerce=OpinionValue)
    text = Paragraphs(_l("En quelques mots simples"), validators=[Words(LONGEST)])
    channel = SelectField(
        _l("Comment la réponse est-elle venue ?"),
        choices=offered(CHANNELS, without=OpinionChannel.ONLINE),
        coerce=OpinionChannel, default=OpinionChannel.PHONE,
    )  # fmt: skip
    given_by = Line(_l("Qui a répondu ?"), validators=[Free(), Words(120)])

    def validate_text(self, field: Paragraphs) -> None:
        """Ask why the opinion is not simply favourable."""
        if self.value.data is not OpinionValue.FAVOURABLE and not field.data:
            raise ValidationError(_("Dites pourquoi, en une phrase."))


class ThreadForm(FlaskForm):
    """A message in the private thread."""

    body = Paragraphs(_l("Votre message"), validators=[Given(_l("Écrivez votre message.")), Words(LONGEST, 1)])
    file = FileField(_l("Joindre une photo ou un PDF"))


class NoticeForm(FlaskForm):
    """How one hears of new messages."""

    notice = _picked(
        _l("Quand voulez-vous être prévenu ou prévenue ?"),
        {ThreadNotice.INSTANT: _l("À chaque message"), ThreadNotice.WEEKLY: _l("Une fois par semaine")},
        coerce=ThreadNotice,
    )


class CommentForm(FlaskForm):
    """A public comment."""

    body = Paragraphs(_l("Votre commentaire"), validators=[Given(_l("Écrivez votre commentaire.")), Words(LONGEST)])
    answers = HiddenField()

    def answered(self) -> int | None:
        """Return the comment to which this one answers, or None."""
        try:
            return row_id(str(self.answers.data or "")) or None
        except ValueError:
            return None


class ReportForm(FlaskForm):
    """Why a comment is reported."""

    reason = _picked(_l("Pourquoi signaler ce commentaire ?"), REPORTS, coerce=ReportReason)
    text = Line(_l("Précisez, si vous voulez"), validators=[Free(), Words(300)])


class HideForm(FlaskForm):
    """Why a comment is hidden."""

    reason = Line(
        _l("Pourquoi le masquer ?"), validators=[Given(_l("Donnez la raison : tout le monde la lira.")), Words(300)]
    )


class MilestoneForm(FlaskForm):
    """A milestone to come."""

    label = Line(_l("Quelle étape ?"), validators=[Given(_l("Nommez l'étape.")), Words(120)])
    due_on = Day(_l("Pour quel jour ?"), validators=[InputRequired(_l("Indiquez le jour prévu."))])

    def validate_due_on(self, field: Day) -> None:
        """Refuse a day too far to mean something."""
        if field.data and abs((field.data - clock.today()).days) > TWO_YEARS:
            raise ValidationError(_("Vérifiez l'année."))


class ReachedForm(FlaskForm):
    """A milestone is reached, with a photo if there is one."""

    photo = FileField(_l("Une photo, si vous en avez une"))


class DeliveredForm(FlaskForm):
    """What a resident saw of the works."""

    said = _picked(_l("Est-ce fait ?"), DELIVERED, coerce=Delivered)
    text = Line(_l("Ce que vous avez vu, en une phrase"), validators=[Free(), Words(300)])


class MeetingWordForm(FlaskForm):
    """How many residents of a meeting said each answer; the team is not counted."""

    meeting = SelectField(_l("Dans quelle rencontre ?"), coerce=int)
    yes = Count(_l("Oui, c'est fait"), default=0, validators=[Between(0, 5000)])
    partly = Count(_l("En partie"), default=0, validators=[Between(0, 5000)])
    no = Count(_l("Non"), default=0, validators=[Between(0, 5000)])

    def counts(self) -> dict[Delivered, int]:
        """Return the counts once the form is valid."""
        return {said: self[said.value].data or 0 for said in Delivered}


class UnsaidForm(FlaskForm):
    """Why what somebody wrote beside their answer is shown no more."""

    reason = Line(
        _l("Pourquoi retirer cette phrase ?"),
        validators=[Given(_l("Donnez la raison : tout le monde la lira.")), Words(300)],
    )


class WaiverForm(FlaskForm):
    """Why residents could not confirm the works."""

    reason = Paragraphs(
        _l("Pourquoi n'a-t-on pas pu confirmer ?"),
        validators=[Given(_l("Écrivez la raison : tout le monde la lira.")), Words(LONGEST)],
    )


class ArrangeForm(FlaskForm):
    """Who does a line of the checklist, by when, a note, its proof."""

    answer = RadioField(
        _l("Où en est-on ?"), choices=[SelectChoice("", _l("Pas encore fait")), *offered(ANSWERS)], default=""
    )
    who = Line(_l("Qui s'en occupe ?"), validators=[Free(), Words(120)])
    due_on = Day(_l("Pour quand ?"), validators=[Free()])
    note = Line(_l("Une note"), validators=[Free(), Words(300)])
    attachment = SelectField(_l("Le document qui le montre"), coerce=int, default=0)

"""What people type to form a panel and to give its verdict."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app import clock
from app.accounts.contact import normalized
from app.accounts.queries import person_at
from app.evaluation.models import Formation, Happened, PanelMember
from app.evaluation.services import Answers, Gathering, Juror, Together
from app.evaluation.wording import FORMATION, HAPPENED, LADDER, QUESTIONS
from app.i18n import lazy_gettext as _
from app.projects.fields import Count, Day, Line, Paragraphs
from app.projects.models import TeamMember

ROWS = 3
MOST_ROWS = 12
LONGEST_TEXT = 3_000
LEVELS = [SelectChoice(str(int(level)), sentence) for level, sentence in LADDER.items()]


class NeighbourForm(Form):
    """One resident from outside the team."""

    name = StringField(_("Nom"), [Optional(), Length(max=120)])
    contact = StringField(_("Téléphone ou e-mail"), [Optional(), Length(max=254)])


class PanelForm(FlaskForm):
    """Who sits on the panel, and how it was formed."""

    formation = RadioField(
        _("Comment le panel a-t-il été formé ?"),
        [InputRequired(_("Dites comment le panel a été formé."))],
        choices=[SelectChoice(formation.value, label) for formation, label in FORMATION.items()],
    )
    carriers = SelectMultipleField(
        _("Personnes de l'équipe du projet"),
        [Optional()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    others = FieldList(FormField(NeighbourForm), min_entries=ROWS, max_entries=MOST_ROWS)
    reason = Paragraphs(_("Pourquoi le panel change-t-il ?"), [Length(max=LONGEST_TEXT)])
    no_staff = BooleanField(
        _("Personne ici ne travaille pour la ville, la Métropole, l'État ou un bailleur."),
        [InputRequired(_("Confirmez que le panel ne compte que des habitants et habitantes."))],
    )

    def jurors(self, team: Iterable[TeamMember], seated: Iterable[PanelMember]) -> list[Juror]:
        """Return everyone named: the ticked members of the team, then the rows that hold a name.

        Someone already seated stays known although their telephone is not shown again.
        """
        ticked, known = set(self.carriers.data or ()), {member.name: member.person_id for member in seated}
        chosen = [Juror(member.name, member.person_id) for member in team if member.id in ticked]
        for row in self.others.data:
            name = (row["name"] or "").strip()
            if name:
                chosen.append(Juror(name, _known(row["contact"] or "") or known.get(name)))
        return chosen


class GatheringForm(FlaskForm):
    """A day on which the panel met."""

    held_on = Day(_("Quel jour ?"), [InputRequired(_("Dites quel jour le panel s'est réuni."))])
    place = Line(_("Où ?"), [InputRequired(_("Dites où le panel s'est réuni.")), Length(max=160)])
    members_count = Count(_("Combien de personnes du panel étaient là ?"), [InputRequired(_("Écrivez un nombre."))])
    what = Paragraphs(_("Qu'avez-vous regardé ensemble ?"), [Optional(), Length(max=LONGEST_TEXT)])

    def told(self) -> Gathering:
        """Return the day, once it is complete."""
        day, count = self.held_on.data or clock.today(), self.members_count.data or 0
        return Gathering(day, self.place.data or "", count, self.what.data or "")


class VerdictForm(FlaskForm):
    """The panel's questions, one a block."""

    present = SelectMultipleField(
        _("Qui du panel donne cet avis ?"),
        [InputRequired(_("Cochez les personnes qui étaient là."))],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    happened = RadioField(
        QUESTIONS["happened"],
        [InputRequired(_("Choisissez une réponse."))],
        choices=[SelectChoice(value.value, label) for value, label in HAPPENED.items()],
    )
    what_happened = TextAreaField(
        QUESTIONS["what_happened"], [InputRequired(_("Racontez ce qui s'est passé.")), Length(max=LONGEST_TEXT)]
    )
    for_whom = TextAreaField(
        QUESTIONS["for_whom"], [InputRequired(_("Dites à qui le projet a servi.")), Length(max=LONGEST_TEXT)]
    )
    changed_by_residents = TextAreaField(
        QUESTIONS["changed_by_residents"],
        [InputRequired(_("Dites ce que la parole des habitants et habitantes a changé.")), Length(max=LONGEST_TEXT)],
    )
    level_origin = RadioField(QUESTIONS["level_origin"], [InputRequired(_("Choisissez une phrase."))], choices=LEVELS)
    level_codesign = RadioField(
        QUESTIONS["level_codesign"], [InputRequired(_("Choisissez une phrase."))], choices=LEVELS
    )
    level_implementation = RadioField(
        QUESTIONS["level_implementation"], [InputRequired(_("Choisissez une phrase."))], choices=LEVELS
    )
    to_redo = TextAreaField(QUESTIONS["to_redo"], [Optional(), Length(max=LONGEST_TEXT)])
    lessons = TextAreaField(QUESTIONS["lessons"], [Optional(), Length(max=LONGEST_TEXT)])

    def seat(self, members: Iterable[PanelMember]) -> None:
        """Offer the members of the panel to tick."""
        self.present.choices = [SelectChoice(str(member.id), member.name) for member in members]

    def together(self) -> Together:
        """Return who was there."""
        return Together(frozenset(self.present.data or ()))

    def answers(self) -> Answers:
        """Return what was answered, once it is complete."""
        return Answers(
            happened=Happened(self.happened.data),
            what_happened=self.what_happened.data or "",
            for_whom=self.for_whom.data or "",
            changed_by_residents=self.changed_by_residents.data or "",
            to_redo=self.to_redo.data or "",
            level_origin=int(self.level_origin.data),
            level_codesign=int(self.level_codesign.data),
            level_implementation=int(self.level_implementation.data),
            lessons=tuple((self.lessons.data or "").splitlines()),
        )


class SheetForm(VerdictForm):
    """The same questions, typed from the sheet that the panel has filled."""

    pen = RadioField(
        _("Qui du panel tenait le stylo ?"), [InputRequired(_("Dites qui tenait le stylo."))], coerce=int, choices=[]
    )
    faithful = BooleanField(
        _("J'ai la feuille sous les yeux. Je la recopie mot pour mot."),
        [InputRequired(_("Recopiez la feuille telle qu'elle est, puis cochez cette case."))],
    )

    def offer_pen(self, neighbours: Iterable[PanelMember]) -> None:
        """Offer the members from outside the team to hold the pen."""
        self.pen.choices = [SelectChoice(str(member.id), member.name) for member in neighbours]

    def together(self) -> Together:
        """Return who was there, and who held the pen."""
        return Together(frozenset(self.present.data or ()) | {self.pen.data}, self.pen.data)


def formation_of(form: PanelForm) -> Formation:
    """Return how the panel was formed."""
    return Formation(form.formation.data)


def explain(form: Any, sentences: Iterable[str]) -> None:
    """Put the reasons of a refusal at the top of the form."""
    form.form_errors = [*form.form_errors, *sentences]


def _known(contact: str) -> int | None:
    recipient = normalized(contact) if contact.strip() else None
    person = person_at(recipient) if recipient else None
    return person.id if person else None

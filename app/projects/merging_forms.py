"""The form by which a team proposes to join another project, and those by which residents are accounted for."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.i18n import lazy_gettext as _
from app.projects.fields import Given, Paragraphs, Words
from app.projects.models import Project

LONGEST = 1000


class MergeForm(FlaskForm):
    """Which project to join, and why."""

    into = RadioField(_("Quel projet rejoindre ?"), validators=[InputRequired(_("Choisissez un projet."))])
    reason = Paragraphs(
        _("Pourquoi les réunir ?"), validators=[Given(_("Expliquez pourquoi, en une phrase.")), Words(LONGEST)]
    )

    def offer(self, projects: Iterable[Project]) -> None:
        """Give the projects that may be chosen."""
        self.into.choices = [SelectChoice(project.ref, project.title) for project in projects]


class ReasonForm(FlaskForm):
    """Why residents were not associated at a stage; everybody reads it."""

    stage = RadioField(_("À quelle étape ?"), validators=[InputRequired(_("Choisissez une étape."))])
    reason = Paragraphs(
        _("Pourquoi personne du quartier n'a-t-il pu prendre part ?"),
        validators=[Given(_("Expliquez pourquoi, en une phrase.")), Words(LONGEST, 10)],
    )

    def offer(self, stages: Iterable[tuple[str, str]]) -> None:
        """Give the stages at which nobody is associated yet."""
        self.stage.choices = [SelectChoice(code, label) for code, label in stages]

"""The forms of an edition, one for each moment of its life."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.ballots import criteria, presets
from app.ballots.calendar import DATES, Calendar
from app.ballots.models import Candidacy, Edition
from app.ballots.services.design import Basics, Voting
from app.ballots.services.review import Answer, Refusal
from app.i18n import euros
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.projects.fields import Between, Count, Day, Euros, Free, Given, Line, Paragraphs, Words
from app.territory.models import Commune, Neighbourhood, Organisation

LONG = 2000
YES, NO = "yes", "no"


def _positive(_form: object, field: Field) -> None:
    if field.data == 0:
        raise ValidationError(_("Écrivez un montant au-dessus de zéro."))


def _amount(label: Any, sentence: Any = None) -> Euros:
    return Euros(label, [InputRequired(sentence or _l("Écrivez un montant, comme 50 000.")), _positive])


def _date(label: Any) -> Day:
    return Day(label, [InputRequired(_l("Indiquez le jour."))])


class NewForm(FlaskForm):
    """The few questions from which everything else is proposed."""

    commune_id = SelectField(_l("Dans quelle ville ?"), coerce=int)
    title = Line(_l("Nom de l'édition"), [Given(_l("Donnez un nom.")), Words(120, 3)])
    envelope = _amount(_l("Combien d'argent les habitants et habitantes décident-ils ?"))

    def offer(self, communes: Sequence[Commune]) -> None:
        """Give the select its cities."""
        self.commune_id.choices = [SelectChoice(str(one.id), one.name) for one in communes]


class BasicsForm(FlaskForm):
    """What the edition is."""

    title = Line(_l("Nom de l'édition"), [Given(_l("Donnez un nom.")), Words(120, 3)])
    plain = Paragraphs(_l("En une phrase simple, pour tout le monde"), [Given(_l("Écrivez une phrase.")), Words(300)])
    envelope = _amount(_l("L'enveloppe : tout l'argent du vote"))
    ceiling = _amount(_l("Le plafond : le plus qu'un projet peut coûter"))
    places = SelectMultipleField(
        _l("Quels quartiers ?"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
        validators=[InputRequired(_l("Choisissez au moins un quartier."))],
    )  # fmt: skip
    criteria = Paragraphs(_l("Les critères : ce qu'une idée doit remplir"),
                          [Given(_l("Gardez au moins un critère.")), Words(LONG)])  # fmt: skip

    def offer(self, places: Sequence[Neighbourhood]) -> None:
        """Give the boxes their neighbourhoods."""
        self.places.choices = [SelectChoice(str(place.id), place.name) for place in places]

    theme_cap_cents: int | None = None

    def validate_ceiling(self, field: Euros) -> None:
        """Refuse a project dearer than all the money there is, or than its theme may take: it is never chosen."""
        if field.data is not None and self.envelope.data is not None and field.data > self.envelope.data:
            raise ValidationError(_("Le plafond ne dépasse pas l'enveloppe."))
        if field.data is not None and self.theme_cap_cents is not None and field.data > self.theme_cap_cents:
            cap = euros(self.theme_cap_cents)
            raise ValidationError(_("Un même thème reçoit au plus %(sum)s : le plafond ne dépasse pas.", sum=cap))

    def told(self) -> Basics:
        """Return what was typed, once it is valid."""
        typed: dict[str, Any] = self.data
        lines = criteria.from_lines((typed["criteria"] or "").splitlines())
        return Basics(typed["title"], typed["plain"], typed["envelope"], typed["ceiling"], typed["places"], lines)


class CalendarForm(FlaskForm):
    """The dates that are promised."""

    ideas_open_on = _date(_l("Début des idées"))
    ideas_until = _date(_l("Dernier jour pour proposer une idée"))
    eligibility_until = _date(_l("Fin de l'examen des idées"))
    coconstruction_until = _date(_l("Fin de la construction des projets"))
    vote_from = _date(_l("Premier jour du vote"))
    vote_until = _date(_l("Dernier jour du vote"))
    deliberation_until = _date(_l("Vote du conseil, au plus tard"))
    delivery_until = _date(_l("Projets réalisés, au plus tard"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each date, then that they follow one another."""
        if super().validate(extra_validators) and not self.told().in_order():
            self.form_errors.append(_("Chaque date doit venir après la précédente."))
        return not self.errors

    def told(self) -> Calendar:
        """Return the calendar typed, once it is valid."""
        return Calendar(**{name: self.data[name] for name in DATES})


class VotingForm(FlaskForm):
    """How residents vote."""

    preset = RadioField(_l("Comment voter et compter ?"), validators=[InputRequired(_l("Choisissez."))],
                        choices=[SelectChoice(one.key, one.name) for one in presets.ALL])  # fmt: skip
    min_choices = Count(_l("Nombre de choix, au moins"), [InputRequired(_l("Écrivez un nombre.")), Between(0, 100)])
    max_choices = Count(_l("Nombre de choix, au plus"), [InputRequired(_l("Écrivez un nombre.")), Between(1, 100)])
    min_age = Count(_l("Âge pour voter, dit par la personne elle-même"),
                    [InputRequired(_l("Écrivez un âge.")), Between(0, 18)])  # fmt: skip

    theme_cap = Euros(_l("Le plus que les projets d'un même thème reçoivent ensemble"), [Optional(), _positive])

    ceiling_cents = 0

    def validate_theme_cap(self, field: Euros) -> None:
        """Refuse less for a theme than one project may cost: the project most wanted could then never be chosen."""
        if field.data is not None and field.data < self.ceiling_cents:
            ceiling = euros(self.ceiling_cents)
            raise ValidationError(
                _("Un projet peut coûter %(sum)s : un thème doit pouvoir recevoir autant.", sum=ceiling)
            )

    def validate_max_choices(self, field: Count) -> None:
        """Refuse fewer choices at most than at least."""
        if field.data is not None and self.min_choices.data is not None and field.data < self.min_choices.data:
            raise ValidationError(_("Le nombre le plus grand vient ici."))

    def told(self) -> Voting:
        """Return what was typed, once it is valid; a single choice is one choice."""
        typed: dict[str, Any] = self.data
        if typed["preset"] == "one":
            return Voting("one", 1, 1, typed["min_age"], typed["theme_cap"])
        bounds = typed["min_choices"], typed["max_choices"]
        return Voting(typed["preset"], *bounds, typed["min_age"], typed["theme_cap"])


class SimulationForm(FlaskForm):
    """Which two rules, on which ballots; `tells_themes` says whether these ballots are about projects with a theme."""

    tells_themes = True

    first = SelectField(_l("Première règle"), choices=[SelectChoice(one.key, one.name) for one in presets.ALL])
    second = SelectField(_l("Seconde règle"), choices=[SelectChoice(one.key, one.name) for one in presets.ALL])
    source = RadioField(
        _l("Sur quels bulletins ?"),
        choices=[
            SelectChoice("random", _l("Des bulletins inventés, dans vos quartiers")),
            SelectChoice("past", _l("Ceux d'une édition passée de votre ville")),
            SelectChoice("file", _l("Ceux d'un vrai vote d'ailleurs : un fichier .pb")),
        ],
        default="random",
    )
    past = SelectField(_l("Pour une édition passée : laquelle ?"), [Optional()], coerce=int, default=0)
    seed = Line(_l("Pour des bulletins inventés : un mot au choix"), [Free(), Words(40, 0)])
    file = FileField(_l("Pour un vrai vote d'ailleurs : le fichier .pb"))

    def offer(self, editions: Sequence[Edition]) -> None:
        """Give the select the editions whose result is published."""
        self.past.choices = [SelectChoice("0", _("Aucune")), *(SelectChoice(str(e.id), e.title) for e in editions)]

    def validate_past(self, field: SelectField) -> None:
        """Ask for an edition where the ballots come from one."""
        if self.source.data == "past" and not field.data:
            raise ValidationError(_("Choisissez une édition dont le résultat est publié."))

    def validate_second(self, field: SelectField) -> None:
        """Ask for two different rules."""
        if field.data == self.first.data:
            raise ValidationError(_("Choisissez deux règles différentes."))

    def validate_file(self, field: FileField) -> None:
        """Ask for a file where the ballots come from one."""
        if self.source.data == "file" and not field.data:
            raise ValidationError(_("Choisissez un fichier."))


class ReviewForm(FlaskForm):
    """The answer to each criterion, and what an author who is refused is told; made for the criteria of an edition."""

    refusal = Paragraphs(_l("La raison du refus, en mots simples"), [Words(LONG)])
    handed_to = SelectField(_l("À quel service confier l'idée ?"), coerce=int)
    ask_again = Paragraphs(_l("Comment demander de nouveau ?"), [Free(), Words(LONG)])
    codes: tuple[str, ...] = ()

    def offer(self, services: Sequence[Organisation]) -> None:
        """Give the select its services."""
        self.handed_to.choices = [SelectChoice("0", _("Choisissez un service")),
                                  *(SelectChoice(str(one.id), one.name) for one in services)]  # fmt: skip

    def answers(self) -> dict[str, Answer]:
        """Return the answer to each criterion."""
        return {code: Answer(self[f"met_{code}"].data == YES, self[f"why_{code}"].data or "") for code in self.codes}

    def refused(self) -> Refusal | None:
        """Return what is told to a refused author, or None when everything is met."""
        if all(answer.is_met for answer in self.answers().values()):
            return None
        return Refusal(self.refusal.data or "", self.handed_to.data, self.ask_again.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each answer, then that a refusal has its reason, its words and its service."""
        super().validate(extra_validators)
        for code in self.codes:
            why = self[f"why_{code}"]
            if self[f"met_{code}"].data == NO and not why.data:
                why.errors = [_("Dites pourquoi, en quelques mots.")]
        if self.refused() is not None:
            if not self.refusal.data:
                self.refusal.errors = [_("Écrivez la raison que la personne lira.")]
            if not self.handed_to.data:
                self.handed_to.errors = [_("Choisissez le service qui reçoit l'idée.")]
        return not self.errors


def review_form(edition: Edition) -> type[ReviewForm]:
    """Make the form of a review for the criteria of an edition."""
    questions: dict[str, Any] = {}
    for criterion in edition.criteria:
        code, label = criterion["code"], criterion["label"]
        questions[f"met_{code}"] = RadioField(
            label, choices=[SelectChoice(YES, _l("Oui")), SelectChoice(NO, _l("Non"))],
            validators=[InputRequired(_l("Répondez par oui ou par non."))],
        )  # fmt: skip
        questions[f"why_{code}"] = Line(_l("Si non, pourquoi ?"), [Free(), Words(300)])
    codes = tuple(criterion["code"] for criterion in edition.criteria)
    return type("EditionReviewForm", (ReviewForm,), {**questions, "codes": codes})


class EstimateForm(FlaskForm):
    """What a project costs."""

    cost = _amount(_l("Coût du projet, tout compris"))
    note = Paragraphs(_l("Comment ce coût est-il calculé ?"), [Free(), Words(LONG)])
    rivals = Line(_l("Groupe de projets dont un seul peut se faire"), [Free(), Words(60, 0)])


class WithdrawalForm(FlaskForm):
    """Why a project leaves the vote."""

    reason = Paragraphs(_l("Pourquoi ce projet quitte-t-il le vote ?"), [Given(_l("Écrivez la raison.")), Words(LONG)])


class CouncilForm(FlaskForm):
    """What the council voted; made for the projects that residents chose."""

    on = _date(_l("Jour du vote du conseil"))
    reference = Line(_l("Référence de la délibération"), [Given(_l("Écrivez la référence.")), Words(80, 0)])
    document = FileField(_l("La délibération (PDF)"), [InputRequired(_l("Ajoutez le document."))])
    chosen: tuple[int, ...] = ()

    def refusals(self) -> dict[int, str]:
        """Return why the council did not follow the vote, for the projects where it did not."""
        typed = {key: self[f"refused_{key}"].data or "" for key in self.chosen}
        return {key: why for key, why in typed.items() if why}


def council_form(chosen: Sequence[Candidacy]) -> type[CouncilForm]:
    """Make the form of a deliberation for the projects that residents chose."""
    lines: dict[str, Any] = {f"refused_{one.id}": Line(one.project.title, [Free(), Words(300)]) for one in chosen}
    return type("EditionCouncilForm", (CouncilForm,), {**lines, "chosen": tuple(one.id for one in chosen)})


class DeliveredForm(FlaskForm):
    """What a project cost in the end."""

    spent = Euros(_l("Coût réel, tout compris"), [InputRequired(_l("Écrivez un montant. Zéro est une réponse."))])


class NoteForm(FlaskForm):
    """A sentence that says why."""

    note = Paragraphs(_l("Pourquoi ?"), [Given(_l("Expliquez en une phrase.")), Words(500)])

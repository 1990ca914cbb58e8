"""Promising a level for each stage, and holding one against the level observed."""

from __future__ import annotations

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.choices import offered
from app.evaluation.level_facts import ORDER
from app.evaluation.level_queries import Standing
from app.evaluation.models import LevelStage, ParticipationLevel
from app.evaluation.wording import LADDER, LEVEL_STAGES
from app.i18n import lazy_gettext as _
from app.projects.fields import Paragraphs

RUNGS = [SelectChoice(str(int(level)), sentence) for level, sentence in LADDER.items()]
NOTHING = SelectChoice("", _("Rien n'est encore promis"))


def _promise(stage: LevelStage) -> SelectField:
    return SelectField(LEVEL_STAGES[stage], [Optional()], choices=[NOTHING, *RUNGS])


class PromiseForm(FlaskForm):
    """The place promised to residents, stage by stage."""

    origin = _promise(LevelStage.ORIGIN)
    codesign = _promise(LevelStage.CODESIGN)
    implementation = _promise(LevelStage.IMPLEMENTATION)
    evaluation = _promise(LevelStage.EVALUATION)
    reason = Paragraphs(_("Si l'étape a déjà commencé : pourquoi changer ?"), [Optional(), Length(max=1000)])

    def promised(self) -> dict[LevelStage, ParticipationLevel]:
        """Return what is promised, stage by stage."""
        return {stage: ParticipationLevel(int(self[stage.value].data)) for stage in ORDER if self[stage.value].data}


class OverrideForm(FlaskForm):
    """Another level than the one observed, with its reason."""

    stage = SelectField(_("Pour quelle étape ?"), coerce=LevelStage)
    level = RadioField(
        _("Quel niveau vous paraît juste ?"), [InputRequired(_("Choisissez une phrase."))], choices=RUNGS
    )
    why = Paragraphs(_("Pourquoi ?"), [InputRequired(_("Dites pourquoi, en quelques mots.")), Length(max=1000)])

    def offer(self, levels: Mapping[LevelStage, Standing]) -> None:
        """List the stages of which something was observed."""
        self.stage.choices = offered({it: LEVEL_STAGES[it] for it, stands in levels.items() if stands.observed})


def first_promises(levels: Mapping[LevelStage, Standing]) -> dict[str, str]:
    """Return what the form of promises begins with."""
    return {
        stage.value: str(int(levels[stage].declared or 0)) if levels[stage].promises else "" for stage in ORDER
    }  # fmt: skip

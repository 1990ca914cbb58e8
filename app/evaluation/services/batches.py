"""Paper: print sheets under one number, count those that come back, key them, check that the counts agree."""

from __future__ import annotations

from app import clock
from app.db import lock, session, transaction
from app.evaluation import codes, policy
from app.evaluation.models import SurveyBatch, SurveyPoint
from app.evaluation.refusals import EvaluationRefused
from app.evaluation.survey_queries import keyed_in
from app.i18n import gettext as _
from app.steps.actor import Actor

MOST_SHEETS = 500


@transaction()
def print_batch(point: SurveyPoint, sheets: int, actor: Actor) -> SurveyBatch:
    """Number some sheets of a survey, to print. Raises EvaluationRefused for whoever may not, or too many sheets."""
    if not policy.can_collect(point, actor):
        raise EvaluationRefused(_("Vous ne pouvez pas imprimer ce questionnaire."))
    if not point.survey.is_open:
        raise EvaluationRefused(_("Ce questionnaire ne prend plus de réponses."))
    if not 1 <= sheets <= MOST_SHEETS:
        raise EvaluationRefused(_("Imprimez de 1 à 500 feuilles."))
    batch = SurveyBatch(
        serial=codes.drawn(), point_id=point.id, printed=sheets, printed_by_id=actor.person_id, printed_at=clock.now()
    )
    session().add(batch)
    session().flush()
    return batch


@transaction()
def count_returned(batch: SurveyBatch, returned: int, actor: Actor) -> SurveyBatch:
    """Keep how many filled sheets came back. Raises EvaluationRefused for more than printed, or fewer than keyed."""
    batch = _open(batch, actor)
    if not 0 <= returned <= batch.printed:
        raise EvaluationRefused(_("%(count)s feuilles ont été imprimées.", count=batch.printed))
    if returned < keyed_in(batch):
        raise EvaluationRefused(_("%(count)s feuilles sont déjà saisies.", count=keyed_in(batch)))
    batch.returned = returned
    return batch


@transaction()
def close_batch(batch: SurveyBatch, reason: str, actor: Actor) -> SurveyBatch:
    """End the keying of a batch: as many sheets as came back, or a reason. Raises EvaluationRefused otherwise."""
    batch = _open(batch, actor)
    if batch.returned is None:
        raise EvaluationRefused(_("Comptez d'abord les feuilles revenues."))
    keyed = keyed_in(batch)
    if keyed != batch.returned and not reason.strip():
        raise EvaluationRefused(
            _("%(keyed)s feuilles saisies pour %(returned)s revenues. Saisissez la suite, ou dites pourquoi.",
              keyed=keyed, returned=batch.returned)
        )  # fmt: skip
    batch.gap_reason, batch.closed_at = reason.strip() if keyed != batch.returned else "", clock.now()
    return batch


def check_room(batch: SurveyBatch) -> None:
    """Check that the sheet just keyed is one of those that came back; to be called in the transaction that keyed it.

    Raises EvaluationRefused before they were counted, for one more than came back, and once the batch is over.
    """
    fresh = lock(SurveyBatch, batch.id)
    if fresh is None or fresh.closed_at is not None:
        raise EvaluationRefused(_("Ce lot est terminé."))
    if fresh.returned is None:
        raise EvaluationRefused(_("Comptez d'abord les feuilles revenues."))
    if keyed_in(fresh) > fresh.returned:
        raise EvaluationRefused(_("Toutes les feuilles revenues sont déjà saisies."))


def _open(batch: SurveyBatch, actor: Actor) -> SurveyBatch:
    fresh = lock(SurveyBatch, batch.id)
    if fresh is None or not policy.can_collect(fresh.point, actor):
        raise EvaluationRefused(_("Vous ne pouvez pas saisir ce lot de feuilles."))
    if fresh.closed_at is not None:
        raise EvaluationRefused(_("Ce lot est terminé."))
    return fresh

"""What is printed for a survey: the sheets of a batch, the poster with the code to photograph."""

from __future__ import annotations

from flask import url_for
from werkzeug.wrappers import Response

from app import pdf, qr
from app.addresses import full_address
from app.dialogue.tally_labels import AGES, SEXES
from app.evaluation import codes
from app.evaluation.models import QuestionKind, SurveyBatch, SurveyKind, SurveyPoint
from app.evaluation.views import bp
from app.evaluation.views.keying import held_batch
from app.evaluation.views.surveys import collected
from app.evaluation.wording import VALUES
from app.i18n import gettext as _
from app.security import signed_in


@bp.get("/surveys/batches/<survey_serial>.pdf")
@signed_in
def batch_pdf(survey_serial: str) -> Response:
    """Give the sheet of a batch: one original, printed as many times as the batch says."""
    batch, point = held_batch(survey_serial)
    made = pdf.made("evaluation/documents/questionnaire.typ", on_paper(batch, point))
    return pdf.answer(made, f"{batch.serial}.pdf")


@bp.get("/surveys/points/<survey_code>/poster.pdf")
@signed_in
def point_poster(survey_code: str) -> Response:
    """Give the poster that leads to the questionnaire on one's own phone."""
    point = collected(survey_code)
    address = full_address(url_for(".answer", survey_code=point.code))
    poster = {
        "title": point.survey.title,
        "invitation": _("Donnez votre avis"),
        "how": _("Photographiez ce carré avec votre téléphone. Ni compte, ni nom."),
        "or": _("Ou allez à cette adresse et tapez le code :"),
        "site": full_address(url_for(".answer_code")),
        "spoken": codes.spoken(point.code),
        "place": point.neighbourhood.name,
        "code": qr.svg(address),
        "code_words": _("Carré à photographier : il mène au questionnaire"),
        "help": _("Pas de téléphone ? Demandez une feuille, ou à quelqu'un de vous aider."),
    }
    return pdf.answer(pdf.made("evaluation/documents/poster.typ", poster), "affiche-questionnaire.pdf")


def on_paper(batch: SurveyBatch, point: SurveyPoint) -> dict[str, object]:
    """Return what the sheet says: large questions, boxes to tick, the number of the batch."""
    survey = point.survey
    asks_who = survey.kind is SurveyKind.TRUST
    return {
        "title": survey.title,
        "subtitle": _("Votre avis compte. N'écrivez pas votre nom."),
        "place": point.neighbourhood.name,
        "serial": codes.spoken(batch.serial),
        "serial_words": _("Feuille du lot"),
        "questions": [
            {
                "text": question.text,
                "kind": question.kind.value,
                "answers": [str(word) for word in VALUES.get(question.kind, {}).values()],
            }
            for question in survey.questions
        ],
        "free": QuestionKind.FREE.value,
        "scale": [_("0 : pas du tout"), _("10 : tout à fait")],
        "about": _("Si vous voulez bien le dire") if asks_who else "",
        "ages": [str(word) for word in AGES.values()] if asks_who else [],
        "sexes": [str(word) for word in SEXES.values()] if asks_who else [],
        "thanks": _("Merci ! Rendez cette feuille à la personne qui vous l'a donnée."),
        "skip": _("Une question vous gêne ? Passez-la."),
    }

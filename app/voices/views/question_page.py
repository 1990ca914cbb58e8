"""What the page of a question shows to each reader: its state, its answers, and the screens where it moves on."""

from __future__ import annotations

from typing import Any

from flask import url_for

from app.i18n import day, ngettext
from app.i18n import gettext as _
from app.steps.actor import Actor
from app.steps.catalogue import state_of
from app.steps.choices import next_sentence
from app.steps.kinds import roles_of
from app.steps.wording import role_label
from app.voices import policy
from app.voices.labels import ANSWERS, COMMITMENTS, FEEDBACK, KINDS, THEMES
from app.voices.question_models import Feedback, Question
from app.voices.question_queries import QuestionFile
from app.voices.standing import card, standing_of
from app.voices.timeline import entries_of

SORTING = {"referent", "metro_admin"}
TELLING = SORTING | {"facilitator", "helper"}
SCREENS: dict[str, tuple[tuple[str, set[str]], ...]] = {
    "captured": (("voices.voice", SORTING | {"facilitator"}),),
    "acknowledged": (("voices.sort", SORTING),),
    "qualified": (("voices.entrust", SORTING),),
    "reopened": (("voices.entrust", SORTING),),
    "mediation": (("voices.entrust", SORTING),),
    "assigned": (("voices.answer", {"answerer"}),),
    "interim": (("voices.answer", {"answerer"}),),
    "transferred": (("voices.answer", {"answerer"}),),
    "drafted": (("voices.approve", SORTING),),
    "approved": (("voices.approve", SORTING),),
    "answered": (("voices.tell", TELLING),),
}
"""State → the screens that move a question on, and who opens them."""


def page_context(file: QuestionFile, actor: Actor | None) -> dict[str, Any]:
    """Return everything the template shows."""
    question = file.question
    roles = roles_of(question, actor) if actor else frozenset()
    inside = policy.works_on(question, actor)
    state = state_of(question)
    following = next_sentence(question)
    return {
        "question": question,
        "said": question.contribution,
        "card": card(question),
        "standing": standing_of(question),
        "sentence": _(state.public_label),
        "who": _("C'est le tour de : %(who)s.", who=role_label(state.owner)) if question.is_open else "",
        "then": _(following) if following and question.is_open else "",
        "voices": ngettext("%(num)d personne la pose", "%(num)d personnes la posent", file.voices),
        "several": file.voices > 1,
        "answers": list(reversed(file.published)),
        "entries": entries_of(question, file.rows, inside=inside),
        "facts": _facts(question),
        "inside": inside,
        "draft": file.draft if inside else None,
        "tools": _tools(question, roles),
        "actions": _plain_actions(question, roles),
        "judging": question.state == "reported_back" and bool(roles & ({"resident"} | TELLING)),
        "labels": ANSWERS, "commitment_labels": COMMITMENTS, "feedback": FEEDBACK, "kinds": KINDS,
        "heard": _heard(file) if inside else "",
    }  # fmt: skip


def _facts(question: Question) -> list[tuple[str, str]]:
    said, place = question.contribution, question.neighbourhood
    pairs = [
        (_("Quartier"), f"{place.name}, {place.commune.name}"),
        (_("Thème"), str(THEMES[said.theme]) if said.theme else ""),
        (_("Posée le"), day(said.said_on)),
        (_("Réponse promise avant le"), day(question.promised_on)),
        (
            _("Date attendue maintenant"),
            day(question.answer_due_on) if question.answer_due_on != question.promised_on else "",
        ),
        (_("Qui doit répondre"), question.organisation.name if question.organisation else ""),
    ]
    return [(term, value) for term, value in pairs if value]


def _tools(question: Question, roles: frozenset[str]) -> list[tuple[str, str]]:
    labels = {
        "voices.voice": _("Lire et publier"), "voices.sort": _("Trier la question"),
        "voices.entrust": _("Confier à un service"), "voices.answer": _("Répondre"),
        "voices.approve": _("Relire la réponse"), "voices.tell": _("Noter que la réponse a été dite"),
    }  # fmt: skip
    links = [
        (labels[endpoint], _screen(endpoint, question))
        for endpoint, holders in SCREENS.get(question.state, ()) if roles & holders
    ]  # fmt: skip
    if roles & TELLING:
        links.append((_("Imprimer la carte avec le numéro"), url_for("voices.card_pdf", number=question.code)))
    if roles & (SORTING | {"facilitator"}) and question.state != "captured":
        links.append((_("Voir les mots d'origine et ce qui ressemble"), _screen("voices.voice", question)))
    return links


def _screen(endpoint: str, question: Question) -> str:
    if endpoint == "voices.voice":
        return url_for(endpoint, said_id=question.contribution_id)
    return url_for(endpoint) if endpoint == "voices.tell" else url_for(endpoint, question_id=question.id)


def _plain_actions(question: Question, roles: frozenset[str]) -> list[tuple[str, str]]:
    """Return the actions that need only a reason, as (name, label)."""
    state = state_of(question)
    shown = ("take_back", "withdraw", "close") if question.state != "reported_back" else ()
    return [
        (name, _(action.label))
        for name, action in state.actions.items()
        if name in shown and roles & set(action.roles)
    ]  # fmt: skip


def _heard(file: QuestionFile) -> str:
    said = next((telling.feedback for telling in reversed(file.tellings) if telling.feedback), None)
    return str(FEEDBACK[Feedback(said)]) if said else ""

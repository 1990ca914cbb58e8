"""Opinions of services and partners: asked from the project, given by whoever is asked, or keyed by the referent."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import clock, security
from app.i18n import gettext as _
from app.once.forms import just_once
from app.projects import follow_policy, policy
from app.projects.follow_forms import ANOTHER, AskOpinionForm, OpinionForm
from app.projects.models import Opinion, OpinionChannel, OpinionValue, Project
from app.projects.opinion_words import CHANNELS, HELP, TONES, VALUES
from app.projects.panels import Task, task_source
from app.projects.queries.follow import follow_of
from app.projects.queries.opinions import former_answers, opinion_with_project, opinions_to_give
from app.projects.services import opinions as services
from app.projects.services.opinions import Asked, Given
from app.projects.views import bp
from app.projects.views.opening import project_or_404
from app.steps.models import Step
from app.voices.people import bodies_with_people

Page = tuple[str, int]


@bp.get("/projects/<ref>/opinions")
@security.public
def opinions(ref: str) -> Page:
    """Show every opinion asked on a project and, to a referent, the form that asks one."""
    project = project_or_404(ref)
    return _page(project, _form(project) if _may_ask(project) else None)


@bp.post("/projects/<ref>/opinions")
@security.signed_in
def ask_opinion(ref: str) -> Page | Response:
    """Ask an opinion."""
    project = project_or_404(ref)
    if not _may_ask(project):
        abort(403)
    form = _form(project)
    if not form.validate():
        return _page(project, form)
    just_once(lambda: _asked(project, form))
    flash(_("La demande est partie. Vous verrez ici la réponse, ou le retard."), "success")
    return redirect(url_for("projects.opinions", ref=ref), 303)


@bp.get("/opinions")
@security.holders_of("answerer")
def opinions_owed() -> str:
    """Show a service the opinions that it owes, the soonest due first."""
    owed = opinions_to_give(security.current_person())
    return render_template("projects/opinions_owed.html", owed=owed, today=clock.today())


@bp.route("/opinions/<int:opinion_id>", methods=["GET", "POST"])
@security.signed_in
def opinion(opinion_id: int) -> Page | Response:
    """Give an opinion in the name of whoever is asked, or key the one that came by telephone or letter."""
    asked, actor = opinion_with_project(opinion_id), security.current_actor()
    if asked is None:
        abort(404)
    gives, keys = follow_policy.can_give_opinion(asked, actor), follow_policy.can_key_opinion(asked, actor)
    if not gives and not keys:
        abort(404)
    form = OpinionForm(obj=asked) if asked.channel else OpinionForm(value=asked.value, text=asked.text)
    if form.validate_on_submit():
        _gave(asked, form, online=gives)
        flash(_("L'avis est enregistré. Le comité le lira."), "success")
        return redirect(url_for("projects.opinions", ref=asked.project.ref), 303)
    noted = gives and asked.channel is not None and asked.channel is not OpinionChannel.ONLINE
    page = render_template(
        "projects/opinion.html", opinion=asked, form=form, help=HELP, keyed=not gives,
        noted=str(CHANNELS[asked.channel]) if noted and asked.channel else "",
    )  # fmt: skip
    return page, 422 if form.errors else 200


@task_source
def opinions_awaited(person_id: int) -> list[Task]:
    """Give, on somebody's own page, the opinions they owe by name."""
    person = security.current_person()
    if person is None or person.id != person_id or not any(role.role == "answerer" for role in person.roles):
        return []
    label, sentence = _("Donner mon avis"), _("Votre avis est attendu.")
    return [
        Task(one.project, sentence, label, url_for("projects.opinion", opinion_id=one.id))
        for one in opinions_to_give(person)
    ]


def shown(one: Opinion, project: Project) -> dict[str, object]:
    """Return an opinion ready to be shown: given, awaited, late, or never come once the committee has decided."""
    awaited = one.given_at is None and project.state in follow_policy.OPINION_STATES
    late = awaited and one.due_on < clock.today()
    if one.value is not None:
        label, tone = str(VALUES[one.value]), TONES[one.value]
    elif awaited:
        label, tone = (_("En retard"), "late") if late else (_("Attendu"), "blocked")
    else:
        label, tone = _("Jamais venu"), "done"
    way = str(CHANNELS[one.channel]) if one.channel else ""
    by_hand = one.channel is not None and one.channel is not OpinionChannel.ONLINE
    return {"row": one, "label": label, "tone": tone, "late": late, "way": way, "by_hand": by_hand}


def _may_ask(project: Project) -> bool:
    return follow_policy.can_ask_opinion(project, security.reading_actor())


def _form(project: Project) -> AskOpinionForm:
    place = project.neighbourhood
    return AskOpinionForm(bodies_with_people(place.commune_id) if place else [])


def _asked(project: Project, form: AskOpinionForm) -> str:
    body, _separator, person = form.of.data.partition("-")
    another = form.of.data == ANOTHER
    contact = {"name": form.contact_name.data, "email": form.contact_email.data, "phone": form.contact_phone.data}
    asked = Asked(
        question=form.question.data or "",
        open_days=int(form.open_days.data),
        organisation_id=None if another else int(body),
        answerer_id=int(person) if person else None,
        partner=(form.partner.data or "") if another else "",
        contact={key: value or "" for key, value in contact.items()} if another else {},
    )
    services.ask(project.id, asked, security.current_actor())
    return ""


def _gave(asked: Opinion, form: OpinionForm, *, online: bool) -> None:
    value, text = OpinionValue(form.value.data), form.text.data or ""
    if online:
        services.give(asked.id, Given(value, text), security.current_actor())
    else:
        given = Given(value, text, form.channel.data, form.given_by.data or "")
        services.key(asked.id, given, security.current_actor())


def _page(project: Project, form: AskOpinionForm | None) -> Page:
    former = former_answers(project)
    rows = [
        shown(one, project) | {"mine": _may_answer(one), "former": _former(former.get(one.id, ()))}
        for one in follow_of(project).opinions
    ]
    insider = policy.is_insider(project, security.reading_actor())
    page = render_template("projects/opinions.html", project=project, rows=rows, form=form, insider=insider)
    return page, 422 if form and form.errors else 200


def _may_answer(one: Opinion) -> bool:
    actor = security.reading_actor()
    return follow_policy.can_key_opinion(one, actor) or follow_policy.can_give_opinion(one, actor)


def _former(steps: Sequence[Step]) -> list[dict[str, object]]:
    """Return the answers that another has replaced, oldest first: what, when, and by whose hand."""
    return [
        {
            "label": str(VALUES[OpinionValue(step.details["value"])]),
            "text": step.note,
            "day": step.at,
            "hand": _hand(str(step.details.get("by", ""))),
        }
        for step in steps
    ]


def _hand(channel: str) -> str:
    if not channel:
        return ""
    if channel == OpinionChannel.ONLINE:
        return _("écrit par le service lui-même")
    return _("noté par la personne référente, %(way)s", way=CHANNELS[OpinionChannel(channel)])

"""Saying something without an account, or with a helper; copying slips one after the other."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.accounts.contact import normalized
from app.accounts.queries import person_with_roles
from app.accounts.services.newcomers import welcome
from app.i18n import gettext as _
from app.incoming import row_id
from app.steps.actor import Actor
from app.territory.models import Neighbourhood
from app.territory.queries import all_neighbourhoods
from app.voices import queries, services
from app.voices.forms.speaking import SlipForm, SpeakForm
from app.voices.labels import CHANNELS, KINDS
from app.voices.masking import masked, traces
from app.voices.models import Channel, Contribution, ContributionKind, ReplyWay
from app.voices.notices import spoken_code
from app.voices.policy import WRITING
from app.voices.services.contributions import Words
from app.voices.views import Page, bp
from app.voices.words import question_of

LONGEST_LOOKED_UP = 600
"""Signs of what is being typed that are compared with what was said before."""


@bp.route("/speak", methods=["GET", "POST"])
@security.public
@security.limiter.limit("12 per 10 minutes", methods=["POST"])
def speak() -> Page | Response:
    """Say something, with or without an account; a question gets its number at once."""
    actor = security.reading_actor()
    places = all_neighbourhoods()
    form = SpeakForm(places, known=actor is not None, **_asked_before(_home(actor)))
    if not form.validate_on_submit():
        return _speaking(form, {}, actor)
    if form.website.data:
        return redirect(url_for(".thanks"), 303)
    text = form.text.data or ""
    found = traces(text)
    review = {} if form.reviewed.data else {"similar": queries.similar_to(text, form.neighbourhood.data)}
    if review.get("similar") or (found and request.form.get("mask") not in ("yes", "no")):
        form.reviewed.data = "1"
        return _speaking(form, {**review, "found": found}, actor)
    place = next(place for place in places if place.id == form.neighbourhood.data)
    return _thanked(services.say(place, _words(form, actor), actor))


@bp.get("/speak/thanks")
@security.public
def thanks() -> str:
    """Thank somebody who asked nothing."""
    return render_template("voices/thanks.html")


@bp.get("/speak/similar")
@security.public
@security.limiter.limit("90 per minute")
def similar() -> str:
    """Give what was said before that looks like what is being typed, as a part of the page."""
    text = request.args.get("text", "")[:LONGEST_LOOKED_UP]
    found = queries.similar_to(text, request.args.get("neighbourhood", type=row_id))
    return render_template("voices/_similar.html", similar=found) if found else ""


@bp.route("/slips", methods=["GET", "POST"])
@security.holders_of(*WRITING)
def slips() -> Page | Response:
    """Copy a slip, a call or a text message; the next one follows with the same place and way."""
    places = queries.places_of(security.current_person())
    form = SlipForm(places, **_asked_before())
    if not form.validate_on_submit():
        return _copying(form, {})
    text = form.text.data or ""
    found = traces(text, [form.contact_name.data or ""])
    review = {} if form.reviewed.data else {"similar": queries.similar_to(text, form.neighbourhood.data)}
    if review.get("similar") or (found and request.form.get("mask") not in ("yes", "no")):
        form.reviewed.data = "1"
        return _copying(form, {**review, "found": found})
    place = next(place for place in places if place.id == form.neighbourhood.data)
    said = _copied(form, place)
    question = question_of(said.id)
    if question is None:
        flash(_("C'est noté. Vous pouvez copier la suivante."), "success")
    else:
        flash(_("C'est noté. Le numéro de cette question est %(code)s.", code=spoken_code(question.code)), "success")
    kept = {"neighbourhood": place.id, "channel": said.channel.value, "asked": question.id if question else None}
    return redirect(url_for(".slips", **kept), 303)  # type: ignore[arg-type]


def _copied(form: SlipForm, place: Neighbourhood) -> Contribution:
    values: dict[str, Any] = form.data
    actor = security.current_actor()
    address = normalized(values["contact"] or "")
    author_id = None
    if address and values["reply_way"] is ReplyWay.MESSAGE:
        author_id = welcome(values["contact_name"] or address.partition("@")[0], address, actor).id
    words = Words(
        kind=values["kind"],
        text=_shown(values["text"], values["contact_name"]),
        original=values["text"],
        channel=values["channel"],
        theme=form.chosen_theme,
        reply_way=values["reply_way"],
        author_id=author_id,
    )
    return services.say(place, words, actor)


def _words(form: SpeakForm, actor: Actor | None) -> Words:
    values: dict[str, Any] = form.data
    helped = actor is not None and actor.on_behalf_id is not None
    message = values["reply_way"] is ReplyWay.MESSAGE
    return Words(
        kind=values["kind"],
        text=_shown(values["text"], ""),
        original=values["text"],
        channel=Channel.HELPER if helped else Channel.WEB,
        reply_way=values["reply_way"],
        author_id=actor.acting_id if actor else None,
        contact=(values.get("contact") or "") if message and actor is None else "",
        contact_name=(values.get("contact_name") or "") if message and actor is None else "",
    )


def _shown(text: str, name: str) -> str:
    """Return the words to publish: those that could name somebody are hidden when it was asked."""
    return masked(text, traces(text, [name])) if request.form.get("mask") == "yes" else text


def _home(actor: Actor | None) -> int | None:
    """Return the neighbourhood of who speaks: the resident, even when somebody else holds the pen."""
    person = person_with_roles(actor.acting_id) if actor and actor.acting_id else None
    return person.neighbourhood_id if person else None


def _asked_before(home: int | None = None) -> dict[str, Any]:
    """Read what the address asks to begin with: a kind of words, a place (their own unless told), a way."""
    asked: dict[str, Any] = {"neighbourhood": home} if home else {}
    if request.args.get("kind") in set(ContributionKind):
        asked["kind"] = ContributionKind(request.args["kind"])
    if place := request.args.get("neighbourhood", type=row_id):
        asked["neighbourhood"] = place
    if request.args.get("channel") in set(Channel):
        asked["channel"] = Channel(request.args["channel"])
    return {"data": asked} if asked and request.method == "GET" else {}


def _speaking(form: SpeakForm, review: dict[str, Any], actor: Actor | None) -> Page:
    page = render_template("voices/speak.html", form=form, known=actor is not None, **review)
    return page, 422 if form.errors else 200


def _copying(form: SlipForm, review: dict[str, Any]) -> Page:
    asked = request.args.get("asked", type=row_id) if request.method == "GET" else None
    page = render_template("voices/slips.html", form=form, kinds=KINDS, channels=CHANNELS, asked=asked, **review)
    return page, 422 if form.errors else 200


def _thanked(said: Contribution) -> Response:
    question = question_of(said.id)
    if question is None:
        return redirect(url_for(".thanks"), 303)
    flash(
        _("Votre question est arrivée. Gardez bien son numéro : %(code)s.", code=spoken_code(question.code)), "success"
    )
    return redirect(url_for(".follow", number=question.code), 303)

"""Letters to print, calls to make, and what could not be delivered."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.accounts.contact import spoken
from app.desk import services
from app.desk.letters import AT_ONCE, CARRYING, tray, written
from app.desk.views import bp
from app.i18n import gettext as _
from app.i18n import lazy_gettext as lazy
from app.i18n import ngettext
from app.incoming import row_id
from app.mail import Channel, Delivery

DELIVERIES = {
    Delivery.WAITING: lazy("Pas encore parti"),
    Delivery.SENT: lazy("Parti"),
    Delivery.FAILED: lazy("Pas arrivé"),
}
CHANNELS = {
    Channel.EMAIL: lazy("E-mail"),
    Channel.SMS: lazy("SMS"),
    Channel.CALL: lazy("Appel"),
    Channel.LETTER: lazy("Courrier"),
}
FAILURES = {
    "address_refused": lazy("L'adresse ou le numéro n'existe pas."),
    "message_refused": lazy("Le message a été refusé par le service qui le reçoit."),
    "server_away": lazy("Le service d'envoi n'a pas répondu, malgré plusieurs essais."),
    "too_late": lazy("Le message n'aurait plus servi."),
}


@bp.get("/desk/letters")
@security.holders_of(*CARRYING)
def letters() -> str:
    """Show what waits for a hand."""
    return render_template("desk/letters.html", tray=tray(security.current_person()), failures=FAILURES, spoken=spoken)


@bp.get("/desk/messages")
@security.holders_of(*CARRYING)
def messages() -> str:
    """Show what was written to people, how it went, and whether it arrived."""
    asked, text = request.args.get("delivery", ""), request.args.get("q", "").strip()
    delivery = Delivery(asked) if asked in set(Delivery) else None
    return render_template(
        "desk/messages.html",
        rows=written(security.current_person(), delivery, text),
        asked=delivery,
        text=text,
        deliveries=DELIVERIES,
        channels=CHANNELS,
        failures=FAILURES,
        at_once=AT_ONCE,
    )


@bp.get("/desk/letters/print")
@security.holders_of(*CARRYING)
def print_letters() -> str:
    """Show the letters alone, one a sheet."""
    return render_template("desk/print_letters.html", letters=tray(security.current_person()).letters)


@bp.post("/desk/letters/done")
@security.holders_of(*CARRYING)
def tick_off_all() -> Response:
    """Write down that all the letters that were shown are gone, or none if one of them is not theirs."""
    sent = request.form.getlist("message", type=row_id)
    try:
        services.tick_off_all(sent, security.current_actor())
    except services.NotYours:
        abort(404)
    flash(ngettext("%(num)d courrier est noté parti.", "%(num)d courriers sont notés partis.", len(sent)), "success")
    return redirect(url_for("desk.letters"), 303)


@bp.post("/desk/letters/<int:message_id>/done")
@security.holders_of(*CARRYING)
def tick_off(message_id: int) -> Response:
    """Write down that it is done."""
    try:
        services.tick_off(message_id, security.current_actor())
    except services.NotYours:
        abort(404)
    flash(_("C'est noté."))
    return redirect(url_for("desk.letters"), 303)

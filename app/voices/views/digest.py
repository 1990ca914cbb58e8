"""The digest of a month, seen now, before or after it is sent."""

from __future__ import annotations

from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app import clock, pdf, security
from app.dialogue.policy import INFORMING, can_inform
from app.territory.queries import neighbourhood_by_slug
from app.voices import digest as reading
from app.voices.digest import Digest
from app.voices.views import bp

SHOWN_MONTHS = 12


@bp.route("/neighbourhoods/<slug>/digest")
@security.holders_of(*INFORMING)
def digest(slug: str) -> ResponseReturnValue:
    """Show what was said in a neighbourhood in a month."""
    shown = _asked(slug)
    return render_template("voices/digest.html", digest=shown, place=shown.place, months=_months())


@bp.route("/neighbourhoods/<slug>/digest.pdf")
@security.holders_of(*INFORMING)
def digest_paper(slug: str) -> ResponseReturnValue:
    """Give the digest of a month to print."""
    return pdf.answer(reading.printed(_asked(slug)), "paroles-du-mois.pdf")


def _asked(slug: str) -> Digest:
    place = neighbourhood_by_slug(slug) or abort(404)
    if not can_inform(place, security.current_actor()):
        abort(403)
    asked = request.args.get("month", "")
    month = next((one for one in _months() if f"{one:%Y-%m}" == asked), reading.last_month())
    return reading.digest_of(place, month)


def _months() -> list[date]:
    months = [reading.first_day(clock.today())]
    while len(months) < SHOWN_MONTHS:
        months.append(reading.last_month(months[-1]))
    return months

"""Closing a vote: two persons sign, each with their own account, then the box is emptied and the key destroyed."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for

from app.ballots import closing_words, roll_queries, secrecy, voting_policy, voting_queries
from app.ballots.models import Edition
from app.ballots.services import closing, sealing
from app.ballots.services.sealing import NeedsAnother, NeedsKeeper, TooEarly
from app.ballots.views.voting import Page, bp, edition_or_404
from app.ballots.voting_forms import CloseForm
from app.i18n import gettext as _
from app.security import current_actor, holders_of


@bp.route("/vote/<int:edition_id>/closing", methods=["GET", "POST"])
@holders_of(*voting_policy.WELCOMES)
def close(edition_id: int) -> Page:
    """Sign the closing; with the second signature it is done, or goes on where it had stopped."""
    edition, form = _witnessed(edition_id), CloseForm()
    if form.validate_on_submit():
        try:
            _sign(edition)
        except TooEarly:
            form.form_errors.append(_("Le vote n'est pas fini."))
        except NeedsAnother:
            form.form_errors.append(_("Vous avez déjà signé. Une autre personne doit signer avec son compte."))
        except NeedsKeeper:
            form.form_errors.append(_("L'une des deux personnes doit tenir la liste du vote."))
        except secrecy.KeyMissing:
            form.form_errors.append(_("La clé de l'urne manque. Remettez-la en place, puis recommencez."))
        else:
            return redirect(url_for(".close", edition_id=edition.id), 303)
    box = voting_queries.box_of(edition.id)
    page = render_template(
        "ballots/voting_closing.html", edition=edition, box=box, form=form, log=closing_words.told(box),
        is_over=sealing.is_over(edition), turnout=voting_queries.turnout_of(edition.id),
        alike=len(roll_queries.to_look_at_again(edition.id, limit=500)),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _sign(edition: Edition) -> None:
    if sealing.sign_closing(edition.id, current_actor()):
        closing.close(edition.id)
        flash(_("Le vote est clos. La clé est détruite."))
    else:
        flash(_("Votre signature est notée. Une deuxième personne doit signer avec son compte."))


def _witnessed(edition_id: int) -> Edition:
    edition = edition_or_404(edition_id)
    if not voting_policy.can_witness(edition, current_actor()):
        abort(404)
    return edition

"""Paper ballots to print: one a page, numbered at the foot, the projects in an order that turns from page to page."""

from __future__ import annotations

from typing import Any

from app import pdf
from app.ballots import paper_numbers
from app.ballots.models import BallotKind, Candidacy, Edition, PaperRun
from app.ballots.queries import listed
from app.i18n import day, euros, hour, ngettext
from app.i18n import gettext as _


def ballots_pdf(edition: Edition, run: PaperRun) -> bytes:
    """Return the ballots of a run; printed again, they bear the same numbers, and each number counts once."""
    known = {candidacy.id: (number, candidacy) for number, candidacy in enumerate(listed(edition), 1)}
    assert edition.closes_at is not None
    until = {"day": day(edition.closes_at), "hour": hour(edition.closes_at)}
    return pdf.made(
        "ballots/documents/ballots.typ",
        {
            "title": _("Bulletin de vote"),
            "edition": edition.title,
            "how": how_to_mark(edition),
            "until": _("Dans l'urne avant le %(day)s à %(hour)s.", **until),
            "secret": _("N'écrivez pas votre nom. Le numéro en bas ne mène à personne : il évite les copies."),
            "number_label": _("Bulletin n°"),
            "project_label": _("n°"),
            "marks": _marks(edition),
            "large": run.is_large,
            "ballots": [_ballot(serial, run, known) for serial in range(run.first_serial, run.last_serial + 1)],
        },
    )  # fmt: skip


def how_to_mark(edition: Edition) -> str:
    """Say in one sentence what to do on the ballot."""
    least, most = edition.min_choices, edition.max_choices
    match edition.ballot_kind:
        case BallotKind.CHOOSE_ONE:
            return _("Cochez un projet, un seul.")
        case BallotKind.POINTS:
            return _("Partagez %(points)d points entre les projets.", points=edition.points)
        case BallotKind.RANKING:
            return _("Numérotez vos projets préférés : 1, 2, 3… Au plus %(most)d.", most=most)
        case BallotKind.GRADES:
            return _("Cochez une mention pour chaque projet. Vous pouvez en laisser de côté.")
        case _ if least == most:
            return ngettext("Cochez %(num)d projet.", "Cochez %(num)d projets.", most)
        case _:
            return _("Cochez de %(least)d à %(most)d projets.", least=least, most=most)


def _marks(edition: Edition) -> list[str]:
    """Give what stands before each project: a box to tick, words with a line to write on, or the grades."""
    match edition.ballot_kind:
        case BallotKind.POINTS:
            return [_("points")]
        case BallotKind.RANKING:
            return [_("rang")]
        case BallotKind.GRADES:
            return list(reversed(edition.grades))
        case _:
            return []


def _ballot(serial: int, run: PaperRun, known: dict[int, tuple[int, Candidacy]]) -> dict[str, Any]:
    order = paper_numbers.rotated(list(known), serial)
    return {"number": paper_numbers.number_of(serial, run.salt), "projects": [_line(*known[each]) for each in order]}


def _line(number: int, candidacy: Candidacy) -> dict[str, str]:
    project = candidacy.project
    return {
        "number": str(number),
        "title": project.title,
        "place": project.neighbourhood.name if project.neighbourhood else "",
        "cost": euros(candidacy.cost_cents or 0),
    }

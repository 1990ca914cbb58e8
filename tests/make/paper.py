"""Sheets filled in by hand."""

from app.accounts import paper
from app.accounts.models import PaperForm
from app.accounts.services import paper_forms
from app.db import transaction
from app.projects.sheet import IDEA
from app.steps.actor import Actor
from app.territory.models import Neighbourhood


@transaction()
def sheet(place: Neighbourhood, helper: Actor) -> PaperForm:
    """Print one sheet for a neighbourhood; the helper must reach it."""
    return paper_forms.print_sheets(IDEA, 1, place.id, helper)[0]


def serial(form: PaperForm) -> str:
    """Return the number printed on a sheet."""
    return paper.serial(IDEA, form.id)

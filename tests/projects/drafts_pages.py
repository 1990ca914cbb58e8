"""What the tests of the form post, and how they sign somebody in."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.accounts.models import Person

WHAT = {
    "title": "Jardin au pied des tours",
    "theme": "nature",
    "summary": "Nous voulons planter des légumes et des fleurs ensemble.",
    "residents_role": "On plante et on arrose.",
    "origin": "residents",
    "residents_count": "6",
    "origin_note": "On en parlait depuis l'été.",
}
TEAM = {
    "team-0-name": "Amina Diallo",
    "team-1-name": "Bruno Petit",
    "team-1-phone": "06 12 34 56 78",
    "team-2-name": "Chantal Roux",
}
BUDGET = {
    "expenses-0-label": "Terreau",
    "expenses-0-amount_cents": "450,50",
    "expenses-1-label": "Bacs",
    "expenses-1-amount_cents": "200",
    "resources-0-label": "Vente de gâteaux",
    "resources-0-amount_cents": "50",
    "exclusions_denied": "y",
}


def sign_in(client: FlaskClient, person: Person) -> FlaskClient:
    """Put somebody behind a browser."""
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"{person.id}.{person.session_version}"
        cookie["_fresh"] = True
    return client


def where(neighbourhood_id: int, start: str, end: str, **fields: str) -> dict[str, str]:
    """Return what a browser posts at the second step."""
    return {
        "neighbourhood_id": str(neighbourhood_id),
        "place": "Place Neuve",
        "starts_on": start,
        "ends_on": end,
        "expected_count": "40",
        "carrier_kind": "informal_group",
        **TEAM,
        **fields,
    }

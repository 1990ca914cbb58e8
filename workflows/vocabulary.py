"""The closed lists a workflow file may draw from: who acts, and which documents an action may ask for."""

from collections.abc import Iterator

SYSTEM = "system"
"""The role under which the passing of time acts; no person ever holds it."""

ROLES: dict[str, str] = {
    "carrier": "porteur ou porteuse du projet",
    "resident": "habitant ou habitante",
    "helper": "médiateur ou médiatrice",
    "facilitator": "animateur ou animatrice",
    "committee_member": "membre du comité",
    "committee_secretary": "secrétariat du comité",
    "referent": "référent ou référente de quartier",
    "gestionnaire": "association gestionnaire",
    "finance": "contrôle financier",
    "evaluator": "panel d'habitants et habitantes",
    "answerer": "service qui répond",
    "metro_admin": "administration de la Métropole",
    SYSTEM: "automatique",
}

DOCUMENTS: dict[str, str] = {
    "signed_agreement": "accord signé",
    "receipt": "justificatif de dépense",
    "photo": "photo",
    "quote": "devis",
    "permit": "autorisation",
    "insurance": "attestation d'assurance",
    "decision_sheet": "feuille de décision",
    "report": "bilan",
    "other": "autre document",
}


def texts() -> Iterator[str]:
    """Yield every French label of the two lists, for the translation catalogue."""
    yield from ROLES.values()
    yield from DOCUMENTS.values()

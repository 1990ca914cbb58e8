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
    "committee_chair": "présidence du comité",
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

DRAWING: dict[str, str] = {
    "progress": "Avancement",
    "done": "fait",
    "here": "en ce moment",
    "stopped": "arrêté",
    "to_come": "à venir",
    "not_reached": "pas atteint",
    "entry": "%(name)s\N{NO-BREAK SPACE}: %(status)s.",
    "states": "Les états et les actions",
    "current": "État actuel",
    "ordinary": "Chemin ordinaire",
}
"""The words of the drawings."""


def texts() -> Iterator[str]:
    """Yield every French label of these lists, for the translation catalogue."""
    yield from ROLES.values()
    yield from DOCUMENTS.values()
    yield from DRAWING.values()

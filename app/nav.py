"""What every page shows around its content: links, whom a helper acts for, the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for

from app import clock, security
from app.accounts.models import Role
from app.accounts.policy import GIVES, HELPING
from app.accounts.queries import facts_of
from app.committees.queries import FOLLOWERS
from app.desk.queries import QUEUE_ROLES
from app.i18n import gettext as _
from app.i18n import hour
from app.voices.policy import KEEPING


@dataclass(frozen=True)
class Link:
    """A link of the header; `current` marks the page being read."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Acting:
    """The banner of a helper who acts for a resident, or who must say whether to go on."""

    resident: str
    helper: str
    until: str
    stop_url: str
    resume_url: str
    is_over: bool


def init_app(app: Flask) -> None:
    """Give every template its links and who is signed in."""
    app.context_processor(_around)


def _around() -> dict[str, Any]:
    """Give what surrounds the page, made once however many templates the page is made of."""
    if "around" not in g:
        g.around = _made()
    around: dict[str, Any] = g.around
    return around


def _made() -> dict[str, Any]:
    person = security.current_person()
    held = {given.role for given in person.roles if given.holds_on(clock.today())} if person else set()
    return {
        "person": person,
        "held_roles": held,
        "nav_links": _links(_rubrics(person, held)),
        "account_links": _links(_account(person, held)),
        "footer_links": _links(_footer(person)),
        "sign_out_url": url_for("accounts.sign_out") if person else "",
        "home_url": url_for("pages.home"),
        "acting": _acting(person),
        "demo_url": url_for("demo.personas") if current_app.config["DEMO"] else "",
    }


def _rubrics(person: Any, held: set[str]) -> dict[str, str]:
    rubrics = {
        "projects.index": _("Projets"),
        "dialogue.meetings": _("Rencontres"),
        "voices.questions": _("Questions"),
        "editions.index": _("Votes"),
        "territory.neighbourhoods": _("Quartiers"),
    }
    if person is None:
        return rubrics | _explained()
    rubrics["projects.mine"] = _("Mes projets")
    if not FOLLOWERS.isdisjoint(held) or facts_of(person.id).get("sits"):
        rubrics["committees.home"] = _("Comité")
    if Role.ANSWERER in held:
        rubrics["voices.answers_list"] = _("Répondre")
        rubrics["projects.opinions_owed"] = _("Donner un avis")
    if Role.EVALUATOR in held:
        rubrics["insight.dashboard"] = _("Les chiffres")
    if not held.isdisjoint(QUEUE_ROLES):
        rubrics["desk.queue"] = _("Mon travail")
    return rubrics


def _account(person: Any, held: set[str]) -> dict[str, str]:
    if person is None:
        return {"accounts.sign_in": _("Me connecter")}
    links = {}
    if not HELPING.isdisjoint(held):
        links = {
            "accounts.help_someone": _("Aider quelqu'un"),
            "voices.slips": _("Copier des paroles"),
            "voices.tell": _("Les réponses à dire"),
        }
    if not held.isdisjoint(KEEPING):
        links |= {"voices.voices": _("Ce qui se dit"), "voices.work": _("Les questions à suivre")}
    if not held.isdisjoint(GIVES):
        links["accounts.roles"] = _("Les rôles")
    return links | {"accounts.account": _("Mon compte")}


def _explained() -> dict[str, str]:
    return {"pages.how_it_works": _("Comment ça marche")}


def _footer(person: Any) -> dict[str, str]:
    """Return the links of the foot of the page; who has an account finds there how it works, to keep the head short."""
    return (_explained() if person else {}) | {
        "insight.dashboard": _("Les chiffres"),
        "funds.index": _("Les fonds"),
        "training.index": _("Les formations"),
        "evaluation.lessons": _("Ce que les projets ont appris"),
        "evaluation.waves": _("L'enquête de confiance"),
        "evaluation.answer_code": _("Répondre à un questionnaire"),
        "pages.accessibility": _("Accessibilité"),
        "pages.privacy": _("Vos données"),
        "pages.source": _("Code source"),
    }


def _links(labels: dict[str, str]) -> list[Link]:
    return [Link(label, url_for(endpoint), request.endpoint == endpoint) for endpoint, label in labels.items()]


def _acting(person: Any) -> Acting | None:
    helping = security.helping()
    if person is None or helping is None:
        return None
    return Acting(
        helping.name,
        person.public_label,
        hour(helping.until),
        url_for("accounts.stop_helping"),
        url_for("accounts.help_person", person_id=helping.person_id),
        helping.is_over,
    )

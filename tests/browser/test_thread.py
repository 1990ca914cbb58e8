"""The whole thread by hand, in a real browser: from a remark heard in a meeting to the residents' verdict."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page

from app.db import session
from app.funds import proof
from app.steps import journal
from tests.browser import chapters
from tests.browser.fixtures import DESK
from tests.browser.town import SAID, Town
from tests.browser.walker import Walker

Opened = Callable[..., Page]


def test_a_remark_becomes_a_project_that_residents_judge_on_a_phone_without_javascript(
    open_page: Opened, town: Town
) -> None:
    def phone(role: str) -> Walker:
        walker = Walker(open_page(java_script_enabled=False), role)
        return walker if role in ("resident", "visitor") else walker.go("/sign-in").sign_in(town.people[role])

    resident = phone("resident")
    chapters.from_a_remark(resident, town.place.name).sign_in(town.people["resident"])
    chapters.tells_the_idea(resident)
    chapters.tells_who_and_where(resident, town.place.name)
    chapters.tells_how_much(resident)
    address = urlsplit(chapters.sends(resident)).path

    referent = phone("referent").reads("Mon travail").follow(chapters.TITLE).press("Accepter le projet")
    chapters.holds_a_session(referent)
    chapters.answers_the_checklist(referent)
    referent.press("Inscrire le projet au comité").reads("Il est inscrit au comité")

    secretary, member = phone("committee_secretary"), phone("member")
    chapters.opens_a_sitting(secretary)
    member.go("/committee").follow("Entrer").follow("Projet suivant").reads("Que faire de la place ?", "600", "Me retirer de ce projet")
    chapters.records(secretary.follow("Projet suivant"), "Accorder", (6, 0, 1), amount="600")
    secretary.reads("Tous les projets sont décidés").press("Fermer la séance")

    gestionnaire, finance = phone("gestionnaire"), phone("finance")
    chapters.uploads_the_agreement(gestionnaire.go(address))
    chapters.orders_the_advance(gestionnaire)
    finance.go(address).follow("Confirmer le versement").press("Signer et payer")

    resident.go(address).press("Commencer le projet")
    chapters.gives_news(resident).press("Terminer le projet")
    chapters.reports(resident.follow("Compléter"))
    chapters.settles(gestionnaire.go(address).follow("Compléter"))
    chapters.forms_the_panel(resident.go(address), town.people["juror"].email)
    chapters.gives_the_verdict(phone("juror").go(address))

    visitor = phone("visitor").go("/projects").follow(chapters.TITLE)
    visitor.reads("Terminé", SAID, "a accordé 600", "Deux bancs neufs", "Les bancs ont changé de place.")
    visitor.reads("L'avance est versée", "Les comptes sont soldés", "rend son avis")
    session().rollback()
    assert list(journal.faults()) == []
    assert list(proof.faults()) == []

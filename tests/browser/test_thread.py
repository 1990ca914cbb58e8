"""The whole thread by hand, in a real browser: from a remark heard in a meeting to the residents' verdict."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from playwright.sync_api import Page

from app.db import session
from app.funds import proof
from app.steps import journal
from tests.browser import chapters
from tests.browser.fixtures import DESK, ON_SQLITE
from tests.browser.shelf import brought_to_the_committee, next_sitting
from tests.browser.town import SAID, Town
from tests.browser.walker import Walker

pytestmark = ON_SQLITE
Opened = Callable[..., Page]


def test_a_remark_becomes_a_project_that_residents_judge_on_a_phone_without_javascript(
    open_page: Opened, town: Town
) -> None:
    phone = partial(_phone, open_page, town)
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
    member.go("/me").follow("Lire avant le vote").reads("Que faire de la place ?", "600", "Me retirer de ce projet")
    chapters.records(secretary.follow("Projet suivant"), "Accorder", (6, 0, 1), amount="600")
    secretary.reads("Tous les projets sont décidés").press("Fermer la séance")

    gestionnaire, finance = phone("gestionnaire"), phone("finance")
    chapters.uploads_the_agreement(gestionnaire.go(address))
    chapters.orders_the_advance(gestionnaire)
    finance.go(address).follow("Confirmer le versement").press("Signer et payer")

    resident.go(address).press("Commencer le projet")
    chapters.holds_a_session(chapters.gives_news(resident))
    chapters.says_that_it_is_done([resident, phone("juror")], address)
    resident.go(address).press("Terminer le projet")
    chapters.reports(resident.follow("Écrire le bilan"))
    chapters.settles(gestionnaire.go(address).follow("Ouvrir l'argent du projet"))
    chapters.forms_the_panel(resident.go(address), str(town.people["juror"].email))
    chapters.gives_the_verdict(phone("juror").reads("Vous avez 1 chose à faire"))

    visitor = phone("visitor").go("/projects").follow(chapters.TITLE)
    visitor.reads("Terminé", SAID, "a accordé 600", "Deux bancs neufs", "Les bancs ont changé de place.")
    visitor.unfold("Voir toute l'histoire").reads("L'avance est versée", "Les comptes sont clos", "rend son avis")
    _nothing_is_wrong_in_the_books()


def test_a_project_adjourned_then_refused_is_reworked_on_a_wide_screen_at_night(open_page: Opened, town: Town) -> None:
    address = brought_to_the_committee(town)
    secretary = at_night(open_page, town, "committee_secretary").go(f"{address}/decide")
    resident = at_night(open_page, town, "resident")

    chapters.records(secretary, "Reporter", (6, 1, 0), reason="Il manque l'accord du bailleur.")
    resident.go(address).reads("Il manque l'accord du bailleur.").unfold("Présenter de nouveau le projet")
    resident.write("Expliquez pourquoi, en une phrase", "Le bailleur est d'accord.").press(
        "Présenter de nouveau le projet"
    )
    next_sitting(town)
    chapters.records(secretary.go(f"{address}/decide"), "Refuser", (1, 6, 0), reason="Un jardin existe déjà tout près.")
    resident.go(address).reads("Un jardin existe déjà tout près.").press("Retravailler le projet")

    resident.reads("L'équipe retravaille son projet.", "Le projet se construit")
    assert list(journal.faults()) == []
    assert list(proof.faults()) == []


def test_what_the_secretary_typed_survives_a_refusal(open_page: Opened, town: Town) -> None:
    address = brought_to_the_committee(town)
    secretary = at_night(open_page, town, "committee_secretary").go(f"{address}/decide")

    chapters.records(secretary, "Accorder", (40, 0, 0), status=422, amount="450", reason="Une somme réduite suffit.")

    assert secretary.field("Somme accordée").input_value() == "450"
    assert secretary.field("Pourquoi cette décision ?").input_value() == "Une somme réduite suffit."
    assert secretary.field("Pour", secretary.page.locator(".decision-form")).input_value() == "40"
    secretary.reads("Il reste quelque chose à corriger")


def test_a_referent_takes_back_a_step_and_the_history_keeps_both(open_page: Opened, town: Town) -> None:
    address = brought_to_the_committee(town)
    referent = at_night(open_page, town, "referent").go(address)

    referent.unfold("Corriger une erreur").write("Pourquoi revenir en arrière ?", "Le devis n'est pas arrivé.")
    referent.press("Annuler cette étape")

    referent.reads("L'étape est annulée", "Le devis n'est pas arrivé.", "Inscrire le projet au comité")
    assert list(journal.faults()) == []


def test_what_is_typed_in_the_form_is_saved_by_itself(open_page: Opened, town: Town) -> None:
    resident = at_night(open_page, town, "resident").go("/projects/new")
    chapters.tells_the_idea(resident.tick("D'une idée entre voisins et voisines"))

    resident.write("Lieu", "Au pied de la tour 3").page.keyboard.press("Tab")
    resident.page.get_by_text("Enregistré à").wait_for()

    resident.page.reload()
    assert resident.field("Lieu").input_value() == "Au pied de la tour 3"


def at_night(open_page: Opened, town: Town, role: str) -> Walker:
    """Open the browser of somebody signed in, on a wide screen with JavaScript, in the dark scheme."""
    return Walker(open_page(town.people[role], viewport=DESK, color_scheme="dark"), role)


def _phone(open_page: Opened, town: Town, role: str) -> Walker:
    """Give the telephone of somebody, signed in unless they come as a visitor first."""
    walker = Walker(open_page(java_script_enabled=False), role)
    return walker if role in ("resident", "visitor") else walker.go("/sign-in").sign_in(town.people[role])


def _nothing_is_wrong_in_the_books() -> None:
    session().rollback()
    assert list(journal.faults()) == []
    assert list(proof.faults()) == []

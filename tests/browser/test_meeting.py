"""A meeting by hand, in a real browser: prepared, held without network on two phones, told, and a question answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from app import clock
from app.accounts.models import Person, Scope
from app.db import session, transaction
from app.dialogue.models import Meeting
from app.steps import journal
from app.territory.models import Organisation, OrganisationKind
from app.voices.question_models import Question
from app.voices.services import reminding
from tests import make
from tests.browser import chapters
from tests.browser.chapters import day
from tests.browser.fixtures import DESK, ON_SQLITE
from tests.browser.test_live import all_sent, counted, ready, tap
from tests.browser.town import Town
from tests.browser.walker import Walker

pytestmark = ON_SQLITE
Opened = Callable[..., Page]
SPACE = "Le banc des voisines"
ABOUT = "Que faire du square ?"
ASKED = "Quand l'ascenseur de la tour 4 sera-t-il réparé ?"
IDEA = "Des bancs et des arbres au pied des tours, pour attendre les enfants."


def test_a_meeting_held_without_network_leads_to_an_answer_and_to_a_project(open_page: Opened, town: Town) -> None:
    people = town.people | _who_answers(town)
    facilitator = Walker(open_page(people["facilitator"]), "facilitator")
    referent = Walker(open_page(people["referent"], viewport=DESK), "referent")
    opens_a_space(referent, town.place.slug)
    prepares(facilitator, town.place.name)
    session().rollback()
    meeting = session().query(Meeting).filter_by(title=ABOUT).one()

    holds_without_network(facilitator, open_page(people["facilitator"]), meeting)
    closes_and_tells(facilitator, meeting)
    assert (counted(meeting.id).residents, counted(meeting.id).turns) == (9, 6)
    question = session().query(Question).one()
    address = f"/questions/{question.id}"

    entrusts(referent, address)
    _its_day_passes(question.id)
    reminding.remind_all()
    visitor = (
        Walker(open_page(java_script_enabled=False), "visitor")
        .go(address)
        .reads("Très en retard", "La réponse tarde : un rappel est parti.")
    )

    answerer = Walker(open_page(people["answerer"], viewport=DESK), "answerer")
    answers(answerer, ASKED)
    referent.go(address).follow("Relire la réponse").press("Approuver et publier maintenant")
    facilitator.go("/answers/to-tell").tick(ASKED).press("Dites de vive voix à la personne")
    judges(visitor, question.code)
    visitor.go(address).reads("Close", "Nous changeons l'ascenseur.", "Les travaux")

    resident = Walker(open_page(people["resident"]), "resident").go(f"/meetings/{meeting.id}")
    resident.reads("9 habitants et habitantes", "Le square sera planté.", IDEA).follow("Faire de cette idée un projet")
    chapters.tells_the_idea(resident)
    chapters.tells_who_and_where(resident, town.place.name)
    chapters.tells_how_much(resident)
    visitor.go(urlsplit(chapters.sends(resident)).path).reads(IDEA, ABOUT)
    session().rollback()
    assert list(journal.faults()) == []


def opens_a_space(referent: Walker, place: str) -> None:
    """Write down what exists, then open a place where people meet."""
    referent.go(f"/neighbourhoods/{place}/inventory").follow("Ajouter à l'inventaire")
    referent.tick("Créer un nouveau lieu").write("Pourquoi ?", "Rien n'existe au pied des tours.").press("Inscrire")
    referent.go(f"/neighbourhoods/{place}/spaces/new").tick("Rencontre en pied d'immeuble")
    referent.write("Son nom", SPACE).write("Qui accueille ?", "Le centre social").press("Ouvrir ce lieu")


def prepares(facilitator: Walker, place: str) -> None:
    """Fix a meeting for today, its agenda, how people are reached; announce it, and open it."""
    facilitator.go("/neighbourhoods").follow(place).follow(SPACE).follow("Préparer une rencontre")
    facilitator.write("De quoi va-t-on parler ?", ABOUT).write("Quel jour ?", day(0)).write(
        "Où ?", "Au pied de la tour 4"
    )
    facilitator.tick("Les enfants sont gardés sur place").press("Enregistrer").press("Fixer cette rencontre")
    facilitator.follow("Ordre du jour").write("De quoi parle-t-on ?", "Le plan du square").press("Inscrire")
    facilitator.reads("Les réponses depuis la dernière fois").follow(ABOUT).follow("Aller vers les gens")
    facilitator.tick("Porte-à-porte").tick("Marché").tick("Affiche dans les halls").press("Enregistrer le plan")
    facilitator.follow(ABOUT).press("Annoncer la rencontre").press("Ouvrir la rencontre")


def holds_without_network(facilitator: Walker, second: Page, meeting: Meeting) -> None:
    """Count at the door and in the room on two phones, and note what is said, while nothing gets through."""
    door, room = ready(facilitator.page, meeting), ready(second, meeting)
    for phone in (door, room):
        phone.context.set_offline(True)
    tap(door, "À la porte", "Première fois", 7)
    tap(door, "À la porte", "Déjà venu ou venue cette année", 3)
    door.get_by_role("button", name="Annuler : Déjà venu ou venue").click()
    tap(room, "Qui parle", "Nouvelle : Habitants et habitantes", 4)
    tap(room, "Qui parle", "Encore : Institutions", 2)
    notes(room, "Question", ASKED)
    notes(room, "Idée", IDEA)
    for phone in (door, room):
        phone.context.set_offline(False)
        all_sent(phone)
    room.get_by_text("sont gardés sur cet appareil.").last.wait_for(state="hidden")


def notes(room: Page, kind: str, words: str) -> None:
    """Write down what somebody said, and read it back to them."""
    room.locator(".live-bar").get_by_role("link", name="Noter").click()
    room.get_by_role("textbox", name="Ce qui est dit").fill(words)
    room.locator("#said .taps-chips label", has_text=kind).click()
    expect(room.get_by_label(kind, exact=True)).to_be_checked()
    room.get_by_label("Je l'ai relu à la personne").check()
    room.get_by_role("button", name="Garder").click()
    expect(room.get_by_role("textbox", name="Ce qui est dit")).to_have_value("")


def closes_and_tells(facilitator: Walker, meeting: Meeting) -> None:
    """Confirm the counts, which closes the meeting, then write and publish its minutes."""
    facilitator.go(f"/meetings/{meeting.id}/counts").reads("Ces comptes tombent juste")
    facilitator.press("Confirmer et clore la rencontre").follow("Écrire le compte rendu")
    facilitator.write("Le compte rendu", "Le plan du square a été lu. Les arbres sont choisis.")
    facilitator.write("Le compte rendu en mots simples", "Le square sera planté.").press("Garder")
    facilitator.go(f"/meetings/{meeting.id}").press("Publier le compte rendu").reads("Le square sera planté.", ASKED)


def entrusts(referent: Walker, address: str) -> None:
    """Sort the question, then entrust it to the landlord."""
    referent.go("/questions/work").follow(ASKED).follow("Trier la question").press("Trier la question")
    referent.tick("Touraine Logement").press("Confier la question").go(address).reads("Touraine Logement")


def answers(answerer: Walker, title: str) -> None:
    """Say first where one stands, then answer in plain words, with a commitment."""
    answerer.go("/answers").follow(title).unfold("Dire où on en est")
    answerer.write("Où en êtes-vous ?", "Nous attendons une pièce.").write("Prochaine nouvelle avant le", day(9))
    answerer.press("Envoyer ces nouvelles").go("/answers").follow(title).tick("Oui")
    answerer.write("La réponse complète", "Le remplacement de l'ascenseur est programmé.")
    answerer.write("La même réponse, en mots simples", "Nous changeons l'ascenseur.")
    answerer.page.get_by_label("Ce qui sera fait").first.fill("Les travaux de l'ascenseur")
    answerer.page.get_by_label("Avant le", exact=False).nth(0).fill(day(60))
    answerer.press("Proposer la réponse")


def judges(visitor: Walker, code: str) -> None:
    """Follow one's question with the number of its card, and say that the answer is clear."""
    visitor.go("/follow").write("Le numéro de votre carte", code).press("Voir où elle en est").tick("C'est clair")
    visitor.press("Envoyer mon avis")


@transaction()
def _who_answers(town: Town) -> dict[str, Person]:
    """Store a landlord, who answers for it, and who facilitates the meetings of the neighbourhood."""
    landlord = Organisation(name="Touraine Logement", kind=OrganisationKind.LANDLORD, commune_id=town.place.commune_id)
    session().add(landlord)
    session().flush()
    people = {"answerer": make.person("Rose Petit"), "facilitator": make.person("Léa Martin")}
    make.role(people["answerer"], "answerer", Scope.ORGANISATION, landlord.id)
    make.role(people["facilitator"], "facilitator", Scope.NEIGHBOURHOOD, town.place.id)
    return people


@transaction()
def _its_day_passes(question_id: int) -> None:
    """Let the day of the answer be two weeks ago: the server's clock cannot be told another day."""
    question = session().get_one(Question, question_id)
    question.answer_due_on = question.promised_on = clock.today() - timedelta(days=14)

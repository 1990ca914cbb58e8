"""The thread, chapter by chapter: what each person does on their screen, in order."""

from __future__ import annotations

import io
from datetime import timedelta

from PIL import Image

from app import clock
from tests.browser.town import SAID
from tests.browser.walker import Walker

TITLE = "Des bancs et des arbres au pied des tours"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def photo(colour: str = "olivedrab") -> bytes:
    """Return a photograph as a phone sends it."""
    drawn = io.BytesIO()
    Image.new("RGB", (1200, 900), colour).save(drawn, "JPEG")
    return drawn.getvalue()


def day(ahead: int) -> str:
    """Return a day as a date field wants it."""
    return (clock.today() + timedelta(days=ahead)).isoformat()


def from_a_remark(walker: Walker, neighbourhood: str) -> Walker:
    """Go from the home page to a remark heard in a meeting, and ask to make a project of it."""
    walker.go("/").follow("Trouver mon quartier").follow(neighbourhood).follow("Que faire de la place ?")
    return walker.reads(SAID).follow("Faire de cette idée un projet")


def tells_the_idea(walker: Walker, title: str = TITLE) -> Walker:
    """First step of the form: what; the meeting and the remark are already there."""
    walker.write("Titre du projet", title).choose("Thème", "Rues et places")
    walker.write(
        "Votre idée en quelques mots", "Poser quatre bancs et planter six arbres, là où les familles attendent."
    )
    walker.write("Ce que feront les habitants et habitantes", "Le groupe choisit les bancs, plante et arrose.")
    walker.write("Combien d'habitants et habitantes ont porté cette idée ?", "9")
    return walker.press("Continuer")


def tells_who_and_where(walker: Walker, neighbourhood: str) -> Walker:
    """Second step: place, dates, team."""
    walker.choose("Quartier", neighbourhood).write("Lieu", "Au pied de la tour 3")
    walker.write("Début", day(0)).write("Fin", day(12)).write("Combien de personnes attendez-vous ?", "40")
    walker.tick("Un groupe d'habitants et habitantes")
    walker.write("Prénom et nom", "Amina Diallo", walker.group("Personne qui mène le projet"))
    walker.write("Prénom et nom", "Bruno Petit", walker.group("Personne 2"))
    walker.write("Prénom et nom", "Chantal Roux", walker.group("Personne 3"))
    return walker.press("Continuer")


def tells_how_much(walker: Walker) -> Walker:
    """Third step: the budget, with one line more than offered."""
    walker.press("Ajouter une dépense")
    for number, (label, amount) in enumerate({"Quatre bancs": "480", "Six arbres": "150", "Terreau": "40"}.items()):
        line = walker.page.get_by_role("group", name="Ce que le projet coûte").get_by_role(
            "group", name=f"Ligne {number + 1}"
        )
        walker.write("Quoi ?", label, line).write("Montant", amount, line)
    paid = walker.page.get_by_role("group", name="ce que d'autres apportent").get_by_role("group", name="Ligne 1")
    walker.write("Quoi ?", "Vente de gâteaux", paid).write("Montant", "70", paid)
    walker.tick("Notre projet ne paie rien de tout cela")
    return walker.press("Continuer").reads("Tout y est", "600")


def sends(walker: Walker) -> str:
    """Send the project; return the address of its page."""
    walker.press("Envoyer le projet").reads("Votre projet est envoyé")
    return walker.page.url


def holds_a_session(walker: Walker) -> Walker:
    """Write down a working session from the project page."""
    walker.follow("Noter une séance de travail").write("Quel jour ?", day(-1)).tick("Atelier")
    walker.write("Où ?", "Centre social").write("Combien d'habitants et habitantes ?", "8")
    walker.write("Qu'est-ce que la séance a changé dans le projet ?", "Les bancs seront face aux jeux.")
    return walker.press("Noter cette séance").reads("La séance est notée")


def answers_the_checklist(walker: Walker) -> Walker:
    """Answer every line of the checklist, then check what the project pays."""
    for group in walker.page.get_by_role("group").filter(has_text="Pas besoin ici").all():
        group.get_by_label("C'est fait").check()
    walker.press("Enregistrer mes réponses").tick("J'ai lu les dépenses")
    return walker.press("Enregistrer ma réponse")


def opens_a_sitting(walker: Walker) -> Walker:
    """Announce a sitting for today, call the roll, open."""
    walker.go("/").follow("Comité", exact=False)
    walker.write("Date de la séance", day(0)).write("Lieu", "Salle des fêtes").press("Prévoir la séance")
    walker.follow("Préparer").press("Convoquer les membres")
    for box in walker.page.get_by_role("checkbox").all():
        box.check()
    return walker.press("Ouvrir la séance").reads("La séance est ouverte", "7 membres présents")


def records(walker: Walker, choice: str, votes: tuple[int, int, int], status: int = 200, **typed: str) -> Walker:
    """Record the decision of the room."""
    walker.page.get_by_role("link", name="Décision").click()
    walker.page.wait_for_load_state()
    form = walker.page.locator(".decision-form")
    walker.tick(choice, "Que décide le comité ?")
    if "amount" in typed:
        walker.write("Somme accordée", typed["amount"])
    if "reason" in typed:
        walker.write("Pourquoi cette décision ?", typed["reason"])
    if choice == "Reporter":
        walker.write("Le projet revient le", day(1))
    for label, count in zip(("Pour", "Contre", "Abstentions"), votes, strict=True):
        walker.write(label, str(count), form)
    return walker.press("Enregistrer la décision", status=status)


def uploads_the_agreement(walker: Walker) -> Walker:
    """Prepare the agreement, then upload it signed."""
    walker.follow("Ouvrir l'argent du projet").tick("Une personne du groupe").write("Son nom", "Amina Diallo")
    walker.tick("Une avance maintenant, le reste à la fin").press("Préparer l'accord")
    walker.give("L'accord signé, en photo ou en PDF", "accord.pdf", "application/pdf", PDF)
    return walker.press("Enregistrer l'accord")


def orders_the_advance(walker: Walker) -> Walker:
    """Prepare the advance that the rules allow; above the threshold somebody else must sign."""
    walker.tick("Chèque").write("Numéro du chèque ou du virement", "CH-001")
    return walker.press("Verser l'avance").reads("Une deuxième signature est attendue")


def gives_news(walker: Walker) -> Walker:
    """Tell how it goes, with a photo."""
    walker.follow("Donner des nouvelles").tick("Tout va bien")
    walker.write("En une phrase, que se passe-t-il ?", "Les bancs sont posés, on plante samedi.")
    walker.give("Une photo, si vous en avez une", "bancs.jpg", "image/jpeg", photo())
    walker.unfold("Décrire la photo").write("Que voit-on sur la photo ?", "Deux bancs neufs devant les jeux.")
    return walker.press("Publier ces nouvelles").reads("Vos nouvelles sont publiées")


def says_that_it_is_done(walkers: list[Walker], address: str) -> None:
    """Say, as residents one after the other, that the works are done: two are needed."""
    for walker in walkers:
        walker.go(address).follow("Dire si c'est fait").tick("Oui, c'est fait")
        walker.press("Envoyer ma réponse").reads("Votre parole compte")
    walkers[-1].reads("Confirmé par les habitants et habitantes")


def reports(walker: Walker) -> Walker:
    """Add a receipt with its photo, tell how it went, send."""
    walker.follow("Ajouter un ticket")
    walker.give("La photo du ticket ou de la facture", "ticket.jpg", "image/jpeg", photo("ivory"))
    walker.write("Montant payé", "530,40").write("Où ?", "Jardinerie du Cher").write(
        "Pour acheter quoi ?", "Bancs et arbres"
    )
    walker.write("Quel jour ?", day(0)).press("Ajouter ce ticket").follow("Continuer vers le bilan")
    walker.write("Racontez comment cela s'est passé", "Trente voisins et voisines ont planté ensemble.")
    walker.write("Combien de personnes sont venues ?", "30").write(
        "Dont combien venaient pour la première fois ?", "12"
    )
    return walker.press("Envoyer le bilan")


def settles(walker: Walker) -> Walker:
    """Accept the receipt, then pay the balance."""
    walker.reads("Bancs et arbres", "530,40").press("Accepter")
    walker.tick("Chèque").press("et clore les comptes")
    return walker


def forms_the_panel(walker: Walker, juror: str) -> Walker:
    """Name three residents, one of whom has an account and will answer."""
    walker.follow("Former le panel").tick("Des personnes volontaires").tick("Bruno Petit")
    for number, (name, contact) in enumerate({"Odile Garnier": juror, "Yann Le Goff": ""}.items(), start=1):
        walker.write("Nom", name, walker.group(f"Personne {number}"))
        walker.write("Téléphone ou e-mail", contact, walker.group(f"Personne {number}"))
    walker.tick("Personne ici ne travaille")
    return walker.press("Former le panel")


def gives_the_verdict(walker: Walker) -> Walker:
    """Answer the panel's questions."""
    walker.follow("Donner notre avis").reads("Odile Garnier").tick("Odile Garnier").tick("Yann Le Goff")
    walker.tick("Oui, comme prévu")
    walker.write("Que s'est-il passé ?", "Les bancs sont là, les arbres poussent.")
    walker.write("À qui le projet a-t-il servi ?", "Aux familles qui attendent, aux anciens et anciennes.")
    walker.write("Qu'est-ce qui a changé grâce aux habitants et habitantes ?", "Les bancs ont changé de place.")
    walker.tick("On en a discuté ensemble", "Au début, quand l'idée est née :")
    walker.tick("On a construit le projet ensemble", "Quand le projet s'est préparé :")
    walker.tick("Les habitants et habitantes ont décidé et tout mené", "Quand le projet s'est fait :")
    walker.write("Que faut-il refaire, ou faire autrement ?", "Prévoir un point d'eau.")
    return walker.press("Publier l'avis du panel")

"""What people say in the demonstration when they do not tell their own project."""

from __future__ import annotations

from app.evaluation.models import Happened
from app.evaluation.services import Answers
from app.projects.models import Pace

CLOSINGS = {
    "incomplete": ("ask_for_more", False, "Dites-nous qui garde le matériel, et ajoutez un devis."),
    "withdrawn": ("withdraw", True, ""),
    "redirected": (
        "redirect",
        False,
        "Les jeux fixes relèvent du budget de la ville. Nous avons transmis votre idée et restons à vos côtés.",
    ),
}
"""State where a story stops → action, done by the carriers themselves, note."""

WELCOMES = (
    "Belle idée. Rendez-vous avec l'équipe pour préparer la suite.",
    "Merci pour votre projet. On se retrouve pour le construire ensemble.",
    "C'est clair et utile. Il reste à en parler avec les voisins et voisines.",
)

SESSIONS = (
    (6, "workshop", "On a choisi les dates et réparti les tâches."),
    (9, "walk", "On a fait le tour du lieu ensemble et changé l'emplacement."),
)
"""Days after the one before, kind, what it gave."""

NEWS = {
    Pace.ON_TRACK: "Tout avance comme prévu, les premières personnes sont venues.",
    Pace.LATE: "La livraison a deux semaines de retard. On commence dès qu'elle arrive.",
    Pace.BLOCKED: "Il manque la clé du local. Sans elle, on ne peut pas commencer.",
}

DONE = "C'est fait ! Merci à toutes celles et ceux qui ont aidé."

REPORT = (
    "Il y a eu du monde, des petits et des grands. Des voisins se sont parlé pour la première fois."
    " Le plus dur a été de prévenir tout le monde. On recommencera en collant plus d'affiches."
)

SAID = "On a fait la fête sur la place. Tout le monde a mangé ensemble, même ceux qui ne se parlaient plus."
"""What a report given by voice says."""

REMARKS = (
    "Les équipes reçues remercient le comité. La prochaine fois, une garde d'enfants sera proposée.",
    "Le comité demande que chaque équipe explique comment les voisins et voisines sont prévenus.",
    "Le comité rappelle que la buvette doit rester à petit prix.",
)

REASONS = {
    "adjourn": "Il manque le devis de l'intervenante et l'accord écrit de la salle.",
    "refuse": "Le comité craint pour les voisins et voisines d'en face. Le lieu n'est pas le bon.",
    "conditions": "Le mur appartient au bailleur : il doit dire oui avant.",
    "reduced": "Le prix des fournitures peut baisser : la ludothèque en prête une partie.",
}
CONDITIONS = "Avoir l'accord écrit du bailleur pour peindre le mur."

VERDICTS = (
    Answers(
        happened=Happened.YES,
        what_happened="Tout ce qui était prévu a été fait, et même un peu plus.",
        for_whom="Surtout des familles, et quelques anciens qui ne sortaient plus.",
        changed_by_residents="Le jour et le lieu ont changé parce que les mamans l'ont demandé.",
        to_redo="Prévenir plus tôt, et dans plusieurs langues.",
        level_origin=4,
        level_codesign=4,
        level_implementation=6,
    ),
    Answers(
        happened=Happened.PARTLY,
        what_happened="Une partie a été faite. La pluie a gâché la deuxième journée.",
        for_whom="Les jeunes sont venus. Il manquait les personnes âgées.",
        changed_by_residents="Les jeunes ont choisi le programme, pas la ville.",
        to_redo="Avoir une salle de secours.",
        level_origin=3,
        level_codesign=4,
        level_implementation=5,
    ),
    Answers(
        happened=Happened.YES,
        what_happened="C'était une réussite. On en parle encore dans la cage d'escalier.",
        for_whom="Pour tout l'immeuble, et même des gens d'à côté.",
        changed_by_residents="On voulait un atelier, on en a fait trois parce que trop de monde venait.",
        to_redo="Recommencer l'an prochain.",
        level_origin=5,
        level_codesign=3,
        level_implementation=6,
    ),
)

"""The ideas of the demonstration's editions: where, what, what the services found; every one is invented."""

from __future__ import annotations

from typing import NamedTuple

from app.projects.models import Theme


class Idea(NamedTuple):
    """An idea: its neighbourhood, its words, its cost in euros, why it is refused where it is, how much it is liked."""

    place: str
    title: str
    summary: str
    theme: Theme
    cost: int
    refused: str = ""
    liked: int = 50


PAST = (
    Idea(
        "sanitas",
        "Des bancs et de l'ombre place Neuve",
        "On attend l'école debout, en plein soleil. Il faut des bancs et trois arbres.",
        Theme.PUBLIC_SPACE,
        38_000,
        liked=78,
    ),
    Idea(
        "sanitas",
        "Un jeu pour les petits au pied des tours",
        "Les enfants de moins de six ans n'ont rien près de chez eux. Un petit jeu clos suffit.",
        Theme.YOUTH,
        52_000,
        liked=64,
    ),
    Idea(
        "rives-du-cher",
        "Éclairer le chemin du bord du Cher",
        "Le soir, plus personne n'ose rentrer par là. Des lampes basses suffiraient.",
        Theme.PUBLIC_SPACE,
        46_000,
        liked=58,
    ),
    Idea(
        "les-fontaines",
        "Un terrain de basket refait",
        "Le sol est fendu, on se tord les chevilles. Les jeunes du quartier sont prêts à peindre.",
        Theme.SPORT,
        44_000,
        liked=61,
    ),
    Idea(
        "europe",
        "Une boîte à livres et un abri",
        "Un abri pour s'asseoir et échanger des livres, près de l'arrêt du tram.",
        Theme.CULTURE,
        9_000,
        liked=40,
    ),
    Idea(
        "maryse-bastie",
        "Des jardins surélevés pour les anciens",
        "Des bacs à hauteur des mains, pour jardiner sans se baisser.",
        Theme.NATURE,
        17_000,
        liked=47,
    ),
    Idea(
        "sanitas",
        "Repeindre les halls d'immeuble",
        "Les halls sont sombres et abîmés.",
        Theme.LIVING_TOGETHER,
        0,
        "Les halls appartiennent au bailleur : la ville ne peut pas y faire de travaux.",
        0,
    ),
    Idea(
        "les-fontaines",
        "Une piscine en plein air",
        "L'été, il n'y a nulle part où se baigner.",
        Theme.SPORT,
        0,
        "Une piscine coûte bien plus que le plafond de 70 000 €.",
        0,
    ),
)
VOTING = (
    Idea(
        "sanitas",
        "Une fontaine à boire près du marché",
        "Il fait de plus en plus chaud. Une fontaine aiderait tout le monde, les jours de marché aussi.",
        Theme.PUBLIC_SPACE,
        21_000,
        liked=66,
    ),
    Idea(
        "sanitas",
        "Des arceaux et un abri pour les vélos",
        "On vole les vélos dans les caves. Un abri fermé, bien éclairé, changerait tout.",
        Theme.PUBLIC_SPACE,
        34_000,
        liked=48,
    ),
    Idea(
        "rives-du-cher",
        "Un agrès de sport pour tous les âges",
        "Des barres et un vélo fixe, pour les jeunes comme pour les retraités.",
        Theme.SPORT,
        28_000,
        liked=57,
    ),
    Idea(
        "rives-du-cher",
        "Des tables de pique-nique au bord de l'eau",
        "Trois grandes tables, dont une accessible en fauteuil.",
        Theme.LIVING_TOGETHER,
        14_000,
        liked=62,
    ),
    Idea(
        "les-fontaines",
        "Un mur à peindre par les jeunes",
        "Un mur prêté par la ville, et une artiste pour accompagner.",
        Theme.CULTURE,
        12_000,
        liked=39,
    ),
    Idea(
        "les-fontaines",
        "Un passage piéton surélevé devant l'école",
        "Les voitures roulent trop vite devant l'école. Il faut les forcer à ralentir.",
        Theme.PUBLIC_SPACE,
        41_000,
        liked=71,
    ),
    Idea(
        "europe",
        "Une scène de poche dans le parc",
        "Un plancher et une prise, pour les fêtes de quartier.",
        Theme.CULTURE,
        26_000,
        liked=44,
    ),
    Idea(
        "europe",
        "Un verger partagé",
        "Quinze arbres fruitiers, plantés et soignés par les habitants.",
        Theme.NATURE,
        11_000,
        liked=53,
    ),
    Idea(
        "maryse-bastie",
        "Des jeux d'eau pour l'été",
        "Des jets au sol, pour rafraîchir les enfants.",
        Theme.YOUTH,
        63_000,
        liked=59,
    ),
    Idea(
        "maryse-bastie",
        "Une cour d'école plus verte",
        "Enlever du goudron, planter, faire de l'ombre.",
        Theme.NATURE,
        58_000,
        liked=55,
    ),
    Idea(
        "les-tourettes",
        "Un composteur de quartier",
        "Deux grands bacs, et un voisin qui s'en occupe.",
        Theme.NATURE,
        6_000,
        liked=37,
    ),
    Idea(
        "rochepinard",
        "Des ralentisseurs rue des Bordiers",
        "Deux accidents cette année : il faut agir.",
        Theme.PUBLIC_SPACE,
        18_000,
        liked=42,
    ),
)
COMING = (
    Idea("la-rabiere", "Un préau pour les jours de pluie", "Un toit, quatre poteaux, et on peut se retrouver même "
         "quand il pleut.", Theme.LIVING_TOGETHER, 0),
    Idea("la-rabiere", "Des poubelles de tri près des jeux", "Les enfants trient à l'école, mais pas au parc.",
         Theme.NATURE, 0),
    Idea("le-morier", "Un terrain de pétanque éclairé", "Les soirs d'été, on joue à la lumière des téléphones.",
         Theme.SPORT, 0),
    Idea("le-morier", "Une rampe pour entrer à la maison de quartier", "En fauteuil ou avec une poussette, on ne "
         "passe pas.", Theme.SOLIDARITY, 0),
)  # fmt: skip

"""The sheet on which somebody writes an idea of project by hand; it asks what the first steps on screen ask."""

from __future__ import annotations

from app.accounts.paper import Blank, PaperKind
from app.i18n import lazy_gettext as _

IDEA = PaperKind(
    code="idea",
    letter="I",
    title=_("Mon idée pour le quartier"),
    intro=_("Écrivez ce que vous pouvez. Le reste se fera avec vous. Vous pouvez aussi dessiner."),
    blanks=(
        Blank(_("Votre prénom et votre nom")),
        Blank(_("Comment vous joindre (téléphone, adresse, ou « je passerai »)")),
        Blank(_("Votre idée, en quelques mots")),
        Blank(_("Ce que vous voulez faire"), lines=5),
        Blank(_("Où, et quand"), lines=2),
        Blank(_("Avec qui (au moins deux autres personnes si possible)"), lines=2),
        Blank(_("Ce que feront les habitants et habitantes"), lines=2),
        Blank(_("Combien cela coûte, à peu près")),
        Blank(_("D'où vient l'idée"), boxes=(_("une rencontre"), _("des voisins"), _("une association"))),
    ),
    endpoint="projects.new",
)

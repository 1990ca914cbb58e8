"""The slip on which somebody writes by hand a question, an idea or a remark."""

from __future__ import annotations

from app.accounts.paper import Blank, PaperKind
from app.i18n import lazy_gettext as _

SLIP = PaperKind(
    code="slip",
    letter="Q",
    title=_("Ma question, mon idée, mon avis"),
    intro=_("Écrivez ce que vous voulez dire. À chaque question, quelqu'un doit répondre, avant une date."),
    blanks=(
        Blank(_("Votre prénom et votre nom, si vous voulez")),
        Blank(
            _("C'est"),
            boxes=(_("une question"), _("une idée"), _("un ressenti"), _("un avis"), _("un problème à signaler")),
        ),
        Blank(_("Ce que vous voulez dire"), lines=7),
        Blank(
            _("Comment voulez-vous la réponse ?"),
            boxes=(_("à la prochaine rencontre"), _("un appel"), _("un SMS"), _("un courrier")),
        ),
        Blank(_("Votre numéro ou votre adresse, pour la réponse"), lines=2),
    ),
    endpoint="voices.speak",
)

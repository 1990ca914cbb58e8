"""The words for what the Pabulib reader refuses or finds odd, for every command and page that reads such a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import gettext, lazy_gettext
from app.pabulib import Curiosity, Fault

if TYPE_CHECKING:
    from app.pabulib import PabulibError, Remark

_ = lazy_gettext

FAULTS = {
    Fault.NOT_TEXT: _("ce n'est pas du texte en UTF-8."),
    Fault.NO_SECTION: _("la partie %(section)s manque."),
    Fault.SECTION_TWICE: _("la partie %(section)s commence deux fois."),
    Fault.NO_HEADER: _("la partie %(section)s est vide."),
    Fault.NO_COLUMN: _("la colonne %(column)s manque."),
    Fault.NO_KEY: _("l'information %(key)s manque."),
    Fault.KEY_TWICE: _("l'information %(key)s est donnée deux fois."),
    Fault.WRONG_FIELDS: _("%(found)s cases au lieu de %(expected)s."),
    Fault.UNCLOSED_QUOTE: _("un guillemet ouvert n'est pas refermé."),
    Fault.NOT_A_NUMBER: _("« %(text)s » n'est pas un nombre, dans %(column)s."),
    Fault.NEGATIVE: _("« %(text)s » est négatif, dans %(column)s."),
    Fault.PROJECT_TWICE: _("le projet %(project)s est déjà dans la liste."),
    Fault.UNKNOWN_PROJECT: _("le bulletin choisit le projet %(project)s, absent de la liste."),
    Fault.POINTS_MISMATCH: _("%(found)s notes pour %(expected)s choix."),
    Fault.WRONG_COUNT: _("%(key)s annonce %(announced)s, le fichier en contient %(found)s."),
}
CURIOSITIES = {
    Curiosity.WITHDRAWN: _("le projet %(subject)s a été retiré après le vote."),
    Curiosity.VOTED_TWICE: _("le bulletin %(subject)s choisit deux fois le même projet."),
    Curiosity.VOTES_DIFFER: _("le projet %(subject)s n'a pas le nombre de voix annoncé."),
}


def worded_refusal(error: PabulibError) -> str:
    """Say why a file is refused, and at which line."""
    return _at_line(error.line, str(FAULTS[error.fault]) % error.params)


def worded_remark(remark: Remark) -> str:
    """Say what is odd, and at which line."""
    return _at_line(remark.line, str(CURIOSITIES[remark.curiosity]) % {"subject": remark.subject})


def _at_line(line: int, reason: str) -> str:
    return str(gettext("Ligne %(line)s : %(reason)s", line=line, reason=reason))

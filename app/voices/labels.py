"""The words people read for the sorts of remarks."""

from __future__ import annotations

from app.i18n import LazyString
from app.i18n import lazy_gettext as _
from app.voices.models import ContributionKind

KINDS: dict[ContributionKind, LazyString] = {
    ContributionKind.QUESTION: _("Question"),
    ContributionKind.IDEA: _("Idée"),
    ContributionKind.FEELING: _("Ressenti"),
    ContributionKind.OPINION: _("Avis"),
    ContributionKind.REPORT: _("Signalement"),
}

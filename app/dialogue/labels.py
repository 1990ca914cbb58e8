"""The words people read for the sorts of spaces."""

from __future__ import annotations

from app.dialogue.models import SpaceKind
from app.i18n import LazyString
from app.i18n import lazy_gettext as _

SPACES: dict[SpaceKind, LazyString] = {
    SpaceKind.CITIZEN_COUNCIL: _("Conseil citoyen"),
    SpaceKind.NEIGHBOURHOOD_TABLE: _("Table de quartier"),
    SpaceKind.SOCIAL_CENTRE: _("Rencontre au centre social"),
    SpaceKind.WALK_AUDIT: _("Visite à pied du quartier"),
    SpaceKind.PROJECT_HOUSE: _("Maison de projet"),
    SpaceKind.OTHER: _("Autre lieu d'échange"),
}

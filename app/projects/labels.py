"""The words people read for the choices of a project file."""

from __future__ import annotations

from app.i18n import LazyString
from app.i18n import lazy_gettext as _
from app.projects.models import CarrierKind, Origin, ResourceKind, Theme

THEMES: dict[Theme, LazyString] = {
    Theme.LIVING_TOGETHER: _("Mieux vivre ensemble"),
    Theme.CULTURE: _("Culture et fête"),
    Theme.SPORT: _("Sport"),
    Theme.NATURE: _("Nature et jardin"),
    Theme.YOUTH: _("Enfance et jeunesse"),
    Theme.SOLIDARITY: _("Entraide"),
    Theme.PUBLIC_SPACE: _("Rues et places"),
    Theme.HEALTH: _("Santé et bien-être"),
}
ORIGINS: dict[Origin, LazyString] = {
    Origin.MEETING: _("D'une rencontre de quartier"),
    Origin.RESIDENTS: _("D'une idée entre voisins et voisines"),
    Origin.INSTITUTION: _("D'une proposition de la ville ou d'un bailleur"),
}
RESOURCES: dict[ResourceKind, LazyString] = {
    ResourceKind.OTHER_MONEY: _("De l'argent donné par d'autres"),
    ResourceKind.OWN_MONEY: _("De l'argent que nous apportons"),
    ResourceKind.IN_KIND: _("Du temps, un lieu ou du matériel prêtés"),
}
CARRIERS: dict[CarrierKind, LazyString] = {
    CarrierKind.INFORMAL_GROUP: _("Un groupe d'habitants et habitantes"),
    CarrierKind.ASSOCIATION: _("Une association"),
}

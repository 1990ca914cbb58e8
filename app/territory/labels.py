"""The words people read for the sorts of bodies that answer."""

from __future__ import annotations

from app.i18n import LazyString
from app.i18n import lazy_gettext as _
from app.territory.models import OrganisationKind

BODIES: dict[OrganisationKind, LazyString] = {
    OrganisationKind.CITY: _("Ville"),
    OrganisationKind.METROPOLIS: _("Métropole"),
    OrganisationKind.LANDLORD: _("Bailleur social"),
    OrganisationKind.STATE: _("État"),
    OrganisationKind.DEPARTMENT: _("Département"),
    OrganisationKind.TRANSPORT: _("Transports"),
    OrganisationKind.OTHER: _("Autre organisme"),
}

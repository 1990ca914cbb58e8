"""Laying out the minutes: the same titled parts for the screen and for print, with names or without. In French."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.committees.minutes import Content
from app.committees.papers import Capacity, MinutesSignature
from app.i18n import LazyString, force_locale, instant
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l

CAPACITIES: dict[Capacity, LazyString] = {
    Capacity.SECRETARY: _l("pour le secrétariat"),
    Capacity.CHAIR: _l("pour la présidence"),
}

TO_SIGN: dict[Capacity, LazyString] = {
    Capacity.SECRETARY: _l("Signature du secrétariat :"),
    Capacity.CHAIR: _l("Signature de la présidence :"),
}


def laid_out(content: Content) -> dict[str, Any]:
    """Return the minutes as titled parts. Public minutes are told by the absence of a list of movements."""
    with force_locale("fr"):
        is_public = "movements" not in content
        return {
            "title": _("Procès-verbal du comité du %(day)s", day=content["day"]),
            "subtitle": f"{content['committee']}, {content['city']}",
            "opening": [part for part in _opening(content) if part],
            "groups": _counts(content) if is_public else _people(content),
            "files-title": _("Les projets examinés"),
            "files": [_file(file, is_public=is_public) for file in content["files"]],
            "remarks-title": _("Remarques"),
            "remarks": content["remarks"],
            "signatures-title": _("Signatures"),
            "signatures": [],
            "digest": "",
            "by-hand": [],
        }


def with_signatures(content: Content, signatures: Sequence[MinutesSignature], digest: str) -> dict[str, Any]:
    """Return the minutes laid out with who signed them, and a line to sign by hand for who has not."""
    with force_locale("fr"):
        shown = laid_out(content)
        valid = [one for one in signatures if one.digest == digest]
        signed = {one.capacity for one in valid}
        shown["signatures"] = [signature_words(one) for one in valid]
        shown["by-hand"] = [str(label) for capacity, label in TO_SIGN.items() if capacity not in signed]
        if valid:
            shown["digest"] = _("Numéro de contrôle du texte signé (SHA-256) : %(digest)s", digest=digest)
    return shown


def without_signatures(content: Content) -> dict[str, Any]:
    """Return the public minutes laid out: two people signed them, and neither is named."""
    with force_locale("fr"):
        shown = laid_out(content)
        shown["signatures"] = [_("Le secrétariat et la présidence du comité ont signé ce procès-verbal.")]
    return shown


def signature_words(signature: MinutesSignature) -> str:
    """Say who signed, in which capacity, when and how."""
    said = _(
        "%(name)s, %(capacity)s, le %(at)s",
        name=signature.person.name,
        capacity=CAPACITIES[signature.capacity],
        at=instant(signature.signed_at),
    )
    return said + (" " + _("(sur papier)") if signature.scan_sha256 else "")


def _opening(content: Content) -> list[str]:
    where = _("Séance du %(day)s, %(place)s.", day=content["day"], place=content["place"])
    return [f"{where} {content['hours']}".strip(), content["notice"], content["money"]]


def _people(content: Content) -> list[Mapping[str, Any]]:
    columns = [_("Membre"), _("Représente"), _("Rôle")]
    present = [[one["name"], one["college"], one["role"]] for one in content["present"]]
    absent = [[one["name"], one["college"], one["role"]] for one in content["absent"]]
    return [
        _group(_("Présents et présentes"), columns, present, content["movements"] or [_nobody(present)]),
        _group(_("Absents et absentes"), columns, absent, [_nobody(absent)]),
    ]


def _counts(content: Content) -> list[Mapping[str, Any]]:
    columns = [_("Représentent"), _("Nombre")]
    present = [[one["college"], one["count"]] for one in content["present"]]
    absent = [[one["college"], one["count"]] for one in content["absent"]]
    return [
        _group(_("Présents et présentes"), columns, present, [_nobody(present)]),
        _group(_("Absents et absentes"), columns, absent, [_nobody(absent)]),
    ]


def _nobody(rows: Sequence[object]) -> str:
    return "" if rows else _("Personne.")


def _group(title: str, columns: list[str], rows: list[list[str]], sentences: list[str]) -> Mapping[str, Any]:
    return {
        "title": title,
        "columns": columns if rows else [],
        "rows": rows,
        "sentences": [sentence for sentence in sentences if sentence],
    }


def _file(file: Content, *, is_public: bool) -> Mapping[str, Any]:
    facts = [file["ref"], file["place"], _("%(amount)s demandés", amount=file["requested"])]
    if not is_public and file["team"]:
        facts.append(_("porté par %(team)s", team=file["team"]))
    presiding = "" if is_public else file.get("presiding", "")  # minutes signed by an earlier version have none
    lines = [file["hearing"], presiding, *_aside(file, is_public=is_public), file["quorum"], file["vote"]]
    typed = [
        (_("Accepté après la date limite :"), file["waiver"]),
        (_("Audition :"), "" if is_public else file["hearing_note"]),
        (_("Pourquoi :"), file["reason"]),
        (_("Conditions :"), file["conditions"]),
        (_("Notes :"), file["note"]),
    ]
    decision = " ".join(part for part in (file["decision"], file["target"], file["left"]) if part)
    return {
        "title": file["title"],
        "result": file["result"],
        "facts": " · ".join(fact for fact in facts if fact),
        "lines": [line for line in lines if line],
        "decision": decision,
        "typed": [[name, value] for name, value in typed if value],
    }


def _aside(file: Content, *, is_public: bool) -> list[str]:
    if is_public:
        return [file["aside"]]
    return [_("Se retire : %(name)s (%(reason)s).", name=one["name"], reason=one["reason"]) for one in file["aside"]]

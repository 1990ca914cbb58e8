"""What a batch of paper ballots says once both keyings are there, and what still keeps it from counting."""

from __future__ import annotations

from app.ballots.models import PaperBatch, PaperKind
from app.ballots.paper_queries import keyed_by, mismatches
from app.i18n import gettext as _
from app.i18n import ngettext


def agreed(batch: PaperBatch) -> dict[int, tuple[PaperKind, bytes]]:
    """Return what each ballot says, by number: as both keyed it, or as two persons settled it."""
    second = {each.serial: (each.kind, each.choices) for each in keyed_by(batch, 2)}
    found = {
        each.serial: (each.kind, each.choices)
        for each in keyed_by(batch, 1)
        if second.get(each.serial) == (each.kind, each.choices)
    }
    for mismatch in mismatches(batch):
        settled = mismatch.settlement
        if mismatch.is_settled and settled is not None and not settled.is_absent:
            found[mismatch.serial] = (settled.kind, settled.choices)
    return found


def obstacles(batch: PaperBatch) -> list[str]:
    """Say what is missing before a batch counts, in the order in which it is done."""
    if not batch.is_keyed_twice:
        return [_("Les deux saisies ne sont pas finies.")]
    missing = []
    if waiting := sum(not each.is_settled for each in mismatches(batch)):
        missing.append(
            ngettext(
                "Il reste %(num)d bulletin sur lequel les deux saisies diffèrent.",
                "Il reste %(num)d bulletins sur lesquels les deux saisies diffèrent.",
                waiting,
            )
        )
    if not adds_up(batch) and batch.reason_confirmed_by_id is None:
        missing.append(_("Les nombres ne tombent pas juste : deux personnes doivent en écrire la raison."))
    return missing


def adds_up(batch: PaperBatch) -> bool:
    """Say whether papers in the urn, signatures and keyed ballots are as many."""
    return batch.in_urn == batch.signatures == batch.keyed

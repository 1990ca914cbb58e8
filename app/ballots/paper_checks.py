"""What a batch of paper ballots says once both keyings are there, and what still keeps it from counting."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.ballots.models import PaperBatch, PaperKind
from app.ballots.paper_queries import Reading, counted_elsewhere, readings, signed_at
from app.i18n import gettext as _
from app.i18n import ngettext


@dataclass(frozen=True)
class Compared:
    """Both keyings of a batch side by side: where they differ, what each ballot says, which papers are copies.

    A copy is a number that counts already in another urn: it says nothing here, and the numbers do not add up.
    """

    batch: PaperBatch
    differing: list[Reading]
    agreed: Mapping[int, tuple[PaperKind, bytes]]
    copies: Collection[int]
    noted: int
    """Signatures noted on the screen for this place: whoever signed and is not noted may have voted online as well."""

    @property
    def adds_up(self) -> bool:
        """Whether papers in the urn, signatures on paper and on the screen, and ballots that count are as many."""
        return self.batch.in_urn == self.batch.signatures == self.noted == len(self.agreed)


def is_settled(found: Compared) -> bool:
    """Say whether two persons agree on every ballot: only then do the numbers mean something."""
    return all(each.is_settled for each in found.differing)


def compared(batch: PaperBatch) -> Compared:
    """Compare both keyings of a batch; nothing is told of them before both are done."""
    found = readings(batch) if batch.is_keyed_twice else []
    said = {each.serial: what for each in found if (what := _said(each)) is not None}
    copies = counted_elsewhere(batch, said) if said else set()
    agreed = {serial: what for serial, what in said.items() if serial not in copies}
    noted = signed_at(batch.edition_id, batch.place)
    return Compared(batch, [each for each in found if each.differs], agreed, sorted(copies), noted)


def obstacles(found: Compared) -> list[str]:
    """Say what is missing before a batch counts, in the order in which it is done."""
    if not found.batch.is_keyed_twice:
        return [_("Les deux saisies ne sont pas finies.")]
    missing = []
    if waiting := sum(not each.is_settled for each in found.differing):
        missing.append(
            ngettext(
                "Il reste %(num)d bulletin sur lequel les deux saisies diffèrent.",
                "Il reste %(num)d bulletins sur lesquels les deux saisies diffèrent.",
                waiting,
            )
        )
    if not waiting and not found.adds_up and found.batch.reason_confirmed_by_id is None:
        missing.append(_("Les nombres ne tombent pas juste : deux personnes doivent en écrire la raison."))
    return missing


def gaps(found: Compared) -> list[str]:
    """Say each number that does not match another, in the order in which one counts them again."""
    batch, ballots = found.batch, len(found.agreed)
    told = []
    if batch.in_urn != batch.signatures:
        told.append(_("Papiers dans l'urne : %(one)d. Signatures au registre : %(other)d.",
                      one=batch.in_urn, other=batch.signatures))  # fmt: skip
    if found.noted != batch.signatures:
        told.append(_("Signatures au registre : %(one)d. Notées à l'écran : %(other)d.",
                      one=batch.signatures, other=found.noted))  # fmt: skip
    if found.noted < batch.signatures:
        told.append(_("Sans signature notée, un vote en ligne de la même personne compte aussi."))
    if batch.in_urn != ballots:
        told.append(_("Papiers dans l'urne : %(one)d. Bulletins saisis : %(other)d.",
                      one=batch.in_urn, other=ballots))  # fmt: skip
    return told


def _said(found: Reading) -> tuple[PaperKind, bytes] | None:
    """Return what a ballot says, as both keyed it or as two persons settled it; None while nobody knows."""
    if not found.differs and found.first is not None:
        return found.first.kind, found.first.choices
    settled = found.settlement
    if settled is None or not found.is_settled or settled.is_absent:
        return None
    return settled.kind, settled.choices

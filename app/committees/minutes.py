"""The minutes (procès-verbal) drafted from what happened, and the same without a name, both as plain data.

They are in French whoever reads: they are the record of a French committee. The data are what is signed, kept and
printed; nothing in them depends on the day they are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from app.chain import START, digest
from app.clock import PARIS
from app.committees.masking import masked
from app.committees.minutes_reading import Heard, Held
from app.committees.minutes_words import (
    decision_words,
    hearing_words,
    member_words,
    movements_words,
    notice_words,
    presiding_words,
    quorum_words,
    result_word,
    target_words,
    undecided_words,
    vote_words,
)
from app.committees.models import College
from app.committees.wording import COLLEGES
from app.i18n import day, euros, force_locale, hour, ngettext
from app.i18n import gettext as _

Content = dict[str, Any]


def drafted(held: Held) -> Content:
    """Return the minutes with names, for the committee: JSON values only."""
    with force_locale("fr"):
        return {
            **_head(held),
            "present": [member_words(held, seat) for seat in held.there.seats if seat.id in held.came],
            "absent": [member_words(held, seat) for seat in held.there.seats if seat.id not in held.came],
            "movements": movements_words(held),
            "files": list(_files(held)),
            "remarks": held.text.remarks if held.text else "",
        }


def published(content: Content, held: Held) -> Content:
    """Return the minutes as everybody may read them: colleges and counts instead of names."""
    names = list(held.names())
    with force_locale("fr"):
        return {
            **{key: content[key] for key in ("committee", "fund", "city", "day", "place", "hours", "notice", "money")},
            "second_call": content["second_call"],
            "present": _by_college(held, came=True),
            "absent": _by_college(held, came=False),
            "files": [_without_names(file, names) for file in content["files"]],
            "remarks": masked(content["remarks"], names),
        }


def digest_of(content: Content, sitting_id: int) -> str:
    """Return the SHA-256, in hexadecimal, of the minutes of a sitting: what a signature is put under."""
    return digest(START, {"sitting": sitting_id, "content": content})


def _head(held: Held) -> Content:
    sitting = held.sitting
    return {
        "committee": sitting.committee.name,
        "fund": sitting.committee.fund.name,
        "city": sitting.committee.fund.commune.name,
        "day": day(sitting.held_on),
        "place": sitting.place,
        "hours": _hours(held),
        "notice": notice_words(sitting),
        "second_call": sitting.second_call,
        "money": _money(held),
    }


def _hours(held: Held) -> str:
    opened, closed = held.sitting.opened_at, held.sitting.closed_at
    if opened is None or closed is None:
        return ""
    said = {"start": hour(opened), "end": hour(closed)}
    if opened.astimezone(PARIS).date() != closed.astimezone(PARIS).date():
        return _("De %(start)s à %(end)s, le %(day)s.", day=day(closed), **said)
    return _("De %(start)s à %(end)s.", **said)


def _money(held: Held) -> str:
    before, after = held.sitting.left_at_opening_cents, held.sitting.left_at_closing_cents
    if before is None or after is None:
        return ""
    return _(
        "L'enveloppe contenait %(before)s à l'ouverture. Il reste %(after)s à la fermeture.",
        before=euros(before),
        after=euros(after),
    )


def _files(held: Held) -> Iterator[Content]:
    left = held.sitting.left_at_opening_cents
    notes = held.text.notes if held.text else {}
    for file in held.files:
        if left is not None and file.decision:
            left -= file.decision.amount_cents or 0
        yield {
            **_file(file, held),
            "left": _("Il reste %(left)s.", left=euros(left)) if left is not None and file.decision else "",
            "note": notes.get(str(file.item.project_id), ""),
        }


def _file(file: Heard, held: Held) -> Content:
    project, decision = file.project, file.decision
    seats = {seat.id: seat for seat in held.there.seats}
    aside = [(seats[seat_id], row.reason) for seat_id, row in file.aside.items() if seat_id in seats]
    return {
        "id": project.id,
        "ref": project.ref,
        "title": project.title,
        "place": project.neighbourhood.name if project.neighbourhood else "",
        "requested": euros(decision.requested_cents if decision else project.requested_cents),
        "team": ", ".join(member.name for member in project.team),
        "waiver": file.item.waiver_reason,
        "aside": [{"name": seat.person.name, "reason": reason} for seat, reason in aside],
        "aside_count": len(aside),
        "presiding": presiding_words(decision, seats) if decision else "",
        "hearing": hearing_words(file.hearing),
        "hearing_note": file.hearing.note if file.hearing else "",
        "quorum": quorum_words(decision) if decision else "",
        "vote": vote_words(decision) if decision else "",
        "result": result_word(decision) if decision else _("Pas de décision"),
        "decision": decision_words(decision) if decision else undecided_words(project, held.sitting),
        "reason": decision.reason if decision else "",
        "conditions": decision.conditions if decision else "",
        "target": target_words(decision) if decision else "",
    }


def _without_names(file: Content, names: list[str]) -> Content:
    kept = ("ref", "title", "place", "requested", "hearing", "quorum", "vote", "result", "decision", "target", "left")
    typed = ("waiver", "reason", "conditions", "note")
    aside = ngettext(
        "%(num)d membre s'est retiré.", "%(num)d membres se sont retirés.", file["aside_count"]
    ) if file["aside_count"] else ""  # fmt: skip
    return {
        **{key: file[key] for key in kept},
        **{key: masked(file[key], names) for key in typed},
        "aside": aside,
    }


def _by_college(held: Held, *, came: bool) -> list[Mapping[str, str]]:
    counted = Counter(seat.college for seat in held.there.seats if (seat.id in held.came) is came)
    return [
        {"college": str(COLLEGES[college]).capitalize(), "count": str(counted[college])}
        for college in College
        if counted[college]
    ]

"""The digest of a month: what residents of a neighbourhood said, by theme then by sort, naming nobody (F-34)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import sqlalchemy as sa

from app import clock, pdf
from app.addresses import full_address
from app.db import session
from app.i18n import gettext as _
from app.i18n import month_name, ngettext
from app.territory.models import Neighbourhood
from app.voices.labels import KINDS, THEMES
from app.voices.models import Contribution, ContributionKind, VoiceTheme, shown

MOST_WORDS = 300
"""Remarks told in one digest: more in a month would be read by nobody."""


@dataclass(frozen=True)
class Chapter:
    """What was said on a theme: each remark with its sort."""

    title: str
    remarks: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Digest:
    """What was said in a neighbourhood in a month (its first day)."""

    place: Neighbourhood
    month: date
    chapters: Sequence[Chapter]

    @property
    def count(self) -> int:
        """How many remarks it tells."""
        return sum(len(chapter.remarks) for chapter in self.chapters)

    @property
    def title(self) -> str:
        """Name the digest: the neighbourhood and the month."""
        return _("Ce qui s'est dit en %(month)s : %(place)s", place=self.place.name, month=month_name(self.month))


def first_day(day: date) -> date:
    """Return the first day of the month of a day."""
    return day.replace(day=1)


def last_month(today: date | None = None) -> date:
    """Return the first day of the month that has just ended."""
    return first_day(first_day(today or clock.today()) - timedelta(days=1))


def digest_of(place: Neighbourhood, month: date) -> Digest:
    """Read what may be told of a month: published, not merged into another; one query."""
    following = first_day(month + timedelta(days=32))
    rows = (
        session()
        .scalars(
            sa.select(Contribution)
            .where(
                Contribution.neighbourhood_id == place.id,
                Contribution.said_on >= month,
                Contribution.said_on < following,
                Contribution.merged_into_id.is_(None),
                shown(),
            )
            .order_by(Contribution.said_on, Contribution.id)
            .limit(MOST_WORDS)
        )
        .all()
    )
    themes, kinds = list(VoiceTheme), list(ContributionKind)
    ordered = sorted(rows, key=lambda said: (themes.index(said.theme or VoiceTheme.OTHER), kinds.index(said.kind)))
    chapters = [
        Chapter(str(THEMES[theme]), [(str(KINDS[said.kind]), said.text) for said in group])
        for theme, group in groupby(ordered, key=lambda said: said.theme or VoiceTheme.OTHER)
    ]
    return Digest(place, month, chapters)


def letter(digest: Digest) -> tuple[str, str]:
    """Return the subject and the body of the message that carries a digest."""
    lines = [
        _("Bonjour,"),
        ngettext("%(num)d parole d'habitant ou d'habitante.", "%(num)d paroles d'habitants et d'habitantes.",
                 digest.count),
        *(f"{chapter.title}\n" + "\n".join(f"- {kind} : {text}" for kind, text in chapter.remarks)
          for chapter in digest.chapters),
        _("La même chose à imprimer : %(address)s", address=_address(digest)),
        _("Ces mots ne nomment personne. Répondez aux questions : la réponse sera dite à la prochaine rencontre."),
    ]  # fmt: skip
    return digest.title, "\n\n".join(lines)


def printed(digest: Digest) -> bytes:
    """Return the digest to print."""
    chapters = [
        {"title": chapter.title, "remarks": [list(remark) for remark in chapter.remarks]} for chapter in digest.chapters
    ]
    told = _("Ces mots ne nomment personne. Ils vont aux services qui peuvent y répondre.")
    empty = _("Rien n'a été noté ce mois-ci.")
    return pdf.made(
        "voices/documents/digest.typ", {"title": digest.title, "told": told, "chapters": chapters, "empty": empty}
    )


def _address(digest: Digest) -> str:
    return full_address(f"/neighbourhoods/{digest.place.slug}/digest?month={digest.month:%Y-%m}")

"""The story of a project for somebody who knows nothing of it: the words, what they changed, the decision, and after.

Other slices add what they know to a chapter; we import none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.clock import PARIS
from app.i18n import LazyString, day, euros, ngettext
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.projects.association import parts_of
from app.projects.comparing import CHANGED, gap_sentence
from app.projects.labels import ORIGINS
from app.projects.models import ChangeField, Project
from app.projects.queries.follow import follow_of
from app.projects.queries.page import ProjectFile, TimelineRow
from app.projects.queries.traces import Caused, traces_of
from app.projects.words import PAST
from app.steps.models import StepKind

Teller = Callable[[Project], str]
CHAPTERS: dict[str, LazyString] = {
    "origin": _l("Une parole"),
    "changes": _l("Le projet change"),
    "decision": _l("La décision"),
    "money": _l("L'argent"),
    "delivery": _l("La réalisation"),
    "verdict": _l("L'avis des habitants et habitantes"),
}
TOLD_BY_STEPS: dict[str, tuple[str, ...]] = {
    "decision": ("grant", "grant_with_conditions", "adjourn", "refuse"),
    "money": ("pay_advance", "fund_without_advance"),
    "delivery": ("start", "finish", "call_off"),
    "verdict": ("deliver_verdict",),
}
"""The actions that make a chapter; the last one taken tells it."""
MOST_CAUSED = 2
"""Changes told with the words that caused them; the page of versions holds the others."""

SHORT = 80
"""Characters: longer, what a change says is left to the page of versions."""
TOLD_IN_FULL = frozenset({ChangeField.PLACE, ChangeField.AUDIENCE, ChangeField.CALENDAR})
COLON = "\N{NO-BREAK SPACE}: "

_tellers: dict[str, list[Teller]] = {key: [] for key in CHAPTERS}


@dataclass(frozen=True)
class Line:
    """A sentence of a chapter, and the words of a resident that go with it."""

    sentence: str
    quote: str = ""


@dataclass(frozen=True)
class Chapter:
    """One moment of the story."""

    key: str
    title: str
    lines: Sequence[Line]


def chapter(key: str) -> Callable[[Teller], Teller]:
    """Register what another slice tells in a chapter (empty: nothing), from facts it has already read."""

    def add(teller: Teller) -> Teller:
        if teller not in _tellers[key]:
            _tellers[key].append(teller)
        return teller

    return add


def story_of(file: ProjectFile) -> list[Chapter]:
    """Tell the chapters that have something to say, in order."""
    told = [
        Chapter(key, str(title), [*_own(file, key), *_elsewhere(file.project, key)]) for key, title in CHAPTERS.items()
    ]
    return [one for one in told if one.lines]


def _own(file: ProjectFile, key: str) -> list[Line]:
    match key:
        case "origin":
            return _origin(file.project)
        case "changes":
            return _changes(file.project)
        case _:
            return _steps(file, key)


def _origin(project: Project) -> list[Line]:
    said, meeting = project.origin_contribution, project.origin_meeting
    quote = project.origin_words
    if meeting is not None and quote:
        return [Line(_("Le %(day)s, dans une rencontre du quartier :", day=day(meeting.held_on)), quote)]
    if meeting is not None:
        return [Line(_("L'idée naît le %(day)s, dans une rencontre du quartier.", day=day(meeting.held_on)))]
    if quote and said is not None:
        return [Line(_("Le %(day)s, quelqu'un du quartier dit :", day=day(said.said_on)), quote)]
    if project.origin is None:
        return []
    return [Line(_("L'idée vient : %(origin)s.", origin=_lowered(str(ORIGINS[project.origin]))))]


def _changes(project: Project) -> list[Line]:
    traces = traces_of(project)
    caused = _by_cause(traces.changes)[:MOST_CAUSED]
    lines = [_together(project), *(Line(" ".join(sentences), quote) for quote, sentences in caused)]
    others = len(traces.changes) - sum(len(sentences) - 1 for _quote, sentences in caused)
    if others:
        lines.append(_others(others, first=not caused))
    came = [one for one in traces.joinings if one.proposal.done and one.proposal.into_id == project.id]
    lines += [Line(_("Un autre projet le rejoint : « %(title)s ».", title=one.other_title)) for one in came]
    return [line for line in lines if line is not None]


def _together(project: Project) -> Line | None:
    part = next((one for one in parts_of(project) if one.stage == "codesign"), None)
    if part is None or not part.residents:
        return None
    return Line(
        ngettext(
            "On le construit ensemble, en %(num)d séance.", "On le construit ensemble, en %(num)d séances.",
            part.sessions,
        )
    )  # fmt: skip


def _by_cause(changes: Iterable[Caused]) -> list[tuple[str, list[str]]]:
    """Return each of the words that changed the project, with a sentence for each change, and whose words they are."""
    found: dict[str, list[str]] = {}
    for one in changes:
        quote = next((said.text for said in one.causes if said.is_shown), "")
        if quote:
            found.setdefault(quote, []).append(_sentence(one))
    return [(quote, [*sentences, _("C'est à cause de cette parole :")]) for quote, sentences in found.items()]


def _sentence(one: Caused) -> str:
    """Tell a change, with what it becomes when a few words say it."""
    change = one.change
    if change.amount_delta_cents:
        return f"{CHANGED[change.field]}. {gap_sentence(change.amount_delta_cents)}"
    _label, _colon, after = change.after.partition(COLON)
    if one.is_hidden or change.field not in TOLD_IN_FULL or "\n" in after or len(after) > SHORT:
        return f"{CHANGED[change.field]}."
    return f"{CHANGED[change.field]}{COLON}{after}."


def _others(count: int, *, first: bool) -> Line:
    if first:
        return Line(ngettext("Il change %(num)d fois.", "Il change %(num)d fois.", count))
    return Line(ngettext("Il change encore %(num)d fois.", "Il change encore %(num)d fois.", count))


def _steps(file: ProjectFile, key: str) -> list[Line]:
    row = _last(file.rows, TOLD_BY_STEPS[key])
    if row is None:
        return []
    when, what = day(row.step.at.astimezone(PARIS).date()), _lowered(str(PAST[row.step.action]))
    told = _("Le %(day)s : %(what)s", day=when, what=what)
    amount = file.project.granted_cents
    granted = _("Montant accordé : %(amount)s.", amount=euros(amount)) if key == "decision" and amount else ""
    return [Line(" ".join(filter(None, (told, granted))))]


@chapter("delivery")
def confirmed(project: Project) -> str:
    """Tell how many residents say that it is done."""
    word = follow_of(project).word if project.stage in ("implementation", "evaluation") else None
    if word is None or not word.yes:
        return ""
    return ngettext(
        "%(num)d habitant ou habitante le confirme.", "%(num)d habitants et habitantes le confirment.", word.yes
    )


def _last(rows: Iterable[TimelineRow], actions: tuple[str, ...]) -> TimelineRow | None:
    """Return the last of these actions that was not taken back."""
    kept = list(rows)
    undone = {row.step.corrects for row in kept if row.step.kind is StepKind.CORRECTION}
    found = [
        row for row in kept
        if row.step.kind is StepKind.ACTION and row.step.action in actions and row.step.number not in undone
    ]  # fmt: skip
    return found[-1] if found else None


def _elsewhere(project: Project, key: str) -> list[Line]:
    return [Line(sentence) for teller in _tellers[key] if (sentence := teller(project))]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]

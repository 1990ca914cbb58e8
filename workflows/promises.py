"""What the product promises whatever the workflow file says: proved on the graph, out of reach of the file's editor."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflows.definition import Action, Definition
from workflows.graph import Path, shortest_paths, written


@dataclass(frozen=True, slots=True)
class Promise:
    """No subject of this kind reaches the target unless an action under this guard, or another listed, was taken."""

    kind: str
    target: str
    guard: str
    sentence: str
    or_guards: tuple[str, ...] = ()
    older: frozenset[tuple[str, int]] = frozenset()
    """Files, by key and version, released before the promise was made: nothing can be asked of them any more."""

    def binds(self, definition: Definition) -> bool:
        """Tell whether the promise was made of this file."""
        return self.kind == definition.kind and (definition.key, definition.version) not in self.older

    def kept_by(self, action: Action) -> bool:
        """Tell whether taking this action fulfils the promise."""
        return not {self.guard, *self.or_guards}.isdisjoint(action.requires)


KINDS = ("project", "sitting", "meeting", "question", "training", "edition")
"""The kinds of subject a workflow may be written for; a file cannot escape its promises by inventing another."""

PROMISES = (
    Promise(
        "project",
        "funded",
        "committee_decided",
        "Pas d'argent sans décision du comité ou vote des habitants et habitantes.",
        or_guards=("residents_voted",),
    ),
    Promise(
        "project",
        "funded",
        "committee_granted",
        "Pas d'argent si le comité n'a pas dit oui.",
        or_guards=("committee_granted_with_conditions", "council_voted"),
    ),
    Promise(
        "project",
        "funded",
        "envelope_covers_grant",
        "Pas d'argent au-delà de l'enveloppe.",
        or_guards=("outcome_within_envelope",),
    ),
    Promise(
        "project", "closed", "residents_evaluated", "Pas de clôture sans l'évaluation des habitants et habitantes."
    ),
    Promise("project", "closed", "residents_at_origin", "Les habitants et habitantes sont à l'origine du projet."),
    Promise("project", "closed", "residents_in_codesign", "Les habitants et habitantes construisent le projet."),
    Promise(
        "project",
        "closed",
        "residents_in_delivery",
        "Les habitants et habitantes prennent part à la réalisation, ou la raison est publique.",
        older=frozenset({("micro-grant", 1)}),
    ),
    Promise(
        "project",
        "closed",
        "money_squared",
        "Pas de clôture avant que les comptes soient justes.",
        or_guards=("delivery_accounted",),
    ),
    Promise("edition", "ideas", "rules_compared", "Pas de règle adoptée sans en avoir comparé deux."),
    Promise("edition", "vote", "refusals_told", "Pas de vote avant que chaque refus ait été dit et expliqué."),
    Promise("edition", "vote", "record_frozen", "Pas de vote avant que les règles et la liste soient figées."),
    Promise("edition", "count", "vote_over", "Pas de dépouillement avant la fin du vote."),
    Promise("edition", "count", "ballots_sealed", "Pas de dépouillement tant que les bulletins mènent à quelqu'un."),
    Promise("edition", "deliberation", "votes_counted", "Pas de délibération sans dépouillement."),
    Promise("edition", "deliberation", "count_repeated", "Pas de résultat publié sans second dépouillement."),
    Promise("edition", "delivery", "council_decided", "Pas de travaux sans le vote du conseil."),
    Promise(
        "edition", "closed", "residents_judged_projects", "Pas de clôture sans l'avis des habitants et habitantes."
    ),
    Promise("training", "closed", "cold_evaluation_given", "Pas de clôture sans avoir vu ce qui a changé."),
    Promise("training", "delivered", "training_financed", "Pas de formation sans financement."),
    Promise("training", "closed", "organisations_mixed", "La posture d'égal à égal s'apprend entre organismes."),
    Promise("sitting", "closed", "roll_call_taken", "Pas de séance close sans avoir été ouverte par un appel."),
    Promise("sitting", "published", "roll_call_taken", "Pas de séance publiée sans appel des membres."),
    Promise("sitting", "published", "minutes_signed_by_two", "Rien n'est publié sans deux signatures."),
    Promise(
        "meeting",
        "evaluated",
        "minutes_in_plain_words",
        "Pas de bilan d'une rencontre sans compte rendu en mots simples.",
    ),
    Promise("meeting", "evaluated", "minutes_name_nobody", "Le compte rendu d'une rencontre ne nomme personne."),
    Promise(
        "meeting", "evaluated", "questions_assigned", "Chaque question posée en rencontre a un service qui répond."
    ),
    Promise("meeting", "evaluated", "experience_told", "Une rencontre se juge avec un habitant ou une habitante."),
    Promise("meeting", "announced", "outreach_planned", "On n'annonce pas une rencontre sans aller vers les gens."),
    Promise("question", "answered", "answer_complete", "Pas de réponse publiée sans sa version en mots simples."),
    Promise("question", "closed", "answer_published", "Pas de question close sans réponse publiée."),
    Promise("question", "closed", "told_back", "Pas de question close avant que la réponse ait été dite."),
    Promise(
        "question", "merged", "merged_into_a_question", "Une question réunie mène à une question qui a sa réponse."
    ),
)


def offending_path(definition: Definition, promise: Promise) -> Path | None:
    """Find a shortest path that reaches the target without fulfilling the promise; None when the promise holds."""
    paths = shortest_paths(definition, definition.initial, lambda action: not promise.kept_by(action))
    return paths.get(promise.target)


def broken(definition: Definition, promises: Iterable[Promise] = PROMISES) -> list[str]:
    """Say in French each promise made for this kind that the definition breaks, with a shortest offending path."""
    return [
        sentence
        for promise in promises
        if promise.binds(definition) and (sentence := _breach(definition, promise)) is not None
    ]


def _breach(definition: Definition, promise: Promise) -> str | None:
    breach = f"Promesse rompue\N{NO-BREAK SPACE}: {promise.sentence}"
    if promise.target not in definition.states:
        return f"{breach} L'état {promise.target} n'existe pas."
    path = offending_path(definition, promise)
    if path is None:
        return None
    return f"{breach} Chemin\N{NO-BREAK SPACE}: {written(definition.initial, path)}"

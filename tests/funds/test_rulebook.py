"""The table of parameters, and the rules told in plain words: no database."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from app.funds import plain_rules
from app.funds.opening import PARTS
from app.funds.opening_forms import QUESTIONS
from app.funds.parameters import BY_NAME, PARAMETERS, Kind, proposed
from app.funds.rulebook import FundRules, PaymentMode
from app.funds.rules_forms import RulesForm
from app.money import LARGEST

KEPT_BY_THE_PRODUCT = {"id", "fund_id", "version", "valid_from", "is_draft", "made_by_id"}
LONGEST_SENTENCE = 22
"""Words."""


def test_every_parameter_is_in_the_table_once_and_in_the_form() -> None:
    columns = {column.key for column in sa.inspect(FundRules).column_attrs} - KEPT_BY_THE_PRODUCT

    assert [parameter.name for parameter in PARAMETERS] == list(dict.fromkeys(BY_NAME))
    assert set(BY_NAME) == columns
    assert all(hasattr(RulesForm, name) for name in columns)


@pytest.mark.parametrize("parameter", [one for one in PARAMETERS if one.bounds != (0, 0)], ids=lambda one: one.name)
def test_what_is_proposed_is_allowed(parameter) -> None:
    least, most = parameter.bounds

    assert least <= parameter.default <= most


def test_a_fund_opens_in_fewer_than_twelve_questions() -> None:
    assert sum(len(names) for names in PARTS.values()) == QUESTIONS == 11


def test_rules_are_told_in_short_sentences(app: Flask) -> None:
    rules = proposed(
        min_amount_cents=50_00, above_cap_allowed=True, own_share_pct=20, own_money_pct=5, max_share_pct=80
    )

    with app.test_request_context():
        told = plain_rules.chapters(rules)

    sentences = [sentence for chapter in told for sentence in chapter.sentences]
    assert {chapter.title for chapter in told} >= {"Qui peut demander", "Qui décide", "Quand l'argent arrive"}
    assert [
        text for text in sentences if max(len(part.split()) for part in re.split(r"[.] ", text)) > LONGEST_SENTENCE
    ] == []
    assert not any("%" in text and not re.search(r"\d\u00a0%", text) for text in sentences)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"min_group": 5}, "Un groupe d'au moins 5 personnes peut demander."),
        ({"min_amount_cents": 50_00}, "Le fonds aide à partir de 50\u00a0€."),
        ({"own_share_pct": 10, "own_in_kind_counts": False}, "au moins 10\u00a0% du total, en argent."),
        ({"funders_vote": True}, "Les financeurs votent aussi."),
        ({"advance_to_person": True, "advance_rate_person_pct": 30}, "Un groupe peut recevoir 30\u00a0% avant"),
        ({"advance_to_person": False, "advance_rate_person_pct": 30}, "Un groupe ne reçoit pas d'avance."),
        ({"carry_over_pct": 0}, "l'argent restant retourne aux financeurs."),
        ({"payment_modes": ["cheque"]}, "Façons de payer\u00a0: chèque."),
    ],
)
def test_each_answer_changes_what_is_told(app: Flask, answers: dict, sentence: str) -> None:
    with app.test_request_context():
        told = " ".join(text for chapter in plain_rules.chapters(proposed(**answers)) for text in chapter.sentences)

    assert sentence in told


def test_the_difference_of_two_versions_is_told_in_words(app: Flask) -> None:
    before, now = proposed(), proposed(cap_cents=1_200_00, funders_vote=True, exclusions=[])

    with app.test_request_context():
        told = [(one.before, one.now) for one in plain_rules.differences(before, now)]

    assert ("1\u202f000\u00a0€", "1\u202f200\u00a0€") in told
    assert ("non", "oui") in told
    assert ("rien" in [now for _before, now in told]) is True
    assert len(told) == 3


def test_the_rules_answer_what_other_parts_ask() -> None:
    rules = proposed(
        above_cap_allowed=True, advance_to_person=False, advance_rate_person_pct=50, payment_modes=["cheque"],
        residents_majority_pct=60, carry_over_pct=33,
    )  # fmt: skip

    assert (rules.ceiling(), rules.ceiling("Un fauteuil adapté")) == (1_000_00, LARGEST)
    assert (rules.advance_pct(to_person=False), rules.advance_pct(to_person=True)) == (70, 0)
    assert rules.pays_by(PaymentMode.CHEQUE)
    assert not rules.pays_by(PaymentMode.TRANSFER)
    assert not rules.residents_decide(6, 10), "more than 60 %, not as much"
    assert rules.residents_decide(7, 10)
    assert rules.carried_over(100) == 33


def test_every_kind_of_parameter_can_be_said(app: Flask) -> None:
    with app.test_request_context():
        said = {parameter.kind: text for parameter, text in plain_rules.every_value(proposed())}

    assert set(said) == set(Kind)
    assert all(said.values())

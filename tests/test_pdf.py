"""Printed documents: what people typed stays text, and a screen reader can follow."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app import pdf
from tests.pdf import is_tagged, text_of

TRIAL = """#import "/typst/house.typ": *
#show: paper.with(title: data.title)
#typed(data.story)
#facts(("Lieu :", data.place))
#by-hand("Signature :")
"""


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Give a template of our own, beside a copy of the house style."""
    (tmp_path / "typst").symlink_to(pdf.ROOT / "typst")
    (tmp_path / "trial.typ").write_text(TRIAL)
    monkeypatch.setattr(pdf, "ROOT", tmp_path)
    return "trial.typ"


def test_what_a_person_typed_is_never_read_as_code(app: Flask, trial: str) -> None:
    typed = '#panic("no") *gras* $x$ <etiquette> \\ @ref'

    content = pdf.made(trial, {"title": typed, "story": f"{typed}\nsuite", "place": typed})

    assert text_of(content).count('#panic("no") *gras* $x$ <etiquette> \\ @ref') >= 3


def test_a_document_is_tagged_for_screen_readers(app: Flask, trial: str) -> None:
    content = pdf.made(trial, {"title": "Essai", "story": "Un mot", "place": "Salle"})

    assert is_tagged(content)

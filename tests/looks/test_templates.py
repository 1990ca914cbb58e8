"""The frame of every page and the macros of forms: what a keyboard, a screen reader and a strict CSP need of them."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import html5lib
import pytest
from flask import Flask, render_template, render_template_string
from flask_wtf import FlaskForm
from wtforms import BooleanField, DecimalField, RadioField, StringField
from wtforms.validators import InputRequired, Optional

from app import assets, i18n
from app.nav import Link

APP = Path(__file__).parents[2] / "app"
FORM_PAGE = """{% extends "base.html" %}{% from "macros/forms.html" import form_block, field, money, choices, checkbox %}
{% block h1 %}Votre idée{% endblock %}{% block content %}{% call form_block(form) %}{{ field(form.title, "Courte.") }}
{{ field(form.email) }}{{ choices(form.kind) }}{{ money(form.cost) }}{{ checkbox(form.charter) }}{% endcall %}{% endblock %}"""
WEIGHT_OF_THE_FRAME = 60_000
"""Bytes: what a first visit loads besides the page itself, whose own budget is 40,000."""


class IdeaForm(FlaskForm):  # type: ignore[misc]
    """A form with one field of each sort."""

    title = StringField("Le titre ?", [InputRequired("Donnez un titre.")])
    email = StringField("Votre e-mail", [Optional()])
    kind = RadioField(
        "Qui porte le projet ?",
        [InputRequired("Choisissez.")],
        choices=["Un groupe"],  # type: ignore[list-item]  # the stubs are behind WTForms 3.3
    )
    cost = DecimalField("Montant", [InputRequired("Écrivez un montant.")])
    charter = BooleanField("J'accepte la charte.", [InputRequired("Cochez la case.")])


@pytest.fixture
def page() -> Iterator[Flask]:
    """Give the smallest application that can render our frame, inside a request."""
    app = Flask("app", root_path=str(APP))
    app.config.update(SECRET_KEY="tests", WTF_CSRF_ENABLED=False, TESTING=True)
    i18n.init_app(app)
    assets.init_app(app)
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    with app.test_request_context("/projects?page=2&lang=fr"):
        yield app


def parsed(html: str) -> ET.Element:
    """Parse a page as a strict HTML5 parser does, refusing every error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: ET.Element = parser.parse(html)
    return tree


def refused_form() -> IdeaForm:
    """Return a form sent empty."""
    form = IdeaForm(formdata=None)
    form.validate()
    return form


def test_a_page_has_one_main_one_heading_and_its_title(page: Flask) -> None:
    source = '{% extends "base.html" %}{% block h1 %}Les <em>projets</em>{% endblock %}'

    tree = parsed(render_template_string(source, nav_links=[Link("Projets", "/projects", current=True)]))

    assert len(tree.findall(".//main")) == len(tree.findall(".//h1")) == 1
    assert tree.findtext(".//title") == "Les projets · Porte-voix"
    assert [link.text for link in tree.findall(".//a[@aria-current='page']")] == ["Projets"]


def test_the_other_language_keeps_the_page_and_its_filters(page: Flask) -> None:
    source = '{% extends "base.html" %}'

    tree = parsed(render_template_string(source))

    link = tree.find(".//a[@hreflang='en']")
    assert link is not None
    assert link.get("href") == "?page=2&lang=en"
    assert tree.find(".//a[@hreflang='fr']") is None


def test_a_helper_always_sees_for_whom_they_act_and_can_stop(page: Flask) -> None:
    acting = {"resident": "Fatoumata D.", "helper": "Léa M.", "until": "15:40", "stop_url": "/help/stop"}

    tree = parsed(render_template_string('{% extends "base.html" %}', acting=acting))

    banner = tree.find(".//div[@class='banner acting']")
    assert banner is not None
    assert "Fatoumata D." in "".join(banner.itertext())
    assert banner.find(".//form[@action='/help/stop']") is not None


def test_each_refused_field_is_linked_from_the_summary_and_to_its_error(page: Flask) -> None:
    form = refused_form()

    tree = parsed(render_template_string(FORM_PAGE, form=form))

    ids = {element.get("id") for element in tree.iter()}
    links = [link.get("href") for link in tree.findall(".//div[@class='problems']//a")]
    assert links == ["#title", "#kind", "#cost", "#charter"]
    assert {link.removeprefix("#") for link in links if link} <= ids
    title = tree.find(".//input[@id='title']")
    assert title is not None
    assert title.get("aria-invalid") == "true"
    assert title.get("aria-describedby") == "title-hint title-error"


def test_every_described_field_points_at_text_that_exists(page: Flask) -> None:
    form = refused_form()

    tree = parsed(render_template_string(FORM_PAGE, form=form))

    ids = {element.get("id") for element in tree.iter()}
    named = [e.get("aria-describedby", "").split() for e in tree.iter() if e.get("aria-describedby")]
    assert len(named) == 4
    assert {name for names in named for name in names} <= ids


def test_the_title_of_a_refused_form_says_so_first(page: Flask) -> None:
    form = refused_form()

    tree = parsed(render_template_string(FORM_PAGE, form=form))

    assert (tree.findtext(".//title") or "").startswith("Erreur – Votre idée")


def test_a_form_without_mistakes_shows_no_summary(page: Flask) -> None:
    form = IdeaForm(formdata=None)

    tree = parsed(render_template_string(FORM_PAGE, form=form))

    assert tree.find(".//div[@class='problems']") is None
    assert tree.find(".//*[@aria-invalid]") is None


def test_money_accepts_a_comma_and_opens_the_number_keyboard(page: Flask) -> None:
    form = IdeaForm(formdata=None)

    tree = parsed(render_template_string(FORM_PAGE, form=form))

    cost = tree.find(".//input[@id='cost']")
    assert cost is not None
    assert (cost.get("type"), cost.get("inputmode")) == ("text", "decimal")


def test_only_optional_fields_are_marked(page: Flask) -> None:
    form = IdeaForm(formdata=None)

    tree = parsed(render_template_string(FORM_PAGE, form=form))

    marked = [
        label.get("for") for label in tree.findall(".//label") if label.find("span[@class='optional']") is not None
    ]
    assert marked == ["email"]


@pytest.mark.parametrize("code", [400, 403, 404, 413, 429, 500])
def test_every_error_says_what_happened_and_offers_a_way_out(page: Flask, code: int) -> None:
    number = "a3f92c01" if code == 500 else ""

    tree = parsed(render_template("error.html", code=code, error_id=number))

    assert (tree.findtext(".//h1") or "").strip()
    assert len(tree.findall(".//main//p")) >= 3
    assert tree.findtext(".//main//code") == (number or None)
    assert tree.find(".//main//a[@href='/']") is not None


def test_the_bar_of_money_fills_its_width_exactly(page: Flask) -> None:
    source = '{% from "macros/project.html" import money_bar %}{{ money_bar("Fonds", 900, segments) }}'
    segments = [{"label": k, "cents": 300, "amount": "3 €", "kind": k} for k in ("paid", "committed", "left")]

    drawn = render_template_string(source, segments=segments)

    widths = [float(w) for w in re.findall(r'x="[\d.]+" y="0" width="([\d.]+)"', drawn)]
    assert len(widths) == 3
    assert sum(widths) == pytest.approx(1000, abs=0.2)


def test_an_empty_fund_draws_no_bar_and_still_gives_the_amounts(page: Flask) -> None:
    source = '{% from "macros/project.html" import money_bar %}{{ money_bar("Fonds", 0, segments) }}'
    segments = [{"label": "Reste", "cents": 0, "amount": "0 €", "kind": "left"}]

    drawn = render_template_string(source, segments=segments)

    assert "<rect class" in drawn.partition("<ul>")[2]
    assert "<rect" not in drawn.partition("<ul>")[0]
    assert "0 €" in drawn


def test_no_template_holds_an_inline_style_script_or_handler() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in APP.rglob("*.html")}

    faulty = [
        str(path.relative_to(APP))
        for path, text in sources.items()
        if re.search(r"\sstyle=|<style|\son[a-z]+=[\"']|javascript:|<script(?![^>]*\ssrc=)|src=\"data:", text)
    ]

    assert len(sources) >= 4
    assert faulty == []


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (APP / "static/img/icons.svg").read_text(encoding="utf-8")))
    texts = [path.read_text(encoding="utf-8") for path in APP.rglob("*.html")]

    named = {name for text in texts for name in re.findall(r'\b_?icon\("([\w-]+)"\)', text)}

    assert len(named) >= 8
    assert named <= drawn
    assert {"calm", "act", "late", "blocked", "done"} <= drawn


def test_the_frame_of_a_first_visit_stays_light() -> None:
    static = APP / "static"
    loaded = [static / name for name in ("app.css", "app.js", "img/icons.svg", "img/favicon.svg")]
    loaded += sorted((static / "fonts").glob("*.woff2"))

    weight = sum(path.stat().st_size for path in loaded)

    assert len(loaded) == 6
    assert weight <= WEIGHT_OF_THE_FRAME


def test_someone_signed_in_finds_their_name_and_the_way_out(page: Flask) -> None:
    around = {"person": {"public_label": "Amina B."}, "sign_out_url": "/sign-out"}

    tree = parsed(render_template_string('{% extends "base.html" %}', **around))

    menu = tree.find(".//details[@class='menu']")
    assert menu is not None
    assert "Amina B." in "".join(menu.itertext())
    assert menu.find(".//form[@action='/sign-out']/button") is not None


def test_a_visitor_sees_the_way_in_without_opening_a_menu(page: Flask) -> None:
    links = [Link("Me connecter", "/sign-in", current=False)]

    tree = parsed(render_template_string('{% extends "base.html" %}', account_links=links, sign_out_url=""))

    assert tree.find(".//details") is None
    assert tree.find(".//header//a[@href='/sign-in']") is not None

"""Someone who walks through the site as people do: reading labels, following links, pressing buttons.

With PICTURES=folder in the environment, each page they meet is kept as a picture.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Response

from tests.browser.fixtures import overflow
from tests.browser.town import PASSWORD

PICTURES = os.environ.get("PICTURES")


class Walker:
    """A person in front of a page; each page met must answer, and hold in the width of the window."""

    def __init__(self, page: Page, name: str = "") -> None:
        self.page, self.name, self.met = page, name, 0

    def go(self, address: str) -> Walker:
        """Type an address."""
        self._arrive(self.page.goto(address), 200)
        return self

    def sign_in(self, person: Any) -> Walker:
        """Sign in with the e-mail address and the password, from whatever page asks for it."""
        self.write("Votre e-mail ou votre téléphone", person.email)
        self.press("Continuer")
        self.write("Votre mot de passe", PASSWORD)
        return self.press("Entrer")

    def follow(self, name: str, within: Locator | None = None, *, exact: bool = False) -> Walker:
        """Follow the first link of this name."""
        link = (within or self.page).get_by_role("link", name=name, exact=exact).first
        with self.page.expect_navigation() as moved:
            link.click()
        self._arrive(moved.value, 200)
        return self

    def press(self, name: str, within: Locator | None = None, *, status: int = 200) -> Walker:
        """Press the first button of this name and wait for the page it leads to."""
        button = (within or self.page).get_by_role("button", name=name).first
        with self.page.expect_navigation() as moved:
            button.click()
        self._arrive(moved.value, status)
        return self

    def unfold(self, words: str) -> Walker:
        """Open what is folded under these words."""
        self.page.locator("summary", has_text=words).first.click()
        return self

    def write(self, label: str, text: str, within: Locator | None = None) -> Walker:
        """Write in the field of this label."""
        self.field(label, within).fill(text)
        return self

    def choose(self, label: str, option: str) -> Walker:
        """Choose an option in the list of this label."""
        self.field(label).select_option(label=option)
        return self

    def tick(self, label: str, group: str = "") -> Walker:
        """Tick the box or the circle of this label, inside a group of questions when several have the same."""
        (self.group(group) if group else self.page).get_by_label(label).first.check()
        return self

    def give(self, label: str, name: str, kind: str, content: bytes) -> Walker:
        """Give a file."""
        self.field(label).set_input_files({"name": name, "mimeType": kind, "buffer": content})
        return self

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """Return the field of this label, optional or not, in euros or not."""
        words = r"\s+".join(map(re.escape, label.split()))
        pattern = re.compile(rf"^\s*{words}(\s+en euros)?(\s+\(facultatif\))?\s*$")
        return (within or self.page).get_by_label(pattern)

    def group(self, name: str) -> Locator:
        """Return a group of fields."""
        return self.page.get_by_role("group", name=name, exact=True)

    def reads(self, *sentences: str) -> Walker:
        """Check that the page says these sentences, spaces aside."""
        text = _spaces(self.page.locator("body").inner_text()).lower()
        for sentence in sentences:
            assert _spaces(sentence).lower() in text, f"{self.name} does not read « {sentence} » at {self.page.url}"
        return self

    def _arrive(self, response: Response | None, status: int) -> None:
        self.met += 1
        if PICTURES:
            name = re.sub(r"\W+", "-", self.page.title().split(" · ")[0])[:50]
            width = self.page.evaluate("window.innerWidth")
            folder = Path(PICTURES)
            self.page.screenshot(
                path=folder / f"{width}-{self.name}-{self.met:02d}-{name}.png", full_page=True, caret="initial"
            )
        assert response is None or response.status == status, f"{self.page.url} answered {response.status}"
        assert overflow(self.page) <= 0, f"{self.page.url} sticks out of the window"


def _spaces(text: str) -> str:
    return re.sub(r"\s+", " ", text)

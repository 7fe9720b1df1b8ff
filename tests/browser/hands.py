"""Ways to work a page of the desk: with the mouse, by keyboard, and by keyboard where no script runs."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Locator, Page

from browser.driving import tab_to


class Hands(Protocol):
    """Somebody who works a page."""

    def press(self, target: Locator) -> None: ...
    def write(self, field: Locator, text: str) -> None: ...
    def tick(self, box: Locator) -> None: ...
    def choose(self, field: Locator, value: str) -> None: ...
    def words(self, picker: Locator, first: str, last: str) -> None: ...


class Mouse:
    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def tick(self, box: Locator) -> None:
        box.check()

    def choose(self, field: Locator, value: str) -> None:
        field.select_option(value)

    def words(self, picker: Locator, first: str, last: str) -> None:
        word(picker, first).hover()
        self.page.mouse.down()
        word(picker, last).hover()
        self.page.mouse.up()


class Keys:
    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        tab_to(self.page, target)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        tab_to(self.page, field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def tick(self, box: Locator) -> None:
        if box.get_attribute("type") == "radio":
            self._choose(box)
            return
        if not box.is_checked():
            tab_to(self.page, box)
            self.page.keyboard.press("Space")

    def choose(self, field: Locator, value: str) -> None:
        tab_to(self.page, field)
        for _ in range(field.locator("option").count()):
            if field.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")

    def _choose(self, radio: Locator) -> None:
        name = radio.get_attribute("name")
        tab_to(self.page, self.page.locator(f"input[name='{name}']:checked"))
        while not radio.is_checked():
            self.page.keyboard.press("ArrowDown")

    def words(self, picker: Locator, first: str, last: str) -> None:
        tab_to(self.page, picker.locator("input[tabindex='0']"))
        begin, end = (int(place.split(":")[1]) for place in (first, last))
        self.page.keyboard.press("Home")
        for _ in range(begin):
            self.page.keyboard.press("ArrowLeft")
        if begin == end:
            self.page.keyboard.press("Space")
            return
        self.page.keyboard.down("Shift")
        for _ in range(end - begin):
            self.page.keyboard.press("ArrowLeft")
        self.page.keyboard.up("Shift")


class PlainKeys(Keys):
    """Each word has a stop of its own where no script gathers them into one."""

    def words(self, picker: Locator, first: str, last: str) -> None:
        paragraph = first.split(":")[0]
        begin, end = (int(place.split(":")[1]) for place in (first, last))
        for at in range(begin, end + 1):
            self.tick(picker.locator(f"input[value='{paragraph}:{at}']"))


def word(picker: Locator, place: str) -> Locator:
    return picker.locator(f"label:has(input[value='{place}'])")

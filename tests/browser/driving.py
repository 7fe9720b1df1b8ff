"""Answering a question in a browser, whatever its type: told by the controls on the card."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect


def outcome(card: Locator, kind: str) -> None:
    verdict = {"open": "pending", "poll": "noted"}.get(kind, "accepted")
    expect(card.locator(f".feedback.{verdict}")).to_be_visible()


def control(card: Locator, field: str, value: str) -> Locator:
    ticked = card.locator(f"input[name='{field}'][value='{value}']")
    return ticked if ticked.count() else card.locator(f"[name='{field}']")


def each(fields: dict[str, object]) -> list[tuple[str, str]]:
    return [
        (field, value) for field, given in fields.items() for value in ([given] if isinstance(given, str) else given)
    ]


def label_of(card: Locator, found: Locator) -> Locator:
    around = found.locator("xpath=ancestor::label")
    return around if around.count() else card.locator(f"label[for='{found.get_attribute('id')}']")


def has_buttons(card: Locator) -> bool:
    """Whether this is a list to be put in order with buttons."""
    return card.locator("[data-move=up]:visible").count() > 0


def ready(card: Locator) -> None:
    """Wait for the card, and for the scripts of its page: a key that led here has but begun to."""
    expect(card).to_be_visible()
    card.page.wait_for_load_state()


def by_mouse(card: Locator, fields: dict[str, object]) -> None:
    """Answer one question with the mouse and hand it in."""
    ready(card)
    if has_buttons(card):
        order_by_buttons(card, fields, lambda button: button.click())
        check(card).click()
        return
    for field, value in each(fields):
        found = control(card, field, value)
        kind = found.evaluate("node => node.type")
        if kind == "select-one":
            found.select_option(value)
        elif kind in ("radio", "checkbox"):
            label_of(card, found).click()
            expect(found).to_be_checked()
        else:
            found.fill(value)
    ask_first(card, lambda summary: summary.click())
    card.locator("button[name=check]").click()


def ask_first(card: Locator, press: Callable[[Locator], None]) -> None:
    """Press what asks before a long answer is handed in, where the card has it."""
    summary = card.locator(".send-once summary")
    if summary.count():
        press(summary)


def check(card: Locator) -> Locator:
    """The button that hands in: of a list that needed no move, the one that says so."""
    confirm = card.locator("[data-confirm]:visible")
    return confirm if confirm.count() else card.locator("button[name=check]")


def order_by_buttons(card: Locator, fields: dict[str, object], press: Callable[[Locator], None]) -> None:
    """Move each item up to its place with the buttons beside it."""
    for place, (field, _) in enumerate(sorted(fields.items(), key=lambda pair: int(str(pair[1])))):
        for _ in range(len(fields)):
            names = card.locator("select").evaluate_all("nodes => nodes.map(node => node.name)")
            if names.index(field) <= place:
                break
            row = card.locator(f"select[name='{field}']").locator("xpath=ancestor::li")
            press(row.locator("[data-move=up]"))


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the control has the focus, as somebody without a mouse would."""
    node = target.element_handle()
    for _ in range(400):
        if node.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("never reached by Tab")


def choose(page: Page, card: Locator, field: str, value: str) -> None:
    """Give one field its value by keyboard."""
    found = control(card, field, value)
    kind = found.evaluate("node => node.type")
    if kind == "radio":
        tab_to(page, card.locator(f"input[name='{field}']").first)
        page.keyboard.press("Space")
        for _ in range(10):
            if found.is_checked():
                break
            page.keyboard.press("ArrowDown")
    elif kind == "checkbox":
        tab_to(page, found)
        page.keyboard.press("Space")
    elif kind == "select-one":
        tab_to(page, found)
        for _ in range(12):
            if found.input_value() == value:
                break
            page.keyboard.press("ArrowDown")
        assert found.input_value() == value
    else:
        tab_to(page, found)
        page.keyboard.insert_text(value)


def by_keyboard(page: Page, card: Locator, fields: dict[str, object]) -> None:
    """Answer one question with the keyboard alone and hand it in."""
    ready(card)
    if has_buttons(card):

        def press(button: Locator) -> None:
            button.focus()
            page.keyboard.press("Enter")

        order_by_buttons(card, fields, press)
        fields = {}
    for field, value in each(fields):
        choose(page, card, field, value)

    def press_by_key(button: Locator) -> None:
        tab_to(page, button)
        page.keyboard.press("Enter")

    ask_first(card, press_by_key)
    press_by_key(check(card))

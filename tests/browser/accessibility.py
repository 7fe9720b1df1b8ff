"""Accessibility of an open page: axe-core and the width, in every theme and window, without loading it again."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

THEMES = ("light", "dark", "sepia", "contrast")
PHONE: ViewportSize = {"width": 320, "height": 700}
ZOOMED: ViewportSize = {"width": 640, "height": 450}
"""A window of 1280 px at 200 %."""
DESK: ViewportSize = {"width": 1280, "height": 800}
ALL_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # to list what is well takes as long again, or twice
}
# A theme is a set of colours and nothing else, so these rules alone can find something new in another theme.
COLOUR_RULES = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}


Look = tuple[ViewportSize, str]
"""A window and a theme."""


def looks(*windows: ViewportSize) -> list[Look]:
    """Every theme in each of these windows."""
    return [(window, theme) for window in windows for theme in THEMES]


def check_page(page: Page, *wanted: Look) -> None:
    """Fail where axe finds something, or a reader must scroll sideways. Open the page without motion.

    All rules are looked at once in each window, and in the other themes those about colours.
    """
    settle(page)
    seen: list[ViewportSize] = []
    for window, theme in wanted:
        page.set_viewport_size(window)
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        violations = faults(page, COLOUR_RULES if window in seen else ALL_RULES)
        assert violations == [], f"{violations} {page.url}, {window['width']} px, {theme}"
        assert not too_wide(page), f"{page.url}, {window['width']} px, {theme}"
        seen.append(window)


def settle(page: Page) -> None:
    """Wait until the page that was opened last has loaded, with whatever runs when it has."""
    page.wait_for_load_state()
    page.wait_for_function("performance.getEntriesByType('navigation').every(({ loadEventEnd }) => loadEventEnd > 0)")


# A cell made of the same elements, classes and styles as one before it in its table, in a row of the same turn, differs
# in its words alone: of a thousand cells axe looks at each kind once.
MARK_ALIKE = """() => {
  for (const table of document.querySelectorAll("table")) {
    const seen = new Set();
    for (const cell of table.querySelectorAll("tbody > tr > *")) {
      const kind = cell.outerHTML.replace(/>[^<]+</g, "><").replace(/ (href|data-v|datetime|id)="[^"]*"/g, "");
      const place = `${cell.parentElement.rowIndex % 2} ${cell.cellIndex === 0} ${kind}`;
      cell.toggleAttribute("data-alike", seen.has(place));
      seen.add(place);
    }
  }
}"""


def faults(page: Page, rules: dict[str, Any]) -> list[str]:
    """Each violation with its element and the way to mend it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(MARK_ALIKE)
    violations = page.evaluate(
        "rules => axe.run({ exclude: ['[data-alike]'] }, rules).then(({ violations }) => violations)", rules
    )
    return [
        f"{violation['id']}: {node['html'][:160]}\n{node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]


def check_widths(page: Page, *widths: int) -> None:
    """Fail where a reader must scroll sideways in a window of one of these widths."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        assert not too_wide(page), f"{page.url}, {width} px"


def too_wide(page: Page) -> bool:
    """Whether a reader must scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

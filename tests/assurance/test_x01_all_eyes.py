"""X1, X4, X5: each screen in each of its states, for whoever sees badly or not at all: axe, names, sizes and width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.assurance.evidence import Evidence
from tests.screens import SCREENS, Screen
from tests.towns.site import OVERFLOW, DemoSite, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.slow]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTROLS = {
    "button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "spinbutton", "switch",
    "slider", "menuitem", "tab", "DisclosureTriangle",
}  # fmt: skip

# 1.4.12: as wide as a reader may set letters and lines.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
# Words that stand in a box too small for them, with no way to scroll.
CUT = """() => Array.from(document.querySelectorAll("main *"))
  .filter(one => one.children.length === 0 && one.textContent.trim() && one.getClientRects().length)
  .filter(one => getComputedStyle(one).overflow === "hidden" && getComputedStyle(one).clip === "auto"
    && getComputedStyle(one).clipPath === "none" && one.clientWidth > 1
    && (one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2))
  .map(one => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 20)}`)"""
# What is seen is the page once it has been drawn again.
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# A field that is wrong says so, names the words that say why, and stands in the list on top.
UNTIED = """() => Array.from(document.querySelectorAll("main [aria-invalid=true]"))
  .filter(one => {
    const told = (one.getAttribute("aria-describedby") || one.closest("fieldset")?.getAttribute("aria-describedby") || "");
    return !told.split(" ").some(id => id && document.getElementById(id)?.textContent.trim());
  }).map(one => one.name)"""
# The form with the most fields is sent empty; what was wrong comes back.
EMPTIED = """() => {
  const forms = Array.from(document.querySelectorAll("main form[method=post]"))
    .filter(one => one.querySelector("[required], [aria-required=true]"));
  const form = forms.sort((one, other) => other.elements.length - one.elements.length)[0];
  if (!form) return false;
  form.noValidate = true;
  for (const one of form.elements) {
    if (one.type === "hidden") continue;
    if (one.type === "checkbox" || one.type === "radio") one.checked = false;
    else if (one.matches("input, textarea")) one.value = "";
  }
  form.querySelector("button[type=submit]:not([name]), button:not([type])")?.setAttribute("data-x-send", "");
  return !!form.querySelector("[data-x-send]");
}"""


def looked_at(evidence: Evidence) -> list[Screen]:
    """Every n-th screen; all of them by night."""
    every = evidence.at_scale(small=110, ci=28, nightly=1)
    return SCREENS[every // 2 :: every]


def states(visit: Visit) -> Iterator[str]:
    """The page as it opens, in the reader's own colours, and with everything wrong."""
    yield "開いたとき"
    visit.page.emulate_media(forced_colors="active")
    yield "色を決めた人"
    visit.page.emulate_media(forced_colors="none")
    if visit.page.evaluate(EMPTIED):
        with visit.page.expect_navigation():
            visit.page.locator("[data-x-send]").evaluate("one => one.click()")
        yield "まちがい"


def nameless(page: Page) -> list[str]:
    """Controls that a screen reader could only call by their kind."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        node["role"]["value"]
        for node in nodes
        if not node.get("ignored")
        and node.get("role", {}).get("value") in CONTROLS
        and not node.get("name", {}).get("value", "").strip()
    ]


def squeezed(page: Page) -> list[str]:
    """What is lost, or stands out sideways, when read large: 400 %, 200 %, letters alone at 200 %, spaced letters."""
    found: list[str] = []
    for words, width, act in (
        ("幅320（400％）", 320, None),
        ("幅640（200％）", 640, None),
        ("文字だけ200％", 1280, "() => { document.documentElement.style.fontSize = '200%'; }"),
        ("字と行の間", 1280, SPACED),
    ):
        page.set_viewport_size({"width": width, "height": 800})
        if act:
            page.evaluate(act)
        page.evaluate(DRAWN)
        found += [f"{words} {one}" for one in (*page.evaluate(OVERFLOW), *page.evaluate(CUT))]
        page.evaluate("() => { document.documentElement.style.fontSize = ''; }")
    return found


def test_every_state_for_all_eyes(demo_site: DemoSite, evidence: Evidence) -> None:
    faults: dict[str, list[str]] = {"X1": [], "X4": [], "X5": []}
    seen: Counter[str] = Counter()
    for screen in looked_at(evidence):
        visit = demo_site.visit(screen)
        for state in states(visit):
            seen[state] += 1
            where = f"{screen} {state}"
            faults["X1"] += [f"{where}: {one}" for one in visit.violations(TAGS)]
            faults["X5"] += [
                f"{where}: {one}" for one in (*nameless(visit.page), *visit.page.evaluate(UNTIED))
            ]
        faults["X4"] += [f"{screen}: {one}" for one in squeezed(visit.page)]
    print(*(one for row in faults.values() for one in row), sep="\n")  # noqa: T201  # each, where the figure counts
    shown = "、".join(f"{state} {number}" for state, number in seen.items())
    for row, words in (
        ("X1", "axe の違反"),
        ("X4", "欠け・横のはみ出し"),
        ("X5", "名前のない部品・わけのない誤り"),
    ):
        evidence.shows(
            row=row, figure=f"{shown}: {words} {len(faults[row])}", target="0", holds=not faults[row]
        )  # fmt: skip
    assert min(seen[state] for state in ("開いたとき", "色を決めた人", "まちがい")) > 0

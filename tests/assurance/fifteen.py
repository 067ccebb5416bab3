"""Fifteen core tasks of the house, done to their end by whatever hands: X2 by keys alone, X3 without any script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from norishiro.casework.demo.accounts import PASSWORD
from tests.screens import SCREENS, Screen

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.towns.demo import DemoTown

TYPED = "試しに書きました。"
# What must be filled in before the button counts: every required field that is still empty, numbered for the hands.
EMPTY_FIELDS = """(words) => {
  const plain = text => text.replace(/\\s+/g, "");
  const button = Array.from(document.querySelectorAll("main button, main input[type=submit]"))
    .filter(one => one.getClientRects().length && one.type === "submit")
    .find(one => plain(one.textContent || one.value) === plain(words));
  if (!button) return null;
  document.querySelectorAll("[data-x]").forEach(one => one.removeAttribute("data-x"));
  button.setAttribute("data-x", "button");
  const fields = [], groups = new Set();
  for (const one of button.form.elements) {
    if (!one.matches("input, select, textarea") || one.type === "hidden" || one.type === "submit" || one.disabled) continue;
    const group = one.closest("fieldset"), own = one.closest(".n-field");
    const must = one.required || one.getAttribute("aria-required") === "true" || (own && own.textContent.includes("※必須"));
    if (!must || one.type === "button") continue;
    if (one.type === "radio" || one.type === "checkbox") {
      const same = Array.from(button.form.elements).filter(other => other.name === one.name);
      if (groups.has(one.name) || same.some(other => other.checked)) continue;
      groups.add(one.name);
    } else if (one.value || (one.tagName === "INPUT" && !["text", "search", "number", "email", "tel", "password"].includes(one.type))) continue;
    one.setAttribute("data-x", `f${fields.length}`);
    fields.push({mark: `f${fields.length}`, kind: one.tagName === "SELECT" ? "select" : one.type});
  }
  return fields;
}"""


@dataclass(frozen=True)
class Core:
    """One task: the screen it is done on, what is written under which label, and the button at its end."""

    title: str
    name: str
    button: str
    note: str = ""
    login: str = ""
    written: dict[str, str] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()

    @property
    def screen(self) -> Screen:
        return next(
            one
            for one in SCREENS
            if one.name == self.name
            and one.preset == "toshima"
            and one.note == self.note
            and self.login in ("", one.login)
        )


CORE = (
    Core(
        "相談を受け付ける", "consultations:receive_consultation", "受け付ける", written={"相談の内容": TYPED}
    ),
    Core("訪問の一文を書く", "outreach:record_case_contact", "記録する"),
    Core("もれたかもしれない、と知らせる", "incidents:tell_incident", "知らせる"),
    Core("訪問の注意を書く", "visits:note_safety", "残す"),
    Core("役割を決める", "cases:assign_role", "役割を登録する"),
    Core("役割の様子を書く", "cases:report_role", "登録する"),
    Core("守秘を確かめる", "meetings:oath", "確認して資料を開く"),
    Core("プランを決定する", "plans:decide_plan", "決定する"),
    Core("人をさがす", "people:search", "さがす", written={"名前・よみ・住所・電話の一部": "白波"}),
    Core("記録をさがす", "finding:find", "さがす", written={"記録の中の言葉": "通いの場"}),
    Core("便りに返事をする", "letterbox:answer_letter", "返事をする"),
    Core("訪問を取りやめる", "visits:cancel_visit", "取りやめる"),
    Core("持ち出しに答える", "exports:decide_export", "答える"),
    Core("閲覧を確かめる", "watching:judge_flag", "記録する"),
    Core("住民が書いて相談する", "public_site:consult", "送る"),
)


class Hands(Protocol):
    """How somebody types, chooses and presses."""

    page: Page

    def write(self, mark: str, words: str) -> None: ...
    def choose(self, mark: str) -> None: ...
    def tick(self, mark: str) -> None: ...
    def press(self, mark: str) -> int: ...


def sign_in(hands: Hands, *, home: str, login: str) -> None:
    """The door itself is passed by the same hands."""
    hands.page.goto(f"{home}/accounts/login/")
    for mark, words in (("login", login), ("password", PASSWORD)):
        hands.page.evaluate(
            "mark => document.querySelector(`input[name=${mark}]`).setAttribute('data-x', mark)", mark
        )
        hands.write(mark, words)
    hands.page.evaluate(
        "() => document.querySelector('input[name=password]').form.querySelector('button[type=submit]').setAttribute('data-x', 'button')"
    )
    hands.press("button")


def done(task: Core, hands: Hands, *, home: str, town: DemoTown) -> str:
    """Do the task; "" when it came to its end, else what stood in the way."""
    hands.page.goto(home + task.screen.path(town))
    for label, words in task.written.items():
        hands.write(_labelled(hands.page, label), words)
    for label in task.ticked:
        hands.tick(_labelled(hands.page, label))
    fields: list[dict[str, Any]] | None = hands.page.evaluate(EMPTY_FIELDS, task.button)
    if fields is None:
        return f"「{task.button}」がない"
    acts: dict[str, Callable[[str], None]] = {
        "select": hands.choose, "radio": hands.tick, "checkbox": hands.tick,
    }  # fmt: skip
    for one in fields:
        acts.get(one["kind"], lambda mark: hands.write(mark, TYPED))(one["mark"])
    status = hands.press("button")
    wrong = hands.page.locator("#errors")
    return f"{status} {wrong.inner_text()}" if status >= 400 or wrong.count() else ""


def _labelled(page: Page, label: str) -> str:
    """Numbers the field with this label, as its reader would find it."""
    found = page.locator("main").get_by_label(label, exact=False).first
    found.evaluate("(one, mark) => one.setAttribute('data-x', mark)", "told")
    return "told"

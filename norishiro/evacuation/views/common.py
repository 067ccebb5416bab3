"""What the screens of this room share: the tabs, the way there, the form page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies.door import answer
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views.acts import act_screen
from norishiro.core.form_pages import carry_out
from norishiro.core.text import InputProblem
from norishiro.core.verdict import YES, Verdict, no

if TYPE_CHECKING:
    from norishiro.core.forms import Form

KEEP = Permission.KEEP_EVACUATION
TABS = (
    ("対象者の一覧", "evacuation:listings"),
    ("案内と返事", "evacuation:mailings"),
    ("ふだんの提供", "evacuation:givings"),
    ("支援者", "evacuation:supporters"),
    ("訓練と見直し", "evacuation:reviews"),
    ("頼まれた訪問", "evacuation:asked_visits"),
    ("計画の様式", "evacuation:plan_forms"),
    ("区域ごとの計画数", "evacuation:zones"),
    ("災害用ファイル", "evacuation:packs"),
)


def tabs(current: str) -> list[dict[str, Any]]:
    return [{"label": label, "href": reverse(name), "current": name == current} for label, name in TABS]


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    first = ("個別避難計画", reverse("evacuation:listings"))
    return [{"label": label, "url": url} for label, url in (first, *steps)]


def may_plan(form: Any) -> Verdict:
    """A plan is written in the form of its day; without one there is nothing to write in."""
    return (
        YES
        if form
        else no(
            "form", "計画の様式が、まだありません。「計画の様式」で、使いはじめる月と欄を決めてください。"
        )
    )


def shown_of(rows: Iterable[Any]) -> list[UUID]:
    """Under which ids a page of letters, visits, entries, changes or differences is written down as looks."""
    found = []
    for one in rows:
        letter = getattr(one, "letter", one)
        entry = getattr(letter, "entry", letter)
        found.append(entry.target.seen_as)
    return found


def form_screen(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, steps: list[dict[str, str]],
    do: Callable[[], tuple[str, str]], shown: Iterable[UUID] = (), current: Callable[[], Form] | None = None,
) -> HttpResponse:  # fmt: skip
    """One act on one screen; ``do`` answers what is said when it is done, and where it leads."""
    context = {"title": title, "submit": submit, "lines": lines, "back": back, "crumbs": steps}
    return act_screen(
        request, "evacuation/form.html", form, do=do, context=context, current=current, shown=shown
    )


def file_screen(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, steps: list[dict[str, str]],
    do: Callable[[], tuple[str, str]],
) -> HttpResponse:  # fmt: skip
    """As ``form_screen``, for a file that may turn out not to be a table."""

    def run() -> str:
        said, address = do()
        messages.success(request, said)
        return address

    if request.method == "POST" and form.is_valid():
        try:
            done = carry_out(request, form, do=run)
        except InputProblem as problem:
            form.add_error("file", problem.message)
        else:
            if done is not None:
                return done
    context = {"form": form, "title": title, "submit": submit, "lines": lines, "back": back, "crumbs": steps}
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "evacuation/form.html", context, shown=[], status=status)

"""The drawing as a whole: on the page, on paper, by day, kept, and two kept ones side by side."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe

from norishiro.agencies.door import answer, hand_over, page
from norishiro.core.documents import pdf
from norishiro.core.form_pages import open_form
from norishiro.family import forms, operations, queries
from norishiro.family.drawing.changes import changes
from norishiro.family.drawing.legend import legend
from norishiro.family.drawing.words import sayings
from norishiro.family.linking import linked, on_paper
from norishiro.family.views.parts import (
    PANEL,
    WORK,
    Act,
    case_seen,
    choices_of,
    crumbs,
    figure_address,
    ground_line,
    home,
    may_draw,
    offer_basis,
    perform,
    picture,
    title_of,
    today,
)

if TYPE_CHECKING:
    from norishiro.cases.models import Case
    from norishiro.family.drawing.scene import Style
    from norishiro.family.models import Snapshot
    from norishiro.family.queries import Drawn

PAPER = "家族の図.pdf"


def signs(style: Style) -> list[tuple[str, str]]:
    """The legend as markup: its pictures hold no words of anybody."""
    return [(mark_safe(sign), words) for sign, words in legend(style)]


def _day(form: forms.DayForm) -> date:
    """The day asked for; today where nothing (or nothing readable) was."""
    chosen = form.cleaned_data.get("on") if form.is_bound and form.is_valid() else None
    return chosen or today()


@page(needs=WORK)
def genogram(request: Any, case_id: UUID) -> HttpResponse:
    """家族の図 of a case, as it was on a day; asked for by the household's page, only the part."""
    case = case_seen(request, case_id)
    day = forms.DayForm(request.GET) if request.GET.get("on") else forms.DayForm(initial={"on": today()})
    on = _day(day)
    drawn = queries.family_on(request.actor, case=case, on=on)
    part = bool(request.htmx)
    family = linked(drawn.family, lambda key: figure_address(case.id, key))
    context = {
        "case": case, "drawn": drawn, "on": on, "is_today": on == today(), "day": day, "sayings": sayings(family),
        "picture": picture(
            family, style=queries.style_on(request.actor, on=on), title=title_of(case, on),
            panel="" if part else PANEL,
        ),
        "panel": PANEL, "legend": signs(queries.style_on(request.actor, on=on)), "may": may_draw(case), "crumbs": crumbs(case),
        "snapshots": [] if part else queries.snapshots_of(request.actor, case=case),
    }  # fmt: skip
    if not part:
        context |= ground_line(request.actor, case=case)
    template = "family/genogram_part.html" if part else "family/genogram.html"
    status = 422 if day.is_bound and day.errors else 200
    return answer(request, template, context, shown=[case.id, *drawn.person_ids], status=status)


@page(needs=WORK)
def genogram_paper(request: Any, case_id: UUID) -> HttpResponse:
    """家族の図（印刷）: one A4 sheet with its legend and its words."""
    case = case_seen(request, case_id)
    on = _day(forms.DayForm(request.GET))
    drawn = queries.family_on(request.actor, case=case, on=on)
    style = queries.style_on(request.actor, on=on)
    context = {
        "case": case, "on": on, "sayings": sayings(drawn.family), "legend": signs(style),
        "picture": picture(on_paper(drawn.family), style=style, title=title_of(case, on)),
    }  # fmt: skip
    return hand_over(
        request, pdf("family/genogram_paper.html", context), name=PAPER, shown=[case.id, *drawn.person_ids]
    )


@page(needs=WORK)
def mark_figures(request: Any, case_id: UUID) -> HttpResponse:
    """本人とキーパーソンを決める."""
    case = case_seen(request, case_id)
    drawn = queries.family_on(request.actor, case=case, on=today())
    figures = drawn.family.figures
    form = open_form(
        request, forms.MarksForm, subject=case.id,
        initial={
            "ips": [one.key for one in figures if one.ip],
            "key_people": [one.key for one in figures if one.key_person],
        },
    )  # fmt: skip
    for name in ("ips", "key_people"):
        form.fields[name].choices = choices_of(drawn.family)
    offer_basis(form, request, case=case)
    act = Act(
        "本人とキーパーソンを決める", "決める", "本人とキーパーソンの印を付けました。",
        ("だれのための支援かを二重の記号で、だれを通すと話が進むかを星の印で描きます。",),
    )  # fmt: skip

    def do() -> None:
        given = form.cleaned_data
        named = {
            key: queries.end_named(request.actor, case=case, key=key)
            for key in {*given["ips"], *given["key_people"]}
        }
        operations.mark_figures(
            request.actor, case=case, ips=[named[key] for key in given["ips"]],
            key_people=[named[key] for key in given["key_people"]], basis=given["basis"], today=today(),
        )  # fmt: skip

    shown = [case.id, *drawn.person_ids]
    return perform(request, form, act=act, case=case, do=do, back=home(case.id), shown=shown)


@page(needs=WORK)
def keep_snapshot(request: Any, case_id: UUID) -> HttpResponse:
    """この日の図を残す."""
    case = case_seen(request, case_id)
    form = open_form(request, forms.SnapshotForm, subject=case.id)
    offer_basis(form, request, case=case)
    act = Act(
        "この日の図を残す", "残す", "今日の図を残しました。あとで、いまの図とくらべられます。",
        (
            "いま分かっている家族のことを、日付をつけて残します。あとで書き改めても、残した図は変わりません。",
            "残すのは、あなたに見えている人だけです。開く人に見えない人は、そのときも描かれません。",
        ),
    )  # fmt: skip
    return perform(
        request, form, act=act, case=case, back=home(case.id), shown=[case.id],
        do=lambda: operations.keep_snapshot(request.actor, case=case, today=today(), **form.cleaned_data) and None,
    )  # fmt: skip


@page(needs=WORK)
def show_snapshot(request: Any, snapshot_id: UUID) -> HttpResponse:
    """残した図."""
    snapshot = queries.get_snapshot(request.actor, snapshot_id=snapshot_id)
    case = snapshot.case
    drawn = queries.snapshot_family(request.actor, snapshot=snapshot)
    context = {
        "case": case, "snapshot": snapshot, "sayings": sayings(drawn.family), "drawn": drawn,
        "picture": _kept_picture(request, snapshot, drawn), "crumbs": crumbs(case, ("残した図", "")),
        "others": [one for one in queries.snapshots_of(request.actor, case=case) if one.id != snapshot.id],
        **ground_line(request.actor, case=case),
    }  # fmt: skip
    return answer(request, "family/show_snapshot.html", context, shown=[case.id, *drawn.person_ids])


def _kept_picture(request: Any, snapshot: Snapshot, drawn: Drawn, name: str = "genogram") -> str:
    on = snapshot.taken_on
    style = queries.style_on(request.actor, on=on)
    return picture(drawn.family, style=style, title=title_of(snapshot.case, on), name=name)


@page(needs=WORK)
def compare_snapshots(request: Any, case_id: UUID) -> HttpResponse:
    """二つの図をくらべる: two kept ones, or one and today's (``two`` left out)."""
    case = case_seen(request, case_id)
    kept = {str(one.id): one for one in queries.snapshots_of(request.actor, case=case)}
    one, two = kept.get(request.GET.get("one", "")), kept.get(request.GET.get("two", ""))
    if one and two and (two.taken_on, two.made_at) < (one.taken_on, one.made_at):
        one, two = two, one
    context: dict[str, Any] = {
        "case": case, "kept": list(kept.values()), "one": one, "two": two, "today": today(),
        "crumbs": crumbs(case, ("二つの図をくらべる", "")), "address": reverse("family:compare_snapshots", args=[case.id]),
        **ground_line(request.actor, case=case),
    }  # fmt: skip
    shown = [case.id]
    if one:
        before = queries.snapshot_family(request.actor, snapshot=one)
        after = (
            queries.snapshot_family(request.actor, snapshot=two)
            if two
            else queries.family_on(request.actor, case=case, on=today())
        )
        context |= _compared(request, case, one, two, before, after)
        shown += [*before.person_ids, *after.person_ids]
    return answer(request, "family/compare_snapshots.html", context, shown=shown)


def _compared(
    request: Any, case: Case, one: Snapshot, two: Snapshot | None, before: Drawn, after: Drawn
) -> dict[str, Any]:
    style = queries.style_on(request.actor, on=today())
    return {
        "before": _kept_picture(request, one, before, "before"),
        "after": _kept_picture(request, two, after, "after")
        if two
        else picture(after.family, style=style, title=title_of(case, today()), name="after"),
        "changes": changes(before.family, after.family),
        "before_words": sayings(before.family),
        "after_words": sayings(after.family),
    }

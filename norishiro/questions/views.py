"""数えてみる: choose, count, open what is behind a number, keep the question, take the table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.agencies.views.acts import act_screen
from norishiro.core.calendar import DateProblem, parse_day, wareki
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.records import Unseen
from norishiro.core.withheld import typed_into
from norishiro.questions import axes, forms, operations, queries, rules
from norishiro.questions.asking import Asked
from norishiro.questions.choices import PartKind
from norishiro.questions.ground import AreaChart
from norishiro.questions.lines import Line
from norishiro.reports import definitions, suppression
from norishiro.reports import queries as report_queries
from norishiro.reports.charts import Chart
from norishiro.reports.choices import ScopeKind, Span
from norishiro.reports.periods import Period, period_of

if TYPE_CHECKING:
    from norishiro.questions.models import Question
    from norishiro.questions.queries import Cell, Table
    from norishiro.reports.scopes import Scope

SEE = Permission.SEE_REPORTS
HOME = "questions:ask"
SPANS = {Span.YEAR: "年度", Span.MONTH: "月"}
MOST_FIGURES = 8
DRAWN_AS = {
    Line: "questions/_line.html", Chart: "reports/_chart.html", AreaChart: "questions/_areas.html",
}  # fmt: skip
NOWHERE = UUID(int=0)


@dataclass(frozen=True)
class Given:
    """What an address asks for, and what of it could not be read."""

    asked: Asked
    groups: list[tuple[str, list[Scope]]]
    problem: str
    typed: str

    @property
    def pairs(self) -> list[tuple[str, str]]:
        asked = self.asked
        return [
            *(("f", one.key) for one in asked.figures), ("rows", asked.rows), ("cols", asked.columns),
            ("span", asked.period.span), ("on", asked.period.first.isoformat()), ("scope", asked.scope.code),
            *asked.filters.items(),
        ]  # fmt: skip

    def address(self, name: str = HOME, *args: Any, **more: str) -> str:
        kept = [(key, value) for key, value in self.pairs if key not in more]
        return f"{reverse(name, args=args)}?{urlencode([*kept, *more.items()])}"


@page(needs=SEE, counts=True)
def ask(request: Any) -> HttpResponse:
    """数えてみる: a question composed by choosing, and its answer."""
    actor, given = request.actor, _given(request)
    asked = given.asked
    found = queries.answer(actor, asked=asked)
    kept = _kept(request)
    mine = kept is not None and kept.staff_id == actor.staff_id
    period = asked.period
    context = {
        "tabs": parts.tabs(HOME), "given": given, "asked": asked, "found": found, "definitions": definitions,
        "tables": [_drawn(one, given) for one in found.tables], "cover_words": suppression.COVER_WORDS,
        "figures": [(label, [(one, one in asked.figures) for one in rows]) for label, rows in axes.figure_groups()],
        "axes": list(axes.LABELS.items()), "spans": list(SPANS.items()),
        "filters": [
            {"key": one, "label": axes.LABELS[one], "codes": axes.CODES[one], "chosen": asked.filters.get(one, "")}
            for one in axes.FILTERED
        ],
        "before": given.address(on=period.before.first.isoformat()), "next": given.address(on=period.next.first.isoformat()),
        "unit": SPANS[Span(period.span)], "save_url": given.address("questions:save_question"), "kept": kept, "mine": mine,
        "change_url": given.address("questions:change_question", kept.id) if kept else "",
        "may_inside": rules.may_take_inside(of_whom=asked.of_whom, counts=actor.may(Permission.SEE_COUNTS)),
        "empty_words": f"{period.label}には、数える記録がありません",
    }  # fmt: skip
    return answer(request, "questions/ask.html", context, shown=[])


@page(needs=SEE, counts=True)
def entries(request: Any) -> HttpResponse:
    """The records behind one cell, as far as the actor may see them."""
    actor, given = request.actor, _given(request)
    figure = next((one for one in given.asked.counted if one.key == request.GET.get("figure")), None)
    if figure is None:
        raise Unseen(NOWHERE)
    rules.may_open_cell(of_whom=given.asked.of_whom, counts=actor.may(Permission.SEE_COUNTS)).or_refuse()
    named = {"row": given.asked.rows, "col": given.asked.columns}
    place = {axis: request.GET[name] for name, axis in named.items() if axis and name in request.GET}
    found = queries.behind(actor, asked=given.asked, figure=figure, place=place)
    context = {
        "given": given,
        "asked": given.asked,
        "figure": figure,
        "behind": found,
        "back": given.address(),
    }
    return answer(request, "questions/entries.html", context, shown=found.subjects)


@require_POST
@page(needs=SEE)
def take_answer(request: Any) -> HttpResponse:
    """Excelで受け取る: as it is, or covered to be handed out."""
    leaves = request.POST.get("form") != "inside"
    found = queries.answer(request.actor, asked=_given(request).asked, leaves=leaves)
    taken = operations.take_answer(request.actor, found=found, leaves=leaves, today=timezone.localdate())
    return hand_over(request, taken.content, name=taken.name, shown=[])


# --- views of a year, and what goes out ----------------------------------------------------------------------------


@page(needs=SEE, counts=True)
def board(request: Any) -> HttpResponse:
    """見わたし: this year beside last year, for the whole, a base or oneself."""
    actor, today = request.actor, timezone.localdate()
    year = period_of(today, span=Span.YEAR)
    offered = report_queries.scopes_open_to(actor, period=year, kinds=queries.BOARDS)
    mine = [one for _label, scopes in offered for one in scopes if _is_for(one, actor)]
    usual = ScopeKind.TOWN.value if actor.may(Permission.SEE_COUNTS) else ""
    scope = report_queries.find_scope(actor, groups=[("", mine)], code=request.GET.get("of") or usual)
    profile = parts.profile_on(today)
    found = queries.board(actor, scope=scope, today=today, held=profile.held if profile else None)

    def behind(figure: str, on: str) -> str:
        asked = {"span": "YEAR", "on": on, "scope": scope.code, "figure": figure}
        return f"{reverse('reports:entries')}?{urlencode(asked)}"

    context = {
        "tabs": parts.tabs("questions:board"), "board": found, "definitions": definitions,
        "lines": [(one, behind(one.figure.key, found.period.first.isoformat()) if one.now else "") for one in found.lines],
        "boards": [
            {"label": "わたし" if one.kind == ScopeKind.STAFF else one.label, "href": f"{reverse('questions:board')}?{urlencode({'of': one.code})}", "current": one.code == scope.code}
            for one in mine
        ],
        "figures": [one.figure for one in found.lines], "is_own": scope.kind == ScopeKind.STAFF,
    }  # fmt: skip
    return answer(request, "questions/board.html", context, shown=[])


def _is_for(scope: Scope, actor: Actor) -> bool:
    """A page for oneself, a base or the whole: never for another worker."""
    return scope.kind != ScopeKind.STAFF or scope.key == str(actor.staff_id)


@page(needs=Permission.SEE_COUNTS, counts=True)
def leaving(request: Any) -> HttpResponse:
    """外に渡す集計: as it will leave, before it is taken."""
    today = timezone.localdate()
    period, typed, problem = _time(request)
    found = queries.leaving(request.actor, period=period)

    def at(**more: str) -> str:
        kept = {"span": period.span, "on": period.first.isoformat()}
        return f"{reverse('questions:leaving')}?{urlencode({**kept, **more})}"

    context = {
        "tabs": parts.tabs("questions:leaving"), "period": period, "typed": typed, "problem": problem,
        "tables": [
            {
                "table": one, "sums": [{"cell": cell, "href": ""} for cell in one.sums],
                "rows": [{"label": row.label, "cells": [{"cell": cell, "href": ""} for cell in row.cells]} for row in one.rows],
            }
            for each in found.answers for one in each.tables
        ],
        "figures": found.figures, "meanings": found.meanings, "definitions": definitions, "unit": SPANS[Span(period.span)],
        "spans": [{"label": label, "href": at(span=key), "current": key == period.span} for key, label in SPANS.items()],
        "before": at(on=period.before.first.isoformat()), "next": at(on=period.next.first.isoformat()),
        "cover_words": suppression.COVER_WORDS, "may_take": rules.may_take_leaving(counts=True, begun=period.first <= today),
    }  # fmt: skip
    return answer(request, "questions/leaving.html", context, shown=[])


@require_POST
@page(needs=Permission.SEE_COUNTS)
def take_leaving(request: Any) -> HttpResponse:
    """外に渡す集計を受け取る, as Excel or CSV."""
    period, _typed, _problem = _time(request)
    form = operations.CSV if request.POST.get("form") == operations.CSV else operations.XLSX
    found = queries.leaving(request.actor, period=period)
    taken = operations.take_leaving(request.actor, found=found, form=form, today=timezone.localdate())
    return hand_over(request, taken.content, name=taken.name, shown=[])


# --- kept questions ----------------------------------------------------------------------------------------------


@page(needs=SEE)
def questions(request: Any) -> HttpResponse:
    """残した問い: the own ones and those colleagues share."""
    actor = request.actor
    found = queries.questions(actor)
    context = {
        "tabs": parts.tabs(HOME),
        "own": [(one, _address_of(one)) for one in found if one.staff_id == actor.staff_id],
        "shared": [(one, _address_of(one)) for one in found if one.staff_id != actor.staff_id],
    }  # fmt: skip
    return answer(request, "questions/questions.html", context, shown=[])


@page(needs=SEE)
def save_question(request: Any) -> HttpResponse:
    """問いに名前を付けて残す."""
    actor, given = request.actor, _given(request)
    form = open_form(request, forms.QuestionForm, initial={"standing": True})

    def do() -> tuple[str, str]:
        values = dict(form.cleaned_data)
        asked = replace(given.asked, standing=values.pop("standing"))
        kept = operations.save_question(actor, asked=asked, **values)
        return "残しました。「残した問い」から、いつでも数えなおせます。", _address_of(kept)

    return _form(request, form, given, title="問いに名前を付けて残す", submit="残す", do=do)


@page(needs=SEE)
def change_question(request: Any, question_id: UUID) -> HttpResponse:
    """残した問いを、いま選んでいる形に直す."""
    actor, given = request.actor, _given(request)
    kept = queries.get_question(actor, question_id=question_id)
    rules.may_change_question(mine=kept.staff_id == actor.staff_id).or_refuse()

    def opened() -> forms.ChangeForm:
        now = queries.get_question(actor, question_id=question_id)
        initial = {"name": now.name, "words": now.words, "shared": now.shared, "standing": now.on_day is None}
        return open_form(request, forms.ChangeForm, subject=now.id, version=now.version, initial=initial)

    form = opened()

    def do() -> tuple[str, str]:
        values = dict(form.cleaned_data)
        asked = replace(given.asked, standing=values.pop("standing"))
        changed = operations.change_question(
            actor, question=kept, version=form.version or kept.version, asked=asked, **values
        )
        return "直しました。", _address_of(queries.get_question(actor, question_id=changed.id))

    return _form(request, form, given, title="残した問いを直す", submit="直す", do=do, current=opened)


@require_POST
@page(needs=SEE)
def drop_question(request: Any, question_id: UUID) -> HttpResponse:
    """残した問いを消す."""
    operations.drop_question(
        request.actor, question=queries.get_question(request.actor, question_id=question_id)
    )
    messages.success(request, "問いを消しました。もとの記録は、そのままです。")
    return HttpResponseRedirect(reverse("questions:questions"))


def _form(
    request: Any, form: Any, given: Given, *, do: Any, current: Any = None, **words: str
) -> HttpResponse:
    crumbs = [{"label": "数えてみる", "url": given.address()}, {"label": words["title"], "url": ""}]
    context = {**words, "given": given, "asked": given.asked, "back": given.address(), "crumbs": crumbs}
    return act_screen(request, "questions/form.html", form, do=do, context=context, current=current)


def _kept(request: Any) -> Question | None:
    """The kept question the address says it came from, where the reader may see it."""
    key = as_uuid(request.GET.get("kept", ""))
    return queries.get_question(request.actor, question_id=key) if key else None


def _address_of(found: Question) -> str:
    told = list(found.parts.all())
    pairs = [("f", one.code) for one in told if one.kind == PartKind.FIGURE]
    pairs += [(one.axis, one.code) for one in told if one.kind == PartKind.FILTER]
    scope = f"{found.scope}:{found.scope_key}" if found.scope_key else found.scope
    pairs += [("rows", found.rows), ("cols", found.columns), ("span", found.span), ("scope", scope)]
    pairs += [("on", found.on_day.isoformat())] if found.on_day else []
    return f"{reverse(HOME)}?{urlencode([*pairs, ('kept', str(found.id))])}"


# --- reading the address -----------------------------------------------------------------------------------------


def _given(request: Any) -> Given:
    """What is asked for. What cannot be read is the usual: contacts by months of this year in the own agency."""
    sent = _sent(request)
    period, typed, problem = _time(request)
    groups = report_queries.scopes_open_to(request.actor, period=period, kinds=queries.KINDS)
    scope, said = _scope(request, groups, sent.get("scope", ""))
    figures = [
        definitions.FIGURES[one] for one in dict.fromkeys(sent.getlist("f")) if one in definitions.FIGURES
    ]
    rows = sent.get("rows") if sent.get("rows") in axes.LABELS else "months"
    columns = sent.get("cols") if sent.get("cols") in axes.LABELS and sent.get("cols") != rows else ""
    filters = {
        one: sent[one] for one in axes.FILTERED if sent.get(one) in {code for code, _label in axes.CODES[one]}
    }
    asked = Asked(
        figures=tuple(figures[:MOST_FIGURES]) or (definitions.FIGURES["contacts"],), rows=rows, columns=columns,
        scope=scope, period=period, filters=filters,
    )  # fmt: skip
    return Given(asked, groups, "".join((problem, said)), typed)


def _sent(request: Any) -> Any:
    """What was chosen: in the address, or in the form that takes the table."""
    return request.POST if request.method == "POST" and "span" in request.POST else request.GET


def _time(request: Any) -> tuple[Period, str, str]:
    """The month or year, as it was typed, and why it could not be read: then the present one is used."""
    sent, today = _sent(request), timezone.localdate()
    span = sent.get("span") if sent.get("span") in SPANS else Span.YEAR
    typed = typed_into(request, sent.get("on", "").strip())
    try:
        day = parse_day(typed, today=today) if typed else today
    except DateProblem as found:
        return period_of(today, span=span), typed, f"{found}　今日を含む{SPANS[Span(span)]}で数えています。"
    return period_of(day, span=span), wareki(day), ""


def _scope(request: Any, groups: list[tuple[str, list[Scope]]], code: str) -> tuple[Scope, str]:
    """The part of the work; where it is not the reader's to count, the own agency, and that is said."""
    try:
        return report_queries.find_scope(
            request.actor, groups=groups, code=code or f"AGENCY:{request.actor.agency_id}"
        ), ""
    except Unseen:
        own = report_queries.find_scope(
            request.actor, groups=groups, code=f"AGENCY:{request.actor.agency_id}"
        )
        return (
            own,
            "選ばれていたまとまりは、あなたには数えられないか、この期間にはありません。あなたの機関で数えています。",
        )


def _drawn(table: Table, given: Given) -> dict[str, Any]:
    """The table with, for every number that may be opened, the address of its records."""

    def cells(row: tuple[Cell, ...]) -> list[dict[str, Any]]:
        return [{"cell": one, "href": _behind(given, one) if one.opens else ""} for one in row]

    return {
        "table": table, "sums": cells(table.sums),
        "rows": [{"label": one.label, "cells": cells(one.cells)} for one in table.rows],
        "charts": [(one, DRAWN_AS[type(one)]) for one in table.charts],
    }  # fmt: skip


def _behind(given: Given, cell: Cell) -> str:
    named = {given.asked.rows: "row", given.asked.columns: "col"}
    place = {named[axis]: code for axis, code in cell.place.items()}
    return given.address("questions:entries", figure=cell.figure.key, **place)

"""年度のまとめ: drafted from the year's records, written to, approved by somebody else, shown, handed out, offered to everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.agencies.views.acts import act_screen
from norishiro.core.calendar import fiscal_year, fiscal_year_label, wareki_short
from norishiro.core.form_pages import open_form
from norishiro.reports import access, forms, operations, queries, telling

if TYPE_CHECKING:
    from norishiro.core.forms import Form
    from norishiro.reports.models import Summary

SEE = Permission.SEE_REPORTS
HOME = ("年度のまとめ", "reports:summaries")
YEARS_BACK = 5


def _crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": HOME[0], "url": reverse(HOME[1])},
        *({"label": label, "url": url} for label, url in steps),
    ]


def _home(found: Summary) -> str:
    return reverse("reports:summary", args=[found.id])


def _act(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, do: Callable[[], tuple[str, str]],
    current: Callable[[], Form] | None = None, steps: tuple[tuple[str, str], ...] = (),
) -> HttpResponse:  # fmt: skip
    context = {
        "title": title, "submit": submit, "lines": lines, "back": back, "crumbs": _crumbs(*steps, (title, "")),
    }  # fmt: skip
    return act_screen(request, "reports/form.html", form, do=do, context=context, current=current)


@page(needs=SEE)
def summaries(request: Any) -> HttpResponse:
    """年度のまとめの一覧."""
    actor, today = request.actor, timezone.localdate()
    scopes = queries.summary_scopes(actor)
    context = {
        "tabs": parts.tabs("reports:summaries"), "summaries": queries.summaries(actor),
        "may_open": access.begin_verdict(actor, scopes=scopes), "year_label": fiscal_year_label(fiscal_year(today)),
    }  # fmt: skip
    return answer(request, "reports/summaries.html", context, shown=[])


@page(needs=SEE)
def open_summary(request: Any) -> HttpResponse:
    """年度のまとめを始める."""
    actor, today = request.actor, timezone.localdate()
    scopes = {one.code: one for one in queries.summary_scopes(actor)}
    access.begin_verdict(actor, scopes=list(scopes.values())).or_refuse()
    this = fiscal_year(today)
    form = open_form(
        request, forms.OpenForm, initial={"scope": f"AGENCY:{actor.agency_id}", "year": str(this)},
        scopes=[(code, one.title) for code, one in scopes.items()],
        years=[(str(one), fiscal_year_label(one)) for one in range(this, this - YEARS_BACK, -1)],
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        opened = operations.open_summary(
            actor, scope=scopes[given["scope"]], year=int(given["year"]), title=given["title"], today=today
        )
        return "下書きができました。数は記録から入っています。文と話を足してください。", _home(opened)

    return _act(
        request, form, title="年度のまとめを始める", submit="下書きを作る", back=reverse(HOME[1]), do=do,
        lines=[
            "数と図は、その年度の記録からひとりでに入ります。あとで、取組・声・来年度の文と、載せる話を足します。",
            "前に承認されたまとめがある年度は、その文と話を写して、次のまとめを始めます。",
        ],
    )  # fmt: skip


@page(needs=SEE)
def summary(request: Any, summary_id: UUID) -> HttpResponse:
    """一つのまとめ: what it tells, who is to approve it, and what has changed since."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_summary(actor, summary_id=summary_id)
    told = telling.year_told(actor, summary=found, today=today)
    context = {
        "told": told, "summary": found, "hidden_words": telling.HIDDEN_WORDS,
        "reviews": queries.reviews_of(actor, summary=found),
        "reviewers": queries.reviewers(actor, summary=found, today=today),
        "differences": queries.differences(actor, summary=found, today=today),
        "may_write": access.write_summary_verdict(actor, summary=found),
        "may_ask": access.ask_review_verdict(
            actor, summary=found, content=told.content, stories=len(told.stories), today=today
        ),
        "may_take_back": access.take_back_verdict(actor, summary=found),
        "may_review": access.review_verdict(actor, summary=found), "may_offer": access.offer_verdict(actor, summary=found),
        "crumbs": _crumbs((found.title, "")),
    }  # fmt: skip
    return answer(request, "reports/summary.html", context, shown=[])


@page(needs=SEE)
def slides(request: Any, summary_id: UUID) -> HttpResponse:
    """スライド: one point per screen, for a committee; drafts say that they are drafts."""
    actor = request.actor
    found = queries.get_summary(actor, summary_id=summary_id)
    told = telling.year_told(actor, summary=found, today=timezone.localdate())
    context = {
        "told": told, "summary": found, "slides": telling.slides(told), "back": _home(found),
        "hidden_words": telling.HIDDEN_WORDS,
    }  # fmt: skip
    return answer(request, "reports/slides.html", context, shown=[])


@page(needs=SEE)
def write_summary(request: Any, summary_id: UUID) -> HttpResponse:
    """取組・声・来年度を書く."""
    actor = request.actor
    found = queries.get_summary(actor, summary_id=summary_id)
    access.write_summary_verdict(actor, summary=found).or_refuse()

    def opened() -> forms.WordsForm:
        now = queries.get_summary(actor, summary_id=summary_id)
        initial = {"title": now.title, "work": now.work, "voices": now.voices, "ahead": now.ahead}
        return open_form(request, forms.WordsForm, subject=now.id, version=now.version, initial=initial)

    form = opened()

    def do() -> tuple[str, str]:
        operations.write_summary(actor, summary=found, version=form.posted_version, **form.cleaned_data)
        return "書きました。", _home(found)

    return _act(
        request, form, title="取組・声・来年度を書く", submit="書く", back=_home(found), do=do, current=opened,
        lines=["数だけでは伝わらないことを書きます。書かない欄は、まとめに出ません。"], steps=((found.title, _home(found)),),
    )  # fmt: skip


@page(needs=SEE)
def choose_stories(request: Any, summary_id: UUID) -> HttpResponse:
    """載せる話を選ぶ."""
    actor = request.actor
    found = queries.get_summary(actor, summary_id=summary_id)
    access.write_summary_verdict(actor, summary=found).or_refuse()

    def opened() -> forms.StoriesForm:
        now = queries.get_summary(actor, summary_id=summary_id)
        kept = {f"{one.kind}:{one.source_id}": one for one in queries.stories_of(actor, summary=now)}
        offered = {one.key: one for one in queries.stories_on_offer(actor, summary=now)}
        lines = [
            (key, f"{wareki_short(one.told_on)}　{one.kind_label}　{one.title}：{one.text}")
            for key, one in {**offered, **kept}.items()
        ]
        initial = {"stories": list(kept)}
        return open_form(
            request, forms.StoriesForm, subject=now.id, version=now.version, initial=initial, offered=lines
        )

    form = opened()

    def do() -> tuple[str, str]:
        operations.choose_stories(
            actor, summary=found, version=form.posted_version, keys=form.cleaned_data["stories"]
        )
        return "載せる話を決めました。", _home(found)

    return _act(
        request, form, title="載せる話を選ぶ", submit="これを載せる", back=_home(found), do=do, current=opened,
        lines=[
            "みんなに伝えるために書かれた文だけが並びます。ケースや支援の記録からは、何も出ません。",
            "選んだ文は、いまのことばのまま写されます。もとの文をあとで直しても、まとめは変わりません。",
        ],
        steps=((found.title, _home(found)),),
    )  # fmt: skip


@require_POST
@page(needs=SEE)
def ask_review(request: Any, summary_id: UUID) -> HttpResponse:
    """確認をたのむ."""
    found = queries.get_summary(request.actor, summary_id=summary_id)
    operations.ask_review(request.actor, summary=found, today=timezone.localdate())
    messages.success(
        request,
        "確認をたのみました。数と文は、いまのまま止まっています。確認できる人に、この画面を伝えてください。",
    )
    return HttpResponseRedirect(_home(found))


@require_POST
@page(needs=SEE)
def take_back_review(request: Any, summary_id: UUID) -> HttpResponse:
    """たのむのをやめる."""
    found = queries.get_summary(request.actor, summary_id=summary_id)
    operations.take_back_review(request.actor, summary=found, today=timezone.localdate())
    messages.success(request, "下書きに戻しました。数は、いまの記録から数えなおします。")
    return HttpResponseRedirect(_home(found))


@page(needs=SEE)
def return_summary(request: Any, summary_id: UUID) -> HttpResponse:
    """わけを書いて返す."""
    actor = request.actor
    found = queries.get_summary(actor, summary_id=summary_id)
    access.review_verdict(actor, summary=found).or_refuse()
    form = open_form(request, forms.ReturnForm, subject=found.id)

    def do() -> tuple[str, str]:
        operations.return_summary(
            actor, summary=found, words=form.cleaned_data["words"], today=timezone.localdate()
        )
        return "返しました。書いた人が直して、もう一度たのみます。", _home(found)

    return _act(
        request, form, title="直しをたのんで返す", submit="返す", back=_home(found), do=do,
        lines=["数がおかしいと思ったら、もとの記録を直してもらいます。ここでは数を打てません。"],
        steps=((found.title, _home(found)),),
    )  # fmt: skip


@require_POST
@page(needs=SEE)
def release_summary(request: Any, summary_id: UUID) -> HttpResponse:
    """承認する."""
    found = queries.get_summary(request.actor, summary_id=summary_id)
    operations.release_summary(request.actor, summary=found, today=timezone.localdate())
    messages.success(request, "承認しました。このまま残ります。あとで記録を直すと、数の違いがここに出ます。")
    return HttpResponseRedirect(_home(found))


@require_POST
@page(needs=SEE)
def take_summary(request: Any, summary_id: UUID) -> HttpResponse:
    """受け取る, as PDF or Excel."""
    actor = request.actor
    found = queries.get_summary(actor, summary_id=summary_id)
    told = telling.year_told(actor, summary=found, today=timezone.localdate())
    form = operations.XLSX if request.POST.get("form") == operations.XLSX else operations.PDF
    taken = operations.take_summary(actor, told=told, form=form)
    return hand_over(request, taken.content, name=taken.name, shown=[])


@require_POST
@page(needs=SEE)
def offer_summary(request: Any, summary_id: UUID) -> HttpResponse:
    """公開のページの下書きにする."""
    actor = request.actor
    found = queries.get_summary(actor, summary_id=summary_id)
    told = telling.year_told(actor, summary=found, today=timezone.localdate())
    made = operations.offer_summary(actor, told=told)
    messages.success(
        request, "公開のページの下書きができました。読んで確かめてから、「公開する」を押してください。"
    )
    return HttpResponseRedirect(reverse("publicity:public_page", args=[made.id]))

"""名簿: the list, one helper with what was learnt, sent and done, and points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, found_nothing, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.searches import led_to_search, words_of
from norishiro.core.tables import place_in
from norishiro.core.withheld import covered
from norishiro.helpers import forms, kinds, operations, queries, rules
from norishiro.helpers.choices import ConsentWay
from norishiro.helpers.views.common import (
    KEEP,
    areas_offered,
    as_id,
    crumbs,
    form_screen,
    may_receive,
    mine,
    receive_url,
    tabs,
)

if TYPE_CHECKING:
    from norishiro.helpers.models import Helper

KNOWN = ("kind", "name", "kana", "phone", "email", "postal_code", "address", "likes")
AGREED = ("consented_on", "consent_way", "registered_on")


def _home(helper: Helper) -> str:
    return reverse("helpers:helper", args=[helper.id])


@page(needs=KEEP)
def helpers(request: Any) -> HttpResponse:
    """担い手の名簿. A name that is looked for does not stand in the address."""
    if request.method == "POST":
        return led_to_search(request, field="q", also=("kind", "area", "ended"))
    actor, today = request.actor, timezone.localdate()
    words, kind = words_of(request, limit=60), request.GET.get("kind", "")
    asked = queries.Asked(
        words=words, kind=kind if kind in kinds.KINDS else "", area_id=as_uuid(request.GET.get("area", "")),
        ended=request.GET.get("ended") == "1",
    )  # fmt: skip
    is_withheld = covered([words]) != [None]
    found = (
        queries.Page()
        if is_withheld
        else queries.helpers(actor, asked=asked, place=place_in(request.GET), on=today)
    )
    if words and not found.rows:
        found_nothing(request, words=words)
    counted = queries.kind_counts(actor)
    context = {
        "tabs": tabs("helpers:helpers"), "page": found, "asked": asked, "areas": areas_offered(actor), "today": today,
        "form": forms.SearchForm(initial={"q": words if found.rows else ""}), "narrowed": asked != queries.Asked(),
        "kinds": [(code, one.label, counted.get(code, 0)) for code, one in kinds.KINDS.items()],
        "total": sum(counted.values()), "points": queries.point_totals(actor), "crumbs": crumbs(),
    }  # fmt: skip
    return answer(request, "helpers/helpers.html", context, shown=[one.id for one in found.rows])


@page(needs=KEEP)
def helper(request: Any, helper_id: UUID) -> HttpResponse:
    """一人の担い手."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_helper(actor, helper_id=helper_id, on=today)
    history = queries.history_of(actor, helper=found)
    own = mine(actor, found.agency)
    notices = queries.notices_of(actor, helper=found) if actor.may(Permission.RECEIVE) else []
    context = {
        "helper": found, "history": history, "may_keep": own, "today": today, "notices": notices,
        "may_ask": own & rules.may_ask_anything(queries.as_hand(actor, helper=found), on=today),
        "may_opt": own & rules.may_opt(mine=True, ended=found.ended_on is not None, already=False),
        "may_end": own & rules.may_end(
            mine=True, ended=found.ended_on is not None, registered_on=found.registered_on, on=today, today=today,
            reason="OWN_WISH", note="", open_matches=0,
        ),
        "trained": found.trained_until is not None and today < found.trained_until,
        "may_use": own & rules.may_use(mine=True, on=today, today=today, amount=1, balance=found.balance),
        "may_receive": may_receive(actor), "receive_url": receive_url(),
        "crumbs": crumbs((found.name, "")),
    }  # fmt: skip
    return answer(request, "helpers/helper.html", context, shown=[found.id, *(one.id for one in notices)])


@page(needs=KEEP)
def register_helper(request: Any) -> HttpResponse:
    """担い手を登録する."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(
        request, forms.RegisterForm, offers={"area": areas_offered(actor)},
        initial={"consented_on": today, "registered_on": today, "consent_way": ConsentWay.WRITTEN},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        values = {name: given[name] for name in (*KNOWN, *AGREED)} | {"area_id": as_id(given["area"])}
        added = operations.register_helper(actor, values=values, today=today)
        return f"{added.name}さんを登録しました。", _home(added)

    return form_screen(
        request, form, title="担い手を登録する", submit="登録する", back=reverse("helpers:helpers"), do=do,
        lines=[
            "本人が同意した人だけを登録します。いつ、どうやって同意を受けたかを残します。",
            "名簿は、この機関の担当だけが見られます。公開のページには出ません。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def change_helper(request: Any, helper_id: UUID) -> HttpResponse:
    """担い手の登録を直す."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_helper(actor, helper_id=helper_id, on=today)

    def opened() -> forms.ChangeForm:
        now = queries.get_helper(actor, helper_id=helper_id, on=today)
        initial = {name: getattr(now, name) for name in KNOWN} | {"area": str(now.area_id or "")}
        return open_form(
            request, forms.ChangeForm, subject=now.id, version=now.version, initial=initial,
            offers={"area": areas_offered(actor)},
        )  # fmt: skip

    form = opened()

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        values = {name: given[name] for name in KNOWN} | {"area_id": as_id(given["area"])}
        operations.change_helper(actor, helper=found, version=form.version or found.version, values=values)
        return "登録を直しました。", _home(found)

    return form_screen(
        request, form, title="登録を直す", submit="直す", back=_home(found), do=do, current=opened, shown=[found.id],
        lines=["同意した日と登録した日は変えられません。まちがえたときは、登録を終えて、もう一度登録します。"],
    )  # fmt: skip


@page(needs=KEEP)
def end_helper(request: Any, helper_id: UUID) -> HttpResponse:
    """登録を終える."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_helper(actor, helper_id=helper_id, on=today)
    form = open_form(request, forms.EndForm, subject=found.id, initial={"ended_on": today})

    def do() -> tuple[str, str]:
        operations.end_helper(actor, helper=found, today=today, **form.cleaned_data)
        return "登録を終えました。通信は、もう送られません。", _home(found)

    return form_screen(
        request, form, title="登録を終える", submit="終える", back=_home(found), do=do, shown=[found.id],
        lines=[f"{found.name}さんの登録を終えます。これまでの記録は残ります。"],
    )  # fmt: skip


@require_POST
@page(needs=KEEP)
def opt_out(request: Any, helper_id: UUID) -> HttpResponse:
    """通信を止める."""
    today = timezone.localdate()
    found = queries.get_helper(request.actor, helper_id=helper_id, on=today)
    operations.opt_out(request.actor, helper=found, today=today)
    messages.success(request, "通信を止めました。今日から、宛先に入りません。")
    return redirect(_home(found))


@require_POST
@page(needs=KEEP)
def opt_in(request: Any, helper_id: UUID) -> HttpResponse:
    """通信をまた送る."""
    today = timezone.localdate()
    found = queries.get_helper(request.actor, helper_id=helper_id, on=today)
    operations.opt_in(request.actor, helper=found, today=today)
    messages.success(request, "次の通信から、また送ります。")
    return redirect(_home(found))


@page(needs=KEEP)
def earn_points(request: Any, helper_id: UUID) -> HttpResponse:
    """点をつける."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_helper(actor, helper_id=helper_id, on=today)
    form = open_form(request, forms.EarnForm, subject=found.id, initial={"on": today})

    def do() -> tuple[str, str]:
        line = operations.earn_points(actor, helper=found, today=today, **form.cleaned_data)
        return f"{line.amount}点つけました。", f"{_home(found)}#points"

    return form_screen(
        request, form, title="点をつける", submit="つける", back=_home(found), do=do, shown=[found.id],
        lines=[
            f"{found.name}さんの残りは{found.balance}点です。訪問と助け合いの点は、行った記録を書くと自動でつきます。",
            f"一日につけられるのは{kinds.MOST_A_DAY}点までです（仮。種類の資料で変えられます）。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def use_points(request: Any, helper_id: UUID) -> HttpResponse:
    """点を使う."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_helper(actor, helper_id=helper_id, on=today)
    form = open_form(request, forms.UseForm, subject=found.id, initial={"on": today})

    def do() -> tuple[str, str]:
        line = operations.use_points(actor, helper=found, today=today, **form.cleaned_data)
        return f"{line.amount}点使いました。", f"{_home(found)}#points"

    return form_screen(
        request, form, title="点を使う", submit="使う", back=_home(found), do=do, shown=[found.id],
        lines=[f"{found.name}さんの残りは{found.balance}点です。残りより多くは使えません。"],
    )  # fmt: skip


@page(needs=KEEP)
def undo_points(request: Any, point_line_id: UUID) -> HttpResponse:
    """点の記録を取り消す."""
    actor = request.actor
    found = queries.get_point(actor, point_id=point_line_id)
    form = open_form(request, forms.UndoForm, subject=found.id)

    def do() -> tuple[str, str]:
        operations.undo_points(actor, line=found, today=timezone.localdate(), **form.cleaned_data)
        return "取り消しました。残りも変わりました。", f"{_home(found.helper)}#points"

    return form_screen(
        request, form, title="点の記録を取り消す", submit="取り消す", back=_home(found.helper), do=do,
        shown=[found.helper_id],
        lines=[f"{found.helper.name}さんの「{found.what}」{found.words}。取り消した記録は、わけと一緒に残ります。"],
    )  # fmt: skip

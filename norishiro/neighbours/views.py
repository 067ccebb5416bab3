"""地区の便り, for staff: letters to districts, and how many wait for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.agencies.views.acts import act_screen
from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.core.form_pages import open_form
from norishiro.core.verdict import YES, Verdict, no
from norishiro.neighbours import access, forms, operations, queries
from norishiro.neighbours.access import Link
from norishiro.neighbours.letters import link_of

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.core.forms import Form
    from norishiro.neighbours.models import Post

SEE = Permission.SEE_LOCAL
KEEP = Permission.PUBLISH
TABS = (("便り", "neighbours:posts"), ("登録した人の数", "neighbours:readers"))


def _tabs(current: str) -> list[dict[str, Any]]:
    return [{"label": label, "href": reverse(name), "current": name == current} for label, name in TABS]


def _crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "地域づくり", "url": reverse("community:activities")},
        {"label": "広報", "url": reverse("publicity:items")},
        {"label": "地区の便り", "url": reverse("neighbours:posts") if steps else ""},
        *({"label": label, "url": url} for label, url in steps),
    ]


def _may_keep(actor: Actor) -> Verdict:
    """Shown at every button that writes."""
    if actor.may(KEEP):
        return YES
    return no("keep", f"書けるのは「{KEEP.value}」の役割の人です。広報を受け持つ職員に伝えてください。")


def _home(found: Post) -> str:
    return reverse("neighbours:post", args=[found.id])


def _join(request: Any) -> str:
    """Where residents register: to be printed and told."""
    return str(request.build_absolute_uri(reverse("public_site:letters", args=["ja"])))


@page(needs=SEE)
def posts(request: Any) -> HttpResponse:
    """地区の便りの一覧: drafts, and what was sent to how many."""
    actor = request.actor
    context = {
        "lines": queries.post_lines(actor, on=timezone.localdate()), "may_keep": _may_keep(actor), "join": _join(request),
        "tabs": _tabs("neighbours:posts"), "crumbs": _crumbs(),
    }  # fmt: skip
    return answer(request, "neighbours/posts.html", context, shown=[])


@page(needs=SEE)
def readers(request: Any) -> HttpResponse:
    """登録した人の数: by district and month, and nothing else of anybody."""
    actor, year, today = request.actor, parts.asked_year(request), timezone.localdate()
    listed = queries.district_list(actor, on=today)
    area = next((one.code for one in listed if one.code == request.GET.get("area", "")), "")
    known = {year, fiscal_year(today), *queries.years(actor)}
    context = {
        "sums": queries.sums(actor, year=year, on=today), "months": queries.months(actor, year=year, area=area),
        "districts": listed, "area": area, "year": year, "year_label": fiscal_year_label(year),
        "years": [{"year": one, "label": fiscal_year_label(one)} for one in sorted(known, reverse=True)],
        "more": f"&area={area}" if area else "", "join": _join(request), "tabs": _tabs("neighbours:readers"),
        "crumbs": _crumbs(("登録した人の数", "")),
    }  # fmt: skip
    return answer(request, "neighbours/readers.html", context, shown=[])


@page(needs=SEE)
def post(request: Any, post_id: UUID) -> HttpResponse:
    """一つの便り: the draft, or what became of it."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_post(actor, post_id=post_id)
    may = _may_keep(actor)
    context = {
        "post": found, "areas": queries.names_of(actor, areas=found.areas, on=today), "may_keep": may,
        "may_send": may if not may.allowed or found.is_sent else access.may_send(
            actor, post=found, base=settings.NORISHIRO_ADDRESS, today=today
        ),
        "readers": queries.People(found.addressed or 0) if found.is_sent else queries.readers_of(actor, areas=found.areas),
        "delivered": queries.People(found.delivered), "refused": queries.People(found.refused),
        "link": link_of(found, tongue="ja"), "link_name": found.page or found.item or found.place,
        "crumbs": _crumbs((found.title, "")),
    }  # fmt: skip
    return answer(request, "neighbours/post.html", context, shown=[])


def _form_screen(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, do: Callable[[], tuple[str, str]],
    current: Callable[[], Form] | None = None, steps: tuple[tuple[str, str], ...] = (), more: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    context = {
        "title": title, "submit": submit, "lines": lines, "back": back, "crumbs": _crumbs(*steps, (title, "")), **(more or {}),
    }  # fmt: skip
    return act_screen(request, "neighbours/form.html", form, do=do, context=context, current=current)


def _offered(actor: Actor) -> dict[str, Any]:
    today = timezone.localdate()
    listed = queries.district_list(actor, on=today)
    return {
        "areas": [(one.code, f"{one.name}（{one.within}）" if one.within else one.name) for one in listed],
        "links": queries.links(actor, on=today),
    }


def _given(form: Form) -> dict[str, Any]:
    """What the form says, as the verb takes it."""
    values = dict(form.cleaned_data)
    kind, _colon, chosen = values.pop("link").partition(":")
    return {**values, "link": Link(**{f"{kind}_id": UUID(chosen)}) if chosen else Link()}


def _chosen(found: Post) -> str:
    """The link as the form names it."""
    for kind in ("page", "item", "place"):
        chosen = getattr(found, f"{kind}_id")
        if chosen is not None:
            return f"{kind}:{chosen}"
    return ""


@page(needs=KEEP)
def write_post(request: Any) -> HttpResponse:
    """便りを書く."""
    actor = request.actor
    form = open_form(request, forms.PostForm, **_offered(actor))

    def do() -> tuple[str, str]:
        made = operations.write_post(actor, now=timezone.now(), **_given(form))
        return "下書きを残しました。まだ、だれにも送っていません。", _home(made)

    return _form_screen(
        request, form, title="便りを書く", submit="下書きを残す", back=reverse("neighbours:posts"), do=do,
        lines=["書いただけでは届きません。次の画面で、何人に届くかを見てから送ります。"],
    )  # fmt: skip


@page(needs=KEEP)
def change_post(request: Any, post_id: UUID) -> HttpResponse:
    """下書きを直す."""
    actor = request.actor
    found = queries.get_post(actor, post_id=post_id)
    offered = _offered(actor)

    def opened() -> forms.ChangedPostForm:
        now = queries.get_post(actor, post_id=post_id)
        initial = {"areas": now.areas, "title": now.title, "text": now.text, "link": _chosen(now)}
        return open_form(
            request, forms.ChangedPostForm, subject=now.id, version=now.version, initial=initial, **offered
        )

    form = opened()

    def do() -> tuple[str, str]:
        operations.change_post(
            actor, post=found, version=form.version or found.version, now=timezone.now(), **_given(form)
        )
        return "直しました。まだ、だれにも送っていません。", _home(found)

    return _form_screen(
        request, form, title="下書きを直す", submit="直す", back=_home(found), do=do, current=opened,
        steps=((found.title, _home(found)),), lines=["送ったあとは直せません。"],
    )  # fmt: skip


@require_POST
@page(needs=KEEP)
def drop_post(request: Any, post_id: UUID) -> HttpResponse:
    """下書きを消す."""
    found = queries.get_post(request.actor, post_id=post_id)
    operations.drop_post(request.actor, post=found)
    messages.success(request, f"下書き「{found.title}」を消しました。")
    return redirect("neighbours:posts")


@page(needs=KEEP)
def send_post(request: Any, post_id: UUID) -> HttpResponse:
    """便りを送る: to how many, once more, and then."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_post(actor, post_id=post_id)
    form = open_form(request, forms.SendForm, subject=found.id, version=found.version)
    if request.method == "POST" and form.is_stale:
        messages.warning(
            request, "ほかの人が、この便りを先に直しました。届く文を、もう一度確かめてください。"
        )
        return redirect("neighbours:send_post", found.id)

    def do() -> tuple[str, str]:
        operations.send_post(
            actor, post=found, version=form.version or found.version, base=settings.NORISHIRO_ADDRESS, now=timezone.now()
        )  # fmt: skip
        return "送ることにしました。数分のうちに、順に送られます。", _home(found)

    readers = queries.readers_of(actor, areas=found.areas)
    where = "、".join(queries.names_of(actor, areas=found.areas, on=today))
    return _form_screen(
        request, form, title="便りを送る", submit="送る", back=_home(found), do=do, steps=((found.title, _home(found)),),
        lines=["一度送ると、取り消すことも直すこともできません。"],
        more={"said": f"「{found.title}」を、{where}に登録した {readers.words}に送ります。", "body": found.text},
    )  # fmt: skip

"""保存期間と廃棄: the schedule, what is held, what is due, a batch with its two persons, and the record of what went."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.sealing.envelope import Unopened
from norishiro.disposal import forms, operations, papers, queries, rules
from norishiro.disposal.choices import OPEN
from norishiro.profiles.current import NoProfileError, current_profile

if TYPE_CHECKING:
    from norishiro.core.forms.base import Form

DISPOSE = Permission.DISPOSE
# So long one answer disposes; then the page says how far it is.
SECONDS = 6
TABS = (("候補", "disposal:candidates"), ("保存期間", "disposal:schedule"), ("保留", "disposal:holds"))


def _tabs(here: str) -> list[dict[str, Any]]:
    return [{"label": label, "url": reverse(name), "current": name == here} for label, name in TABS]


def _crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    first = ("保存期間と廃棄", reverse("disposal:candidates") if steps else "")
    return [{"label": label, "url": url} for label, url in (first, *steps)]


def _page_number(request: Any) -> int:
    asked = request.GET.get("page", "0")
    return int(asked) if asked.isdecimal() and len(asked) < 5 else 0


@page(needs=DISPOSE)
def candidates(request: Any) -> HttpResponse:
    """廃棄の候補: what is due within a year, and the batches."""
    actor, today = request.actor, timezone.localdate()
    context = {
        "tabs": _tabs("disposal:candidates"), "page": queries.listed(actor, page=_page_number(request)),
        "counts": queries.counts(actor, today=today), "batches": queries.batches(actor), "today": today,
        "names": {one.code: one.name for one in queries.series(actor, on=today)},
        "may_make": operations.batch_verdict(today=today), "most": rules.MOST, "crumbs": _crumbs(),
    }  # fmt: skip
    return answer(request, "disposal/candidates.html", context, shown=[])


@require_POST
@page(needs=DISPOSE)
def list_due(request: Any) -> HttpResponse:
    """いま数え直す."""
    found = operations.list_due(request.actor, today=timezone.localdate(), now=timezone.now())
    messages.success(request, f"数え直しました。1年のうちに保存期間が終わるものは、{found}件です。")
    return redirect("disposal:candidates")


@page(needs=DISPOSE)
def schedule(request: Any) -> HttpResponse:
    """保存期間の表."""
    actor = request.actor
    context = {
        "tabs": _tabs("disposal:schedule"), "series": queries.series(actor, on=timezone.localdate()),
        "changes": queries.term_changes(actor), "crumbs": _crumbs(("保存期間", "")), "today": timezone.localdate(),
        "names": {one.code: one.name for one in queries.series(actor, on=timezone.localdate())},
    }  # fmt: skip
    return answer(request, "disposal/schedule.html", context, shown=[])


@page(needs=DISPOSE)
def holds(request: Any) -> HttpResponse:
    """保留の一覧."""
    context = {
        "tabs": _tabs("disposal:holds"), "holds": queries.holds(request.actor), "today": timezone.localdate(),
        "crumbs": _crumbs(("保留", "")),
    }  # fmt: skip
    return answer(request, "disposal/holds.html", context, shown=[])


def _perform(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, do: Callable[[], str]
) -> HttpResponse:
    """One act on one screen; ``do`` answers what is said when it is done."""

    def run() -> str:
        messages.success(request, do())
        return back

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=run)
        if done is not None:
            return done
    context = {
        "form": form, "title": title, "submit": submit, "lines": lines, "back": back, "crumbs": _crumbs((title, "")),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "disposal/form.html", context, shown=[], status=status)


@page(needs=DISPOSE)
def change_term(request: Any) -> HttpResponse:
    """保存期間を変える."""
    actor, today = request.actor, timezone.localdate()
    known = queries.series(actor, on=today)
    asked = next((one for one in known if one.code == request.GET.get("series")), None)
    begun = {"series": asked.code, "years": asked.years, "start": asked.start} if asked else {}
    form = open_form(
        request, forms.TermForm, initial={"from_on": today, **begun}, offered=[(one.code, one.name) for one in known]
    )  # fmt: skip

    def do() -> str:
        operations.change_term(actor, today=today, **form.cleaned_data)
        return "保存期間を変えました。候補は、次に数え直したときに変わります。"

    return _perform(
        request, form, title="保存期間を変える", submit="変える", back=reverse("disposal:schedule"), do=do,
        lines=["自治体の文書管理規程のとおりに変えます。だれが、なぜ変えたかは残ります。", "さかのぼっては変えられません。"],
    )  # fmt: skip


@page(needs=DISPOSE)
def hold_case(request: Any) -> HttpResponse:
    """ケース番号で保留する."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(request, forms.CaseHoldForm)

    def do() -> str:
        made = operations.hold_back(actor, today=today, **form.cleaned_data)
        return f"保留{made.number}を始めました（人{made.people}・ケース{made.cases}）。終えるまで廃棄されません。"

    return _perform(
        request, form, title="ケースを保留する", submit="保留する", back=reverse("disposal:holds"), do=do,
        lines=["審査請求・訴訟・開示の求め・監査などがあるあいだ、廃棄を止めます。", "のりしろで受け付けた開示・訂正・利用停止の求めは、終わるまで自動で保留になります。"],
    )  # fmt: skip


@page(needs=DISPOSE)
def hold_back(request: Any, candidate_id: UUID) -> HttpResponse:
    """候補を保留する."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_bundle(actor, bundle_id=candidate_id)
    form = open_form(request, forms.HoldForm, subject=found.id)

    def do() -> str:
        made = operations.hold_back(actor, bundle=found, today=today, **form.cleaned_data)
        return f"候補{found.number}を保留しました（保留{made.number}）。終えるまで廃棄されません。"

    return _perform(
        request, form, title=f"候補{found.number}を保留する", submit="保留する", back=reverse("disposal:candidates"), do=do,
        lines=["保留は、候補のまとまり（世帯の人とケース）の全部にかかります。"],
    )  # fmt: skip


@page(needs=DISPOSE)
def end_hold(request: Any, holding_id: UUID) -> HttpResponse:
    """保留を終える."""
    actor = request.actor
    found = queries.get_hold(actor, hold_id=holding_id)
    form = open_form(request, forms.ReasonForm, subject=found.id)

    def do() -> str:
        operations.end_hold(actor, hold=found, reason=form.cleaned_data["reason"], today=timezone.localdate())
        return f"保留{found.number}を終えました。次に数え直したときから、候補に戻ります。"

    return _perform(
        request, form, title=f"保留{found.number}を終える", submit="終える", back=reverse("disposal:holds"), do=do,
        lines=[f"{found.get_kind_display()}（{found.document}）の保留です。"],
    )  # fmt: skip


@require_POST
@page(needs=DISPOSE)
def make_batch(request: Any) -> HttpResponse:
    """廃棄のまとまりを作る."""
    made = operations.make_batch(request.actor, today=timezone.localdate())
    messages.success(request, "まとまりを作りました。別の二人が確かめると、廃棄できます。")
    return redirect("disposal:batch", made.id)


@page(needs=DISPOSE)
def batch(request: Any, batch_id: UUID) -> HttpResponse:
    """一つのまとまり: what is in it, who looked, how far it is, what went."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_batch(actor, batch_id=batch_id)
    form = open_form(request, forms.ReasonForm, subject=found.id)
    context = {
        "batch": found, "page": queries.listed(actor, page=_page_number(request), batch=found), "form": form,
        "names": {one.code: one.name for one in queries.series(actor, on=today)}, "today": today,
        "told": queries.certificate(actor, batch=found), "progress": queries.progress(actor, batch=found),
        "may_review": operations.review_verdict(actor, found), "may_dispose": operations.dispose_verdict(found),
        "may_drop": rules.may_drop_batch(state=found.state), "open_still": found.state in OPEN,
        "crumbs": _crumbs((f"廃棄{found.number}", "")),
    }  # fmt: skip
    return answer(request, "disposal/batch.html", context, shown=[])


@require_POST
@page(needs=DISPOSE)
def take_out(request: Any, batch_id: UUID) -> HttpResponse:
    """まとまりから外す."""
    actor = request.actor
    found = queries.get_batch(actor, batch_id=batch_id)
    asked = list(filter(None, map(as_uuid, request.POST.getlist("bundle"))))
    inside = queries.bundles_of(actor, batch=found, ids=asked)
    number = operations.take_out(
        actor, batch=found, bundles=inside, reason=request.POST.get("reason", "")[:300]
    )
    messages.success(request, f"{number}件を外しました。次のまとまりで、また候補になります。")
    return redirect("disposal:batch", found.id)


@require_POST
@page(needs=DISPOSE)
def review_batch(request: Any, batch_id: UUID) -> HttpResponse:
    """確かめた."""
    found = queries.get_batch(request.actor, batch_id=batch_id)
    operations.review_batch(request.actor, batch=found)
    messages.success(request, "確かめたことを残しました。")
    return redirect("disposal:batch", found.id)


@require_POST
@page(needs=DISPOSE)
def drop_batch(request: Any, batch_id: UUID) -> HttpResponse:
    """まとまりをやめる."""
    found = queries.get_batch(request.actor, batch_id=batch_id)
    operations.drop_batch(request.actor, batch=found)
    messages.success(request, "まとまりをやめました。記録は、何も消えていません。")
    return redirect("disposal:candidates")


@require_POST
@page(needs=DISPOSE)
def dispose(request: Any, batch_id: UUID) -> HttpResponse:
    """廃棄する: step after step for some seconds, then the page says how far it is."""
    actor, began, gone = request.actor, monotonic(), 0
    found = queries.get_batch(actor, batch_id=batch_id)
    try:
        while True:
            done = operations.dispose(actor, batch=found, today=timezone.localdate(), now=timezone.now())
            gone += done.candidates
            if not done.left or monotonic() - began > SECONDS:
                break
            found = queries.get_batch(actor, batch_id=batch_id)
    except Unopened as problem:
        messages.error(
            request,
            f"記録は消えましたが、封の鍵をまだ捨てられません。{problem} 直したら、「続ける」を押してください。",
        )
        return redirect("disposal:batch", found.id)
    if done.left:
        messages.info(request, f"{gone}件を廃棄しました。あと{done.left}件です。「続ける」を押してください。")
    else:
        messages.success(request, "最後まで廃棄しました。廃棄の記録を受け取って、綴じてください。")
    return redirect("disposal:batch", found.id)


@page(needs=DISPOSE)
def certificate(request: Any, batch_id: UUID) -> HttpResponse:
    """廃棄の記録をPDFで受け取る."""
    actor = request.actor
    found = queries.get_done(actor, batch_id=batch_id)
    try:
        town = current_profile(timezone.localdate()).municipality.name
    except NoProfileError:
        town = ""
    content = papers.sheet(queries.certificate(actor, batch=found), actor=actor, town=town)
    return hand_over(request, content, name=f"廃棄の記録{found.number}.pdf", shown=[])

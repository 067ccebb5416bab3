"""紙の誓約書の控え: what is kept with one oath, keeping one more, opening one, removing a wrong one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.core.files import ENDINGS
from norishiro.core.form_pages import open_form
from norishiro.meetings import access, operations, queries, rules
from norishiro.meetings.forms import OathScanForm, OathScanRemovalForm
from norishiro.meetings.views.common import do_once, form_screen, sitting_url, status


@page(needs=Permission.ATTEND_MEETING)
def keep_oath_scan(request: Any, oath_id: UUID) -> HttpResponse:
    """紙の誓約書の控え."""
    oath = queries.get_paper_oath(request.actor, oath_id=oath_id)
    scans = queries.oath_scans(request.actor, oath=oath)
    form = open_form(request, OathScanForm, subject=oath.id)
    if request.method == "POST" and form.is_valid():

        def keep() -> str:
            operations.keep_oath_scan(request.actor, oath=oath, file=form.cleaned_data["scan"])
            return reverse("meetings:keep_oath_scan", args=[oath.id])

        done = do_once(request, form, keep, said="控えを付けました。中身は封をして保存しています。")
        if done:
            return done
    context = {
        "form": form,
        "oath": oath,
        "scans": scans,
        "verdict": access.run_verdict(request.actor, oath.sitting)
        & rules.may_keep_oath_scan(on_paper=oath.on_paper, kept=len(scans)),
        "runs": access.run_verdict(request.actor, oath.sitting).allowed,
        "back": reverse("meetings:oaths", args=[oath.sitting_id]),
        "crumbs": _crumbs(oath, "紙の誓約書の控え"),
    }
    return answer(request, "meetings/keep_oath_scan.html", context, shown=[], status=status(form))


@page(needs=Permission.ATTEND_MEETING)
def read_oath_scan(request: Any, scan_id: UUID) -> HttpResponse:
    """One paper, to be saved and opened outside the browser's own page. The ledger hears which oath it was."""
    scan = queries.get_oath_scan(request.actor, scan_id=scan_id)
    content = queries.open_oath_scan(request.actor, scan=scan)
    return hand_over(request, content, name=f"誓約書{ENDINGS[scan.kind]}", shown=[scan.oath_id])


@page(needs=Permission.WRITE_MINUTES)
def remove_oath_scan(request: Any, scan_id: UUID) -> HttpResponse:
    """まちがえて付けた控えを消す."""
    scan = queries.get_oath_scan(request.actor, scan_id=scan_id)
    access.run_verdict(request.actor, scan.oath.sitting).or_refuse()
    back = reverse("meetings:keep_oath_scan", args=[scan.oath_id])
    form = open_form(request, OathScanRemovalForm, subject=scan.id)
    if request.method == "POST" and form.is_valid():

        def remove() -> str:
            operations.remove_oath_scan(request.actor, scan=scan, reason=form.cleaned_data["reason"])
            return back

        done = do_once(request, form, remove, said="控えを消しました。誓約の記録は、そのまま残っています。")
        if done:
            return done
    return form_screen(
        request, form, title="紙の誓約書の控えを消す", submit="控えを消す", back=back, shown=[],
        crumbs=_crumbs(scan.oath, "控えを消す"),
        lines=[
            "別の人の紙を付けたときや、読み取りに失敗したときに消します。消した中身は戻せません。",
            "誓約の記録と、消したことは残ります。",
        ],
        about={
            "title": "消す控え",
            "lines": [
                f"誓約した人：{scan.oath.staff.name if scan.oath.staff else scan.oath.name}（{scan.oath.agency}）",
                f"種類：{scan.get_kind_display()}　付けた人：{scan.kept_by.name}",
            ],
        },
    )  # fmt: skip


def _crumbs(oath: Any, last: str) -> list[dict[str, str]]:
    return [
        {"label": "会議", "url": reverse("meetings:list")},
        {"label": str(oath.sitting.body), "url": sitting_url(oath.sitting_id)},
        {"label": "守秘の確認", "url": reverse("meetings:oaths", args=[oath.sitting_id])},
        {"label": last, "url": ""},
    ]

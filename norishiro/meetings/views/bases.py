"""根拠の変更: one line of a 支援会議, moved to the ground of consent by a decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies.door import page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import open_form
from norishiro.meetings import operations, queries
from norishiro.meetings.forms import BasisForm
from norishiro.meetings.views.common import do_once, form_screen, item_url


@page(needs=Permission.WRITE_MINUTES)
def change_basis(request: Any, line_id: UUID) -> HttpResponse:
    """支援会議の記録を、同意の根拠へ移す."""
    today = timezone.localdate()
    line = queries.get_line(request.actor, line_id=line_id)
    back = f"{item_url(line.item_id)}#minutes"
    form = open_form(request, BasisForm, subject=line.id, initial={"decided_on": today})
    if request.method == "POST" and form.is_valid():

        def change() -> str:
            operations.change_basis(request.actor, line=line, today=today, **form.cleaned_data)
            return back

        done = do_once(request, form, change, said="この記録の根拠を「本人の同意」に変えました。")
        if done:
            return done
    return form_screen(
        request, form, title="この記録の根拠を変える", submit="根拠を変える", back=back, shown=[line.subject_id],
        crumbs=None,
        about={
            "title": "根拠を変える記録",
            "lines": [
                f"{line.get_kind_display()}：{line.text}",
                "いまの根拠：支援会議（社会福祉法第106条の6）→ 変えたあと：本人の同意（個人情報の保護に関する法律第69条第2項第1号）",
                "変えると、同意で名前の挙がった機関が見られます。支援会議の席だけで見ていた人は、見られなくなります。",
            ],
        },
        lines=[
            "支援会議で出た話は、決めないかぎり、その会議の人だけのものです。ここで決めたものだけが、同意の根拠に移ります。",
            "だれが、なぜ決めたかは台帳に残り、同意が撤回されると、この記録もいっしょに閉じます。",
        ],
    )  # fmt: skip

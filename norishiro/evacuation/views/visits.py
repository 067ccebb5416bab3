"""訪問の依頼: to those who did not answer, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.views import parts
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.tables import place_in
from norishiro.evacuation import forms, operations, queries
from norishiro.evacuation.choices import VisitResult
from norishiro.evacuation.views.common import KEEP, crumbs, form_screen, shown_of

# One act asks for so many at most; more are asked for in a second.
MOST = 1000


def _steps(mailing: Any, *more: tuple[str, str]) -> list[dict[str, str]]:
    home = reverse("evacuation:mailing", args=[mailing.id])
    return crumbs(("案内と返事", reverse("evacuation:mailings")), (mailing.title, home), *more)


@page(needs=KEEP)
def visits(request: Any, mailing_id: UUID) -> HttpResponse:
    """訪問: by contractor how many came to what, and every visit."""
    actor = request.actor
    found = queries.get_mailing(actor, mailing_id=mailing_id)
    asked, contractor_id = request.GET.get("result"), as_uuid(request.GET.get("contractor", ""))
    result = asked if asked is not None and asked in VisitResult.values else None
    listed = queries.visits(
        actor, mailing=found, result=result, contractor_id=contractor_id, place=place_in(request.GET)
    )
    counts = queries.visit_counts(actor, mailing=found)
    context = {
        "mailing": found, "page": listed, "counts": counts, "results": VisitResult.choices, "result": result,
        "contractor_id": contractor_id, "total": sum(one.total for one in counts),
        "sums": [(label, sum(one.counts.get(code, 0) for one in counts)) for code, label in VisitResult.choices],
        "waiting": len(queries.waiting_letters(actor, mailing=found, area="", limit=MOST)), "most": MOST,
        "untaken": queries.untaken(actor, mailing=found), "crumbs": _steps(found, ("訪問", "")),
    }  # fmt: skip
    return answer(request, "evacuation/visits.html", context, shown=shown_of(listed.rows))


@require_POST
@page(needs=KEEP)
def take_results(request: Any, mailing_id: UUID) -> HttpResponse:
    """委託先の結果を、案内の返事に写す."""
    found = queries.get_mailing(request.actor, mailing_id=mailing_id)
    number = operations.take_results(request.actor, mailing=found)
    messages.success(request, f"{number}人の結果を、案内の返事に写しました。")
    return redirect("evacuation:visits", found.id)


@page(needs=KEEP)
def assign_visits(request: Any, mailing_id: UUID) -> HttpResponse:
    """訪問を頼む: a whole district, or by number."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_mailing(actor, mailing_id=mailing_id)
    form = open_form(request, forms.AssignForm, initial={"asked_on": today})
    drawn: dict[str, Any] = form.fields
    drawn["contractor"].offer(parts.agency_choices(actor, today))
    back = reverse("evacuation:visits", args=[found.id])

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        rows = queries.waiting_letters(actor, mailing=found, area=given["area"], limit=MOST)
        if given["numbers"]:
            rows = [one for one in rows if one.number in given["numbers"]]
        contractor_id = as_uuid(given["contractor"])
        assert contractor_id is not None
        number = operations.assign_visits(
            actor, mailing=found, letter_ids=[one.id for one in rows], contractor_id=contractor_id,
            asked_on=given["asked_on"], due_on=given["due_on"], today=today,
        )  # fmt: skip
        return f"{number}人の訪問を頼んだと書きました。", back

    return form_screen(
        request, form, title="訪問を頼む", submit="頼んだと書く", back=back, do=do,
        steps=_steps(found, ("訪問", back), ("頼む", "")),
        lines=[
            "案内に返事がなく、まだだれも訪ねていない人を、ケアマネジャーなどの福祉の専門職に訪ねてもらいます。",
            "頼んだ先の人は、「頼まれた訪問」で、頼まれた人の名前・住所・電話だけを見て、結果を書けます。名簿のほかの人は見えません。",
            "のりしろを使わない先には、委託の契約と、情報を渡すときの決まりにそって、紙で渡してください。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def note_visit(request: Any, task_id: UUID) -> HttpResponse:
    """訪問の結果を書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_visit(actor, task_id=task_id)
    mailing, entry = found.letter.mailing, found.letter.entry
    back = reverse("evacuation:visits", args=[mailing.id])

    def opened(visit: Any) -> Any:
        return open_form(
            request, forms.VisitForm, subject=visit.id, version=visit.version, initial={"result_on": today}
        )

    form = opened(found)

    def do() -> tuple[str, str]:
        operations.note_visit(
            actor, visit=found, version=form.version or found.version, today=today, **form.cleaned_data
        )
        return f"{entry.name}さんの訪問の結果を書きました。", back

    return form_screen(
        request, form, title=f"{found.letter.number}番　{entry.name}さんの訪問", submit="書く", back=back, do=do,
        current=lambda: opened(queries.get_visit(actor, task_id=task_id)),
        steps=_steps(mailing, ("訪問", back), ("結果", "")),
        lines=[
            f"頼んだ先は{found.contractor.name}です。",
            "「計画をつくる」「希望しない」「転居していた」は、案内の返事にもなります。「会えなかった」人は、返事待ちのままで、もう一度頼めます。",
        ],
        shown=[entry.target.seen_as],
    )  # fmt: skip

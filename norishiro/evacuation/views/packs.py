"""災害用ファイル: what the nights made, the phrase in two hands, and the taking."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import wareki
from norishiro.core.form_pages import open_form
from norishiro.evacuation import forms, operations, queries, rules
from norishiro.evacuation.views.common import KEEP, crumbs, form_screen, tabs


@page(needs=KEEP)
def packs(request: Any) -> HttpResponse:
    """災害用ファイル: the last good one, how the nights went, who took one, and the phrase."""
    actor, now, today = request.actor, timezone.now(), timezone.localdate()
    rows, phrases = queries.packs(actor), queries.phrases(actor)
    good = next((one for one in rows if not one.problem), None)
    waiting = next((one for one in phrases if one.second_on is None), None)
    phrase = next((one for one in phrases if one.second_on is not None), None)
    takings = queries.takings(actor)
    context = {
        "packs": rows, "good": good, "last": rows[0] if rows else None, "takings": takings,
        "fetch": next((one for one in takings if one.staff_id == actor.staff_id and rules.is_fetchable(one.made_at, now=now)), None), "phrase": phrase,
        "waiting": waiting, "old": good is not None and rules.is_old(good.made_at, now=now),
        "due": phrase is not None and rules.is_phrase_due(phrase.second_on, today=today),
        "may_begin": rules.may_begin_phrase(may=actor.may(KEEP)),
        "may_finish": rules.may_finish_phrase(
            begun=waiting is not None, begun_by_me=waiting is not None and waiting.first_by_id == actor.staff_id,
            may=actor.may(Permission.APPROVE_EXPORT),
        ),
        "tabs": tabs("evacuation:packs"), "crumbs": crumbs(("災害用ファイル", "")),
    }  # fmt: skip
    return answer(request, "evacuation/packs.html", context, shown=[])


def _half(request: Any, phrase: Any, words: str, *, which: int) -> HttpResponse:
    """One half, this once: it is on no other page and comes back by no key."""
    context = {"phrase": phrase, "words": words, "which": which,
               "crumbs": crumbs(("災害用ファイル", reverse("evacuation:packs")), ("合言葉", ""))}  # fmt: skip
    response = answer(request, "evacuation/phrase.html", context, shown=[])
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@page(needs=KEEP, fresh=True)
def begin_phrase(request: Any) -> HttpResponse:
    """新しい合言葉を作り、前の半分を受け取る."""
    phrase, words = operations.begin_phrase(request.actor, today=timezone.localdate())
    return _half(request, phrase, words, which=1)


@require_POST
@page(needs=KEEP, fresh=True)
def finish_phrase(request: Any) -> HttpResponse:
    """後の半分を受け取る."""
    phrase, words = operations.finish_phrase(request.actor, today=timezone.localdate())
    return _half(request, phrase, words, which=2)


@page(needs=KEEP)
def take_pack(request: Any, pack_id: UUID) -> HttpResponse:
    """受け取るわけを書く."""
    actor = request.actor
    found = queries.get_pack(actor, pack_id=pack_id)
    form = open_form(request, forms.TakePackForm, subject=found.id)
    back = reverse("evacuation:packs")

    def do() -> tuple[str, str]:
        operations.take_pack(actor, pack=found, **form.cleaned_data)
        return "わけを書きました。一時間のうちに、ファイルを受け取ってください。", back

    return form_screen(
        request, form, title="災害用ファイルを受け取る", submit="わけを書いて進む", back=back, do=do,
        steps=crumbs(("災害用ファイル", back), ("受け取る", "")),
        lines=[
            f"{wareki(timezone.localdate(found.made_at))}に作った{found.people}人のファイルです。合言葉の第{found.phrase.number}号で開きます。",
            "災害が起きたとき、または起きるおそれがあるときは、命を守るため特に必要な範囲で、同意がなくても渡せます（災害対策基本法第49条の11第3項・第49条の15第3項）。",
            "ふだん、しまうためや訓練のために受け取ったときは、外の人に中身を見せません。渡せるのは、同意した人のことだけです（同第49条の11第2項・第49条の15第2項）。",
            "だれが、なんのために、なぜ受け取ったかが、中の全員分の閲覧と一緒に台帳に残ります。",
        ],
    )  # fmt: skip


@page(needs=KEEP, fresh=True)
def pack_file(request: Any, taking_id: UUID) -> HttpResponse:
    """ファイルを受け取る. Everybody in it is written down as shown."""
    actor, now = request.actor, timezone.now()
    taking, content = queries.get_taking(actor, taking_id=taking_id)
    whole = sha256(content).hexdigest() == taking.pack.fingerprint
    rules.may_fetch_pack(asked_at=taking.made_at, now=now, whole=whole).or_refuse()
    shown = queries.in_pack(actor, pack=taking.pack)
    return hand_over(request, content, name="災害用ファイル.zip", shown=shown)

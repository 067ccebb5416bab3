"""区域: the table of zones, and plans inside, outside and undetermined."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.core.form_pages import open_form
from norishiro.evacuation import forms, operations, queries, rules
from norishiro.evacuation.choices import Zone
from norishiro.evacuation.views.common import KEEP, crumbs, file_screen, shown_of, tabs
from norishiro.profiles.current import current_profile


def _home() -> str:
    return current_profile(timezone.localdate()).municipality.name


@page(needs=KEEP)
def zones(request: Any) -> HttpResponse:
    """区域ごとの計画数: a) inside and b) outside, with what nobody can say as a third number; together they are all plans."""
    actor = request.actor
    known = queries.known_zones(actor)
    asked, hazard = request.GET.get("zone", ""), request.GET.get("hazard", "")
    used = next((one for one in known if one.hazard == hazard), next(iter(known), None))
    zoned = queries.plans_by_zone(actor, known=used, home=_home()) if used else queries.Zoned({})
    chosen = zoned.sides.get(asked, [])[: queries.MOST_SHOWN] if asked in Zone.values else []
    entries = queries.entries_of(actor, target_ids=chosen)
    kept = queries.kept_zone_counts(actor, agency_ids=[actor.agency_id]).get(used.hazard) if used else None
    context = {
        "used": used, "zoned": zoned, "zones": used.towns if used else None, "map": used.map if used else None,
        "zone": asked if asked in Zone.values else "", "rows": entries, "most": queries.MOST_SHOWN,
        "counts": [(one.value, one.label, len(zoned.sides.get(one.value, []))) for one in Zone],
        "total": zoned.total,
        "may_keep": rules.may_keep_zone_count(total=zoned.total, same_today=_is_same(kept, zoned)), "kept": kept, "plans": queries.plan_number(actor),
        "kinds": [(one.hazard, one.label, one is used) for one in known],
        "tabs": tabs("evacuation:zones"), "crumbs": crumbs(("区域ごとの計画数", "")),
    }  # fmt: skip
    return answer(request, "evacuation/zones.html", context, shown=shown_of(entries))


def _is_same(kept: Any, zoned: queries.Zoned) -> bool:
    """Were these numbers kept today already?"""
    now = tuple(len(zoned.sides.get(one, [])) for one in Zone.values)
    return (
        kept is not None
        and kept.counted_on == timezone.localdate()
        and (kept.inside, kept.outside, kept.unknown) == now
    )


@require_POST
@page(needs=KEEP)
def keep_zone_count(request: Any) -> HttpResponse:
    """区域ごとの計画数を残す."""
    actor, hazard = request.actor, request.POST.get("hazard")
    known = queries.known_zones(actor)
    used = next((one for one in known if hazard is None or one.hazard == hazard), None)
    if used is None:
        raise Http404
    sides = queries.plans_by_zone(actor, known=used, home=_home()).sides
    operations.keep_zone_count(
        actor, hazard=used.hazard, today=timezone.localdate(),
        **{side.value.lower(): len(sides.get(side, [])) for side in Zone},
    )  # fmt: skip
    messages.success(request, "きょうの数を残しました。「計画と評価」の指標が、この数を使います。")
    return redirect(f"{reverse('evacuation:zones')}?hazard={used.hazard}")


@page(needs=KEEP)
def read_zones(request: Any) -> HttpResponse:
    """区域の表を読む."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(request, forms.ZonesForm, initial={"as_of": today})
    back = reverse("evacuation:zones")

    def do() -> tuple[str, str]:
        name, content = form.cleaned_data["file"]
        made = operations.read_zones(
            actor, name=form.cleaned_data["name"], hazard=form.cleaned_data["hazard"], as_of=form.cleaned_data["as_of"], content=content, file_name=name,
            home=_home(), today=today,
        )  # fmt: skip
        return f"区域の表を読みました。入れなかった行は{made.held}行です。", back

    return file_screen(
        request, form, title="区域の表を読む", submit="読む", back=back, do=do,
        steps=crumbs(("区域ごとの計画数", back), ("区域の表を読む", "")),
        lines=[
            "「住所」（町名、丁目、番地まで）と「区域」（内・外）の列がある表を読みます。細かい行が、あらい行より先に当てはまります。",
            "例：「みなと町」は外、「みなと町1丁目」は内、「みなと町1丁目5番」は外。",
            "どの行にも当てはまらない住所は、推しはからずに「分からない」に数えます。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def read_map(request: Any) -> HttpResponse:
    """区域の図（GeoJSON）を読む."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(request, forms.MapForm, initial={"as_of": today})
    back = reverse("evacuation:zones")

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        name, content = given.pop("file")
        made = operations.read_map(
            actor, of=operations.MapSource(**given), content=content, file_name=name, today=today
        )
        deep = (
            f"深さは「{made.depth_column}」の列から読みました"
            if made.depth_column
            else "深さの列は見つかりませんでした"
        )
        touched = (
            f"一点で自分に触れている輪が{made.touching}個あり、広さを変えずに、そこで分けて読みました。"
            if made.touching
            else ""
        )
        return f"「{made.name}」を読みました。{deep}。{touched}", f"{back}?hazard={made.hazard}"

    return file_screen(
        request, form, title="区域の図（GeoJSON）を読む", submit="読む", back=back, do=do,
        steps=crumbs(("区域ごとの計画数", back), ("区域の図を読む", "")),
        lines=[
            "浸水想定区域などの面（ポリゴン）の GeoJSON を読みます。座標は、緯度・経度（WGS 84・JGD2011）だけです。",
            "シェープファイルや、メートルの座標のファイルは、QGIS で「EPSG:4326」の GeoJSON に書き出してください。",
            "名簿の資料に緯度・経度のある人は、家がこの図の面の中にあるかで決まります。ない人は、町名の表で決まります。",
        ],
    )  # fmt: skip

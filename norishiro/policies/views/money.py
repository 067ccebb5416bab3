"""What the grant pays for in a year, and how roles are paid for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.choices import Programme
from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.views import parts
from norishiro.core.calendar import fiscal_year, fiscal_year_label, fiscal_year_span, wareki
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.policies import fields, forms, operations, queries
from norishiro.policies.forms.money import AS_IN_TABLE, PAID, UNPAID
from norishiro.policies.views.common import COUNT, KEEP, SEE, crumbs, form_screen, may_keep, plain

GRANTS, FUNDING = "交付金の対象（★）", "財源と基準"
FORM_OF = {None: AS_IN_TABLE, True: PAID, False: UNPAID}


def _at(name: str, year: int, *args: Any) -> str:
    return f"{reverse(f'policies:{name}', args=args)}?year={year}"


def posted_year(request: Any) -> int:
    typed = request.POST.get("year", "")
    return (
        int(typed)
        if typed.isascii() and typed.isdigit() and 1990 <= int(typed) <= 2100
        else parts.asked_year(request)
    )


@page(needs=COUNT)
def grants(request: Any) -> HttpResponse:
    """交付金の対象: which windows and programmes the grant pays for in a year, table by table, with the sums on both sides."""
    year, today = parts.asked_year(request), timezone.localdate()
    found = queries.grant_table(request.actor, year=year, today=today)
    first = fiscal_year_span(year)[0].isoformat()
    records = {
        table: f"{reverse('reports:entries')}?" + urlencode(
            {"span": "YEAR", "on": first, "scope": f"PROGRAMME:{table}", "layout": "YEAR_PROGRAMMES", "figure": "contacts"}
        )
        for table, _label, _sums, _whole in found.sums
    }  # fmt: skip
    context = {
        "found": found, "programmes": list(Programme), "may_keep": may_keep(request.actor), "year": year,
        "year_label": fiscal_year_label(year), "years": parts.years_around(fiscal_year(today)),
        "sums": [(label, sums, whole, records[table]) for table, label, sums, whole in found.sums],
        "running": year == fiscal_year(today), "crumbs": crumbs((GRANTS, "")),
    }  # fmt: skip
    return answer(request, "policies/grants.html", context, shown=[])


@page(needs=KEEP)
def mark_grant(request: Any) -> HttpResponse:
    """年度の扱いを書く: where a year departs from the table, or a word on it."""
    actor, year = request.actor, parts.asked_year(request)
    table, entry = request.GET.get("table", ""), as_uuid(request.GET.get("entry", ""))
    line, cell = queries.find_grant(actor, year=year, table=table, entry=entry, today=timezone.localdate())

    def opened() -> forms.GrantForm:
        _line, now = queries.find_grant(
            actor, year=year, table=table, entry=entry, today=timezone.localdate()
        )
        mark = now.mark
        initial = {"granted": FORM_OF[mark.granted if mark else None], "note": mark.note if mark else ""}
        return open_form(
            request,
            forms.GrantForm,
            subject=f"{year}:{table}:{entry}",
            version=mark.version if mark else 0,
            initial=initial,
        )

    form = opened()

    def do() -> tuple[str, str]:
        operations.mark_grant(
            actor, line=line, cell=cell, year=year, version=form.version or 0, granted=form.cleaned_data["granted"],
            note=form.cleaned_data["note"],
        )  # fmt: skip
        return f"「{line.name}」の{fiscal_year_label(year)}の扱いを残しました。", _at("grants", year)

    says = {True: "★", False: "★なし", None: "書かれていない"}[cell.published]
    return form_screen(
        request, form, title="年度の扱いを書く", submit="残す", back=_at("grants", year), do=do, current=opened,
        steps=((GRANTS, _at("grants", year)),),
        lines=[
            f"{line.name}／{cell.table_label}の表／{fiscal_year_label(year)}。公表の表では：{says}",
            "★そのものは、自治体の設定（窓口と事業の表）にあります。ここには、その年度だけちがう扱いと、注記を書きます。",
        ],
    )  # fmt: skip


@require_POST
@page(needs=COUNT)
def take_grants(request: Any) -> HttpResponse:
    """交付金の対象の表を受け取る, as Excel."""
    year, today = posted_year(request), timezone.localdate()
    table = queries.grant_table(request.actor, year=year, today=today)
    taken = operations.take_grants(request.actor, table=table, today=today)
    return hand_over(request, taken.content, name=taken.name, shown=[])


@page(needs=SEE)
def funding(request: Any) -> HttpResponse:
    """財源と基準: how each role is paid for in a year, and what the standard by population gives."""
    year, today = parts.asked_year(request), timezone.localdate()
    context = {
        "found": queries.funding_year(request.actor, year=year, today=today), "year": year, "may_keep": may_keep(request.actor),
        "year_label": fiscal_year_label(year), "years": parts.years_around(fiscal_year(today)), "sources_version": fields.SOURCES_VERSION, "year_text": str(year),
        "population_url": _at("write_population", year), "crumbs": crumbs((FUNDING, "")),
    }  # fmt: skip
    return answer(request, "policies/funding.html", context, shown=[])


@page(needs=SEE)
def role_funding(request: Any, role_id: UUID) -> HttpResponse:
    """財源と基準のこれまで: everything that was ever written about a role, with who wrote it and when."""
    role = queries.get_role(request.actor, role_id=role_id)
    seen: set[int] = set()
    told = []
    for one in queries.fundings_of(request.actor, role=role):
        told.append((one, one.fiscal_year not in seen))
        seen.add(one.fiscal_year)
    context = {
        "role": role, "fundings": told, "standards": queries.standards(request.actor, role=role),
        "crumbs": crumbs((FUNDING, reverse("policies:funding")), (role.label, "")),
    }  # fmt: skip
    return answer(request, "policies/role_funding.html", context, shown=[])


@page(needs=KEEP)
def write_funding(request: Any, role_id: UUID) -> HttpResponse:
    """財源の按分を書く."""
    actor, year = request.actor, parts.asked_year(request)
    role = queries.get_role(actor, role_id=role_id)
    before = queries.fundings_of(actor, role=role)
    now = next((one for one in before if one.fiscal_year == year), None) or (before[0] if before else None)
    shares = {one.source: one.percent for one in now.shares.all()} if now else {}
    known = list(shares)
    usual = [label for _code, label in fields.SOURCES]
    order = [*usual, *(one for one in known if one not in usual)]
    initial = {f"percent_{at}": plain(shares[one]) for at, one in enumerate(order) if one in shares}
    same_year = now is not None and now.fiscal_year == year
    form = open_form(
        request, forms.FundingForm, subject=f"{role.id}:{year}", known=known,
        initial={**initial, "note": now.note if now and same_year else ""},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        operations.write_funding(
            actor, role=role, year=year, shares=form.cleaned_data["sources"], note=form.cleaned_data["note"]
        )
        return f"{role.label}の{fiscal_year_label(year)}の按分を残しました。", _at("funding", year)

    return form_screen(
        request, form, title=f"{role.label}の財源を書く", submit="残す", back=_at("funding", year), do=do,
        steps=((FUNDING, _at("funding", year)),),
        lines=[
            f"{fiscal_year_label(year)}の分です。使わない財源は、空のままにします。合わせて100％にならないと残せません。",
            *([f"{fiscal_year_label(now.fiscal_year)}に書いた割合が写っています。"] if now and not same_year else []),
        ],
    )  # fmt: skip


@page(needs=KEEP)
def add_standard(request: Any) -> HttpResponse:
    """人口規模別の基準を登録する."""
    actor, year = request.actor, parts.asked_year(request)
    roles = {str(one.id): one for one in queries.roles_to_fund(actor, year=year)}
    initial = {
        "role": request.GET.get("role", ""),
        "unit": "YEN",
        "evidence": "ESTIMATED",
        "from_on": wareki(fiscal_year_span(year)[0]),
    }
    form = open_form(request, forms.StandardForm, initial=initial)
    form.fields["role"].offer([(key, one.label) for key, one in roles.items()])

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        operations.add_standard(actor, role=roles[given.pop("role")], **given)
        return "基準を登録しました。この日より前の計算は、前のままです。", _at("funding", year)

    return form_screen(
        request, form, title="人口規模別の基準を登録する", submit="登録する", back=_at("funding", year), do=do,
        steps=((FUNDING, _at("funding", year)),),
        lines=[
            "基準が変わったら、新しい基準を、変わった日から登録します。前の基準は、その前の日まで生きています。",
            "書きまちがえたときは、同じ日からもう一度登録します。あとに書いたほうで計算し、前のものも残ります。",
            "原本がまだ手もとにないときは、「推定」のまま登録できます。画面と Excel に、その印が出ます。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def write_population(request: Any) -> HttpResponse:
    """基準に使う人口を書く."""
    actor, year = request.actor, parts.asked_year(request)
    now = queries.population_of(actor, year=year)
    initial = {"people": now.people, "source": now.source} if now else {}
    form = open_form(request, forms.PopulationForm, subject=str(year), initial=initial)

    def do() -> tuple[str, str]:
        operations.write_population(actor, year=year, **form.cleaned_data)
        return f"{fiscal_year_label(year)}の人口を残しました。基準を読み直しています。", _at("funding", year)

    return form_screen(
        request, form, title=f"{fiscal_year_label(year)}の人口を書く", submit="残す", back=_at("funding", year), do=do,
        steps=((FUNDING, _at("funding", year)),), lines=["基準の段を決めるのに使う人口です。いつの、どの統計かも書きます。"],
    )  # fmt: skip


@require_POST
@page(needs=SEE)
def take_funding(request: Any) -> HttpResponse:
    """財源と基準の表を受け取る, as Excel."""
    year, today = posted_year(request), timezone.localdate()
    found = queries.funding_year(request.actor, year=year, today=today)
    taken = operations.take_funding(request.actor, found=found, today=today)
    return hand_over(request, taken.content, name=taken.name, shown=[])

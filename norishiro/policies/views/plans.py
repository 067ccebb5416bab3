"""Plans, their tree, and two of them beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.views import parts
from norishiro.core.calendar import fiscal_year
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.policies import forms, operations, queries
from norishiro.policies.choices import Side
from norishiro.policies.forms.plans import USUAL_GRADES
from norishiro.policies.periods import period_of
from norishiro.policies.views.common import (
    KEEP,
    SEE,
    agency_choices,
    crumbs,
    form_screen,
    home_of,
    may_count,
    may_keep,
    may_report,
    uuid_or_none,
)

if TYPE_CHECKING:
    from norishiro.policies.models import Policy


@page(needs=SEE)
def policies(request: Any) -> HttpResponse:
    """計画の年表: the plans over their years, with what follows what, and where years are missing or doubled."""
    context = {
        "line": queries.timeline(request.actor), "tabs": parts.tabs("policies:policies"),
        "may_keep": may_keep(request.actor), "this_year": fiscal_year(timezone.localdate()), "may_count": may_count(request.actor), "may_report": may_report(request.actor),
    }  # fmt: skip
    return answer(request, "policies/policies.html", context, shown=[])


@page(needs=SEE)
def policy(request: Any, policy_id: UUID) -> HttpResponse:
    """一つの計画: its tree in its own words, and what it shares with another plan."""
    actor = request.actor
    found = queries.get_policy(actor, policy_id=policy_id)
    tree = queries.tree_of(actor, policy=found)
    context = {
        "policy": found, "tree": tree, "nodes": list(tree.walk()), "shared": queries.shared_items(actor, policy=found),
        "may_keep": may_keep(actor), "may_count": may_count(actor), "crumbs": crumbs((found.name, "")),
        "this_year": fiscal_year(timezone.localdate()),
    }  # fmt: skip
    return answer(request, "policies/policy.html", context, shown=[])


def _offer(form: forms.PolicyForm, actor: Actor, *, but: UUID | None = None) -> forms.PolicyForm:
    form.fields["agency"].offer(agency_choices(actor))
    before = [
        (str(one.id), f"{one.name}（{period_of(one)}）") for one in queries.policies(actor) if one.id != but
    ]
    form.fields["before"].offer(before, blank="ない・分からない")
    return form


def _given(form: forms.PolicyForm) -> dict[str, Any]:
    given = dict(form.cleaned_data)
    levels, grades = given.pop("levels"), given.pop("grades")
    agency, before = UUID(given.pop("agency")), uuid_or_none(given.pop("before"))
    return {
        "values": {**given, "agency_id": agency, "before_id": before}, "levels": levels, "grades": grades,
    }  # fmt: skip


@page(needs=KEEP)
def open_policy(request: Any) -> HttpResponse:
    """計画を登録する."""
    actor = request.actor
    initial = {"agency": str(actor.agency_id), "grades": USUAL_GRADES}
    form = _offer(open_form(request, forms.PolicyForm, initial=initial), actor)

    def do() -> tuple[str, str]:
        return "計画を登録しました。体系を入れてください。", home_of(
            operations.open_policy(actor, **_given(form))
        )

    return form_screen(
        request, form, title="計画を登録する", submit="登録する", back=reverse("policies:policies"), do=do,
        lines=[
            "段の呼び方も評価の基準も、その計画のことばで書きます。",
            "書き始めの基準（A=100、B=90、C=60、D=0）は、公表された評価表からの推定です。計画の決まりに直してください。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def change_policy(request: Any, policy_id: UUID) -> HttpResponse:
    """計画を直す."""
    actor = request.actor
    found = queries.get_policy(actor, policy_id=policy_id)

    def opened() -> forms.PolicyForm:
        now = queries.get_policy(actor, policy_id=policy_id)
        initial = {
            "name": now.name, "kind": now.kind, "side": now.side, "agency": str(now.agency_id), "from_year": now.from_year,
            "last_year": now.last_year, "before": str(now.before_id or ""), "note": now.note,
            "levels": "、".join(one.name for one in now.levels.all()),
            "grades": "、".join(f"{one.mark}={one.at_least.normalize():f}" for one in now.grades.all()),
        }  # fmt: skip
        form = open_form(request, forms.PolicyForm, subject=now.id, version=now.version, initial=initial)
        return _offer(form, actor, but=now.id)

    form = opened()

    def do() -> tuple[str, str]:
        operations.change_policy(actor, policy=found, version=form.version or found.version, **_given(form))
        return "直しました。", home_of(found)

    return form_screen(
        request, form, title="計画を直す", submit="直す", back=home_of(found), do=do, current=opened,
        steps=((found.name, home_of(found)),),
        lines=["評価の基準を直しても、確定した年度の評価は変わりません。"],
    )  # fmt: skip


@page(needs=KEEP)
def add_measure(request: Any, policy_id: UUID) -> HttpResponse:
    """施策・項目を入れる."""
    actor = request.actor
    found = queries.get_policy(actor, policy_id=policy_id)
    tree = queries.tree_of(actor, policy=found)
    above = {str(node.standing.id): node for node in tree.walk() if node.standing.depth < len(tree.levels)}
    known = {str(one.measure_id): one for one in queries.measures_to_join(actor, policy=found)}
    form = open_form(
        request, forms.MeasureForm, subject=found.id, initial={"parent": request.GET.get("parent", "")}
    )
    form.fields["parent"].offer(
        [(key, f"{'　' * (node.standing.depth - 1)}{node.standing.number} {node.name}") for key, node in above.items()],
        blank=f"いちばん上（{tree.levels[0].name}）" if tree.levels else "いちばん上",
    )  # fmt: skip
    form.fields["agency"].offer(agency_choices(actor), blank="決まっていない")
    form.fields["known"].offer(
        [(key, f"{one.measure.name}（{one.policy.name}）") for key, one in known.items()],
        blank="新しい項目を書く",
    )

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        parent, same = above.get(given.pop("parent")), known.get(given.pop("known"))
        operations.add_measure(
            actor, policy=found, parent=parent.standing if parent else None, known=same.measure if same else None,
            agency_id=uuid_or_none(given.pop("agency")), **given,
        )  # fmt: skip
        return "計画に入れました。", home_of(found)

    return form_screen(
        request, form, title="施策・項目を入れる", submit="入れる", back=home_of(found), do=do,
        steps=((found.name, home_of(found)),),
        lines=["ほかの計画にある施策を選ぶと、一つの施策が両方の計画に立ちます。指標と事業は共通です。"],
    )  # fmt: skip


@page(needs=KEEP)
def read_tree(request: Any, policy_id: UUID) -> HttpResponse:
    """体系の表を取り込む."""
    actor = request.actor
    found = queries.get_policy(actor, policy_id=policy_id)
    levels = [one.name for one in found.levels.all()]
    form = open_form(request, forms.TreeForm, subject=found.id, levels=levels, initial={"join": True})

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        new = operations.read_tree(actor, policy=found, found=given["found"], join=given["join"])
        return f"{new}の項目が入りました。前からあるものは、そのままです。", home_of(found)

    names = "」「".join(levels)
    return form_screen(
        request, form, title="体系の表を取り込む", submit="取り込む", back=home_of(found), do=do,
        steps=((found.name, home_of(found)),),
        lines=[
            f"列は左から「{names}」の順です。見出しの行に「{names}」「めざす姿」「市区町村の事業」「社協の事業」と書くと、その列を読みます。",
            "「1-2 見守り」のような番号は、名前と分けて入ります。事業が二つ以上あるますは、改行で区切ります。",
            "読めない行が一つでもあれば、何も入れずに、どの行かを出します。",
        ],
    )  # fmt: skip


@require_POST
@page(needs=SEE)
def take_tree(request: Any, policy_id: UUID) -> HttpResponse:
    """体系を受け取る, as PDF or Excel."""
    actor, today = request.actor, timezone.localdate()
    tree = queries.tree_of(actor, policy=queries.get_policy(actor, policy_id=policy_id))
    kind = operations.PDF if request.POST.get("form") == operations.PDF else operations.XLSX
    taken = operations.take_tree(actor, tree=tree, form=kind, today=today)
    return hand_over(request, taken.content, name=taken.name, shown=[])


@page(needs=SEE)
def compare(request: Any) -> HttpResponse:
    """両計画をくらべる: measures that stand in both, and those in only one."""
    actor = request.actor
    found = queries.policies(actor)
    left, right = _asked(request, found)
    context = {
        "policies": found, "left": left, "right": right, "crumbs": crumbs(("両計画をくらべる", "")),
        "result": queries.compared(actor, left=left, right=right) if left and right else None,
    }  # fmt: skip
    return answer(request, "policies/compare.html", context, shown=[])


def _asked(request: Any, found: list[Policy]) -> tuple[Policy | None, Policy | None]:
    """The two plans of the address; without them the newest of the municipality and of the council."""

    def pick(name: str, side: str, other: Policy | None = None) -> Policy | None:
        key = as_uuid(request.GET.get(name, ""))
        chosen = next((one for one in found if one.id == key), None)
        if chosen:
            return chosen
        usual = [one for one in found if one != other]
        return max(usual, key=lambda one: (one.side == side, one.from_year), default=None)

    left = pick("left", Side.MUNICIPAL)
    return left, pick("right", Side.COUNCIL, left)

"""One figure: its panel, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies.door import answer, found_nothing, page
from norishiro.core.calendar import PartialDate
from norishiro.core.form_pages import open_form
from norishiro.core.searches import led_to_search, words_of
from norishiro.core.withheld import covered
from norishiro.family import forms, operations, queries
from norishiro.family.choices import KinKind, Manner, Standing, Sureness, TieKind
from norishiro.family.drawing.words import sayings
from norishiro.family.told import End, KinFacts, Telling, TieFacts
from norishiro.family.views.parts import (
    WORK,
    Act,
    case_seen,
    crumbs,
    end_of,
    figure_address,
    home,
    may_draw,
    offer_basis,
    people_at,
    perform,
    today,
)
from norishiro.people import queries as people_queries
from norishiro.people.choices import Sex

if TYPE_CHECKING:
    from norishiro.cases.models import Case
    from norishiro.family.models import Kin, Tie
    from norishiro.people.models import Person

KIND_OF = {
    Standing.SPOUSE: TieKind.COUPLE,
    Standing.CHILD: TieKind.PARENT,
    Standing.PARENT: TieKind.PARENT,
    Standing.SIBLING: TieKind.SIBLING,
}
FIRST_MANNER = {
    TieKind.COUPLE: Manner.MARRIED,
    TieKind.PARENT: Manner.BIRTH,
    TieKind.SIBLING: Manner.SIBLING,
}
KIN_NAMES = ("label", "kind", "sex", "birth", "is_dead", "died_on", "lives_together", "note")
TIE_NAMES = ("manner", "custody", "place", "since", "apart", "apart_since", "ended", "ended_on", "hide")


@page(needs=WORK)
def show_figure(request: Any, case_id: UUID) -> HttpResponse:
    """One figure of the drawing: what is told of it and by whom, and what can be added or corrected."""
    case = case_seen(request, case_id)
    end = end_of(request, case)
    ties = queries.ties_of_figure(request.actor, case=case, end=end)
    drawn = queries.family_on(request.actor, case=case, on=today())
    told = [
        one
        for one in queries.kin_of(request.actor, case=case)
        if end.person and one.person_id == end.person.id
    ]
    context = {
        "case": case, "end": end, "told": told, "may": may_draw(case), "standings": Standing.choices,
        "saying": next((one for one in sayings(drawn.family) if one.key == end.key), None),
        "ties": [(tie, _between(tie)) for tie in ties], "kinds": TieKind.choices,
        "relations": people_queries.relations_of(request.actor, person=end.person) if end.person else [],
        "crumbs": crumbs(case, (end.called, "")),
    }  # fmt: skip
    template = "family/figure_part.html" if request.htmx else "family/show_figure.html"
    return answer(request, template, context, shown=[case.id, *drawn.person_ids, *people_at(end)])


def _between(tie: Tie) -> str:
    one, other = End(tie.one_person, tie.one_kin), End(tie.other_person, tie.other_kin)
    if tie.kind == TieKind.PARENT:
        return f"{one.called}は、{other.called}の親"
    return f"{one.called}と{other.called}"


# --- somebody new ---------------------------------------------------------------------------------------


@page(needs=WORK)
def add_relative(request: Any, case_id: UUID) -> HttpResponse:
    """図に人を足す: beside the figure the address names, or alone."""
    case = case_seen(request, case_id)
    beside = end_of(request, case) if request.GET.get("of") else None
    chosen = request.GET.get("as", "")
    standing = Standing(chosen) if beside and chosen in Standing.values else None
    kind = KIND_OF[standing] if standing else None
    drawn = queries.family_on(request.actor, case=case, on=today())
    form = open_form(
        request, forms.RelativeForm, subject=case.id,
        initial={
            "sex": Sex.UNKNOWN, "kind": KinKind.PERSON, "told_on": today(), "sureness": Sureness.SURE,
            "manner": FIRST_MANNER[kind] if kind else "", "with_parent": _partner_key(drawn, beside),
        },
    )  # fmt: skip
    form.suit_to(kind, is_child=standing == Standing.CHILD)
    form.fields["person"].choices = [("", "選ばない（下に書く）"), *_people_offered(drawn, beside)]
    if "with_parent" in form.fields:
        partners = [
            (one.key, one.label) for one in drawn.family.figures if one.key in _partners(drawn, beside)
        ]
        form.fields["with_parent"].choices = [("", "書かない・分からない"), *partners]
    offer_basis(form, request, case=case)
    word = standing.label if standing else "人"
    act = Act(
        f"{beside.called}の{word}を足す" if beside and standing else "図に人を足す", "足す", "図に足しました。",
        (
            "登録のない人（亡くなった祖父母、会ったことのない父など）は、名前が分からなくても、呼び方だけで描けます。",
            "ここに書いた人は、このケースの図にだけ出ます。人の検索には出ません。",
            "流産・死産は、ご本人が話したときだけ書きます。",
        ),
    )  # fmt: skip

    def do() -> str:
        new = _add(request, case, form, beside=beside, standing=standing)
        return figure_address(case.id, new.key)

    back = figure_address(case.id, beside.key) if beside else home(case.id)
    shown = [case.id, *drawn.person_ids, *people_at(beside)]
    return perform(request, form, act=act, case=case, do=do, back=back, shown=shown)


def _add(
    request: Any, case: Case, form: forms.RelativeForm, *, beside: End | None, standing: Standing | None
) -> End:
    given = form.cleaned_data
    known = queries.end_named(request.actor, case=case, key=given["person"]) if given["person"] else None
    who: KinFacts | Person = (
        known.person if known and known.person else KinFacts(**{name: given[name] for name in KIN_NAMES})
    )
    other = given.get("with_parent")
    return operations.add_relative(
        request.actor, case=case, beside=beside, standing=standing or "", who=who, tie=tie_facts(given),
        telling=Telling(
            source=given["source"], told_on=given["told_on"], sureness=given["sureness"], basis=given["basis"]
        ),
        with_parent=queries.end_named(request.actor, case=case, key=other) if other else None, today=today(),
    )  # fmt: skip


def tie_facts(given: dict[str, Any]) -> TieFacts:
    """What the form says of the tie; what it did not ask stays as it is by itself."""
    said = {name: given[name] for name in TIE_NAMES if name in given}
    return TieFacts(**said, note=given.get("tie_note", ""))


def _people_offered(drawn: queries.Drawn, beside: End | None) -> list[tuple[str, str]]:
    return [(key, one.label) for key, one in drawn.people.items() if beside is None or key != beside.key]


def _partners(drawn: queries.Drawn, beside: End | None) -> list[str]:
    key = beside.key if beside else ""
    pairs = [one for one in drawn.family.pairs if key in one.keys]
    return [one.other if one.one == key else one.one for one in pairs]


def _partner_key(drawn: queries.Drawn, beside: End | None) -> str:
    """The other parent to propose: the only partner, else nobody."""
    partners = _partners(drawn, beside)
    return partners[0] if len(partners) == 1 else ""


# --- somebody told of -----------------------------------------------------------------------------------


@page(needs=WORK)
def change_kin(request: Any, kin_id: UUID) -> HttpResponse:
    """話に出た人のことを書き改める."""
    kin = queries.get_kin(request.actor, kin_id=kin_id)

    def fresh() -> forms.KinForm:
        now = queries.get_kin(request.actor, kin_id=kin_id)
        return open_form(request, forms.KinForm, subject=now.id, version=now.version, initial=_present(now))

    form = fresh()
    act = Act(
        f"{kin.label}のことを直す", "書き改める", f"{kin.label}のことを書き改めました。",
        ("分からない所は、空のままにします。だれから聞いて分かったかも、書きなおしてください。",),
    )  # fmt: skip

    def do() -> None:
        given = form.cleaned_data
        operations.change_kin(
            request.actor, kin=kin, version=form.version or 0, facts=KinFacts(**{name: given[name] for name in KIN_NAMES}),
            source=given["source"], told_on=given["told_on"], sureness=given["sureness"], today=today(),
        )  # fmt: skip

    back = figure_address(kin.case_id, f"k-{kin.id}")
    return perform(
        request, form, act=act, case=kin.case, do=do, back=back, shown=[kin.case_id], current=fresh
    )


def partly(code: str) -> PartialDate | None:
    """A kept date as the form shows it."""
    return PartialDate.from_code(code) if code else None


def _present(kin: Kin) -> dict[str, Any]:
    plain = ("label", "kind", "sex", "is_dead", "lives_together", "note", "source", "told_on", "sureness")
    return {
        **{name: getattr(kin, name) for name in plain},
        "birth": partly(kin.birth),
        "died_on": partly(kin.died_on),
    }


@page(needs=WORK)
def withdraw_kin(request: Any, kin_id: UUID) -> HttpResponse:
    """図から取り消す."""
    kin = queries.get_kin(request.actor, kin_id=kin_id)
    form = open_form(request, forms.ReasonForm, subject=kin.id)
    act = Act(
        f"{kin.label}を図から取り消す", "取り消す", f"{kin.label}を図から取り消しました。",
        ("まちがって描いた人を、図から除きます。亡くなった人や離れた人は、取り消さずに「直す」で書き改めます。",),
    )  # fmt: skip
    return perform(
        request, form, act=act, case=kin.case, back=home(kin.case_id), shown=[kin.case_id],
        do=lambda: operations.withdraw_kin(
            request.actor, kin=kin, reason=form.cleaned_data["reason"], today=today()
        ) and None,
    )  # fmt: skip


@page(needs=WORK)
def link_kin(request: Any, kin_id: UUID) -> HttpResponse:
    """この人は登録済みの人です: looked for by name among those the actor sees, and chosen by hand."""
    kin = queries.get_kin(request.actor, kin_id=kin_id)
    if request.method == "POST" and "q" in request.POST:
        return led_to_search(request, field="q")
    text = words_of(request, limit=80)
    is_withheld = covered([text]) != [None]
    found = [] if is_withheld else queries.people_to_link(request.actor, kin=kin, text=text, today=today())
    if text and not found:
        found_nothing(request, words=text)
    form = open_form(request, forms.LinkForm, subject=kin.id)
    people = {str(one.id): one for one in found}
    if request.method == "POST":
        people = {str(one.id): one for one in _posted_person(request)}
    form.fields["person"].choices = [(key, one.label) for key, one in people.items()]
    act = Act(
        f"{kin.label}は、登録済みの人です", "同じ人にする", "同じ人としました。図には、登録のある人として描きます。",
        (
            "話に出た人が、あとで相談に来るなどして登録されたときに使います。まちがえても、あとで元に戻せます。",
            "登録のある人を見られない機関には、これまでどおり、話に出た人として描かれます。",
        ),
    )  # fmt: skip
    context = {"text": text, "found": found, "kin": kin, "searching": True}
    return perform(
        request, form, act=act, case=kin.case, back=figure_address(kin.case_id, f"k-{kin.id}"),
        shown=[kin.case_id, *(one.id for one in people.values())], extra=context,
        do=lambda: _link(request, kin, people[form.cleaned_data["person"]]),
    )  # fmt: skip


def _posted_person(request: Any) -> list[Person]:
    """The one who was chosen, where the actor sees them."""
    try:
        named = UUID(request.POST.get("person", ""))
    except ValueError:
        return []
    return [people_queries.get_person(request.actor, person_id=named)]


def _link(request: Any, kin: Kin, person: Person) -> str:
    operations.link_kin(request.actor, kin=kin, person=person, today=today())
    return figure_address(kin.case_id, f"p-{person.id}")


@page(needs=WORK)
def unlink_kin(request: Any, kin_id: UUID) -> HttpResponse:
    """同じ人としたのを元に戻す."""
    kin = queries.get_kin(request.actor, kin_id=kin_id)
    form = open_form(request, forms.PressForm, subject=kin.id)
    act = Act(
        f"{kin.label}を、登録済みの人と別の人に戻す", "元に戻す", "元に戻しました。図には、話に出た人として描きます。",
        ("話に聞いたことは、どちらにしても消えません。",),
    )  # fmt: skip
    return perform(
        request, form, act=act, case=kin.case, back=reverse("family:genogram", args=[kin.case_id]),
        shown=[kin.case_id], do=lambda: operations.unlink_kin(request.actor, kin=kin) and None,
    )  # fmt: skip

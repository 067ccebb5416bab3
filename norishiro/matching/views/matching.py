"""希望と候補: what somebody wishes, which places fit and why, and what may be told to the place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.views.parts import area_choices
from norishiro.assessment import queries as assessment_queries
from norishiro.cases import queries as case_queries
from norishiro.core.calendar import PartialDate
from norishiro.core.form_pages import open_form
from norishiro.core.templatetags.norishiro import age
from norishiro.matching import access, fitting, forms, operations, queries, telling
from norishiro.matching.operations import Hoped
from norishiro.matching.views.common import SEE, WRITE, crumbs_of, form_screen, may_record, person_of_case
from norishiro.outreach.views.offered import offer_grounds
from norishiro.resources.catalogue import catalogue, names
from norishiro.resources.choices import OrganisationKind, Role
from norishiro.sharing.choices import Category
from norishiro.sharing.queries import reach_by_consent

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.matching.models import Hope, Participation

SHOWN = 20
COPIED = "得意なことと関心に写しました。合っているか、本人に聞いてから残してください。"


@page(needs=WRITE)
def keep_hope(request: Any, case_id: UUID, person_id: UUID) -> HttpResponse:
    """参加の希望を残す: filled with what the newest version says."""
    actor, today = request.actor, timezone.localdate()
    case = case_queries.get_visible(actor, case_id=case_id)
    person = person_of_case(actor, case, person_id)
    before = queries.newest_hopes(actor, case=case).get(person.id)
    known = assessment_queries.strengths_of(actor, case=case, person=person)
    said = _present(before) if before else _from_strengths(known)
    form = open_form(request, forms.HopeForm, subject=person.id, initial={"told_on": today, **said})
    form.fields["areas"].offer([pair for _layer, pairs in area_choices(actor, today) for pair in pairs])
    offer_grounds(request, form, subject=case.id)
    back = reverse("matching:candidates", args=[case.id, person.id])

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        basis, told_on, liked = given.pop("basis"), given.pop("told_on"), given.pop("atmosphere")
        hoped = Hoped(**given, **{name: name in liked for name, _label in forms.ATMOSPHERE})
        operations.keep_hope(
            actor, case=case, person=person, hoped=hoped, told_on=told_on, basis=basis, today=today
        )
        return "希望を残しました。合いそうな場を、わけと一緒に並べました。", back

    return form_screen(
        request, form, title=f"{person.called}の参加の希望", tab="参加の希望", submit="残して候補を見る", do=do, back=back,
        shown=[case.id, person.id], crumbs=crumbs_of(case, ("希望", "")),
        lines=[
            "全部を聞かなくてかまいません。聞けたところから候補が出ます。あとから書き足すと、新しい版になります。",
            "ここに書いたことは、場には伝わりません。",
            *([f"アセスメントで分かっている力：{'、'.join(known)}。{COPIED if not before else ''}"] if known else []),
        ],
    )  # fmt: skip


def _from_strengths(known: list[str]) -> dict[str, Any]:
    """A first wish begins with what the assessment knows: nothing is typed twice, and the person is asked whether it is so."""
    fits = next(
        known[:many] for many in range(len(known), -1, -1) if len("、".join(known[:many])) <= forms.STRENGTHS
    )
    return {"strengths": "、".join(fits), "interests": fitting.interests_in(known)}


def _present(hope: Hope) -> dict[str, Any]:
    """What the version says, in the fields of the form."""
    ticked: dict[str, list[str]] = {}
    for one in hope.items.all():
        ticked.setdefault(one.kind, []).append(one.code)
    return {
        **{name: ticked.get(kind, []) for name, kind in operations.TICKED.items()},
        **{name: getattr(hope, name) for name in ("words", "strengths", "hard", "areas_only", "fee_most")},
        "atmosphere": [name for name, _label in forms.ATMOSPHERE if getattr(hope, name)],
    }  # fmt: skip


@page(needs=SEE)
def candidates(request: Any, case_id: UUID, person_id: UUID) -> HttpResponse:
    """候補: which places fit, why, what is uncertain, what is missing, and which fell out by what."""
    actor, today = request.actor, timezone.localdate()
    case = case_queries.get_visible(actor, case_id=case_id)
    person = person_of_case(actor, case, person_id)
    hope = queries.newest_hopes(actor, case=case).get(person.id)
    partner = request.GET.get("partner", "")
    partner = partner if partner in OrganisationKind.values else ""
    wanted = _with_areas_below(actor, access.wanted_of(hope=hope, person=person, today=today), today)
    places = queries.offered(actor, wanted=wanted, today=today, partner=partner)
    found = fitting.propose(wanted, places, most=SHOWN)
    kinds = names(catalogue().kinds)
    context = {
        "case": case, "person": person, "hope": hope, "facts": _facts(hope) if hope else [], "found": found,
        "rows": [(telling.tell(one), kinds.get(one.place.kind, one.place.kind)) for one in found.best],
        "fallen": [(fitting.LIMITS[code], number) for code, number in found.fallen],
        "partner": partner, "partners": OrganisationKind.choices, "may_record": may_record(actor),
        "role": next(iter(sorted(wanted.roles)), ""), "as_of": fitting.lists().as_of, "crumbs": crumbs_of(case, ("候補", "")),
    }  # fmt: skip
    return answer(request, "matching/candidates.html", context, shown=[case.id, person.id])


def _with_areas_below(actor: Actor, wanted: fitting.Wanted, today: date) -> fitting.Wanted:
    """A wished area means everything within it."""
    if not wanted.areas:
        return wanted
    tree = agency_queries.area_tree(actor, on=today)
    below = {str(key) for node in tree if str(node.area.id) in wanted.areas for key in node.ids_below}
    return replace(wanted, areas=wanted.areas | below)


def _facts(hope: Hope) -> list[tuple[str, str]]:
    """What was asked for, in words."""
    said = _present(hope)
    labels = {
        "bands": {one.code: one.name for one in fitting.lists().bands}, "roles": dict(Role.choices),
        "interests": {one.code: one.name for one in fitting.lists().interests}, "states": names(catalogue().states),
        "weekdays": {str(day): f"{name}曜" for day, name in enumerate(fitting.WEEKDAYS)}, "atmosphere": dict(forms.ATMOSPHERE),
    }  # fmt: skip
    facts = [
        (title, "、".join(labels[name].get(code, code) for code in said[name]))
        for name, title in (
            ("bands", "いつ"), ("weekdays", "曜日"), ("roles", "何として"), ("interests", "関心"),
            ("atmosphere", "どんな場"), ("states", "様子"),
        )
    ]  # fmt: skip
    facts += [("得意・好き", hope.strengths), ("苦手・避けたい", hope.hard)]
    if hope.fee_most is not None:
        facts.append(("1回に払える額", f"{hope.fee_most:,}円まで"))
    return [(title, words) for title, words in facts if words]


@page(needs=SEE)
def introduction(request: Any, participation_id: UUID) -> HttpResponse:
    """紹介の紙: to hand to the place. Of the person only what a consent that names its body covers; else nothing at all."""
    actor, today = request.actor, timezone.localdate()
    one = queries.get_participation(actor, participation_id=participation_id, today=today)
    named = _consented(actor, one)
    context = {
        "one": one, "today": today, "named": bool(named), "facts": _told_to_place(actor, one, named),
        "crumbs": crumbs_of(one.case, (str(one), reverse("matching:participation", args=[one.id])), ("紹介の紙", "")),
    }  # fmt: skip
    return answer(request, "matching/introduction.html", context, shown=[one.case_id, one.person_id])


def _consented(actor: Actor, one: Participation) -> int:
    """The kinds of information the person agreed to tell the body that runs the place."""
    host = one.place.organisation.agency_id
    if host is None:
        return 0
    reach = reach_by_consent(actor, subject_ids=[one.person_id], agency_id=host).get(one.person_id, [])
    named = 0
    for categories in reach:
        named |= categories
    return named


def _told_to_place(actor: Actor, one: Participation, named: int) -> list[tuple[str, str]]:
    facts = []
    if named & Category.ATTRIBUTES:
        birth = PartialDate.from_code(one.person.birth) if one.person.birth else None
        facts += [("名前", one.person.label), ("年齢", age(birth, timezone.localdate()) if birth else "")]
    if named & Category.LIFE_HISTORY:
        hope = queries.newest_hopes(actor, case=one.case).get(one.person_id)
        facts.append(("本人のことば", one.words))
        facts += (
            [("得意なこと・好きなこと", hope.strengths), ("苦手なこと・避けたいこと", hope.hard)]
            if hope
            else []
        )
        if hope and named & Category.HEALTH:
            facts.append(("知っておいてほしいこと", dict(_facts(hope)).get("様子", "")))
    return [(label, words) for label, words in facts if words]

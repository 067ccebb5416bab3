"""The screens of those who care for others: one carer, a version written, a household's carers, the agency's list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.carers import asking, care, operations, queries, rules, telling
from norishiro.carers.choices import ItemKind, Often, State
from norishiro.carers.forms import PREFIX, CaringForm
from norishiro.cases import queries as case_queries
from norishiro.cases.choices import Certainty
from norishiro.core.calendar import PartialDate
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.templatetags.norishiro import age
from norishiro.outreach.views.offered import offer_grounds
from norishiro.people import queries as people_queries

if TYPE_CHECKING:
    from norishiro.carers.models import Caring
    from norishiro.people.models import Person


@page(needs=Permission.SEE_PEOPLE)
def caring(request: Any, person_id: UUID) -> HttpResponse:
    """ケアのこと: what one carer does, version by version."""
    actor, today = request.actor, timezone.localdate()
    carer = _carer(actor, person_id)
    threads = queries.threads_of(actor, carer=carer)
    context = {
        "carer": carer, "birth": _birth(carer), "today": today, "threads": threads, "mine": actor.agency_ids,
        "may_write": actor.may(Permission.RECORD_CONTACT), "crumbs": _crumbs(carer, ""),
        "has_own": any(one.newest.caring.agency_id == actor.agency_id for one in threads),
    }  # fmt: skip
    told = [version.caring for one in threads for version in (one.newest, *one.earlier)]
    shown = dict.fromkeys([carer.id, *telling.people_in(told)])
    return answer(request, "carers/caring.html", context, shown=shown)


@page(needs=Permission.RECORD_CONTACT)
def write_caring(request: Any, person_id: UUID) -> HttpResponse:
    """ケアのことを、はじめて書く."""
    actor, today = request.actor, timezone.localdate()
    carer = _carer(actor, person_id)
    near = _near(actor, carer=carer, today=today)
    form = open_form(
        request, CaringForm, subject=carer.id, people=_choices(near, carer, today), areas=_areas(carer, today),
        initial={"state": State.ONGOING, "often": Often.UNKNOWN, "certainty": Certainty.HEARD, **_reach_of(carer)},
    )  # fmt: skip
    offer_grounds(request, form, subject=carer.id)

    def do() -> None:
        told, reach = _given(form)
        basis = form.cleaned_data["basis"]
        operations.write_caring(actor, carer=carer, told=told, reach=reach, basis=basis, today=today)

    return _form(request, form, do=do, carer=carer, near=near, title="ケアのことを書く")


@page(needs=Permission.RECORD_CONTACT)
def change_caring(request: Any, caring_id: UUID) -> HttpResponse:
    """ケアのことを書き改める: the next version, filled with what the one before says."""
    actor, today = request.actor, timezone.localdate()
    asked = queries.get_caring(actor, caring_id=caring_id)
    carer = asked.carer
    near = _near(actor, carer=carer, today=today)

    def fresh() -> Any:
        newer = queries.newer_than(actor, caring=asked)
        now = queries.get_caring(actor, caring_id=newer.id) if newer else asked
        form = open_form(
            request, CaringForm, subject=carer.id, version=now.number, people=_choices(near, carer, today, now),
            areas=_areas(carer, today), initial=_present(now),
        )  # fmt: skip
        form.fields["basis"].offer([(now.basis, now.get_basis_display())])
        return form

    form = fresh()

    def do() -> None:
        told, reach = _given(form)
        operations.change_caring(actor, before=asked, told=told, reach=reach, today=today)

    shown = telling.people_in([asked])
    return _form(
        request, form, do=do, carer=carer, near=near, title="ケアのことを書き改める", current=fresh, more=shown,
        before=asked,
    )  # fmt: skip


@page(needs=Permission.SEE_PEOPLE)
def household_carers(request: Any, case_id: UUID) -> HttpResponse:
    """この世帯のケアのこと. The household page takes it in as a part (htmx). Of whoever keeps it from the family, only that
    there is something to read before one talks is told here: this page lies open on tables."""
    actor, today = request.actor, timezone.localdate()
    case = case_queries.get_visible(actor, case_id=case_id)
    members = [one.person for one in case_queries.members(actor, case=case)]
    if case.household is not None:
        living = people_queries.members_of(actor, household=case.household, on=today)
        members = list({one.id: one for one in (*members, *(each.person for each in living))}.values())
    found = queries.carers_around(actor, person_ids=[one.id for one in members])
    lines = [one for one in found if not one.carer.keep_from_family]
    told = {one.carer_id for one in found}
    context = {
        "case": case, "lines": [(one, _in_one_line(one)) for one in lines],
        "quiet": [one.carer for one in found if one.carer.keep_from_family],
        "unwritten": [one for one in members if one.id not in told],
        "may_write": actor.may(Permission.RECORD_CONTACT), "today": today,
        "crumbs": [{"label": case.title, "url": reverse("cases:show", args=[case.id])}, {"label": "ケアのこと", "url": ""}],
    }  # fmt: skip
    template = "carers/household_part.html" if request.htmx else "carers/household_carers.html"
    shown = dict.fromkeys([case.id, *(one.id for one in members), *telling.people_in(lines), *told])
    return answer(request, template, context, shown=shown)


@page(needs=Permission.SEE_PEOPLE)
def list_carers(request: Any) -> HttpResponse:
    """ケアをしている人の一覧: whom the own agency wrote about."""
    which = request.GET.get("which", "all")
    which = which if which in queries.WHICH else "all"
    today = timezone.localdate()
    rows = queries.carers(request.actor, which=which, today=today)
    context = {
        "rows": [(one, _birth(one.carer), _in_one_line(one)) for one in rows], "which": which,
        "whiches": queries.WHICH.items(), "today": today,
    }  # fmt: skip
    return answer(request, "carers/list.html", context, shown=dict.fromkeys(telling.people_in(rows)))


def _carer(actor: Actor, person_id: UUID) -> Person:
    return people_queries.in_use(actor, person=people_queries.get_person(actor, person_id=person_id))


def _birth(person: Person) -> PartialDate | None:
    return PartialDate.from_code(person.birth) if person.birth else None


def _areas(carer: Person, today: date) -> list[care.Area]:
    """Which parts of life are asked about, by age: school only of whoever may go to one."""
    span = asking.age_span(earliest=carer.birth_earliest, latest=carer.birth_latest, today=today)
    return [one for one in care.AREAS if asking.is_asked(span=span, from_age=one.from_age, below=one.below)]


def _near(actor: Actor, *, carer: Person, today: date) -> list[Person]:
    """Whom the carer may care for, as far as it is on record: the household, and whoever is kin elsewhere."""
    mates = people_queries.housemates_of(actor, person=carer, on=today)
    ends = [
        other for one in people_queries.relations_of(actor, person=carer) if one.until_on is None
        for other in (one.person, one.other)
    ]  # fmt: skip
    return [one for one in {one.id: one for one in (*mates, *ends)}.values() if one.id not in carer.all_ids]


def _choices(
    near: list[Person], carer: Person, today: date, before: Caring | None = None
) -> list[tuple[str, str]]:
    """Everybody near with their age, and whoever the version before names."""
    named = [one.whom for one in before.cared_for.all() if one.whom] if before else []
    people = {one.id: one for one in (*near, *named)}.values()
    return [(str(one.id), f"{one.label}（{age(_birth(one), today)}）") for one in people]


def _reach_of(carer: Person) -> dict[str, Any]:
    return {"contact_wish": carer.contact_wish, "keep_from_family": carer.keep_from_family}


def _present(now: Caring) -> dict[str, Any]:
    """What the version says, in the fields of the form."""
    items, cared = list(now.items.all()), list(now.cared_for.all())
    effects = [one.code for one in items if one.kind == ItemKind.EFFECT]
    return {
        **{name: getattr(now, name) for name in ("state", "often", "hours", "words", "wishes", "listener_words", "source", "certainty", "basis")},
        **{f"{PREFIX}{area.code}": [one for one in effects if care.AREA_OF.get(one) == area] for area in care.AREAS},
        "cared_for": [str(one.whom_id) for one in cared if one.whom_id],
        "others": "\n".join(one.words for one in cared if one.words),
        "tasks": [one.code for one in items if one.kind == ItemKind.TASK], "listener": now.listener,
        "since": PartialDate.from_code(now.since) if now.since else None, **_reach_of(now.carer),
    }  # fmt: skip


def _given(form: CaringForm) -> tuple[operations.Told, operations.Reach]:
    given = form.cleaned_data
    told = operations.Told(
        cared_for=[UUID(one) for one in given.get("cared_for", ())], others=given["others"], effects=form.effects,
        **{name: given[name] for name in ("tasks", "state", "since", "often", "hours", "words", "wishes", "listener", "listener_words", "source", "certainty")},
    )  # fmt: skip
    reach = operations.Reach(contact_wish=given["contact_wish"], keep_from_family=given["keep_from_family"])
    return told, reach


def _in_one_line(one: Caring) -> str:
    """For whom and what, as short as a line on the household page."""
    tasks = [item.label.split("（")[0] for item in one.items.all() if item.kind == ItemKind.TASK]
    whom = "、".join(str(each) for each in one.cared_for.all())
    return f"{whom}：{'・'.join(tasks)}" if tasks else whom


def _crumbs(carer: Person, label: str) -> list[dict[str, str]]:
    home = reverse("carers:caring", args=[carer.id])
    return [
        {"label": carer.label, "url": reverse("people:show", args=[carer.id])},
        {"label": "ケアのこと", "url": home if label else ""},
        *([{"label": label, "url": ""}] if label else []),
    ]


def _form(
    request: Any, form: CaringForm, *, do: Callable[[], None], carer: Person, near: list[Person], title: str,
    current: Callable[[], Any] | None = None, more: list[UUID] | None = None, before: Caring | None = None,
) -> HttpResponse:  # fmt: skip
    """The form with its reasons; or the version kept, and back to the carer's page."""
    back = reverse("carers:caring", args=[carer.id])
    if request.method == "POST" and form.is_valid():

        def run() -> str:
            do()
            messages.success(
                request,
                "書きました。前の版は、そのまま残っています。" if before else "ケアのことを書きました。",
            )
            return back

        done = carry_out(request, form, do=run, current=current)
        if done is not None:
            return done
    context = {
        "form": form, "carer": carer, "title": title, "back": back, "before": before, "crumbs": _crumbs(carer, title),
        "may_change": rules.may_change_caring(mine=before.agency_id == request.actor.agency_id, same=False) if before else None,
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    shown = dict.fromkeys([carer.id, *(one.id for one in near), *(more or ())])
    return answer(request, "carers/write_caring.html", context, shown=shown, status=status)

"""The screens of this room: write a contact in thirty seconds, read it, correct it, keep its promise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.choices import Programme, RoleKind
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.casework.operations import recording
from norishiro.core.form_pages import carry_out, finish, open_form
from norishiro.core.forms.base import Form
from norishiro.outreach import operations, queries
from norishiro.outreach.choices import Met, Method, WorkKind
from norishiro.outreach.forms import BulletinForm, ContactForm, GatheringForm, VisitForm
from norishiro.outreach.operations import Told
from norishiro.people import queries as people_queries
from norishiro.rights.queries import notes_beside
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.queries import bases_open_to

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.cases.models import Case
    from norishiro.outreach.models import Contact, Gathering
    from norishiro.people.models import Person
    from norishiro.sharing.models import CorrectionNote

PAGE = 100
READERS = {
    Ground.CONSENT: "同意で名前の挙がった機関も読めます（本人の同意）",
    Ground.CONFERENCE: "この件の支援会議の構成員も読めます（支援会議）",
    Ground.OWN: "自分の機関だけが読めます",
}
TOLD = ("happened_on", "happened_at", "minutes", "method", "met", "place", "with_whom", "legal_basis", "body", "impression", "next_on",
        "next_what", "programme", "sub_programme", "kind")  # fmt: skip


@page(needs=Permission.RECORD_CONTACT)
def record_case_contact(request: Any, case_id: UUID) -> HttpResponse:
    """ひとこと記録（ケースから）."""
    case = case_queries.get_visible(request.actor, case_id=case_id)
    people = {str(one.person_id): one.person for one in case_queries.members(request.actor, case=case)}
    return _record(request, people=people, case=case, back=reverse("cases:show", args=[case.id]))


@page(needs=Permission.RECORD_CONTACT)
def record_person_contact(request: Any, person_id: UUID) -> HttpResponse:
    """ひとこと記録（ケースになっていない人にも）."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    return _record(
        request, people={str(person.id): person}, case=None, back=reverse("people:show", args=[person.id])
    )


def _record(request: Any, *, people: dict[str, Person], case: Case | None, back: str) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    subject = case.id if case else next(iter(people.values())).id
    form = open_form(request, ContactForm, subject=subject, initial=_proposed(request, today))
    _offer(form, request, people=people, whole=case is not None, subject=subject)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def write() -> str:
            common = {
                "person": people.get(given["person"]), "told": _told(given), "basis": given["basis"], "today": today,
                "categories": sum(int(one) for one in given["categories"]), "companions": _companions(given),
            }  # fmt: skip
            if case:
                recording.record_contact(actor, case=case, **common)
            else:
                operations.record_contact(actor, **common)
            messages.success(
                request,
                "記録しました。"
                + (
                    f"次は{given['next_on'].month}月{given['next_on'].day}日です。"
                    if given["next_on"]
                    else ""
                ),
            )
            return back

        done = carry_out(request, form, do=write)
        if done is not None:
            return done
    shown = [*([case.id] if case else []), *(one.id for one in people.values())]
    context = {"form": form, "back": back, "about": case.title if case else next(iter(people.values())).label}
    return answer(request, "outreach/record_contact.html", context, shown=shown, status=_status(form))


def _proposed(request: Any, today: date) -> dict[str, Any]:
    """What most often is right, so that six inputs are enough."""
    outreach = {RoleKind.CSW, RoleKind.OUTREACH_WORKER} & set(request.actor.role_kinds)
    return {
        "person": request.GET.get("person", ""),
        "method": Method.VISIT,
        "met": Met.MET,
        "happened_on": today,
        "programme": Programme.OUTREACH if outreach else Programme.MULTI_AGENCY,
        "kind": WorkKind.INDIVIDUAL,
        "categories": [str(int(Category.LIFE_HISTORY))],
    }


def _offer(form: Any, request: Any, *, people: dict[str, Person], whole: bool, subject: UUID) -> None:
    names = [(key, person.label) for key, person in people.items()]
    form.fields["person"].choices = [("", "世帯全体"), *names] if whole else names
    form.fields["person"].required = not whole
    if not whole:
        form.fields["person"].initial = names[0][0]
    agencies = agency_queries.agencies(request.actor, on=timezone.localdate())
    names_of_agencies = [(str(one.id), one.name) for one in agencies]
    form.fields["companion"].offer(names_of_agencies)
    form.fields["asked_agency"].offer(names_of_agencies)
    bases = bases_open_to(request.actor, subject_id=subject)
    form.fields["basis"].choices = [(ground.value, READERS[ground]) for ground in bases]
    form.fields["basis"].initial = bases[0].value


def _told(given: dict[str, Any]) -> Told:
    asked = UUID(given["asked_agency"]) if given["asked_agency"] else None
    return Told(asked_agency_id=asked, **{name: given[name] for name in TOLD})


def _companions(given: dict[str, Any]) -> list[tuple[UUID, str]]:
    return [(UUID(given["companion"]), given["companion_name"])] if given["companion"] else []


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


@page(needs=Permission.SEE_PEOPLE)
def contact(request: Any, contact_id: UUID) -> HttpResponse:
    """一件の記録."""
    found = queries.get_contact(request.actor, contact_id=contact_id)
    return answer(
        request, "outreach/contact.html",
        {"contact": found, "notes": _notes(request.actor, found), "own": found.agency_id in request.actor.agency_ids, "companions": found.companions.select_related("agency")},
        shown=[found.subject_id],
    )  # fmt: skip


def _notes(actor: Actor, contact: Contact) -> list[CorrectionNote]:
    """What was put right about this record by a request of the person."""
    rows = [contact.id, *(one.id for one in contact.segments.all())]
    return notes_beside(actor, subject_id=contact.subject_id, row_ids=rows)


@page(needs=Permission.RECORD_CONTACT)
def correct_contact(request: Any, contact_id: UUID) -> HttpResponse:
    """記録を書き改める: a new record takes the place of the old one."""
    old = queries.get_contact(request.actor, contact_id=contact_id)
    today = timezone.localdate()
    form = open_form(request, ContactForm, subject=old.id, initial=_present(request.actor, old))
    people = {str(old.person_id): old.person} if old.person else {}
    _offer(form, request, people=people, whole=old.person is None, subject=old.subject_id)
    form.fields["basis"].disabled = True
    form.fields["basis"].initial = old.basis
    form.fields["basis"].choices = [(old.basis, old.get_basis_display())]
    if request.method == "POST" and form.is_valid():

        def write() -> str:
            given = form.cleaned_data
            corrected = operations.correct_contact(
                request.actor, contact=old, told=_told(given), companions=_companions(given), today=today
            )
            messages.success(request, "書き改めました。前の記録も残っています。")
            return reverse("outreach:contact", args=[corrected.id])

        done = carry_out(request, form, do=write)
        if done is not None:
            return done
    context = {"form": form, "back": reverse("outreach:contact", args=[old.id]), "old": old}
    return answer(
        request, "outreach/correct_contact.html", context, shown=[old.subject_id], status=_status(form)
    )


def _present(actor: Actor, contact: Contact) -> dict[str, Any]:
    mask = contact.categories
    return {
        **{name: getattr(contact, name) for name in TOLD},
        **queries.written(actor, contact=contact),
        "person": str(contact.person_id or ""),
        "asked_agency": str(contact.asked_agency_id or ""),
        "categories": [str(int(one)) for one in Category if mask & one],
    }


@require_POST
@page(needs=Permission.RECORD_CONTACT)
def keep_promise(request: Any, contact_id: UUID) -> HttpResponse:
    """約束を果たした."""
    found = queries.get_contact(request.actor, contact_id=contact_id)
    operations.keep_promise(request.actor, contact=found, today=timezone.localdate())
    messages.success(request, "約束を果たしたことにしました。")
    return redirect("outreach:contact", contact_id=found.id)


@page(needs=Permission.SEE_PEOPLE)
def case_contacts(request: Any, case_id: UUID) -> HttpResponse:
    """経過一覧（ケース）."""
    case = case_queries.get_visible(request.actor, case_id=case_id)
    people = [one.person_id for one in case_queries.members(request.actor, case=case)]
    rows = queries.contacts_of(request.actor, subject_ids=[case.id, *people], limit=PAGE)
    context = {
        "rows": rows,
        "title": f"{case.title}の記録",
        "back": reverse("cases:show", args=[case.id]),
        "limit": PAGE,
    }
    return answer(request, "outreach/contacts.html", context, shown=[case.id, *people])


@page(needs=Permission.RECORD_CONTACT)
def list_contacts(request: Any) -> HttpResponse:
    """わたしの記録."""
    rows = queries.written_by(request.actor, limit=PAGE)
    context = {"rows": rows, "title": "わたしの記録", "back": "/", "limit": PAGE}
    return answer(request, "outreach/contacts.html", context, shown=[row.subject_id for row in rows])


# --- districts -----------------------------------------------------------------------------------------------


def _home(area_id: UUID) -> str:
    return reverse("casework:district", args=[area_id])


@page(needs=Permission.KEEP_LOCAL)
def post_bulletin(request: Any, area_id: UUID) -> HttpResponse:
    """地区のお知らせを出す."""
    area, today = agency_queries.get_area(request.actor, area_id=area_id), timezone.localdate()
    form = open_form(request, BulletinForm, subject=area.id, initial={"from_on": today})

    def post() -> str:
        operations.post_bulletin(request.actor, area=area, today=today, **form.cleaned_data)
        messages.success(request, "お知らせを出しました。この地区を受け持つ人の「今日」に出ます。")
        return _home(area.id)

    return _district_form(request, "outreach/post_bulletin.html", form, do=post, area=area, today=today)


@page(needs=Permission.KEEP_LOCAL)
def end_bulletin(request: Any, bulletin_id: UUID) -> HttpResponse:
    """地区のお知らせをおろす."""
    bulletin = queries.get_bulletin(request.actor, bulletin_id=bulletin_id)
    form = open_form(request, Form, subject=bulletin.id)

    def end() -> str:
        operations.end_bulletin(request.actor, bulletin=bulletin, today=timezone.localdate())
        messages.success(request, "お知らせをおろしました。これまでのお知らせには残ります。")
        return _home(bulletin.area_id)

    return _district_form(
        request, "outreach/end_bulletin.html", form, do=end, area=bulletin.area, bulletin=bulletin
    )


@page(needs=Permission.KEEP_LOCAL)
def record_gathering(request: Any, area_id: UUID) -> HttpResponse:
    """交流会・協議体を記録する."""
    area, today = agency_queries.get_area(request.actor, area_id=area_id), timezone.localdate()
    form = open_form(request, GatheringForm, subject=area.id, initial={"held_on": today, "kind": "EXCHANGE"})

    def record() -> str:
        operations.record_gathering(request.actor, area=area, today=today, **_counted(form))
        messages.success(request, "記録しました。地区の合計に入りました。")
        return _home(area.id)

    return _district_form(request, "outreach/record_gathering.html", form, do=record, area=area)


@page(needs=Permission.KEEP_LOCAL)
def change_gathering(request: Any, gathering_id: UUID) -> HttpResponse:
    """交流会・協議体の記録を直す."""
    gathering = queries.get_gathering(request.actor, gathering_id=gathering_id)
    form = _gathering_form(request, gathering)

    def change() -> str:
        operations.change_gathering(
            request.actor, gathering=gathering, version=form.version or gathering.version, values=_counted(form),
            today=timezone.localdate(),
        )  # fmt: skip
        messages.success(request, "直しました。地区の合計も変わりました。")
        return _home(gathering.area_id)

    return _district_form(
        request, "outreach/change_gathering.html", form, do=change, area=gathering.area,
        current=lambda: _gathering_form(request, queries.get_gathering(request.actor, gathering_id=gathering_id)),
    )  # fmt: skip


@require_POST
@page(needs=Permission.KEEP_LOCAL)
def count_visit(request: Any, gathering_id: UUID) -> HttpResponse:
    """来た人を一人数える."""
    gathering = queries.get_gathering(request.actor, gathering_id=gathering_id)

    def count() -> str:
        counted = operations.count_visit(request.actor, gathering=gathering, today=timezone.localdate())
        messages.success(request, f"数えました。「{counted.name}」に来た人は{counted.people}人です。")
        return reverse("casework:gatherings")

    return finish(request, open_form(request, VisitForm, subject=gathering.id), do=count)


def _gathering_form(request: Any, gathering: Gathering) -> GatheringForm:
    present = {
        name: getattr(gathering, name)
        for name in ("kind", "name", "held_on", "place", "people", "consulted", "note")
    }
    return open_form(request, GatheringForm, subject=gathering.id, version=gathering.version, initial=present)


def _counted(form: Form) -> dict[str, Any]:
    """Nothing written down as consulted is none."""
    return {**form.cleaned_data, "consulted": form.cleaned_data["consulted"] or 0}


def _district_form(
    request: Any, template: str, form: Form, *, do: Callable[[], str], area: Any,
    current: Callable[[], Form] | None = None, **more: Any,
) -> HttpResponse:  # fmt: skip
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=do, current=current)
        if done is not None:
            return done
    context = {"form": form, "area": area, "back": _home(area.id), **more}
    return answer(request, template, context, shown=[], status=_status(form))

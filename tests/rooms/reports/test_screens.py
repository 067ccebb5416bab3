"""日報・月報・年報 on screen: composed of the record, opened as far as one may see, closed and then only different in the open."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from norishiro.agencies.choices import AppointmentKind, RoleKind
from norishiro.agencies.models import Appointment, Base, Staff
from norishiro.core.operation import announce
from norishiro.people.models import Person
from norishiro.reports import lookups, operations, queries, rules
from norishiro.reports.choices import ScopeKind, Span
from norishiro.reports.definitions import FIGURES, USUAL, figures_of
from norishiro.reports.models import ClosedMonth
from norishiro.reports.periods import period_of
from norishiro.reports.queries.closing import ADDED, CORRECTED, MOVED
from norishiro.reports.scopes import Scope
from norishiro.sharing.operations import exclude_staff
from norishiro.sharing.operations import person as person_subject
from tests.factories import agencies, people
from tests.rooms.reports import town
from tests.rooms.reports.town import DAY, TODAY, client_of

pytestmark = pytest.mark.django_db

REPORT = reverse("reports:report")
ENTRIES = reverse("reports:entries")
CLOSE = reverse("reports:close_month")
CHANGES = reverse("reports:changes")
MONTH = period_of(DAY, span=Span.MONTH)
TOWN = Scope(ScopeKind.TOWN, "", "全体")
QUERIES = 26
ENTRY_QUERIES = 23


def sums(page: Any) -> dict[str, int]:
    return {one["figure"].key: one["number"] for one in page.context["sums"]}


def asked(span: str = "MONTH", **more: str) -> dict[str, str]:
    return {"span": span, "on": DAY.isoformat(), **more}


def test_the_days_report_composes_itself_and_lists_what_was_done():
    found = town.office()
    one = town.contact(found.csw, found.person, at=time(10, 30))
    two = town.contact(found.csw, found.person, method="PHONE", met="ABSENT", at=time(9, 0))
    page = client_of(found.csw).get(REPORT, asked("DAY"))
    assert (sums(page)["contacts"], sums(page)["visits"], sums(page)["not_met"]) == (2, 1, 1)
    assert [entry.id for entry in page.context["listed"].contacts] == [one.id, two.id]
    assert client_of(found.lead).get(REPORT, asked("DAY")).context["report"].is_empty


def test_a_month_by_days_and_a_figure_opens_its_records():
    found = town.office()
    town.contact(found.csw, found.person)
    town.contact(found.csw, found.person, on=date(2026, 10, 20), met="POSTED", method="LETTER")
    town.gathering(found.csw, found.area)
    town.received(found.csw, found.person)
    client = client_of(found.lead)
    page = client.get(REPORT, asked(scope="TOWN"))
    assert {key: sums(page)[key] for key in ("contacts", "units", "persons", "received", "gatherings")} == {
        "contacts": 2, "units": 1, "persons": 1, "received": 1, "gatherings": 1,
    }  # fmt: skip
    line = page.context["lines"][9]
    assert (line["label"], line["cells"][0]["number"]) == ("10日（土）", 1)
    behind = client.get(line["cells"][0]["href"]).context["behind"]
    assert ([one.happened_on for one in behind.contacts], behind.hidden) == ([DAY], 0)
    for figure in ("received", "gatherings", "attended"):
        assert client.get(ENTRIES, asked(scope="TOWN", figure=figure)).status_code == 200


def test_who_may_not_see_a_record_sees_only_that_it_is_counted():
    found = town.office()
    other = agencies.actor("架空 よそ", agency=agencies.agency("ほかの機関"))
    town.contact(found.csw, people.person(found.csw, "ひみつの人"))
    client = client_of(other)
    assert sums(client.get(REPORT, asked(scope="TOWN")))["contacts"] == 1
    page = client.get(ENTRIES, asked(scope="TOWN", figure="contacts"))
    assert (page.context["behind"].hidden, "ひみつの人" in page.content.decode()) == (1, False)


def test_without_the_role_for_counts_only_the_own_agency_is_counted():
    found = town.office()
    other = agencies.actor("架空 よそ", agency=agencies.agency("ほかの機関"), kinds=(RoleKind.CSW,))
    town.contact(found.csw, found.person)
    town.contact(other, people.person(other, "架空 次郎"))
    client = client_of(found.csw)
    assert sums(client.get(REPORT, asked(scope=f"AGENCY:{found.csw.agency_id}")))["contacts"] == 1
    assert sums(client.get(REPORT, asked(scope="PROGRAMME:OUTREACH")))["contacts"] == 1
    for code in ("TOWN", f"AGENCY:{other.agency_id}", f"STAFF:{other.staff_id}", "AREA:nowhere"):
        assert client.get(REPORT, asked(scope=code)).status_code == 404
    assert sums(client_of(found.lead).get(REPORT, asked(scope="PROGRAMME:OUTREACH")))["contacts"] == 2


def test_somebody_shut_out_by_name_reads_the_number_and_not_the_record():
    found = town.office()
    town.contact(found.csw, found.person)
    announce(found.lead)
    exclude_staff(
        found.lead, subjects=[person_subject(found.person.id)], shut_out=Staff.objects.get(id=found.csw.staff_id),
        reason="親族",
    )  # fmt: skip
    page = client_of(found.csw).get(REPORT, asked("DAY"))
    assert (sums(page)["contacts"], page.context["listed"].contacts, page.context["listed"].hidden) == (
        1,
        [],
        1,
    )


def test_a_base_that_was_not_there_yet_or_is_gone_is_told_in_words():
    found = town.office()
    base = Base.objects.create(
        code="b", name="架空の拠点", from_on=date(2026, 4, 1), until_on=date(2027, 4, 1)
    )
    client = client_of(found.lead)
    there = {"span": "YEAR", "scope": f"BASE:{base.id}"}
    for url in (REPORT, reverse("reports:activity")):
        year = client.get(url, {**there, "on": "2026-10-10"})
        before, after = (client.get(year.context[name]) for name in ("before", "next"))
        assert [year.context["asked"].absent, before.status_code, after.status_code] == [False, 200, 200]
        said = [page.content.decode().count("架空の拠点は、令和") for page in (before, after)]
        assert (said, "sums" in before.context) == ([1, 1], False)
        back = dict(before.context["ways"])["次の"]
        assert client.get(back).context["asked"].absent is False
    assert client.get(ENTRIES, {**there, "on": "2025-10-10", "figure": "contacts"}).status_code == 404
    nowhere = {**there, "on": "2025-10-10", "scope": f"BASE:{found.area.id}"}
    assert client.get(REPORT, nowhere).status_code == 404


def test_areas_bases_and_programmes_count_their_part():
    found = town.office()
    base = Base.objects.create(code="b", name="架空の拠点")
    Appointment.objects.create(
        staff_id=found.csw.staff_id, agency_id=found.csw.agency_id, role=agencies.role(RoleKind.CSW), base=base,
        kind=AppointmentKind.PLACEMENT, from_on=DAY,
    )  # fmt: skip
    inner = agencies.area("北町", parent=found.area)
    Person.objects.filter(id=found.person.id).update(area=inner)
    found.person.refresh_from_db()
    town.contact(found.csw, found.person)
    town.contact(found.csw, found.person, method="PHONE", programme="CONSULTATION")
    town.contact(found.csw, found.person, on=date(2026, 10, 9))
    client = client_of(found.lead)
    counted = {
        code: sums(client.get(REPORT, asked(scope=code)))["contacts"]
        for code in (f"BASE:{base.id}", f"AREA:{found.area.code}", "PROGRAMME:CONSULTATION", f"STAFF:{found.csw.staff_id}")
    }  # fmt: skip
    assert list(counted.values()) == [2, 3, 1, 3]
    by_area = client.get(REPORT, asked(scope="TOWN", layout="MONTH_AREAS"))
    assert [
        (one["label"], one["cells"][2]["number"], one["cells"][3]["number"])
        for one in by_area.context["lines"]
    ] == [("北町", 2, 1)]


def test_a_closed_month_shows_what_was_reported_beside_what_is_counted_now():
    found = town.office()
    stays = town.contact(found.csw, found.person)
    moves = town.contact(found.csw, found.person, on=date(2026, 10, 12))
    client = client_of(found.lead)
    assert client.post(CLOSE, asked(scope="TOWN")).status_code == 302
    kept = ClosedMonth.objects.get()
    assert (kept.figures["contacts"], kept.number, kept.month) == (2, 1, date(2026, 10, 1))
    assert client.get(REPORT, asked(scope="TOWN")).context["standing"].changes == ()
    town.corrected(found.csw, stays, method="PHONE")
    town.corrected(found.csw, moves, happened_on=date(2026, 11, 1))
    town.contact(found.csw, found.person, on=date(2026, 10, 3), met="REFUSED")
    page = client.get(CHANGES, asked(scope="TOWN"))
    changed = {one.figure.key: (one.before, one.now) for one in page.context["standing"].changes}
    assert changed == {"visits": (2, 1), "phones": (0, 1), "met": (2, 1), "not_met": (0, 1)}
    assert [(one.contact.happened_on, one.how) for one in page.context["found"].contacts] == [
        (date(2026, 11, 1), MOVED), (DAY, CORRECTED), (date(2026, 10, 3), ADDED),
    ]  # fmt: skip
    assert client.post(CLOSE, asked(scope="TOWN")).status_code == 302
    assert [one.number for one in ClosedMonth.objects.all()] == [2, 1]
    assert client.get(REPORT, asked(scope="TOWN")).context["standing"].differs is False
    assert client.post(CLOSE, asked(scope="TOWN")).status_code == 403


def test_of_what_changed_a_stranger_reads_only_how_much():
    found = town.office()
    operations.close_month(found.lead, scope=TOWN, period=MONTH, today=TODAY)
    town.contact(found.csw, people.person(found.csw, "ひみつの人"))
    other = client_of(agencies.actor("架空 よそ", agency=agencies.agency("ほかの機関")))
    page = other.get(CHANGES, asked(scope="TOWN"))
    assert (page.context["found"].hidden, "ひみつの人" in page.content.decode()) == (1, False)


def test_a_month_that_is_not_over_and_whoever_is_not_entitled_are_refused():
    found = town.office()
    assert client_of(found.csw).post(CLOSE, asked()).status_code == 403
    running = client_of(found.lead).post(CLOSE, {"scope": "TOWN"})
    assert running.status_code == 403
    assert ClosedMonth.objects.count() == 0
    verdict = rules.may_close_month(
        entitled=False, whole=False, after=TODAY, today=DAY, closed=True, differs=False
    )
    assert [one.code for one in verdict.reasons] == ["entitled", "whole", "over", "same"]


def test_a_gathering_put_right_after_the_close_is_a_difference():
    found = town.office()
    held = town.gathering(found.csw, found.area, came=10)
    town.received(found.csw, found.person)
    operations.close_month(found.lead, scope=TOWN, period=MONTH, today=TODAY)
    held.people = 12
    held.save()
    page = client_of(found.lead).get(CHANGES, asked(scope="TOWN"))
    assert [(one.figure.key, one.before, one.now) for one in page.context["standing"].changes] == [
        ("came", 10, 12)
    ]
    assert [(one.id, how) for one, how in page.context["found"].gatherings] == [(held.id, CORRECTED)]


def test_the_same_closing_twice_at_once_is_one():
    found = town.office()
    closed = operations.close_month(found.lead, scope=TOWN, period=MONTH, today=TODAY)
    closed.pk = uuid4()
    closed._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        closed.save(force_insert=True)


def test_what_cannot_be_read_is_said_and_an_unknown_figure_is_not_found():
    found = town.office()
    client = client_of(found.lead)
    page = client.get(REPORT, {"span": "CENTURY", "on": "らいげつ"})
    assert (page.context["asked"].period.span, bool(page.context["asked"].problem)) == (Span.DAY, True)
    assert client.get(ENTRIES, asked(figure="nothing")).status_code == 404
    assert client.get(CLOSE).status_code == 405
    assert client.get(CHANGES, asked(scope="TOWN")).context["standing"] is None


def test_without_any_role_for_reports_the_page_names_it():
    found = town.office()
    guest = client_of(agencies.actor("架空 委員", agency=found.agency, kinds=(RoleKind.ADVISER,)))
    assert [guest.get(path).status_code for path in (REPORT, ENTRIES, CHANGES)] == [403, 403, 403]


def test_every_layout_of_every_span_is_made_of_known_figures_and_opens():
    assert {one.code: figures_of(one.columns)[1] for one in USUAL} == {one.code: [] for one in USUAL}
    found = town.office()
    town.contact(found.csw, found.person)
    client = client_of(found.lead)
    for one in USUAL:
        page = client.get(REPORT, asked(one.span, scope="TOWN", layout=one.code))
        assert (page.context["asked"].layout.code, [*sums(page)]) == (one.code, [*one.columns])
        assert sums(page).get("contacts", 1) == 1


def test_a_merged_person_is_one_person():
    found = town.office()
    twin = people.person(found.csw, "架空 一郎")
    town.contact(found.csw, found.person)
    town.contact(found.csw, twin)
    announce(found.csw)
    assert lookups.figures_now(TOWN, MONTH)["persons"] == 2
    Person.objects.filter(id=twin.id).update(merged_into=found.person)
    assert lookups.figures_now(TOWN, MONTH)["persons"] == 1


def test_several_people_at_one_visit_are_one_contact_and_several_people():
    found = town.office()
    town.contact(found.csw, found.person, present=(people.person(found.csw), people.person(found.csw)))
    counted = lookups.figures_now(TOWN, MONTH)
    assert {key: counted[key] for key in ("contacts", "visits", "units", "persons_all", "persons")} == {
        "contacts": 1, "visits": 1, "units": 3, "persons_all": 3, "persons": 3,
    }  # fmt: skip
    behind = client_of(found.lead).get(ENTRIES, asked(scope="TOWN", figure="persons")).context["behind"]
    assert (behind.total, len(behind.contacts)) == (1, 1)


def test_every_figure_has_records_behind_it():
    found = town.office()
    announce(found.lead)
    for figure in FIGURES.values():
        assert queries.behind(found.lead, scope=TOWN, period=MONTH, figure=figure).total == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_ask_a_fixed_number_of_questions(number, django_assert_num_queries):
    found = town.office()
    for nth in range(number):
        town.contact(found.csw, people.person(found.csw, f"架空 {nth}"), on=date(2026, 10, nth + 1))
    client = client_of(found.lead)
    client.get(REPORT, asked(scope="TOWN"))
    with django_assert_num_queries(QUERIES):
        client.get(REPORT, asked(scope="TOWN"))
    with django_assert_num_queries(ENTRY_QUERIES):
        client.get(ENTRIES, asked(scope="TOWN", figure="contacts"))

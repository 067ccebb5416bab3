"""Somebody leaves: from the next click nothing works in their name any more."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Staff
from norishiro.casework.operations import leaving
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.exports import operations as exports
from norishiro.exports.choices import ExportState, FileForm, ListKind
from norishiro.exports.models import Export
from norishiro.people.models import Person
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Depth, Ground, SourceKind
from tests.factories import agencies, people
from tests.factories.emergency import TODAY

pytestmark = pytest.mark.django_db


class Office:
    def __init__(self) -> None:
        self.agency = agencies.agency()
        self.leaver = agencies.actor("架空 退職", agency=self.agency)
        self.keeper = agencies.actor("架空 管理", agency=self.agency, kinds=(RoleKind.SYSTEM,))
        self.chief = agencies.actor("架空 課長", agency=self.agency, kinds=(RoleKind.MANAGER,))
        self.someone = people.person(self.leaver, "若草 渉")

    @property
    def staff(self) -> Staff:
        return Staff.objects.get(id=self.leaver.staff_id)


@pytest.fixture
def office() -> Office:
    return Office()


def signed_in(staff: Staff) -> Client:
    client = Client()
    client.post(
        reverse("account_login"), {"login": staff.login_id, "password": agencies.PASSWORD}, follow=True
    )
    return client


def ask(office: Office) -> Export:
    return exports.ask_export(
        office.leaver, kind=ListKind.PEOPLE, form=FileForm.CSV, columns=["name"], from_on=None, until_on=None,
        reason="係の打合せで見直すため。庁内だけ。", now=timezone.now(), today=TODAY,
    )  # fmt: skip


def test_the_open_page_of_a_leaver_closes_with_the_next_click(office):
    page = reverse("people:show", args=[office.someone.id])
    leaver, keeper = signed_in(office.staff), Client()
    keeper.force_login(Staff.objects.get(id=office.keeper.staff_id))
    before = leaver.get(page).status_code

    answer = keeper.post(
        reverse("agencies:end_staff", args=[office.leaver.staff_id]),
        {"form_token": str(uuid4()), "end_on": TODAY.isoformat()},
    )
    after = leaver.get(page)

    assert (before, answer.status_code, after.status_code) == (200, 302, 302)
    assert after.url.startswith(reverse("account_login"))


def test_grants_in_the_persons_own_name_and_waiting_exports_end_too(office):
    export = ask(office)
    announce(office.leaver)
    sharing.grant(
        office.leaver, subjects=[sharing.person(office.someone.id)], recipients=[sharing.staff(office.leaver.staff_id)],
        ground=Ground.CONFERENCE, depth=Depth.OUTLINE, source=SourceKind.SEAT, source_id=office.someone.id,
    )  # fmt: skip

    left = leaving.let_go(office.keeper, staff=office.staff, end_on=TODAY)
    announce(office.chief)
    export.refresh_from_db()

    assert (left.grants, left.exports, export.state) == (1, 1, ExportState.WITHDRAWN)
    assert Person.objects.filter(id=office.someone.id).exists()


def test_it_shuts_only_what_is_closed(office):
    """The two doors through the wall do nothing to somebody who still works here."""
    export = ask(office)
    announce(office.keeper)
    with connection.cursor() as cursor:
        cursor.execute("SELECT leaving_end_grants(%s), leaving_end_exports(%s)", [office.leaver.staff_id] * 2)
        ended = cursor.fetchone()
    announce(office.leaver)
    export.refresh_from_db()

    assert (ended, export.state) == ((0, 0), ExportState.READY)


def test_oneself_and_somebody_gone_already_are_refused(office):
    leaving.let_go(office.keeper, staff=office.staff, end_on=TODAY)
    for staff in (Staff.objects.get(id=office.keeper.staff_id), office.staff):
        with pytest.raises(Refused):
            leaving.let_go(office.keeper, staff=staff, end_on=TODAY)

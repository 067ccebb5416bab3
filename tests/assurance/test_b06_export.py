"""B6, the export half: a valid user who tries to carry the town out under the arm."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.exports import operations
from norishiro.exports.choices import FileForm, ListKind
from norishiro.exports.listings import LISTS
from norishiro.people.models import Person
from norishiro.sharing import operations as sharing
from tests.assurance.evidence import Evidence
from tests.factories import agencies, cases, people
from tests.factories.emergency import TODAY

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "係の打合せで受け持ちを見直すため。庁内だけで使う。"
ADDRESS = "みなと町1丁目2番3号"


class Office:
    def __init__(self, *, count: int) -> None:
        self.agency = agencies.agency("みなと相談センター")
        self.officer = agencies.actor("架空 花子", agency=self.agency)
        self.chief = agencies.actor("架空 課長", agency=self.agency, kinds=(RoleKind.MANAGER,))
        with transaction.atomic():
            self.people = [people.person(self.officer, f"架空 {number:04d}郎") for number in range(count)]
            Person.objects.filter(id__in=[one.id for one in self.people]).update(
                address=ADDRESS, phone="090-0000-0000"
            )


def ask(
    office: Office, *, kind: ListKind = ListKind.PEOPLE, form: FileForm = FileForm.CSV, now: Any = None
) -> Any:
    columns = [one.code for one in LISTS[kind]]
    return operations.ask_export(
        office.officer, kind=kind, form=form, columns=columns, from_on=None, until_on=None, reason=REASON,
        now=now or timezone.now(), today=TODAY,
    )  # fmt: skip


def take(office: Office, export: Any, *, now: Any = None) -> Any:
    return operations.take_export(
        office.officer, export=export, proved_lately=True, now=now or timezone.now()
    )


def test_never_more_than_two_hundred_an_hour_without_a_second_person(evidence: Evidence) -> None:
    """Small lists, again and again: the hour fills up, then somebody else has to agree."""
    office = Office(count=20)
    now, carried, refused, tries = timezone.now(), 0, 0, evidence.at_scale(small=12, ci=40, nightly=100)
    waiting = [ask(office, now=now) for _ in range(tries)]

    for export in waiting:
        try:
            carried += len(take(office, export, now=now).subjects)
        except Refused as stopped:
            refused += [one.code for one in stopped.verdict.reasons] == ["hour"]
    later = ask(office, now=now)

    evidence.shows(
        row="B6", figure=f"{carried} persons in the hour, {refused} of {tries} tries refused",
        target="≤200 persons/h without second approval",
        holds=carried == 200 and refused == tries - 10 and later.needs_approval,
    )  # fmt: skip


def test_a_bulk_list_never_leaves_by_one_person(evidence: Evidence) -> None:
    office = Office(count=21)
    export = ask(office)
    ways = {"alone": False, "own yes": False, "colleague": False}
    for name, attempt in {
        "alone": lambda: take(office, export),
        "own yes": lambda: operations.decide_export(
            office.officer, export=export, approve=True, words="", now=timezone.now()
        ),
        "colleague": lambda: operations.decide_export(
            agencies.actor("架空 同僚", agency=office.agency), export=export, approve=True, words="",
            now=timezone.now(),
        ),
    }.items():  # fmt: skip
        with pytest.raises(Refused):
            attempt()
        ways[name] = True
    operations.decide_export(office.chief, export=export, approve=True, words="", now=timezone.now())
    taken = take(office, export)
    with pytest.raises(Refused):
        take(office, export)

    evidence.shows(
        row="B6", figure=f"{sum(ways.values())} of {len(ways)} ways alone refused, {len(taken.subjects)} persons by two",
        target="bulk export always two-person, once", holds=all(ways.values()) and len(taken.subjects) == 21,
    )  # fmt: skip


def test_the_database_itself_refuses_a_bulk_export_nobody_agreed_to(
    app_connection: psycopg.Connection[Any],
) -> None:
    """Beside the program, as its own role: the row cannot become taken, and nobody can agree with themselves."""
    office = Office(count=21)
    export = ask(office)
    app_connection.execute("SELECT set_config('norishiro.staff', %s, false)", [str(office.officer.staff_id)])
    app_connection.commit()
    for statement in (
        "UPDATE exports_export SET state = 'TAKEN' WHERE id = %s",
        "UPDATE exports_export SET decided_by_id = staff_id WHERE id = %s",
    ):
        with pytest.raises(psycopg.errors.CheckViolation):
            app_connection.execute(statement, [export.id])
        app_connection.rollback()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_connection.execute("DELETE FROM exports_export")


def test_every_row_that_left_stands_in_the_ledger(
    owner_connection: psycopg.Connection[Any], evidence: Evidence
) -> None:
    office = Office(count=20)
    taken = take(office, ask(office))

    subjects, detail = owner_connection.execute(
        "SELECT subjects, detail FROM ledger_entry WHERE verb = 'export.taken'"
    ).fetchone()
    missing = {one.id for one in office.people} - set(subjects)

    evidence.shows(
        row="B6", figure=f"{20 - len(missing)} of 20 rows in the ledger, file fingerprint kept",
        target="logged row by row", holds=not missing and taken.export.fingerprint in json.dumps(json.loads(detail)),
    )  # fmt: skip


def test_no_list_holds_an_address_and_every_file_is_marked(evidence: Evidence) -> None:
    """Every column of every list, in both forms: no canary of an address or a telephone, the taker's mark in each."""
    office = Office(count=2)
    with transaction.atomic():
        announce(office.officer)
        cases.case(office.officer, *office.people)
    hits, files, marked = 0, 0, 0
    for kind in (ListKind.PEOPLE, ListKind.CASES):
        for form in FileForm:
            made = take(office, ask(office, kind=kind, form=FileForm(form)))
            text = _text(made.content)
            files += 1
            hits += any(word in text for word in (ADDRESS, "みなと町", "090-0000"))
            marked += made.export.number in text and "架空 花子" in text
    evidence.shows(
        row="B6", figure=f"{hits} addresses in {files} files, {marked} of {files} watermarked",
        target="0 addresses, all watermarked", holds=hits == 0 and marked == files,
    )  # fmt: skip


def _text(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    with ZipFile(BytesIO(content)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def test_what_is_withdrawn_from_sight_is_gone_from_a_waiting_export() -> None:
    """Rows are read when the file is made, not when it was asked for."""
    office = Office(count=3)
    export = ask(office)
    sharing.exclude_staff(
        office.chief, subjects=[sharing.person(office.people[0].id)], reason="いとこ",
        shut_out=Staff.objects.get(id=office.officer.staff_id),
    )  # fmt: skip

    taken = take(office, export, now=timezone.now() + timedelta(minutes=1))

    assert set(taken.subjects) == {office.people[1].id, office.people[2].id}

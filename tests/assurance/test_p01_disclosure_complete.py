"""P1: what the house holds about a person is in the package or in the list of what is withheld, all of it."""

from __future__ import annotations

import time
import uuid
from datetime import date

import pytest
from django.db import connection

from norishiro.core.operation import announce
from norishiro.ledger import operations as ledger
from norishiro.outreach import operations as outreach
from norishiro.outreach.operations import Told
from norishiro.rights import lookups
from norishiro.rights.models import Part
from tests.assurance.evidence import Evidence
from tests.rooms.rights.town import RightsTown

pytestmark = pytest.mark.django_db


def _walled_tables() -> list[tuple[str, list[str]]]:
    """Every table behind a wall with the columns that may name a person or a case."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname::text, array_agg(a.attname::text) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relkind = 'r' AND c.relrowsecurity AND a.attnum > 0 AND a.atttypid = 'uuid'::regtype"
            " GROUP BY c.relname"
        )
        return cursor.fetchall()


def _told(town: RightsTown, canary: str, place: int) -> None:
    kinds = ("「{}」", "事実：{}", "母：{}", "架空病院：{}", "見立て：{}", "方針：{}")
    town.contact(kinds[place % len(kinds)].format(canary), place=f"場所{canary}", with_whom=f"相手{canary}")


def test_every_word_about_the_person_is_shown_or_listed_as_withheld(evidence: Evidence):
    town = RightsTown()
    many = evidence.at_scale(small=12, ci=600, nightly=6000)
    canaries = [f"印{uuid.uuid4().hex[:12]}" for _ in range(many)]
    for place, canary in enumerate(canaries):
        _told(town, canary, place)
    started = time.monotonic()
    request = town.gathered()
    seconds = time.monotonic() - started
    announce(town.clerk)
    kept = "\n".join(Part.objects.filter(item__request=request).values_list("text", flat=True))
    missing = [
        word for canary in canaries for word in (canary, f"場所{canary}", f"相手{canary}") if word not in kept
    ]
    evidence.shows(
        row="P1",
        figure=f"{many * 3}個の印のうち欠け {len(missing)}、{seconds:.1f}秒",
        target="欠け 0、10分以内",
        holds=not missing and seconds <= 600,
    )


def test_whatever_table_names_a_person_is_looked_through(evidence: Evidence):
    """A row with the person's id, put into every walled table that can hold one, comes back: also from tables made later."""
    town = RightsTown()
    request = town.linked()
    announce(town.clerk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'rights_material'")
        source = cursor.fetchone()[0]
    links = {"subject_id", "person_id", "other_id", "case_id", "household_id"}
    personal = [name for name, columns in _walled_tables() if links & set(columns)]
    left_out = {"sharing_grant", "sharing_usestop"}
    outside = [name for name in personal if name in left_out or name.startswith("rights_")]
    assert all(f"'{link}' = ANY (v_table.columns)" in source for link in links)
    assert sorted(set(outside) - left_out - {"rights_item", "rights_request"}) == []
    evidence.shows(
        row="P1", figure=f"人やケースを指す表 {len(personal)}、見ない表 {len(outside)}（共有の行と、この台帳そのもの）",
        target="すべて", holds=len(personal) - len(outside) > 25,
    )  # fmt: skip
    assert {row.source for row in lookups.material(request_id=request.id)} >= {
        "people_person", "people_membership", "people_household", "cases_case", "cases_casemember",
    }  # fmt: skip


def test_superseded_words_are_in_the_package_as_well():
    town = RightsTown()
    first = town.contact("はじめの記録の言葉")
    outreach.correct_contact(
        town.council, contact=first, told=Told(happened_on=date(2026, 11, 20), method="VISIT", body="書き改めた言葉"),
        today=date(2026, 11, 20),
    )  # fmt: skip
    texts = {part.text for part in town.parts(town.gathered())}
    assert {"はじめの記録の言葉", "書き改めた言葉"} <= texts


def test_who_looked_is_in_the_package():
    town = RightsTown()
    announce(town.hospital)
    ledger.disclose(town.hospital, screen="people:show", subjects=[town.person.id])
    found = [part.text for part in town.parts(town.gathered()) if part.item.title == "だれが見たか"]
    assert "架空病院" in found

"""P3: a correction stands beside what it corrects, at once, and every agency that received it is told."""

from __future__ import annotations

import time

import pytest
from django.test import Client
from django.urls import reverse

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.outreach import operations as outreach
from norishiro.outreach.models import Contact, Segment
from norishiro.outreach.operations import Told
from norishiro.rights import operations, queries
from norishiro.rights.models import Correction, Notice, Request
from norishiro.sharing.choices import Depth, Ground, SourceKind
from norishiro.sharing.models import CorrectionNote
from norishiro.sharing.operations import agency, grant, person
from tests.assurance.evidence import Evidence
from tests.factories import agencies
from tests.rooms.rights.town import NOW, TODAY, RightsTown

pytestmark = pytest.mark.django_db

WRONG, RIGHT = "督促状が3通あった", "督促状が1通あった"


def _shared(town: RightsTown, many: int) -> list[Actor]:
    """Agencies to which consent opened the person, and one that holds another ground."""
    readers = [agencies.actor(f"架空 {n}", agency=agencies.agency(f"架空機関{n}")) for n in range(many)]
    announce(town.council)
    for ground, recipients in ((Ground.CONSENT, readers), (Ground.CONFERENCE, [town.hospital])):
        grant(
            town.council, subjects=[person(town.person.id)], recipients=[agency(one.agency_id) for one in recipients],
            ground=ground, depth=Depth.PROGRESS, source=SourceKind.TEAM, source_id=town.case.id,
        )  # fmt: skip
    return readers


def _asked(town: RightsTown, *, refused: bool = False) -> tuple[Request, Correction]:
    request = town.gathered("CORRECT")
    announce(town.clerk)
    part = queries.search_parts(town.clerk, request=request, text=WRONG)[0]
    correction = operations.add_correction(
        town.clerk, request=request, part=part, after=RIGHT, statement="3通ではありません。"
    )
    operations.judge_correction(town.clerk, correction=correction, refused=refused, reason="書類で確かめた")
    return request, correction


def _contact(town: RightsTown) -> Contact:
    return outreach.record_contact(
        town.council, person=town.person, basis=Ground.CONSENT, today=TODAY,
        told=Told(happened_on=TODAY, method="VISIT", body=WRONG),
    )  # fmt: skip


def test_every_recipient_is_told_and_nobody_else(evidence: Evidence):
    town = RightsTown()
    readers = _shared(town, evidence.at_scale(small=4, ci=60, nightly=200))
    announce(town.council)
    grant(
        town.council, subjects=[person(town.person.id)], recipients=[agency(town.council.agency_id)], ground=Ground.CONSENT,
        depth=Depth.PROGRESS, source=SourceKind.TEAM, source_id=town.case.id,
    )  # fmt: skip
    contact = _contact(town)
    request, correction = _asked(town)
    started = time.monotonic()
    town.decided(request, "CORRECT")
    told = set(Notice.objects.filter(correction=correction).values_list("agency_id", flat=True))
    wanted = {one.agency_id for one in readers} | {town.council.agency_id}
    announce(readers[0])
    notes = queries.notes_beside(
        readers[0], subject_id=town.person.id, row_ids=contact.segments.values_list("id", flat=True)
    )
    seconds = time.monotonic() - started
    evidence.shows(
        row="P3", figure=f"受け手 {len(wanted)}、知らせた {len(told & wanted)}、よけいに {len(told - wanted)}、{seconds:.2f}秒",
        target="受け手の100%、1秒以内", holds=told == wanted and [one.after for one in notes] == [RIGHT] and seconds <= 1,
    )  # fmt: skip


def test_the_original_is_kept_and_shown_as_corrected(client: Client):
    town = RightsTown()
    contact = town.contact(WRONG)
    request, _ = _asked(town)
    town.decided(request, "CORRECT")
    client.force_login(Staff.objects.get(id=town.council.staff_id))
    page = client.get(reverse("outreach:contact", args=[contact.id])).content.decode()
    assert f"<s>{WRONG}</s>" in page and RIGHT in page and "訂正済み" in page
    announce(town.council)
    assert Segment.objects.get(contact=contact).text == WRONG


def test_a_refused_correction_carries_the_persons_own_words(client: Client):
    town = RightsTown()
    contact = town.contact(WRONG)
    request, correction = _asked(town, refused=True)
    town.decided(request, "NOT_CORRECT")
    client.force_login(Staff.objects.get(id=town.council.staff_id))
    page = client.get(reverse("outreach:contact", args=[contact.id])).content.decode()
    assert "3通ではありません。" in page and RIGHT not in page
    announce(town.clerk)
    assert Notice.objects.filter(correction=correction).count() == 0


def test_a_note_opens_with_the_record_only():
    town = RightsTown()
    town.contact(WRONG)
    request, _ = _asked(town)
    town.decided(request, "CORRECT")
    announce(town.council)
    assert CorrectionNote.objects.count() == 1
    for stranger in (town.hospital, town.clerk):
        announce(stranger)
        assert CorrectionNote.objects.count() == 0


def test_whoever_was_told_answers_and_the_office_sees_it(client: Client):
    town = RightsTown()
    town.contact(WRONG)
    request, correction = _asked(town)
    town.decided(request, "CORRECT")
    announce(town.council)
    [notice] = queries.notices_waiting(town.council)
    client.force_login(Staff.objects.get(id=town.council.staff_id))
    address = reverse("rights:acknowledge_notice", args=[notice.id])
    token = client.get(address).context["form"].token
    sent = client.post(address, {"what": "写しを差し替えた", "form_token": token})
    assert sent.status_code == 302
    announce(town.clerk)
    assert Notice.objects.get(correction=correction).done_what == "写しを差し替えた"


def test_a_correction_is_entered_once():
    town = RightsTown()
    town.contact(WRONG)
    request, _ = _asked(town)
    decided = town.decided(request, "CORRECT")
    with pytest.raises(Exception, match="決定の案がまだです"):
        operations.decide_request(town.second, request=decided, now=NOW, today=TODAY)

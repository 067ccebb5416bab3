"""Whose words a line is: said by how it begins, proposed by the contact, brought back unchanged, shown softly."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.outreach import operations
from norishiro.outreach.choices import Met, Method, SegmentKind
from norishiro.outreach.models import Contact
from norishiro.outreach.models import Segment as Row
from norishiro.outreach.operations import Told
from norishiro.outreach.segments import (
    Line,
    Segment,
    as_written,
    lines_to_read,
    put_together,
    taken_apart,
    usual_kind,
)
from tests.factories import agencies, people

TODAY = date(2026, 11, 20)
DONE = SegmentKind.DONE


@pytest.mark.parametrize(
    ("line", "kind", "source", "text"),
    [
        ("玄関先で話した", "DONE", "", "玄関先で話した"),
        ("「家から出たくない」", "SAID", "", "「家から出たくない」"),
        ("本人：家から出たくない", "SAID", "", "家から出たくない"),
        ("事実：郵便受けがあふれている", "DONE", "", "郵便受けがあふれている"),
        ("長女：夜は眠れていない", "THIRD", "長女", "夜は眠れていない"),
        ("架空病院：退院は来週", "AGENCY", "架空病院", "退院は来週"),
        ("見立て：関係づくりに時間が要る", "VIEW", "", "関係づくりに時間が要る"),
        ("方針: 週に一度訪ねる", "COURSE", "", "週に一度訪ねる"),
        ("関係：良くない", "DONE", "", "関係：良くない"),
        ("14：30 訪問", "DONE", "", "14：30 訪問"),
        ("見立て：", "DONE", "", "見立て："),
    ],
)
def test_a_line_says_whose_it_is(line, kind, source, text):
    assert taken_apart(line, usual=DONE) == [Segment(SegmentKind(kind), text, source)]


@pytest.mark.parametrize(
    ("method", "met", "kind"),
    [
        (Method.VISIT, Met.MET, "DONE"),
        (Method.VISIT, Met.FAMILY, "THIRD"),
        (Method.AGENCY_CALL, Met.NOT_APPLICABLE, "AGENCY"),
        (Method.MEETING, Met.NOT_APPLICABLE, "COURSE"),
    ],
)
def test_what_says_nothing_is_what_the_contact_suggests(method, met, kind):
    assert usual_kind(method=method, met=met) == kind


def test_the_marks_bring_back_the_same_segments():
    for usual in SegmentKind:
        lines = [Segment(kind, "「はい」と言った", "長女" if kind == "THIRD" else "") for kind in SegmentKind]
        lines += [Segment(kind, "落ち着いている") for kind in SegmentKind if kind != "VIEW"]
        told = [one for one in lines if one.kind != SegmentKind.VIEW]
        body, impression = as_written(lines, usual=usual)
        again = taken_apart(body, impression, usual=usual)
        assert [one for one in again if one.kind != SegmentKind.VIEW] == told


def test_only_a_view_is_the_text_as_well():
    assert put_together(taken_apart("見立て：疲れている", usual=DONE)) == ("疲れている", "疲れている")


def _record(actor, **said) -> Contact:
    told = Told(**{"happened_on": TODAY, "method": "VISIT", "body": "「つらい」\n長女：夜眠れない", **said})
    return operations.record_contact(actor, person=people.person(actor), told=told, today=TODAY)


@pytest.mark.django_db
def test_a_record_keeps_its_lines_as_rows():
    mine, hospital = agencies.actor(), agencies.agency("架空病院")
    contact = _record(mine, impression="休めていない")
    asked = _record(mine, method="AGENCY_CALL", asked_agency_id=hospital.id, body="退院は来週")

    announce(mine)
    assert list(contact.segments.values_list("order", "kind", "source", "text")) == [
        (1, "SAID", "", "「つらい」"), (2, "THIRD", "長女", "夜眠れない"), (3, "VIEW", "", "休めていない"),
    ]  # fmt: skip
    assert (contact.body, contact.impression) == ("「つらい」\n夜眠れない", "休めていない")
    assert list(asked.segments.values_list("kind", "source", "source_agency_id")) == [
        ("AGENCY", "架空病院", hospital.id)
    ]


@pytest.mark.django_db
def test_the_lines_stand_behind_the_wall_of_their_contact():
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    _record(mine)
    announce(mine)
    assert Row.objects.count() == 2
    announce(other)
    assert Row.objects.count() == 0


@pytest.mark.django_db
def test_the_kind_is_changed_by_hand_and_shown(client: Client):
    mine = agencies.actor()
    contact = _record(mine)
    client.force_login(Staff.objects.get(id=mine.staff_id))
    page = client.get(reverse("outreach:correct_contact", args=[contact.id]))
    form = page.context["form"]
    assert form["body"].value() == "「つらい」\n長女：夜眠れない"

    data = {
        name: form[name].value()
        for name in form.fields
        if form[name].value() and name not in ("happened_on", "form_token", "categories")
    }
    sent = client.post(
        reverse("outreach:correct_contact", args=[contact.id]),
        {
            **data, "body": "「つらい」\n事実：夜眠れない", "happened_on": "2026-11-20", "categories": ["32"],
            "form_token": form.token,
        },
    )  # fmt: skip
    assert sent.status_code == 302, sent.context["form"].errors
    announce(mine)
    new = Contact.objects.get(supersedes=contact)
    assert list(new.segments.values_list("kind", "text")) == [("SAID", "「つらい」"), ("DONE", "夜眠れない")]
    shown = client.get(reverse("outreach:contact", args=[new.id])).content.decode()
    assert '<span class="n-told_who">本人の発言</span>「つらい」' in shown


def test_a_text_kept_as_written_is_read_with_a_word_only_where_a_line_is_not_the_usual():
    text = "家賃が払えない。\n\n母：眠れていない\n様子：やせている"
    assert lines_to_read(text, usual=SegmentKind.SAID) == [
        Line(SegmentKind.SAID, "家賃が払えない。", ""),
        Line(SegmentKind.THIRD, "眠れていない", "母"),
        Line(SegmentKind.DONE, "やせている", "本人の言動・事実"),
    ]

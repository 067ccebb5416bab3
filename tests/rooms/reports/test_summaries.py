"""年度のまとめ: drafted from the year's records, written to, approved by somebody else, and then kept as it was approved."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pypdf
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.community.models import Activity, Proposal
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.outreach import operations as outreach
from norishiro.outreach.operations import Told
from norishiro.publicity import operations as publicity
from norishiro.publicity.models import PublicPage, PublicText
from norishiro.reports import drafting, operations, papers, queries, rules, telling
from norishiro.reports.earlier import Content
from norishiro.reports.models import Summary
from tests.factories import agencies, people
from tests.rooms.consultations.town import token
from tests.rooms.reports import town
from tests.rooms.reports.town import Office, client_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YEAR = fiscal_year(TODAY)
QUERIES = 36
WORDS = {"title": "一年の報告", "work": "ひらいた日を増やしました。", "voices": "来てよかった。", "ahead": "回数を増やします。"}  # fmt: skip


def visits(actor: Actor, *, people_met: int, area: object = None, label: str = "") -> None:
    """One visit today to each of so many people."""
    for nth in range(people_met):
        person = people.person(actor, f"架空 {label}{nth}")
        announce(actor)
        outreach.record_contact(
            actor, person=person, case_id=None, today=TODAY,
            told=Told(happened_on=TODAY, method="VISIT", body="話した。", met="MET", kind="INDIVIDUAL", programme="OUTREACH", with_whom="架空の相手"),
        )  # fmt: skip


def second(found: Office) -> Actor:
    """Somebody else who may approve."""
    return agencies.actor("架空 承子", agency=found.agency, kinds=(RoleKind.SUPERVISOR,))


def opened(actor: Actor, code: str = "", **more: object) -> Summary:
    scope = next(
        one for one in queries.summary_scopes(actor) if one.code == (code or f"AGENCY:{actor.agency_id}")
    )
    announce(actor)
    return operations.open_summary(actor, scope=scope, year=YEAR, title="一年の報告", today=TODAY, **more)


def released(actor: Actor, by: Actor, summary: Summary) -> Summary:
    operations.ask_review(actor, summary=summary, today=TODAY)
    return operations.release_summary(by, summary=summary, today=TODAY)


def url(name: str, one: Summary) -> str:
    return reverse(f"reports:{name}", args=[one.id])


def posted(actor: Actor, name: str, one: Summary, **words: object):
    client = client_of(actor)
    page = client.get(url(name, one))
    form = page.context["form"]
    return client.post(
        url(name, one),
        {
            **token(),
            "version": form.shown_version or "",
            "seen": form.fingerprints,
            **words,
        },
    )


def told_words(content: Content) -> dict[str, str]:
    return {one["key"]: one["words"] for one in content["told"]}


def told_before(found: Office, name: str = "みんなの食卓") -> Activity:
    """A gathering told in more detail, in words for everybody."""
    gathering = outreach.record_gathering(
        found.csw, area=found.area, kind="EXCHANGE", name=name, held_on=TODAY, people=12, consulted=0,
        note="鍋をかこんだ。", today=TODAY,
    )  # fmt: skip
    return Activity.objects.create(gathering=gathering, kind="SALON", theme="食べること", discussed=True)


def test_a_year_is_begun_written_approved_by_somebody_else_and_kept_as_it_was_approved():
    found = town.office()
    visits(found.csw, people_met=7)
    story = told_before(found)
    approver = second(found)
    client = client_of(found.csw)
    made = client.post(
        reverse("reports:open_summary"),
        {
            **token(),
            "scope": f"AGENCY:{found.csw.agency_id}",
            "year": str(YEAR),
            "title": "一年の報告",
        },
    )
    one = Summary.objects.get()
    assert (made.status_code, made["Location"]) == (302, url("summary", one))
    assert posted(found.csw, "write_summary", one, **WORDS).status_code == 302
    offered = client.get(url("choose_stories", one)).context["form"].fields["stories"].choices
    assert [key for key, _words in offered] == [f"GATHERING:{story.id}"]
    assert posted(found.csw, "choose_stories", one, stories=[offered[0][0]]).status_code == 302
    assert [(told.title, told.text) for told in queries.stories_of(found.csw, summary=one)] == [
        ("みんなの食卓", "食べること。鍋をかこんだ。")
    ]

    assert client.post(url("ask_review", one)).status_code == 302
    one.refresh_from_db()
    stood = one.content
    assert (one.state, told_words(stood)["units"], told_words(stood)["visits"]) == ("ASKED", "7件", "7回")
    for name in ("write_summary", "choose_stories"):
        assert client.get(url(name, one)).status_code == 403
    back = posted(approver, "return_summary", one, words="声をもう少し。")
    assert back.status_code == 302
    one.refresh_from_db()
    assert (one.state, one.content) == ("DRAFT", None)
    assert [review.words for review in one.reviews.all()] == ["", "声をもう少し。"]
    assert "声をもう少し。" in client.get(url("summary", one)).content.decode()

    visits(found.csw, people_met=2, label="あと")
    client.post(url("ask_review", one))
    assert client_of(approver).post(url("release_summary", one)).status_code == 302
    one.refresh_from_db()
    assert (one.state, told_words(one.content)["units"]) == ("RELEASED", "9件")

    visits(found.csw, people_met=1, label="さらに")
    shown = client.get(url("summary", one))
    assert told_words(shown.context["told"].content)["units"] == "9件"
    changed = {(each.label, each.before, each.now) for each in shown.context["differences"]}
    assert {("実件数", "9件", "10件"), ("訪問", "9回", "10回")} <= changed
    assert client.post(url("take_back_review", one)).status_code == 403
    again = operations.open_summary(
        found.csw, scope=drafting.scope_of(one), year=YEAR, title="出しなおし", today=TODAY
    )
    assert (again.number, again.work, again.stories.count()) == (2, WORDS["work"], 1)


def test_who_wrote_or_asked_cannot_approve_and_every_reason_is_said():
    found = town.office()
    visits(found.csw, people_met=6)
    one = opened(found.lead)
    page = client_of(found.lead).get(url("summary", one))
    assert [reason.code for reason in page.context["may_ask"].reasons] == ["reviewers"]
    approver = second(found)
    operations.write_summary(found.lead, summary=one, version=one.version, **WORDS)
    operations.ask_review(found.lead, summary=one, today=TODAY)
    own = client_of(found.lead).post(url("release_summary", one))
    assert (own.status_code, "自分では承認できません" in own.content.decode()) == (403, True)
    assert client_of(found.csw).post(url("release_summary", one)).status_code == 403
    assert posted(approver, "return_summary", one, words="　").status_code == 422
    operations.take_back_review(found.lead, summary=one, today=TODAY)
    one.refresh_from_db()
    with pytest.raises(Refused):
        operations.release_summary(approver, summary=one, today=TODAY)
    assert (one.state, one.content) == ("DRAFT", None)


def test_no_registered_name_goes_into_it():
    found = town.office()
    visits(found.csw, people_met=6)
    second(found)
    one = opened(found.csw)
    said = posted(found.csw, "write_summary", one, **{**WORDS, "voices": "架空 一郎さんが来た。"})
    assert (said.status_code, bool(said.context["form"].errors["work"])) == (422, True)
    operations.write_summary(
        found.csw, summary=one, version=one.version, **{**WORDS, "voices": "山野 花さんが来た。"}
    )
    people.person(found.csw, "山野 花")
    with pytest.raises(Refused, match="名前"):
        operations.ask_review(found.csw, summary=one, today=TODAY)


def test_who_may_see_a_draft_and_who_may_begin_one():
    found = town.office()
    other = agencies.actor("架空 よそ", agency=agencies.agency("ほかの機関"), kinds=(RoleKind.CSW,))
    window = agencies.actor("架空 窓子", agency=found.agency, kinds=(RoleKind.WINDOW,))
    guest = agencies.actor("架空 委員", agency=found.agency, kinds=(RoleKind.ADVISER,))
    one = opened(found.csw)
    for name in ("summary", "slides", "write_summary", "choose_stories", "return_summary"):
        assert client_of(other).get(url(name, one)).status_code == 404
    for name in ("ask_review", "take_back_review", "release_summary", "take_summary", "offer_summary"):
        assert client_of(other).post(url(name, one)).status_code == 404
    assert client_of(other).get(reverse("reports:summaries")).context["summaries"] == []
    assert client_of(window).get(url("summary", one)).status_code == 200
    assert client_of(window).get(reverse("reports:open_summary")).status_code == 403
    assert client_of(guest).get(reverse("reports:summaries")).status_code == 403
    assert [scope.code for scope in queries.summary_scopes(other)] == [f"AGENCY:{other.agency_id}"]
    assert queries.summary_scopes(found.lead)[0].code == "TOWN"


def test_one_open_at_a_time_and_no_year_that_has_not_begun():
    found = town.office()
    one = opened(found.csw)
    verdict = rules.may_open_summary(entitled=False, whole=False, begun=False, open_already=True)
    assert [reason.code for reason in verdict.reasons] == ["scope", "scope", "year", "year"]
    client = client_of(found.csw)
    twice = client.post(
        reverse("reports:open_summary"),
        {
            **token(),
            "scope": f"AGENCY:{found.csw.agency_id}",
            "year": str(YEAR),
            "title": "もう一つ",
        },
    )
    assert (twice.status_code, list(twice.context["form"].errors)) == (422, ["year"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Summary.objects.create(
            scope=one.scope, scope_key=one.scope_key, scope_label="x", year=YEAR, number=2, title="x",
            staff_id=found.csw.staff_id, agency_id=found.csw.agency_id,
        )  # fmt: skip
    with pytest.raises(Refused, match="まだ始まっていない"):
        operations.open_summary(
            found.csw, scope=drafting.scope_of(one), year=YEAR + 1, title="さき", today=TODAY
        )


def town_of_three(found: Office) -> list[Actor]:
    """Three agencies: with three, nine and twenty people seen."""
    others = [
        agencies.actor(f"架空 {nth}", agency=agencies.agency(f"機関{nth}"), kinds=(RoleKind.CSW,))
        for nth in (1, 2, 3)
    ]
    for actor, number in zip(others, (3, 9, 20), strict=True):
        visits(actor, people_met=number, label=f"{number}の")
    return others


def cells(content: Content, figure: str) -> dict[str, int | None]:
    table = next(one for one in content["tables"] if one["code"] == "agencies")
    at = [one["key"] for one in table["columns"]].index(figure)
    return {row["label"]: row["cells"][at] for row in table["rows"]}


def test_a_small_number_cannot_be_subtracted_from_one_summary_nor_from_two():
    found = town.office()
    few, some, many = town_of_three(found)
    approver = second(found)
    whole = opened(found.lead, "TOWN")
    content = queries.content_of(found.lead, summary=whole, today=TODAY)
    assert cells(content, "units") == {"機関1": None, "機関2": None, "機関3": 20}
    assert told_words(content)["units"] == "32件"
    assert 3 not in [cell for table in content["tables"] for row in table["rows"] for cell in row["cells"]]

    released(found.lead, approver, whole)
    own = {actor: opened(actor) for actor in (few, some, many)}
    shown = {
        actor: told_words(queries.content_of(actor, summary=one, today=TODAY))["units"]
        for actor, one in own.items()
    }
    assert list(shown.values()) == ["5件未満", drafting.HIDDEN, "20件"]
    still = queries.differences(found.lead, summary=Summary.objects.get(id=whole.id), today=TODAY)
    assert still == []
    areas = queries.content_of(many, summary=own[many], today=TODAY)["tables"][0]
    assert [one["key"] for one in areas["columns"]] == ["gatherings", "came"]


def test_what_an_agency_told_first_the_town_cannot_hide_behind():
    found = town.office()
    _few, some, _many = town_of_three(found)
    released(some, second(found), opened(some))
    content = queries.content_of(found.lead, summary=opened(found.lead, "TOWN"), today=TODAY)
    assert cells(content, "units") == {"機関1": None, "機関2": 9, "機関3": None}
    areas = next(one for one in content["tables"] if one["code"] == "areas")
    assert ("受け" in areas["note"], bool(areas["note"])) == (False, True)


def test_what_was_hidden_stays_hidden_in_the_next_edition():
    found = town.office()
    few, _some, _many = town_of_three(found)
    approver = second(found)
    released(found.lead, approver, opened(found.lead, "TOWN"))
    visits(few, people_met=30, label="ふえた")
    content = queries.content_of(found.lead, summary=opened(found.lead, "TOWN"), today=TODAY)
    assert cells(content, "units")["機関1"] is None


def test_paper_workbook_slides_and_the_public_page_tell_the_same_and_a_draft_says_so():
    found = town.office()
    visits(found.csw, people_met=7)
    told_before(found)
    approver = second(found)
    one = opened(found.csw)
    long = "\n".join(["よい一年でした。" * 12] * 4)
    operations.write_summary(found.csw, summary=one, version=one.version, **{**WORDS, "work": long})
    keys = [each.key for each in queries.stories_on_offer(found.csw, summary=one)]
    operations.choose_stories(found.csw, summary=one, version=one.version, keys=keys)
    client = client_of(found.csw)
    draft = client.post(url("take_summary", one), {"form": "pdf"})
    assert (draft.content[:4], "%E4%B8%8B%E6%9B%B8%E3%81%8D" in draft["Content-Disposition"]) == (
        b"%PDF",
        True,
    )
    told = telling.year_told(found.csw, summary=one, today=TODAY)
    assert "配らないでください" in text_of(papers.summary_sheet(told, actor=found.csw))
    slides = client.get(url("slides", one)).context["slides"]
    assert [each.kind for each in slides if each.kind in ("words", "story")] == [
        "words",
        "words",
        "words",
        "story",
        "words",
    ]
    assert client.post(url("offer_summary", one)).status_code == 403

    released(found.csw, approver, one)
    one.refresh_from_db()
    told = telling.year_told(found.csw, summary=one, today=TODAY + timedelta(days=1))
    paper = text_of(papers.summary_sheet(told, actor=found.csw))
    assert ("下書き" in paper, "みんなの食卓" in paper, "7件" in paper) == (False, True, True)
    book = load_workbook(BytesIO(papers.summary_book(told, actor=found.csw)))
    assert book.sheetnames == ["数", "圏域ごと（地域担当）", "取組・声・来年度", "数え方"]
    numbers = {row[0]: row[1] for row in book["数"].iter_rows(values_only=True) if row[1]}
    assert (numbers["実件数"], numbers["地域の課題を話し合った集まり"]) == ("7件", "1回")

    made = client.post(url("offer_summary", one))
    page = PublicPage.objects.get()
    text = PublicText.objects.get(page=page)
    assert (made["Location"], text.is_live) == (reverse("publicity:public_page", args=[page.id]), False)
    assert ("実件数：**7件**" in text.text, "### みんなの食卓" in text.text) == (True, True)
    assert client.post(url("offer_summary", one)).status_code == 403
    publicity.publish_text(found.csw, page=page, tongue="ja", today=TODAY)


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_stories_come_from_what_was_written_for_telling_and_from_nothing_else():
    found = town.office()
    visits(found.csw, people_met=2)
    told_before(found)
    outreach.record_gathering(
        found.csw, area=found.area, kind="EXCHANGE", name="数えただけ", held_on=TODAY, people=3, consulted=0, today=TODAY
    )  # fmt: skip
    Proposal.objects.create(
        title="ベンチを置く", text="坂で休みたい", area=found.area, raised_on=TODAY, status="DONE", closed_on=TODAY,
        result="三つ置いた", agency_id=found.csw.agency_id, staff_id=found.csw.staff_id,
    )  # fmt: skip
    one = opened(found.csw)
    offered = queries.stories_on_offer(found.csw, summary=one)
    assert [(each.kind, each.title, each.text) for each in offered] == [
        ("GATHERING", "みんなの食卓", "食べること。鍋をかこんだ。"),
        ("PROPOSAL", "ベンチを置く", "坂で休みたい。三つ置いた。"),
    ]
    content = queries.content_of(found.csw, summary=one, today=TODAY)
    sums = {each["key"]: each["number"] for each in content["networks"]["sums"]}
    assert sums == {"talks": 1, "supports": 0, "begun": 0, "projects": 0, "fruits": 1, "members": 0}
    assert content["first"] == date(YEAR, 4, 1).isoformat()


def test_two_who_write_at_once_meet_both_texts():
    found = town.office()
    one = opened(found.csw)
    client = client_of(found.csw)
    page = client.get(url("write_summary", one))
    operations.write_summary(
        found.lead, summary=one, version=one.version, **{**WORDS, "work": "先に書いた。"}
    )
    form = page.context["form"]
    late = client.post(
        url("write_summary", one),
        {**token(), "version": form.shown_version, "seen": form.fingerprints, **WORDS},
    )
    assert late.status_code == 409
    one.refresh_from_db()
    assert one.work == "先に書いた。"


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(number, django_assert_num_queries):
    found = town.office()
    visits(found.csw, people_met=number)
    for nth in range(number):
        told_before(found, f"食卓{nth}")
    one = opened(found.lead, "TOWN")
    client = client_of(found.lead)
    client.get(url("summary", one))
    with django_assert_num_queries(QUERIES):
        client.get(url("summary", one))

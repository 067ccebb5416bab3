"""手引き・制度の台帳・検討課題 on screen: what changed is told to whom it concerns, and nothing here counts as support."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Appointment
from norishiro.casework.queries.today import today_of
from norishiro.core.calendar import wareki
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.handbook import operations, queries
from norishiro.handbook.models import Decision, Edition, Evidence, Page, Reading, Scheme, StudyItem
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.training import operations as training
from tests.factories import agencies
from tests.rooms.reports import town as offices
from tests.rooms.reports.town import client_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def keeper() -> Actor:
    return agencies.actor("架空 係長", agency=agencies.agency("架空市役所"), kinds=(RoleKind.MANAGER,))


@pytest.fixture
def worker() -> Actor:
    return agencies.actor("架空 歩", agency=agencies.agency("架空社協"), kinds=(RoleKind.CSW,))


@pytest.fixture
def liaison() -> Actor:
    return agencies.actor("架空 連絡", agency=agencies.agency("架空児童館"), kinds=(RoleKind.LIAISON,))


def written(keeper: Actor, title: str = "受付の流れ", *, on: date = TODAY - 9 * DAY, **more) -> Page:
    return operations.write_page(
        keeper, title=title, chapter="RECEPTION", text="一\n二週間で返事\n三", today=on, **more
    )  # fmt: skip


def rewritten(keeper: Actor, page: Page, text: str = "一\n一週間で返事\n三", **more) -> Page:
    page.refresh_from_db()
    given = {"why": "日数を短くした", "title": page.title, "chapter": page.chapter, "today": TODAY} | more
    return operations.revise_page(keeper, page=page, version=page.version, text=text, **given)


def told(actor: Actor) -> list[tuple[str, str]]:
    """What 今日 says of the handbook."""
    announce(actor)
    return [
        (line.what, line.who)
        for section in today_of(actor, today=TODAY) if section.code == "handbook"
        for line in section.lines
    ]  # fmt: skip


NEW, CHANGED = (
    ("手引き「受付の流れ」を読む", "はじめて書いた"),
    ("手引き「受付の流れ」を読む", "日数を短くした"),
)


def test_a_changed_page_stands_on_today_until_it_is_read_and_what_changed_stands_side_by_side(keeper, worker):
    page = written(keeper)
    assert (told(worker), told(keeper)) == ([NEW], [])
    client = client_of(worker)
    shown = reverse("handbook:show_page", args=[page.id])
    assert client.get("/").content.decode().count(shown) == 1
    assert client.post(reverse("handbook:read_page", args=[page.id])).url == shown
    assert told(worker) == []

    rewritten(keeper, page)
    assert told(worker) == [CHANGED]
    text = client.get(shown).content.decode()
    assert [text.count(one) for one in ("一週間で返事", "二週間で返事", "日数を短くした", "読みました")] == [
        1,
        0,
        1,
        1,
    ]
    beside = client.get(reverse("handbook:page_changes", args=[page.id]))
    assert (beside.context["before"].number, beside.context["after"].number) == (1, 2)
    assert [one.kind for one in beside.context["rows"]] == ["same", "changed", "same"]
    assert [beside.content.decode().count(one) for one in ("<del>二</del>", "<ins>一</ins>")] == [1, 1]
    client.post(reverse("handbook:read_page", args=[page.id]))
    assert (told(worker), client.get(shown).content.decode().count("読みました")) == ([], 0)
    earlier = client.get(shown, {"edition": "1"}).content.decode()
    assert [earlier.count(one) for one in ("二週間で返事", "前の版です")] == [1, 1]
    edition = Edition.objects.get(page=page, number=2)
    assert (edition.written_on, edition.writer_id, edition.why) == (TODAY, keeper.staff_id, "日数を短くした")


def test_a_page_is_told_to_the_roles_and_the_agencies_it_concerns(keeper, worker, liaison):
    written(keeper, for_all=False, kinds=[RoleKind.CSW])
    written(keeper, "児童館のこと", for_all=False, agency_ids=[liaison.agency_id])
    written(keeper, "統括のこと", for_all=False, kinds=[RoleKind.SUPERVISOR])
    assert told(worker) == [NEW]
    assert told(liaison) == [("手引き「児童館のこと」を読む", "はじめて書いた")]
    page = client_of(liaison).get(reverse("handbook:pages"))
    assert [one.title for one in page.context["unread"]] == ["児童館のこと"]
    assert [[one.title for one in found] for _label, found in page.context["chapters"]] == [
        ["児童館のこと", "受付の流れ", "統括のこと"]
    ]


def test_a_small_mend_is_kept_and_told_to_nobody(keeper, worker):
    page = written(keeper)
    operations.read_page(worker, page=page, today=TODAY)
    rewritten(keeper, page, text="一\n二週間で、返事\n三", why="読点", tell=False)
    assert (told(worker), Edition.objects.filter(page=page).count()) == ([], 2)
    rewritten(keeper, page)
    assert told(worker) == [CHANGED]


def test_who_has_read_is_a_number_and_only_for_whoever_keeps_the_pages(keeper, worker, liaison):
    page = written(keeper, for_all=False, kinds=[RoleKind.CSW, RoleKind.LIAISON])
    shown = reverse("handbook:show_page", args=[page.id])
    left = agencies.actor("架空 辞職", agency=agencies.agency("架空の所"), kinds=(RoleKind.CSW,))
    Appointment.objects.filter(staff_id=left.staff_id).update(until_on=TODAY)
    operations.read_page(worker, page=page, today=TODAY)
    assert queries.reach_of(keeper, page=page, on=TODAY) == queries.Reach(concerned=2, read=1)
    assert client_of(keeper).get(shown).content.decode().count("関わる職員2人のうち、1人が読みました") == 1
    assert client_of(worker).get(shown).content.decode().count("読みました（知らせた") == 0
    rewritten(keeper, page, for_all=True)
    assert queries.reach_of(keeper, page=Page.objects.get(), on=TODAY) == queries.Reach(concerned=3, read=1)


def test_a_page_is_written_revised_and_withdrawn_on_the_screen(keeper, worker):
    client, url = client_of(keeper), reverse("handbook:write_page")
    given = {
        "title": "受付の流れ",
        "chapter": "RECEPTION",
        "text": "# 受け止める\n\n- 聞く",
        "readers": "ALL",
    }
    assert client_of(worker).post(url, given).status_code == 403
    assert client.post(url, {**given, "readers": "SOME"}).context["form"].errors.keys() == {"roles"}
    assert client.post(url, {}).status_code == 422
    assert client.post(url, given).status_code == 302
    assert client.post(url, given).context["form"].errors.keys() == {"title"}
    page = Page.objects.get()

    revise = reverse("handbook:revise_page", args=[page.id])
    form = client.get(revise).context["form"]
    assert (form.initial["text"], form.version) == (given["text"], 1)
    seen = {**given, "version": "1"}
    assert client.post(revise, seen).context["form"].errors.keys() == {"text"}
    assert client.post(revise, {**seen, "text": "変えた"}).context["form"].errors.keys() == {"why"}
    assert client.post(revise, {**seen, "text": "変えた", "why": "足りなかった"}).status_code == 302
    late = client.post(revise, {**seen, "text": "ほかの人の文", "why": "同時に書いた"})
    assert (late.status_code, Edition.objects.count()) == (409, 2)
    assert client.post(revise, {**seen, "version": "2", "text": "変えた", "title": "受付"}).status_code == 302
    assert (Page.objects.get().title, Edition.objects.count()) == ("受付", 2)

    scheme = operations.list_scheme(
        keeper, name="見本", agency_id=keeper.agency_id, audience="だれでも", from_on=TODAY - DAY, page_id=page.id
    )  # fmt: skip
    withdraw = reverse("handbook:withdraw_page", args=[page.id])
    assert client.post(withdraw).status_code == 403
    Scheme.objects.filter(id=scheme.id).update(until_on=TODAY)
    assert client.post(withdraw).status_code == 302
    assert told(worker) == []
    assert client_of(worker).get(reverse("handbook:show_page", args=[page.id])).status_code == 200
    assert client.post(withdraw).status_code == 403


def test_an_edition_that_stands_cannot_be_overtaken_unseen(keeper):
    page = written(keeper)
    rewritten(keeper, page)
    with pytest.raises(Refused):
        rewritten(keeper, page, why="")
    assert Reading.objects.get().number == 2


def test_a_scheme_leads_to_its_description_and_to_the_lectures_about_it(keeper, worker):
    adopt_profile(
        (PRESETS / "toshima.toml").read_text(encoding="utf-8"), name="toshima", valid_from=agencies.EPOCH
    )
    page = written(keeper)
    client, url = client_of(keeper), reverse("handbook:list_scheme")
    given = {
        "name": "家賃の助成", "agency": str(keeper.agency_id), "audience": "家賃が払えない人", "from_on": "2026-04-01",
    }  # fmt: skip
    assert client.post(url, given).context["form"].errors.keys() == {"where"}
    assert client.post(url, {**given, "page": str(page.id)}).status_code == 302
    assert client.post(url, {**given, "where": "冊子"}).context["form"].errors.keys() == {"name"}
    scheme = Scheme.objects.get()

    held = training.hold_session(
        keeper, held_on=TODAY, title="主管課の制度", today=TODAY,
        course=training.add_course(
            keeper, name="主管課業務の講義", kind="LECTURE", level="ALL", theme="制度", agency_id=keeper.agency_id
        ),
    )  # fmt: skip
    assert client_of(worker).post(reverse("training:add_lecture", args=[held.id]), {}).status_code == 403
    client.post(
        reverse("training:add_lecture", args=[held.id]), {"topic": "家賃のこと", "scheme": str(scheme.id)}
    )
    shown, lectured = (
        reverse("handbook:show_scheme", args=[scheme.id]), reverse("training:session", args=[held.id]),
    )  # fmt: skip
    assert client_of(worker).get(lectured).content.decode().count(shown) == 1
    text = client_of(worker).get(shown).content.decode()
    assert [text.count(one) for one in (lectured, reverse("handbook:show_page", args=[page.id]), "家賃が払えない人")] == [
        1, 1, 1,
    ]  # fmt: skip

    change = reverse("handbook:change_scheme", args=[scheme.id])
    ended = {**given, "where": "https://example.go.jp/rent", "until_on": TODAY.isoformat(), "version": "1"}
    assert client.post(change, {**ended, "until_on": "2026-04-01"}).context["form"].errors.keys() == {
        "until_on"
    }
    assert client.post(change, ended).status_code == 302
    assert client.post(change, ended).status_code == 409
    assert [
        [one.name for one in client.get(reverse("handbook:schemes"), asked).context["schemes"]]
        for asked in ({}, {"ended": "1"})
    ] == [[], ["家賃の助成"]]
    assert client.get(shown).content.decode().count('href="https://example.go.jp/rent"') == 1


def looked(client: Client, url: str, **asked: str) -> str:
    """The words of a page, without what differs at every opening."""
    answer = client.get(url, asked)
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def test_a_study_holds_dated_evidence_and_its_decision_and_never_counts_as_support():
    found = offices.office()
    offices.contact(found.lead, found.person)
    lead, day = client_of(found.lead), offices.DAY.isoformat()
    counted = [
        (reverse("reports:report"), {"span": span, "on": day}) for span in ("DAY", "MONTH", "YEAR")
    ] + [
        (reverse("reports:activity"), {"span": "YEAR", "on": day}),
        (reverse("casework:activity"), {"year": "2026"}),
        (reverse("indicators:cohort"), {}),
        (reverse("indicators:connections"), {"year": "2026"}),
        (reverse("indicators:show_reaching"), {"year": "2026"}),
    ]
    before = [looked(lead, url, **asked) for url, asked in counted]

    given = {
        "title": "パーソナルサポート",
        "question": "成り立つか",
        "plan": "次の計画",
        "agency": str(found.lead.agency_id),
    }
    url = reverse("handbook:open_study")
    assert client_of(found.csw).post(url, given).status_code == 403
    assert lead.post(url, given).status_code == 302
    assert lead.post(url, given).context["form"].errors.keys() == {"title"}
    item = StudyItem.objects.get()
    StudyItem.objects.filter(id=item.id).update(opened_on=offices.DAY)
    decide, evidence = (
        reverse(f"handbook:{name}", args=[item.id]) for name in ("decide_study", "add_evidence")
    )
    decision = {"outcome": "ADOPTED", "decided_on": day, "decided_by": "策定委員会", "words": "必要と認めた"}
    assert lead.post(decide, decision).context["form"].errors.keys() == {"outcome"}
    found_out = {"found_on": day, "words": "十年より長い人が多い", "source": "家族の会での聞き取り"}
    assert lead.post(evidence, {**found_out, "source": ""}).status_code == 422
    assert lead.post(evidence, found_out).status_code == 302
    assert lead.post(decide, decision).status_code == 302

    text = looked(lead, reverse("handbook:show_study", args=[item.id]))
    parts = (
        "計画に入れる",
        "策定委員会",
        "必要と認めた",
        "十年より長い人が多い",
        "家族の会での聞き取り",
        wareki(offices.DAY),
    )
    assert [text.count(one) > 0 for one in parts] == [True] * len(parts)
    assert [looked(lead, url, **asked) for url, asked in counted] == before
    # The same pages do change when somebody was really met.
    offices.contact(found.lead, found.person)
    after = [looked(lead, url, **asked) for url, asked in counted]
    assert [one != other for one, other in zip(before, after, strict=True)][:5] == [True] * 5


def test_an_earlier_decision_stays_and_the_latest_holds(keeper):
    item = operations.open_study(
        keeper, title="夜の居場所", question="要るか", plan="次の計画", agency_id=keeper.agency_id, today=TODAY - 9 * DAY
    )  # fmt: skip
    operations.add_evidence(keeper, item=item, found_on=TODAY, words="要る", source="聞き取り", today=TODAY)
    for outcome, days in (("ADOPTED", 1), ("CARRIED", 5)):
        operations.decide_study(
            keeper, item=item, outcome=outcome, decided_on=TODAY - days * DAY, decided_by="会議", words="わけ", today=TODAY
        )  # fmt: skip
    client = client_of(keeper)
    item.refresh_from_db()
    assert (item.state, Decision.objects.count(), Evidence.objects.count()) == ("ADOPTED", 2, 1)
    listed = [
        [one.title for one in client.get(reverse("handbook:studies"), asked).context["studies"]]
        for asked in ({}, {"state": "ADOPTED"}, {"state": "OPEN"})
    ]
    assert listed == [["夜の居場所"], ["夜の居場所"], []]


def test_what_is_not_there_is_not_found_and_empty_lists_say_what_to_do(keeper, liaison):
    client, nobody = client_of(keeper), agencies.agency().id
    for name in ("show_page", "page_changes", "revise_page", "withdraw_page", "read_page", "show_scheme", "change_scheme",
                 "show_study", "add_evidence", "decide_study"):  # fmt: skip
        assert client.get(reverse(f"handbook:{name}", args=[nobody])).status_code == 404, name
    empty = [
        client.get(reverse(f"handbook:{name}")).content.decode() for name in ("pages", "schemes", "studies")
    ]
    said = (
        "手引きは、まだ書かれていません。",
        "制度は、まだ載っていません。",
        "検討課題は、まだありません。",
    )
    assert [text.count(words) for text, words in zip(empty, said, strict=True)] == [1, 1, 1]
    assert client_of(liaison).get(reverse("handbook:studies")).status_code == 403
    assert client_of(liaison).get(reverse("handbook:schemes")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_a_fixed_number_of_questions(keeper, worker, count, django_assert_num_queries):
    for number in range(count):
        page = written(
            keeper, f"題{number}", for_all=False, kinds=[RoleKind.CSW], agency_ids=[keeper.agency_id]
        )
        for edition in range(count):
            rewritten(keeper, page, text=f"文{edition}")
        scheme = operations.list_scheme(
            keeper, name=f"制度{number}", agency_id=keeper.agency_id, audience="だれでも", from_on=TODAY, page_id=page.id
        )  # fmt: skip
        item = operations.open_study(
            keeper, title=f"課題{number}", question="要るか", plan="次", agency_id=keeper.agency_id, today=TODAY
        )  # fmt: skip
    for number in range(count):
        operations.add_evidence(
            keeper, item=item, found_on=TODAY, words=f"{number}", source="聞き取り", today=TODAY
        )
    client = client_of(worker)
    asked = {
        reverse("handbook:pages"): 11, reverse("handbook:show_page", args=[page.id]): 13,
        reverse("handbook:page_changes", args=[page.id]): 12, reverse("handbook:schemes"): 11,
        reverse("handbook:show_scheme", args=[scheme.id]): 12, reverse("handbook:studies"): 11,
        reverse("handbook:show_study", args=[item.id]): 13,
    }  # fmt: skip
    for url, queries_asked in asked.items():
        client.get(url)
        with django_assert_num_queries(queries_asked):
            client.get(url)

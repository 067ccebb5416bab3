"""A file is looked at row by row, taken with one press, and read again without doing anything twice."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Staff
from norishiro.core.verdict import Refused
from norishiro.opendata import operations, queries
from norishiro.opendata.models import Intake, IntakeRow, Listed
from norishiro.resources import operations as resources
from norishiro.resources.models import Organisation, Place
from norishiro.resources.operations.places import Offer, Where, Whose
from tests.factories import agencies

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]

TODAY = timezone.localdate()
HEADING = "全国地方公共団体コード,ID,名称,所在地_連結表記,緯度,経度,電話番号,団体名,利用可能曜日,開始時間,終了時間,説明"
LIBRARY = (
    "131016,1,みほん図書館,みほん1-1,35.681236,139.767125,(03)0000-0101,みほん区,月火,9:00,17:00,本を読める"
)
HALL = "131016,2,みほん会館,みほん2-2,139.767125,35.681236,03-0000-0102,,,,,集まれる"
NOBODY = "131016,3,,みほん3-3,,,,,,,,"
SHELTERS = "NO,名称,住所,緯度,経度,災害種別_洪水,災害種別_地震\n1,みほん公園,みほん1-1,35.681236,139.767125,○,\n2,みほん丘,みほん2-2,0,0,,○\n"


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def file_of(*lines: str) -> bytes:
    return "\n".join([HEADING, *lines]).encode("utf-8-sig")


def read(keeper: Actor, content: bytes, *, public: bool = False, source: str = "みほんのまち") -> Intake:
    return operations.read_file(
        keeper, content=content, file_name="みほん.csv", dataset="", source=source, licence="CC_BY", as_of=TODAY,
        mark_public=public, today=TODAY,
    )  # fmt: skip


def take(keeper: Actor, intake: Intake) -> Intake:
    return operations.take_intake(keeper, intake=intake, now=timezone.now())


def ends(intake: Intake) -> list[tuple[str, str]]:
    return list(intake.rows.order_by("line_no").values_list("name", "outcome"))


def row_named(intake: Intake, name: str) -> IntakeRow:
    return intake.rows.get(name=name)


def test_a_file_is_uploaded_looked_at_chosen_and_taken_in_the_browser(keeper):
    client = browser_of(keeper)
    posted = {
        "file": SimpleUploadedFile("みほん.csv", file_of(LIBRARY, HALL, NOBODY)), "source": "みほんのまち", "licence": "CC_BY",
        "as_of": str(TODAY), "mark_public": "on",
    }  # fmt: skip
    led = client.post(reverse("opendata:read_file"), posted)
    intake = Intake.objects.get()
    assert led.url == reverse("opendata:intake", args=[intake.id])
    page = client.get(led.url)
    assert (page.context["show"], page.context["tabs"], page.context["lines"], Place.objects.count()) == (
        "HELD", [("HELD", "入れない", 1), ("REPAIRED", "直して入れる", 2)], 4, 0,
    )  # fmt: skip
    repaired = client.get(led.url, {"show": "REPAIRED"})
    assert [[note.about for note in one["notes"]] for one in repaired.context["rows"]] == [
        ["電話番号"], ["緯度・経度"],
    ]  # fmt: skip
    hall = row_named(intake, "みほん会館")
    kept = client.post(
        reverse("opendata:choose_rows", args=[intake.id]),
        {"row": str(hall.id), f"swap-{hall.id}": "1", "show": "REPAIRED"},
    )
    assert kept.url == f"{led.url}?show=REPAIRED"
    client.post(reverse("opendata:take_intake", args=[intake.id]))
    found = {one.name: one for one in Place.objects.select_related("location", "organisation")}
    assert {
        name: (one.kind, one.organisation.name, str(one.location.point), one.phone, one.is_public, one.confirmed_on)
        for name, one in found.items()
    } == {
        "みほん図書館": ("FACILITY", "みほん区", "35.681236, 139.767125", "03-0000-0101", True, None),
        "みほん会館": ("FACILITY", operations.NO_BODY, "35.681236, 139.767125", "03-0000-0102", True, None),
    }  # fmt: skip
    shown = client.get(reverse("resources:place", args=[found["みほん図書館"].id])).context
    assert (shown["days"], shown["origin"].row.intake.source, shown["stale"]) == (
        ["毎週月曜・火曜 9:00～17:00"], "みほんのまち", True,
    )  # fmt: skip
    again = client.post(reverse("opendata:take_intake", args=[intake.id]))
    assert (again.status_code, Place.objects.count()) == (403, 2)


def test_the_same_file_again_changes_nothing_even_after_somebody_mended_a_place(keeper):
    take(keeper, read(keeper, file_of(LIBRARY, HALL)))
    library = Place.objects.get(name="みほん図書館")
    Place.objects.filter(pk=library.pk).update(about="学習室もある")
    again = read(keeper, file_of(LIBRARY, HALL))
    assert ends(again) == [("みほん図書館", "UNCHANGED"), ("みほん会館", "UNCHANGED")]
    with pytest.raises(Refused) as refused:
        take(keeper, again)
    assert [one.code for one in refused.value.verdict.reasons] == ["intake"]
    library.refresh_from_db()
    assert (library.about, Place.objects.count(), Listed.objects.count()) == ("学習室もある", 2, 2)


@pytest.mark.parametrize(("choice", "phone"), [("KEEP", "03-0000-0101"), ("FILE", "03-0000-0199")])
def test_a_row_that_changed_is_chosen_and_not_asked_again(keeper, choice, phone):
    take(keeper, read(keeper, file_of(LIBRARY)))
    changed = file_of(LIBRARY.replace("0101", "0199"))
    again = read(keeper, changed)
    row = again.rows.get()
    assert (row.outcome, [(one.about, one.before, one.after) for one in row.notes.filter(kind="DIFFERS")]) == (
        "DIFFERS", [("電話", "03-0000-0101", "03-0000-0199")],
    )  # fmt: skip
    operations.choose_rows(keeper, intake=again, choices={row.id: choice}, swaps={})
    take(keeper, again)
    assert list(Place.objects.values_list("phone", flat=True)) == [phone]
    assert ends(read(keeper, changed)) == [("みほん図書館", "UNCHANGED")]


def test_a_place_entered_by_hand_is_met_by_name_and_stays_as_it_is_until_somebody_chooses(keeper):
    body = Whose("みほん町会", "RESIDENTS")
    same = resources.add_place(
        keeper, whose=body, where=Where("みほん図書館", "みほん1-1", directions="駅から5分"),
        offer=Offer({"name": "みほん図書館", "kind": "SALON", "about": "本を読める", "phone": "03-0000-0101"}),
    )  # fmt: skip
    resources.add_place(
        keeper,
        whose=body,
        where=Where("ほかの会館", "よそ9-9"),
        offer=Offer({"name": "みほん会館", "kind": "SALON"}),
    )
    intake = read(keeper, file_of(LIBRARY.replace("みほん区", "みほん町会"), HALL))
    assert ends(intake) == [("みほん図書館", "SAME"), ("みほん会館", "DIFFERS")]
    hall = row_named(intake, "みほん会館")
    operations.choose_rows(keeper, intake=intake, choices={hall.id: "NEW"}, swaps={})
    take(keeper, intake)
    assert sorted(Place.objects.values_list("name", "kind", "location__address")) == [
        ("みほん会館", "FACILITY", "みほん2-2"), ("みほん会館", "SALON", "よそ9-9"), ("みほん図書館", "SALON", "みほん1-1"),
    ]  # fmt: skip
    same.refresh_from_db()
    assert (same.version, same.location.directions, Organisation.objects.get(name="みほん町会").kind) == (
        1, "駅から5分", "RESIDENTS",
    )  # fmt: skip


def test_a_private_home_of_the_same_name_is_neither_opened_nor_mapped(keeper):
    home = resources.add_place(
        keeper, whose=Whose("みほん会", "RESIDENTS"), where=Where("みほん図書館", "みほん1-1", private_home=True),
        offer=Offer({"name": "みほん図書館", "kind": "SALON"}),
    )  # fmt: skip
    intake = read(keeper, file_of(LIBRARY), public=True)
    operations.choose_rows(keeper, intake=intake, choices={intake.rows.get().id: "FILE"}, swaps={})
    take(keeper, intake)
    home.refresh_from_db()
    assert (home.private_home, home.is_public, home.location.private_home, home.location.point) == (
        True, False, True, None,
    )  # fmt: skip


def test_what_a_rule_stops_on_the_way_is_held_back_with_its_reason_and_the_rest_goes_on(keeper):
    intake = read(keeper, file_of(LIBRARY, HALL))
    resources.add_place(
        keeper, whose=Whose("みほん会", "RESIDENTS"), where=Where("みほん図書館", "みほん1-1"),
        offer=Offer({"name": "みほん図書館", "kind": "SALON"}),
    )  # fmt: skip
    take(keeper, intake)
    held = row_named(intake, "みほん図書館")
    assert ends(intake) == [("みほん図書館", "HELD"), ("みほん会館", "REPAIRED")]
    assert held.notes.get(kind="HELD").words.startswith("この会場には、同じ名前の居場所がもうあります")
    assert sorted(Place.objects.values_list("name", "kind")) == [
        ("みほん会館", "FACILITY"),
        ("みほん図書館", "SALON"),
    ]


def test_shelters_become_a_list_and_no_places_and_a_new_file_takes_their_place(keeper):
    client = browser_of(keeper)
    take(keeper, read(keeper, SHELTERS.encode("cp932")))
    page = client.get(reverse("opendata:listed"), {"kind": "EVACUATION"})
    assert [(one["row"].name, one["hazards"], str(one["point"])) for one in page.context["rows"]] == [
        ("みほん丘", ["地震"], "None"), ("みほん公園", ["洪水"], "35.681236, 139.767125"),
    ]  # fmt: skip
    take(keeper, read(keeper, SHELTERS.replace("みほん丘,", "みほんの丘,").encode()))
    found = client.get(reverse("opendata:listed"), {"kind": "EVACUATION", "q": "丘"})
    assert ([one["row"].name for one in found.context["rows"]], Place.objects.count(), Listed.objects.count()) == (
        ["みほんの丘"], 0, 2,
    )  # fmt: skip


def test_lists_of_two_sources_that_both_count_from_one_are_kept_apart(keeper):
    other = LIBRARY.replace("みほん図書館", "となり公民館").replace("みほん1-1", "となり5-5")
    lists = (
        ("みほんのまち", LIBRARY, SHELTERS),
        ("となりのまち", other, SHELTERS.replace("みほん", "となり")),
    )
    for source, place, shelters in lists:
        read_now = read(keeper, file_of(place), source=source)
        assert [one.outcome for one in read_now.rows.all()] == ["REPAIRED"]
        take(keeper, read_now)
        take(keeper, read(keeper, shelters.encode(), source=source))
    assert sorted(Place.objects.values_list("name", flat=True)) == ["となり公民館", "みほん図書館"]
    assert sorted(Listed.objects.values_list("source", "external_id", "row__name")) == [
        ("となりのまち", "-1", "となり公園"), ("となりのまち", "-2", "となり丘"), ("となりのまち", "131016-1", "となり公民館"),
        ("みほんのまち", "-1", "みほん公園"), ("みほんのまち", "-2", "みほん丘"), ("みほんのまち", "131016-1", "みほん図書館"),
    ]  # fmt: skip
    for source, place, _shelters in lists:
        again = read(keeper, file_of(place), source=source)
        assert [one.outcome for one in again.rows.all()] == ["UNCHANGED"]


def test_events_that_are_over_are_listed_only_when_asked_for(keeper):
    client = browser_of(keeper)
    events = "イベント名,開始日,住所\n" + "".join(
        f"{name},{TODAY + timedelta(days=days)},みほん1-1\n"
        for name, days in (("きのうの会", -1), ("あすの会", 1))
    )
    take(keeper, read(keeper, events.encode()))
    for query, names in (({}, ["あすの会"]), ({"past": "1"}, ["あすの会", "きのうの会"])):
        page = client.get(reverse("opendata:listed"), {"kind": "EVENT", **query})
        assert [one["row"].name for one in page.context["rows"]] == names
    assert [one["row"].name for one in client.get(reverse("opendata:listed")).context["rows"]] == []


def test_the_report_names_every_row_and_every_note(keeper):
    intake = read(keeper, file_of(LIBRARY, HALL, NOBODY))
    answer = browser_of(keeper).get(reverse("opendata:report_file", args=[intake.id]))
    book = load_workbook(BytesIO(answer.content))
    by_row = [[cell.value for cell in row][:4] for row in book["行ごと"].iter_rows(min_row=5)]
    assert by_row == [
        [2, "直して入れる", "131016-1", "みほん図書館"], [3, "直して入れる", "131016-2", "みほん会館"], [4, "入れない", None, None],
    ]  # fmt: skip
    assert [[cell.value for cell in row][2:4] for row in book["注記"].iter_rows(min_row=2)] == [
        ["直した", "電話番号"], ["採らなかった", "緯度・経度"], ["入れない", "名称"],
    ]  # fmt: skip


def test_bad_input_says_what_to_do_and_dropping_leaves_everything_as_it_was(keeper):
    client = browser_of(keeper)
    address = reverse("opendata:read_file")
    given = {"source": "みほん", "licence": "CC_BY", "as_of": str(TODAY)}
    for posted, where in (
        ({}, ["file", "source", "as_of"]),
        ({**given, "file": SimpleUploadedFile("a.csv", b"\xff\xfe\xfa\x81")}, ["file"]),
        ({**given, "file": SimpleUploadedFile("a.csv", HEADING.encode())}, ["file"]),
    ):
        answer = client.post(address, posted)
        assert (answer.status_code, [one for one in answer.context["form"].errors if one != "licence"]) == (
            422,
            where,
        )
    assert Intake.objects.count() == 0
    intake = read(keeper, file_of(LIBRARY))
    client.post(reverse("opendata:drop_intake", args=[intake.id]))
    intake.refresh_from_db()
    assert (intake.state, Place.objects.count()) == ("DROPPED", 0)
    assert client.post(reverse("opendata:take_intake", args=[intake.id])).status_code == 403


def test_only_who_keeps_places_may_open_it_and_what_is_not_there_is_not_found(keeper):
    listener = browser_of(
        agencies.actor("架空 連絡員", agency=agencies.agency("架空 商店"), kinds=(RoleKind.LIAISON,))
    )
    for name in ("opendata:intakes", "opendata:read_file", "opendata:listed"):
        assert listener.get(reverse(name)).status_code == 403
    nowhere = reverse("opendata:intake", args=["6b0ef1f0-0000-4000-8000-000000000000"])
    assert browser_of(keeper).get(nowhere).status_code == 404


def test_a_list_asks_as_often_for_one_row_as_for_three(keeper):
    client = browser_of(keeper)
    counted = []
    for lines in ((LIBRARY,), (LIBRARY, HALL, "131016,9,みほん第三,みほん9,,,03-0000-0109,,,,,")):
        intake = read(keeper, file_of(*lines))
        addresses = (
            reverse("opendata:intakes"),
            reverse("opendata:intake", args=[intake.id]) + "?show=REPAIRED",
        )
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                client.get(address)
            counted.append(len(caught))
    assert counted == counted[:2] * 2
    assert queries.waiting_number(keeper) == 2


def errand(tmp_path: Path, keeper: Actor, *more: str, content: bytes = b"") -> str:
    """The command as somebody types it, and what it says."""
    file, said = tmp_path / "みほん.csv", StringIO()
    file.write_bytes(content or file_of(LIBRARY, HALL, NOBODY))
    login = Staff.objects.get(id=keeper.staff_id).login_id
    call_command(
        "read_open_data", str(file), "--as", login, "--source", "みほんのまち", "--as-of", TODAY.isoformat(),
        "--licence", "CC_BY", *more, stdout=said,
    )  # fmt: skip
    return said.getvalue()


def test_the_command_reads_as_the_page_does_and_enters_only_when_told(keeper, tmp_path):
    report = tmp_path / "report.xlsx"
    said = errand(tmp_path, keeper, "--report", str(report))
    intake = Intake.objects.get()
    by_page = read(keeper, file_of(LIBRARY, HALL, NOBODY))
    assert queries.outcomes_of(keeper, intake=intake) == queries.outcomes_of(keeper, intake=by_page)
    assert ("3行" in said, "まだ入れていません" in said, Place.objects.count()) == (True, True, 0)
    page = client_report(keeper, by_page)
    assert values_in(report.read_bytes()) == values_in(page)
    assert "居場所に入れました" in errand(tmp_path, keeper, "--take")
    assert sorted(Place.objects.values_list("name", flat=True)) == ["みほん会館", "みほん図書館"]


def client_report(keeper: Actor, intake: Intake) -> bytes:
    return browser_of(keeper).get(reverse("opendata:report_file", args=[intake.id])).content


def values_in(content: bytes) -> list[list[tuple[object, ...]]]:
    return [list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(BytesIO(content)).worksheets]


def test_the_command_says_in_words_what_stops_it(keeper, tmp_path):
    for more, words in (
        (("--as", "daremo"), "役割を持つ職員"), (("--as-of", "きのうごろ"), ""), (("--dataset", ""), ""),
    ):  # fmt: skip
        content = b"a,b\n1,2\n" if more[0] == "--dataset" else b""
        with pytest.raises(CommandError) as stopped:
            errand(tmp_path, keeper, *more, content=content)
        assert (words in str(stopped.value), len(str(stopped.value)) > 10) == (True, True)
    assert Intake.objects.count() == 0

"""個別避難計画 of the demo town: two lists a year apart, who came and left, notices, answers, and visits to the silent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.utils import timezone

from norishiro.casework.demo.stage import Stage as Scene
from norishiro.evacuation import operations as evacuation
from norishiro.evacuation.choices import (
    AnswerWay,
    Heard,
    LetterState,
    Matter,
    Picked,
    Reason,
    Receiver,
    Said,
    Share,
    Signed,
    SupporterKind,
    SupportState,
    TakenFor,
    VisitResult,
    Why,
)
from norishiro.evacuation.models import (
    Change,
    Difference,
    EvacuationPlan,
    Letter,
    Listing,
    PlanForm,
    Support,
    Target,
    Visit,
)
from norishiro.evacuation.routes import read_steps
from norishiro.opendata import queries as opendata

DATA = Path(__file__).parent / "data"
HEAD = "宛名番号,氏名,ふりがな,生年月日,性別,郵便番号,住所,電話,要介護度,緯度,経度"
# Where the first three houses stand; of the others no file says it.
AT = {
    "1001": ("35.729100", "139.709300"),
    "1002": ("35.730200", "139.713400"),
    "1003": ("35.730300", "139.709200"),
}
# Number, name, reading, day of birth, address, need; nobody lives in these houses.
PEOPLE = (
    ("1001", "見本　松子", "みほん まつこ", "S10.5.3", "みほん町1丁目1番（見本）", "要介護4"),
    ("1002", "見本　竹男", "みほん たけお", "S12.8.9", "みほん町1丁目5番（見本）", "要介護3"),
    ("1003", "見本　梅代", "みほん うめよ", "S8.1.20", "みほん町2丁目2番（見本）", "要介護5"),
    ("1004", "見本　桐人", "みほん きりと", "S15.11.2", "みほん町2丁目8番（見本）", "要介護3"),
    ("1005", "見本　藤江", "みほん ふじえ", "S11.3.14", "みほん町3丁目1番（見本）", "要介護3"),
    ("1006", "見本　楓", "みほん かえで", "S14.7.7", "みほん町3丁目9番（見本）", "要介護4"),
    ("1007", "見本　榊", "みほん さかき", "S16.2.1", "みほん町4丁目4番（見本）", "要介護3"),
)
LEFT = {"1004": Reason.DIED, "1006": Reason.FACILITY}
CODES = ("CONTACT", "BODY", "HELP", "SUPPORTER", "PLACE", "ROUTE", "START", "STAY")
STAYING = ("1001", "1002", "1003", "1005")


def prepares_for_evacuation(scene: Scene) -> None:
    """The office prepares, the head of the section approves, a care agency goes to whoever was silent."""
    first = _listed(scene, 420, [one for one in PEOPLE if one[0] != "1007"])
    _written_to(scene, first)
    second = _listed(
        scene, 45, [one for one in PEOPLE if one[0] not in LEFT], again={"1002": "要介護4"},
        cards=(("1008", "見本　椿", "みほん つばき", "S50.6.6", "みほん町4丁目7番（見本）", "1級"),
               ("1001", "見本　松子", "みほん まつこ", "S10.5.3", "みほん町1丁目11番（見本）", "2級")),
    )  # fmt: skip
    office = scene.actor("suishin")
    gone = Change.objects.filter(listing=second, kind="LEFT").select_related("entry__target")
    reasons = {one.id: LEFT[one.entry.target.number] for one in gone if one.entry.target.number == "1004"}
    evacuation.explain_changes(office, listing=second, reasons=reasons)
    mailing = evacuation.prepare_mailing(
        office, listing=second, title="個別避難計画のご案内（ことし）", greeting="避難の計画を、いっしょにつくりませんか。（見本）",
        sender="見本の課　個別避難計画の担当", due_on=scene.ahead(20), who=[Why.NEW, Why.AGAIN], today=scene.ago(3),
    )  # fmt: skip
    assert mailing.approved_on is None
    _planned(scene)
    _answered(scene)
    _helped(scene)
    _handed(scene, second)
    _packed(scene)
    _draft(scene)


def _packed(scene: Scene) -> None:
    """The phrase in two hands, the pack of last night, and somebody who takes it to be put away."""
    evacuation.begin_phrase(scene.actor("suishin"), today=scene.ago(30))
    evacuation.finish_phrase(scene.actor("kacho"), today=scene.ago(29))
    for pack in evacuation.build_packs(now=timezone.localtime()):
        if not pack.problem:
            evacuation.take_pack(
                scene.actor("suishin"),
                pack=pack,
                purpose=TakenFor.PLACE,
                reason="見本の庁舎の金庫にしまう（見本）",
            )


def _lines(people: Sequence[tuple[str, ...]], again: dict[str, str]) -> bytes:
    rows = [
        f"{number},{name},{kana},{born},,171-0000,{address},,{again.get(number, words)},{','.join(AT.get(number, ('', '')))}"
        for number, name, kana, born, address, words in people
    ]
    return "\r\n".join([HEAD, *rows]).encode("cp932")


def _listed(
    scene: Scene, days: int, people: Sequence[tuple[str, ...]], *, again: dict[str, str] | None = None,
    cards: tuple[tuple[str, ...], ...] = (),
) -> Listing:  # fmt: skip
    """A list from the certificates, and one from the cards with a line that contradicts it."""
    office, on = scene.actor("suishin"), scene.ago(days)
    listing = evacuation.start_listing(office, base_on=on, today=on)
    evacuation.read_source(
        office,
        listing=listing,
        kind="CARE",
        content=_lines(people, again or {}),
        file_name="要介護認定（見本）.csv",
        today=on,
    )
    if cards:
        evacuation.read_source(
            office,
            listing=listing,
            kind="PHYSICAL",
            content=_lines(cards, {}),
            file_name="手帳（見本）.csv",
            today=on,
        )
    found = {one.id: Picked.FIRST.value for one in Difference.objects.filter(entry__listing=listing)}
    if found:
        evacuation.decide_differences(office, listing=listing, picks=found)
    return evacuation.fix_listing(office, listing=listing, today=on)


def _written_to(scene: Scene, listing: Listing) -> None:
    office = scene.actor("suishin")
    mailing = evacuation.prepare_mailing(
        office, listing=listing, title="個別避難計画のご案内（昨年）", greeting="避難の計画を、いっしょにつくりませんか。（見本）",
        sender="見本の課　個別避難計画の担当", due_on=scene.ago(360), who=[Why.NEW], today=scene.ago(410),
    )  # fmt: skip
    mailing = evacuation.approve_mailing(scene.actor("kacho"), mailing=mailing, today=scene.ago(408))
    evacuation.note_sent(office, mailing=mailing, sent_on=scene.ago(400), today=scene.ago(400))
    letters = {
        one.entry.target.number: one
        for one in Letter.objects.filter(mailing=mailing).select_related("entry__target", "mailing")
    }
    for number, state, way in (
        ("1001", LetterState.ANSWERED, AnswerWay.PAPER),
        ("1002", LetterState.REFUSED, AnswerWay.PHONE),
    ):
        letter = letters[number]
        evacuation.note_answer(
            office, letter=letter, version=letter.version, state=state, answered_on=scene.ago(380), way=way, note="",
            today=scene.ago(380),
        )  # fmt: skip
    silent = [letters[one].id for one in ("1003", "1004", "1005")]
    evacuation.assign_visits(
        office, mailing=mailing, letter_ids=silent, contractor_id=scene.agency("KOREI_FUKUSHI"), asked_on=scene.ago(350),
        due_on=scene.ago(300), today=scene.ago(350),
    )  # fmt: skip
    for number, result in (("1003", VisitResult.MADE), ("1005", VisitResult.UNREACHED)):
        visit = Visit.objects.select_related("letter__entry__target").get(letter=letters[number])
        evacuation.note_visit(
            office, visit=visit, version=visit.version, result=result, result_on=scene.ago(330), visitor="ケアマネジャー",
            note="", today=scene.ago(330),
        )  # fmt: skip


def _planned(scene: Scene) -> None:
    """Two forms; a plan in the older one, one brought over into the newer; and the table of a zone."""
    office = scene.actor("suishin")
    older = evacuation.start_form(
        office, name="はじめの様式（見本）", from_on=scene.ago(800).replace(day=1), codes=[one for one in CODES if one != "STAY"],
        today=scene.ago(800),
    )  # fmt: skip
    _plan(scene, older, "1001", 1, 370)
    _plan(scene, older, "1003", 1, 320)
    newer = evacuation.start_form(
        office,
        name="在宅避難をふまえた様式（見本）",
        from_on=scene.ago(40).replace(day=1),
        codes=CODES,
        today=scene.ago(60),
    )
    _plan(scene, newer, "1003", 2, 5, STAY="水と食べものを三日分。電池の要る機器はない。（見本）")
    _goes_to(scene)
    towns = "町名,区域\r\nみほん町1丁目,内\r\nみほん町2丁目,外\r\nみほん町3丁目,外\r\n".encode()
    evacuation.read_zones(
        office, name="見本の川　洪水浸水想定区域", hazard="FLOOD", as_of=scene.ago(100), content=towns, file_name="区域（見本）.csv", home="見本区",
        today=scene.ago(100),
    )  # fmt: skip
    evacuation.read_map(
        office, of=evacuation.MapSource("見本の川　洪水浸水想定区域（図）", "FLOOD", "見本の県", scene.ago(100), ""),
        content=(DATA / "zones.geojson").read_bytes(), file_name="浸水想定区域（見本）.geojson", today=scene.ago(90),
    )  # fmt: skip


def _plan(scene: Scene, form: PlanForm, number: str, version: int, days: int, **more: str) -> None:
    on = scene.ago(days)
    texts = {
        "SUPPORTER": "みほん町会の防災部（見本）",
        "PLACE": "見本小学校",
        "ROUTE": "表通りを歩いて十分。川ぞいは通らない。（見本）",
    }
    evacuation.write_plan(
        scene.actor("suishin"), target=Target.objects.get(number=number), number=version, form=form, made_on=on,
        agreement=evacuation.Agreement("本人・家族（見本）", on, Share.AGREED, "みほん町会の防災部（見本）", scene.ahead(300)),
        texts=texts | more, today=on,
    )  # fmt: skip


def _goes_to(scene: Scene) -> None:
    """In a flood to the school, by steps of which two are on the map; in an earthquake to the park."""
    office = scene.actor("suishin")
    plan = EvacuationPlan.objects.filter(target__number="1003").latest("number")
    rows = {one.name: one for one in opendata.shelters(office)}
    school = "玄関を出て右へ、ポストまで（35.730900, 139.709900）\n川ぞいを通らず、表通りを進む（35.731600, 139.711000）\n学校の北の門から入る"
    for hazard, name, way in (
        ("FLOOD", "見本第二小学校", school),
        ("QUAKE", "見本第一公園", "玄関を出て左へ、公園まで"),
    ):
        evacuation.choose_refuge(
            office,
            plan=plan,
            row=rows[name],
            hazard=hazard,
            steps=read_steps(way),
            number=1,
            today=scene.ago(4),
        )


def _answered(scene: Scene) -> None:
    """Who said yes to whom, with a daughter's hand under one; and one who says otherwise on the paper than at the door."""
    both = (Receiver.ASSOCIATION, Receiver.COMMISSIONER)
    for number, matter, said, receivers, days, heard, signed, agent in (
        ("1001", Matter.LIST, Said.AGREED, both, 360, Heard.PAPER, Signed.SELF, ""),
        ("1001", Matter.PLAN, Said.AGREED, (Receiver.ASSOCIATION,), 360, Heard.PAPER, Signed.SELF, ""),
        ("1003", Matter.LIST, Said.AGREED, both, 330, Heard.PAPER, Signed.AGENT, "見本　桜子（長女）"),
        ("1003", Matter.LIST, Said.REFUSED, (), 320, Heard.VISIT, Signed.SPOKEN, ""),
        ("1005", Matter.LIST, Said.AGREED, (*both, Receiver.FIRE), 40, Heard.COUNTER, Signed.SELF, ""),
        ("1002", Matter.LIST, Said.REFUSED, (), 380, Heard.PHONE, Signed.SPOKEN, ""),
    ):
        evacuation.note_consent(
            scene.actor("suishin"), target=Target.objects.get(number=number), today=scene.ago(days),
            answer=evacuation.Answer(matter, said, receivers, scene.ago(days), heard, signed, agent),
        )  # fmt: skip


def _helped(scene: Scene) -> None:
    """A group that agreed, a neighbour who was only asked and one who left; and a drill with something to change."""
    office = scene.actor("suishin")

    def asks(number: str, name: str, kind: SupporterKind, days: int) -> Support:
        new = evacuation.NewSupporter(kind, name, phone="03-0000-0000")
        return evacuation.ask_support(
            office, target=Target.objects.get(number=number), supporter=None, new=new, what="声をかけて、いっしょに歩く",
            asked_on=scene.ago(days), today=scene.ago(days),
        )  # fmt: skip

    group = asks("1001", "みほん町会 防災部（見本）", SupporterKind.GROUP, 300)
    left = asks("1001", "見本　隣子", SupporterKind.PERSON, 300)
    asks("1003", "見本　向男", SupporterKind.PERSON, 4)
    for support, state, days in (
        (group, SupportState.AGREED, 290),
        (left, SupportState.AGREED, 290),
        (left, SupportState.LEFT, 10),
    ):
        evacuation.answer_support(
            office, support=support, version=support.version, state=state, on=scene.ago(days), note="", today=scene.ago(days)
        )  # fmt: skip
    new = evacuation.NewDrill(
        scene.ago(60), "見本小学校", "みほん町会の防災部（見本）", "声かけから十五分で着いた。（見本）"
    )
    evacuation.note_drill(
        office, target=Target.objects.get(number="1001"), drill=None, new=new, change="車いすを玄関に置いておく。（見本）",
        review_on=scene.ahead(200), today=scene.ago(59),
    )  # fmt: skip


def _handed(scene: Scene, listing: Listing) -> None:
    """One list handed to an association, one that may be printed, and one that waits for another person's word."""
    office = scene.actor("suishin")
    for receiver, name, approved, given in (
        (Receiver.ASSOCIATION, "みほん町会（見本）", True, True),
        (Receiver.FIRE, "みほん消防団（見本）", True, False),
        (Receiver.COMMISSIONER, "みほん地区民児協（見本）", False, False),
    ):
        purpose = "ふだんの声かけと避難訓練（見本）"
        wanted = evacuation.Wanted(Matter.LIST, receiver, name, "みほん町", purpose)
        giving = evacuation.prepare_giving(office, listing=listing, wanted=wanted, today=scene.ago(30))
        if approved:
            evacuation.approve_giving(scene.actor("kacho"), giving=giving, today=scene.ago(29))
        if given:
            on, to = scene.ago(28), "防災部長（見本）"
            evacuation.note_given(office, giving=giving, given_on=on, given_to=to, today=on)


def _draft(scene: Scene) -> None:
    """The next list, begun: a line that cannot be read, and one that contradicts."""
    office, on = scene.actor("suishin"), scene.ago(2)
    listing = evacuation.start_listing(office, base_on=on, today=on)
    people = [one for one in PEOPLE if one[0] in STAYING] + [
        ("1009", "見本　柊", "みほん ひいらぎ", "S20.13.1", "みほん町5丁目（見本）", "要介護3")
    ]
    evacuation.read_source(
        office,
        listing=listing,
        kind="CARE",
        content=_lines(people, {}),
        file_name="要介護認定（見本）.csv",
        today=on,
    )
    cards = [("1005", "見本　藤江", "みほん ふじえ", "S11.3.14", "みほん町3丁目15番（見本）", "2級")]
    evacuation.read_source(
        office,
        listing=listing,
        kind="PHYSICAL",
        content=_lines(cards, {}),
        file_name="手帳（見本）.csv",
        today=on,
    )

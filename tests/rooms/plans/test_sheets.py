"""The forms people know: whole and word for word, as far as one may see, with long texts and rare names."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from pypdf import PdfReader

from norishiro.cases.choices import CaseStatus
from norishiro.casework.operations.closing import interrupt_case
from norishiro.core import ruled
from norishiro.core.operation import announce
from norishiro.plans import operations, particulars, queries, sheets
from norishiro.plans.choices import Achievement, Change, EvaluationResult, InterruptReason, PlanKind
from norishiro.plans.models import Plan
from norishiro.sharing.choices import Ground
from norishiro.sharing.models import Consent
from norishiro.sharing.operations import withdraw_consent
from tests.rooms.plans import golden
from tests.rooms.plans import town as towns
from tests.rooms.plans.town import TODAY, browser_of

pytestmark = pytest.mark.django_db

PRINTED = "令和8年11月20日　架空の課　架空 花子"
ITEMS = {
    PlanKind.OUTREACH: {"contact_way": "木曜の15時ごろ、手紙を入れてから", "trust": "玄関先で一言返事がある"},
    PlanKind.PARTICIPATION: {
        "strengths": "花の世話が好き",
        "wished_part": "準備など簡単なこと",
        "hosts": "みどりの広場",
    },
    PlanKind.MULTI_AGENCY: {},
}


@pytest.fixture
def town():
    return towns.town()


def drafted(town, kind: PlanKind, **values) -> Plan:
    towns.consent(town, town.decider, town.provider)
    basis = Ground.OWN if kind == PlanKind.OUTREACH else Ground.CONSENT
    rows = (towns.row(town.drafter if kind == PlanKind.OUTREACH else town.provider, person_id=town.son.id),)
    return towns.draft(
        town, *rows, kind=kind, basis=basis, particulars=ITEMS[kind], approach="大きな声が苦手", **values
    )


def seen(actor, plan: Plan) -> Plan:
    """The plan as its sheet takes it, under a number that is the same every time."""
    announce(actor)
    found = queries.get_plan(actor, plan_id=plan.id)
    found.case.number = "R8-0001"
    return found


def sheet_url(plan: Plan) -> str:
    return reverse("plans:plan_sheet", args=[plan.id])


@pytest.mark.parametrize("kind", list(PlanKind))
def test_each_plan_sheet_says_word_for_word_what_was_found_good(town, kind):
    plan = seen(town.drafter, drafted(town, kind))
    form = sheets.plan_form(plan, next_look=date(2027, 2, 28), printed=PRINTED)
    content = ruled.pdf(form)
    assert golden.is_as_found_good(f"{kind.lower()}.pdf.txt", golden.words_of_pdf(content))
    assert golden.is_as_found_good(f"{kind.lower()}.xlsx.txt", golden.words_of_workbook(ruled.workbook(form)))
    assert len(PdfReader(BytesIO(content)).pages) == 2


def test_the_evaluation_sheet_says_word_for_word_what_was_found_good(town):
    plan = towns.decided(town)
    kept = operations.evaluate(
        town.drafter, case=town.case, plan=plan, evaluated_on=TODAY, achievement=Achievement.PART, basis=Ground.CONSENT,
        comment="少しずつ外に出る日が増えた。", remaining="冬の灯油代", voice="前より眠れる",
        result=EvaluationResult.INTERRUPT, changes=[Change.HOUSING, Change.ISOLATION], today=TODAY,
        goals=[operations.GoalInput("週2日働く", Achievement.PART, "週1日から")],
    )  # fmt: skip
    interrupt_case(
        town.drafter, case=town.case, reason=InterruptReason.LOST, comment="連絡がとれない", watcher="架空の民生委員",
        follow_up_agency_id=town.provider.agency_id, check_on=date(2027, 1, 15), reopen_when="電話がつながったとき",
        today=TODAY,
    )  # fmt: skip
    announce(town.drafter)
    found = queries.get_evaluation(town.drafter, evaluation_id=kept.id)
    found.case.number = "R8-0001"
    closure = queries.closure_after(town.drafter, evaluation=found)
    form = sheets.evaluation_form(found, closure=closure, printed=PRINTED)
    assert golden.is_as_found_good("evaluation.pdf.txt", golden.words_of_pdf(ruled.pdf(form)))
    assert golden.is_as_found_good("evaluation.xlsx.txt", golden.words_of_workbook(ruled.workbook(form)))
    town.case.refresh_from_db()
    assert town.case.status == CaseStatus.INTERRUPTED


def test_the_sheets_are_handed_out_without_a_name_in_the_file_name(town):
    plan = drafted(town, PlanKind.MULTI_AGENCY)
    client = browser_of(town.drafter)
    files = [client.get(sheet_url(plan)), client.get(sheet_url(plan) + "?as=xlsx")]
    names = [unquote(one["Content-Disposition"].partition("''")[2]) for one in files]
    assert names == [f"多機関協働プランシート（プラン兼利用申込書）.{end}" for end in ("pdf", "xlsx")]
    assert [one.content[:4] for one in files] == [b"%PDF", b"PK\x03\x04"]
    page = client.get(reverse("plans:show_plan", args=[plan.id])).content.decode()
    assert sheet_url(plan) in page


def test_a_stranger_finds_no_sheet_and_whoever_sees_no_people_is_told_why(town):
    plan = drafted(town, PlanKind.MULTI_AGENCY)
    evaluation = operations.evaluate(
        town.drafter, case=town.case, plan=None, evaluated_on=TODAY, achievement=Achievement.PART, basis=Ground.OWN,
        comment="続いている", remaining="", voice="", result=EvaluationResult.RENEW, changes=[Change.NONE], today=TODAY,
    )  # fmt: skip
    urls = [sheet_url(plan), reverse("plans:evaluation_sheet", args=[evaluation.id])]
    assert [browser_of(town.stranger).get(url).status_code for url in urls] == [404, 404]
    assert browser_of(town.drafter).get(urls[1]).content.startswith(b"%PDF")


def test_words_kept_back_from_a_reader_are_not_on_the_sheet_either(town):
    plan = drafted(town, PlanKind.MULTI_AGENCY, problems="母の病気のこと")
    announce(town.drafter)
    withdraw_consent(town.drafter, consent=Consent.objects.get(person_id=town.mother.id), words="やめたい")
    words = golden.words_of_workbook(
        ruled.workbook(sheets.plan_form(seen(town.provider, plan), next_look=None, printed=PRINTED))
    )
    assert ("母の病気のこと" in words, sheets.HIDDEN in words, "架空 花江" in words) == (False, True, False)


def test_three_thousand_characters_are_on_paper_and_in_excel_to_the_last(town):
    long = "".join(f"{number:04d}番目の文です。\n" for number in range(250))
    plan = seen(town.drafter, drafted(town, PlanKind.MULTI_AGENCY, problems=long[:3000]))
    form = sheets.plan_form(plan, next_look=None, printed=PRINTED)
    wanted = "".join(long[:3000].split())
    pages = "".join(golden.words_of_pdf(ruled.pdf(form)).split())
    for line in long[:3000].split():
        assert line in pages
    cells = "".join(
        golden.words_of_workbook(ruled.workbook(form)).replace("⏎", "").replace(" | ", "").split()
    )
    assert wanted in cells


def test_rare_kanji_of_names_are_set_also_on_a_server_without_letters(town):
    announce(town.drafter)
    plan = seen(town.drafter, drafted(town, PlanKind.MULTI_AGENCY))
    named = replace_names(plan, "𠮷田 髙子", "山﨑 一郎")
    html = render_to_string(
        "core/ruled.html", {"form": sheets.plan_form(named, next_look=None, printed=PRINTED)}
    )
    bare = (
        "import sys; import norishiro.core.typesetting as it;"
        " it.LETTERS_FOUND_IN = it.LETTERS_FOUND_IN.replace('/etc/fonts/fonts.conf', '/nowhere');"
        " sys.exit(it.main())"
    )
    done = subprocess.run([sys.executable, "-c", bare], input=html.encode(), capture_output=True, check=True)
    assert "𠮷田髙子、山﨑一郎" in golden.words_of_pdf(done.stdout)
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in PdfReader(BytesIO(done.stdout)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"Noto-Sans-JP"}


def replace_names(plan: Plan, *names: str) -> Plan:
    for one, name in zip(plan.people.all(), names, strict=True):
        one.person.name = name
    return plan


def test_what_only_one_kind_asks_for_is_written_shown_and_compared(town):
    plan = drafted(town, PlanKind.PARTICIPATION)
    client = browser_of(town.drafter)
    assert plan.particulars == ITEMS[PlanKind.PARTICIPATION]
    page = client.get(reverse("plans:show_plan", args=[plan.id]))
    assert [label for label, words in page.context["particulars"] if words] == [
        "本人の関心・強み・できること", "希望する参加の形", "受入先の候補",
    ]  # fmt: skip
    form = client.get(reverse("plans:change_plan", args=[plan.id])).context["form"]
    assert [field.name for field in form.drawn_items] == [
        f"item_{one.key}" for one in particulars.items_of(PlanKind.PARTICIPATION)
    ]
    assert form["item_strengths"].value() == "花の世話が好き"


def test_what_another_kind_asks_for_is_not_kept():
    given = {"strengths": "花", "contact_way": "手紙", "hosts": " "}
    assert particulars.kept(PlanKind.PARTICIPATION, given) == {"strengths": "花"}
    assert particulars.items_of(PlanKind.MULTI_AGENCY) == ()
    assert {replace(one, mark="M") == one or one.mark == "P" for one in particulars.ITEMS} == {True}

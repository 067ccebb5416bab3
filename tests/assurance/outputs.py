"""Every way by which words leave the house, and how the sweep for withheld addresses goes down each of them.

``tests/house/test_output_paths.py`` holds this list complete: a new address, file or module fails there until it stands
here; ``test_c07_protected_addresses.py`` goes down every one of them and fails where it could not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.core.operation import announce
from norishiro.exports import operations as exports
from norishiro.exports.choices import FileForm, ListKind
from norishiro.exports.listings import LISTS
from tests.assurance.crawl import client_of
from tests.factories.agencies import proved
from tests.screens import (
    ANSWERED,
    ASKED,
    CALLED,
    CARD_HOLDER,
    FATHERS_CONSENT,
    GATHERING,
    IN_A_HURRY,
    LETTER,
    OPEN,
    ROUND,
    SOMEBODY,
    TOLD,
    WAITING_SHEET,
    WORRY,
    Row,
    row,
)
from tests.towns.demo import DemoTown


class Way(StrEnum):
    """How a module is swept."""

    SCREEN = "登録された画面と、そこから行ける頁をすべてさらう"
    FORM = "伏せた言葉を打って送り、返ってきた様式をさらう"
    FILE = "ファイルを受け取り、中身・属性・名前をさらう"
    LEDGER = "台帳の行をすべてさらう"
    DATABASE = "データベースの文をすべてさらう"
    COMMAND = "動かして、出た言葉をさらう"
    IMPERSONAL = "人のことを出さない"


@dataclass(frozen=True)
class File:
    """A file somebody is handed: under which address, by which account, for which rows."""

    name: str
    login: str
    ids: dict[str, Row] = field(default_factory=dict)
    query: str = ""
    posted: bool = False
    words: dict[str, str] = field(default_factory=dict)


# The household that is drawn, found by what is drawn of it: its title is among the texts that are covered.
DRAWN = row("cases.Case", ties__isnull=False)

HERE = "hand-one"

FILES = (
    File("attachments:read_scan", "korei", {"scan_id": row("attachments.Scan")}),
    File(
        "outreach:read_photo",
        "csw",
        {"contact_id": row("outreach.Contact", tags__code="CARE"), "scan_id": row("attachments.Scan", about="CONTACT")},
    ),
    File("meetings:read_oath_scan", "suishin", {"scan_id": row("meetings.OathScan")}),
    File("incidents:report_paper", "kacho", {"incident_id": row("incidents.Incident", kind="LOOKED")}),
    File("watching:report_paper", "jimukyoku", {"report_id": row("watching.LookReport")}),
    File("letterbox:card", "suishin", {"entrance_id": CARD_HOLDER}),
    File("letterbox:poster", "suishin", {"entrance_id": CARD_HOLDER}),
    File("letterbox:read_photo", "suishin", {"letter_id": LETTER}),
    File("consultations:sheet_paper", "jiritsu", {"sheet_id": WAITING_SHEET}),
    File("surroundings:paper", "suishin", {"case_id": DRAWN}),
    File("family:genogram_paper", "suishin", {"case_id": DRAWN}),
    File("assessment:sheet_paper", "korei", {"sheet_id": row("assessment.Sheet")}),
    File("assessment:sheet_workbook", "korei", {"sheet_id": row("assessment.Sheet")}),
    File("rights:letter", "bunsho", {"request_id": ANSWERED}),
    File("rights:package_paper", "bunsho", {"request_id": ANSWERED}),
    File("rights:package_paper", "bunsho", {"request_id": ASKED}),
    File("sharing:blank_form", "korei", query="?as=pdf"),
    File("sharing:consent_form", "korei", {"person_id": SOMEBODY}, query="?as=pdf"),
    File("sharing:consent_copy", "korei", {"consent_id": FATHERS_CONSENT}, query="?as=pdf"),
    File("resources:calendar_file", "csw", {"resource_id": GATHERING}),
    File("surveys:sheets_paper", "csw", {"round_id": ROUND}),
    File("surveys:booklet_paper", "csw"),
    File("evacuation:plan_paper", "suishin", {"evacuation_plan_id": row("evacuation.EvacuationPlan", number=2)}),
    File("evacuation:letters_paper", "suishin", {"mailing_id": row("evacuation.Mailing", sent_on__isnull=False)}),
    File(
        "evacuation:giving_paper",
        "suishin",
        {"giving_id": row("evacuation.Giving", approved_on__isnull=False, given_on=None)},
    ),
    File("evacuation:pack_file", "suishin", {"taking_id": row("evacuation.PackTaking")}),
    File("evacuation:addresses_file", "suishin", {"mailing_id": row("evacuation.Mailing", sent_on__isnull=False)}),
    File("surveys:booklet_file", "csw"),
    File("opendata:standard_file", "csw"),
    File("opendata:hsds_file", "csw"),
    File("exchange:report_file", "kacho", {"bringing_id": row("exchange.Bringing", state="READ")}),
    File("moving:dictionary_file", "bunsho", {}),
    File("agencies:rights_review_paper", "kanri", {"review_id": row("agencies.RightsReview")}),
    File("agencies:rights_review_paper", "kanri", {"review_id": row("agencies.RightsReview")}, query="?as=xlsx"),
    File("disposal:certificate", "bunsho", {"batch_id": row("disposal.Batch", state="DONE")}),
    File("exchange:layout_file", "kacho", {"bringing_id": row("exchange.Bringing", state="READ")}),
    File("opendata:report_file", "csw", {"intake_id": row("opendata.Intake", state="READ")}),
    File("visits:round_paper", "csw"),
    File("visits:round_paper", "korei"),
    File("visits:round_paper", "korei", query="?whose=office"),
    File("cases:history_paper", "csw", {"case_id": DRAWN}),
    File("cases:history_paper", "csw", {"case_id": DRAWN}, query="?first=2020-04-01"),
    File("cases:history_paper", "csw", {"case_id": DRAWN}, query="?first=2020-04-01&as=xlsx"),
    File("plans:plan_sheet", "suishin", {"plan_id": row("plans.Plan")}),
    File("plans:plan_sheet", "suishin", {"plan_id": row("plans.Plan")}, query="?as=xlsx"),
    File("plans:evaluation_sheet", "suishin", {"evaluation_id": row("plans.Evaluation")}),
    File("plans:evaluation_sheet", "suishin", {"evaluation_id": row("plans.Evaluation")}, query="?as=xlsx"),
    File("policies:take_tree", "suishin", {"policy_id": row("policies.Policy", side="COUNCIL")}, posted=True),
    File("policies:take_review", "suishin", {"standing_id": row("policies.Standing", reviews__state="FIXED")}, posted=True),
    File("policies:take_grants", "suishin", posted=True),
    File("policies:take_funding", "suishin", posted=True),
    File("policies:take_base_plan", "suishin", {"base_id": row("agencies.Base", code=HERE)}, posted=True),
    File("indicators:take_cohort", "suishin", posted=True),
    File("questions:take_answer", "suishin", posted=True),
    File("questions:take_leaving", "suishin", posted=True),
    File("reports:take_report", "suishin", posted=True),
    File("reports:take_activity", "suishin", posted=True),
    File("reports:take_national", "suishin", posted=True),
    File("reports:take_summary", "csw", {"summary_id": row("reports.Summary", state="RELEASED")}, posted=True),
    File("community:take_activities", "csw", posted=True),
    File("food:take_year", "csw", posted=True),
    File("meetings:print_bundle", "shakyo", {"bundle_id": row("meetings.Bundle")}, posted=True),
    File("meetings:print_packet", "shakyo", {"packet_id": row("meetings.Packet")}, posted=True),
    File("meetings:print_copy", "suishin", {"copy_id": row("meetings.PaperCopy", staff__login_id="csw", sitting__status="CALLED")}, posted=True),
)  # fmt: skip

EXPORT = "exports:take_export"
EXPORTER = "korei"

# What answers with words that are nobody's: a number, a state, the program's own text.
OWN_ACCOUNT = "自分のアカウントの鍵のことだけ"
WORDLESS = {
    "account_inactive": "使えなくなったという知らせだけ",
    "mfa_authenticate": OWN_ACCOUNT,
    "agencies:office_begin": "庁内のログインへ送るだけ",
    "agencies:office_back": "次へ送るか、だれにも同じ知らせだけ",
    "agencies:link_office": OWN_ACCOUNT,
    "mfa_deactivate_totp": OWN_ACCOUNT,
    "mfa_view_recovery_codes": OWN_ACCOUNT,
    "mfa_generate_recovery_codes": OWN_ACCOUNT,
    "mfa_download_recovery_codes": OWN_ACCOUNT,
    "mfa_reauthenticate_webauthn": OWN_ACCOUNT,
    "mfa_remove_webauthn": OWN_ACCOUNT,
    "mfa_edit_webauthn": OWN_ACCOUNT,
    "mfa_login_webauthn": OWN_ACCOUNT,
    "consultations:find_sheet": "打った番号と、見つからないという知らせだけ。見つかれば、そのシートの画面へ送る",
    "meetings:feed": "会議体の名前・日時・場所だけ。議題も人も持たない",
    "public_site:door": "はじめのページへ送るだけ",
    "public_site:map_data": "公開の居場所の名前と場所だけ",
    "public_site:boundary": "まちの境界だけ",
    "public_site:events_file": "公開した催しだけ",
    "public_site:confirm_letters": "申し込んだ地区の名前だけ",
    "public_site:own_letters": "登録した地区の名前だけ",
    "public_site:leave_letters": "登録した地区の名前だけ",
    "public_site:by_code": "公開のページへ送るだけ",
    "ledger:health": "動いているかどうかだけ",
    "ledger:ready": "使えるかどうかだけ",
    "core:session_token": "画面の印だけ",
    "casework:open_key": "鍵の番号・公開する半分・サーバーの時刻だけ",
    "casework:receive_offline": "届いた一つ一つがどうなったかの符号だけ",
    "core:style": "部品の見本。人のことはない",
}

# Sent by a script or a button, with what was typed in them; the sweep sends each with withheld words.
TYPED = {
    "core:complete_address": {"postal_code": "171-0022"},
    "core:keep_draft": {"draft_subject": ""},
    "core:discard_draft": {"draft_subject": ""},
}


# Buttons that stand on a page only at certain moments; pressed at another, they answer with a refusal in words.
BUTTONS = (
    File("agencies:forget_address", "csw"),
    File(
        "casework:discard_offline",
        "csw",
        {"draft_id": row("core.Draft", form_key="casework.check_offline")},
    ),
    File("consultations:remind_sheet", "jiritsu", {"sheet_id": WAITING_SHEET}),
    File("consultations:take_worry", "jiritsu", {"worry_id": WORRY}),
    File("emergency:close_opening", "kokasen", {"opening_id": IN_A_HURRY}),
    File(
        "assessment:take_over", "korei", {"sheet_id": row("assessment.Sheet")}, words={"section": "ECONOMY"}
    ),
    File(
        "meetings:call_back_topic",
        "suishin",
        {"transfer_id": row("meetings.TopicTransfer", status="WAITING", way="UP")},
    ),
    File(
        "meetings:note_told",
        "jiritsu",
        {"invitation_id": row("meetings.Invitation", staff__login_id="jiritsu")},
    ),
    File("visits:see_alone", "csw", {"visit_id": row("visits.Visit", entered_at=None, case__isnull=False)}),
    File("visits:leave_visit", "korei", {"visit_id": row("visits.Visit", case=None)}),
    File("resources:remove_special", "csw", {"special_id": row("resources.SpecialDay")}),
    File("funds:close_grant", "csw", {"money_id": row("funds.Grant", paid_on__isnull=False, closed_on=None)}),
    File("questions:drop_question", "suishin", {"question_id": row("questions.Question", shared=False)}),
    File("policies:fix_review", "suishin", {"standing_id": row("policies.Standing", reviews__state="DRAFT")}),
    File("reports:take_back_review", "csw", {"summary_id": row("reports.Summary", state="ASKED")}),
    File("community:finish_part", "csw", {"local_part_id": row("community.GroupPart", done_on=None)}),
    File("helpers:opt_out", "csw", {"helper_id": row("helpers.Helper", kind="PROMOTER")}),
    File("helpers:opt_in", "csw", {"helper_id": row("helpers.Helper", kind="WATCHER")}),
    File("evacuation:fix_listing", "suishin", {"listing_id": row("evacuation.Listing", state="DRAFT")}),
    File(
        "evacuation:explain_changes",
        "suishin",
        {"listing_id": row("evacuation.Listing", before__isnull=False)},
    ),
    File("evacuation:drop_listing", "suishin", {"listing_id": row("evacuation.Listing", state="DRAFT")}),
    File("evacuation:link_target", "suishin", {"target_id": row("evacuation.Target", number="1001")}),
    File("evacuation:finish_phrase", "kacho"),
    File("evacuation:begin_phrase", "suishin"),
    File("evacuation:keep_zone_count", "suishin"),
    File("evacuation:approve_giving", "kacho", {"giving_id": row("evacuation.Giving", approved_on=None)}),
    File(
        "evacuation:take_results", "suishin", {"mailing_id": row("evacuation.Mailing", sent_on__isnull=False)}
    ),
    File("evacuation:approve_mailing", "kacho", {"mailing_id": row("evacuation.Mailing", sent_on=None)}),
    File("surveys:set_answer_aside", "csw", {"answer_id": row("surveys.Answer", state="WAITING")}),
    File(
        "surveys:accept_answer", "csw", {"answer_id": row("surveys.Answer", state="WAITING", unchanged=False)}
    ),
    File("surveys:accept_unchanged", "csw", {"round_id": ROUND}),
    File("surveys:note_reminder", "csw", {"round_id": ROUND}),
    File("surveys:close_round", "csw", {"round_id": ROUND}),
    File("exchange:settle_rows", "kacho", {"bringing_id": row("exchange.Bringing", state="READ")}),
    File("exchange:drop_bringing", "kacho", {"bringing_id": row("exchange.Bringing", state="READ")}),
    *(
        File(f"exchange:{one}", "kacho", {"bringing_id": row("exchange.Bringing", undoings__isnull=False)})
        for one in ("agree_undo", "refuse_undo", "undo_rows")
    ),
    File("exchange:take_rows", "kacho", {"bringing_id": row("exchange.Bringing", state="READ")}),
    File("opendata:choose_rows", "csw", {"intake_id": row("opendata.Intake", state="READ")}),
    File("opendata:drop_intake", "csw", {"intake_id": row("opendata.Intake", state="READ")}),
    File("opendata:take_intake", "csw", {"intake_id": row("opendata.Intake", state="READ")}),
    File("moving:draw_second", "bunsho", {"departure_id": row("moving.Departure")}),
    File("agencies:wake_staff", "kanri", {"staff_id": row("agencies.Staff", login_id="csw")}),
    File("outreach:end_phrase", "csw", {"phrase_id": row("outreach.Phrase")}),
    File("training:remove_attendance", "suishin", {"attendance_id": row("training.Attendance", number=6)}),
    File(
        "teams:confirm_takeovers",
        "korei",
        {"takeover_id": row("teams.Takeover", receiver__login_id="korei", confirmed_on=None)},
    ),
    File("meetings:remove_guest", "suishin", {"guest_id": row("meetings.Guest")}),
    File("meetings:revoke_feed", "suishin"),
    File("meetings:open_sitting", "suishin", {"sitting_id": CALLED}),
    File("meetings:close_sitting", "shakyo", {"sitting_id": OPEN}),
    File("meetings:confirm_minutes", "shakyo", {"sitting_id": OPEN}),
    File("sharing:acknowledge_provision", "korei", {"provision_id": TOLD}),
    File("surroundings:draw_team", "suishin", {"case_id": DRAWN}),
    File("surroundings:note_guide", "suishin", {"case_id": DRAWN}),
)


def addresses_of_buttons(town: DemoTown) -> list[tuple[File, str]]:
    """Where they are, asked before the first is pressed: a pressed one moves what the next would be found by."""
    return [(one, path_of(town, one)) for one in BUTTONS]


def buttons(
    found: list[tuple[File, str]], client: Callable[[str], Client]
) -> Iterator[tuple[str, HttpResponse]]:
    for one, path in found:
        yield f"{one.name} pressed", client(one.login).post(path, follow=True)


def path_of(town: DemoTown, one: File) -> str:
    from django.apps import apps

    ids = {
        key: town.id_of(one.login, apps.get_model(each.model), **each.wanted) for key, each in one.ids.items()
    }
    return reverse(one.name, kwargs=ids | one.words) + one.query


def _with_a_base(town: DemoTown) -> None:
    """The town that is swept has no bases; what is handed over of one is swept all the same."""
    from norishiro.agencies.models import Base

    with transaction.atomic():
        announce(town.actor("suishin"))
        Base.objects.get_or_create(code=HERE, defaults={"name": "みほんの家"})


def files(town: DemoTown, client: Callable[[str], Client]) -> Iterator[tuple[str, HttpResponse]]:
    """Every file there is, as it is handed over; each list in each form, with every column."""
    _with_a_base(town)
    for one in FILES:
        path, account = path_of(town, one), client(one.login)
        yield one.name, account.post(path) if one.posted else account.get(path)
    for kind in ListKind:
        for form in FileForm:
            yield EXPORT, _export(town, client(EXPORTER), kind, form)


def _export(town: DemoTown, client: Client, kind: ListKind, form: FileForm) -> HttpResponse:
    actor, now, today = town.actor(EXPORTER), timezone.now(), timezone.localdate()
    with transaction.atomic():
        announce(actor)
        asked = exports.ask_export(
            actor, kind=kind, form=form, columns=[one.code for one in LISTS[kind]], from_on=None, until_on=None,
            reason="守りの試験のため、受け持ちの一覧を全部の欄で受け取る。", now=now, today=today,
        )  # fmt: skip
    # The sweep takes longer than a proof of who this is lasts.
    return proved(client).post(reverse(EXPORT, args=[asked.id]))


def typed(client: Client, words: Any) -> Iterator[tuple[str, HttpResponse]]:
    """What a script sends while somebody types."""
    for name, fields in TYPED.items():
        path = reverse(name, args=[] if name == "core:complete_address" else ["outreach.record_contact"])
        yield name, client.post(path, fields | {"body": words, "address": words})


def signed_in(town: DemoTown) -> Callable[[str], Client]:
    """One client for each account."""
    clients: dict[str, Client] = {}

    def client(login: str) -> Client:
        if login not in clients:
            clients[login] = client_of(town, login)
        return clients[login]

    return client

"""Every screen of the house: who opens it in the demo town, and at which address. Held complete by a house test.

An address needs ids; they are found as the account itself would find them, through the walls. Whoever adds a screen
adds one line here, and gets its test in a real browser, its accessibility check and its pictures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from tests.towns.demo import DemoTown


@dataclass(frozen=True)
class Row:
    """The first row of a model (``app.Model``) that fits and that the account may read."""

    model: str
    wanted: dict[str, Any] = field(default_factory=dict)
    known_to: str = ""
    by: str = "pk"


def row(model: str, *, known_to: str = "", by: str = "pk", **wanted: Any) -> Row:
    """``known_to``: who finds it, where the screen is opened by nobody in particular; ``by``: the column its address names."""
    return Row(model, wanted, known_to, by)


@dataclass(frozen=True)
class Taken:
    """A checkpoint of the ledger, taken a moment ago."""


@dataclass(frozen=True)
class OfTheStopped:
    """A consent of somebody whose use is stopped: behind the wall, and told only to who may hear it taken back."""


@dataclass(frozen=True)
class Typed:
    """What was looked for; it stands sealed in the address."""

    words: str


@dataclass(frozen=True)
class Figure:
    """Somebody told of on a family's drawing, as the address names them."""

    kin: Row


@dataclass(frozen=True)
class Screen:
    """One screen: its URL name, the login that opens it ("" for nobody), and the rows its address names."""

    name: str
    login: str
    ids: dict[str, Row | Taken | OfTheStopped | str] = field(default_factory=dict)
    query: dict[str, Row | Typed | Figure | str] = field(default_factory=dict)
    preset: str = "toshima"
    note: str = ""

    def __str__(self) -> str:
        parts = [self.name.replace(":", "."), self.note, "" if self.preset == "toshima" else self.preset]
        return "-".join(part for part in parts if part)

    def path(self, town: DemoTown) -> str:
        from django.urls import reverse
        from django.utils.http import urlencode

        path = reverse(self.name, kwargs={key: self._found(town, one) for key, one in self.ids.items()})
        query = {key: self._found(town, one) for key, one in self.query.items()}
        return f"{path}?{urlencode(query)}" if query else path

    def _found(self, town: DemoTown, one: Row | Typed | Taken | OfTheStopped | Figure | str) -> Any:
        from django.apps import apps
        from django.utils import timezone

        from norishiro.core.searches import sealed
        from tests.factories.ledger import checkpoint

        if isinstance(one, Taken):
            return checkpoint(at=timezone.now())
        if isinstance(one, Typed):
            return sealed(one.words)
        if isinstance(one, Figure):
            return f"k-{self._found(town, one.kin)}"
        if isinstance(one, OfTheStopped):
            return town.stopped_consent(self.login)
        if isinstance(one, str):
            return one
        return getattr(
            town.first(one.known_to or self.login, apps.get_model(one.model), **one.wanted), one.by
        )


# --- signing in and the account itself --------------------------------------------------------------------

ACCOUNT = [
    Screen("account_login", ""),
    Screen("account_logout", "csw"),
    Screen("account_reauthenticate", "csw"),
    Screen("account_change_password", "csw"),
    Screen("mfa_index", "csw"),
    Screen("mfa_reauthenticate", "csw"),
    Screen("mfa_activate_totp", "csw"),
    Screen("mfa_list_webauthn", "csw"),
    Screen("mfa_add_webauthn", "csw"),
    Screen("usersessions_list", "csw"),
]

# --- agencies and how things are set up --------------------------------------------------------------------

AGENCIES = [
    Screen("agencies:choose_hat", "kenmu"),
    Screen("agencies:list", "kanri"),
    Screen("agencies:add", "kanri"),
    Screen("agencies:show", "kanri", {"agency_id": row("agencies.Agency", code="FUKUSHI_SOMU")}),
    Screen("agencies:change", "kanri", {"agency_id": row("agencies.Agency", code="FUKUSHI_SOMU")}),
    Screen("agencies:windows", "kanri"),
    Screen("agencies:navigator", "kanri", query={"topic": "MONEY"}),
    Screen("agencies:add_window", "kanri"),
    Screen("agencies:focus_groups", "suishin"),
    Screen("agencies:add_focus_group", "kanri"),
    Screen("agencies:dedicate_windows", "kanri", {"group_id": row("agencies.FocusGroup")}),
    Screen("agencies:window_guide", "kanri", {"window_id": row("agencies.Window")}),
    Screen("agencies:areas", "kanri"),
    Screen("agencies:area", "kanri", {"area_id": row("agencies.Area", code="ELD01")}),
    Screen("agencies:staffing", "kanri"),
    Screen("agencies:set_cover", "kanri"),
    Screen("agencies:duals", "kanri"),
    Screen("agencies:roles", "kanri"),
    Screen("agencies:appoint", "kanri"),
    Screen(
        "agencies:end_appointment",
        "kanri",
        {"appointment_id": row("agencies.Appointment", staff__login_id="csw")},
    ),
    Screen(
        "agencies:move_appointment",
        "kanri",
        {"appointment_id": row("agencies.Appointment", staff__login_id="csw")},
    ),
    Screen("agencies:staff", "kanri"),
    Screen("agencies:unused", "kanri"),
    Screen("agencies:transfers", "kanri"),
    Screen("agencies:read_transfers", "kanri"),
    Screen("agencies:transfer_file", "kanri", {"file_id": row("agencies.TransferFile")}),
    Screen("agencies:add_staff", "kanri"),
    Screen("agencies:show_staff", "kanri", {"staff_id": row("agencies.Staff", login_id="csw")}),
    Screen("agencies:end_staff", "kanri", {"staff_id": row("agencies.Staff", login_id="csw")}),
    Screen("agencies:rights_reviews", "kanri"),
    Screen("agencies:review_rights", "kacho", {"agency_id": row("agencies.Agency", code="KUMIN_HIROBA")}),
    Screen("agencies:rights_review", "kanri", {"review_id": row("agencies.RightsReview")}),
    Screen("agencies:help_staff", "kanri", {"staff_id": row("agencies.Staff", login_id="csw")}),
    Screen("agencies:access_help", "kozue", {"help_id": row("agencies.AccessHelp")}),
    Screen("agencies:bases", "kanri", preset="hachioji"),
    Screen("agencies:add_base", "kanri"),
    Screen("agencies:base", "kanri", {"base_id": row("agencies.Base", code="ISHIKAWA")}, preset="hachioji"),
    Screen(
        "agencies:change_base", "kanri", {"base_id": row("agencies.Base", code="ISHIKAWA")}, preset="hachioji"
    ),
    Screen(
        "agencies:set_hours", "kanri", {"base_id": row("agencies.Base", code="ISHIKAWA")}, preset="hachioji"
    ),
    Screen("agencies:office", "csw"),
    Screen("agencies:digest", "csw"),
    Screen("agencies:ask_address", "csw"),
    Screen("agencies:confirm_address", "csw"),
    Screen("agencies:choose_hour", "csw"),
    Screen("agencies:duty", "csw"),
    Screen("agencies:set_duty", "suishin"),
    Screen("agencies:change_duty", "suishin"),
    Screen("agencies:swap_duty", "suishin"),
    Screen("agencies:on_call", "kanri"),
    Screen("agencies:add_on_call", "kanri"),
    Screen("agencies:end_on_call", "kanri", {"on_call_id": row("agencies.OnCall")}),
    Screen("agencies:set_load_level", "kanri"),
    Screen("agencies:programmes", "kanri"),
    Screen("agencies:pattern", "kanri"),
    Screen("agencies:copies", "kanri"),
    Screen("agencies:checkpoints", "kanri"),
    Screen("agencies:errands", "kanri"),
    Screen("agencies:condition", "kanri"),
    Screen("agencies:slow_questions", "kanri"),
    Screen("agencies:checkpoint", "kanri", {"checkpoint_id": Taken()}),
]

# --- what the addresses name -------------------------------------------------------------------------------

PLAN = row("policies.Policy", standings__reviews__state="FIXED")
STARRED = row("agencies.Window", code="HIKIKOMORI")
FUNDED = row("agencies.Role", kind="CSW")
PLANNED_BASE = row("agencies.Base", code="ISHIKAWA")
REVIEWED = row("policies.Standing", reviews__state="FIXED")
IN_BOTH = row("policies.Measure", name="身近な居場所")
COUNTED = row("policies.Measure", indicators__figure="report:visits")
MET_IN_TWO_DAYS = row("cases.Case", title__startswith="月見野家")
SISTER_FAR_AWAY = Figure(row("family.Kin", label="月見野さんの姉"))
MET_TODAY = row("cases.Case", title__startswith="若草家")
PLANNED = row("cases.Case", title__startswith="小春家")
SUPPORTED = row("cases.Case", title__startswith="白波家")
CORPORATION = row("corporations.Corporation", organisation__name__endswith="見本の里")
TOGETHER = row("community.Proposal", owner_group__kind="NETWORK")
GATHERING = row("resources.Place", name__startswith="多世代ひろば")
ROUND = row("surveys.Round", closed_on=None)
LEAFLET = row("publicity.Item", kind="LEAFLET")
FORUM = row("publicity.Item", kind="FORUM")
SENT_POST = row("neighbours.Post", sent_at__isnull=False)
DRAFT_POST = row("neighbours.Post", sent_at=None)
LIVE_PAGE = row("publicity.PublicPage", slug="hikikomori")
FIXED_LIST = row("evacuation.Listing", before__isnull=False)
DRAFT_LIST = row("evacuation.Listing", state="DRAFT")
SENT_NOTICES = row("evacuation.Mailing", sent_on__isnull=False)
PLACED_PLAN = row("evacuation.EvacuationPlan", target__number="1003", number=2)
OLDER_PLAN = row("evacuation.EvacuationPlan", target__number="1003", number=1)
HELPED_TARGET = row("evacuation.Target", number="1001")
OPEN_GIVING = row("evacuation.Giving", approved_on=None)
PRINTABLE_GIVING = row("evacuation.Giving", approved_on__isnull=False, given_on=None)
DONE_GIVING = row("evacuation.Giving", given_on__isnull=False)
NEW_NOTICES = row("evacuation.Mailing", sent_on=None)
ANSWERED_PLACE = row("surveys.Invitation", answer__state="WAITING", answer__unchanged=False)
UNANSWERED_PLACE = row("surveys.Invitation", answer__isnull=True)
CENTRE = row("resources.Place", kind="CENTRE_1")
PAUSED = row("resources.Place", name__startswith="家族の茶話会")
STUDIED = row("training.Session", title__startswith="声にならない声")
REWRITTEN = row("handbook.Page", number=2)
TAUGHT = row("handbook.Scheme", until_on=None)
DECIDED = row("handbook.StudyItem", state="CARRIED")
TO_CONFIRM = row("teams.Takeover", receiver__login_id="korei", confirmed_on=None)
STANDING_STILL = row("cases.Case", title__startswith="雨宿家")
WATCHED = row("cases.Case", title__startswith="星見家")
SOMEBODY = row("people.Person", name="白波 岳")
TWICE = row("people.Person", name="木洩日 澄江", phone="")
TWICE_OTHER = row("people.Person", name="木洩日 澄江", address="")
A_SON = row("people.Person", name="若草 渉")
FATHERS_CONSENT = row("sharing.Consent", state="GIVEN", asked_by__login_id="korei")
AGREED_TWICE = row("people.Person", name="朝凪 のぞみ")
TOOK_IT_BACK = row("people.Person", name="朝凪 つばさ")
QUESTION: dict[str, Row | str] = {"receiver": row("agencies.Agency", code="KENKO"), "categories": "2"}
TOLD = row("sharing.Provision", basis="P69-2")
TOLD_IN_A_HURRY = row("sharing.Provision", basis="Z")
SECTION = row("meetings.Body", code="SECTION")
CALLED = row("meetings.Sitting", status="CALLED")
OPEN = row("meetings.Sitting", status="OPEN")
TABLED_RESULTS = row("meetings.Sitting", tabled_results__isnull=False)
CONFIRMED = row("meetings.Sitting", status="CONFIRMED", body__code="SECTION")
TABLED = row("meetings.Item", sitting__status="CALLED")
TALKED_OF = row("meetings.Item", sitting__status="OPEN")
TALKED_OVER = row("meetings.Item", status="DONE")
TALKED_TOPIC = row("meetings.Topic", status="OPEN", body__code="SECTION")
CAME = row("meetings.Sitting", guests__isnull=False)
HANDED_OUT = row("meetings.Sitting", status="CONFIRMED", copies__isnull=False)
FOUND_SOUND = row("plans.Plan", status="APPROPRIATE")
IN_FORCE = row("plans.Plan", status__in=["DECIDED", "SHARED"], case__title__startswith="白波家")
STANDING = row("plans.Plan", status__in=["DECIDED", "SHARED"], case__title__startswith="雨宿家")
NEXT_VERSION = row("plans.Plan", status="DRAFT", version_no=2)
CALLER = row("consultations.Consultation", person__alias="3階の男性")
WORRY = row("consultations.Worry")
SHARED_COUNTER = row("agencies.Window", code="NYUKYO")
AT_THE_WINDOW = row("consultations.Consultation", person__name="木漏 ひろみ")
AGREED = row("people.Person", name="木漏 ひろみ")
WAITING_SHEET = row("consultations.TsunaguSheet", status="SENT")
ANSWERED_SHEET = row("consultations.TsunaguSheet", status="PROPOSED")
WAITING_REQUEST = row("consultations.SupportRequest", status="APPLIED")
REFUSED_REQUEST = row("consultations.SupportRequest", status="NOT_NEEDED")
HOUSEHOLD = row("people.Household", label="白波家")
INSIDE = row("visits.Visit", entered_at__isnull=False)
GOES_ALONE = row("visits.Visit", from_at="10:00")
ANGER = row("visits.SafetyNote", kind="ANGER")
OWN_CONTACT = row("outreach.Contact", staff__login_id="csw")
MADE_ROLE = row("cases.Role", status="PROMISED", case__title__startswith="白波家")

HIDDEN_PERSON = row("people.Person", protections__isnull=False)
PROTECTION = row("people.Protection", state="ACTIVE")

# --- meetings ----------------------------------------------------------------------------------------------

MEETINGS = [
    Screen("meetings:list", "suishin"),
    Screen("meetings:bodies", "suishin"),
    Screen("meetings:matrix", "suishin"),
    Screen("meetings:body", "suishin", {"body_id": SECTION}),
    Screen("meetings:note_procedure", "suishin", {"body_id": SECTION}),
    Screen("meetings:call_meeting", "suishin", {"body_id": SECTION}),
    Screen(
        "meetings:request_convening",
        "takikan",
        {"case_id": row("cases.Case", title__startswith="月見野家")},
        preset="hachioji",
    ),
    Screen(
        "meetings:convening",
        "takikan",
        {"request_id": row("meetings.ConveneRequest", status="ASKED")},
        preset="hachioji",
    ),
    Screen(
        "meetings:answer_convening",
        "shi",
        {"request_id": row("meetings.ConveneRequest", status="ASKED")},
        preset="hachioji",
    ),
    Screen("meetings:case_items", "suishin", {"case_id": MET_IN_TWO_DAYS}),
    Screen("meetings:put_on_list", "suishin", {"case_id": SUPPORTED}),
    Screen("meetings:sitting", "suishin", {"sitting_id": CALLED}),
    Screen("meetings:sitting", "shakyo", {"sitting_id": OPEN}, note="open"),
    Screen(
        "meetings:sitting",
        "shakyo",
        {"sitting_id": row("meetings.Sitting", status="CONFIRMED", items__status="DONE")},
        note="confirmed",
    ),
    Screen("meetings:sitting", "jiritsu", {"sitting_id": CALLED}, note="before-oath"),
    Screen("meetings:oath", "jiritsu", {"sitting_id": CALLED}),
    Screen("meetings:invite", "suishin", {"sitting_id": CALLED}),
    Screen(
        "meetings:answer_invitation",
        "jiritsu",
        {"invitation_id": row("meetings.Invitation", staff__login_id="jiritsu", sitting__status="CALLED")},
    ),
    Screen("meetings:table_item", "suishin", {"sitting_id": CALLED}),
    Screen("meetings:move_sitting", "suishin", {"sitting_id": CALLED}),
    Screen("meetings:cancel_sitting", "suishin", {"sitting_id": CALLED}),
    Screen("meetings:note_attendance", "shakyo", {"sitting_id": OPEN}),
    Screen("meetings:write_topics", "shakyo", {"sitting_id": OPEN}),
    Screen("meetings:item", "suishin", {"item_id": TABLED}),
    Screen("meetings:item", "shakyo", {"item_id": TALKED_OF}, note="open"),
    Screen("meetings:item", "shakyo", {"item_id": TALKED_OVER}, note="done"),
    Screen("meetings:paper", "suishin", {"item_id": TABLED}),
    Screen(
        "meetings:person_paper",
        "suishin",
        {
            "item_id": row("meetings.Item", basis="C0", case__title__startswith="小春家"),
            "person_id": row("people.Person", name="小春 あや"),
        },
    ),
    Screen("meetings:passages", "suishin"),
    Screen("meetings:add_passage", "suishin", {"item_id": TABLED}),
    Screen("meetings:change_item", "suishin", {"item_id": TABLED}),
    Screen("meetings:designate", "suishin", {"item_id": TABLED}),
    Screen("meetings:seat_person", "suishin", {"item_id": TABLED}),
    Screen("meetings:write_line", "shakyo", {"item_id": TALKED_OF}),
    Screen("meetings:decide", "shakyo", {"item_id": TALKED_OF}),
    Screen("meetings:follow_consent", "shakyo", {"item_id": TALKED_OVER}),
    Screen("meetings:withdraw_item", "suishin", {"item_id": TABLED}),
    Screen("meetings:designations", "suishin", {"body_id": SECTION}),
    Screen("meetings:name_member", "suishin", {"body_id": SECTION}),
    Screen(
        "meetings:end_designation",
        "suishin",
        {"designation_id": row("meetings.Designation", staff__login_id="csw")},
    ),
    Screen("meetings:oaths", "suishin", {"sitting_id": CALLED}),
    Screen("meetings:note_paper_oath", "suishin", {"sitting_id": CALLED}),
    Screen("meetings:keep_oath_scan", "suishin", {"oath_id": row("meetings.Oath", on_paper=True)}),
    Screen("meetings:remove_oath_scan", "suishin", {"scan_id": row("meetings.OathScan")}),
    Screen("meetings:papers", "suishin", {"item_id": TABLED}),
    Screen("meetings:packet", "shakyo", {"packet_id": row("meetings.Packet")}),
    Screen("meetings:bundle", "csw", {"bundle_id": row("meetings.Bundle", staff__login_id="csw")}),
    Screen("meetings:ask_advance", "suishin", {"sitting_id": CALLED}),
    Screen(
        "meetings:write_advance", "csw", {"ask_id": row("meetings.AdvanceAsk", answered_at__isnull=False)}
    ),
    Screen("meetings:calendar", "suishin"),
    Screen("meetings:model_cases", "shakyo"),
    Screen("meetings:model_case", "shakyo", {"case_id": row("cases.Case", model_case__isnull=False)}),
    Screen("meetings:flag_model", "suishin", {"case_id": MET_IN_TWO_DAYS}),
    Screen("meetings:tell_model", "shakyo", {"case_id": row("cases.Case", model_case__isnull=False)}),
    Screen("meetings:ask_questionnaire", "shakyo", {"sitting_id": HANDED_OUT}),
    Screen("meetings:questionnaire", "shakyo", {"questionnaire_id": row("meetings.Questionnaire")}),
    Screen("meetings:answer_questionnaire", "korei", {"questionnaire_id": row("meetings.Questionnaire")}),
    Screen("meetings:my_feed", "suishin"),
    Screen("meetings:keep_series", "suishin", {"body_id": SECTION}),
    Screen("meetings:schedule_sittings", "suishin", {"series_id": row("meetings.Series")}),
    Screen(
        "meetings:change_line",
        "shakyo",
        {"line_id": row("meetings.MinuteLine", item__sitting__status="OPEN")},
    ),
    Screen("meetings:note_presence", "shakyo", {"item_id": TALKED_OF}),
    Screen(
        "meetings:check_decision",
        "shakyo",
        {"sitting_id": CALLED, "line_id": row("meetings.MinuteLine", kind="DECISION")},
    ),
    Screen(
        "meetings:copy",
        "csw",
        {"copy_id": row("meetings.PaperCopy", staff__login_id="csw", sitting__status="CALLED")},
    ),
    Screen(
        "meetings:close_copy",
        "suishin",
        {"copy_id": row("meetings.PaperCopy", staff__login_id="csw", sitting__status="CALLED")},
    ),
    Screen("meetings:collection", "shakyo", {"sitting_id": HANDED_OUT}),
    Screen(
        "meetings:settle_copy",
        "shakyo",
        {"copy_id": row("meetings.PaperCopy", state="OUT", sitting__status="CONFIRMED")},
    ),
    Screen("meetings:keep_loss", "shakyo", {"copy_id": row("meetings.PaperCopy", state="LOST")}),
    Screen(
        "meetings:change_basis",
        "shakyo",
        {"line_id": row("meetings.MinuteLine", kind="FACT", item__status="DONE")},
    ),
    Screen("meetings:topic_board", "suishin"),
    Screen("meetings:topics", "suishin", {"body_id": SECTION}),
    Screen("meetings:topics", "suishin", {"body_id": row("meetings.Body", code="COUNCIL")}, note="above"),
    Screen("meetings:add_topic", "suishin", {"body_id": SECTION}),
    Screen("meetings:gather_topics", "suishin", {"body_id": SECTION}),
    Screen("meetings:keep_theme", "suishin", {"body_id": SECTION}),
    Screen("meetings:theme", "suishin", {"theme_id": row("meetings.Theme")}),
    Screen("meetings:topic", "suishin", {"topic_id": TALKED_TOPIC}),
    Screen("meetings:change_topic", "suishin", {"topic_id": TALKED_TOPIC}),
    Screen("meetings:finish_topic", "suishin", {"topic_id": TALKED_TOPIC}),
    Screen("meetings:reopen_topic", "suishin", {"topic_id": row("meetings.Topic", status="DONE")}),
    Screen("meetings:send_topic", "suishin", {"topic_id": TALKED_TOPIC}),
    Screen(
        "meetings:take_topic",
        "suishin",
        {"transfer_id": row("meetings.TopicTransfer", status="WAITING", way="UP")},
    ),
    Screen(
        "meetings:answer_topic", "suishin", {"transfer_id": row("meetings.TopicTransfer", status="WAITING")}
    ),
    Screen(
        "meetings:talk_of_topic",
        "shakyo",
        {"sitting_id": OPEN, "topic_id": row("meetings.Topic", body__code="CONCERNED")},
    ),
    Screen("meetings:raise_from_item", "suishin", {"item_id": TABLED}),
    Screen("meetings:raise_from_case", "suishin", {"case_id": SUPPORTED}),
    Screen("meetings:attendance", "suishin", {"sitting_id": CAME}),
    Screen("meetings:add_guest", "suishin", {"sitting_id": CALLED}),
    Screen("meetings:place_sitting", "suishin", {"sitting_id": CALLED}),
    Screen("meetings:places", "suishin", {"body_id": row("meetings.Body", code="COUNCIL")}),
    Screen("meetings:partners", "suishin", {"body_id": row("meetings.Body", code="COUNCIL")}),
    Screen("meetings:add_partner", "suishin", {"body_id": row("meetings.Body", code="COUNCIL")}),
    Screen("meetings:end_partner", "suishin", {"partner_id": row("meetings.Partner")}),
    Screen("meetings:leaders", "suishin"),
    Screen("meetings:blocks", "suishin"),
    Screen("meetings:add_block", "suishin"),
    Screen("meetings:interviews", "csw"),
    Screen("meetings:add_interview", "csw"),
    Screen("meetings:interview", "csw", {"interview_id": row("meetings.Interview")}),
    Screen("meetings:regulations", "suishin"),
    Screen("meetings:add_regulation", "suishin"),
    Screen("meetings:regulation", "suishin", {"regulation_id": row("meetings.Regulation")}),
]

# --- who cares for whom -----------------------------------------------------------------------------------------

NAMELESS = row("people.Person", alias="放課後に電話をくれた人")
CARERS = [
    Screen("carers:list_carers", "kokasen"),
    Screen("carers:list_carers", "jido", note="empty"),
    Screen("consultations:leads", "csw"),
    Screen("consultations:leads", "jido", note="empty"),
    Screen("consultations:take_lead", "csw", {"source_id": row("consultations.Notice", lead=None)}),
    Screen("consultations:show_lead", "csw", {"lead_id": row("consultations.Lead")}),
    Screen("consultations:note_lead", "csw", {"lead_id": row("consultations.Lead")}),
    Screen("consultations:end_lead", "csw", {"lead_id": row("consultations.Lead")}),
    Screen("carers:household_carers", "suishin", {"case_id": SUPPORTED}),
    Screen("carers:household_carers", "suishin", {"case_id": MET_IN_TWO_DAYS}, note="empty"),
    Screen("carers:caring", "suishin", {"person_id": row("people.Person", carings__basis="C0")}),
    Screen("carers:caring", "kokasen", {"person_id": NAMELESS}, note="nameless"),
    Screen("carers:write_caring", "kokasen", {"person_id": NAMELESS}),
    Screen("carers:change_caring", "kokasen", {"caring_id": row("carers.Caring", basis="OWN")}),
]

# --- who takes part where ------------------------------------------------------------------------------------------

HELPING = row("people.Person", participations__role="HELPER")
TRYING = row("people.Person", participations__role="PARTICIPANT")
HELPS = {"participation_id": row("matching.Participation", role="HELPER", ended_on=None)}
PARTICIPATION = [
    Screen("matching:list_participations", "jiritsu"),
    Screen("matching:list_participations", "korei", note="empty"),
    Screen("matching:case_participations", "suishin", {"case_id": SUPPORTED}),
    Screen("matching:case_participations", "suishin", {"case_id": MET_IN_TWO_DAYS}, note="empty"),
    Screen("matching:keep_hope", "jiritsu", {"case_id": SUPPORTED, "person_id": HELPING}),
    Screen("matching:candidates", "jiritsu", {"case_id": SUPPORTED, "person_id": HELPING}),
    Screen(
        "matching:candidates", "jiritsu", {"case_id": SUPPORTED, "person_id": TRYING}, note="without-hope"
    ),
    Screen("matching:introduction", "jiritsu", HELPS),
    Screen("matching:menu", "jiritsu"),
    Screen("matching:menu", "csw", query={"band": "EVENING", "interest": "ANIMAL"}, note="nothing"),
    Screen("matching:add_doing", "csw", {"resource_id": GATHERING}),
    Screen("matching:change_doing", "csw", {"doing_id": row("matching.Doing", load="LIGHT", until_on=None)}),
    Screen("matching:shortages", "jiritsu"),
    Screen("matching:shortages", "jiritsu", query={"ended": "1"}, note="empty"),
    Screen("matching:shortage", "jiritsu", {"shortage_id": row("matching.Shortage", group=None)}),
    Screen(
        "matching:shortage",
        "jiritsu",
        {"shortage_id": row("matching.Shortage", group__isnull=False)},
        note="making",
    ),
    Screen("matching:note_shortage", "jiritsu", {"case_id": SUPPORTED, "person_id": TRYING}),
    Screen("matching:bring_shortage", "jiritsu", {"shortage_id": row("matching.Shortage", group=None)}),
    Screen("matching:make_place_for", "jiritsu", {"shortage_id": row("matching.Shortage", group=None)}),
    Screen("matching:close_shortage", "jiritsu", {"shortage_id": row("matching.Shortage", group=None)}),
    Screen("community:share_part", "csw", {"local_group_id": row("community.Group", stage="PREPARING")}),
    Screen("community:open_place", "csw", {"local_group_id": row("community.Group", stage="PREPARING")}),
    Screen("matching:choose_place", "jiritsu", {"case_id": SUPPORTED}),
    Screen(
        "matching:begin_participation",
        "jiritsu",
        {"case_id": SUPPORTED, "place_id": row("resources.Place", name__startswith="多世代ひろば")},
    ),
    Screen("matching:participation", "jiritsu", HELPS),
    Screen(
        "matching:participation",
        "jiritsu",
        {"participation_id": row("matching.Participation", role="PARTICIPANT", ended_on=None)},
        note="closed-place",
    ),
    Screen("matching:move_stage", "jiritsu", HELPS),
    Screen("matching:check_settled", "jiritsu", HELPS),
    Screen("matching:note_host", "jiritsu", HELPS),
    Screen("matching:note_attendance", "jiritsu", HELPS),
    Screen("matching:end_participation", "jiritsu", HELPS),
]

# --- what is drawn around a household -----------------------------------------------------------------------

SURROUNDINGS = [
    Screen("surroundings:ecomap", "suishin", {"case_id": SUPPORTED}),
    Screen("surroundings:ecomap", "suishin", {"case_id": MET_IN_TWO_DAYS}, note="empty"),
    Screen("surroundings:compare_ecomaps", "suishin", {"case_id": SUPPORTED}),
    Screen("surroundings:add_tie", "suishin", {"case_id": SUPPORTED}),
    Screen("surroundings:change_tie", "suishin", {"tie_id": row("surroundings.Tie", until_on=None)}),
    Screen("surroundings:end_tie", "suishin", {"tie_id": row("surroundings.Tie", until_on=None)}),
    Screen("surroundings:nine", "suishin", {"case_id": SUPPORTED}),
    Screen("surroundings:compare_nine", "suishin", {"case_id": SUPPORTED}),
    Screen("surroundings:start_nine", "suishin", {"case_id": SUPPORTED}),
    Screen("surroundings:fill_cell", "suishin", {"cell_id": row("surroundings.NineCell")}),
    Screen("surroundings:life_map", "suishin", {"case_id": SUPPORTED}),
    Screen("surroundings:add_place", "suishin", {"case_id": SUPPORTED}),
    Screen("surroundings:change_place", "suishin", {"place_id": row("surroundings.Place")}),
    Screen("surroundings:chronology", "suishin", {"case_id": SUPPORTED}),
    Screen("surroundings:add_event", "suishin", {"case_id": SUPPORTED}),
    Screen("surroundings:change_event", "suishin", {"event_id": row("surroundings.LifeEvent")}),
    Screen("surroundings:relation", "suishin", {"case_id": SUPPORTED}),
    Screen("surroundings:table", "suishin", {"case_id": SUPPORTED}),
]

# --- plans, monitoring, evaluation --------------------------------------------------------------------------

PLANS = [
    Screen("plans:list", "suishin"),
    Screen("plans:list_monitoring", "suishin"),
    Screen(
        "plans:record_monitoring",
        "suishin",
        {"monitoring_id": row("plans.Monitoring", done_on=None, case__title__startswith="雨宿家")},
    ),
    Screen("plans:review_progress", "suishin"),
    Screen("plans:list_silent", "suishin"),
    Screen("plans:case_plans", "suishin", {"case_id": SUPPORTED}),
    Screen("plans:draft_plan", "suishin", {"case_id": MET_IN_TWO_DAYS, "kind": "outreach"}),
    Screen("plans:agency_plans", "korei", {"case_id": SUPPORTED}),
    Screen("plans:record_agency_plan", "korei", {"case_id": SUPPORTED}),
    Screen("plans:check_agency_plan", "korei", {"agency_plan_id": row("plans.AgencyPlan")}),
    Screen("plans:schedule_monitoring", "suishin", {"case_id": MET_IN_TWO_DAYS}),
    Screen("plans:evaluate", "suishin", {"case_id": STANDING_STILL}),
    Screen("plans:show_plan", "suishin", {"plan_id": IN_FORCE}),
    Screen("plans:show_plan", "kacho", {"plan_id": FOUND_SOUND}, note="to-decide"),
    Screen("plans:change_plan", "suishin", {"plan_id": NEXT_VERSION}),
    Screen("plans:submit_plan", "suishin", {"plan_id": NEXT_VERSION}),
    Screen("plans:return_plan", "kacho", {"plan_id": FOUND_SOUND}),
    Screen("plans:mark_appropriate", "suishin", {"plan_id": FOUND_SOUND}),
    Screen("plans:decide_plan", "kacho", {"plan_id": FOUND_SOUND}),
    Screen("plans:acknowledge_plan", "csw", {"plan_id": IN_FORCE}),
    Screen("plans:revise_plan", "suishin", {"plan_id": STANDING}),
    Screen("plans:end_plan", "suishin", {"plan_id": STANDING}),
    Screen("plans:compare_versions", "suishin", {"plan_id": NEXT_VERSION}),
    Screen("plans:person_copy", "suishin", {"plan_id": IN_FORCE, "person_id": SOMEBODY}),
]

# --- across the rooms ---------------------------------------------------------------------------------------

CASEWORK = [
    Screen("casework:list_offline", "csw"),
    Screen("casework:write_offline", "csw"),
    Screen(
        "casework:check_offline", "csw", {"draft_id": row("core.Draft", form_key="casework.check_offline")}
    ),
    Screen("casework:today", "suishin"),
    Screen("casework:today", "csw", note="csw"),
    Screen("casework:today", "kacho", note="kacho"),
    Screen("casework:today", "minsei", note="minsei"),
    Screen("casework:today", "jido", note="nothing"),
    Screen("casework:accept_request", "suishin", {"request_id": WAITING_REQUEST}),
    Screen("casework:close_case", "suishin", {"case_id": STANDING_STILL}),
    Screen(
        "casework:coordinate_case",
        "takikan",
        {"case_id": row("cases.Case", title__startswith="若草家")},
        preset="hachioji",
    ),
    Screen("casework:interrupt_case", "suishin", {"case_id": MET_IN_TWO_DAYS}),
    Screen("casework:reopen_case", "suishin", {"case_id": WATCHED}),
    Screen("casework:record_watch", "suishin", {"closure_id": row("plans.Closure", watches=True)}),
    Screen(
        "casework:show_hall", "takikan", {"base_id": row("agencies.Base", code="ISHIKAWA")}, preset="hachioji"
    ),
    Screen("casework:find_same", "suishin", {"person_id": TWICE}),
    Screen("casework:find_same", "suishin", {"person_id": TWICE}, query={"s": Typed("白波")}, note="found"),
    Screen("casework:merge_people", "suishin", {"person_id": TWICE, "other_id": TWICE_OTHER}),
    Screen("casework:tell_apart", "suishin", {"person_id": TWICE, "other_id": TWICE_OTHER}),
    Screen("casework:undo_merge", "suishin", {"merge_id": row("people.Merge")}),
    Screen("casework:pairs", "suishin"),
    Screen("casework:workload", "tokatsu"),
    Screen("casework:activity", "tokatsu"),
    Screen("casework:districts", "csw"),
    Screen("casework:district", "minsei", {"area_id": row("agencies.Area", code="ELD01")}),
    Screen("casework:district", "csw", {"area_id": row("agencies.Area", code="ELD01")}, note="csw"),
]

SHARING = [
    Screen("sharing:consents", "korei", {"person_id": SOMEBODY}),
    Screen("sharing:consents", "csw", {"person_id": AGREED_TWICE}, note="narrowed"),
    Screen("sharing:consents", "csw", {"person_id": TOOK_IT_BACK}, note="refused"),
    Screen("sharing:take_consent", "korei", {"person_id": SOMEBODY}),
    Screen("sharing:consent_dates", "csw"),
    Screen("sharing:kept_words", "korei"),
    Screen("sharing:renew_consent", "korei", {"consent_id": FATHERS_CONSENT}),
    Screen("sharing:wordings", "korei"),
    Screen("sharing:keep_wording", "jimukyoku"),
    Screen("sharing:blank_form", "korei"),
    Screen("sharing:consent_form", "korei", {"person_id": SOMEBODY}),
    Screen("sharing:consent_copy", "korei", {"consent_id": FATHERS_CONSENT}),
    Screen("sharing:note_refusal", "korei", {"person_id": SOMEBODY}),
    Screen("sharing:stopped_consents", "csw"),
    Screen("sharing:withdraw_stopped_consent", "csw", {"consent_id": OfTheStopped()}),
    Screen("sharing:withdraw_consent", "korei", {"consent_id": FATHERS_CONSENT}),
    Screen(
        "attachments:keep_consent_scan",
        "korei",
        {"consent_id": row("sharing.Consent", asked_by__login_id="korei")},
    ),
    Screen("attachments:remove_scan", "korei", {"scan_id": row("attachments.Scan")}),
    Screen("sharing:exclusions", "shakyo", {"person_id": A_SON}),
    Screen("sharing:exclude_staff", "shakyo", {"person_id": A_SON}),
    Screen("sharing:readmit_staff", "shakyo", {"person_id": A_SON, "exclusion_id": row("sharing.Exclusion")}),
    Screen("sharing:grounds", "korei"),
    Screen("sharing:provisions", "korei", {"person_id": SOMEBODY}),
    Screen("sharing:weigh", "korei", {"person_id": SOMEBODY}),
    Screen("sharing:weigh", "korei", {"person_id": SOMEBODY}, QUESTION, note="asked"),
    Screen("sharing:provide", "korei", {"person_id": SOMEBODY}, {**QUESTION, "ground": "P69-2"}),
    Screen("sharing:show_provision", "korei", {"provision_id": TOLD}),
    Screen("sharing:end_provision", "korei", {"provision_id": TOLD}),
    Screen("sharing:waiting", "kacho"),
    Screen("sharing:show_provision", "kacho", {"provision_id": TOLD_IN_A_HURRY}, note="emergency"),
    Screen("sharing:review_provision", "kacho", {"provision_id": TOLD_IN_A_HURRY}),
]

ASKED_FLAG = row("watching.Flag", staff__login_id="jimukyoku")
LOOKED_AT = {"person_id": SOMEBODY}
LEAK = row("incidents.Incident", kind="LOOKED")

WATCHING = [
    Screen("watching:looks", "kacho", LOOKED_AT),
    Screen("watching:give_report", "jimukyoku", LOOKED_AT),
    Screen("watching:propose_hold", "jimukyoku", LOOKED_AT),
    Screen("watching:report", "jimukyoku", {"report_id": row("watching.LookReport")}),
    Screen("watching:approve_hold", "kacho", {"hold_id": row("watching.Hold", approved_at=None)}),
    Screen("watching:recheck_hold", "kacho", {"hold_id": row("watching.Hold", approved_at__isnull=False)}),
    Screen("watching:flags", "kacho"),
    Screen("watching:flags", "kacho", query={"state": "settled"}, note="settled"),
    Screen("watching:judge_flag", "kacho", {"flag_id": ASKED_FLAG}),
    Screen("watching:my_flags", "jimukyoku"),
    Screen("watching:answer_flag", "jimukyoku", {"flag_id": ASKED_FLAG}),
    Screen("watching:tell_home", "jimukyoku"),
    Screen("watching:ask_widening", "korei"),
    Screen("watching:widenings", "kacho"),
    Screen("watching:answer_widening", "kacho", {"widening_id": row("watching.Widening")}),
    Screen("incidents:incidents", "kacho"),
    Screen("incidents:incidents", "kacho", query={"state": "closed"}, note="closed"),
    Screen("incidents:tell_incident", "korei"),
    Screen("incidents:my_incidents", "korei"),
    Screen("incidents:incident", "kacho", {"incident_id": LEAK}),
    Screen("incidents:write_items", "kacho", {"incident_id": LEAK}),
    Screen("incidents:add_span", "kacho", {"incident_id": LEAK}),
    Screen("incidents:tell_affected", "kacho", {"incident_id": LEAK}),
    Screen("incidents:report_first", "kacho", {"incident_id": LEAK}),
    Screen("incidents:report_final", "kacho", {"incident_id": LEAK}),
    Screen("incidents:settle_without", "kacho", {"incident_id": LEAK}),
]

# --- people, contacts, cases --------------------------------------------------------------------------------


PEOPLE = [
    Screen("finding:find", "korei"),
    Screen("former:of_case", "csw", {"case_id": MET_IN_TWO_DAYS}),
    Screen("former:of_person", "korei", {"person_id": SOMEBODY}),
    Screen("finding:find", "korei", query={"s": Typed("訪問")}, note="found"),
    Screen("finding:find", "korei", query={"s": Typed("訪")}, note="short"),
    Screen("people:search", "korei"),
    Screen("people:search", "korei", query={"s": Typed("白波")}, note="found"),
    Screen("people:show", "korei", {"person_id": SOMEBODY}),
    Screen("people:change_person", "korei", {"person_id": SOMEBODY}),
    Screen("people:make_household", "korei", {"person_id": SOMEBODY}),
    Screen("people:add_relation", "csw", {"person_id": row("people.Person", name="月見野 実")}),
    Screen("people:end_relation", "csw", {"relation_id": row("people.Relation")}),
    Screen("people:household", "korei", {"household_id": HOUSEHOLD}),
    Screen("people:join_household", "korei", {"household_id": HOUSEHOLD}),
    Screen(
        "people:leave_household",
        "korei",
        {"membership_id": row("people.Membership", household__label="白波家")},
    ),
    Screen("people:show_protection", "korei", {"person_id": HIDDEN_PERSON}),
    Screen("people:protect", "korei", {"person_id": SOMEBODY}),
    Screen("people:add_protected", "korei", {"protection_id": PROTECTION}),
    Screen("people:look_at", "korei", {"person_id": HIDDEN_PERSON}),
    Screen("people:protections", "suishin"),
    Screen("people:renew_protection", "suishin", {"protection_id": PROTECTION}),
    Screen("people:ask_lifting", "suishin", {"protection_id": row("people.Protection", liftings=None)}),
    Screen("people:lift_protection", "suishin", {"lifting_id": row("people.Lifting")}),
    Screen("people:take_suppressions", "suishin"),
    Screen("people:suppression_list", "suishin", {"list_id": row("people.SuppressionList")}),
    Screen("people:settle_doubt", "suishin", {"row_id": row("people.SuppressionRow", state="DOUBT")}),
]


OUTREACH = [
    Screen("outreach:list_contacts", "csw"),
    Screen("outreach:start_contact", "csw"),
    Screen("outreach:copy_round", "csw"),
    Screen("outreach:record_contact", "csw", {"subject_id": row("people.Person", alias="3階の男性")}),
    Screen(
        "outreach:record_household_contact",
        "csw",
        {"household_id": row("people.Household", label="月見野家")},
    ),
    Screen("outreach:list_phrases", "csw"),
    Screen("outreach:contact", "csw", {"contact_id": OWN_CONTACT}),
    Screen("outreach:correct_contact", "csw", {"contact_id": OWN_CONTACT}),
    Screen("outreach:list_stages", "korei", {"person_id": SOMEBODY}),
    Screen("outreach:note_stage", "korei", {"person_id": SOMEBODY}),
    Screen("outreach:record_case_contact", "csw", {"case_id": MET_IN_TWO_DAYS}),
    Screen("outreach:post_bulletin", "csw", {"area_id": row("agencies.Area", code="ELD01")}),
    Screen("outreach:end_bulletin", "csw", {"bulletin_id": row("outreach.Bulletin")}),
    Screen("casework:gatherings", "csw"),
    Screen("casework:receive_at_gathering", "csw", {"gathering_id": row("outreach.Gathering", kind="PHONE")}),
    Screen("outreach:record_person_contact", "csw", {"person_id": row("people.Person", alias="3階の男性")}),
    Screen("visits:show_round", "csw"),
    Screen("visits:show_round", "korei", query={"whose": "office"}, note="hidden"),
    Screen("visits:show_round", "jido", note="empty"),
    Screen("visits:show_visit", "csw", {"visit_id": INSIDE}),
    Screen("visits:show_visit", "csw", {"visit_id": GOES_ALONE}, note="alone"),
    Screen("visits:answer_overdue", "csw", {"visit_id": INSIDE}),
    Screen("visits:enter_visit", "csw", {"visit_id": GOES_ALONE}),
    Screen("visits:change_visit", "csw", {"visit_id": GOES_ALONE}),
    Screen("visits:cancel_visit", "csw", {"visit_id": GOES_ALONE}),
    Screen("visits:plan_visit", "csw", {"subject_id": MET_IN_TWO_DAYS}),
    Screen(
        "visits:plan_promised",
        "csw",
        {"contact_id": row("outreach.Contact", tags__code="CARE", next_on__isnull=False)},
    ),
    Screen("visits:show_safety", "csw", {"subject_id": MET_IN_TWO_DAYS}),
    Screen("visits:note_safety", "csw", {"subject_id": MET_IN_TWO_DAYS}),
    Screen("visits:keep_way_in", "csw", {"subject_id": MET_IN_TWO_DAYS}),
    Screen("visits:review_safety", "csw", {"note_id": ANGER}),
    Screen("visits:end_safety", "csw", {"note_id": ANGER}),
    Screen(
        "visits:show_safety", "csw", {"subject_id": row("people.Person", alias="3階の男性")}, note="empty"
    ),
]


CASES = [
    Screen("cases:list", "suishin"),
    Screen("cases:list", "suishin", query={"whose": "officers"}, note="officers"),
    Screen("cases:show", "suishin", {"case_id": SUPPORTED}),
    Screen("cases:show", "csw", {"case_id": MET_IN_TWO_DAYS}, note="no-consent"),
    Screen("cases:show", "jiritsu", {"case_id": MET_TODAY}, note="team"),
    Screen("cases:show", "suishin", {"case_id": WATCHED}, note="watched"),
    Screen("family:genogram", "csw", {"case_id": MET_IN_TWO_DAYS}),
    Screen("family:genogram", "suishin", {"case_id": SUPPORTED}, query={"on": "2015-04-01"}, note="earlier"),
    Screen("family:genogram", "suishin", {"case_id": WATCHED}, note="bare"),
    Screen("family:show_figure", "csw", {"case_id": MET_IN_TWO_DAYS}, query={"of": SISTER_FAR_AWAY}),
    Screen(
        "family:add_relative",
        "csw",
        {"case_id": MET_IN_TWO_DAYS},
        query={"of": SISTER_FAR_AWAY, "as": "CHILD"},
    ),
    Screen(
        "family:relate", "csw", {"case_id": MET_IN_TWO_DAYS}, query={"of": SISTER_FAR_AWAY, "as": "COUPLE"}
    ),
    Screen("family:mark_figures", "csw", {"case_id": MET_IN_TWO_DAYS}),
    Screen("family:keep_snapshot", "csw", {"case_id": MET_IN_TWO_DAYS}),
    Screen("family:show_snapshot", "csw", {"snapshot_id": row("family.Snapshot", words="訪ねはじめたころ")}),
    Screen(
        "family:compare_snapshots",
        "csw",
        {"case_id": MET_IN_TWO_DAYS},
        query={"one": row("family.Snapshot", words="訪ねはじめたころ")},
    ),
    Screen("family:change_kin", "csw", {"kin_id": row("family.Kin", label="蓮さんの母")}),
    Screen("family:withdraw_kin", "csw", {"kin_id": row("family.Kin", label="蓮さんの母")}),
    Screen(
        "family:link_kin",
        "csw",
        {"kin_id": row("family.Kin", label="蓮さんの母")},
        query={"s": Typed("月見野")},
    ),
    Screen("family:unlink_kin", "csw", {"kin_id": row("family.Kin", label="蓮さんの母")}),
    Screen("family:change_tie", "csw", {"tie_id": row("family.Tie", kind="COUPLE", ended="DIVORCED")}),
    Screen("family:withdraw_tie", "csw", {"tie_id": row("family.Tie", kind="COUPLE", ended="DIVORCED")}),
    Screen("cases:history", "csw", {"case_id": MET_IN_TWO_DAYS}),
    Screen("cases:change_status", "suishin", {"case_id": SUPPORTED}),
    Screen("cases:change_lead", "suishin", {"case_id": SUPPORTED}),
    Screen("cases:add_member", "suishin", {"case_id": SUPPORTED}),
    Screen("community:activities", "csw"),
    Screen("community:activities", "csw", query={"year": "2001"}, note="empty-year"),
    Screen("community:activity", "csw", {"gathering_id": row("outreach.Gathering", activity__kind="TALK")}),
    Screen("community:record_activity", "csw"),
    Screen(
        "community:change_activity", "csw", {"gathering_id": row("outreach.Gathering", activity__kind="TALK")}
    ),
    Screen("community:works", "csw"),
    Screen("community:areas", "csw"),
    Screen("community:groups", "csw"),
    Screen("community:group", "csw", {"local_group_id": row("community.Group", stage="PREPARING")}),
    Screen("community:add_group", "csw"),
    Screen("community:change_group", "csw", {"local_group_id": row("community.Group", stage="PREPARING")}),
    Screen("community:note_support", "csw", {"local_group_id": row("community.Group", stage="PREPARING")}),
    Screen("community:ask_group_help", "csw", {"local_group_id": row("community.Group", stage="PREPARING")}),
    Screen("community:requests", "csw"),
    Screen(
        "community:answer_group_help",
        "csw",
        {"local_request_id": row("community.HelpRequest", closed_on=None)},
    ),
    Screen("food:stock", "csw"),
    Screen("food:stock", "csw", query={"whose": "all"}, note="all"),
    Screen("food:item", "csw", {"food_item_id": row("food.Item", name="白米")}),
    Screen("food:receive_food", "csw"),
    Screen("food:change_lot", "csw", {"lot_id": row("food.Lot", item__name="白米", left__gt=0)}),
    Screen(
        "food:discard_food", "csw", {"lot_id": row("food.Lot", item__name="カレー（レトルト）", left__gt=0)}
    ),
    Screen("food:handouts", "csw"),
    Screen("food:handouts", "csw", query={"year": "2001"}, note="empty-year"),
    Screen("food:hand_out", "csw"),
    Screen("food:undo_handout", "csw", {"handout_id": row("food.Handout", way="GROUP")}),
    Screen("food:days", "csw"),
    Screen("food:day", "csw", {"food_day_id": row("food.FoodDay", kind="PANTRY", gathering__isnull=False)}),
    Screen("food:day", "csw", {"food_day_id": row("food.FoodDay", kind="DRIVE")}, note="drive"),
    Screen("food:add_day", "csw"),
    Screen(
        "food:day",
        "csw",
        {"food_day_id": row("food.FoodDay", called_off_on__isnull=False)},
        note="called-off",
    ),
    Screen("food:change_day", "csw", {"food_day_id": row("food.FoodDay", kind="PANTRY")}),
    Screen(
        "food:call_off_day",
        "csw",
        {"food_day_id": row("food.FoodDay", kind="PANTRY", gathering=None, called_off_on=None)},
    ),
    Screen("food:take_day_role", "csw", {"food_day_id": row("food.FoodDay", kind="PANTRY")}),
    Screen(
        "food:tell_day", "csw", {"food_day_id": row("food.FoodDay", kind="PANTRY", gathering__isnull=False)}
    ),
    Screen("food:calls", "csw"),
    Screen("food:call_for_food", "csw"),
    Screen("food:close_call", "csw", {"food_call_id": row("food.FoodCall", closed_on=None)}),
    Screen("food:years", "csw"),
    Screen("food:years", "csw", query={"year": "2001"}, note="empty"),
    Screen("corporations:corporations", "csw"),
    Screen("corporations:corporations", "csw", query={"kind": "COOP"}, note="none"),
    Screen("corporations:add_corporation", "csw"),
    Screen("corporations:corporation", "csw", {"corporation_id": CORPORATION}),
    Screen("corporations:corporation", "jiritsu", {"corporation_id": CORPORATION}, note="with-people"),
    Screen("corporations:change_corporation", "csw", {"corporation_id": CORPORATION}),
    Screen("corporations:add_contact", "csw", {"corporation_id": CORPORATION}),
    Screen("corporations:end_contact", "csw", {"corporation_contact_id": row("corporations.Contact")}),
    Screen("corporations:join_network", "csw", {"corporation_id": CORPORATION}),
    Screen("corporations:leave_network", "csw", {"network_membership_id": row("corporations.Membership")}),
    Screen("corporations:networks", "csw"),
    Screen("corporations:network", "csw", {"local_group_id": row("community.Group", kind="NETWORK")}),
    Screen("corporations:needs", "csw"),
    Screen("corporations:needs", "csw", query={"ended": "1"}, note="ended"),
    Screen("corporations:send_need", "csw"),
    Screen("corporations:need", "csw", {"corporation_need_id": row("corporations.Need")}),
    Screen("corporations:close_need", "csw", {"corporation_need_id": row("corporations.Need")}),
    Screen("corporations:answer_need", "csw", {"need_answer_id": row("corporations.NeedAnswer", reply="")}),
    Screen("corporations:offers", "csw"),
    Screen("corporations:offers", "csw", query={"over": "1"}, note="over"),
    Screen("corporations:add_offer", "csw", {"corporation_id": CORPORATION}),
    Screen("corporations:offer", "jiritsu", {"work_offer_id": row("corporations.WorkOffer", kind="TRIAL")}),
    Screen(
        "corporations:offer", "csw", {"work_offer_id": row("corporations.WorkOffer", kind="JOB")}, note="job"
    ),
    Screen(
        "corporations:change_offer", "csw", {"work_offer_id": row("corporations.WorkOffer", kind="TRIAL")}
    ),
    Screen("corporations:close_offer", "csw", {"work_offer_id": row("corporations.WorkOffer", kind="TRIAL")}),
    Screen("corporations:projects", "csw"),
    Screen("corporations:begin_project", "csw"),
    Screen("corporations:project", "csw", {"proposal_id": TOGETHER}),
    Screen("corporations:join_project", "csw", {"proposal_id": TOGETHER}),
    Screen("funds:funds", "csw"),
    Screen("funds:open_fund", "csw"),
    Screen("funds:fund", "csw", {"fund_id": row("funds.Fund")}),
    Screen("funds:results", "csw", {"fund_id": row("funds.Fund")}),
    Screen("funds:results", "csw", {"fund_id": row("funds.Fund")}, query={"year": "2001"}, note="empty"),
    Screen("funds:take_donation", "csw", {"fund_id": row("funds.Fund")}),
    Screen("funds:undo_donation", "csw", {"donation_id": row("funds.Donation")}),
    Screen("funds:take_application", "csw", {"fund_id": row("funds.Fund")}),
    Screen("funds:grant", "csw", {"money_id": row("funds.Grant", closed_on__isnull=False)}),
    Screen("funds:grant", "csw", {"money_id": row("funds.Grant", decision="")}, note="applied"),
    Screen("funds:decide_grant", "csw", {"money_id": row("funds.Grant", decision="")}),
    Screen("funds:pay_grant", "csw", {"money_id": row("funds.Grant", decision="")}),
    Screen("publicity:items", "csw"),
    Screen("publicity:items", "minsei", query={"year": "2001"}, note="empty"),
    Screen("publicity:add_item", "csw"),
    Screen("publicity:item", "csw", {"told_id": LEAFLET}),
    Screen("publicity:item", "csw", {"told_id": FORUM}, note="forum"),
    Screen("publicity:item", "csw", {"told_id": row("publicity.Item", kind="CAMPAIGN")}, note="campaign"),
    Screen("publicity:change_item", "csw", {"told_id": LEAFLET}),
    Screen("publicity:count_people", "csw", {"told_id": FORUM}),
    Screen("publicity:keep_leave", "csw", {"told_id": LEAFLET}),
    Screen("publicity:hand_out", "csw", {"told_id": LEAFLET}),
    Screen("publicity:undo_handout", "csw", {"paper_id": row("publicity.Handout")}),
    Screen("publicity:unreached", "csw", {"told_id": LEAFLET}),
    Screen("publicity:handouts", "csw"),
    Screen("publicity:handouts", "minsei", query={"year": "2001"}, note="empty"),
    Screen("publicity:note_channel", "csw", {"told_id": FORUM}),
    Screen("publicity:note_response", "csw", {"told_id": FORUM}),
    Screen("publicity:make_code", "csw", {"told_id": LEAFLET}),
    Screen("publicity:code", "csw", {"code_id": row("publicity.Code")}),
    Screen("publicity:public_pages", "csw"),
    Screen("publicity:public_pages", "minsei", note="reading"),
    Screen("publicity:open_page", "csw"),
    Screen("publicity:public_page", "csw", {"public_page_id": LIVE_PAGE}),
    Screen(
        "publicity:public_page",
        "csw",
        {"public_page_id": row("publicity.PublicPage", slug="food")},
        note="draft",
    ),
    Screen("neighbours:posts", "csw"),
    Screen("neighbours:posts", "minsei", note="reading"),
    Screen("neighbours:write_post", "csw"),
    Screen("neighbours:post", "csw", {"post_id": SENT_POST}),
    Screen("neighbours:post", "csw", {"post_id": DRAFT_POST}, note="draft"),
    Screen("neighbours:change_post", "csw", {"post_id": DRAFT_POST}),
    Screen("neighbours:send_post", "csw", {"post_id": DRAFT_POST}),
    Screen("neighbours:readers", "csw"),
    Screen("neighbours:readers", "minsei", query={"year": "2001"}, note="empty"),
    Screen("publicity:change_page", "csw", {"public_page_id": LIVE_PAGE}),
    Screen("publicity:write_text", "csw", {"public_page_id": LIVE_PAGE, "language": "easy"}),
    Screen("publicity:add_place", "csw", {"public_page_id": LIVE_PAGE}),
    Screen(
        "funds:report_grant", "csw", {"money_id": row("funds.Grant", paid_on__isnull=False, closed_on=None)}
    ),
    Screen("helpers:helpers", "csw"),
    Screen("helpers:helpers", "csw", query={"kind": "LIAISON"}, note="none"),
    Screen("helpers:register_helper", "csw"),
    Screen("helpers:helper", "csw", {"helper_id": row("helpers.Helper", kind="SUPPORTER")}),
    Screen("helpers:helper", "csw", {"helper_id": row("helpers.Helper", kind="PROMOTER")}, note="promoter"),
    Screen("helpers:change_helper", "csw", {"helper_id": row("helpers.Helper", kind="PROMOTER")}),
    Screen("helpers:end_helper", "csw", {"helper_id": row("helpers.Helper", kind="PROMOTER")}),
    Screen("helpers:earn_points", "csw", {"helper_id": row("helpers.Helper", kind="SUPPORTER")}),
    Screen("helpers:use_points", "csw", {"helper_id": row("helpers.Helper", kind="SUPPORTER")}),
    Screen("helpers:undo_points", "csw", {"point_line_id": row("helpers.PointLine", move="USED")}),
    Screen("helpers:newsletters", "csw"),
    Screen("helpers:newsletters", "csw", query={"year": "2001"}, note="empty"),
    Screen("helpers:issue_newsletter", "csw"),
    Screen("helpers:newsletter", "csw", {"newsletter_id": row("helpers.Newsletter")}),
    Screen(
        "helpers:newsletter",
        "csw",
        {"newsletter_id": row("helpers.Newsletter")},
        query={"labels": "1"},
        note="labels",
    ),
    Screen("helpers:lessons", "csw"),
    Screen("helpers:hold_lesson", "csw"),
    Screen("helpers:lesson", "csw", {"lesson_id": row("helpers.Lesson", kind="YEARLY")}),
    Screen("helpers:note_came", "csw", {"lesson_id": row("helpers.Lesson", kind="YEARLY")}),
    Screen("helpers:requests", "csw"),
    Screen("helpers:take_aid", "csw"),
    Screen("helpers:aid", "csw", {"aid_id": row("helpers.AidRequest", service="PAID")}),
    Screen("helpers:match_helper", "csw", {"aid_id": row("helpers.AidRequest", service="PAID")}),
    Screen("helpers:close_aid", "csw", {"aid_id": row("helpers.AidRequest", service="PAID")}),
    Screen("helpers:note_result", "csw", {"aid_match_id": row("helpers.AidMatch", second__isnull=False)}),
    Screen("helpers:report_visit", "csw", {"aid_match_id": row("helpers.AidMatch", second__isnull=False)}),
    Screen("helpers:counts", "csw"),
    Screen("evacuation:listings", "suishin"),
    Screen("evacuation:start_listing", "suishin"),
    Screen("evacuation:listing", "suishin", {"listing_id": DRAFT_LIST}, note="draft"),
    Screen("evacuation:listing", "suishin", {"listing_id": FIXED_LIST}),
    Screen(
        "evacuation:listing", "suishin", {"listing_id": FIXED_LIST}, query={"kind": "PHYSICAL"}, note="kind"
    ),
    Screen("evacuation:read_source", "suishin", {"listing_id": DRAFT_LIST}),
    Screen("evacuation:decide_differences", "suishin", {"listing_id": DRAFT_LIST}),
    Screen("evacuation:source_file", "suishin", {"source_file_id": row("evacuation.SourceFile", held=1)}),
    Screen("evacuation:changes", "suishin", {"listing_id": FIXED_LIST}),
    Screen(
        "evacuation:changes", "suishin", {"listing_id": FIXED_LIST}, query={"kind": "ADDED"}, note="added"
    ),
    Screen("evacuation:explain_by_file", "suishin", {"listing_id": FIXED_LIST}),
    Screen("evacuation:target", "suishin", {"target_id": row("evacuation.Target", number="1005")}),
    Screen("evacuation:mailings", "suishin"),
    Screen("evacuation:prepare_mailing", "suishin"),
    Screen("evacuation:mailing", "suishin", {"mailing_id": SENT_NOTICES}),
    Screen("evacuation:mailing", "kacho", {"mailing_id": NEW_NOTICES}, note="waiting"),
    Screen("evacuation:note_sent", "suishin", {"mailing_id": NEW_NOTICES}),
    Screen(
        "evacuation:note_answer",
        "suishin",
        {"notice_id": row("evacuation.Letter", state="ANSWERED", way="PAPER")},
    ),
    Screen("evacuation:visits", "suishin", {"mailing_id": SENT_NOTICES}),
    Screen("evacuation:assign_visits", "suishin", {"mailing_id": SENT_NOTICES}),
    Screen("evacuation:note_visit", "suishin", {"task_id": row("evacuation.Visit", result="")}),
    Screen("evacuation:asked_visits", "korei"),
    Screen("evacuation:write_result", "korei", {"asked_visit_id": row("evacuation.Visit", result="")}),
    Screen("evacuation:target", "suishin", {"target_id": HELPED_TARGET}, note="helped"),
    Screen("evacuation:note_consent", "suishin", {"target_id": HELPED_TARGET}),
    Screen("evacuation:givings", "suishin"),
    Screen("evacuation:prepare_giving", "suishin"),
    Screen("evacuation:giving", "kacho", {"giving_id": OPEN_GIVING}),
    Screen("evacuation:giving", "suishin", {"giving_id": DONE_GIVING}, note="given"),
    Screen("evacuation:note_given", "suishin", {"giving_id": PRINTABLE_GIVING}),
    Screen("evacuation:supporters", "suishin"),
    Screen("evacuation:supporter", "suishin", {"supporter_id": row("evacuation.Supporter", kind="GROUP")}),
    Screen("evacuation:ask_support", "suishin", {"target_id": HELPED_TARGET}),
    Screen("evacuation:answer_support", "suishin", {"support_id": row("evacuation.Support", state="ASKED")}),
    Screen("evacuation:reviews", "suishin"),
    Screen("evacuation:note_drill", "suishin", {"target_id": HELPED_TARGET}),
    Screen("evacuation:plan_forms", "suishin"),
    Screen("evacuation:start_form", "suishin"),
    Screen("evacuation:write_plan", "suishin", {"target_id": row("evacuation.Target", number="1001")}),
    Screen("evacuation:plan", "suishin", {"evacuation_plan_id": OLDER_PLAN}),
    Screen("evacuation:plan", "suishin", {"evacuation_plan_id": PLACED_PLAN}, note="placed"),
    Screen("evacuation:refuges", "suishin", {"evacuation_plan_id": PLACED_PLAN}, query={"hazard": "FLOOD"}),
    Screen(
        "evacuation:choose_refuge",
        "suishin",
        {"evacuation_plan_id": PLACED_PLAN, "shelter_id": row("opendata.IntakeRow", name="見本第二小学校")},
    ),
    Screen("evacuation:zones", "suishin", query={"zone": "INSIDE"}),
    Screen("evacuation:read_zones", "suishin"),
    Screen("evacuation:read_map", "suishin"),
    Screen("agencies:read_area_map", "kanri"),
    Screen("evacuation:packs", "suishin"),
    Screen("evacuation:take_pack", "suishin", {"pack_id": row("evacuation.Pack", problem="")}),
    Screen("community:proposals", "csw"),
    Screen("community:raise_proposal", "csw"),
    Screen("community:proposal", "csw", {"proposal_id": row("community.Proposal", activity__isnull=False)}),
    Screen(
        "community:change_proposal", "csw", {"proposal_id": row("community.Proposal", activity__isnull=False)}
    ),
    Screen(
        "community:note_action", "csw", {"proposal_id": row("community.Proposal", activity__isnull=False)}
    ),
    Screen("resources:places", "csw"),
    Screen(
        "resources:places", "korei", query={"open": "1", "evening": "1", "on": "2026-11-25"}, note="narrowed"
    ),
    Screen("resources:places", "csw", query={"q": "ない"}, note="nothing"),
    Screen("resources:add_place", "csw"),
    Screen("resources:counts", "csw"),
    Screen("resources:place", "csw", {"resource_id": GATHERING}),
    Screen("resources:place", "minsei", {"resource_id": PAUSED}, note="paused"),
    Screen("resources:change_place", "csw", {"resource_id": GATHERING}),
    Screen("resources:set_opening", "csw", {"resource_id": GATHERING}),
    Screen("resources:add_special", "csw", {"resource_id": GATHERING}),
    Screen("resources:confirm_place", "csw", {"resource_id": GATHERING}),
    Screen("resources:stop_place", "csw", {"resource_id": GATHERING}),
    Screen("resources:reopen_place", "csw", {"resource_id": PAUSED}),
    Screen("resources:note_count", "csw", {"resource_id": GATHERING}),
    Screen("resources:place", "csw", {"resource_id": CENTRE}, note="centre"),
    Screen("resources:note_volunteers", "csw", {"resource_id": GATHERING}),
    Screen("resources:note_centre", "csw", {"resource_id": CENTRE}),
    Screen("resources:add_attendant", "csw", {"resource_id": GATHERING}),
    Screen("resources:end_attendant", "csw", {"attendant_id": row("resources.Attendant")}),
    Screen("opendata:intakes", "csw"),
    Screen("opendata:read_file", "csw"),
    Screen("opendata:intake", "csw", {"intake_id": row("opendata.Intake", state="READ")}),
    Screen(
        "opendata:intake",
        "csw",
        {"intake_id": row("opendata.Intake", state="READ")},
        query={"show": "HELD"},
        note="held",
    ),
    Screen("opendata:intake", "csw", {"intake_id": row("opendata.Intake", state="TAKEN")}, note="taken"),
    Screen("opendata:listed", "csw", query={"kind": "EVACUATION"}),
    Screen("opendata:listed", "csw", query={"kind": "EVENT"}, note="nothing"),
    Screen(
        "surveys:sheet",
        "",
        {"sheet_key": row("surveys.Invitation", known_to="csw", by="key", answer__isnull=True)},
    ),
    Screen("surveys:rounds", "csw"),
    Screen("surveys:rounds", "minsei", note="reading"),
    Screen("surveys:open_round", "csw"),
    Screen("surveys:round", "csw", {"round_id": ROUND}),
    Screen("surveys:round", "csw", {"round_id": ROUND}, query={"standing": "ASIDE"}, note="nothing"),
    Screen("surveys:assign_visits", "csw", {"round_id": ROUND}),
    Screen("surveys:changes", "korei", {"round_id": ROUND}),
    Screen("surveys:invitation", "csw", {"invitation_id": ANSWERED_PLACE}),
    Screen("surveys:invitation", "csw", {"invitation_id": UNANSWERED_PLACE}, note="unanswered"),
    Screen("surveys:type_answer", "csw", {"invitation_id": UNANSWERED_PLACE}),
    Screen("surveys:assign_visit", "csw", {"invitation_id": UNANSWERED_PLACE}),
    Screen("training:courses", "korei"),
    Screen("training:courses", "korei", query={"year": "2001"}, note="empty-year"),
    Screen("training:add_course", "suishin"),
    Screen("training:never_came", "korei"),
    Screen("training:course", "korei", {"course_id": row("training.Course", needed=3)}),
    Screen("training:hold_session", "suishin", {"course_id": row("training.Course", needed=3)}),
    Screen("training:session", "suishin", {"session_id": STUDIED}),
    Screen("training:note_attendance", "suishin", {"session_id": STUDIED}),
    Screen("training:add_lecture", "suishin", {"session_id": STUDIED}),
    Screen("training:add_material", "suishin", {"session_id": STUDIED}),
    Screen("training:add_question", "korei", {"session_id": STUDIED}),
    Screen("training:reply_question", "suishin", {"question_id": row("training.Question", replied_on=None)}),
    Screen("handbook:guides", "csw"),
    Screen("handbook:guides", "csw", query={"screen": "casework:today"}, note="here"),
    Screen("handbook:show_guide", "csw", {"role": "csw"}),
    Screen("handbook:show_task", "csw", {"role": "csw", "task": "try-to-meet"}),
    Screen("handbook:pages", "korei"),
    Screen("handbook:pages", "suishin", note="keeper"),
    Screen("handbook:write_page", "suishin"),
    Screen("handbook:show_page", "korei", {"page_id": REWRITTEN}),
    Screen("handbook:show_page", "suishin", {"page_id": REWRITTEN}, query={"edition": "1"}, note="earlier"),
    Screen("handbook:page_changes", "korei", {"page_id": REWRITTEN}),
    Screen("handbook:revise_page", "suishin", {"page_id": REWRITTEN}),
    Screen("handbook:withdraw_page", "suishin", {"page_id": REWRITTEN}),
    Screen("handbook:schemes", "korei"),
    Screen("handbook:schemes", "korei", query={"ended": "1"}, note="ended"),
    Screen("handbook:list_scheme", "suishin"),
    Screen("handbook:show_scheme", "korei", {"scheme_id": TAUGHT}),
    Screen("handbook:change_scheme", "suishin", {"scheme_id": TAUGHT}),
    Screen("handbook:studies", "korei"),
    Screen("handbook:open_study", "suishin"),
    Screen("handbook:show_study", "suishin", {"study_id": DECIDED}),
    Screen(
        "handbook:show_study", "suishin", {"study_id": row("handbook.StudyItem", state="OPEN")}, note="open"
    ),
    Screen("handbook:add_evidence", "suishin", {"study_id": DECIDED}),
    Screen("handbook:decide_study", "suishin", {"study_id": DECIDED}),
    Screen("teams:team", "korei", {"case_id": SUPPORTED}),
    Screen("teams:team", "jiritsu", {"case_id": SUPPORTED}, note="team"),
    Screen("teams:join_team", "korei", {"case_id": SUPPORTED}),
    Screen("teams:start_building", "korei", {"case_id": SUPPORTED}),
    Screen("teams:form_team", "korei", {"case_id": SUPPORTED}),
    Screen("teams:settle_member", "korei", {"member_id": row("teams.TeamMember", part="ADVISER")}),
    Screen("teams:show_takeover", "korei", {"takeover_id": TO_CONFIRM}),
    Screen("casework:takeovers", "korei"),
    Screen("casework:takeovers", "jido", note="empty"),
    Screen("casework:hand_over", "korei", {"staff_id": row("agencies.Staff", login_id="korei")}),
    Screen("casework:withdraw_takeover", "korei", {"takeover_id": TO_CONFIRM}),
    Screen("cases:add_issue", "csw", {"case_id": MET_IN_TWO_DAYS}),
    Screen("cases:gather_issues", "csw", {"case_id": MET_IN_TWO_DAYS}),
    Screen("cases:change_issue", "csw", {"issue_id": row("cases.Issue", case__title__startswith="月見野家")}),
    Screen("cases:add_unknown", "csw", {"case_id": MET_IN_TWO_DAYS}),
    Screen(
        "cases:answer_unknown",
        "csw",
        {"unknown_id": row("cases.Unknown", case__title__startswith="月見野家")},
    ),
    Screen("cases:mark_case_focus", "csw", {"case_id": MET_IN_TWO_DAYS}),
    Screen("cases:note_wish", "csw", {"case_id": MET_IN_TWO_DAYS}),
    Screen("cases:assign_role", "suishin", {"case_id": SUPPORTED}),
    Screen("cases:report_role", "suishin", {"role_id": MADE_ROLE}),
    Screen("cases:finish_role", "suishin", {"role_id": MADE_ROLE}),
    Screen("cases:drop_role", "suishin", {"role_id": MADE_ROLE}),
    Screen("cases:start_engagement", "suishin", {"case_id": SUPPORTED}),
    Screen(
        "cases:end_engagement",
        "suishin",
        {"engagement_id": row("cases.Engagement", ended_on=None, case__title__startswith="白波家")},
    ),
    Screen("cases:ask_help", "korei", {"case_id": SUPPORTED}),
    Screen("cases:answer_help", "kenmu", {"help_id": row("cases.HelpRequest", status="ASKED")}),
    Screen("cases:offer_handover", "korei", {"case_id": SUPPORTED}),
    Screen("cases:answer_handover", "csw", {"handover_id": row("cases.Handover", status="OFFERED")}),
    Screen("cases:check_handover", "korei", {"handover_id": row("cases.Handover")}),
]

# --- assessment -----------------------------------------------------------------------------------------------

ASSESSED = row("assessment.Sheet", case__title__startswith="白波家")

ASSESSMENT = [
    Screen("assessment:case_assessment", "csw", {"case_id": MET_IN_TWO_DAYS}),
    Screen("assessment:start_sheet", "csw", {"case_id": MET_IN_TWO_DAYS}),
    Screen("assessment:show_sheet", "korei", {"sheet_id": ASSESSED}),
    Screen("assessment:show_sheet", "jiritsu", {"sheet_id": ASSESSED}, note="other-body"),
    Screen("assessment:earlier_answers", "korei", {"sheet_id": ASSESSED}),
    Screen("assessment:fill_section", "korei", {"sheet_id": ASSESSED, "section": "ECONOMY"}),
    Screen("assessment:fill_section", "korei", {"sheet_id": ASSESSED, "section": "TRAITS", "person_id": SOMEBODY}, note="person"),
    Screen("assessment:ask_item", "korei", {"sheet_id": ASSESSED, "item": "HOME"}),
    Screen("assessment:invite_party", "korei", {"sheet_id": ASSESSED}),
    Screen("assessment:choose_parts", "korei", {"sheet_id": ASSESSED}),
    Screen("assessment:attach_form", "korei", {"sheet_id": ASSESSED}),
    Screen("assessment:note_refusal", "korei", {"case_id": SUPPORTED}),
    Screen("assessment:ease_refusal", "korei", {"refusal_id": row("assessment.Refusal")}),
    Screen("assessment:note_acceptance", "korei", {"case_id": SUPPORTED}),
    Screen("assessment:fill_risk", "korei", {"case_id": SUPPORTED, "form": "URGENCY"}),
    Screen("assessment:show_risk", "korei", {"risk_id": row("assessment.RiskSheet")}),
    Screen("assessment:decide_level", "korei", {"risk_id": row("assessment.RiskSheet")}),
    Screen("assessment:district_sheets", "csw"),
    Screen("assessment:study_district", "csw"),
    Screen("assessment:district_sheet", "csw", {"district_sheet_id": row("assessment.DistrictSheet")}),
    Screen("assessment:add_finding", "csw", {"district_sheet_id": row("assessment.DistrictSheet")}),
    Screen("assessment:take_up_finding", "csw", {"finding_id": row("assessment.DistrictFinding", state="OPEN", kind="ISSUE")}),
    Screen("assessment:close_finding", "csw", {"finding_id": row("assessment.DistrictFinding", state="TAKEN_UP")}),
]  # fmt: skip

# --- consultations, sheets, requests ------------------------------------------------------------------------


CONSULTATIONS = [
    Screen("consultations:list", "csw"),
    Screen("consultations:receive_consultation", "csw"),
    Screen("consultations:note_notice", "csw"),
    Screen("consultations:note_call", "csw"),
    Screen("consultations:show", "csw", {"consultation_id": CALLER}),
    Screen("consultations:show", "jiritsu", {"consultation_id": AT_THE_WINDOW}, note="handed-on"),
    Screen("consultations:mark_focus", "csw", {"consultation_id": CALLER}),
    Screen("consultations:change_consultation", "csw", {"consultation_id": CALLER}),
    Screen("consultations:attach_form", "csw", {"consultation_id": CALLER}),
    Screen("consultations:screen_consultation", "csw", {"consultation_id": CALLER}),
    Screen("consultations:decide_outside", "jiritsu", {"consultation_id": AT_THE_WINDOW}),
    Screen("consultations:open_entries", "jiritsu", {"consultation_id": AT_THE_WINDOW}),
    Screen("consultations:look_at_reporter", "csw", {"consultation_id": CALLER}),
    Screen("consultations:counters", "suishin"),
    Screen("consultations:counter", "suishin", {"window_id": SHARED_COUNTER}),
    Screen("consultations:write_sheet", "csw"),
    Screen("consultations:tell_worry", "minsei"),
    Screen("consultations:worries", "minsei"),
    Screen("consultations:show_worry", "minsei", {"worry_id": WORRY}),
    Screen("consultations:answer_worry", "jiritsu", {"worry_id": WORRY}),
    Screen("consultations:send_sheet", "jiritsu", {"person_id": AGREED}),
    Screen("consultations:sheets", "kokasen"),
    Screen("consultations:sheets", "jiritsu", note="sent"),
    Screen("consultations:show_sheet", "kokasen", {"sheet_id": WAITING_SHEET}),
    Screen("consultations:show_sheet", "csw", {"sheet_id": ANSWERED_SHEET}, note="answered"),
    Screen("consultations:answer_sheet", "kokasen", {"sheet_id": WAITING_SHEET}),
    Screen("consultations:report_result", "kokasen", {"sheet_id": WAITING_SHEET}),
    Screen("consultations:note_first_contact", "kokasen", {"sheet_id": WAITING_SHEET}),
    Screen("consultations:assign_sheet", "kokasen", {"sheet_id": WAITING_SHEET}),
    Screen("consultations:sheet_counts", "jiritsu"),
    Screen("consultations:withdraw_sheet", "jiritsu", {"sheet_id": WAITING_SHEET}),
    Screen("consultations:apply_for_support", "korei", {"person_id": SOMEBODY}),
    Screen("consultations:requests", "suishin"),
    Screen("consultations:follow_ups", "jiritsu"),
    Screen("consultations:list_follow_up", "jiritsu"),
    *(
        Screen(f"consultations:{name}", "jiritsu", {"follow_up_id": row("consultations.FollowUp")})
        for name in ("show_follow_up", "note_follow_up", "end_follow_up")
    ),
    Screen(
        "consultations:services",
        "jiritsu",
        {"person_id": row("people.Person", alias="家賃の給付を受けた母子の世帯")},
    ),
    Screen(
        "consultations:note_service",
        "jiritsu",
        {"person_id": row("people.Person", alias="家賃の給付を受けた母子の世帯")},
    ),
    Screen("consultations:change_service", "jiritsu", {"service_id": row("consultations.PovertyService")}),
    Screen("consultations:examples", "suishin"),
    Screen(
        "consultations:hand_example",
        "suishin",
        {"example_id": row("consultations.Example", state="APPROVED")},
    ),
    Screen("consultations:write_example", "csw"),
    Screen(
        "consultations:show_example", "suishin", {"example_id": row("consultations.Example", state="WRITTEN")}
    ),
    Screen(
        "consultations:take_down_example",
        "suishin",
        {"example_id": row("consultations.Example", state="WRITTEN")},
    ),
    Screen("consultations:sorting", "suishin"),
    Screen("casework:held", "suishin"),
    Screen("consultations:show_request", "suishin", {"request_id": WAITING_REQUEST}),
    Screen("consultations:show_request", "kokasen", {"request_id": REFUSED_REQUEST}, note="refused"),
    Screen("consultations:answer_request", "suishin", {"request_id": WAITING_REQUEST}),
    Screen("consultations:answer_page", "kokasen", {"request_id": REFUSED_REQUEST}),
    Screen("consultations:reapply", "kokasen", {"request_id": REFUSED_REQUEST}),
    Screen("consultations:withdraw_request", "korei", {"request_id": WAITING_REQUEST}),
]

# --- figures counted from the records ------------------------------------------------------------------------

INDICATORS = [
    Screen("indicators:cohort", "suishin"),
    Screen("indicators:cohort_cell", "suishin"),
    Screen("indicators:connections", "suishin"),
    Screen("indicators:show_reaching", "suishin"),
    Screen("indicators:results", "suishin", {"sitting_id": TABLED_RESULTS}),
    Screen("indicators:results", "suishin", {"sitting_id": CALLED}, note="none-yet"),
    Screen("indicators:table_results", "suishin", {"sitting_id": CALLED}),
]

# --- daily, monthly and yearly reports ------------------------------------------------------------------------

# The demo town closed the month before this one.
LAST_MONTH = (datetime.now(tz=ZoneInfo("Asia/Tokyo")).date().replace(day=1) - timedelta(days=1)).isoformat()

DRAFT_YEAR = row("reports.Summary", state="DRAFT")
ASKED_YEAR = row("reports.Summary", state="ASKED")
TWICE = (row("reports.Counted", by="one_id"), row("reports.Counted", by="other_id"))
RELEASED_YEAR = row("reports.Summary", state="RELEASED")

POLICIES = [
    Screen("policies:policies", "suishin"),
    Screen("policies:policies", "korei", note="reader"),
    Screen("policies:open_policy", "suishin"),
    Screen("policies:policy", "suishin", {"policy_id": PLAN}),
    Screen("policies:policy", "korei", {"policy_id": PLAN}, note="reader"),
    Screen("policies:change_policy", "suishin", {"policy_id": PLAN}),
    Screen("policies:add_measure", "suishin", {"policy_id": PLAN}),
    Screen("policies:read_tree", "suishin", {"policy_id": PLAN}),
    Screen("policies:compare", "suishin"),
    Screen("policies:measure", "suishin", {"measure_id": COUNTED}),
    Screen("policies:measure", "suishin", {"measure_id": IN_BOTH}, note="both"),
    Screen("policies:change_measure", "suishin", {"standing_id": REVIEWED}),
    Screen("policies:remove_measure", "suishin", {"standing_id": REVIEWED}),
    Screen("policies:write_progress", "suishin", {"standing_id": REVIEWED}),
    Screen("policies:add_project", "suishin", {"measure_id": COUNTED}),
    Screen("policies:add_effort", "suishin", {"measure_id": COUNTED}),
    Screen("policies:add_deed", "suishin", {"effort_id": row("policies.Effort")}),
    Screen("policies:add_indicator", "suishin", {"measure_id": COUNTED}),
    Screen(
        "policies:change_indicator", "suishin", {"indicator_id": row("policies.Indicator", a_label="区域内")}
    ),
    Screen("policies:write_year", "suishin", {"indicator_id": row("policies.Indicator", a_label="区域内")}),
    Screen("policies:ground_measure", "suishin", {"measure_id": COUNTED}),
    Screen("policies:evaluations", "suishin", {"policy_id": PLAN}),
    Screen("policies:evaluation", "suishin", {"standing_id": REVIEWED}),
    Screen("policies:evaluation", "suishin", {"standing_id": REVIEWED}, query={"year": "1990"}, note="fixed"),
    Screen("policies:write_review", "suishin", {"standing_id": REVIEWED}),
    Screen("policies:voices", "suishin"),
    Screen("policies:voices", "korei", query={"open": "1"}, note="open"),
    Screen("policies:add_voice", "suishin"),
    Screen("policies:reflect_voice", "suishin", {"voice_id": row("policies.Voice")}),
    Screen("policies:grants", "suishin"),
    Screen("policies:mark_grant", "suishin", query={"table": "CONSULTATION", "entry": STARRED}),
    Screen("policies:funding", "suishin"),
    Screen("policies:funding", "korei", note="reader"),
    Screen("policies:role_funding", "suishin", {"role_id": FUNDED}),
    Screen("policies:write_funding", "suishin", {"role_id": FUNDED}),
    Screen("policies:add_standard", "suishin"),
    Screen("policies:write_population", "suishin"),
    Screen("policies:base_plans", "suishin", note="none"),
    Screen("policies:base_plans", "shakyokacho", preset="hachioji"),
    Screen("policies:base_plan", "shakyokacho", {"base_id": PLANNED_BASE}, preset="hachioji"),
    Screen("policies:base_records", "shakyokacho", {"base_id": PLANNED_BASE}, preset="hachioji"),
    Screen("policies:write_base_plan", "shakyokacho", {"base_id": PLANNED_BASE}, preset="hachioji"),
    Screen("policies:add_base_goal", "shakyokacho", {"base_id": PLANNED_BASE}, preset="hachioji"),
    Screen(
        "policies:change_base_goal",
        "shakyokacho",
        {"base_goal_id": row("policies.BaseGoal")},
        preset="hachioji",
    ),
    Screen("policies:polls", "suishin"),
    Screen("policies:add_poll", "suishin"),
    Screen("policies:poll", "suishin", {"poll_id": row("policies.Poll")}),
    Screen("policies:write_share", "suishin", {"poll_id": row("policies.Poll")}),
]

QUESTIONS = [
    Screen("moving:departures", "bunsho"),
    Screen("moving:ask_departure", "kacho"),
    Screen("moving:departure", "bunsho", {"departure_id": row("moving.Departure")}),
    Screen("moving:departure", "kacho", {"departure_id": row("moving.Departure")}, note="second"),
    Screen("moving:decide_departure", "kacho", {"departure_id": row("moving.Departure", state="ASKED")}),
    Screen("disposal:candidates", "bunsho"),
    Screen("disposal:schedule", "bunsho"),
    Screen("disposal:change_term", "bunsho", query={"series": "CASE"}),
    Screen("disposal:holds", "bunsho"),
    Screen("disposal:hold_case", "bunsho"),
    Screen("disposal:hold_back", "bunsho", {"candidate_id": row("disposal.Bundle", state="LISTED")}),
    Screen("disposal:end_hold", "bunsho", {"holding_id": row("disposal.Hold")}),
    Screen("disposal:batch", "joho", {"batch_id": row("disposal.Batch", state="REVIEW")}),
    Screen("disposal:batch", "bunsho", {"batch_id": row("disposal.Batch", state="DONE")}, note="done"),
    Screen("exchange:bringings", "kacho"),
    Screen("exchange:read_file", "kacho"),
    Screen("exchange:bringing", "kacho", {"bringing_id": row("exchange.Bringing", state="READ")}),
    Screen(
        "exchange:bringing",
        "kacho",
        {"bringing_id": row("exchange.Bringing", state="READ")},
        query={"show": "DECIDE"},
        note="alike",
    ),
    Screen(
        "exchange:ask_undo",
        "kacho",
        {"bringing_id": row("exchange.Bringing", state="TAKEN", undoings__isnull=True)},
    ),
    Screen(
        "exchange:ask_undo",
        "kacho",
        {"bringing_id": row("exchange.Bringing", undoings__isnull=False)},
        note="asked",
    ),
    Screen("exchange:lay_out", "kacho", {"bringing_id": row("exchange.Bringing", state="READ")}),
    Screen("questions:ask", "suishin", query={"scope": "TOWN"}),
    Screen(
        "questions:ask", "suishin", query={"scope": "TOWN", "rows": "areas", "f": "gatherings"}, note="map"
    ),
    Screen(
        "questions:ask",
        "suishin",
        query={"scope": "TOWN", "rows": "areas", "cols": "methods"},
        note="crossed",
    ),
    Screen("questions:ask", "csw", query={"rows": "ages", "cols": "sexes"}, note="covered"),
    Screen("questions:entries", "suishin", query={"scope": "TOWN", "figure": "contacts"}),
    Screen("questions:board", "suishin"),
    Screen("questions:board", "csw", note="own"),
    Screen("questions:leaving", "suishin"),
    Screen("questions:questions", "suishin"),
    Screen("questions:questions", "csw", note="reader"),
    Screen("questions:save_question", "suishin", query={"scope": "TOWN"}),
    Screen("questions:change_question", "suishin", {"question_id": row("questions.Question", shared=True)}),
]

REPORTS = [
    Screen("reports:national", "suishin"),
    Screen(
        "reports:national",
        "suishin",
        query={"span": "MONTH", "on": LAST_MONTH, "as": "closed"},
        note="closed",
    ),
    Screen("reports:national_entries", "suishin", query={"item": "outreach_contacts"}),
    Screen("reports:fill_national", "suishin"),
    Screen("reports:report", "csw", query={"span": "DAY"}, note="day"),
    Screen("reports:report", "suishin", query={"span": "MONTH", "scope": "TOWN", "on": LAST_MONTH}),
    Screen(
        "reports:report",
        "suishin",
        query={"span": "MONTH", "scope": "TOWN", "layout": "MONTH_AREAS"},
        note="areas",
    ),
    Screen("reports:report", "suishin", query={"span": "YEAR", "scope": "TOWN"}, note="year"),
    Screen("reports:activity", "suishin", query={"scope": "TOWN"}),
    Screen("reports:activity", "csw", query={"span": "MONTH"}, note="month"),
    Screen("reports:entries", "csw", query={"span": "YEAR", "figure": "contacts"}),
    Screen("reports:twice", "suishin", query={"span": "YEAR", "scope": "TOWN"}),
    Screen("reports:twice", "csw", query={"span": "MONTH", "on": "2020-04-01"}, note="none"),
    Screen("reports:decide_counted", "suishin", {"one_id": TWICE[0], "other_id": TWICE[1]}),
    Screen("reports:participation", "suishin", query={"span": "YEAR", "scope": "TOWN"}),
    Screen(
        "reports:entries",
        "suishin",
        query={"span": "YEAR", "scope": "TOWN", "figure": "running"},
        note="running",
    ),
    Screen(
        "reports:report",
        "suishin",
        query={"span": "YEAR", "scope": "TOWN", "layout": "YEAR_RESULTS"},
        note="results",
    ),
    Screen("reports:changes", "suishin", query={"scope": "TOWN", "on": LAST_MONTH}),
    Screen("reports:changes", "suishin", query={"scope": "TOWN"}, note="open"),
    Screen("reports:summaries", "csw"),
    Screen("reports:summaries", "korei", note="reading"),
    Screen("reports:open_summary", "csw"),
    Screen("reports:summary", "csw", {"summary_id": DRAFT_YEAR}),
    Screen("reports:summary", "tokatsu", {"summary_id": ASKED_YEAR}, note="asked"),
    Screen("reports:summary", "csw", {"summary_id": RELEASED_YEAR}, note="released"),
    Screen("reports:write_summary", "csw", {"summary_id": DRAFT_YEAR}),
    Screen("reports:choose_stories", "csw", {"summary_id": DRAFT_YEAR}),
    Screen("reports:return_summary", "tokatsu", {"summary_id": ASKED_YEAR}),
    Screen("reports:slides", "csw", {"summary_id": RELEASED_YEAR}),
]

# --- in an emergency ---------------------------------------------------------------------------------------

IN_A_HURRY = row("emergency.Opening")
EMERGENCY = [
    Screen("emergency:search_household", "kokasen"),
    Screen("emergency:search", "kokasen", {"search_id": row("emergency.Search", found=1)}),
    Screen(
        "emergency:search", "jiritsu", {"search_id": row("emergency.Search", found=0)}, note="nothing-found"
    ),
    Screen("emergency:opening", "kokasen", {"opening_id": IN_A_HURRY}),
    Screen("emergency:report_opening", "kokasen", {"opening_id": IN_A_HURRY}),
    Screen("emergency:openings", "tokatsu"),
    Screen("emergency:review_opening", "tokatsu", {"opening_id": IN_A_HURRY}),
]

# --- what leaves the house ---------------------------------------------------------------------------------

MANY = row("exports.Export", state="ASKED")
EXPORTS = [
    Screen("exports:exports", "suishin"),
    Screen("exports:exports", "kacho", note="watching"),
    Screen("exports:ask_export", "suishin"),
    Screen("exports:ask_export", "suishin", query={"kind": "PEOPLE"}, note="people"),
    Screen("exports:export", "suishin", {"export_id": row("exports.Export", state="READY")}),
    Screen("exports:export", "suishin", {"export_id": MANY}, note="waiting"),
    Screen("exports:decide_export", "kacho", {"export_id": MANY}),
]

# --- 開示・訂正・利用停止 --------------------------------------------------------------------------------------

ASKED = row("rights.Request", kind="DISCLOSE", outcome="")
PROPOSED = row("rights.Request", status="PROPOSED")
ANSWERED = row("rights.Request", kind="DISCLOSE", outcome="PART")
TO_CORRECT = row("rights.Request", kind="CORRECT", outcome="")
STOPPED = row("rights.StopOrder")
RIGHTS = [
    Screen("rights:requests", "bunsho"),
    Screen("rights:receive_request", "bunsho"),
    Screen("rights:request", "bunsho", {"request_id": ASKED}),
    Screen("rights:request", "bunsho", {"request_id": row("rights.Request", kind="STOP")}, note="stop"),
    Screen("rights:request", "bunsho", {"request_id": row("rights.Request", kind="CORRECT")}, note="correct"),
    Screen("rights:identify_requester", "bunsho", {"request_id": ASKED}),
    Screen("rights:link_person", "bunsho", {"request_id": ASKED}),
    Screen("rights:extend_term", "bunsho", {"request_id": ASKED}),
    Screen("rights:ask_opinion", "bunsho", {"request_id": ASKED}),
    Screen("rights:note_opinion", "bunsho", {"opinion_id": row("rights.Opinion")}),
    Screen("rights:package", "bunsho", {"request_id": ASKED}),
    Screen(
        "rights:change_part",
        "bunsho",
        {"part_id": row("rights.Part", item__request__outcome="", withheld="7")},
    ),
    Screen("rights:find_part", "bunsho", {"request_id": TO_CORRECT}),
    Screen("rights:add_correction", "bunsho", {"part_id": row("rights.Part", item__request__kind="CORRECT")}),
    Screen("rights:judge_correction", "bunsho", {"correction_id": row("rights.Correction")}),
    Screen("rights:propose_decision", "bunsho", {"request_id": ASKED}),
    Screen("rights:decide_request", "joho", {"request_id": PROPOSED}),
    Screen("rights:return_proposal", "joho", {"request_id": PROPOSED}),
    Screen("rights:deliver_decision", "bunsho", {"request_id": ANSWERED}),
    Screen("rights:withdraw_request", "bunsho", {"request_id": ASKED}),
    Screen("rights:notices", "csw"),
    Screen("rights:acknowledge_notice", "csw", {"notice_id": row("rights.Notice")}),
    Screen("rights:let_see", "bunsho", {"order_id": STOPPED}),
    Screen("rights:lift_stop", "bunsho", {"order_id": STOPPED}),
]

LETTER = row("letterbox.Letter", taken_at__isnull=False, answered_at=None)
CARD_HOLDER = row("letterbox.Entrance", kind="LIAISON", until_on=None)
LETTERBOX = [
    Screen("letterbox:letters", "suishin"),
    Screen("letterbox:show", "suishin", {"letter_id": LETTER}),
    Screen("letterbox:show", "suishin", {"letter_id": row("letterbox.Letter", taken_at=None)}, note="sealed"),
    Screen("letterbox:letters", "suishin", query={"box": "passed"}, note="passed on"),
    Screen("letterbox:pass_on_letter", "suishin", {"letter_id": LETTER}),
    Screen("letterbox:answer_letter", "suishin", {"letter_id": LETTER}),
    Screen("letterbox:decline_letter", "suishin", {"letter_id": LETTER}),
    Screen("letterbox:import_letters", "suishin"),
    Screen("casework:receive_letter", "suishin", {"letter_id": LETTER}),
    Screen("letterbox:entrances", "suishin"),
    Screen("letterbox:appoint", "suishin"),
    Screen("letterbox:change_examples", "suishin"),
    Screen("letterbox:entrance", "suishin", {"entrance_id": CARD_HOLDER}),
    Screen("letterbox:end_entrance", "suishin", {"entrance_id": CARD_HOLDER}),
    Screen("letterbox:thank_holder", "suishin", {"entrance_id": CARD_HOLDER}),
]
OUTSIDE_CARD = row("letterbox.StatusCard", known_to="suishin", entrance__kind="LIAISON")
PUBLIC_PLACE = row("resources.Place", known_to="suishin", is_public=True, contact_public=True)
PUBLIC = [
    Screen("public_site:start", "", {"tongue": "ja"}),
    Screen("public_site:start", "", {"tongue": "easy"}, note="plain"),
    Screen("public_site:places", "", {"tongue": "ja"}),
    Screen("public_site:places", "", {"tongue": "easy"}, query={"evening": "1"}, note="plain, narrowed"),
    Screen("public_site:places", "", {"tongue": "en"}, note="English"),
    Screen("public_site:place", "", {"tongue": "ja", "place_id": PUBLIC_PLACE}),
    Screen("public_site:place", "", {"tongue": "en", "place_id": PUBLIC_PLACE}, note="English"),
    Screen("public_site:places_map", "", {"tongue": "ja"}),
    Screen("public_site:desks", "", {"tongue": "ja"}),
    Screen("public_site:desks_for", "", {"tongue": "en", "topic": "VIOLENCE"}),
    Screen("public_site:news_list", "", {"tongue": "ja"}),
    Screen("public_site:news_list", "", {"tongue": "easy"}, note="plain"),
    Screen(
        "public_site:news",
        "",
        {"tongue": "en", "news_id": row("publicity.Item", known_to="csw", kind="FORUM")},
    ),
    Screen("public_site:leaf", "", {"tongue": "ja", "leaf": "hikikomori"}),
    Screen("public_site:leaf", "", {"tongue": "easy", "leaf": "hikikomori"}, note="plain"),
    Screen("public_site:leaf", "", {"tongue": "en", "leaf": "hikikomori"}, note="only Japanese"),
    Screen("public_site:letters", "", {"tongue": "ja"}),
    Screen("public_site:letters", "", {"tongue": "easy"}, note="plain"),
    Screen("public_site:letters", "", {"tongue": "en"}, note="English"),
    Screen("public_site:flow", "", {"tongue": "easy"}),
    Screen("public_site:front", ""),
    Screen("public_site:find", ""),
    Screen("public_site:find", "", query={"topic": "MONEY"}, note="by one tap"),
    Screen("public_site:find", "", query={"topic": "VIOLENCE", "words": "plain"}, note="plain, at once"),
    Screen("public_site:consult", ""),
    Screen("public_site:consult", "", query={"words": "plain"}, note="plain"),
    Screen("public_site:reply", ""),
    Screen(
        "public_site:enter",
        "",
        {"entrance_id": row("letterbox.Entrance", known_to="suishin", kind="LIAISON")},
    ),
    Screen("public_site:status", "", {"card_id": OUTSIDE_CARD}),
]

SCREENS: list[Screen] = [
    *LETTERBOX,
    *PUBLIC,
    *ACCOUNT,
    *AGENCIES,
    *ASSESSMENT,
    *CONSULTATIONS,
    *PEOPLE,
    *OUTREACH,
    *CASES,
    *CARERS,
    *PARTICIPATION,
    *SURROUNDINGS,
    *MEETINGS,
    *PLANS,
    *CASEWORK,
    *SHARING,
    *RIGHTS,
    *INDICATORS,
    *REPORTS,
    *POLICIES,
    *QUESTIONS,
    *EMERGENCY,
    *EXPORTS,
    *WATCHING,
]

CLOSED = "この家では開かない画面（アカウントは自治体が作り、メールは送らない）"
NO_PAGE = "画面ではない"
PAPER = f"{NO_PAGE}（PDF）"
POSTED = f"{NO_PAGE}（ボタンで送るだけ、POST）"

# Names that are no screens of their own, each with the reason.
NO_SCREENS: dict[str, str] = {
    **dict.fromkeys(
        (
            "account_signup",
            "account_email",
            "account_email_verification_sent",
            "account_set_password",
            "account_reset_password",
            "account_confirm_login_code",
            "account_confirm_email",
            "account_reset_password_from_key_done",
            "account_reset_password_from_key",
            "account_reset_password_done",
        ),
        CLOSED,
    ),
    "account_inactive": "使えなくした職員が、サインインに失敗したときだけ出る。試験は agencies の end_staff にある",
    "agencies:office_begin": f"{NO_PAGE}（庁内のログインへ送るだけ）。試験は agencies の test_office にある",
    "agencies:office_back": f"{NO_PAGE}（庁内のログインから戻るだけ）。試験は agencies の test_office にある",
    "agencies:link_office": "庁内のログインから戻ったときだけで開く。試験は agencies の test_office にある",
    "mfa_authenticate": "2段階目の確認の途中だけで開く",
    "mfa_deactivate_totp": "認証アプリを登録したあとだけで開く",
    "mfa_view_recovery_codes": "認証アプリを登録したあとだけで開く",
    "mfa_generate_recovery_codes": "認証アプリを登録したあとだけで開く",
    "mfa_download_recovery_codes": "ダウンロード",
    "mfa_reauthenticate_webauthn": "パスキーを登録したあとだけで開く",
    "mfa_remove_webauthn": "パスキーを登録したあとだけで開く",
    "mfa_edit_webauthn": "パスキーを登録したあとだけで開く",
    "mfa_login_webauthn": f"{NO_PAGE}（パスキーの問い合わせに答えるだけ）",
    "public_site:door": f"{NO_PAGE}（はじめのページへ送るだけ）",
    "public_site:map_data": f"{NO_PAGE}（地図の GeoJSON）",
    "public_site:events_file": f"{NO_PAGE}（催しの予定表）",
    "public_site:by_code": f"{NO_PAGE}（印刷したコードの先へ送るだけ）",
    "public_site:boundary": f"{NO_PAGE}（まちの境界の GeoJSON）",
    "ledger:health": f"{NO_PAGE}（動いているかを機械が見る）",
    "ledger:ready": f"{NO_PAGE}（使えるかを機械が見る）",
    "attachments:read_scan": "ダウンロード",
    "meetings:read_oath_scan": "ダウンロード",
    "cases:history_paper": f"{NO_PAGE}（PDF か Excel を渡す）",
    "plans:plan_sheet": f"{NO_PAGE}（PDF か Excel を渡す）",
    "plans:evaluation_sheet": f"{NO_PAGE}（PDF か Excel を渡す）",
    "watching:report_paper": f"{NO_PAGE}（PDF を渡す）",
    "incidents:report_paper": f"{NO_PAGE}（PDF を渡す）",
    "meetings:feed": f"{NO_PAGE}（予定表が読む。会議体の名前・日時・場所だけ）",
    "core:session_token": f"{NO_PAGE}（app.js が読む印）",
    "core:complete_address": f"{NO_PAGE}（郵便番号から住所を入れる、POST）",
    "core:keep_draft": f"{NO_PAGE}（下書きを置くだけ、POST）",
    "core:discard_draft": f"{NO_PAGE}（下書きを捨てるだけ、POST）",
    **dict.fromkeys(
        (
            "watching:seek_flags",
            "agencies:unlink_office",
            "agencies:unlink_staff_office",
            "meetings:open_papers",
            "meetings:open_sitting",
            "meetings:close_sitting",
            "meetings:confirm_minutes",
            "meetings:unseat",
            "meetings:end_item",
            "meetings:call_back_topic",
            "meetings:remove_guest",
            "meetings:end_leader",
            "meetings:mark_read",
            "meetings:bind_members",
            "meetings:print_copy",
            "meetings:make_packet",
            "meetings:set_packet",
            "meetings:print_packet",
            "meetings:print_bundle",
            "meetings:note_told",
            "meetings:end_series",
            "meetings:open_feed",
            "meetings:revoke_feed",
            "outreach:keep_promise",
            "visits:plan_promise",
            "visits:move_visit",
            "visits:leave_visit",
            "visits:see_alone",
            "casework:open_key",
            "casework:receive_offline",
            "casework:discard_offline",
            "teams:confirm_takeovers",
            "training:remove_attendance",
            "handbook:read_page",
            "resources:remove_special",
            "surveys:accept_unchanged",
            "surveys:note_reminder",
            "surveys:close_round",
            "surveys:accept_answer",
            "surveys:set_answer_aside",
            "opendata:choose_rows",
            "opendata:take_intake",
            "opendata:drop_intake",
            "agencies:withdraw_focus_group",
            "agencies:wake_staff",
            "agencies:decide_transfers",
            "agencies:drop_transfers",
            "assessment:confirm_sheet",
            "assessment:take_over",
            "consultations:approve_example",
            "consultations:choose_kind",
            "consultations:share_consultation",
            "consultations:take_sheet",
            "consultations:remind_sheet",
            "consultations:take_worry",
            "consultations:take_request",
            "sharing:acknowledge_provision",
            "emergency:open_household",
            "emergency:close_opening",
            "exports:withdraw_export",
            "exports:take_export",
            "indicators:take_cohort",
            "reports:take_report",
            "reports:take_activity",
            "reports:take_national",
            "reports:take_summary",
            "food:take_year",
            "reports:ask_review",
            "reports:take_back_review",
            "reports:release_summary",
            "reports:offer_summary",
            "community:take_activities",
            "funds:close_grant",
            "policies:fix_review",
            "policies:take_tree",
            "policies:take_review",
            "policies:take_grants",
            "policies:take_funding",
            "policies:take_base_plan",
            "questions:take_answer",
            "questions:take_leaving",
            "questions:drop_question",
            "exchange:settle_rows",
            "exchange:take_rows",
            "exchange:drop_bringing",
            "exchange:agree_undo",
            "exchange:refuse_undo",
            "exchange:undo_rows",
            "moving:withdraw_departure",
            "moving:draw_first",
            "moving:draw_second",
            "disposal:list_due",
            "disposal:make_batch",
            "disposal:take_out",
            "disposal:review_batch",
            "disposal:drop_batch",
            "disposal:dispose",
            "helpers:opt_out",
            "helpers:opt_in",
            "evacuation:fix_listing",
            "evacuation:drop_listing",
            "evacuation:explain_changes",
            "evacuation:link_target",
            "evacuation:approve_mailing",
            "evacuation:approve_giving",
            "evacuation:take_results",
            "evacuation:begin_phrase",
            "evacuation:keep_zone_count",
            "evacuation:finish_phrase",
            "publicity:publish_item",
            "publicity:withdraw_item",
            "publicity:end_leave",
            "publicity:end_code",
            "publicity:publish_text",
            "publicity:withdraw_text",
            "publicity:remove_place",
            "neighbours:drop_post",
            "community:finish_part",
            "reports:close_month",
        ),
        POSTED,
    ),
    "visits:round_paper": PAPER,
    "resources:calendar_file": "ダウンロード",
    "opendata:report_file": "ダウンロード",
    "exchange:report_file": "ダウンロード",
    "exchange:layout_file": "ダウンロード",
    "agencies:rights_review_paper": PAPER,
    "disposal:certificate": PAPER,
    "moving:dictionary_file": "ダウンロード",
    "surveys:sheets_paper": PAPER,
    "evacuation:letters_paper": PAPER,
    "evacuation:plan_paper": PAPER,
    "evacuation:giving_paper": PAPER,
    "evacuation:addresses_file": "ダウンロード",
    "evacuation:pack_file": "ダウンロード",
    "surveys:booklet_paper": PAPER,
    "surveys:booklet_file": "ダウンロード",
    "opendata:standard_file": "ダウンロード",
    "opendata:hsds_file": "ダウンロード",
    "letterbox:take_letter": POSTED,
    **dict.fromkeys(
        ("public_site:confirm_letters", "public_site:own_letters", "public_site:leave_letters"),
        "番地は一人ずつの鍵で、どこにも残らない。tests/journeys/test_district_letters.py が開いて調べる",
    ),
    "agencies:forget_address": POSTED,
    "outreach:count_visit": POSTED,
    "outreach:end_phrase": POSTED,
    "outreach:read_photo": "ダウンロード",
    "letterbox:read_photo": "ダウンロード",
    "letterbox:card": PAPER,
    "letterbox:poster": PAPER,
    "rights:gather_records": POSTED,
    "rights:letter": PAPER,
    "surroundings:draw_team": POSTED,
    "surroundings:note_guide": POSTED,
    "surroundings:paper": PAPER,
    "consultations:sheet_paper": PAPER,
    "family:genogram_paper": PAPER,
    "assessment:sheet_paper": PAPER,
    "assessment:sheet_workbook": "ダウンロード",
    "consultations:find_sheet": f"{NO_PAGE}（番号から、そのシートの画面へ送る）",
    "rights:package_paper": PAPER,
    "core:style": "部品の見本。試験の設定でだけ開き、tests/rooms/core/test_components.py が調べる",
}

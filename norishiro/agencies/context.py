"""What every page carries around its content: the main work, who one is, and which municipality this is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.core.middleware import IDLE
from norishiro.profiles.current import NoProfileError, current_profile

MAIN_WORK = (
    ("今日", "casework:today"),
    ("相談", "consultations:list"),
    ("便り", "letterbox:letters"),
    ("ケース", "cases:list"),
    ("会議", "meetings:list"),
    ("プラン", "plans:list"),
    ("個別避難計画", "evacuation:listings"),
    ("頼まれた訪問", "evacuation:asked_visits"),
    ("参加支援", "matching:list_participations"),
    ("地域づくり", "community:activities"),
    ("人をさがす", "people:search"),
    ("居場所", "resources:places"),
    ("記録をさがす", "finding:find"),
    ("開示・訂正", "rights:requests"),
    ("保存と廃棄", "disposal:candidates"),
    ("機関と体制", "agencies:list"),
    ("閲覧の点検", "watching:flags"),
)

# What stands in the menu of fewer than may open it: whoever only reads it comes by the page of the district.
IN_THE_MENU_OF = {"community:activities": Permission.KEEP_LOCAL}

# What stands behind a tab of another item for whoever may open that.
BEHIND_A_TAB_FOR = {"evacuation:asked_visits": Permission.KEEP_EVACUATION}

# For whoever only hands worries in and works at no counter.
HANDING_IN = (
    ("心配ごとを伝える", "consultations:worries", ("worries", "tell_worry", "show_worry")),
    ("つなぐシート", "consultations:sheets", ("sheets", "write_sheet", "show_sheet", "withdraw_sheet")),
)

# Screens of the top room that belong to the work of another.
BELONGS_TO = {
    "casework:workload": "agencies",
    "casework:activity": "agencies",
    "casework:districts": "agencies",
    "casework:district": "agencies",
    "assessment:district_sheets": "agencies",
    "assessment:district_sheet": "agencies",
    "assessment:study_district": "agencies",
    "assessment:show_sheet": "cases",
    "assessment:fill_section": "cases",
    "outreach:post_bulletin": "agencies",
    "outreach:end_bulletin": "agencies",
    "casework:show_hall": "agencies",
    "reports:report": "agencies",
    "reports:entries": "agencies",
    "reports:changes": "agencies",
    "reports:activity": "agencies",
    "reports:national": "agencies",
    "reports:national_entries": "agencies",
    "reports:fill_national": "agencies",
    "reports:summaries": "agencies",
    "reports:summary": "agencies",
    "reports:open_summary": "agencies",
    "reports:write_summary": "agencies",
    "reports:choose_stories": "agencies",
    "reports:return_summary": "agencies",
    "reports:slides": "agencies",
    "training:courses": "agencies",
    "training:course": "agencies",
    "training:session": "agencies",
    "training:never_came": "agencies",
    "handbook:show_page": "agencies",
    "handbook:page_changes": "agencies",
    "handbook:show_scheme": "agencies",
    "handbook:show_study": "agencies",
    "handbook:guides": "casework",
    "handbook:show_guide": "casework",
    "handbook:show_task": "casework",
    "handbook:pages": "agencies",
    "handbook:schemes": "agencies",
    "handbook:studies": "agencies",
    "agencies:digest": "casework",
    "agencies:office": "casework",
    "agencies:link_office": "casework",
    "agencies:ask_address": "casework",
    "agencies:confirm_address": "casework",
    "agencies:choose_hour": "casework",
    "indicators:cohort": "agencies",
    "indicators:show_reaching": "agencies",
    "indicators:connections": "agencies",
    "indicators:cohort_cell": "agencies",
    "indicators:results": "meetings",
    "indicators:table_results": "meetings",
    "casework:held": "consultations",
    "visits:show_safety": "cases",
    "casework:gatherings": "consultations",
    "casework:receive_at_gathering": "consultations",
}

# Rooms whose screens all belong to the work of another.
ROOM_BELONGS_TO = {
    "corporations": "community",
    "food": "community",
    "funds": "community",
    "policies": "agencies",
    "questions": "agencies",
    "exchange": "people",
    "helpers": "community",
    "publicity": "community",
    "neighbours": "community",
}

_municipality: dict[str, tuple[float, str]] = {}


@dataclass(frozen=True)
class Door:
    """The address of a screen and the permission its door asks for."""

    url: str
    needs: Permission | None


def frame(request: Any) -> dict[str, Any]:
    """Context processor. Costs no query but the name of the municipality, at most once in a while."""
    if not hasattr(request, "frame"):
        request.frame = _frame(request)
    built: dict[str, Any] = request.frame
    return built


def _frame(request: Any) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    inside = user is not None and user.is_authenticated
    return {
        "nav_items": _nav_items(actor, request) if actor else [],
        "me": _me(actor, user) if inside else None,
        "idle_seconds": getattr(request, "session", {}).get(IDLE, settings.SESSION_IDLE_AGE) if inside else 0,
        "municipality_name": _municipality_name() if inside else "",
        "office_log_in": settings.NORISHIRO_OFFICE.label if settings.NORISHIRO_OFFICE else "",
    }


def _nav_items(actor: Actor, request: Any) -> list[dict[str, Any]]:
    """The main work, as far as it exists and this actor may open it."""
    match = getattr(request, "resolver_match", None)
    here, name_here = (match.app_name, match.url_name) if match else ("", "")
    here = BELONGS_TO.get(f"{here}:{name_here}", ROOM_BELONGS_TO.get(here, here))
    items = []
    for label, name in MAIN_WORK:
        door = _door(name)
        needs = IN_THE_MENU_OF.get(name, door.needs if door else None)
        behind = BEHIND_A_TAB_FOR.get(name)
        if door is not None and (needs is None or actor.may(needs)) and not (behind and actor.may(behind)):
            room, _, screen = name.partition(":")
            current = here == room and (room != "casework" or name_here == screen)
            items.append({"label": label, "url": door.url, "current": current})
    if not actor.may(Permission.RECEIVE):
        items[1:1] = _handing_in(actor, name_here)  # what they come for, right behind 今日
    return items


def _handing_in(actor: Actor, name_here: str) -> Iterator[dict[str, Any]]:
    for label, name, screens in HANDING_IN:
        door = _door(name)
        if door is not None and door.needs is not None and actor.may(door.needs):
            yield {"label": label, "url": door.url, "current": name_here in screens}


@lru_cache(maxsize=32)
def _door(name: str) -> Door | None:
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    return Door(url, getattr(resolve(url).func, "needs", None))


def _me(actor: Actor | None, user: Any) -> dict[str, str]:
    if actor is None:
        return {"name": user.name, "hat": "所属が決まっていません", "switch_url": ""}
    roles = "・".join(actor.role_labels)
    return {
        "name": actor.name,
        "hat": f"{actor.agency_name}（{roles}）" if roles else actor.agency_name,
        "switch_url": reverse("agencies:choose_hat") if actor.hat_count > 1 else "",
    }


def _municipality_name() -> str:
    """Asked again after a minute, so that a newly adopted profile shows without a restart."""
    today = timezone.localdate()
    kept = _municipality.get("name")
    if kept is not None and monotonic() - kept[0] < settings.NORISHIRO_FRAME_SECONDS:
        return kept[1]
    try:
        name = current_profile(today).municipality.name
    except NoProfileError:
        name = ""
    _municipality["name"] = (monotonic(), name)
    return name

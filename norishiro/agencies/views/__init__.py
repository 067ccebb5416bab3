"""The screens of this room, one file per noun."""

from norishiro.agencies.views.areas import area_list, show_area
from norishiro.agencies.views.bases import add_base, base_list, change_base, set_hours, show_base
from norishiro.agencies.views.checkpoints import list_checkpoints, show_checkpoint
from norishiro.agencies.views.directory import (
    add_agency,
    agency_list,
    change_agency,
    show_agency,
    window_list,
)
from norishiro.agencies.views.hat import choose_hat
from norishiro.agencies.views.navigator import show_navigator, window_guide
from norishiro.agencies.views.on_call import add_on_call, end_on_call, on_call_list
from norishiro.agencies.views.programmes import pattern, programmes
from norishiro.agencies.views.roles import appoint, end_appointment, move_appointment, role_list
from norishiro.agencies.views.staff import (
    add_staff,
    end_staff,
    set_cover,
    set_load_level,
    show_staff,
    staff_list,
)
from norishiro.agencies.views.staffing import duals, staffing

__all__ = [
    "add_agency",
    "add_base",
    "add_on_call",
    "add_staff",
    "agency_list",
    "appoint",
    "area_list",
    "base_list",
    "change_agency",
    "change_base",
    "choose_hat",
    "duals",
    "end_appointment",
    "end_on_call",
    "end_staff",
    "list_checkpoints",
    "on_call_list",
    "move_appointment",
    "show_navigator",
    "pattern",
    "programmes",
    "role_list",
    "set_cover",
    "set_hours",
    "set_load_level",
    "show_agency",
    "show_area",
    "show_base",
    "show_checkpoint",
    "show_staff",
    "staff_list",
    "staffing",
    "window_guide",
    "window_list",
]

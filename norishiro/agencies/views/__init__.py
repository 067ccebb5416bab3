"""The screens of this room, one file per noun."""

from norishiro.agencies.views.access import access_help, help_staff
from norishiro.agencies.views.accounts import unused, wake_staff
from norishiro.agencies.views.areas import area_list, read_area_map, show_area
from norishiro.agencies.views.bases import add_base, base_list, change_base, set_hours, show_base
from norishiro.agencies.views.checkpoints import list_checkpoints, show_checkpoint
from norishiro.agencies.views.condition import condition
from norishiro.agencies.views.copies import show_copies
from norishiro.agencies.views.digest import ask_address, choose_hour, confirm_address, digest, forget_address
from norishiro.agencies.views.directory import (
    add_agency,
    agency_list,
    change_agency,
    show_agency,
    window_list,
)
from norishiro.agencies.views.duty import change_duty, duty, set_duty, swap_duty
from norishiro.agencies.views.errands import errands
from norishiro.agencies.views.focus import (
    add_focus_group,
    add_window,
    dedicate_windows,
    focus_groups,
    withdraw_focus_group,
)
from norishiro.agencies.views.hat import choose_hat
from norishiro.agencies.views.navigator import show_navigator, window_guide
from norishiro.agencies.views.office import (
    link_office,
    office,
    office_back,
    office_begin,
    unlink_office,
    unlink_staff_office,
)
from norishiro.agencies.views.on_call import add_on_call, end_on_call, on_call_list
from norishiro.agencies.views.programmes import pattern, programmes
from norishiro.agencies.views.reviews import review_rights, rights_review, rights_review_paper, rights_reviews
from norishiro.agencies.views.roles import appoint, end_appointment, move_appointment, role_list
from norishiro.agencies.views.slow import slow_questions
from norishiro.agencies.views.staff import (
    add_staff,
    end_staff,
    set_cover,
    set_load_level,
    show_staff,
    staff_list,
)
from norishiro.agencies.views.staffing import duals, staffing
from norishiro.agencies.views.transfers import (
    decide_transfers,
    drop_transfers,
    read_transfers,
    transfer_file,
    transfers,
)

__all__ = [
    "link_office",
    "office",
    "office_back",
    "office_begin",
    "unlink_office",
    "unlink_staff_office",
    "review_rights",
    "rights_review",
    "rights_review_paper",
    "rights_reviews",
    "access_help",
    "help_staff",
    "decide_transfers",
    "drop_transfers",
    "read_transfers",
    "transfer_file",
    "transfers",
    "unused",
    "wake_staff",
    "add_agency",
    "add_base",
    "add_focus_group",
    "add_on_call",
    "add_staff",
    "add_window",
    "agency_list",
    "appoint",
    "area_list",
    "ask_address",
    "base_list",
    "change_agency",
    "change_base",
    "change_duty",
    "choose_hat",
    "choose_hour",
    "condition",
    "confirm_address",
    "dedicate_windows",
    "digest",
    "duals",
    "duty",
    "end_appointment",
    "end_on_call",
    "end_staff",
    "focus_groups",
    "forget_address",
    "errands",
    "slow_questions",
    "list_checkpoints",
    "move_appointment",
    "on_call_list",
    "pattern",
    "programmes",
    "read_area_map",
    "role_list",
    "set_cover",
    "set_duty",
    "set_hours",
    "set_load_level",
    "show_agency",
    "show_area",
    "show_base",
    "show_checkpoint",
    "show_copies",
    "show_navigator",
    "show_staff",
    "staff_list",
    "staffing",
    "swap_duty",
    "window_guide",
    "window_list",
    "withdraw_focus_group",
]

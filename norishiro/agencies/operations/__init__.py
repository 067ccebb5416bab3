"""The verbs of this room, one file per noun."""

from norishiro.agencies.operations.access import answer_access, renew_password, settle_access, take_proof_off
from norishiro.agencies.operations.accounts import note_log_in, put_to_sleep, wake_staff
from norishiro.agencies.operations.adopting import adopt_organisation
from norishiro.agencies.operations.adopting.run import OrganisationChanges
from norishiro.agencies.operations.appointments import appoint, end_appointment, move_appointment
from norishiro.agencies.operations.areas import read_area_map
from norishiro.agencies.operations.digest import ask_address, choose_hour, confirm_address, forget_address
from norishiro.agencies.operations.duty import change_duty, set_duty, swap_duty
from norishiro.agencies.operations.focus import (
    add_focus_group,
    add_window,
    dedicate_windows,
    withdraw_focus_group,
)
from norishiro.agencies.operations.hat import choose_hat, note_moved_session
from norishiro.agencies.operations.office import link_office, unlink_office
from norishiro.agencies.operations.on_call import add_on_call, end_on_call
from norishiro.agencies.operations.opening import set_hours, set_window_guide
from norishiro.agencies.operations.registry import add_agency, add_base, change_agency, change_base
from norishiro.agencies.operations.reviews import Decided, settle_review
from norishiro.agencies.operations.staff import (
    add_staff,
    end_staff,
    initial_password,
    set_cover,
    set_load_level,
)
from norishiro.agencies.operations.transfers import drop_transfers, read_transfers

__all__ = [
    "link_office",
    "unlink_office",
    "Decided",
    "settle_review",
    "answer_access",
    "renew_password",
    "settle_access",
    "take_proof_off",
    "drop_transfers",
    "read_transfers",
    "OrganisationChanges",
    "add_agency",
    "add_base",
    "add_focus_group",
    "add_on_call",
    "add_staff",
    "add_window",
    "adopt_organisation",
    "appoint",
    "ask_address",
    "change_agency",
    "change_base",
    "change_duty",
    "choose_hat",
    "choose_hour",
    "confirm_address",
    "dedicate_windows",
    "end_appointment",
    "end_on_call",
    "end_staff",
    "read_area_map",
    "forget_address",
    "initial_password",
    "move_appointment",
    "note_log_in",
    "note_moved_session",
    "put_to_sleep",
    "set_cover",
    "set_duty",
    "set_hours",
    "set_load_level",
    "set_window_guide",
    "swap_duty",
    "wake_staff",
    "withdraw_focus_group",
]

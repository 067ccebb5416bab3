"""The verbs of this room."""

from norishiro.visits.operations.going import (
    answer_overdue,
    enter_visit,
    fulfil_visit,
    leave_visit,
    see_alone,
)
from norishiro.visits.operations.planning import (
    Planned,
    cancel_visit,
    change_visit,
    move_visit,
    plan_promise,
    plan_promised,
    plan_visit,
)
from norishiro.visits.operations.safety import (
    Minded,
    end_safety,
    keep_way_in,
    note_safety,
    review_safety,
)

__all__ = [
    "Minded",
    "Planned",
    "answer_overdue",
    "cancel_visit",
    "change_visit",
    "end_safety",
    "enter_visit",
    "fulfil_visit",
    "keep_way_in",
    "leave_visit",
    "move_visit",
    "note_safety",
    "plan_promise",
    "plan_promised",
    "plan_visit",
    "review_safety",
    "see_alone",
]

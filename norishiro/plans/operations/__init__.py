"""The verbs of this room, one file per noun."""

from norishiro.plans.operations.agency_plans import check_agency_plan, record_agency_plan
from norishiro.plans.operations.closing import watch_closure, write_closure
from norishiro.plans.operations.deciding import (
    acknowledge_plan,
    decide_plan,
    end_plan,
    mark_appropriate,
    return_plan,
    submit_plan,
)
from norishiro.plans.operations.drafting import PlanContent, RowInput, change_plan, draft_plan, revise_plan
from norishiro.plans.operations.evaluating import GoalInput, evaluate
from norishiro.plans.operations.monitoring import (
    ensure_monitoring,
    record_monitoring,
    review_progress,
    schedule_monitoring,
)
from norishiro.plans.operations.roles import end_roles

__all__ = [
    "GoalInput",
    "PlanContent",
    "RowInput",
    "acknowledge_plan",
    "change_plan",
    "check_agency_plan",
    "decide_plan",
    "draft_plan",
    "end_plan",
    "end_roles",
    "ensure_monitoring",
    "evaluate",
    "mark_appropriate",
    "record_agency_plan",
    "record_monitoring",
    "return_plan",
    "review_progress",
    "revise_plan",
    "schedule_monitoring",
    "submit_plan",
    "watch_closure",
    "write_closure",
]

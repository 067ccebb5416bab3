"""The screens of this room, one file per noun."""

from norishiro.plans.views.agency_plans import agency_plans, check_agency_plan, record_agency_plan
from norishiro.plans.views.deciding import (
    acknowledge_plan,
    decide_plan,
    end_plan,
    mark_appropriate,
    return_plan,
    submit_plan,
)
from norishiro.plans.views.drafting import change_plan, draft_plan, revise_plan
from norishiro.plans.views.looking import case_plans, compare_versions, list_plans, person_copy, show_plan
from norishiro.plans.views.monitoring import evaluate, list_monitoring, record_monitoring, schedule_monitoring
from norishiro.plans.views.progress import list_silent, review_progress
from norishiro.plans.views.sheets import evaluation_sheet, plan_sheet

__all__ = [
    "acknowledge_plan",
    "agency_plans",
    "case_plans",
    "change_plan",
    "check_agency_plan",
    "compare_versions",
    "decide_plan",
    "draft_plan",
    "end_plan",
    "evaluate",
    "evaluation_sheet",
    "list_monitoring",
    "list_plans",
    "list_silent",
    "mark_appropriate",
    "person_copy",
    "plan_sheet",
    "record_agency_plan",
    "record_monitoring",
    "return_plan",
    "review_progress",
    "revise_plan",
    "schedule_monitoring",
    "show_plan",
    "submit_plan",
]

"""The forms of this room."""

from norishiro.plans.forms.plan import PlanForm
from norishiro.plans.forms.small import (
    AgencyPlanForm,
    AppropriateForm,
    DecisionForm,
    EvaluationForm,
    MonitoringForm,
    ProgressForm,
    ReturnForm,
    SubmitForm,
)

__all__ = [
    "AgencyPlanForm",
    "AppropriateForm",
    "DecisionForm",
    "EvaluationForm",
    "MonitoringForm",
    "PlanForm",
    "ProgressForm",
    "ReturnForm",
    "SubmitForm",
]

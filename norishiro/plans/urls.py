from django.urls import path

from norishiro.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.list_plans, name="list"),
    path("monitoring/", views.list_monitoring, name="list_monitoring"),
    path("progress/", views.review_progress, name="review_progress"),
    path("silence/", views.list_silent, name="list_silent"),
    path("monitoring/<uuid:monitoring_id>/", views.record_monitoring, name="record_monitoring"),
    path("cases/<uuid:case_id>/", views.case_plans, name="case_plans"),
    path("cases/<uuid:case_id>/new/<str:kind>/", views.draft_plan, name="draft_plan"),
    path("cases/<uuid:case_id>/agency-plans/", views.agency_plans, name="agency_plans"),
    path("cases/<uuid:case_id>/agency-plans/new/", views.record_agency_plan, name="record_agency_plan"),
    path("agency-plans/<uuid:agency_plan_id>/", views.check_agency_plan, name="check_agency_plan"),
    path("cases/<uuid:case_id>/monitoring/", views.schedule_monitoring, name="schedule_monitoring"),
    path("cases/<uuid:case_id>/evaluation/", views.evaluate, name="evaluate"),
    path("<uuid:plan_id>/", views.show_plan, name="show_plan"),
    path("<uuid:plan_id>/edit/", views.change_plan, name="change_plan"),
    path("<uuid:plan_id>/submission/", views.submit_plan, name="submit_plan"),
    path("<uuid:plan_id>/return/", views.return_plan, name="return_plan"),
    path("<uuid:plan_id>/appropriateness/", views.mark_appropriate, name="mark_appropriate"),
    path("<uuid:plan_id>/decision/", views.decide_plan, name="decide_plan"),
    path("<uuid:plan_id>/acknowledgement/", views.acknowledge_plan, name="acknowledge_plan"),
    path("<uuid:plan_id>/revision/", views.revise_plan, name="revise_plan"),
    path("<uuid:plan_id>/end/", views.end_plan, name="end_plan"),
    path("<uuid:plan_id>/versions/", views.compare_versions, name="compare_versions"),
    path("<uuid:plan_id>/sheet/", views.plan_sheet, name="plan_sheet"),
    path("evaluations/<uuid:evaluation_id>/sheet/", views.evaluation_sheet, name="evaluation_sheet"),
    path("<uuid:plan_id>/copy/<uuid:person_id>/", views.person_copy, name="person_copy"),
]

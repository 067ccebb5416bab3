from django.urls import path

from norishiro.cases.views import acts, answers, findings, focus, history, pages, roles

app_name = "cases"
urlpatterns = [
    path("cases/", pages.list_cases, name="list"),
    path("cases/<uuid:case_id>/", pages.show_case, name="show"),
    path("cases/<uuid:case_id>/history/", history.history, name="history"),
    path("cases/<uuid:case_id>/history/paper/", history.history_paper, name="history_paper"),
    path("cases/<uuid:case_id>/status/", acts.change_status, name="change_status"),
    path("cases/<uuid:case_id>/lead/", acts.change_lead, name="change_lead"),
    path("cases/<uuid:case_id>/members/add/", acts.add_member, name="add_member"),
    path("cases/<uuid:case_id>/issues/add/", findings.add_issue, name="add_issue"),
    path("cases/<uuid:case_id>/issues/gather/", findings.gather_issues, name="gather_issues"),
    path("issues/<uuid:issue_id>/", findings.change_issue, name="change_issue"),
    path("cases/<uuid:case_id>/unknowns/add/", findings.add_unknown, name="add_unknown"),
    path("unknowns/<uuid:unknown_id>/", findings.answer_unknown, name="answer_unknown"),
    path("cases/<uuid:case_id>/wishes/add/", findings.note_wish, name="note_wish"),
    path("cases/<uuid:case_id>/focus/", focus.mark_case_focus, name="mark_case_focus"),
    path("cases/<uuid:case_id>/roles/add/", roles.assign_role, name="assign_role"),
    path("roles/<uuid:role_id>/", roles.report_role, name="report_role"),
    path("roles/<uuid:role_id>/finish/", roles.finish_role, name="finish_role"),
    path("roles/<uuid:role_id>/drop/", roles.drop_role, name="drop_role"),
    path("cases/<uuid:case_id>/engagements/add/", acts.start_engagement, name="start_engagement"),
    path("engagements/<uuid:engagement_id>/end/", acts.end_engagement, name="end_engagement"),
    path("cases/<uuid:case_id>/help/add/", acts.ask_help, name="ask_help"),
    path("help/<uuid:help_id>/", answers.answer_help, name="answer_help"),
    path("cases/<uuid:case_id>/handovers/add/", acts.offer_handover, name="offer_handover"),
    path("handovers/<uuid:handover_id>/", answers.answer_handover, name="answer_handover"),
    path("handovers/<uuid:handover_id>/check/", answers.check_handover, name="check_handover"),
]

from django.urls import path

from norishiro.watching.views import flags, reports, widenings

app_name = "watching"
urlpatterns = [
    path("people/<uuid:person_id>/looks/", reports.looks, name="looks"),
    path("people/<uuid:person_id>/looks/report/", reports.give_report, name="give_report"),
    path("people/<uuid:person_id>/looks/holds/add/", reports.propose_hold, name="propose_hold"),
    path("looks/reports/<uuid:report_id>/", reports.show_report, name="report"),
    path("looks/reports/<uuid:report_id>/paper/", reports.report_paper, name="report_paper"),
    path("looks/holds/<uuid:hold_id>/approval/", reports.approve_hold, name="approve_hold"),
    path("looks/holds/<uuid:hold_id>/recheck/", reports.recheck_hold, name="recheck_hold"),
    path("looks/flags/", flags.list_flags, name="flags"),
    path("looks/flags/search/", flags.seek_flags, name="seek_flags"),
    path("looks/flags/mine/", flags.list_my_flags, name="my_flags"),
    path("looks/flags/<uuid:flag_id>/", flags.judge_flag, name="judge_flag"),
    path("looks/flags/<uuid:flag_id>/statement/", flags.answer_flag, name="answer_flag"),
    path("looks/home/", flags.tell_home, name="tell_home"),
    path("looks/widenings/", widenings.list_widenings, name="widenings"),
    path("looks/widenings/ask/", widenings.ask_widening, name="ask_widening"),
    path("looks/widenings/<uuid:widening_id>/answer/", widenings.answer_widening, name="answer_widening"),
]

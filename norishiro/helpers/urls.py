from django.urls import path

from norishiro.helpers import views

app_name = "helpers"
urlpatterns = [
    path("helpers/", views.helpers, name="helpers"),
    path("helpers/add/", views.register_helper, name="register_helper"),
    path("helpers/<uuid:helper_id>/", views.helper, name="helper"),
    path("helpers/<uuid:helper_id>/change/", views.change_helper, name="change_helper"),
    path("helpers/<uuid:helper_id>/end/", views.end_helper, name="end_helper"),
    path("helpers/<uuid:helper_id>/opt-out/", views.opt_out, name="opt_out"),
    path("helpers/<uuid:helper_id>/opt-in/", views.opt_in, name="opt_in"),
    path("helpers/<uuid:helper_id>/points/earn/", views.earn_points, name="earn_points"),
    path("helpers/<uuid:helper_id>/points/use/", views.use_points, name="use_points"),
    path("helpers/points/<uuid:point_line_id>/undo/", views.undo_points, name="undo_points"),
    path("helpers/newsletters/", views.newsletters, name="newsletters"),
    path("helpers/newsletters/add/", views.issue_newsletter, name="issue_newsletter"),
    path("helpers/newsletters/<uuid:newsletter_id>/", views.newsletter, name="newsletter"),
    path("helpers/lessons/", views.lessons, name="lessons"),
    path("helpers/lessons/add/", views.hold_lesson, name="hold_lesson"),
    path("helpers/lessons/<uuid:lesson_id>/", views.lesson, name="lesson"),
    path("helpers/lessons/<uuid:lesson_id>/attendance/", views.note_came, name="note_came"),
    path("helpers/requests/", views.requests, name="requests"),
    path("helpers/requests/add/", views.take_aid, name="take_aid"),
    path("helpers/requests/<uuid:aid_id>/", views.aid, name="aid"),
    path("helpers/requests/<uuid:aid_id>/match/", views.match_helper, name="match_helper"),
    path("helpers/requests/<uuid:aid_id>/close/", views.close_aid, name="close_aid"),
    path("helpers/matches/<uuid:aid_match_id>/result/", views.note_result, name="note_result"),
    path("helpers/matches/<uuid:aid_match_id>/visits/add/", views.report_visit, name="report_visit"),
    path("helpers/counts/", views.counts, name="counts"),
]

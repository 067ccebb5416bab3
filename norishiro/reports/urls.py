from django.urls import path

from norishiro.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.report, name="report"),
    path("reports/activity/", views.activity, name="activity"),
    path("reports/activity/file/", views.take_activity, name="take_activity"),
    path("reports/entries/", views.entries, name="entries"),
    path("reports/participation/", views.participation, name="participation"),
    path("reports/twice/", views.twice, name="twice"),
    path("reports/twice/<uuid:one_id>/<uuid:other_id>/", views.decide_counted, name="decide_counted"),
    path("reports/file/", views.take_report, name="take_report"),
    path("reports/close/", views.close_month, name="close_month"),
    path("reports/changes/", views.changes, name="changes"),
    path("reports/national/", views.national, name="national"),
    path("reports/national/entries/", views.national_entries, name="national_entries"),
    path("reports/national/form/", views.fill_national, name="fill_national"),
    path("reports/national/file/", views.take_national, name="take_national"),
    path("reports/years/", views.summaries, name="summaries"),
    path("reports/years/add/", views.open_summary, name="open_summary"),
    path("reports/years/<uuid:summary_id>/", views.summary, name="summary"),
    path("reports/years/<uuid:summary_id>/words/", views.write_summary, name="write_summary"),
    path("reports/years/<uuid:summary_id>/stories/", views.choose_stories, name="choose_stories"),
    path("reports/years/<uuid:summary_id>/review/", views.ask_review, name="ask_review"),
    path(
        "reports/years/<uuid:summary_id>/review/withdrawal/", views.take_back_review, name="take_back_review"
    ),
    path("reports/years/<uuid:summary_id>/return/", views.return_summary, name="return_summary"),
    path("reports/years/<uuid:summary_id>/release/", views.release_summary, name="release_summary"),
    path("reports/years/<uuid:summary_id>/slides/", views.slides, name="slides"),
    path("reports/years/<uuid:summary_id>/file/", views.take_summary, name="take_summary"),
    path("reports/years/<uuid:summary_id>/public-page/", views.offer_summary, name="offer_summary"),
]

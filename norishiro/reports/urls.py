from django.urls import path

from norishiro.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.report, name="report"),
    path("reports/activity/", views.activity, name="activity"),
    path("reports/activity/file/", views.take_activity, name="take_activity"),
    path("reports/entries/", views.entries, name="entries"),
    path("reports/file/", views.take_report, name="take_report"),
    path("reports/close/", views.close_month, name="close_month"),
    path("reports/changes/", views.changes, name="changes"),
]

from django.urls import path

from norishiro.incidents import views

app_name = "incidents"
urlpatterns = [
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/tell/", views.tell_incident, name="tell_incident"),
    path("incidents/mine/", views.my_incidents, name="my_incidents"),
    path("incidents/<uuid:incident_id>/", views.incident, name="incident"),
    path("incidents/<uuid:incident_id>/items/", views.write_items, name="write_items"),
    path("incidents/<uuid:incident_id>/spans/add/", views.add_span, name="add_span"),
    path("incidents/<uuid:incident_id>/people/", views.tell_affected, name="tell_affected"),
    path("incidents/<uuid:incident_id>/first-report/", views.report_first, name="report_first"),
    path("incidents/<uuid:incident_id>/final-report/", views.report_final, name="report_final"),
    path("incidents/<uuid:incident_id>/without/", views.settle_without, name="settle_without"),
    path("incidents/<uuid:incident_id>/paper/", views.report_paper, name="report_paper"),
]

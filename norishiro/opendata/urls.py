from django.urls import path

from norishiro.opendata import views

app_name = "opendata"
urlpatterns = [
    path("resources/open-data/", views.intakes, name="intakes"),
    path("resources/open-data/read/", views.read_file, name="read_file"),
    path("resources/open-data/lists/", views.listed, name="listed"),
    path("resources/open-data/standard-file/", views.standard_file, name="standard_file"),
    path("resources/open-data/hsds-file/", views.hsds_file, name="hsds_file"),
    path("resources/open-data/<uuid:intake_id>/", views.intake, name="intake"),
    path("resources/open-data/<uuid:intake_id>/choices/", views.choose_rows, name="choose_rows"),
    path("resources/open-data/<uuid:intake_id>/take/", views.take_intake, name="take_intake"),
    path("resources/open-data/<uuid:intake_id>/drop/", views.drop_intake, name="drop_intake"),
    path("resources/open-data/<uuid:intake_id>/report/", views.report_file, name="report_file"),
]

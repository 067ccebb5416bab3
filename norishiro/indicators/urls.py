from django.urls import path

from norishiro.indicators import views

app_name = "indicators"
urlpatterns = [
    path("results/cohort/", views.cohort, name="cohort"),
    path("results/cohort/cell/", views.cohort_cell, name="cohort_cell"),
    path("results/cohort/file/", views.take_cohort, name="take_cohort"),
    path("results/connections/", views.connections, name="connections"),
    path("results/reaching/", views.show_reaching, name="show_reaching"),
    path("results/sittings/<uuid:sitting_id>/", views.results, name="results"),
    path("results/sittings/<uuid:sitting_id>/table/", views.table_results, name="table_results"),
]

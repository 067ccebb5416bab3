from django.urls import path

from norishiro.carers import views

app_name = "carers"
urlpatterns = [
    path("carers/", views.list_carers, name="list_carers"),
    path("cases/<uuid:case_id>/carers/", views.household_carers, name="household_carers"),
    path("people/<uuid:person_id>/caring/", views.caring, name="caring"),
    path("people/<uuid:person_id>/caring/write/", views.write_caring, name="write_caring"),
    path("caring/<uuid:caring_id>/change/", views.change_caring, name="change_caring"),
]

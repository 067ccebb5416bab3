from django.urls import path

from norishiro.former import views

app_name = "former"
urlpatterns = [
    path("cases/<uuid:case_id>/former/", views.of_case, name="of_case"),
    path("people/<uuid:person_id>/former/", views.of_person, name="of_person"),
]

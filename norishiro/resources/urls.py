from django.urls import path

from norishiro.resources import views

app_name = "resources"
urlpatterns = [
    path("resources/", views.places, name="places"),
    path("resources/add/", views.add_place, name="add_place"),
    path("resources/counts/", views.counts, name="counts"),
    path("resources/<uuid:resource_id>/", views.place, name="place"),
    path("resources/<uuid:resource_id>/change/", views.change_place, name="change_place"),
    path("resources/<uuid:resource_id>/opening/", views.set_opening, name="set_opening"),
    path("resources/<uuid:resource_id>/calendar-file/", views.calendar_file, name="calendar_file"),
    path("resources/<uuid:resource_id>/special-days/add/", views.add_special, name="add_special"),
    path("resources/special-days/<uuid:special_id>/removal/", views.remove_special, name="remove_special"),
    path("resources/<uuid:resource_id>/confirmation/", views.confirm_place, name="confirm_place"),
    path("resources/<uuid:resource_id>/stop/", views.stop_place, name="stop_place"),
    path("resources/<uuid:resource_id>/reopening/", views.reopen_place, name="reopen_place"),
    path("resources/<uuid:resource_id>/numbers/", views.note_count, name="note_count"),
    path("resources/<uuid:resource_id>/volunteers/", views.note_volunteers, name="note_volunteers"),
    path("resources/<uuid:resource_id>/centre/", views.note_centre, name="note_centre"),
    path("resources/<uuid:resource_id>/attendants/add/", views.add_attendant, name="add_attendant"),
    path("resources/attendants/<uuid:attendant_id>/end/", views.end_attendant, name="end_attendant"),
]

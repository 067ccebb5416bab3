from django.urls import path

from norishiro.moving import views

app_name = "moving"
urlpatterns = [
    path("moving/", views.departures, name="departures"),
    path("moving/add/", views.ask_departure, name="ask_departure"),
    path("moving/dictionary/", views.dictionary_file, name="dictionary_file"),
    path("moving/<uuid:departure_id>/", views.departure, name="departure"),
    path("moving/<uuid:departure_id>/decision/", views.decide_departure, name="decide_departure"),
    path("moving/<uuid:departure_id>/withdrawal/", views.withdraw_departure, name="withdraw_departure"),
    path("moving/<uuid:departure_id>/first-half/", views.draw_first, name="draw_first"),
    path("moving/<uuid:departure_id>/second-half/", views.draw_second, name="draw_second"),
]

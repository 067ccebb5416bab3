from django.urls import path

from norishiro.emergency import views

app_name = "emergency"
urlpatterns = [
    path("emergency/", views.search_household, name="search_household"),
    path("emergency/searches/<uuid:search_id>/", views.show_search, name="search"),
    path("emergency/searches/<uuid:search_id>/open/", views.open_household, name="open_household"),
    path("emergency/openings/", views.openings, name="openings"),
    path("emergency/openings/<uuid:opening_id>/", views.show_opening, name="opening"),
    path("emergency/openings/<uuid:opening_id>/close/", views.close_opening, name="close_opening"),
    path("emergency/openings/<uuid:opening_id>/report/", views.report_opening, name="report_opening"),
    path("emergency/openings/<uuid:opening_id>/review/", views.review_opening, name="review_opening"),
]

from django.urls import path

from norishiro.people import views

app_name = "people"
urlpatterns = [
    path("people/", views.search, name="search"),
    path("people/<uuid:person_id>/", views.show_person, name="show"),
    path("people/<uuid:person_id>/change/", views.change_person, name="change_person"),
    path("people/<uuid:person_id>/household/", views.make_household, name="make_household"),
    path("people/<uuid:person_id>/relations/add/", views.add_relation, name="add_relation"),
    path("relations/<uuid:relation_id>/end/", views.end_relation, name="end_relation"),
    path("households/<uuid:household_id>/", views.show_household, name="household"),
    path("households/<uuid:household_id>/members/add/", views.join_household, name="join_household"),
    path("memberships/<uuid:membership_id>/end/", views.leave_household, name="leave_household"),
]

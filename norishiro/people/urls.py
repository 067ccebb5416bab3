from django.urls import path

from norishiro.people.views import people as views
from norishiro.people.views import protections

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
    path("people/<uuid:person_id>/protection/", protections.show_protection, name="show_protection"),
    path("people/<uuid:person_id>/protect/", protections.protect, name="protect"),
    path("people/<uuid:person_id>/protection/look/", protections.look_at, name="look_at"),
    path("protections/", protections.protections, name="protections"),
    path("protections/<uuid:protection_id>/add/", protections.add_protected, name="add_protected"),
    path("protections/<uuid:protection_id>/renew/", protections.renew_protection, name="renew_protection"),
    path("protections/<uuid:protection_id>/lift/", protections.ask_lifting, name="ask_lifting"),
    path("liftings/<uuid:lifting_id>/", protections.lift_protection, name="lift_protection"),
    path("suppressions/take/", protections.take_suppressions, name="take_suppressions"),
    path("suppressions/<uuid:list_id>/", protections.suppression_list, name="suppression_list"),
    path("suppressions/rows/<uuid:row_id>/", protections.settle_doubt, name="settle_doubt"),
]

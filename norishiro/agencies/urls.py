from django.urls import path

from norishiro.agencies import views

app_name = "agencies"
urlpatterns = [
    path("hat/", views.choose_hat, name="choose_hat"),
    path("agencies/", views.agency_list, name="list"),
    path("agencies/add/", views.add_agency, name="add"),
    path("agencies/<uuid:agency_id>/", views.show_agency, name="show"),
    path("agencies/<uuid:agency_id>/change/", views.change_agency, name="change"),
    path("windows/", views.window_list, name="windows"),
    path("areas/", views.area_list, name="areas"),
    path("areas/<uuid:area_id>/", views.show_area, name="area"),
    path("staffing/", views.staffing, name="staffing"),
    path("staffing/covers/add/", views.set_cover, name="set_cover"),
    path("staffing/level/", views.set_load_level, name="set_load_level"),
    path("staffing/duals/", views.duals, name="duals"),
    path("roles/", views.role_list, name="roles"),
    path("roles/appointments/add/", views.appoint, name="appoint"),
    path("roles/appointments/<uuid:appointment_id>/end/", views.end_appointment, name="end_appointment"),
    path("roles/appointments/<uuid:appointment_id>/move/", views.move_appointment, name="move_appointment"),
    path("staff/", views.staff_list, name="staff"),
    path("staff/add/", views.add_staff, name="add_staff"),
    path("staff/<uuid:staff_id>/", views.show_staff, name="show_staff"),
    path("staff/<uuid:staff_id>/end/", views.end_staff, name="end_staff"),
    path("bases/", views.base_list, name="bases"),
    path("bases/add/", views.add_base, name="add_base"),
    path("bases/<uuid:base_id>/", views.show_base, name="base"),
    path("bases/<uuid:base_id>/change/", views.change_base, name="change_base"),
    path("bases/<uuid:base_id>/hours/", views.set_hours, name="set_hours"),
    path("on-call/", views.on_call_list, name="on_call"),
    path("on-call/add/", views.add_on_call, name="add_on_call"),
    path("on-call/<uuid:on_call_id>/end/", views.end_on_call, name="end_on_call"),
    path("programmes/", views.programmes, name="programmes"),
    path("ledger/checkpoints/", views.list_checkpoints, name="checkpoints"),
    path("ledger/checkpoints/<uuid:checkpoint_id>/", views.show_checkpoint, name="checkpoint"),
    path("multi-agency/", views.pattern, name="pattern"),
]

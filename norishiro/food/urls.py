from django.urls import path

from norishiro.food import views

app_name = "food"
urlpatterns = [
    path("food/", views.stock, name="stock"),
    path("food/items/<uuid:food_item_id>/", views.item, name="item"),
    path("food/receive/", views.receive_food, name="receive_food"),
    path("food/lots/<uuid:lot_id>/change/", views.change_lot, name="change_lot"),
    path("food/lots/<uuid:lot_id>/discard/", views.discard_food, name="discard_food"),
    path("food/handouts/", views.handouts, name="handouts"),
    path("food/handouts/add/", views.hand_out, name="hand_out"),
    path("food/handouts/<uuid:handout_id>/undo/", views.undo_handout, name="undo_handout"),
    path("food/days/", views.days, name="days"),
    path("food/days/add/", views.add_day, name="add_day"),
    path("food/days/<uuid:food_day_id>/", views.day, name="day"),
    path("food/days/<uuid:food_day_id>/change/", views.change_day, name="change_day"),
    path("food/days/<uuid:food_day_id>/calling-off/", views.call_off_day, name="call_off_day"),
    path("food/days/<uuid:food_day_id>/roles/add/", views.take_day_role, name="take_day_role"),
    path("food/days/<uuid:food_day_id>/numbers/", views.tell_day, name="tell_day"),
    path("food/calls/", views.calls, name="calls"),
    path("food/calls/add/", views.call_for_food, name="call_for_food"),
    path("food/calls/<uuid:food_call_id>/close/", views.close_call, name="close_call"),
    path("food/years/", views.years, name="years"),
    path("food/years/file/", views.take_year, name="take_year"),
]

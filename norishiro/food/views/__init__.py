from norishiro.food.views.calls import call_for_food, calls, close_call
from norishiro.food.views.days import add_day, call_off_day, change_day, day, days, take_day_role, tell_day
from norishiro.food.views.stock import (
    change_lot,
    discard_food,
    hand_out,
    handouts,
    item,
    receive_food,
    stock,
    take_year,
    undo_handout,
    years,
)

__all__ = [
    "add_day",
    "call_for_food",
    "call_off_day",
    "calls",
    "change_day",
    "change_lot",
    "close_call",
    "day",
    "days",
    "discard_food",
    "hand_out",
    "handouts",
    "item",
    "receive_food",
    "stock",
    "take_day_role",
    "take_year",
    "tell_day",
    "undo_handout",
    "years",
]

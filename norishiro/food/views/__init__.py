from norishiro.food.views.calls import call_for_food, calls, close_call
from norishiro.food.views.days import add_day, day, days, take_day_role, tell_day
from norishiro.food.views.stock import (
    change_lot,
    discard_food,
    hand_out,
    handouts,
    item,
    receive_food,
    stock,
    undo_handout,
    years,
)

__all__ = [
    "add_day",
    "call_for_food",
    "calls",
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
    "tell_day",
    "undo_handout",
    "years",
]

"""The verbs of this room, one file per noun."""

from norishiro.people.operations.bringing import (
    Home,
    Newcomer,
    add_households,
    add_people,
    take_back_people,
)
from norishiro.people.operations.people import (
    add_person,
    add_relation,
    birth_columns,
    change_person,
    end_relation,
    join_household,
    keys_of,
    leave_household,
    make_household,
)
from norishiro.people.operations.protections import (
    add_protected,
    ask_lifting,
    lift_protection,
    lift_verdict,
    lock_of,
    look_at,
    look_verdict,
    protect,
    refuse_lifting,
    renew_protection,
)
from norishiro.people.operations.suppressions import (
    list_verdict,
    plan_suppressions,
    settle_doubt,
    take_suppressions,
)

__all__ = [
    "Home",
    "Newcomer",
    "add_households",
    "add_people",
    "list_verdict",
    "plan_suppressions",
    "settle_doubt",
    "take_back_people",
    "take_suppressions",
    "add_protected",
    "ask_lifting",
    "lift_protection",
    "lift_verdict",
    "lock_of",
    "look_at",
    "look_verdict",
    "protect",
    "refuse_lifting",
    "renew_protection",
    "add_person",
    "add_relation",
    "birth_columns",
    "change_person",
    "end_relation",
    "join_household",
    "keys_of",
    "leave_household",
    "make_household",
]

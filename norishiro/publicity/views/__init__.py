"""The screens of 広報."""

from norishiro.publicity.views.codes import code, end_code, make_code
from norishiro.publicity.views.handouts import hand_out, handouts, undo_handout, unreached
from norishiro.publicity.views.items import (
    add_item,
    change_item,
    count_people,
    end_leave,
    item,
    items,
    keep_leave,
    note_channel,
    note_response,
    publish_item,
    withdraw_item,
)
from norishiro.publicity.views.pages import (
    add_place,
    change_page,
    open_page,
    public_page,
    public_pages,
    publish_text,
    remove_place,
    withdraw_text,
    write_text,
)

__all__ = [
    "add_item",
    "add_place",
    "change_item",
    "change_page",
    "code",
    "count_people",
    "end_code",
    "end_leave",
    "hand_out",
    "handouts",
    "item",
    "items",
    "keep_leave",
    "make_code",
    "note_channel",
    "note_response",
    "open_page",
    "public_page",
    "public_pages",
    "publish_item",
    "publish_text",
    "remove_place",
    "undo_handout",
    "unreached",
    "withdraw_item",
    "withdraw_text",
    "write_text",
]

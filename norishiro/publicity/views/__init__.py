"""The screens of 広報."""

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
    "add_place",
    "change_page",
    "open_page",
    "public_page",
    "public_pages",
    "publish_text",
    "remove_place",
    "withdraw_text",
    "write_text",
]

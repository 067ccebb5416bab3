"""The components as tags and filters; each one is shown in templates/core/components/README.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID
from zlib import crc32

from django import forms, template
from django.contrib.messages.storage.base import Message
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from norishiro.core import calendar, text
from norishiro.core.calendar import AgeRange, PartialDate
from norishiro.core.devices import device_words
from norishiro.core.forms.base import problems_of
from norishiro.core.tables import Page, Table
from norishiro.core.verdict import Verdict
from norishiro.core.watermark import watermark as mark_of

register = template.Library()

NOTICE_LABELS = {
    "info": "お知らせ",
    "success": "完了",
    "warn": "ご注意",
    "urgent": "いそぎ",
    "error": "エラー",
}
MESSAGE_KINDS = {"debug": "info", "info": "info", "success": "success", "warning": "warn", "error": "error"}
WEEKDAYS = "月火水木金土日"


def _css(kind: str, *, small: bool = False) -> str:
    return " ".join(
        ["n-button", *([f"n-button--{kind}"] if kind else []), *(["n-button--small"] if small else [])]
    )


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


# --- dates and ages -----------------------------------------------------------------------------------


@register.filter
def wareki(value: date | datetime | PartialDate | None) -> SafeString | str:
    """令和8年4月1日 with the western date small beside it; a half-known date as far as it is known."""
    if value is None or value == "":
        return ""
    if isinstance(value, PartialDate):
        exact = value.exact_day()
        if exact is None:
            return value.label()
        value = exact
    day = _day(value)
    return format_html(
        '<time datetime="{}">{}<small>（{}）</small></time>',
        day.isoformat(),
        calendar.wareki(day),
        calendar.western(day),
    )


@register.filter
def yen(amount: int) -> str:
    """1,234円."""
    return text.yen(amount)


@register.filter
def wareki_plain(value: date | datetime | PartialDate | None) -> str:
    """令和8年4月1日, for attributes and sentences."""
    if value is None or value == "":
        return ""
    return value.label() if isinstance(value, PartialDate) else calendar.wareki(_day(value))


@register.filter
def wareki_short(value: date | datetime | None) -> SafeString | str:
    """R8.4.1, for narrow columns; a screen reader still hears the whole date."""
    if value is None or value == "":
        return ""
    day = _day(value)
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), calendar.wareki_short(day))


@register.filter
def day_in_week(value: date | datetime | None) -> SafeString | str:
    """4月1日（水）, for things of these days."""
    return "" if value is None or value == "" else _day_in_week(_day(value))


@lru_cache(maxsize=512)
def _day_in_week(day: date) -> SafeString:
    """Lists of these days name the same days again and again."""
    return format_html(
        '<time datetime="{}">{}月{}日（{}）</time>',
        day.isoformat(),
        day.month,
        day.day,
        WEEKDAYS[day.weekday()],
    )


@register.filter
def is_address(words: str) -> bool:
    """Whether what somebody typed as a place is the address of a page, and so may be a link."""
    return words.startswith(("https://", "http://")) and not any(one.isspace() for one in words)


@register.filter
def clock(value: datetime | None) -> str:
    """18:05, in the local time."""
    return f"{timezone.localtime(value):%H:%M}" if value else ""


@register.filter
def device(user_agent: str) -> str:
    """Windows の Chrome, from what a browser says of itself."""
    return device_words(user_agent)


@register.filter
def age(born: date | PartialDate | None, today: date) -> str:
    """78歳, 75〜84歳くらい, or 年齢不明. Today is handed in by the view."""
    if born is None or born == "":
        return "年齢不明"
    known = born if isinstance(born, PartialDate) else PartialDate.of_day(born)
    years = known.age_on(today)
    if years is None:
        return "年齢不明"
    if isinstance(years, AgeRange):
        return f"{years.youngest}〜{years.oldest}歳くらい"
    return f"{years}歳"


# --- page frame ---------------------------------------------------------------------------------------


@register.simple_tag
def nav_address(item: Mapping[str, Any]) -> str:
    return str(item["url"]) if item.get("url") else reverse(item["url_name"])


@register.simple_tag
def message_notice(message: Message) -> SafeString:
    kind = MESSAGE_KINDS.get(message.level_tag, "info")
    return _notice(str(message), kind=kind)


@register.simple_tag
def watermark(*words: object) -> SafeString:
    """Whose copy a paper is, behind every page; for the block of that name in core/sheet.html."""
    return mark_of(words)


@register.simple_tag(takes_context=True)
def page_query(context: template.Context, name: str, cursor: UUID | str) -> str:
    """The present query with another place in the list."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for old in ("before", "after"):
        query.pop(old, None)
    query[name] = str(cursor)
    return str(query.urlencode())


# --- blocks -------------------------------------------------------------------------------------------


def _notice(content: str, *, kind: str, title: str = "", live: str = "") -> SafeString:
    return render_to_string(
        "core/components/notice.html",
        {"content": content, "kind": kind, "kind_label": NOTICE_LABELS[kind], "title": title, "live": live},
    )


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "", live: str = "") -> SafeString:
    return _notice(content, kind=kind, title=title, live=live)


@register.simple_block_tag
def card(
    content: str, title: str = "", level: int = 2, tone: str = "", id: str = "", href: str = ""
) -> SafeString:
    return render_to_string(
        "core/components/card.html",
        {"content": content, "title": title, "level": level, "tone": tone, "id": id, "href": href},
    )


@register.simple_block_tag
def table(
    content: str,
    caption: str,
    dense: bool = False,
    wide: bool = False,
    lines: bool = False,
    hide_caption: bool = False,
    stack: bool = False,
) -> SafeString:
    """``stack``: each row becomes a card on a phone; every ``td`` says its heading in ``data-label``."""
    return render_to_string(
        "core/components/table.html",
        {
            "content": content,
            "caption": caption,
            "dense": dense,
            "wide": wide,
            "lines": lines,
            "hide_caption": hide_caption,
            "stack": stack,
        },
    )


@register.simple_block_tag
def timeline_entry(
    content: str,
    on: date | datetime | None = None,
    at: str = "",
    how: str = "",
    who: str = "",
    title: str = "",
    href: str = "",
    kind: str = "",
) -> SafeString:
    """``kind="meet"`` where two agencies meet, ``kind="quiet"`` for what happened by itself."""
    return render_to_string(
        "core/components/timeline_entry.html",
        {
            "content": content,
            "on": on,
            "at": at,
            "how": how,
            "who": who,
            "title": title,
            "href": href,
            "kind": kind,
        },
    )


@register.simple_block_tag
def help(content: str, title: str = "この画面の使い方") -> SafeString:
    return render_to_string("core/components/help.html", {"content": content, "title": title})


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    return render_to_string("core/components/dialog.html", {"content": content, "id": id, "title": title})


@register.simple_block_tag(takes_context=True)
def form_page(
    context: template.Context,
    content: str,
    form: forms.BaseForm,
    submit: str = "登録する",
    cancel: str = "",
    wide: bool = False,
    action: str = "",
) -> SafeString:
    """A whole ``<form>``: the offer of a draft, the fields, what stands between the tags, and the buttons. ``action``:
    where it is sent, for a form that stands in another screen."""
    return render_to_string(
        "core/forms/form_page.html",
        {
            "content": content,
            "form": form,
            "submit": submit,
            "cancel": cancel,
            "wide": wide,
            "action": action,
        },
        request=context.get("request"),
    )


# --- leaves -------------------------------------------------------------------------------------------


@register.inclusion_tag("core/components/button.html")
def button(
    label: str,
    kind: str = "",
    type: str = "submit",
    name: str = "",
    value: str = "",
    form: str = "",
    small: bool = False,
) -> dict[str, Any]:
    """``kind``: empty (the main act), ``second``, ``text``, ``danger``."""
    return {
        "label": label,
        "css": _css(kind, small=small),
        "type": type,
        "name": name,
        "value": value,
        "form": form,
    }


@register.inclusion_tag("core/components/button.html")
def link_button(label: str, href: str, kind: str = "second", small: bool = False) -> dict[str, Any]:
    return {"label": label, "href": href, "css": _css(kind, small=small)}


@register.inclusion_tag("core/components/dialog_link.html")
def dialog_link(label: str, id: str, kind: str = "second", small: bool = False) -> dict[str, Any]:
    return {"label": label, "id": id, "css": _css(kind, small=small)}


@register.inclusion_tag("core/components/badge.html")
def badge(label: str, tone: str = "") -> dict[str, Any]:
    """``tone``: blue, green, yellow, red, cyan (のりしろ), solid or empty. The word says it, the colour helps."""
    return {"label": label, "tone": tone}


@register.inclusion_tag("core/components/chip.html")
def chip(label: str, href: str = "", current: bool = False) -> dict[str, Any]:
    return {"label": label, "href": href, "current": current}


@register.inclusion_tag("core/components/facts.html")
def facts(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {"pairs": list(pairs)}


@register.inclusion_tag("core/components/data_table.html")
def data_table(table: Table) -> dict[str, Any]:
    return {"table": table}


@register.inclusion_tag("core/components/pages.html", takes_context=True)
def pages(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    return {"page": page, "request": context.get("request")}


@register.inclusion_tag("core/components/empty.html")
def empty(text: str, hint: str = "", href: str = "", label: str = "") -> dict[str, Any]:
    return {"text": text, "hint": hint, "href": href, "label": label}


@register.inclusion_tag("core/components/steps.html")
def steps(labels: Sequence[str], now: int) -> dict[str, Any]:
    """``now`` counts from 1."""
    return {
        "steps": [
            {"label": label, "state": "done" if number < now else "now" if number == now else "todo"}
            for number, label in enumerate(labels, start=1)
        ]
    }


@register.inclusion_tag("core/components/meet.html")
def meet(
    left: str,
    right: str,
    band: str,
    band_note: str = "",
    left_role: str = "",
    right_role: str = "",
    left_note: str = "",
    right_note: str = "",
) -> dict[str, Any]:
    """Two agencies and, on the band between them, what they have between them."""
    return {
        "left": left,
        "right": right,
        "band": band,
        "band_note": band_note,
        "left_role": left_role,
        "right_role": right_role,
        "left_note": left_note,
        "right_note": right_note,
    }


@register.inclusion_tag("core/components/verdict.html")
def verdict(
    answer: Verdict,
    label: str,
    href: str = "",
    kind: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
) -> dict[str, Any]:
    """A button that may not be pressed is shown with its reasons, not hidden."""
    return {
        "verdict": answer,
        "label": label,
        "href": href,
        "css": _css(kind),
        "name": name,
        "value": value,
        "form": form,
        "id": f"why-{crc32(f'{label} {name} {value} {form} {href}'.encode()):x}",
    }


@register.inclusion_tag("core/components/ground_line.html")
def ground_line(ground: str, others: str = "", href: str = "", until: date | None = None) -> dict[str, Any]:
    """On which ground this page is seen, and who else can see it."""
    return {"ground": ground, "others": others, "href": href, "until": until}


@register.inclusion_tag("core/forms/summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """All errors on top of the form, each leading to its field."""
    return {"form": form, "problems": problems_of(form)}


@register.inclusion_tag("core/components/person.html")
def person(name: str, kana: str = "", note: str = "", href: str = "") -> dict[str, Any]:
    return {"name": name, "kana": kana, "note": note, "href": href}

"""The components: what they show, and that every page stays within the strict content policy."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.template import engines
from django.test import RequestFactory

from norishiro import core
from norishiro.core import views
from norishiro.core.calendar import PartialDate, Precision
from norishiro.core.style_page import style_context
from norishiro.core.tables import Cell, Page, Place, Way, cut_page, place_in, table
from norishiro.core.verdict import YES, Refused, no

pytestmark = pytest.mark.urls("tests.rooms.core.urls")

HERE = Path(core.__file__).parent
TODAY = date(2026, 5, 20)
IDS = [UUID(int=number) for number in range(1, 8)]


def drawn(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context).strip()


def asked(path: str = "/"):
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


@pytest.fixture
def style_html() -> str:
    template = engines["django"].get_template("core/style.html")
    return template.render(style_context(), asked("/style/"))


# --- filters ------------------------------------------------------------------------------------------


def test_wareki_first_western_small():
    assert (
        drawn("{{ day|wareki }}", day=date(2026, 4, 1))
        == '<time datetime="2026-04-01">令和8年4月1日<small>（2026/4/1）</small></time>'
    )


def test_a_moment_is_shown_on_the_local_day():
    assert (
        drawn("{{ at|wareki_plain }} {{ at|clock }}", at=datetime(2026, 3, 31, 16, 5, tzinfo=UTC))
        == "令和8年4月1日 01:05"
    )


def test_a_half_known_date_is_shown_as_far_as_known():
    assert (
        drawn("{{ day|wareki }}", day=PartialDate(1945, 4, None, Precision.MONTH, True)) == "昭和20年4月ごろ"
    )


def test_no_date_is_no_text():
    assert drawn("{{ day|wareki }}{{ day|wareki_short }}{{ day|day_in_week }}{{ day|clock }}", day=None) == ""


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(1945, 5, 20), "81歳"),
        (date(1945, 5, 21), "80歳"),
        (PartialDate(1945, None, None, Precision.YEAR), "80〜81歳くらい"),
        (PartialDate.unknown(), "年齢不明"),
        (None, "年齢不明"),
    ],
)
def test_age(born, words):
    assert drawn("{{ born|age:today }}", born=born, today=TODAY) == words


def test_the_day_in_the_week():
    assert drawn("{{ day|day_in_week }}", day=TODAY) == '<time datetime="2026-05-20">5月20日（水）</time>'


# --- tags ---------------------------------------------------------------------------------------------


def test_an_allowed_act_is_a_button():
    assert (
        drawn('{% verdict answer "決定する" %}', answer=YES)
        == '<button class="n-button" type="submit">決定する</button>'
    )


def test_a_refused_act_is_shown_with_every_reason_and_cannot_be_sent():
    html = drawn(
        '{% verdict answer "決定する" %}', answer=no("a", "誓約がまだです。") & no("b", "日付がありません。")
    )
    described = re.findall(r'aria-describedby="([^"]+)"', html)
    assert re.findall(r"<li>([^<]+)</li>", html) == ["誓約がまだです。", "日付がありません。"]
    assert re.findall(r'<div class="n-verdict_why" id="([^"]+)"', html) == described
    assert re.findall(r"<button [^>]*", html) == [
        f'<button class="n-button" type="button" aria-disabled="true" aria-describedby="{described[0]}"'
    ]


def test_the_same_refusal_is_drawn_the_same_twice():
    source = '{% verdict answer "決定する" %}'
    assert drawn(source, answer=no("a", "理由")) == drawn(source, answer=no("a", "理由"))


def test_what_people_wrote_is_escaped_everywhere():
    evil = "<b>太郎</b>"
    for source in (
        "{% person x %}",
        "{% badge x %}",
        "{% card title=x %}{% endcard %}",
        '{% notice "info" title=x %}{{ x }}{% endnotice %}',
        "{% meet x x x %}",
        "{% facts pairs %}",
        "{% data_table t %}",
        "{% timeline_entry title=x %}{{ x }}{% endtimeline_entry %}",
        "{% ground_line x others=x %}",
        "{% empty x x %}",
        "{% verdict v x %}",
    ):
        html = drawn(source, x=evil, pairs=[(evil, evil)], t=table(evil, [evil], [[evil]]), v=no("a", evil))
        assert ("&lt;b&gt;太郎" in html, "<b>太郎" in html) == (True, False), source


def test_an_unknown_fact_says_so():
    assert drawn("{% facts pairs %}", pairs=[("次の見直し", "")]).count("記入なし") == 1


def test_zero_is_a_fact():
    assert "<dd>0</dd>" in drawn("{% facts pairs %}", pairs=[("件数", 0)])


def test_an_empty_table_says_what_is_missing():
    html = drawn(
        "{% data_table t %}", t=table("今日の訪問", ["世帯"], [], empty_text="今日の訪問はありません")
    )
    assert ("<table" in html, "今日の訪問はありません" in html) == (False, True)


def test_a_row_must_fit_its_columns():
    with pytest.raises(ValueError):
        table("表", ["一", "二"], [["一つだけ"]])


def test_nothing_becomes_an_empty_cell():
    [row] = table("表", ["一"], [[None]]).rows
    assert row.pairs[0][1] == Cell("")


# --- pages of a list ----------------------------------------------------------------------------------


def page(fetched, place, size=3):
    return cut_page(fetched, place=place, id_of=lambda row: row, size=size)


def test_walking_forward_and_back_shows_the_same_rows():
    first = page(IDS[:4], Place())
    assert first == Page((IDS[0], IDS[1], IDS[2]), before=None, after=IDS[2])
    second = page(IDS[3:7], Place(Way.AFTER, first.after))
    assert second == Page((IDS[3], IDS[4], IDS[5]), before=IDS[3], after=IDS[5])
    last = page(IDS[6:], Place(Way.AFTER, second.after))
    assert last == Page((IDS[6],), before=IDS[6], after=None)
    back = page(IDS[5:1:-1], Place(Way.BEFORE, last.before))
    assert back == Page((IDS[3], IDS[4], IDS[5]), before=IDS[3], after=IDS[5])
    begin = page(IDS[2::-1], Place(Way.BEFORE, back.before))
    assert begin == Page((IDS[0], IDS[1], IDS[2]), before=None, after=IDS[2])


def test_an_empty_list_has_no_neighbours():
    assert page([], Place()) == Page()


@pytest.mark.parametrize("query", [{}, {"after": "x"}, {"after": ""}, {"before": "山田"}])
def test_an_unreadable_place_is_the_beginning(query):
    assert place_in(query) == Place()


def test_the_cursor_keeps_the_other_conditions():
    request = asked(f"/?state=open&after={IDS[0]}")
    html = (
        engines["django"]
        .from_string("{% pages page %}")
        .render({"page": Page((1,), before=None, after=IDS[2])}, request)
    )
    assert re.findall(r'href="([^"]+)"', html) == [f"?state=open&amp;after={IDS[2]}"]


# --- the whole page -----------------------------------------------------------------------------------


def test_the_page_has_no_inline_style_or_script(style_html):
    inline = re.findall(r"<script(?![^>]*src=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", style_html)
    assert inline == []


def test_every_class_that_is_used_is_styled(style_html):
    css = "".join(path.read_text() for path in (HERE / "static/core").glob("*.css"))
    used = {name for text in re.findall(r'class="([^"]+)"', style_html) for name in text.split()}
    assert {name for name in used if not re.search(rf"\.{name}(?![\w-])", css)} == UNSTYLED


# Names that only mark a place; nothing is drawn for them.
UNSTYLED = {"n-field--wide"}


def test_ids_are_unique_and_every_reference_is_met(style_html):
    ids = re.findall(r'\sid="([^"]+)"', style_html)
    referred = re.findall(r'(?:\sfor|aria-labelledby|aria-describedby)="([^"]+)"', style_html)
    assert sorted(ids) == sorted(set(ids))
    assert {name for text in referred for name in text.split()} - set(ids) == set()


def test_every_colour_comes_from_the_tokens():
    others = [HERE / f"static/core/{name}.css" for name in ("base", "components", "forms")]
    strays = {colour for path in others for colour in re.findall(r"#[0-9a-f]{3,8}\b", path.read_text())}
    assert strays == {"#000"}


def test_the_script_stays_short():
    """One script for the whole house, short enough to be read at one sitting."""
    assert len((HERE / "static/core/app.js").read_text().splitlines()) < 250


# --- error pages --------------------------------------------------------------------------------------


def test_not_found_never_says_whether_it_exists():
    secret = views.not_found(asked("/a/"), exception=Exception("No Case matches the given query."))
    absent = views.not_found(asked("/a/"), exception=None)
    words = [re.sub(rb"[A-Za-z0-9]{64}", b"token", answer.content) for answer in (secret, absent)]
    assert (secret.status_code, words[0]) == (404, words[1])


@pytest.mark.parametrize(
    ("exception", "reasons"),
    [
        (Refused(no("a", "誓約がまだです。")), ["誓約がまだです。"]),
        (PermissionDenied("担当者だけができます。"), ["担当者だけができます。"]),
        (PermissionDenied(), []),
    ],
)
def test_forbidden_says_why(exception, reasons):
    html = views.forbidden(asked(), exception).content.decode()
    found = re.findall(r"<li>([^<]+)</li>", html)
    assert [line for line in found if line in {"誓約がまだです。", "担当者だけができます。"}] == reasons


def test_the_style_page_exists_only_where_the_program_is_made(client, settings):
    settings.STYLE_PAGE = False
    assert client.get("/style/").status_code == 404
    settings.STYLE_PAGE = True
    assert client.get("/style/").status_code == 200

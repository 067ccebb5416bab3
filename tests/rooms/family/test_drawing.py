"""The drawing: compared whole with drawings that were looked at, and its promises checked place by place."""

from __future__ import annotations

import re
import time
from itertools import combinations
from xml.etree import ElementTree

import pytest

from norishiro.family.drawing.changes import changes
from norishiro.family.drawing.graph import Family, Figure, Pair, among
from norishiro.family.drawing.layout import lay_out
from norishiro.family.drawing.legend import legend
from norishiro.family.drawing.lettering import broken, letters, width
from norishiro.family.drawing.levels import generations
from norishiro.family.drawing.scene import Style
from norishiro.family.drawing.svg import draw
from norishiro.family.drawing.unions import unions_of
from norishiro.family.drawing.words import sayings
from norishiro.family.linking import on_paper
from tests.rooms.family import families
from tests.rooms.family.families import GOLDEN, SHAPES, children, drawings, figure

EVERY = pytest.mark.parametrize("name", SHAPES)
PEOPLE = 40
GOAL_SECONDS = 0.2


def test_every_drawing_is_as_it_was_when_it_was_looked_at() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in GOLDEN.glob("*.svg")}

    assert sorted(kept) == sorted(drawings())
    assert {name for name, text in drawings().items() if kept[name] != text} == set()


@EVERY
def test_no_symbol_and_no_word_lies_upon_another(name: str) -> None:
    boxes = lay_out(SHAPES[name]()).boxes
    touching = [
        (a, b) for (a, one), (b, other) in combinations(boxes.items(), 2)
        if one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom
    ]  # fmt: skip

    assert (len(boxes), touching) == (len(SHAPES[name]().figures), [])


@EVERY
def test_no_level_line_lies_upon_another(name: str) -> None:
    scene = lay_out(SHAPES[name]())
    level = [
        (y1, *sorted((x1, x2)))
        for one in scene.strokes for (x1, y1), (x2, y2) in zip(one.points, one.points[1:], strict=False)
        if y1 == y2 and one.kind != "slash"
    ]  # fmt: skip
    upon = [
        (one, other) for one, other in combinations(level, 2)
        if one[0] == other[0] and one[1] < other[2] - 0.1 and other[1] < one[2] - 0.1
    ]  # fmt: skip

    assert upon == []


@EVERY
def test_no_line_runs_through_a_symbol(name: str) -> None:
    scene = lay_out(SHAPES[name]())
    through = [
        (placed.figure.key, one.kind)
        for placed in scene.symbols for one in scene.strokes
        for (x1, y1), (x2, y2) in zip(one.points, one.points[1:], strict=False)
        if min(x1, x2) < placed.x + 19 and max(x1, x2) > placed.x - 19
        and min(y1, y2) < placed.y + 19 and max(y1, y2) > placed.y - 19
        and one.kind != "slash"
    ]  # fmt: skip

    assert through == []


@EVERY
def test_the_line_around_a_home_takes_in_its_people_and_nobody_else(name: str) -> None:
    family = SHAPES[name]()
    scene = lay_out(family)
    for outline in scene.outlines:
        inside = {
            placed.figure.key for placed in scene.symbols
            if sum(_is_inside(placed.x, placed.y, loop) for loop in outline.loops) % 2
        }  # fmt: skip
        assert inside == {one.key for one in family.figures if outline.home in one.homes}


def _is_inside(x: float, y: float, loop: tuple[tuple[float, float], ...]) -> bool:
    crossings = [
        x < x1 for (x1, y1), (x2, y2) in zip(loop, (*loop[1:], loop[0]), strict=True)
        if x1 == x2 and min(y1, y2) <= y < max(y1, y2)
    ]  # fmt: skip
    return sum(crossings) % 2 == 1


@EVERY
def test_siblings_stand_from_left_to_right_by_age(name: str) -> None:
    family = SHAPES[name]()
    x = {one.figure.key: one.x for one in lay_out(family).symbols}
    born = {one.key: one.born for one in family.figures}
    for row in unions_of(family).sibships:
        known = [key for key in row if born[key]]
        assert sorted(known, key=lambda key: x[key]) == sorted(known, key=lambda key: (born[key], x[key]))


def test_who_has_custody_has_the_child_at_their_side_of_the_line() -> None:
    scene = lay_out(families.divorce_with_custody())
    x = {one.figure.key: one.x for one in scene.symbols}
    slashes = [one for one in scene.strokes if one.kind == "slash"]
    middle = sum(px for one in slashes for px, _y in one.points) / 4
    starts = sorted(
        one.points[0][0] for one in scene.strokes if one.kind == "descent" and len(one.points) > 2
    )

    assert len(slashes) == 2
    assert x["f"] < starts[0] < middle < starts[1] < x["m"]


def test_the_first_marriage_stands_left_of_the_second() -> None:
    scene = lay_out(families.fourteen_with_three_marriages())
    x = {one.figure.key: one.x for one in scene.symbols}

    assert x["w1"] < x["f"] < x["w2"] < x["w3"]


def test_a_drawing_does_not_depend_on_chance_or_on_the_order_of_ties() -> None:
    family = families.three_generations()
    turned = Family(
        figures=family.figures,
        pairs=family.pairs[::-1],
        descents=family.descents[::-1],
        siblings=family.siblings,
    )

    assert draw(family, title="図", description="図") == draw(turned, title="図", description="図")


def test_a_family_that_contradicts_itself_is_drawn_all_the_same() -> None:
    loop = Family(
        figures=(figure("a", "甲", "m"), figure("b", "乙", "f"), figure("c", "丙", "?")),
        pairs=(Pair(one="a", other="c"),),
        descents=(*children("b", of=("a",)), *children("c", of=("b",)), *children("a", of=("c",))),
    )

    assert len(lay_out(loop).symbols) == 3


def test_generations_are_counted_from_the_top_and_parents_stand_near_their_children() -> None:
    family = families.three_generations()
    levels = generations(family, unions_of(family))

    assert (levels["gf"], levels["mm"], levels["u"], levels["c3"]) == (0, 0, 1, 2)


def test_those_of_whom_no_tie_is_told_stand_below_in_rows() -> None:
    alone = Family(figures=tuple(figure(f"n{at}", f"だれか{at}", "?") for at in range(10)))
    heights = sorted({one.y for one in lay_out(alone).symbols})

    assert (len(heights), draw(alone, title="図", description="図").count("<polygon")) == (2, 10)


def test_an_empty_family_is_a_drawing_of_nothing() -> None:
    assert lay_out(Family()).symbols == []


def test_the_picture_carries_no_style_and_no_script_and_every_word_is_escaped() -> None:
    sly = Family(figures=(figure("a", '<script>"&', "m", href='/x?"><b>'),))
    text = draw(sly, title="<b>", description="&", panel="p")
    tree = ElementTree.fromstring(text)

    assert re.findall(r"<script|style=|<style|\son\w+=", text) == []
    assert {element.tag.rpartition("}")[2] for element in tree.iter()} == {
        "svg", "title", "desc", "a", "rect", "text",
    }  # fmt: skip
    assert tree.attrib["role"] == "group"


def test_without_links_it_is_one_picture_with_a_name_and_a_description() -> None:
    tree = ElementTree.fromstring(drawings()["couple_and_child.svg"])

    assert (tree.attrib["role"], tree.attrib["aria-labelledby"]) == ("img", "genogram-title genogram-desc")


def test_the_signs_differ_as_the_municipality_says() -> None:
    dead = Family(figures=(figure("a", "甲", "f", dead=True, age=80), figure("b", "乙", "?")))
    usual = draw(dead, title="図", description="図")
    other = draw(dead, title="図", description="図", style=Style(dead="BLACK", unknown="DIAMOND"))

    assert ('fill="currentColor"/>' in usual, 'fill="currentColor"/>' in other) == (False, True)
    assert usual != other


def test_every_sign_of_the_drawing_is_in_the_legend() -> None:
    words = [words for _sign, words in legend(Style(dead="BLACK", unknown="DIAMOND"))]

    assert (len(words), words[4], words[2]) == (18, "亡くなった人（黒塗り）", "性別が分からない・その他（◇）")


def test_a_letter_is_not_torn_from_its_variation_selector() -> None:
    name = "葛\U000e0100城"

    assert letters(name) == ["葛\U000e0100", "城"]
    assert (width(name), width("𠮷")) == (24, 12)
    assert broken("葛\U000e0100城" * 4)[0] == "葛\U000e0100城" * 3 + "葛\U000e0100"


def test_on_paper_the_picture_has_the_plain_letter_and_the_words_the_exact_one() -> None:
    [one] = on_paper(Family(figures=(figure("a", "葛\U000e0100城", "f"),))).figures

    assert (one.label, one.spoken) == ("葛城", "葛\U000e0100城")


def test_a_long_name_is_broken_and_then_cut_with_a_sign() -> None:
    assert broken("架空 花") == ["架空 花"]
    assert broken("会ったことのないもう一人の父親のきょうだい") == ["会ったことのな", "いもう一人の…"]


def test_forty_people_are_drawn_in_a_fifth_of_a_second() -> None:
    family = families.forty_people()
    draw(family, title="図", description="図")
    began = time.process_time()
    draw(family, title="図", description="図")

    assert (len(family.figures), time.process_time() - began < GOAL_SECONDS) == (PEOPLE, True)


def test_what_is_not_seen_takes_its_lines_with_it() -> None:
    family = families.eighty_fifty()
    left = among(family, {"m", "s"})

    assert [one.key for one in left.figures] == ["m", "s"]
    assert (left.pairs, [(one.parent, one.child) for one in left.descents]) == ((), [("m", "s")])


# --- words --------------------------------------------------------------------------------------------


def test_the_words_tell_everybody_and_begin_with_the_person_the_drawing_is_for() -> None:
    lines = {one.key: (one.who, one.clauses) for one in sayings(families.eighty_fifty())}

    assert next(iter(lines)) == "s"
    assert lines["m"] == (
        "架空 ヨシ（82歳、本人の母）",
        ("夫 架空 太郎：婚姻・死別", "子：架空 幸子、架空 次郎", "住まい：架空家"),
    )
    assert lines["f"][0] == "架空 太郎（2019年没・享年79歳、本人の父）"
    assert lines["d"][0] == "架空 幸子（58歳、キーパーソン、本人のきょうだい）"


def test_the_words_tell_adoption_fostering_twins_and_custody() -> None:
    adopted = {one.key: one.clauses for one in sayings(families.adoption())}
    custody = {one.key: one.clauses for one in sayings(families.divorce_with_custody())}
    pairs = {one.key: one.clauses for one in sayings(families.twins())}

    assert adopted["c"][0] == "親：架空 直美、架空 守（養親）、架空 久美子（養親）"
    assert adopted["p"][0] == "親：架空 守（里親）、架空 久美子（里親）"
    assert custody["c2"][0] == "親：架空 剛（親権なし）、みなと 明日香（親権あり）"
    assert custody["f"][0] == "元の妻 みなと 明日香：婚姻・離婚"
    assert pairs["c"][-1] == "一卵性の双子：架空 夕"


def test_what_changed_between_two_drawings_is_told_in_words() -> None:
    before = Family(
        figures=(
            figure("f", "父", "m", 1950),
            figure("m", "母", "f", 1952, homes=("家",)),
            figure("c", "子", "?", 1980),
        ),
        pairs=(Pair(one="f", other="m"),),
        descents=tuple(children("c", of=("m",))),
    )
    after = Family(
        figures=(
            Figure(key="f", label="父", sex="MALE", born=before.figures[0].born, age=99, dead=True),
            figure("m", "母", "f", 1952), figure("n", "孫", "?"),
        ),
        pairs=(Pair(one="f", other="m", ended="DIED"),),
        descents=tuple(children("n", of=("m",))),
    )  # fmt: skip

    assert changes(before, after) == [
        "父は、亡くなりました。",
        "母の住まいが変わりました（家 → 世帯の外）。",
        "孫が加わりました。",
        "子は、図にいなくなりました。",
        "父と母：婚姻 → 婚姻・死別",
        "母と、その子 孫の親子が書き加えられました。",
        "母と、その子 子の親子が、図からなくなりました。",
    ]
    assert changes(before, before) == []

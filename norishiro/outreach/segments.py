"""What was written, taken apart by where it comes from: one line of text is one segment (domain: 開示請求に耐える記録構造).

People write on as they always did; the beginning of a line says whose it is (「…, 家族：…, 〇〇病院：…, 見立て：…), and
what says nothing is taken as the contact suggests. Pure text in, plain values out; the same marks bring it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from norishiro.outreach.choices import Met, Method, SegmentKind

# What somebody types at the beginning of a line to say it outright; the first of a kind is the one the page writes.
MARKS: dict[str, SegmentKind] = {
    "本人": SegmentKind.SAID,
    "本人の話": SegmentKind.SAID,
    "事実": SegmentKind.DONE,
    "様子": SegmentKind.DONE,
    "第三者": SegmentKind.THIRD,
    "機関": SegmentKind.AGENCY,
    "見立て": SegmentKind.VIEW,
    "所見": SegmentKind.VIEW,
    "方針": SegmentKind.COURSE,
    "検討": SegmentKind.COURSE,
}
MARK_OF: dict[SegmentKind, str] = {kind: mark for mark, kind in reversed(MARKS.items())}

# What stands at the beginning of a line, and the word on the button that writes it.
BUTTONS = (
    ("「", "本人のことば"), ("事実：", "ようす・事実"), ("家族：", "家族・近隣から"), ("機関：", "機関から"),
    ("見立て：", "見立て"), ("方針：", "方針"),
)  # fmt: skip

# Who speaks, by the end of the word before the colon.
THIRD_WORDS = ("父", "母", "父親", "母親", "夫", "妻", "長男", "次男", "長女", "次女", "息子", "娘", "兄", "弟", "姉", "妹",
               "祖父", "祖母", "叔父", "叔母", "孫", "家族", "親族", "近隣", "近所", "隣人", "隣の人", "大家", "知人", "友人",
               "通報者", "通報", "民生委員", "住民")  # fmt: skip
AGENCY_WORDS = ("センター", "病院", "医院", "クリニック", "学校", "高校", "園", "係", "課", "社協", "事業所", "包括",
                "児相", "児童相談所", "警察", "警察署", "保健所", "ケアマネ", "主治医", "役所", "市役所", "区役所", "窓口", "会社",
                "相談所", "福祉事務所")  # fmt: skip
# Words that only end like one of them.
NOBODY = ("関係", "工夫")
QUOTES = ("「", "『")
_HEAD = re.compile(r"^\s*([^\s：:「」『』。、]{1,40})[：:]\s*(?=\S)")


@dataclass(frozen=True)
class Segment:
    """One line and whose it is. ``source`` names the third party or the agency, as it was written."""

    kind: SegmentKind
    text: str
    source: str = ""


@dataclass(frozen=True)
class Line:
    """One line as it is read: whose it is stands in the margin where it is not what one expects."""

    kind: SegmentKind
    text: str
    tag: str


def usual_kind(*, method: str, met: str) -> SegmentKind:
    """What a line is taken for when it says nothing about itself."""
    if method == Method.AGENCY_CALL:
        return SegmentKind.AGENCY
    if method == Method.MEETING:
        return SegmentKind.COURSE
    return SegmentKind.THIRD if met == Met.FAMILY else SegmentKind.DONE


def usual_of(*, method: str, met: str, with_whom: str, asked: str) -> tuple[SegmentKind, str]:
    """The usual kind of a contact's lines, and whom they come from."""
    kind = usual_kind(method=method, met=met)
    if kind == SegmentKind.AGENCY:
        return kind, asked or with_whom
    return kind, with_whom if kind == SegmentKind.THIRD else ""


def taken_apart(body: str, impression: str = "", *, usual: SegmentKind, source: str = "") -> list[Segment]:
    """The lines with their kinds, in the order they were written; ``source`` is whom unmarked lines come from."""
    told = [_segment(line, usual=usual, source=source) for line in _lines(body)]
    return told + [Segment(SegmentKind.VIEW, line) for line in _lines(impression)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _segment(line: str, *, usual: SegmentKind, source: str) -> Segment:
    if line.startswith(QUOTES):
        return Segment(SegmentKind.SAID, line)
    head = _HEAD.match(line)
    word, rest = (head.group(1), line[head.end() :]) if head else ("", line)
    if word in MARKS:
        return Segment(MARKS[word], rest)
    if word.endswith(NOBODY):
        word, rest = "", line
    if word.endswith(THIRD_WORDS):
        return Segment(SegmentKind.THIRD, rest, word)
    if word.endswith(AGENCY_WORDS):
        return Segment(SegmentKind.AGENCY, rest, word)
    return Segment(usual, line, source if usual in (SegmentKind.THIRD, SegmentKind.AGENCY) else "")


def lines_to_read(text: str, *, usual: SegmentKind) -> list[Line]:
    """The lines of a text that is kept as it was written, with a word in the margin where a line says whose it is."""
    return [
        Line(one.kind, one.text, "" if one.kind == usual else one.source or one.kind.label)
        for one in taken_apart(text, usual=usual)
    ]


def put_together(segments: Iterable[Segment]) -> tuple[str, str]:
    """The running text of a contact and its 見立て, for lists, search and the reader in a hurry. Where nothing but a
    見立て was written, it is the text as well."""
    told: list[Segment] = []
    seen: list[Segment] = []
    for one in segments:
        (seen if one.kind == SegmentKind.VIEW else told).append(one)
    return "\n".join(one.text for one in told or seen), "\n".join(one.text for one in seen)


def as_written(segments: Iterable[Segment], *, usual: SegmentKind, source: str = "") -> tuple[str, str]:
    """The text that would be taken apart into just these segments: what somebody who corrects begins with."""
    told = [_marked(one, usual=usual, source=source) for one in segments if one.kind != SegmentKind.VIEW]
    return "\n".join(told), "\n".join(one.text for one in segments if one.kind == SegmentKind.VIEW)


def _marked(one: Segment, *, usual: SegmentKind, source: str) -> str:
    if _segment(one.text, usual=usual, source=source) == one:
        return one.text
    named = f"{one.source}：{one.text}" if one.source else ""
    if named and _segment(named, usual=usual, source=source) == one:
        return named
    return f"{MARK_OF[one.kind]}：{one.text}"

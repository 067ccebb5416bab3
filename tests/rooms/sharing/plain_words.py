"""Is a text for the person plain? Counted, not felt: short sentences, a reading over every kanji, no double negative."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

MEAN, LONGEST = 30, 50
KANJI = re.compile(r"[一-龠々]")
# 「…ないことはない」「…なければ…ない」「…ずには…ない」: two noes the reader has to turn back into a yes.
DOUBLE_NEGATIVES = (
    re.compile(r"ない(?:こと|わけ|もの|では)[はも]?(?:ない|ありません)"),
    re.compile(r"な(?:ければ|くては|いと)[^。]{0,12}(?:ない|なりません|いけません|できません)"),
    re.compile(r"(?:ず|ない)には?[^。]{0,8}(?:ない|ません)"),
    re.compile(r"ません[^。]{0,6}(?:ありません|ない)"),
)  # fmt: skip


@dataclass(frozen=True)
class Faults:
    """What a reader would stumble over."""

    long: list[str]
    bare_kanji: list[str]
    double_negatives: list[str]
    mean: float

    @property
    def none(self) -> bool:
        return not (self.long or self.bare_kanji or self.double_negatives) and self.mean <= MEAN


def faults_of(html: str) -> Faults:
    """The faults of one text. What somebody wrote by hand (``n-given``) is left out: names cannot be made plain."""
    text = re.sub(r"<!--.*?-->", "", html, flags=re.S)
    text = re.sub(r'<span class="n-given">.*?</span>', "", text, flags=re.S)
    without_readings = re.sub(r"<rt>.*?</rt>", "", text)
    sentences = sentences_of(without_readings)
    outside = re.sub(r"<ruby>.*?</ruby>", "", text, flags=re.S)
    lengths = [len(one) for one in sentences]
    return Faults(
        long=[one for one in sentences if len(one) > LONGEST],
        bare_kanji=sorted(set(KANJI.findall(re.sub(r"<[^>]*>", "", outside)))),
        double_negatives=[
            one for one in sentences if any(pattern.search(one) for pattern in DOUBLE_NEGATIVES)
        ],
        mean=sum(lengths) / len(lengths) if lengths else 0,
    )


def sentences_of(html: str) -> list[str]:
    """Each sentence without its spaces; a heading and a line of a list end a sentence too."""
    lines = re.split(r"</(?:p|li|h\d|div|dt|dd|td|th)>|<br>|。", html)
    plain = [re.sub(r"\s|　", "", unescape(re.sub(r"<[^>]*>", "", one))) for one in lines]
    return [one for one in plain if one]

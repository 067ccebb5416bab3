"""``make bench``: every part, one after the other; ``ONLY=pages|finding|genogram|packet|public|reports|catalogue|matching|saving|years|evacuation|town|ha|bringing|duplicates`` asks for one.

A part that fails is named at the end and does not keep the others from being measured.
"""

from __future__ import annotations

import subprocess
import sys

PARTS = {
    "pages": ("bench", "頁の速さ（bench/README.md）"),
    "finding": ("bench.finding", "記録をさがす（bench/finding.md）"),
    "genogram": ("bench.genogram", "家族の図（bench/genogram.md）"),
    "reports": ("bench.reports", "日報・月報・年報（bench/reports.md）"),
    "catalogue": ("bench.catalogue", "月の数え方の一覧（bench/catalogue.md）"),
    "saving": ("bench.saving", "50人が書いているときの保存（bench/saving.md）"),
    "years": ("bench.years", "十年の記録のある世帯（bench/years.md）"),
    "matching": ("bench.matching", "一人に合う場をさがす（bench/matching.md）"),
    "public": ("bench.public", "公開ページの一覧と地図（bench/public.md）"),
    "evacuation": ("bench.evacuation", "避難の対象者二万人と災害用ファイル（bench/evacuation.md）"),
    "town": ("bench.laid_town", "作りものの町を作る（bench/town.md）"),
    "packet": ("bench.packet", "会議の資料一式（bench/packet.md）"),
    "ha": ("bench.ha", "データベースの主が止まったとき（bench/ha.md）"),
    "bringing": ("bench.bringing", "これまでの名簿五万行の取り込み（bench/bringing.md）"),
    "duplicates": ("bench.duplicates", "二重登録（bench/README.md の終わり）"),
}


def main(asked: list[str]) -> int:
    unknown = [one for one in asked if one not in PARTS]
    if unknown:
        print(
            f"「{'、'.join(unknown)}」という測り方はありません。ONLY= には {'・'.join(PARTS)} のどれかを書いてください。"
        )
        return 2
    failed = []
    for name in asked or PARTS:
        module, says = PARTS[name]
        print(f"== {says}", flush=True)
        if subprocess.run([sys.executable, "-m", module]).returncode != 0:
            failed.append(name)
    if failed:
        print(
            f"測れなかったもの: {'・'.join(failed)}。上に出た言葉を確かめて、ONLY={failed[0]} でやり直せます。"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

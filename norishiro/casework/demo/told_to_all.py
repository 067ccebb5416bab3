"""広報 of the demo town: a page on ひきこもり in two languages, and one that is still a draft."""

from __future__ import annotations

from norishiro.casework.demo.stage import Stage as Scene
from norishiro.publicity import operations as publicity
from norishiro.publicity import queries

TOPIC = "SCHOOL"

JAPANESE = """\
学校や仕事に行っていない、家からあまり出ない。そのままでも、話せるところがあります。

# 家族だけの相談から始められます

- 名前を言わなくてもかまいません
- 本人が来なくてもかまいません
- 電話がむずかしいときは、書いて送れます

# お金はかかりません

何度でも話せます。ほかの窓口に伝えるときは、先に聞きます。
"""

PLAIN = """\
[学校|がっこう]や [仕事|しごと]に [行|い]かない [人|ひと]、[家|いえ]から あまり [出|で]ない [人|ひと]の ための ページです。

# [家族|かぞく]だけでも [話|はな]すことが できます

- [名前|なまえ]を [言|い]わなくても いいです
- お[金|かね]は いりません
"""


def told_to_all(scene: Scene) -> None:
    """What everybody can read."""
    csw, today = scene.actor("csw"), scene.ago(20)
    page = publicity.open_page(csw, slug="hikikomori", name="ひきこもりの案内（見本）", topic=TOPIC, order=1)
    publicity.write_text(
        csw, page=page, tongue="ja", title="家にいることが多い人と、その家族へ", text=JAPANESE
    )
    publicity.publish_text(csw, page=page, tongue="ja", today=today)
    title = "[家|いえ]に いることが [多|おお]い [人|ひと]と、その [家族|かぞく]へ"
    publicity.write_text(csw, page=page, tongue="easy", title=title, text=PLAIN)
    publicity.publish_text(csw, page=page, tongue="easy", today=today)
    publicity.write_text(
        csw, page=page, tongue="en", title="For people who mostly stay at home", text="You can talk to us."
    )
    for name in queries.public_places(csw)[:2]:
        publicity.add_place(csw, page=page, name=name)
    draft = publicity.open_page(csw, slug="food", name="食べ物にこまったとき（見本）", order=2)
    publicity.write_text(
        csw, page=draft, tongue="ja", title="食べ物にこまったときは", text="まだ書いている途中です。"
    )

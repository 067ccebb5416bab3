"""広報 of the demo town: a page on ひきこもり, and what was made known, handed out and asked for."""

from __future__ import annotations

from typing import Any

from norishiro.agencies.models import Agency
from norishiro.casework.demo.stage import Stage as Scene
from norishiro.publicity import operations as publicity
from norishiro.publicity import queries
from norishiro.publicity.models import Item

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
    _made_known(scene)


def _made_known(scene: Scene) -> None:
    csw = scene.actor("csw")
    campaign = _item(scene, "CAMPAIGN", "家にいる時間を知る月（見本）", days=60, about="")
    leaflet = _item(
        scene,
        "LEAFLET",
        "話せるところのリーフレット（見本）",
        edition="第2版",
        days=50,
        shows_people=True,
        campaign_id=campaign.id,
    )
    publicity.keep_leave(
        csw, item=leaflet, whose="表紙の写真の3人", giver="SELF", form="PAPER", given_on=scene.ago(55), until_on=None,
        kept_at="広報の綴り 3番", today=scene.ago(55),
    )  # fmt: skip
    publicity.publish_item(csw, item=leaflet, today=scene.ago(50))
    for agency in Agency.objects.order_by("code")[:2]:
        publicity.hand_out(
            csw, item=leaflet, way="COPIES", given_on=scene.ago(45), where=publicity.Where(agency_id=agency.id), area_id=None,
            number=50, today=scene.today,
        )  # fmt: skip
    publicity.hand_out(
        csw, item=leaflet, way="BRIEFING", given_on=scene.ago(30), where=publicity.Where(elsewhere="民生委員の定例会（見本）"),
        area_id=None, number=18, today=scene.today,
    )  # fmt: skip
    publicity.make_code(csw, item=leaflet, page=None, where="図書館の棚（見本）", today=scene.today)
    forum = _item(
        scene,
        "FORUM",
        "家にいる時間を考えるフォーラム（見本）",
        days=-12,
        campaign_id=campaign.id,
        venue="区民ホール（見本）。申込みは要りません。",
    )
    publicity.publish_item(csw, item=forum, today=scene.today)
    publicity.note_channel(
        csw, item=forum, channel="BULLETIN", noted_on=scene.ago(10), words="広報紙の今月号（見本）", came=None
    )
    video = _item(scene, "VIDEO", "居場所を歩く動画（見本）", days=40, campaign_id=campaign.id)
    publicity.note_response(
        csw, item=video, kind="COMMENT", noted_on=scene.ago(20), source="動画のコメント", words="うちの近くにもあると知らなかった。",
        today=scene.today,
    )  # fmt: skip


def _item(scene: Scene, kind: str, title: str, *, days: int, **more: Any) -> Item:
    usual: dict[str, Any] = {
        "edition": "", "about": "どなたでも、名前を言わずに話せます。", "until_on": None, "opens": None, "closes": None, "venue": "",
        "area_id": None, "base_id": None, "campaign_id": None, "shows_people": False,
    }  # fmt: skip
    issued_on = scene.ago(days) if days >= 0 else scene.ahead(-days)
    return publicity.add_item(
        scene.actor("csw"), values={"kind": kind, "title": title, "issued_on": issued_on, **usual, **more}
    )

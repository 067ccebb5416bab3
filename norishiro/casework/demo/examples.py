"""The 事例集 of the demo town: invented stories, each read by a second person; one still waits."""

from __future__ import annotations

from norishiro.casework.demo.stage import Stage
from norishiro.consultations import operations as consultations

STORIES = (
    (
        "TANGLED", "親の介護と、働いていない子の暮らし",
        "80代の母と50代の子。母の介護の相談から、子が長く働いていないことと、家賃の遅れが分かった。窓口が三つに分かれ、だれも全体を見ていなかった。",
        "介護の窓口が主担当になり、家計と仕事の窓口と役割を分けた。まず母のデイサービスを決め、そのあいだに子と会う時間を作った。",
    ),
    (
        "ISOLATED", "十年ほど外に出ていない人",
        "一人で暮らす40代。親が亡くなったあと、手続きの書類がたまり、医療にもつながっていなかった。",
        "手紙を置くことから始め、半年めに玄関で話せた。書類をいっしょに開けることが、はじめの支援になった。",
    ),
    (
        "REACHED", "断り続けていた世帯",
        "ごみのことで近所から声が上がった世帯。訪ねても断られていた。",
        "支援会議で、猫の世話なら受け入れそうだと分かった。猫の通院の手伝いから家に入れるようになった。",
    ),
)  # fmt: skip


def tell_examples(stage: Stage) -> None:
    """Three stories in the 事例集, one of each kind, and one that waits for a second reader."""
    writer, reader = stage.actor("csw"), stage.actor("suishin")
    for days, (kind, title, story, done) in enumerate(STORIES, start=30):
        day = stage.ago(days)
        example = consultations.write_example(
            writer, kind=kind, title=title, story=story, done=done, today=day
        )
        approved = consultations.approve_example(reader, example=example, today=day)
        if kind == "TANGLED":
            consultations.hand_example(
                reader, example=approved, to_whom="部会の構成員（見本）", purpose="支援の進め方の参考に", given_on=stage.ago(10),
                today=stage.ago(10),
            )  # fmt: skip
    kind, title, story, done = STORIES[0]
    consultations.write_example(
        writer,
        kind=kind,
        title="子の進学と、親の病気が重なった世帯",
        story=story,
        done=done,
        today=stage.ago(3),
    )

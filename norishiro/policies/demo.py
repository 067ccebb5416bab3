"""The demo town's plans: two that follow each other, one of the council beside them, a measure in both, and its evaluation."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from norishiro.agencies.actor import Actor, actor_for, hats_of
from norishiro.agencies.models import Agency, Staff
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import announce
from norishiro.policies import operations, queries, rules
from norishiro.policies.models import Measure, Policy, Poll, Standing
from norishiro.policies.reading import read, rows_in

TELLER = "suishin"
GRADES = [("A", Decimal(100)), ("B", Decimal(90)), ("C", Decimal(60)), ("D", Decimal(0))]
TOWN_TREE = """基本目標\t方向性\t施策\tめざす姿\t市区町村の事業\t社協の事業
1 ひとりにしない\t1-1 気づいてつながる\t1-1-1 困りごとを早く見つける\t声を出せない人にも、だれかが気づいている。\t福祉の総合相談\tコミュニティソーシャルワーク
\t\t1-1-2 断らない相談\tどこに行っても、最初の一言が受けとめられる。\t重層的支援会議\t
\t1-2 支えつづける\t1-2-1 出向いて支える\t来られない人のところへ、こちらから行く。\tアウトリーチ\tアウトリーチ
2 まちで支えあう\t2-1 集える場をふやす\t2-1-1 身近な居場所\t歩いて行けるところに、いてよい場がある。\t居場所づくり\tサロンの支援"""
COUNCIL_TREE = """目標\t取組\tめざす姿\t社協の事業
1 ご近所でつながる\t1-1 身近な居場所\t\tサロンの支援
\t1-2 ちいさな助け合い\tちょっとした手伝いを頼みあえる。\t助け合い活動
2 だれもが担い手になる\t2-1 担い手の学び\t学んだ人が、次の人を誘う。\t担い手の講座"""
SHARED, VISITED = "身近な居場所", "出向いて支える"


def tell(*, today: date) -> Policy | None:
    """Nothing where the town has no such person, or has plans already."""
    staff = Staff.objects.filter(login_id=TELLER).first()
    if staff is None or Policy.objects.exists():
        return None
    actor = worn(staff, on=today)
    announce(actor)
    year = fiscal_year(today)
    before = _opened(
        actor,
        "地域福祉計画（見本・第一次）",
        "WELFARE",
        "MUNICIPAL",
        (year - 7, year - 2),
        None,
        "基本目標、方向性、施策",
    )
    town = _opened(
        actor,
        "地域福祉計画（見本・第二次）",
        "WELFARE",
        "MUNICIPAL",
        (year - 1, year + 4),
        before,
        "基本目標、方向性、施策",
    )
    _opened(actor, "重層事業の実施計画（見本）", "LAYERED", "MUNICIPAL", (year - 4, year - 3), None, "項目")
    council = _opened(
        actor, "地域福祉活動計画（見本）", "ACTIVITY", "COUNCIL", (year - 1, year + 4), None, "目標、取組",
        note="地域福祉計画（見本・第二次）と期間をそろえて策定。",
    )  # fmt: skip
    for policy, table in ((town, TOWN_TREE), (council, COUNCIL_TREE)):
        levels = [one.name for one in policy.levels.all()]
        operations.read_tree(actor, policy=policy, found=read(rows_in(table), levels=levels), join=True)
    _in_both(actor, town, council, year=year)
    _evaluated(actor, town, year=year, today=today)
    _heard(actor, town, poll=Poll.objects.first(), today=today)
    return town


def _opened(
    actor: Actor, name: str, kind: str, side: str, years: tuple[int, int], before: Policy | None, levels: str, *, note: str = ""
) -> Policy:  # fmt: skip
    values: dict[str, Any] = {
        "name": name, "kind": kind, "side": side, "agency_id": _keeper(actor, side), "from_year": years[0],
        "last_year": years[1], "before_id": before.id if before else None, "note": note,
    }  # fmt: skip
    return operations.open_policy(actor, values=values, levels=levels.split("、"), grades=GRADES)


def _keeper(actor: Actor, side: str) -> Any:
    """The council of social welfare for its own plan, where the town has one by that name."""
    council = Agency.objects.filter(name__contains="社会福祉協議会", until_on=None).first()
    return council.id if side == "COUNCIL" and council else actor.agency_id


def _in_both(actor: Actor, town: Policy, council: Policy, *, year: int) -> None:
    told = (
        (town, "GOING", "空き家を一軒、地区の集まりに使えるようにした。来年度は2地区に広げる。"),
        (council, "GOING", "サロンの交流会を開き、男性の集まりが二つ始まった。"),
    )
    for policy, state, words in told:
        standing = _standing(policy, SHARED)
        operations.change_measure(
            actor, standing=standing, version=standing.measure.version, name=standing.measure.name,
            aim=standing.measure.aim, agency_id=None, number=standing.number, priority=True,
        )  # fmt: skip
        operations.write_progress(actor, standing=standing, year=year, state=state, words=words)


def _standing(policy: Policy, name: str) -> Standing:
    return policy.standings.select_related("measure", "policy").get(measure__name=name)


def _evaluated(actor: Actor, town: Policy, *, year: int, today: date) -> None:
    standing = _standing(town, VISITED)
    measure = standing.measure
    effort = operations.add_effort(
        actor,
        measure=measure,
        number="①",
        name="出向く相談",
        content="来られない人を訪ね、会えなくても通いつづける。",
    )
    operations.add_deed(
        actor,
        effort=effort,
        done_on=today - timedelta(days=20),
        words="訪ねる曜日と時間を、三つの機関で分けた。",
        sitting_id=None,
        activity_id=None,
        today=today,
    )
    poll = operations.add_poll(
        actor,
        name="暮らしの意識調査（見本）",
        held_on=today - timedelta(days=40),
        source="調査の集計表（見本）",
        today=today,
    )
    share = operations.write_share(
        actor, poll=poll, question=None, text="近所で困っている人がいたら、声をかけたいと思いますか",
        answer="そう思う＋どちらかといえばそう思う", area_id=None, percent=None, people=None,
    )  # fmt: skip
    operations.ground_measure(
        actor,
        measure=measure,
        question=share.question,
        words="声をかけたい人は多いが、どこに伝えるか分からない人がいる。",
    )
    _indicators(actor, measure, effort.id, share.question_id, year=year)
    operations.write_review(
        actor, standing=_standing(town, VISITED), year=year - 1, version=0,
        words="訪ねた回数は目標に届かなかったが、会えない訪問も続け、つながった世帯が増えた。\n次の年度は、夕方の訪問を試す。",
    )  # fmt: skip
    form = queries.evaluation(actor, standing=_standing(town, VISITED), year=year - 1, today=today)
    operations.fix_review(actor, form=form, today=today)
    operations.write_review(
        actor,
        standing=_standing(town, VISITED),
        year=year,
        version=0,
        words="（年度の途中）訪問の回数は前の年度より増えている。",
    )


def _indicators(actor: Actor, measure: Measure, effort_id: Any, question_id: Any, *, year: int) -> None:
    usual: dict[str, Any] = {
        "number": "①", "effort_id": effort_id, "counting": "YEARLY", "direction": "UP", "tolerance": Decimal(0), "a_label": "",
        "b_label": "", "base": None, "base_b": None, "base_words": "", "figure": "", "programme": "", "question_id": None,
        "definition": "",
    }  # fmt: skip
    visits = {
        "kind": "ACTIVITY",
        "name": "訪問した回数",
        "unit": "回",
        "figure": "report:visits",
        "base": Decimal(20),
    }
    stuck = {
        "kind": "OUTCOME", "name": "支援やつなぎができなかった件数（抱え込み）", "unit": "件", "direction": "DOWN", "base": Decimal(12),
        "base_words": "計画の前の年度", "definition": "複雑な困りごとがあると分かっていて、年度のうちに対応できなかった件数。所管課が年度末に数える。",
    }  # fmt: skip
    plans = {
        "kind": "OUTCOME", "name": "個別避難計画の数", "unit": "件", "counting": "CUMULATIVE", "a_label": "区域内", "b_label": "区域外",
        "base": Decimal(30), "base_b": Decimal(12), "definition": "作り終えた計画の数（累計）。",
    }  # fmt: skip
    talk = {
        "kind": "OUTCOME",
        "number": "①-1",
        "name": "声をかけたいと思う人の割合",
        "unit": "％",
        "question_id": question_id,
        "base": Decimal(41),
    }
    known, source = "KNOWN", "所管課の集計（見本）"
    values: list[tuple[dict[str, Any], list[rules.Year]]] = [
        (visits, [rules.Year(Decimal(40)), rules.Year(Decimal(60))]),
        (stuck, [rules.Year(Decimal(10), None, known, Decimal(11), None, source), rules.Year(Decimal(8), None, "PENDING")]),
        (plans, [
            rules.Year(Decimal(40), Decimal(20), known, Decimal(42), Decimal(18), source), rules.Year(Decimal(60), Decimal(30), "PENDING"),
        ]),
        (talk, [rules.Year(), rules.Year(Decimal(45))]),
    ]  # fmt: skip
    marks = {"repeated": False, "expected": False, "note": ""}
    for given, years in values:
        indicator = operations.add_indicator(actor, measure=measure, values=usual | given)
        for back, value in enumerate(years):
            operations.write_year(
                actor, indicator=indicator, year=year - 1 + back, version=0, value=value,
                marks=marks | ({"note": "再掲：防災の施策", "repeated": True} if given is plans else {}),
            )  # fmt: skip


def _heard(actor: Actor, town: Policy, *, poll: Poll | None, today: date) -> None:
    """Two voices of residents: one that went into a measure, one nothing has been decided about."""
    usual: dict[str, Any] = {"poll_id": None, "activity_id": None, "proposal_id": None}
    voice = operations.add_voice(
        actor, today=today,
        values=usual | {
            "kind": "TALK", "heard_on": today - timedelta(days=70), "words": "夕方や夜に、あいている集まりがほしい。",
            "source": "北の地区の懇談会（見本）",
        },
    )  # fmt: skip
    operations.reflect_voice(
        actor, voice=voice, measure=_standing(town, SHARED).measure, outcome="TAKEN", where="2-1-1 の「めざす姿」と、来年度の取組み",
        decided_on=today - timedelta(days=30), today=today,
    )  # fmt: skip
    operations.add_voice(
        actor, today=today,
        values=usual | {
            "kind": "POLL", "heard_on": today - timedelta(days=40), "words": "手伝いたいが、どこに言えばよいか分からない。",
            "source": "意識調査の自由記述（見本）", "poll_id": poll.id if poll else None,
        },
    )  # fmt: skip


def worn(staff: Staff, *, on: date) -> Actor:
    found = actor_for(staff_id=staff.id, agency_id=hats_of(staff=staff, today=on)[0].agency_id, today=on)
    if found is None:
        raise LookupError(f"{staff.login_id} acts for nobody on {on}")
    return found

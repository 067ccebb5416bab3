"""What stands on a shelf keeps the form of that shelf."""

from __future__ import annotations

import ast
import importlib
import re

from norishiro.ledger.events import all_events
from tests.house.source import HOUSE, ROOMS, ROOT, Function, files_of, functions_on, module_of, parsed

# Rooms that hold nothing personal: what they answer is the same for everybody.
IMPERSONAL = {"core", "profiles", "ledger"}

# Questions that read no table: what they are handed, somebody already may see.
PURE_QUESTIONS = {
    "assessment.queries.strengths.steps_to_offer": "一覧: 受援力の段（だれのことも言わない）",
    "agencies.queries.bases.hours_on": "計算: 拠点の開所時間",
    "agencies.queries.bases.written_exceptions": "並べ替え: 渡された拠点の例外",
    "agencies.queries.bases.written_hours": "並べ替え: 渡された拠点の時間",
    "cases.queries.next_steps": "計算: 流れの次の段階",
    "consultations.queries.leads.has_owner": "式: 見える行に添える、受け持ちがまだ勤めているか",
    "meetings.queries.calendar.feed_sittings": "予定表が読む: 秘密の番地だけで、サインインしない",
    "plans.queries.agency_plans.progress_grid": "並べ替え: 渡された計画を表にする",
    "plans.queries.plans.comparison": "比較: 渡された二つの版",
    "rights.queries.due_of": "計算: 渡された求めの期限",
    "rights.queries.grounds_of": "数える: 渡された記録の、開示しない根拠",
    "rights.queries.on_paper": "並べ替え: 渡された記録を紙に",
    "visits.queries.together": "並べ替え: 渡された訪問の注意",
    "sharing.queries.bases_among": "選ぶ: 渡された根拠から書けるものを",
    "sharing.queries.clock_is_off": "計算: 門の時計との差",
    "sharing.queries.gate_today": "計算: 門の時計の日付",
    "sharing.queries.through_gate": "門そのもの: 行の集まりを受け取り、見える行だけを返す",
}

PART = "ほかの動詞の中だけで呼ばれ、その動詞が署名する"
GATE = "門の動詞: 上の部屋の動詞の中で呼ばれ、自分でも台帳に書く"
WORDS = "何も書かない: 引数を作る"
PROGRAM = "設置のとき、だれも署名できないので、のりしろの名で書く"

# Public functions on the shelf of verbs that are no verb of their own.
NO_VERBS = {
    "casework.operations.digest.send_due": "時計が呼ぶ: 一人ずつ、その人の名で書く",
    "casework.operations.digest.send_alarms": "時計が呼ぶ: 一人ずつ、その人の名で書く",
    "evacuation.operations.packs.build_packs": "時計が呼ぶ: 機関ごとに、のりしろの名で書く",
    "exchange.operations.taking.forget_old_cells": "時計が呼ぶ: だれの仕事でもないので、のりしろの名で書く",
    "exchange.operations.contacts.cover_rows": PART,
    "exchange.operations.contacts.enter_contacts": "take_rows のなかで。署名は take_rows と outreach.add_contacts がする",
    "exchange.operations.contacts.rows_of_contacts": "read_file のなかで、行の行き先を決めるだけ",
    "disposal.operations.list_due_tonight": "時計が呼ぶ: だれの仕事でもないので、のりしろの名で書く",
    "moving.operations.make_departure": "サーバーで打つ: 二人が承認した求めを、のりしろの名で書く",
    "disposal.operations.destroy_keys": "鍵は取引の外で捨てる。署名は forget_keepers がする",
    "disposal.operations.dispose": "一歩と鍵と記録を順に呼ぶだけ。署名はそれぞれの動詞がする",
    "disposal.operations.batch_verdict": WORDS,
    "disposal.operations.dispose_verdict": WORDS,
    "disposal.operations.review_verdict": WORDS,
    "disposal.operations.due_now": WORDS,
    "disposal.operations.fingerprint": WORDS,
    "casework.operations.transfers.let_go_on_their_day": "時計が呼ぶ: 決めた人の名で、let_go が署名する",
    "casework.operations.tidying.tidy": "時計が呼ぶ: だれの仕事でもないので、のりしろの名で書く",
    "agencies.operations.adopting.adopt_organisation": PROGRAM,
    "agencies.operations.adopting.bases.adopt_bases": PROGRAM,
    "agencies.operations.adopting.bases.adopt_on_call": PROGRAM,
    "agencies.operations.adopting.places.adopt_areas": PROGRAM,
    "agencies.operations.adopting.places.adopt_layers": PROGRAM,
    "agencies.operations.adopting.focus.adopt_focus_groups": PROGRAM,
    "agencies.operations.adopting.programmes.adopt_programmes": PROGRAM,
    "agencies.operations.adopting.programmes.adopt_windows": PROGRAM,
    "agencies.operations.adopting.roles.adopt_agencies": PROGRAM,
    "agencies.operations.adopting.roles.adopt_posts": PROGRAM,
    "agencies.operations.adopting.roles.adopt_roles": PROGRAM,
    "agencies.operations.accounts.note_log_in": "入ろうとする人には、まだ所属がない。のりしろの名で書く",
    "agencies.operations.accounts.put_to_sleep": "時計が呼ぶ: だれの仕事でもないので、のりしろの名で書く",
    "agencies.operations.hat.note_moved_session": "だれのものでもない操作なので、のりしろの名で書く",
    "agencies.operations.staff.initial_password": WORDS,
    "cases.operations.cases.moved": PART,
    "casework.operations.adopt.adopt": PROGRAM,
    "casework.operations.first_account.open_first_account": PROGRAM,
    "casework.operations.recording.record_contact": "部屋をまたぐ: outreach の動詞を選んで呼ぶだけで、署名はその動詞がする",
    "cases.operations.focus.bring_entry_focus": PART,
    "consultations.operations.consultations.handed_on": PART,
    "consultations.operations.focus.entry_focus": PART,
    "consultations.operations.focus.mark_entry": PART,
    "consultations.operations.requests.lock": PART,
    "consultations.operations.requests.save": PART,
    "consultations.operations.sheets.lock": PART,
    "consultations.operations.sheets.save": PART,
    "consultations.operations.worries.take_in": PART,
    "family.operations.ties.ask": PART,
    "family.operations.ties.write_tie": PART,
    "ledger.operations.disclose": "台帳そのもの",
    "ledger.operations.is_open": "台帳そのもの",
    "ledger.operations.refuse_access": "台帳そのもの",
    "ledger.operations.note_guess": "台帳そのもの",
    "ledger.operations.search_in_vain": "台帳そのもの",
    "ledger.operations.sign": "台帳そのもの",
    "ledger.operations.sign_system": "台帳そのもの",
    "ledger.operations.throttle": "台帳そのもの",
    "letterbox.operations.letters.mark_received": PART,
    "meetings.operations.agenda.hidden_text_verdict": WORDS,
    "meetings.operations.agenda.keeps_after": WORDS,
    "meetings.operations.agenda.list_item": PART,
    "meetings.operations.agenda.put_on_table": PART,
    "meetings.operations.bodies.adopt_bodies": PROGRAM,
    "meetings.operations.bodies.bodies_in_force": WORDS,
    "meetings.operations.packets.forget_sheets": PART,
    "meetings.operations.packets.keep_sheet": PART,
    "meetings.operations.packets.replace_papers": PART,
    "meetings.operations.seats.seat_member": PART,
    "meetings.operations.series.print_of": WORDS,
    "meetings.operations.sittings.call_sitting": PART,
    "meetings.operations.topics.close_transfer": PART,
    "meetings.operations.topics.new_topic": PART,
    "people.operations.people.birth_columns": WORDS,
    "people.operations.people.keys_of": WORDS,
    "casework.operations.merging.merge_verdict": WORDS,
    "people.operations.protections.lift_verdict": WORDS,
    "people.operations.protections.lock_of": WORDS,
    "people.operations.protections.look_verdict": WORDS,
    "people.operations.protections.renew": PART,
    "people.operations.protections.withhold": PART,
    "exchange.operations.taking.take_verdict": WORDS,
    "exchange.operations.undoing.agree_verdict": WORDS,
    "exchange.operations.undoing.ask_verdict": WORDS,
    "exchange.operations.undoing.what_of": WORDS,
    "people.operations.suppressions.list_verdict": WORDS,
    "people.operations.suppressions.plan_suppressions": WORDS,
    "plans.operations.drafting.content_of": WORDS,
    "plans.operations.drafting.note_step": PART,
    "plans.operations.monitoring.ensure_monitoring": PART,
    "casework.operations.takeovers.carry_out_for_everybody": "時計が呼ぶ: 職員ごとに動詞を呼ぶ",
    "plans.operations.monitoring.schedule_for_everybody": "時計が呼ぶ: 職員ごとに動詞を呼ぶ",
    "plans.operations.roles.end_roles": PART,
    "profiles.operations.adopt_profile": PROGRAM,
    "people.operations.pairs.everybody": "時計が呼ぶ: 町じゅうの組をさがすために読むだけ",
    "people.operations.pairs.keep_pairs": "時計が呼ぶ: だれの仕事でもないので、のりしろの名で書く",
    "surroundings.operations.grounds.stand_on": PART,
    "watching.operations.flags.seek_tonight": "時計が呼ぶ: だれの仕事でもないので、のりしろの名で書く",
    "resources.operations.naming.asked_of": WORDS,
    "resources.operations.naming.body_of": PART,
    "resources.operations.naming.tie_body": PART,
    "sharing.operations.subjects.agency": WORDS,
    "sharing.operations.subjects.case": WORDS,
    "sharing.operations.grants.end_grants": GATE,
    "sharing.operations.grants.grant": GATE,
    "sharing.operations.grants.start_of": WORDS,
    "sharing.operations.consents.let_consent_reach": GATE,
    "sharing.operations.grants.own_work": GATE,
    "sharing.operations.grants.own_words": GATE,
    "sharing.operations.subjects.person": WORDS,
    "sharing.operations.subjects.staff": WORDS,
}

# The moment itself is what these write down; everything that is decided by a day is handed one.
READS_THE_CLOCK = {
    "ledger.operations",
    "meetings.operations.seats",
    "meetings.operations.sittings",
    "people.operations.suppressions",
    "sharing.operations.consents",
    "sharing.operations.exclusions",
    "sharing.operations.provisions",
}


def _is_verb(function: Function) -> bool:
    return "operation" in function.decorators


def test_questions_take_the_actor_first() -> None:
    open_questions = {
        function.name
        for function in functions_on("queries")
        if function.room not in IMPERSONAL and function.positional[:1] != ["actor"]
    }

    assert sorted(open_questions - set(PURE_QUESTIONS)) == []


def test_every_verb_is_an_operation_or_says_why_not() -> None:
    unsigned = {function.name for function in functions_on("operations") if not _is_verb(function)}

    assert sorted(unsigned - set(NO_VERBS)) == []


def test_verbs_take_the_actor_first_and_everything_else_by_name() -> None:
    loose = [
        function.name
        for function in functions_on("operations")
        if _is_verb(function)
        and ([one.arg for one in function.node.args.posonlyargs] != ["actor"] or function.node.args.args)
    ]

    assert loose == []


def test_exceptions_are_about_functions_that_exist() -> None:
    questions = {function.name for function in functions_on("queries")}
    verbs = {function.name for function in functions_on("operations")}

    assert sorted(set(PURE_QUESTIONS) - questions) == []
    assert sorted(set(NO_VERBS) - verbs) == []


def test_verbs_say_what_they_do() -> None:
    assert [one.name for one in functions_on("operations") if _is_verb(one) and not one.words] == []


def test_the_domain_is_handed_the_day() -> None:
    clock = re.compile(r"timezone\.(now|localdate|localtime)\(|\b(date|datetime)\.(today|now)\(")
    readers = {
        module_of(path)
        for room in ROOMS
        for shelf in ("rules", "models", "access", "lookups", "queries", "operations")
        for path in files_of(room, shelf)
        if clock.search(path.read_text(encoding="utf-8"))
    }

    assert sorted(readers - READS_THE_CLOCK) == []


def test_rules_are_small_and_named_for_what_they_ask() -> None:
    long = [one.name for one in functions_on("rules") if len(one.node.body) > 8]

    assert long == []


def test_every_event_has_a_japanese_label_and_is_used() -> None:
    for room in ROOMS:
        if files_of(room, "events"):
            importlib.import_module(f"norishiro.{room}.events")
    labels = {event.verb: event.label for event in all_events().values()}
    files = (path for path in HOUSE.rglob("*.py") if path.name != "events.py")
    named = {word for path in files for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}
    unused = [
        f"{room}.{target.id}"
        for room in ROOMS
        for path in files_of(room, "events")
        for node in parsed(path).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id not in named and path.parent.name != "ledger"
    ]

    assert [verb for verb in labels if not re.fullmatch(r"[a-z_]+\.[a-z_]+", verb)] == []
    assert [verb for verb, label in labels.items() if not re.search(r"[ぁ-んァ-ヶ一-龠]", label)] == []
    assert len(set(labels.values())) == len(labels), "two events read the same in Japanese"
    assert unused == []


def test_every_room_introduces_itself_in_a_few_lines() -> None:
    missing = [room for room in ROOMS if not (HOUSE / room / "README.md").exists()]

    assert missing == []


def test_nothing_in_the_tree_points_outside_it() -> None:
    kinds = {".py", ".toml", ".html", ".css", ".js", ".csv", ".md", ".cfg"}
    strays = [
        str(path.relative_to(ROOT))
        for folder in (HOUSE, ROOT / "config", ROOT / "docs")
        for path in folder.rglob("*")
        if path.suffix in kinds
        and re.search(r"\.\./shared|/work/|/root/\w", path.read_text(encoding="utf-8"))
    ]

    assert strays == []

"""This room's ledger verbs."""

from norishiro.ledger.events import declare

PROFILE_ADOPTED = declare("profile.adopted", "自治体の設定を採用した")
DEMO_TOWN_LAID = declare("demo_town.laid", "見本の町を入れた")
CASE_CLOSED = declare("case.closed", "ケースを終結した")
CASE_INTERRUPTED = declare("case.interrupted", "ケースを中断した（見守り）")
CASE_COORDINATED = declare("case.coordinated", "調整のみで終了した")
CASE_REOPENED = declare("case.reopened", "ケースを再開した")
CASE_WATCHED = declare("case.watched", "経過観察で様子を確かめた")
STAFF_LET_GO = declare("staff.let_go", "退職者の接続・個人あての共有・受け取り前の持ち出しを終えた")
BEGUN_AT_GATHERING = declare(
    "consultation.begun_at_gathering", "集まりに来た人を、本人の希望で相談として受け付けた"
)
PEOPLE_MERGED = declare("people.merged", "同じ人の記録をまとめた")
MERGE_UNDONE = declare("people.merge_undone", "まとめた記録を元に戻した")
TOLD_APART = declare("people.told_apart", "似た記録を、別の人と確かめた")

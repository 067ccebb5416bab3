"""This room's ledger verbs."""

from norishiro.ledger.events import declare

PROFILE_ADOPTED = declare("profile.adopted", "自治体の設定を採用した")
DEMO_TOWN_LAID = declare("demo_town.laid", "見本の町を入れた")
TOWN_LAID = declare("town.laid", "重さを見るための、作りものの町を入れた")
CASE_CLOSED = declare("case.closed", "ケースを終結した")
CASE_INTERRUPTED = declare("case.interrupted", "ケースを中断した（見守り）")
CASE_COORDINATED = declare("case.coordinated", "調整のみで終了した")
CASE_REOPENED = declare("case.reopened", "ケースを再開した")
TAKEOVER_HANDED = declare("takeover.handed", "担当のケースを引き継いだ")
TAKEOVER_MOVED = declare("takeover.moved", "決めた日が来て、担当が替わった")
TAKEOVER_WAITS = declare("takeover.waits", "決めた日が来たが、担当を替えられなかった")
TAKEOVER_WITHDRAWN = declare("takeover.withdrawn", "これからの引き継ぎを取りやめた")
CASE_WATCHED = declare("case.watched", "経過観察で様子を確かめた")
TRANSFERS_DECIDED = declare("transfers.decided", "異動をまとめて反映すると決めた")
STAFF_LET_GO = declare("staff.let_go", "退職者の接続・個人あての共有・受け取り前の持ち出しを終えた")
BEGUN_AT_GATHERING = declare(
    "consultation.begun_at_gathering", "集まりに来た人を、本人の希望で相談として受け付けた"
)
PEOPLE_MERGED = declare("people.merged", "同じ人の記録をまとめた")
MERGE_UNDONE = declare("people.merge_undone", "まとめた記録を元に戻した")
TOLD_APART = declare("people.told_apart", "似た記録を、別の人と確かめた")
OFFLINE_KEPT = declare("offline.kept", "電波のない所で書いた記録を、確かめるために預かった")
OFFLINE_TAKEN_UP = declare("offline.taken_up", "電波のない所で書いた記録を、続きから書き始めた")
OFFLINE_DISCARDED = declare("offline.discarded", "電波のない所で書いた記録を、登録せずに捨てた")
OFFLINE_UNREADABLE = declare("offline.unreadable", "電波のない所で書いた記録が、こわれて届いた")
DIGEST_SENT = declare("digest.sent", "今日のお知らせ（数だけ）をメールで送った")
ALARM_SENT = declare("digest.alarm_sent", "訪問から戻らない人がいることを（数だけ）メールで知らせた")
TIDIED = declare("house.tidied", "古い書きかけ・送信の控え・鍵を片づけた")

"""This room's ledger verbs."""

from norishiro.ledger.events import declare

TERM_SET = declare("disposal.term_set", "文書の保存期間を変えた")
LISTED = declare("disposal.listed", "廃棄の候補を数え直した")
HELD = declare("disposal.held", "廃棄を保留した")
HOLD_ENDED = declare("disposal.hold_ended", "廃棄の保留を終えた")
BATCH_MADE = declare("disposal.batch_made", "廃棄のまとまりを作った")
TAKEN_OUT = declare("disposal.taken_out", "廃棄のまとまりから外した")
REVIEWED = declare("disposal.reviewed", "廃棄のまとまりを確かめた")
BATCH_DROPPED = declare("disposal.batch_dropped", "廃棄のまとまりをやめた")
DISPOSED = declare("disposal.disposed", "【要確認】保存期間の終わった記録を廃棄した")
KEYS_GONE = declare("disposal.keys_gone", "廃棄した記録の封の鍵を捨てた")
CERTIFIED = declare("disposal.certified", "廃棄の記録を作った")

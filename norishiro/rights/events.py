"""This room's ledger verbs."""

from norishiro.ledger.events import declare

REQUEST_RECEIVED = declare("rights.received", "開示・訂正・利用停止の求めを受け付けた")
REQUESTER_IDENTIFIED = declare("rights.identified", "求めた人の本人確認をした")
REQUEST_LINKED = declare("rights.linked", "求めがだれのことかを確かめた")
TERM_EXTENDED = declare("rights.extended", "決定の期限を延ばした")
OPINION_ASKED = declare("rights.opinion_asked", "第三者に意見を聞いた")
OPINION_NOTED = declare("rights.opinion_noted", "第三者の意見を記録した")
RECORDS_GATHERED = declare("rights.gathered", "求めのために記録を集めた")
PART_CHANGED = declare("rights.part_changed", "開示の範囲の提案を変えた")
CORRECTION_ASKED = declare("rights.correction_asked", "訂正の求めの中身を書いた")
CORRECTION_JUDGED = declare("rights.correction_judged", "訂正するかを調べた")
DECISION_PROPOSED = declare("rights.proposed", "決定の案を作った")
REQUEST_DECIDED = declare("rights.decided", "求めへの決定をした")
PROPOSAL_RETURNED = declare("rights.returned", "決定の案を戻した")
DECISION_DELIVERED = declare("rights.delivered", "決定を通知した")
REQUEST_WITHDRAWN = declare("rights.withdrawn", "求めが取り下げられた")
RECORD_CORRECTED = declare("rights.corrected", "訂正の記録を書いた")
NOTICE_ACKNOWLEDGED = declare("rights.notice_acknowledged", "訂正のお知らせを確かめた")
USE_STOPPED = declare("rights.use_stopped", "利用を停止した")
STOP_PASSED = declare("rights.stop_passed", "停止した記録を法令により見られるようにした")
STOP_LIFTED = declare("rights.stop_lifted", "利用停止を解いた")

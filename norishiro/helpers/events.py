"""This room's ledger verbs."""

from norishiro.ledger.events import declare

HELPER_REGISTERED = declare("helper.registered", "担い手を登録した")
HELPER_CHANGED = declare("helper.changed", "担い手の登録を直した")
HELPER_ENDED = declare("helper.ended", "担い手の登録を終えた")
OPTED_OUT = declare("newsletter.opted_out", "担い手への通信を止めた")
OPTED_IN = declare("newsletter.opted_in", "担い手への通信をまた送ることにした")
NEWSLETTER_ISSUED = declare("newsletter.issued", "担い手への通信を出した")
LESSON_HELD = declare("lesson.held", "担い手の研修を登録した")
CAME_NOTED = declare("lesson.came", "担い手の研修に来た人を書いた")
AID_TAKEN = declare("aid.taken", "助け合いの依頼を受けた")
AID_CLOSED = declare("aid.closed", "助け合いの依頼に区切りをつけた")
HELPER_MATCHED = declare("aid.matched", "助け合いの依頼に担い手を結びつけた")
RESULT_NOTED = declare("aid.result", "助け合いの結果を残した")
AID_VISITED = declare("aid.visited", "助け合い・訪問の報告を書いた")
POINTS_EARNED = declare("points.earned", "担い手の点をつけた")
POINTS_USED = declare("points.used", "担い手の点を使った")
POINTS_UNDONE = declare("points.undone", "担い手の点の記録を取り消した")

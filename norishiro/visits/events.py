"""This room's ledger verbs."""

from norishiro.ledger.events import declare

VISIT_PLANNED = declare("visit.planned", "訪問を予定した")
VISIT_CHANGED = declare("visit.changed", "訪問の予定を変えた")
VISIT_CANCELLED = declare("visit.cancelled", "訪問を取りやめた")
VISIT_MOVED = declare("visit.moved", "回る順を変えた")
VISIT_ENTERED = declare("visit.entered", "訪問先に入ると知らせた")
VISIT_LEFT = declare("visit.left", "訪問が終わったと知らせた")
VISIT_FULFILLED = declare("visit.fulfilled", "訪問の予定を記録につないだ")
OVERDUE_ANSWERED = declare("visit.overdue_answered", "戻っていない訪問を確かめた")
ALONE_SEEN = declare("visit.alone_seen", "一人での訪問の届けを見た")
SAFETY_NOTED = declare("safety.noted", "訪問の注意を書いた")
SAFETY_REVIEWED = declare("safety.reviewed", "訪問の注意を見直した")
SAFETY_ENDED = declare("safety.ended", "訪問の注意を終えた")
WAY_IN_KEPT = declare("way_in.kept", "入り方・連絡の希望を書いた")

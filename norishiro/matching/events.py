"""This room's ledger verbs."""

from norishiro.ledger.events import declare

HOPE_KEPT = declare("hope.kept", "参加の希望を残した")
PARTICIPATION_BEGUN = declare("participation.begun", "参加の候補を決めた")
STAGE_MOVED = declare("participation.moved", "参加の段を進めた")
CHECK_DONE = declare("participation.checked", "参加の定着を確かめた")
HOST_NOTED = declare("participation.host_noted", "受け入れ先への支えを残した")
ATTENDANCE_NOTED = declare("participation.attended", "参加した日を残した")
PARTICIPATION_ENDED = declare("participation.ended", "参加を終えた")
DOING_ADDED = declare("doing.added", "ちょっとできることを登録した")
DOING_CHANGED = declare("doing.changed", "ちょっとできることを直した")
SHORTAGE_NOTED = declare("shortage.noted", "場の不足を登録した")
SHORTAGE_BROUGHT = declare("shortage.brought", "場の不足を会議の話題にした")
SHORTAGE_MAKING = declare("shortage.making", "場の不足から、場をつくりはじめた")
SHORTAGE_CLOSED = declare("shortage.closed", "場の不足に区切りをつけた")

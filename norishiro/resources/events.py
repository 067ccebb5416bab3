"""This room's ledger verbs."""

from norishiro.ledger.events import declare

PLACE_ADDED = declare("resource.added", "居場所を登録した")
PLACE_CHANGED = declare("resource.changed", "居場所の登録を直した")
OPENING_SET = declare("resource.opening_set", "居場所の開く日を決めた")
SPECIAL_ADDED = declare("resource.special_added", "居場所の、その日だけの予定を足した")
SPECIAL_REMOVED = declare("resource.special_removed", "居場所の、その日だけの予定を消した")
PLACE_CONFIRMED = declare("resource.confirmed", "居場所に確かめた")
PLACE_STOPPED = declare("resource.stopped", "居場所の休止・閉鎖を書いた")
PLACE_REOPENED = declare("resource.reopened", "居場所の再開を書いた")
STOP_CALLED_OFF = declare("resource.stop_called_off", "居場所の、これからの閉鎖を取りやめた")
COUNT_NOTED = declare("resource.count_noted", "居場所の一日の数を書いた")
VOLUNTEERS_NOTED = declare("resource.volunteers_noted", "居場所の担い手の人数を書いた")
CENTRE_NOTED = declare("resource.centre_noted", "地域活動支援センターの年度の数を書いた")
ATTENDANT_ADDED = declare("resource.attendant_added", "居場所にいる人を足した")
ATTENDANT_ENDED = declare("resource.attendant_ended", "居場所にいる人を終えた")

"""This room's ledger verbs."""

from norishiro.ledger.events import declare

PAGE_OPENED = declare("publicpage.opened", "公開のページを作った")
PAGE_CHANGED = declare("publicpage.changed", "公開のページの番地・相談先を直した")
TEXT_WRITTEN = declare("publicpage.written", "公開のページの下書きを書いた")
TEXT_PUBLISHED = declare("publicpage.published", "公開のページを公開した")
TEXT_WITHDRAWN = declare("publicpage.withdrawn", "公開のページを公開から下げた")
PLACE_ADDED = declare("publicpage.place_added", "公開のページに居場所をのせた")
PLACE_REMOVED = declare("publicpage.place_removed", "公開のページから居場所を外した")
ITEM_ADDED = declare("publicity.added", "広報物・催しを登録した")
ITEM_CHANGED = declare("publicity.changed", "広報物・催しを直した")
PEOPLE_COUNTED = declare("publicity.counted", "催しに来た人を数えた")
LEAVE_KEPT = declare("publicity.leave_kept", "載せてよいという了承を残した")
LEAVE_ENDED = declare("publicity.leave_ended", "載せてよいという了承を終えた")
ITEM_PUBLISHED = declare("publicity.published", "広報物・催しを公開した")
ITEM_WITHDRAWN = declare("publicity.withdrawn", "広報物・催しを公開から下げた")
HANDED_OUT = declare("publicity.handed_out", "広報物を配った・説明した")
HANDOUT_UNDONE = declare("publicity.handout_undone", "配布・説明の記録を取り消した")
CHANNEL_NOTED = declare("publicity.channel_noted", "知らせた方法を残した")
RESPONSE_NOTED = declare("publicity.response_noted", "広報への反応を残した")
CODE_MADE = declare("publicity.code_made", "広報物の二次元コードを作った")
CODE_ENDED = declare("publicity.code_ended", "広報物の二次元コードを終えた")

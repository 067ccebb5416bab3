"""This room's ledger verbs."""

from norishiro.ledger.events import declare

EXPORT_ASKED = declare("export.asked", "一覧の持ち出しを頼んだ")
EXPORT_APPROVED = declare("export.approved", "一覧の持ち出しを承認した")
EXPORT_REFUSED = declare("export.refused", "一覧の持ち出しを承認しなかった")
EXPORT_WITHDRAWN = declare("export.withdrawn", "一覧の持ち出しをやめた")
EXPORT_TAKEN = declare("export.taken", "一覧を持ち出した")

"""This room's ledger verbs."""

from norishiro.ledger.events import declare

RELATIVE_ADDED = declare("family.relative_added", "家族の図に人を足した")
RELATED = declare("family.related", "家族の図に間柄を足した")
KIN_CHANGED = declare("family.kin_changed", "家族の図の、話に出た人を書き改めた")
KIN_WITHDRAWN = declare("family.kin_withdrawn", "家族の図の、話に出た人を取り消した")
KIN_LINKED = declare("family.kin_linked", "話に出た人を、登録済みの人と同じ人とした")
KIN_UNLINKED = declare("family.kin_unlinked", "話に出た人を、登録済みの人と別にもどした")
TIE_CHANGED = declare("family.tie_changed", "家族の図の間柄を書き改めた")
TIE_WITHDRAWN = declare("family.tie_withdrawn", "家族の図の間柄を取り消した")
MARKED = declare("family.marked", "家族の図の本人・キーパーソンを決めた")
SNAPSHOT_KEPT = declare("family.snapshot_kept", "家族の図を残した")

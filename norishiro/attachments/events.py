"""This room's ledger verbs."""

from norishiro.ledger.events import declare

SCAN_KEPT = declare("scan.kept", "書面の控えを付けた")
SCAN_REMOVED = declare("scan.removed", "書面の控えを消した")

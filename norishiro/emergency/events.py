"""This room's ledger verbs."""

from norishiro.ledger.events import declare

SEARCHED = declare("emergency.searched", "緊急のさがしをした")
OPENED = declare("emergency.opened", "緊急閲覧を開いた")
CLOSED = declare("emergency.closed", "緊急閲覧を閉じた")
REPORTED = declare("emergency.reported", "緊急閲覧でしたことを書いた")
REVIEWED = declare("emergency.reviewed", "緊急閲覧を審査した")

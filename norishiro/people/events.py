"""This room's ledger verbs."""

from norishiro.ledger.events import declare

PERSON_ADDED = declare("person.added", "人を登録した")
PERSON_CHANGED = declare("person.changed", "人の基本情報を書き改めた")
HOUSEHOLD_MADE = declare("household.made", "世帯を登録した")
HOUSEHOLD_JOINED = declare("household.joined", "世帯に人を加えた")
HOUSEHOLD_LEFT = declare("household.left", "世帯を離れた")
RELATION_ADDED = declare("relation.added", "間柄を登録した")
RELATION_ENDED = declare("relation.ended", "間柄を終わりにした")

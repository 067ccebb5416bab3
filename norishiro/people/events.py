"""This room's ledger verbs."""

from norishiro.ledger.events import declare

PERSON_ADDED = declare("person.added", "人を登録した")
PEOPLE_TAKEN_BACK = declare("person.taken_back", "取り込みで登録した人を、取り消した")
PERSON_CHANGED = declare("person.changed", "人の基本情報を書き改めた")
HOUSEHOLD_MADE = declare("household.made", "世帯を登録した")
HOUSEHOLD_JOINED = declare("household.joined", "世帯に人を加えた")
HOUSEHOLD_LEFT = declare("household.left", "世帯を離れた")
RELATION_ADDED = declare("relation.added", "間柄を登録した")
RELATION_ENDED = declare("relation.ended", "間柄を終わりにした")
PROTECTED = declare("protection.set", "支援措置・秘匿を登録し、伏せた")
PROTECTED_ADDED = declare("protection.added", "非開示の情報を足した")
PROTECTED_SEEN = declare("protection.seen", "【要確認】非開示の情報を開いて見た")
PROTECTION_RENEWED = declare("protection.renewed", "支援措置・秘匿を更新した")
LIFTING_ASKED = declare("protection.lifting_asked", "支援措置・秘匿を終えることを求めた")
LIFTING_REFUSED = declare("protection.lifting_refused", "支援措置・秘匿を終えないことにした")
PROTECTION_LIFTED = declare("protection.lifted", "【要確認】支援措置・秘匿を二人で終えた")
SUPPRESSIONS_TAKEN = declare("suppressions.taken", "支援措置のリストを取り込んだ")
DOUBT_SETTLED = declare("suppressions.settled", "リストの似た人を、同じ人と決めた")
PAIRS_SOUGHT = declare("people.pairs_sought", "似た記録の組をさがした")

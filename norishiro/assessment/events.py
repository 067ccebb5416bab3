"""This room's ledger verbs."""

from norishiro.ledger.events import declare

SHEET_STARTED = declare("assessment.started", "アセスメントを始めた")
SECTION_FILLED = declare("assessment.filled", "アセスメントの欄を書いた")
PROPOSAL_TAKEN = declare("assessment.taken_over", "ほかの記録からアセスメントに写した")
ITEM_ASKED = declare("assessment.item_asked", "アセスメントの分からない項目を、調べることにした")
PARTY_INVITED = declare("assessment.party_invited", "いっしょにアセスメントする機関を加えた")
SHEET_CONFIRMED = declare("assessment.confirmed", "アセスメントを確かめた")
PARTS_CHOSEN = declare("assessment.parts_chosen", "アセスメントの、会議に出すところを選んだ")
FORM_ATTACHED = declare("assessment.form_attached", "機関の様式をアセスメントに付けた")
REFUSAL_NOTED = declare("refusal.noted", "断られた支援を書いた")
REFUSAL_EASED = declare("refusal.eased", "断りが和らいだことを書いた")
ACCEPTANCE_NOTED = declare("acceptance.noted", "受援力の様子を書いた")
RISK_FILLED = declare("risk.filled", "○×？の票を書いた")
RISK_DECIDED = declare("risk.decided", "緊急度・深刻度を決めた")
DISTRICT_STUDIED = declare("district_sheet.written", "地区アセスメントを書いた")
FINDING_ADDED = declare("district_finding.added", "地区の課題・力を書いた")
FINDING_TAKEN_UP = declare("district_finding.taken_up", "地区の課題を会議で取り上げた")
FINDING_CLOSED = declare("district_finding.closed", "地区の課題に区切りをつけた")

"""This room's ledger verbs."""

from norishiro.ledger.events import declare

CORPORATION_ADDED = declare("corporation.added", "法人を登録した")
CORPORATION_CHANGED = declare("corporation.changed", "法人の登録を直した")
CONTACT_ADDED = declare("corporation.contact_added", "法人の話す相手を足した")
CONTACT_ENDED = declare("corporation.contact_ended", "法人の話す相手を終えた")
NETWORK_JOINED = declare("corporation.joined", "法人がネットワークに入った")
NETWORK_LEFT = declare("corporation.left", "法人がネットワークを離れた")
NEED_SENT = declare("corporation_need.sent", "法人にたずねた")
NEED_ANSWERED = declare("corporation_need.answered", "法人の返事を残した")
NEED_CLOSED = declare("corporation_need.closed", "法人への問いに区切りをつけた")
OFFER_ADDED = declare("work_offer.added", "法人の受け入れを登録した")
OFFER_CHANGED = declare("work_offer.changed", "法人の受け入れを直した")
OFFER_CLOSED = declare("work_offer.closed", "法人の受け入れを終えた")
PROJECT_BEGUN = declare("joint_project.begun", "法人の協働を始めた")
PROJECT_JOINED = declare("joint_project.joined", "法人が協働に加わった")

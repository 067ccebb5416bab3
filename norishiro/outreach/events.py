"""This room's ledger verbs."""

from norishiro.ledger.events import declare

CONTACT_RECORDED = declare("contact.recorded", "支援の記録を書いた")
CONTACTS_TAKEN_BACK = declare("contact.taken_back", "取り込みで入れた支援の記録を、取り消した")
CONTACT_CORRECTED = declare("contact.corrected", "支援の記録を書き改めた")
BULLETIN_POSTED = declare("bulletin.posted", "地区のお知らせを出した")
BULLETIN_ENDED = declare("bulletin.ended", "地区のお知らせをおろした")
GATHERING_RECORDED = declare("gathering.recorded", "交流会を記録した")
GATHERING_CHANGED = declare("gathering.changed", "交流会の記録を直した")
VISIT_COUNTED = declare("gathering.visit_counted", "集まりに来た人を一人数えた")
PROMISE_KEPT = declare("promise.kept", "約束を果たした")
PHRASE_KEPT = declare("phrase.kept", "定型文を登録した")
PHRASE_ENDED = declare("phrase.ended", "定型文をやめた")
STAGE_NOTED = declare("contact_stage.noted", "つながりの段階を書いた")

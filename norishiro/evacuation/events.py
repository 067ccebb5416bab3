"""This room's ledger verbs."""

from norishiro.ledger.events import declare

LISTING_STARTED = declare("evacuation.listed", "避難の対象者の一覧を始めた")
SOURCE_READ = declare("evacuation.source_read", "避難の対象者の資料を読んだ")
DIFFERENCES_DECIDED = declare("evacuation.differences_decided", "避難の対象者の資料のくいちがいを決めた")
LISTING_FIXED = declare("evacuation.list_fixed", "避難の対象者の一覧を確定した")
LISTING_DROPPED = declare("evacuation.list_dropped", "避難の対象者の作成中の一覧を消した")
CHANGES_EXPLAINED = declare("evacuation.changes_explained", "避難の対象者の入替えのわけを書いた")
TARGET_LINKED = declare("evacuation.target_linked", "避難の対象者を人の記録と結んだ")
MAILING_PREPARED = declare("evacuation.mailing_prepared", "個別避難計画の案内を用意した")
MAILING_APPROVED = declare("evacuation.mailing_approved", "個別避難計画の案内の印刷を承認した")
MAILING_SENT = declare("evacuation.mailing_sent", "個別避難計画の案内を送った")
ANSWER_NOTED = declare("evacuation.answer_noted", "個別避難計画の案内の返事を書いた")
VISITS_ASSIGNED = declare("evacuation.visits_assigned", "個別避難計画の訪問を頼んだ")
VISIT_NOTED = declare("evacuation.visit_noted", "個別避難計画の訪問の結果を書いた")
FORM_STARTED = declare("evacuation.form_started", "個別避難計画の様式を決めた")
PLAN_WRITTEN = declare("evacuation.plan_written", "個別避難計画を書いた")
ZONES_READ = declare("evacuation.zones_read", "避難の区域の表を読んだ")

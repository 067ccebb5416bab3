"""This room's ledger verbs."""

from norishiro.ledger.events import declare

GRANT_GIVEN = declare("grant.given", "記録を見られるようにした")
GRANT_ENDED = declare("grant.ended", "記録を見られないようにした")
CONSENT_TAKEN = declare("consent.taken", "本人の同意を受け取った")
CONSENT_REFUSED = declare("consent.refused", "同意を断られた・尋ねられなかった")
CONSENT_NARROWED = declare("consent.narrowed", "せまいほうの答えに合わせて、同意の範囲をせばめた")
CONSENT_REPLACED = declare("consent.replaced", "同意を新しい同意に置き換えた")
CONSENT_WITHDRAWN = declare("consent.withdrawn", "同意の撤回を受けた")
STAFF_EXCLUDED = declare("staff.excluded", "利害関係のある職員を外した")
STAFF_READMITTED = declare("staff.readmitted", "外した職員を、また見られるようにした")
PROVISION_MADE = declare("provision.made", "情報を提供した")
PROVISION_RECEIVED = declare("provision.received", "提供された情報を受け取った")
PROVISION_ENDED = declare("provision.ended", "提供した情報を見られなくした")
PROVISION_REVIEWED = declare("provision.reviewed", "緊急の情報提供を審査し、根拠を確定した")
WORDING_KEPT = declare("wording.kept", "同意のときに説明する規程の版を登録した")

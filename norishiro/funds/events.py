"""This room's ledger verbs."""

from norishiro.ledger.events import declare

FUND_OPENED = declare("fund.opened", "基金を登録した")
DONATION_TAKEN = declare("donation.taken", "寄付を受けた")
DONATION_UNDONE = declare("donation.undone", "寄付の記録を取り消した")
APPLICATION_TAKEN = declare("grant.applied", "助成の申込みを受けた")
GRANT_DECIDED = declare("grant.decided", "助成を決めた")
GRANT_PAID = declare("grant.paid", "助成を支払った")
GRANT_REPORTED = declare("grant.reported", "助成の報告を受けた")
GRANT_CLOSED = declare("grant.closed", "助成に区切りをつけた")

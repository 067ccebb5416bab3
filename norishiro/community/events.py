"""This room's ledger verbs."""

from norishiro.ledger.events import declare

GROUP_ADDED = declare("group.added", "地域の団体を登録した")
GROUP_CHANGED = declare("group.changed", "地域の団体の登録を直した")
SUPPORT_NOTED = declare("support.noted", "地域の団体への支援を残した")
PART_SHARED = declare("group.part_shared", "場づくりの分担を決めた")
PART_DONE = declare("group.part_done", "場づくりの分担ができた")
PLACE_OPENED = declare("group.opened", "団体の場を開き、居場所に登録した")
GROUP_HELP_ASKED = declare("group_help.asked", "地域の団体からの求めを受けた")
GROUP_HELP_ANSWERED = declare("group_help.answered", "地域の団体からの求めに区切りをつけた")
ACTIVITY_RECORDED = declare("activity.recorded", "地域づくりの活動を書いた")
ACTIVITY_CHANGED = declare("activity.changed", "地域づくりの活動を直した")
ACTIVITIES_TAKEN = declare("activities.taken", "地域づくりの活動の一覧を受け取った")
PROPOSAL_RAISED = declare("proposal.raised", "地域からの提案を残した")
PROPOSAL_CHANGED = declare("proposal.changed", "地域からの提案の進み方を残した")
ACTION_NOTED = declare("action.noted", "提案のあとの行動を残した")

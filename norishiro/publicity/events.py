"""This room's ledger verbs."""

from norishiro.ledger.events import declare

PAGE_OPENED = declare("publicpage.opened", "公開のページを作った")
PAGE_CHANGED = declare("publicpage.changed", "公開のページの番地・相談先を直した")
TEXT_WRITTEN = declare("publicpage.written", "公開のページの下書きを書いた")
TEXT_PUBLISHED = declare("publicpage.published", "公開のページを公開した")
TEXT_WITHDRAWN = declare("publicpage.withdrawn", "公開のページを公開から下げた")
PLACE_ADDED = declare("publicpage.place_added", "公開のページに居場所をのせた")
PLACE_REMOVED = declare("publicpage.place_removed", "公開のページから居場所を外した")

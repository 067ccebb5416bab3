"""This room's ledger verbs."""

from norishiro.ledger.events import declare

READER_ASKED = declare("reader.asked", "地区の便りの登録の申込を受けた")
READER_JOINED = declare("reader.joined", "地区の便りの登録を確かめた")
READER_CHANGED = declare("reader.changed", "地区の便りの地区を本人が変えた")
READER_LEFT = declare("reader.left", "地区の便りを本人がやめ、アドレスを消した")
READER_FORGOTTEN = declare("reader.forgotten", "続けて受け取られなかったアドレスを消した")
POST_WRITTEN = declare("post.written", "地区の便りの下書きを書いた")
POST_CHANGED = declare("post.changed", "地区の便りの下書きを直した")
POST_DROPPED = declare("post.dropped", "地区の便りの下書きを消した")
POST_SENT = declare("post.sent", "地区の便りを送ることを決めた")
POST_CARRIED = declare("post.carried", "地区の便りをメールで送った")

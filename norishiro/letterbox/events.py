"""This room's ledger verbs."""

from norishiro.ledger.events import declare

LETTER_POSTED = declare("letter.posted", "公開ページから便りが届いた")
LETTER_ASKED = declare("letter.asked", "便りの返事を、受付番号と合言葉で見た")
LETTER_ASKED_IN_VAIN = declare("letter.asked_in_vain", "受付番号か合言葉がちがい、便りの返事を見られなかった")
TIMES_SHOWN = declare("letter.times_shown", "連絡員が、自分の入口の便りの日時を見た")
LETTER_TAKEN = declare("letter.taken", "便りの封を開けて読んだ")
LETTER_ANSWERED = declare("letter.answered", "便りに返事をした")
LETTER_DECLINED = declare("letter.declined", "便りに、ほかの窓口を提案した")
LETTER_PASSED_ON = declare("letter.passed_on", "便りを、ほかの窓口に渡した")
LETTER_RECEIVED = declare("letter.received", "便りを相談として受け付けた")
LETTERS_IMPORTED = declare("letter.imported", "フォームサービスの CSV から便りを取り込んだ")
ENTRANCE_OPENED = declare("entrance.opened", "連絡員を任命した・入口を開いた")
ENTRANCE_ENDED = declare("entrance.ended", "連絡員の任命・入口を終えた")
HOLDER_THANKED = declare("entrance.thanked", "連絡員にお礼を伝えた")
EXAMPLES_CHANGED = declare("letter.examples_changed", "公開フォームの例を直した")

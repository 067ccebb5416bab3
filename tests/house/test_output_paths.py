"""Every way by which words leave the house is known, and swept for withheld addresses.

Pages come through ``door.answer`` and the registry of screens. Whatever else answers, prints, writes a file or a letter
stands here by its module, with how it is swept; a new one fails this test until somebody has thought of it.
"""

from __future__ import annotations

import re

from tests.house.source import HOUSE, ROOT

LEAVING = re.compile(
    r"\b(?:HttpResponse|JsonResponse|FileResponse|StreamingHttpResponse|EmailMessage|send_mail|render|render_to_string|"
    r"documents\.pdf|documents\.workbook|typeset|workbook|comma_separated|file_answer|self\.stdout\.write|logger?\.\w+)\("
)

SCREEN = "画面: 登録された画面と、そこから行ける頁をすべてさらう"
FORM = "様式の描き方: 伏せるべき言葉を直した様式を、誤りのある画面としてさらう"
IMPERSONAL = "人のことを出さない"
SWEPT = {
    "norishiro/agencies/door.py": "画面とファイルの出口: 画面として、ファイルは中身・属性・名前までさらう",
    "norishiro/agencies/middleware.py": SCREEN,
    "norishiro/agencies/views/hat.py": SCREEN,
    "norishiro/attachments/views.py": "添付: 名前は画面としてさらう。中身は預かったままのファイルで、文中の自動の検査はできない",
    "norishiro/casework/management/commands/load_demo_town.py": IMPERSONAL,
    "norishiro/casework/management/commands/load_profile.py": IMPERSONAL,
    "norishiro/core/documents.py": "紙とファイル: 渡された行だけを組む。画面から落としてさらう",
    "norishiro/core/form_pages.py": FORM,
    "norishiro/core/forms/base.py": FORM,
    "norishiro/core/late_posts.py": IMPERSONAL,
    "norishiro/core/middleware.py": IMPERSONAL,
    "norishiro/core/templatetags/norishiro.py": SCREEN,
    "norishiro/core/views.py": "書きかけ・郵便番号: 打った本人にだけ、伏せた形で返す",
    "norishiro/exports/operations.py": "持ち出す一覧: 画面に出る欄だけを書く。住所・電話の欄は持たない",
    "norishiro/watching/management/commands/watch.py": "件数だけを出す",
    "norishiro/sharing/views/gone.py": SCREEN,
    "norishiro/ledger/checkpoints.py": IMPERSONAL,
    "norishiro/ledger/management/commands/ledger.py": "台帳: 伏せた値は書かれない。行をすべてさらう",
    "norishiro/ledger/management/commands/maintenance.py": "管理者の問い合わせの答え: ふつうの欄は空で、伏せた値は封をしたまま出る",
    "norishiro/ledger/views.py": IMPERSONAL,
    "norishiro/people/management/commands/duplicates.py": IMPERSONAL,
    "norishiro/plans/management/commands/schedule_monitoring.py": IMPERSONAL,
}

COMMANDS = {
    "duplicates": "件数だけを出す",
    "ledger": "台帳の番号とハッシュだけを出す",
    "load_demo_town": "見本の町の職員の名前だけを出す",
    "load_profile": "設定の名前だけを出す",
    "maintenance": "管理者の問い合わせの答え。伏せた値は封をしたまま出る",
    "schedule_monitoring": "件数だけを出す",
    "watch": "件数だけを出す",
}


def test_every_module_that_lets_words_out_is_known() -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in HOUSE.rglob("*.py")
        if LEAVING.search(path.read_text(encoding="utf-8"))
    }

    assert sorted(found) == sorted(SWEPT)


def test_every_command_is_known() -> None:
    found = {path.stem for path in HOUSE.glob("*/management/commands/*.py") if path.stem != "__init__"}

    assert sorted(found) == sorted(COMMANDS)

"""Every way by which words leave the house is known, and swept for withheld addresses (tests/assurance, row C7).

Pages come through ``door.answer`` and the registry of screens. Whatever else answers, prints, writes a file or a letter
stands here by its module, with how it is swept, and by its address in ``tests/assurance/outputs.py``; a new one fails
here until the sweep goes down it, and the sweep fails where it did not get there.
"""

from __future__ import annotations

import ast
import re

from tests.assurance import outputs
from tests.assurance.outputs import Way
from tests.house.source import HOUSE, ROOT
from tests.screens import CLOSED, NO_SCREENS, POSTED

LEAVING = re.compile(
    r"\b(?:HttpResponse|JsonResponse|FileResponse|StreamingHttpResponse|EmailMessage|send_mail|render|render_to_string|"
    r"documents\.pdf|documents\.workbook|typeset|workbook|comma_separated|file_answer|self\.stdout\.write|logger?\.\w+)\("
)

SWEPT = {
    "norishiro/agencies/door.py": Way.SCREEN,
    "norishiro/agencies/middleware.py": Way.SCREEN,
    "norishiro/agencies/views/hat.py": Way.SCREEN,
    "norishiro/agencies/operations/digest.py": Way.IMPERSONAL,
    "norishiro/attachments/views.py": Way.FILE,
    "norishiro/cases/views/history.py": Way.FILE,
    "norishiro/casework/management/commands/carry_takeovers.py": Way.IMPERSONAL,
    "norishiro/casework/management/commands/tend_accounts.py": Way.IMPERSONAL,
    "norishiro/casework/digest_words.py": Way.IMPERSONAL,
    "norishiro/casework/management/commands/digest.py": Way.IMPERSONAL,
    "norishiro/casework/management/commands/tidy.py": Way.IMPERSONAL,
    "norishiro/casework/management/commands/load_demo_town.py": Way.IMPERSONAL,
    "norishiro/casework/management/commands/first_account.py": Way.IMPERSONAL,
    "norishiro/casework/management/commands/town.py": Way.IMPERSONAL,
    "norishiro/casework/management/commands/load_profile.py": Way.IMPERSONAL,
    "norishiro/casework/views/offline.py": Way.SCREEN,
    # Without a database it has nothing to say but what this very request brought.
    "norishiro/core/away.py": Way.IMPERSONAL,
    "norishiro/core/documents.py": Way.FILE,
    "norishiro/core/form_pages.py": Way.FORM,
    "norishiro/core/forms/base.py": Way.FORM,
    "norishiro/core/late_posts.py": Way.IMPERSONAL,
    "norishiro/core/middleware.py": Way.IMPERSONAL,
    "norishiro/core/templatetags/norishiro.py": Way.SCREEN,
    "norishiro/core/views.py": Way.FORM,
    "norishiro/exports/operations.py": Way.FILE,
    "norishiro/surroundings/views/table.py": Way.FILE,
    "norishiro/core/ruled.py": Way.FILE,
    "norishiro/handbook/writing.py": Way.IMPERSONAL,
    "norishiro/indicators/papers.py": Way.FILE,
    "norishiro/policies/papers.py": Way.FILE,
    "norishiro/policies/base_papers.py": Way.FILE,
    "norishiro/policies/money_papers.py": Way.FILE,
    "norishiro/questions/papers.py": Way.FILE,
    "norishiro/reports/papers.py": Way.FILE,
    "norishiro/reports/management/commands/write_national_form.py": Way.IMPERSONAL,
    "norishiro/community/papers.py": Way.FILE,
    "norishiro/food/papers.py": Way.FILE,
    "norishiro/publicity/writing.py": Way.IMPERSONAL,
    "norishiro/neighbours/letters.py": Way.IMPERSONAL,
    "norishiro/neighbours/management/commands/carry_letters.py": Way.IMPERSONAL,
    "norishiro/public_site/views/districts.py": Way.SCREEN,
    "norishiro/opendata/papers.py": Way.FILE,
    "norishiro/exchange/papers.py": Way.FILE,
    "norishiro/agencies/papers.py": Way.FILE,
    "norishiro/agencies/views/office.py": Way.IMPERSONAL,
    "norishiro/disposal/papers.py": Way.FILE,
    "norishiro/incidents/papers.py": Way.FILE,
    "norishiro/moving/saying.py": Way.FILE,
    "norishiro/moving/management/commands/export_all.py": Way.IMPERSONAL,
    "norishiro/disposal/management/commands/dispose.py": Way.IMPERSONAL,
    "norishiro/exchange/management/commands/bring.py": Way.IMPERSONAL,
    "norishiro/exchange/management/commands/bring_office.py": Way.IMPERSONAL,
    "norishiro/exchange/management/commands/tidy_brought.py": Way.IMPERSONAL,
    "norishiro/opendata/management/commands/read_open_data.py": Way.IMPERSONAL,
    "norishiro/surveys/papers.py": Way.FILE,
    "norishiro/evacuation/papers.py": Way.FILE,
    "norishiro/evacuation/management/commands/disaster_pack.py": Way.IMPERSONAL,
    "norishiro/surveys/views/sheet.py": Way.SCREEN,
    "norishiro/plans/views/sheets.py": Way.FILE,
    "norishiro/meetings/views/calendar.py": Way.IMPERSONAL,
    "norishiro/meetings/views/packets.py": Way.FILE,
    "norishiro/watching/management/commands/watch.py": Way.COMMAND,
    "norishiro/sharing/views/gone.py": Way.SCREEN,
    "norishiro/ledger/checkpoints.py": Way.IMPERSONAL,
    "norishiro/ledger/management/commands/ledger.py": Way.LEDGER,
    "norishiro/ledger/management/commands/maintenance.py": Way.DATABASE,
    "norishiro/ledger/views.py": Way.IMPERSONAL,
    "norishiro/outreach/views/contacts.py": Way.FILE,
    "norishiro/people/management/commands/duplicates.py": Way.IMPERSONAL,
    "norishiro/plans/management/commands/schedule_monitoring.py": Way.COMMAND,
    "norishiro/visits/views/rounds.py": Way.FILE,
    "norishiro/letterbox/views/entrances.py": Way.IMPERSONAL,
    "norishiro/letterbox/views/letters.py": Way.FILE,
    "norishiro/public_site/views/letters.py": Way.SCREEN,
    "norishiro/public_site/serving.py": Way.SCREEN,
    "norishiro/public_site/drawing.py": Way.SCREEN,
    "norishiro/public_site/management/commands/publish.py": Way.IMPERSONAL,
}

COMMANDS = {
    "carry_letters": "通数だけを出す",
    "carry_takeovers": "替わった件数だけを出す",
    "tend_accounts": "件数だけを出す",
    "digest": "件数だけを出す",
    "disaster_pack": "人数と大きさと印だけを出す。ファイルは合言葉で暗号にしてある",
    "tidy": "件数だけを出す",
    "first_account": "打った人の書いた職員IDと、その合言葉だけを一度出す",
    "duplicates": "件数だけを出す",
    "ledger": "台帳の番号とハッシュだけを出す",
    "load_demo_policies": "何も出さない",
    "write_national_form": "仮の様式と対応表。数も人も入っていない",
    "load_demo_questions": "何も出さない",
    "load_demo_bringing": "何も出さない",
    "load_demo_disposal": "何も出さない",
    "dispose": "件数だけを出す",
    "export_all": "表と行の数、大きさ、印だけを出す。ファイルは二人の合言葉で暗号にしてあり、伏せたものは別の合言葉で",
    "load_demo_moving": "何も出さない",
    "bring_office": "機関・職員・居場所の一覧の、行き先ごとの数と、入れない行のわけだけを出す。住民は載らない",
    "bring": "ファイルの名前と、行き先ごとの行の数だけを出す",
    "tidy_brought": "件数だけを出す",
    "load_demo_reports": "何も出さない",
    "load_demo_results": "何も出さない",
    "load_demo_town": "見本の町の職員の名前だけを出す",
    "load_profile": "設定の名前だけを出す",
    "maintenance": "管理者の問い合わせの答え。伏せた値は封をしたまま出る",
    "read_open_data": "データセットの名前と行の数だけを出す。人は載らない",
    "publish": "公開の役割で読んだものだけを書き、数だけを言う",
    "schedule_monitoring": "件数だけを出す。動かしてさらう",
    "town": "表の名前と行の数、かかった秒だけを出す。町の人はみな作りもの",
    "watch": "件数だけを出す。動かしてさらう",
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


def test_every_address_that_is_no_screen_is_swept_or_has_no_words() -> None:
    """Screens are swept by their registry, buttons where they stand; the sweep itself fails where one was not reached."""
    other = {name for name, why in NO_SCREENS.items() if why not in (CLOSED, POSTED)}
    buttons = {name for name, why in NO_SCREENS.items() if why == POSTED}

    assert sorted(other) == sorted(
        ({one.name for one in outputs.FILES if not one.query} | {*outputs.TYPED, *outputs.WORDLESS}) - buttons
    )


def test_every_view_that_hands_over_a_file_is_swept() -> None:
    """Found by what it calls, so that a file behind a screen's own address (``?as=pdf``) is not forgotten."""
    handing = {
        f"{path.relative_to(HOUSE).parts[0]}:{each.name}"
        for path in HOUSE.glob("*/views*/**/*.py") if "agencies/door" not in str(path)
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(each, ast.FunctionDef)
        if any(_hands_over(call) for call in ast.walk(each))
    } | {
        f"{path.parent.name}:{each.name}"
        for path in HOUSE.glob("*/views.py")
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(each, ast.FunctionDef)
        if any(_hands_over(call) for call in ast.walk(each))
    }  # fmt: skip
    inside = {"sharing:_paper"}  # called by the three papers of a consent

    assert sorted(handing - inside) == sorted(
        {one.name for one in outputs.FILES if not one.query} | {outputs.EXPORT}
    )


def _hands_over(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and (
            node.func.id == "hand_over"
            or any(
                word.arg == "content_type" and not isinstance(word.value, ast.Constant)
                for word in node.keywords
            )
        )
    )

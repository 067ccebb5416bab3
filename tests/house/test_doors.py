"""Every address says for whom it is, and says nothing about anybody."""

from __future__ import annotations

import re

from norishiro.agencies.permissions import Permission
from tests.house.source import Address, addresses, functions_on

# Open to somebody who has not signed in.
OPEN = {
    "": "閉じた登録画面への古い住所。いつも 404",
    "account_login": "サインイン",
    "account_logout": "サインアウト（押すまでは何も起きない）",
    "account_inactive": "使えなくなったアカウントの知らせ",
    "agencies:office_begin": "庁内のログインへ送る。名づけた町でだけ",
    "agencies:office_back": "庁内のログインから戻る。だれかが証されなければ、だれにも同じことば",
    "mfa_authenticate": "サインインの2段階目",
    "mfa_login_webauthn": "パスキーでのサインイン",
    "core:session_token": "サインインが切れても、送ろうとした文を失わないための印",
    "core:keep_draft": "サインインが切れたことを、書いている人に知らせる",
    "core:complete_address": "サインインが切れたことを、住所を書いている人に知らせる",
    "ledger:health": "動いているかを機械が見る。だれのことも答えない",
    "ledger:ready": "使えるかを機械が見る。だれのことも答えない",
    "core:style": "部品の見本。試験と開発の設定でだけ開く",
    "meetings:feed": "秘密の番地を持つ予定表に、会議体の名前・日時・場所だけ",
    "public_site:door": "公開ページの短い番地。はじめのページへ送る",
    "public_site:boundary": "まちの境界。まちが置いた GeoJSON",
    "public_site:start": "公開ページの入口。まちの名前だけ",
    "public_site:places": "公開の印のある居場所だけ。公開の役割で読む",
    "public_site:place": "公開の印のある居場所だけ。公開の役割で読む",
    "public_site:places_map": "公開の印のある居場所だけ。公開の役割で読む",
    "public_site:map_data": "公開の印のある居場所だけ。公開の役割で読む",
    "public_site:desks": "公開の印のある窓口だけ。公開の役割で読む",
    "public_site:desks_for": "公開の印のある窓口だけ。公開の役割で読む",
    "public_site:flow": "相談の流れの説明だけ",
    "public_site:news_list": "職員が公開した催しと便りだけ。公開の役割で読む",
    "public_site:news": "職員が公開した催しと便りだけ。公開の役割で読む",
    "public_site:events_file": "公開した催しの日と場所だけ",
    "public_site:by_code": "二次元コードの先へ送り、その日の数に一つ足すだけ。だれかは見ない",
    "public_site:leaf": "職員が公開したページだけ。公開の役割で読む",
    "public_site:letters": "地区の名前だけ。申し込むことだけができる",
    "public_site:confirm_letters": "メールの鍵を持つ人に、申し込んだ地区だけ。押すと登録する",
    "public_site:own_letters": "便りの鍵を持つ人に、自分の地区だけ。アドレスは出ない",
    "public_site:leave_letters": "便りの鍵を持つ人が、一押しでやめる",
    "surveys:sheet": "調査票の番地を持つ居場所に、その場の登録だけ。答えを入れることだけができる",
    "public_site:front": "公開ページ。窓口の名前と電話だけ",
    "public_site:find": "公開の印のある窓口だけ。書いたことは当てて捨てる",
    "public_site:consult": "住民の相談フォーム。入れることだけができる",
    "public_site:enter": "QR のフォーム。入れることだけができる",
    "public_site:reply": "受付番号と合言葉を持つ人に、日時と返事だけ",
    "public_site:status": "控えのカードを持つ人に、自分の便りの日時だけ",
}

# Addresses of allauth that config.urls closes before they are reached; only their names are used.
CLOSED = {
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_set_password",
    "account_reset_password",
    "account_confirm_login_code",
    "account_confirm_email",
    "account_reset_password_from_key_done",
    "account_reset_password_from_key",
    "account_reset_password_done",
}

# Open to whoever has signed in, before any hat is worn.
WITHOUT_HAT = {
    "account_reauthenticate",
    "account_change_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "usersessions_list",
    "agencies:choose_hat",
    "core:discard_draft",
}

# Behind the door, but without a permission of their own: whoever wears a hat.
ANY_HAT = {
    "agencies:office",
    "agencies:link_office",
    "agencies:unlink_office",
    "agencies:access_help",
    "resources:places",
    "resources:place",
    "resources:counts",
    "resources:calendar_file",
    "surveys:rounds",
    "surveys:changes",
    "surveys:booklet_paper",
    "surveys:booklet_file",
    "casework:today",
    "incidents:tell_incident",
    "incidents:my_incidents",
    "sharing:kept_words",
    "agencies:digest",
    "agencies:ask_address",
    "agencies:confirm_address",
    "agencies:choose_hour",
    "agencies:forget_address",
    # How work is done here, and which schemes there are: for everybody who works here.
    "handbook:guides",
    "handbook:show_guide",
    "handbook:show_task",
    "handbook:pages",
    "handbook:show_page",
    "handbook:page_changes",
    "handbook:read_page",
    "handbook:schemes",
    "handbook:show_scheme",
}

# Words in a path that are neither an id nor fixed, each from a closed list.
WORDS_IN_PATHS = {
    "handbook:show_guide": "手引きの符号だけ",
    "handbook:show_task": "手引きと、することの符号だけ",
    "public_site:start": "ことばの符号（ja・easy・en）だけ",
    "public_site:places": "ことばの符号（ja・easy・en）だけ",
    "public_site:place": "ことばの符号（ja・easy・en）だけ",
    "public_site:places_map": "ことばの符号（ja・easy・en）だけ",
    "public_site:map_data": "ことばの符号（ja・easy・en）だけ",
    "public_site:desks": "ことばの符号（ja・easy・en）だけ",
    "public_site:flow": "ことばの符号（ja・easy・en）だけ",
    "public_site:news_list": "ことばの符号（ja・easy・en）だけ",
    "public_site:news": "ことばの符号（ja・easy・en）だけ",
    "public_site:letters": "ことばの符号（ja・easy・en）だけ",
    "public_site:confirm_letters": "ことばの符号（ja・easy・en）だけ",
    "public_site:own_letters": "ことばの符号（ja・easy・en）だけ",
    "public_site:leave_letters": "ことばの符号（ja・easy・en）だけ",
    "public_site:by_code": "印刷したコードの乱数だけ",
    "public_site:leaf": "ことばの符号と、職員が付けたページの番地だけ",
    "publicity:write_text": "language: 書くことば（ja・easy・en）だけ",
    "publicity:publish_text": "language: 書くことば（ja・easy・en）だけ",
    "publicity:withdraw_text": "language: 書くことば（ja・easy・en）だけ",
    "public_site:desks_for": "ことばの符号と、困りごとの符号だけ",
    "assessment:fill_section": "section: シートの欄（項目辞書にあるもの）",
    "assessment:take_over": "section: シートの欄（項目辞書にあるもの）",
    "assessment:ask_item": "item: シートの項目（項目辞書にあるもの）",
    "assessment:fill_risk": "form: ○×？の票（一覧にあるもの）",
    "core:keep_draft": "form_key: 様式の名前（暗号つきで、本人の下書きだけ）",
    "core:discard_draft": "form_key: 様式の名前",
    "plans:draft_plan": "kind: プランの3種",
    "meetings:feed": "key: 自分の予定表の秘密の番地（人のことは表さない乱数）",
}

BARE_VERBS = {"list", "show", "add", "change"}


def _is_open(address: Address) -> bool:
    return getattr(address.view, "login_required", True) is False


def test_who_may_come_without_signing_in_is_written_here() -> None:
    found = {address.name for address in addresses() if _is_open(address)}

    assert sorted(found - CLOSED) == sorted(OPEN)


def test_closed_addresses_answer_nothing(client) -> None:
    answers = {
        path: client.get(path).status_code
        for path in (
            "/accounts/signup/",
            "/accounts/email/",
            "/accounts/password/reset/",
            "/accounts/password/set/",
        )
    }

    assert set(answers.values()) == {404}


def test_every_other_address_is_behind_the_door() -> None:
    without_needs = {
        address.name
        for address in addresses()
        if not hasattr(address.view, "needs") and not _is_open(address)
    }

    assert sorted(without_needs - CLOSED) == sorted(WITHOUT_HAT)


def test_what_the_door_asks_for_is_a_permission() -> None:
    asked = {address.name: address.view.needs for address in addresses() if hasattr(address.view, "needs")}

    assert {name for name, needs in asked.items() if needs is None} == ANY_HAT
    assert [name for name, needs in asked.items() if not isinstance(needs, Permission | None)] == []


def test_every_permission_opens_something() -> None:
    asked = {address.view.needs for address in addresses() if hasattr(address.view, "needs")}
    in_words = {
        Permission.DECIDE_PLAN: "plans.access: 決定のボタン",
        Permission.LEAD_CASE: "cases.access: 主担当になれるか",
        Permission.SUPPORT_BASES: "agencies.actor: 後方支援する拠点",
    }

    assert sorted(set(Permission) - asked - set(in_words)) == []


def test_no_path_tells_anything_about_anybody() -> None:
    loose = {
        address.name
        for address in addresses()
        if address.room
        and (
            set(re.findall(r"<(\w+):\w+>", address.path)) - {"uuid"}
            or re.search(r"\(\?P|<\w+>", address.path)
        )
    }

    assert sorted(loose) == sorted(WORDS_IN_PATHS)


def test_paths_are_nouns_and_hyphens() -> None:
    odd = [
        address.path
        for address in addresses()
        if address.room and not re.fullmatch(r"([a-z]+(-[a-z]+)*/)*", re.sub(r"<\w+:\w+>/", "", address.path))
    ]

    assert odd == []


def test_an_address_is_called_like_its_view() -> None:
    strangers = [
        f"{address.name} → {address.view.__name__}"
        for address in addresses()
        if address.room and not _agree(address.name.partition(":")[2], address.view.__name__)
    ]

    assert strangers == []


def _agree(name: str, view: str) -> bool:
    """The same word; or the bare noun of a list or page (``sheets`` → ``list_sheets``); or the bare verb."""
    if name == view or (name in BARE_VERBS and name in view.split("_")):
        return True
    return view in {f"list_{name}", f"show_{name}", f"{name}_list", f"{name.removesuffix('s')}_list"}


# Verbs that no screen shares its name with, and where they are met instead.
VERBS_MET_ELSEWHERE = {
    "agencies.settle_review": "agencies:review_rights",
    "agencies.renew_password": "agencies:help_staff",
    "agencies.take_proof_off": "agencies:help_staff",
    "agencies.answer_access": "agencies:access_help",
    "agencies.settle_access": "agencies:access_help",
    "agencies.set_window_guide": "agencies:window_guide",
    "attachments.keep_contact_photo": "outreach:record_person_contact などの「写真」",
    "attachments.keep_form_scan": "consultations:attach_form が付ける",
    "cases.follow_up_help": "cases:answer_help の続き",
    "cases.open_case": "casework:accept_request が開く",
    "casework.decide_transfers": "agencies:decide_transfers",
    "casework.keep_offline": "casework:receive_offline と casework:write_offline が預かる",
    "casework.carry_out_takeovers": "casework:hand_over で先の日に決めたものを、carry_takeovers が運ぶ",
    "casework.let_go": "agencies:end_staff",
    "casework.note_unreadable": "casework:receive_offline が、こわれて届いたと書く",
    "casework.take_up_offline": "casework:check_offline の「続きから書く」",
    "consultations.mark_needed": "casework:accept_request が要と答える",
    "consultations.sort_request": "consultations:sorting の一行ずつ",
    "evacuation.build_pack": "夜の disaster_pack。結果は evacuation:packs",
    "evacuation.miss_pack": "夜の disaster_pack。結果は evacuation:packs",
    "meetings.add_source": "meetings:raise_from_item",
    "meetings.keep_block": "meetings:add_block",
    "meetings.make_papers": "meetings:papers",
    "meetings.note_guest": "meetings:add_guest",
    "meetings.note_learning": "meetings:model_case",
    "meetings.print_bundles": "meetings:print_bundle と print_packet",
    "meetings.set_bundles": "meetings:set_packet",
    "meetings.settle_all": "meetings:collection",
    "meetings.swear": "meetings:oath",
    "meetings.write_interview": "meetings:add_interview",
    "outreach.change_gathering": "community:change_activity が直す",
    "outreach.keep_phrase": "outreach:list_phrases の下の欄",
    "outreach.record_gathering": "community:record_activity が書く",
    "people.add_households": "exchange:take_rows のなかで",
    "people.add_people": "exchange:take_rows のなかで",
    "people.protect_all": "exchange:take_rows のなかで",
    "people.take_back_people": "exchange:undo_rows のなかで",
    "outreach.take_back_contacts": "exchange:undo_rows のなかで",
    "exchange.take_offices": "norishiro bring_office",
    "outreach.add_contacts": "exchange:take_rows のなかで",
    "disposal.certify": "disposal:dispose の終わりに",
    "disposal.dispose_step": "disposal:dispose のなかで",
    "disposal.forget_keepers": "disposal:dispose のなかで",
    "people.add_person": "相談の受付のなかで人を加える",
    "people.refuse_lifting": "people:lift_protection の「終えない」",
    "resources.call_off_stop": "corporations:change_offer と corporations:close_offer で、期間が変わったとき",
    "visits.fulfil_visit": "outreach:record_contact などで、その訪問の記録を書いたとき",
    "plans.watch_closure": "casework:record_watch",
    "plans.write_closure": "casework:close_case",
}


def test_every_verb_has_a_screen_of_its_name_or_says_where_it_is_met() -> None:
    verbs = {
        f"{one.room}.{one.node.name}" for one in functions_on("operations") if "operation" in one.decorators
    }
    screens = {f"{address.room}.{address.view.__name__}" for address in addresses() if address.room}

    assert sorted(verbs - screens) == sorted(VERBS_MET_ELSEWHERE)

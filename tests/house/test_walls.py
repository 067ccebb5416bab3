"""The second wall stands around every table that knows of anybody: row-level security, enabled and forced."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.apps import apps

HANDBOOK = "手引き・制度・検討課題。支援を受ける人のことは書かない（様式が断り書きで求める）"
OFFICE = "機関と職員のこと。住民のことは書かない"
PLACE = "会議体と開催のこと。人は議題（meetings_item）が知る"
COMES = "会議や研修に出た団体と人。支援を受ける人のことは書かない（様式が断り書きで求める）"
TOPIC = "会議体の話題と、その行き来。だれのことも書かない（もとの議題・ケースは meetings_topicsource が壁の中で知る）"
SELF = "自分のアカウントのこと。サインインの前に読む"
SELF_TOLD = "職員が自分で入れたアドレスと時刻。時計が、みんなの分を読んで送る"
COMMUNITY = "団体・集まり・提案。だれの名前も持たず、登録されている人の名前があれば止まる"
FOOD = "食品・日用品の入りと出。渡した先は団体の名前か世帯の数だけ"
POLICIES = "計画・施策・指標・住民への調査の割合。だれの名前も持たず、登録されている人の名前があれば止まる"
FUNDS = "寄付と助成。寄付した住民の名前も、団体の代表の名前も持たない"
PUBLICITY = "だれでも読めるように書くこと。だれの名前も持たず、登録されている人の名前があれば止まる"
CORPORATIONS = "法人と、法人で働く人の連絡先、法人への問いと受け入れ。支援を受ける人の名前があれば止まる（だれが体験したかは matching_participation が壁の中で知る）"
DOING = "場でできる小さなこと。だれの名前も持たず、名前があれば止まる（だれがするかは matching_participation が壁の中で知る）"
SHORTAGE = "足りない場のこと。だれの名前も持たず、名前があれば止まる（だれのためかは matching_shortagefor が壁の中で知る）"
DISTRICT = "地区のこと。住民の名前は書かない（様式が断り書きで求める）"
OPEN_DATA = "公開されている施設と催しのこと。支援を受けている人のことは入らない"
GATHERING = "居場所と団体のこと。支援を受けている人のことは書かない（様式が断り書きで求める）"
DISPOSAL = "保存期間と、廃棄した数。だれの名前も持たない（どの人・ケースのことかは disposal_bundlesubject と disposal_heldsubject が知り、どの頁も読めない）"
MOVING = "全部の書き出しの求めと、その結果の数。住民のことは書かない（様式が断り書きで求める）。鍵は合言葉で暗号にしたもの"
FRAME = "Django の枠の表。人のことは書かない"

# Tables without a wall, each with one reason.
NO_WALL = {
    "agencies_agency": OFFICE,
    "agencies_appointment": OFFICE,
    "agencies_area": OFFICE,
    "agencies_arealayer": OFFICE,
    "agencies_areamap": OFFICE,
    "agencies_areaoutline": OFFICE,
    "agencies_areatown": OFFICE,
    "agencies_base": OFFICE,
    "agencies_basefunctionrow": OFFICE,
    "agencies_baseoperator": OFFICE,
    "agencies_cover": OFFICE,
    "agencies_digest": SELF_TOLD,
    "agencies_dutychange": OFFICE,
    "agencies_dutyrule": OFFICE,
    "agencies_focusgroup": OFFICE,
    "agencies_loadlevel": OFFICE,
    "agencies_oncall": OFFICE,
    "agencies_oncallhours": OFFICE,
    "agencies_openingexception": OFFICE,
    "agencies_openingrule": OFFICE,
    "agencies_post": OFFICE,
    "agencies_programmeoperator": OFFICE,
    "agencies_role": OFFICE,
    "agencies_staff": OFFICE,
    "agencies_accesshelp": OFFICE,
    "agencies_rightsreview": OFFICE,
    "agencies_reviewedpost": OFFICE,
    "agencies_transferfile": OFFICE,
    "agencies_transferrow": OFFICE,
    "agencies_window": OFFICE,
    "agencies_windowexception": OFFICE,
    "agencies_windowfocus": OFFICE,
    "agencies_windowhours": OFFICE,
    "agencies_windowoperator": OFFICE,
    "agencies_windowtable": OFFICE,
    "account_emailaddress": SELF,
    "account_emailconfirmation": SELF,
    "mfa_authenticator": SELF,
    "usersessions_usersession": SELF,
    "django_session": SELF,
    "auth_group": FRAME,
    "auth_group_permissions": FRAME,
    "auth_permission": FRAME,
    "django_content_type": FRAME,
    "django_migrations": FRAME,
    "core_sealingkey": "包まれた鍵。持ち主は符号で書き、鍵束がなければだれのものか分からない",
    "ledger_entry": "足すことだけが許される。アプリは読めないので、行ごとの壁は要らない",
    "ledger_head": "台帳の末尾。台帳の仕掛けだけが読み書きする",
    "consultations_examplehanding": "事例の概要版をどの機関・研修に渡したか。人のことは書かない",
    "consultations_example": "事例集。だれのことでもない。登録されている人の名前があれば止まり、二人めが読む",
    "evacuation_zonecount": "計画のある人が区域の内・外に何人いたか。数だけで、だれのことでもない",
    "handbook_decision": HANDBOOK,
    "handbook_edition": HANDBOOK,
    "handbook_evidence": HANDBOOK,
    "handbook_page": HANDBOOK,
    "handbook_pageagency": HANDBOOK,
    "handbook_pagerole": HANDBOOK,
    "handbook_reading": "どの職員がどの版まで読んだか。住民のことは書かず、画面には人数だけが出る",
    "handbook_scheme": HANDBOOK,
    "handbook_studyitem": HANDBOOK,
    "letterbox_entrance": "連絡員の任命と入口。住民のことは書かない",
    "letterbox_statuscard": "控えのカードの番号だけ",
    "letterbox_example": "公開フォームの例。だれのことでもない",
    "letterbox_knock": "鍵つきで日ごとに変わる符号と、回数だけ",
    "assessment_districtsheet": DISTRICT,
    "assessment_districtfinding": DISTRICT,
    "outreach_bulletin": DISTRICT,
    "outreach_gathering": DISTRICT,
    "outreach_phrase": "定型文。機関のことばで、だれのことでもない（様式が断り書きで求める）",
    "meetings_body": PLACE,
    "meetings_body_conveners": PLACE,
    "meetings_body_requesters": PLACE,
    "meetings_designation": OFFICE,
    "meetings_calendarfeed": "自分の予定表の番地の指紋。人のことは書かない",
    "meetings_invitation": PLACE,
    "meetings_oath": PLACE,
    "meetings_questionnaire": PLACE,
    "meetings_regulation": "計画と要綱の版。人のことは書かない",
    "meetings_rosterseat": PLACE,
    "meetings_series": PLACE,
    "meetings_sitting": PLACE,
    "meetings_statedsize": PLACE,
    "surroundings_guideread": OFFICE,
    "meetings_block": OFFICE,
    "meetings_guest": COMES,
    "meetings_localleader": COMES,
    "meetings_partner": OFFICE,
    "meetings_regulationreading": OFFICE,
    "community_activity": COMMUNITY,
    "community_activity_groups": COMMUNITY,
    "community_agecount": COMMUNITY,
    "community_group": COMMUNITY,
    "community_grouppart": COMMUNITY,
    "community_helprequest": COMMUNITY,
    "community_proposal": COMMUNITY,
    "community_proposalaction": COMMUNITY,
    "community_support": COMMUNITY,
    "corporations_contact": CORPORATIONS,
    "corporations_corporation": CORPORATIONS,
    "corporations_membership": CORPORATIONS,
    "corporations_need": CORPORATIONS,
    "corporations_needanswer": CORPORATIONS,
    "corporations_projectpart": CORPORATIONS,
    "corporations_strength": CORPORATIONS,
    "corporations_workoffer": CORPORATIONS,
    "moving_departure": MOVING,
    "disposal_batch": DISPOSAL,
    "disposal_bundle": DISPOSAL,
    "disposal_bundleseries": DISPOSAL,
    "disposal_disposed": DISPOSAL,
    "disposal_hold": DISPOSAL,
    "disposal_keptfigure": DISPOSAL,
    "disposal_review": DISPOSAL,
    "disposal_takenout": DISPOSAL,
    "disposal_termchange": DISPOSAL,
    "food_dayrole": FOOD,
    "food_foodcall": FOOD,
    "food_foodcall_asked": FOOD,
    "food_foodday": FOOD,
    "food_handout": FOOD,
    "food_handoutline": FOOD,
    "food_item": FOOD,
    "food_lot": FOOD,
    "funds_donation": FUNDS,
    "funds_fund": FUNDS,
    "funds_grant": FUNDS,
    "publicity_code": PUBLICITY,
    "publicity_codeday": PUBLICITY,
    "publicity_handout": PUBLICITY,
    "publicity_item": PUBLICITY,
    "publicity_leave": PUBLICITY,
    "publicity_notice": PUBLICITY,
    "publicity_response": PUBLICITY,
    "publicity_pageplace": PUBLICITY,
    "publicity_publicpage": PUBLICITY,
    "publicity_publictext": PUBLICITY,
    "neighbours_post": "職員が書いて地区に送る便り。登録されている人の名前があれば止まる",
    "neighbours_tally": "地区と月ごとの人数だけ",
    "opendata_intake": OPEN_DATA,
    "opendata_intakerow": OPEN_DATA,
    "opendata_listed": OPEN_DATA,
    "opendata_rownote": OPEN_DATA,
    "matching_doing": DOING,
    "matching_doingmark": DOING,
    "matching_shortage": SHORTAGE,
    "resources_attendant": GATHERING,
    "resources_centrefigure": GATHERING,
    "resources_confirmation": GATHERING,
    "resources_daycount": GATHERING,
    "resources_location": GATHERING,
    "resources_openingline": GATHERING,
    "resources_organisation": GATHERING,
    "resources_place": GATHERING,
    "resources_specialday": GATHERING,
    "resources_stop": GATHERING,
    "resources_trait": GATHERING,
    "resources_volunteers": GATHERING,
    "surveys_answer": GATHERING,
    "surveys_change": GATHERING,
    "surveys_invitation": GATHERING,
    "surveys_round": GATHERING,
    "training_attendance": COMES,
    "training_course": OFFICE,
    "training_lecture": OFFICE,
    "training_material": OFFICE,
    "training_question": OFFICE,
    "training_session": OFFICE,
    "meetings_theme": TOPIC,
    "meetings_topic": TOPIC,
    "meetings_topictalk": TOPIC,
    "meetings_topictransfer": TOPIC,
    "indicators_tabledresults": "会議に出した表。数と言葉だけで、ケースも人も入らない",
    "reports_summary": "年度のまとめ。みんなに見せる数と文で、登録のある名前は止まる",
    "reports_summarystory": "年度のまとめに載せる話。みんなに伝えるために書かれた文の写し",
    "reports_summaryreview": "年度のまとめの確認の一歩。職員と、直してほしいこと。登録のある名前は止まる",
    "policies_basegoal": POLICIES,
    "policies_baseplan": POLICIES,
    "policies_deed": POLICIES,
    "policies_funding": POLICIES,
    "policies_fundingshare": POLICIES,
    "policies_grantmark": POLICIES,
    "policies_population": POLICIES,
    "policies_standard": POLICIES,
    "policies_standardstep": POLICIES,
    "policies_effort": POLICIES,
    "policies_grade": POLICIES,
    "policies_ground": POLICIES,
    "policies_indicator": POLICIES,
    "policies_level": POLICIES,
    "policies_measure": POLICIES,
    "policies_policy": POLICIES,
    "policies_poll": POLICIES,
    "policies_progress": POLICIES,
    "policies_project": POLICIES,
    "policies_question": POLICIES,
    "policies_review": POLICIES,
    "policies_share": POLICIES,
    "policies_standing": POLICIES,
    "policies_reflection": POLICIES,
    "policies_voice": POLICIES,
    "policies_yearvalue": POLICIES,
    "questions_question": "残した問い。何をどう数えるかだけで、数も人も入らない。登録のある名前は止まる",
    "questions_questionpart": "残した問いの、数の名前としぼりこみの符号",
    "reports_closedmonth": "締めた月報。数と、もとの記録の番号だけで、ケースも人も入らない",
    "sharing_wording": "同意のときに説明する規程の版。人のことは書かない",
    "profiles_profileversion": "自治体の設定。人のことは書かない",
}

# Functions that act as the owner: holes made on purpose, each for one thing.
DOORS = {
    "disposal_describe": "disposal: 候補の人数・件数・ケース番号・保留か（だれかは答えない）",
    "disposal_enlist": "disposal: 候補がどの番号に立つかを、どの頁も読めない表に書く",
    "disposal_forget": "disposal: 鍵を捨てた候補の、対象の番号を消す",
    "disposal_keep_back": "disposal: 保留を、ひとまとまりの全部に置く（人数と件数だけを答える）",
    "disposal_keepers": "disposal: 記録の消えた候補の、鍵をまだ捨てていない番号だけ",
    "disposal_knit": "disposal: いっしょに扱うものをつなぐ（何も答えない。頁の役割からは呼べない）",
    "disposal_survey": "disposal: ひとまとまりごとの件数と、終わった日だけ（続いているものは答えない）",
    "disposal_take": "disposal: 二人が確かめ、期限が過ぎ、保留のない候補だけを消す（数だけを答える）",
    "emergency_agencies": "emergency: 開いているあいだ、電話する先の機関だけ（支援会議だけの関わりは答えない）",
    "emergency_close": "emergency: 緊急閲覧を先に閉じる",
    "emergency_find": "emergency: 理由を書いたさがしに、あるかないかだけ",
    "emergency_look": "emergency: 60分のあいだ、開いた本人にだけ。住所は答えない",
    "gate_stopped_consents": "sharing: 利用停止中の人の生きている同意の、同意そのものの内容だけ（ADR 0035）",
    "gate_withdraw_stopped": "sharing: 利用停止中の同意の撤回だけを書く",
    "people_is_called": "people: 撤回を受けてよい人に、入れた氏名が合うかだけ",
    "emergency_open": "emergency: 60分の共有（存在だけ）を付ける",
    "neighbours_address": "neighbours: 送ると決めた職員の、まだ宛先のない便りに、その地区の人を宛先として書く。答えるのは人数だけ",
    "neighbours_number": "neighbours: その地区の便りを受け取る人の数だけ",
    "publicity_enquiries": "publicity: この広報物で知ったという相談の数だけ（1〜4件は数も答えない。だれの相談かは答えない）",
    "exports_taken_since": "exports: 自分の機関が今日持ち出した人数だけ",
    "find_passages": "finding: 言葉のある記録の番号だけ（自分が関わる対象のもの。中身は部屋の門が答える）",
    "finding_note_cases_handover": "finding: 引継ぎを書いたとき、さがせる文を書き直す引き金",
    "finding_note_cases_helprequest": "finding: 後方支援を書いたとき、さがせる文を書き直す引き金",
    "finding_note_cases_issue": "finding: 課題を書いたとき、さがせる文を書き直す引き金",
    "finding_note_cases_role": "finding: 役割を書いたとき、さがせる文を書き直す引き金",
    "finding_note_cases_unknown": "finding: 分からないことを書いたとき、さがせる文を書き直す引き金",
    "finding_note_cases_wish": "finding: 意向を書いたとき、さがせる文を書き直す引き金",
    "finding_note_outreach_contact": "finding: 支援の記録を書いたとき、さがせる文を書き直す引き金",
    "finding_note_consultations_consultation": "finding: 相談を書いたとき、さがせる文を書き直す引き金",
    "finding_note_consultations_tsunagusheet": "finding: つなぐシートを書いたとき、さがせる文を書き直す引き金",
    "finding_note_consultations_supportrequest": "finding: 利用申込を書いたとき、さがせる文を書き直す引き金",
    "finding_note_meetings_minuteline": "finding: 会議の記録を書いたとき、さがせる文を書き直す引き金",
    "finding_note_plans_plan": "finding: プランを書いたとき、さがせる文を書き直す引き金",
    "former_keep": "former: 記録が直されたとき、前の内容を書きとめる引き金（だれの名でも書けるのは、ここだけ）",
    "gate_close_windows": "sharing: 利用停止のとき、緊急閲覧の窓を閉じる引き金",
    "gate_stopped": "sharing: いま止められている対象（番号だけ。門そのものが尋ねる）",
    "surroundings_withheld": "surroundings: このケースに、居どころを伏せている人がいるか（はい・いいえだけ。だれかは答えない）",
    "evacuation_withheld": "evacuation: 自分の一覧の人と、自分が訪問を頼まれた人の、何の種類が伏せてあるか（中身は答えない）",
    "rights_candidates": "rights: 本人確認の済んだ求めと、氏名・生年月日の合う人（求めを扱う係にだけ答える）",
    "rights_enter_note": "rights: 決定した訂正を、もとの記録の横に書く",
    "rights_material": "rights: 本人確認の済んだ求めの、本人についての記録（求めを扱う係にだけ答える）",
    "rights_recipients": "rights: 訂正した記録が渡った機関（求めを扱う係にだけ答える）",
    "brought_touched": "exchange: 取り込んだ人・世帯・記録が、あとで使われているか。中身は返さず、取り込んだ機関だけが聞ける",
    "gate_end_grants": "sharing: もとの記録が終わったとき、そこから来た共有を終える",
    "gate_end_grants_on": "sharing: そのうち、名ざした対象についてのものだけを終える",
    "gate_follow_kinds": "sharing: 同意の「この種類の窓口すべて」を、機関の変更に合わせる（せまいほうが勝つ）",
    "gate_narrow_grants": "sharing: 同意のもとの共有をせばめる（広げない。対象を持つ人だけ）",
    "gate_grants_on": "sharing: ほかにだれが見られるか（見られる人にだけ答える）",
    "gate_holds": "sharing: その対象について何か持っているか（はい・いいえだけ）",
    "gate_may_grant": "sharing: 持っているものだけを渡せる",
    "gate_shorten_seat": "meetings: 構成員の指定が早く終わったとき、その席の共有を早く終える（延ばせない）",
    "gate_open_seat": "meetings: 守秘を確かめた席の封を切る",
    "held_cases": "casework: 動きのないケースの番号・主担当・日（抱え込みの数のため）",
    "held_consultations": "casework: つないでいない相談の番号・機関・日（抱え込みの数のため）",
    "held_sheets": "casework: 返事のないシートの番号・受ける機関・日（抱え込みの数のため）",
    "incident_extent": "incidents: 一人の職員が、ある間に見た人の番号と回数（自分が点検する機関の閲覧だけ）",
    "indicator_endings_live": "indicators: 事例の終わりと再開の日（実績の数のため。ケースの番号と日だけ）",
    "indicator_states_live": "indicators: 事例の状態の移り変わり（実績の数のため。ケースの番号と日だけ）",
    "indicator_talks_live": "indicators: どの会議でどの事例を話し合ったか（実績の数のため。番号と日だけ）",
    "leaving_end_exports": "casework: 閉じたアカウントの、受け取り前の持ち出しを終える",
    "leaving_end_grants": "casework: 閉じたアカウントあての共有を終える",
    "report_attributes_live": "reports: 記録の番号に、年代・性別・世帯のかたち・困りごとの符号だけ（氏名も生年月日も答えない）",
    "base_consultations": "policies: 拠点が受け付けた相談の番号・日・困りごとの符号と、はじめてか（統計の数のため。中身は部屋の門が答える）",
    "report_answers_live": "reports: 要否を答えた申込と人の番号・日・職員・機関・圏域・答え（報告の数のため。中身は部屋の門が答える）",
    "report_consultations_live": "reports: 受け付けた相談・人・世帯の番号・日・職員・機関・圏域・初めてか（報告の数のため。中身は部屋の門が答える）",
    "report_participations_live": "reports: 参加支援のケースと人の番号・日・職員・機関・圏域・プランや意向の有無（報告の数のため。中身は部屋の門が答える）",
    "report_plans_live": "reports: 決定したプランとケースの番号・日・職員・機関・圏域・種類（報告の数のため。中身は部屋の門が答える）",
    "report_programmes_live": "reports: 事業ごとの支援のケースの番号・日・主担当・機関・圏域・始まりと終わり（報告の数のため。中身は部屋の門が答える）",
    "report_sheets_live": "reports: つなぐシートと人の番号・日・職員・機関・圏域・段（報告の数のため。中身は部屋の門が答える）",
    "cases_states_end": "cases: 状態を書いたとき、その前の状態がいつまでだったかを書く引き金",
    "report_contacts_live": "reports: 支援の記録とその対象の番号・日・職員・機関・圏域・事業・方法（報告の数のため。中身は部屋の門が答える）",
    "report_sittings_live": "reports: 開いた会議と、出席した職員の番号・日（報告の数のため）",
    "report_talks_live": "reports: 会議にかけた議題とケースの番号・日・機関・圏域・扱い（報告の数のため。中身は部屋の門が答える）",
    "ledger_link": "ledger: 前の行のハッシュを書き込む引き金",
    "letter_answer": "letterbox: 受付番号と合言葉の符号を持つ人に、その1通の日時と封をした返事だけ",
    "letter_times": "letterbox: 控えのカードを持つ人に、その入口の便りの日時だけ",
    "letter_pass_on": "letterbox: 自分の窓口が読んだ、まだ何にもなっていない便りを、転送の行のある相手にだけ移す",
    "look_agencies": "watching: だれの閲覧を点検してよいか（機関の番号だけ）",
    "look_counts": "watching: 見つからない検索などの回数（点検する人と、夜の点検にだけ答える）",
    "look_facts": "watching: 関わりのない閲覧（点検する人と、夜の点検にだけ答える）",
    "look_note": "watching: 台帳の行と一緒に閲覧を書き、1時間の人数を止める引き金",
    "look_receiver": "watching: 渡した先を、台帳の行から閲覧に写す引き金",
    "look_tally": "watching: この1時間に何人見たか（人数だけ）",
    "withheld_cover": "people: 非開示の住所・電話を、町じゅうの文中から伏せる（伏せた字だけを返す）",
    "withheld_give_back": "people: 二人で終えたとき、空の欄に戻す",
    "withheld_match": "people: 支援措置のリストの行に当たる人（だれかと、何が同じかだけ）",
    "withheld_take": "people: 非開示にする人と同居の人の欄を空にし、あった値を封をするために一度だけ返す",
    "matching_experience_at": "matching: 一つの居場所で、段・続いた月・終わったわけごとの人の数だけ（だれかは答えない。画面には幅で出る）",
    "matching_taken_at": "matching: 居場所ごとに、参加を始めた人といる人の数だけ（だれかは答えない。ADR 0064）",
    "meetings_seats_follow_posts": "meetings: 所属が終わった日で、その機関の席と共有を終える引き金",
    "people_alike": "people: 氏名・生年月日・電話・住所のどれかが同じ人のうち、その人が見てよい人（だれかだけ）",
    "people_find": "people: さがした言葉に当たる人のうち、その人が見てよい人（だれかだけ）",
    "people_keep_findable": "people: 人の欄が変わるたびに、さがすための鍵を書く引き金",
    "plan_bearers": "plans: プランの行を持つ機関（みんなが受領したかを数えるため。だれの行かは答えない）",
    "plan_without_consent": "plans: 同意の終わった人がプランに何人いるか（人数だけ）",
}

# Columns that point at a resident or at a case.
PERSONAL = {
    "subject_id",
    "subjects",
    "person_id",
    "other_id",
    "case_id",
    "household_id",
    "closure_id",
    "plan_id",
}


def _rows(connection: psycopg.Connection[Any], statement: str) -> list[tuple[Any, ...]]:
    return connection.execute(statement).fetchall()


@pytest.fixture
def tables(owner_connection: psycopg.Connection[Any]) -> dict[str, tuple[bool, bool]]:
    """Every table with whether its wall is switched on, and whether it binds the owner too."""
    found = _rows(
        owner_connection,
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
        " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace",
    )
    return {name: (enabled, forced) for name, enabled, forced in found}


def test_every_table_has_a_wall_or_one_reason_for_having_none(tables: dict[str, tuple[bool, bool]]) -> None:
    open_tables = {name for name, (enabled, _forced) in tables.items() if not enabled}

    assert sorted(open_tables - set(NO_WALL)) == []
    assert sorted(set(NO_WALL) & set(tables) - open_tables) == []


def test_reasons_are_about_tables_that_exist(tables: dict[str, tuple[bool, bool]]) -> None:
    assert sorted(set(NO_WALL) - set(tables)) == []


def test_every_wall_binds_the_owner_too(tables: dict[str, tuple[bool, bool]]) -> None:
    assert sorted(name for name, (enabled, forced) in tables.items() if enabled and not forced) == []


def test_whatever_names_a_person_or_a_case_stands_behind_a_wall(tables: dict[str, tuple[bool, bool]]) -> None:
    personal = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if model.__module__.startswith("norishiro.") and field.column in PERSONAL
    }

    assert sorted(name for name in personal - {"ledger_entry"} if not tables[name][0]) == []


def test_every_wall_has_a_policy_for_pages_and_one_for_maintenance(
    owner_connection: psycopg.Connection[Any], tables: dict[str, tuple[bool, bool]]
) -> None:
    policies: dict[str, set[str]] = {}
    for table, name in _rows(owner_connection, "SELECT tablename, policyname FROM pg_policies"):
        policies.setdefault(table, set()).add(name)
    walled = {name for name, (enabled, _forced) in tables.items() if enabled}

    assert sorted(walled - set(policies)) == []
    assert sorted(table for table in walled if not policies[table] & {"maintenance", "gate_keeper"}) == []


def test_the_pages_role_owns_nothing_and_may_not_pass(owner_connection: psycopg.Connection[Any]) -> None:
    owned = _rows(
        owner_connection,
        "SELECT relname FROM pg_class WHERE relowner = 'norishiro_app'::regrole"
        " AND relnamespace = 'public'::regnamespace",
    )
    powers = _rows(
        owner_connection,
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = 'norishiro_app'",
    )

    assert owned == []
    assert powers == [(False, False, False, False)]


def test_the_pages_role_can_neither_read_nor_change_the_ledger(
    app_connection: psycopg.Connection[Any],
) -> None:
    for statement in (
        "SELECT verb FROM ledger_entry",
        "UPDATE ledger_entry SET reason = ''",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "UPDATE sharing_grant SET until_at = NULL",
        "DELETE FROM sharing_grant",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), app_connection.transaction():
            app_connection.execute(statement)


def test_saying_maintenance_does_not_help_the_pages_role(app_connection: psycopg.Connection[Any]) -> None:
    """The way past the wall belongs to the owner alone; the word by itself opens nothing."""
    app_connection.execute("SET norishiro.maintenance = 'on'")
    policies = _rows(
        app_connection,
        "SELECT tablename, roles::text FROM pg_policies WHERE policyname IN ('maintenance', 'gate_keeper')",
    )

    assert policies != []
    assert sorted(table for table, roles in policies if roles in ("{public}", "{norishiro_app}")) == []


def test_doors_through_the_wall_are_few_and_keep_their_search_path(
    owner_connection: psycopg.Connection[Any],
) -> None:
    """A function that acts as the owner is a hole made on purpose: named here, and never led astray."""
    found = dict(
        _rows(
            owner_connection,
            "SELECT proname, coalesce(array_to_string(proconfig, ','), '') FROM pg_proc"
            " WHERE prosecdef AND pronamespace = 'public'::regnamespace",
        )
    )

    assert [name for name, settings in found.items() if "search_path=" not in settings] == []
    assert sorted(found) == sorted(DOORS)

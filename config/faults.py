"""What can be wrong with a connection to PostgreSQL, told to a person."""

import psycopg

ADVICE_URL = "環境変数 DATABASE_URL（と DATABASE_APP_URL）を見直してください。"


def connection_fault(error: psycopg.OperationalError) -> str:
    """One sentence for a connection that failed. The server's own words are left out: they name users."""
    text = str(error)
    if "password authentication failed" in text or "no password supplied" in text:
        return f"データベースの利用者名かパスワードが違います。{ADVICE_URL}"
    if "does not exist" in text and "database" in text:
        return f"指定されたデータベースがありません。管理者に作ってもらうか、{ADVICE_URL}"
    if "does not exist" in text and "role" in text:
        return f"指定された利用者がデータベースにありません。{ADVICE_URL}"
    if "no pg_hba.conf entry" in text:
        return "データベースが、このコンピューターからの接続を許していません。データベースの管理者に相談してください。"
    if "too many" in text:
        return "データベースへの接続が多すぎます。少し待ってから、もう一度始めてください。"
    return (
        f"データベースにつながりません。動いているか、サーバー名とポート番号が正しいかを確かめ、{ADVICE_URL}"
    )

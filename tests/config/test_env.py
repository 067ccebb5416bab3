"""The environment: right values are typed, wrong ones are refused in words that repeat no secret."""

from pathlib import Path

import pytest

from config.env import ROOT, parse
from config.refusal import StartRefused

OPENING = "のりしろを始められません。\n・環境変数 {name} の値が正しくありません。"


def test_nothing_set_is_a_complete_environment() -> None:
    found = parse({})
    assert (found.home, found.host, found.port, found.profile, found.database_role, found.https) == (
        ROOT / "var",
        "127.0.0.1",
        8000,
        "toshima",
        "app",
        False,
    )


def test_values_are_typed() -> None:
    found = parse(
        {
            "NORISHIRO_HOME": "/srv/norishiro",
            "PORT": "9000",
            "NORISHIRO_HTTPS": "Yes",
            "NORISHIRO_ALLOWED_HOSTS": "a.example.jp, b.example.jp,",
        }
    )
    assert (found.home, found.port, found.https, found.allowed_hosts) == (
        Path("/srv/norishiro"),
        9000,
        True,
        ("a.example.jp", "b.example.jp"),
    )


def test_an_empty_value_counts_as_not_set() -> None:
    assert parse({"PORT": "", "DATABASE_URL": ""}) == parse({})


def test_other_programs_variables_are_left_alone() -> None:
    assert parse({"LANG": "ja_JP.UTF-8"}) == parse({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "八千"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("HOST", "127.0.0.1; rm"),
        ("PROFILE", "../toshima"),
        ("NORISHIRO_HTTPS", "たぶん"),
        ("NORISHIRO_SMTP", "中継"),
        ("NORISHIRO_MAIL_FROM", "差出人"),
        ("NORISHIRO_SECRET_KEY", "みじかい"),
        ("NORISHIRO_DB_ROLE", "postgres"),
        ("NORISHIRO_WORKERS", "0"),
        ("NORISHIRO_THREADS", "65"),
        ("NORISHIRO_PROXY_COUNT", "-1"),
        ("DATABASE_URL", "mysql://keeper:hidden@db/norishiro"),
        ("DATABASE_URL", "postgres://keeper:hidden@db"),
        ("DATABASE_URL", "postgres://db/norishiro"),
        ("DATABASE_URL", "postgres://keeper:hidden@db:port/norishiro?nonsense=1"),
        ("DATABASE_APP_URL", "ただの文字"),
        ("DATABASE_PUBLIC_URL", "ただの文字"),
    ],
)
def test_a_wrong_value_is_refused_by_name_without_repeating_it(name: str, value: str) -> None:
    with pytest.raises(StartRefused) as refused:
        parse({name: value})
    words = str(refused.value)
    assert words.startswith(OPENING.format(name=name))
    assert words.count("\n") == 1
    assert "hidden" not in words


def test_every_wrong_value_is_told_at_once() -> None:
    with pytest.raises(StartRefused) as refused:
        parse({"PORT": "x", "NORISHIRO_HTTPS": "y", "DATABASE_URL": "z"})
    assert len(refused.value.sentences) == 3


def test_a_refusal_ends_the_process_with_words_on_standard_error() -> None:
    with pytest.raises(SystemExit) as refused:
        parse({"PORT": "x"})
    assert refused.value.code == (
        "のりしろを始められません。\n"
        "・環境変数 PORT の値が正しくありません。1 から 65535 の数字を書いてください（例: 8000）。"
    )


def settings(folder: Path, *lines: str) -> dict[str, str]:
    file = folder / "norishiro.env"
    file.write_text("\n".join(lines), encoding="utf-8")
    return {"NORISHIRO_SETTINGS": str(file)}


def test_the_settings_stand_in_one_file_and_the_environment_goes_before_them(tmp_path: Path) -> None:
    named = settings(
        tmp_path, "# 見出し", "", "PORT=9000", 'NORISHIRO_MAIL_FROM="a@example.jp"', "NORISHIRO_WORKERS = 3"
    )
    found = parse({**named, "PORT": "9001"})
    assert (found.port, found.mail_from, found.workers, found.settings_file) == (
        9001, "a@example.jp", 3, tmp_path / "norishiro.env",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "number"),
    [(("PORT 9000",), 1), (("PORT=9000", "NORISHIRO_WOKRERS=3"), 2), (("PORT=1", "PORT=2"), 2)],
)
def test_a_slip_of_the_pen_in_the_file_is_refused_by_its_line(
    tmp_path: Path, lines: tuple[str, ...], number: int
) -> None:
    with pytest.raises(StartRefused) as refused:
        parse(settings(tmp_path, *lines))
    assert [f" の{number}行目" in sentence for sentence in refused.value.sentences] == [True]


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(StartRefused) as refused:
        parse({"NORISHIRO_SETTINGS": str(tmp_path / "nowhere")})
    assert refused.value.sentences == (
        f"設定のファイル {tmp_path / 'nowhere'} が読めません。場所と持ち主を確かめてください（文字コードは UTF-8）。",
    )


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    secret = tmp_path / "database_url"
    secret.write_text("postgres://keeper:hidden@db/norishiro\n")
    found = parse(settings(tmp_path, f"DATABASE_URL_FILE={secret}"))
    assert (found.database_url, found.secret_files) == ("postgres://keeper:hidden@db/norishiro", (secret,))
    for variables, words in (
        (
            {"DATABASE_URL_FILE": str(secret), "DATABASE_URL": "postgres://a@b/c"},
            "環境変数 DATABASE_URL と DATABASE_URL_FILE の両方",
        ),
        ({"DATABASE_URL_FILE": str(tmp_path / "nowhere")}, "環境変数 DATABASE_URL_FILE に書かれたファイル"),
    ):
        with pytest.raises(StartRefused) as refused:
            parse(variables)
        assert [sentence.startswith(words) for sentence in refused.value.sentences] == [True]

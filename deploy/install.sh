#!/bin/sh
# 「のりしろ」を、インターネットのない機械に入れます。打つもの: sudo ./install.sh
#
# すること: (1) 束がこわれていないかを確かめる (2) 足りない OS の部品を、束に入っていれば入れる
#   (3) /opt/norishiro/版 に入れ、/opt/norishiro/current をそこに向ける (4) 利用者 norishiro、データの置き場所
#   /var/lib/norishiro、設定 /etc/norishiro/norishiro.env、命令 norishiro、systemd の単位を用意する。
# データには触れません。何度動かしても同じです。前の版は消さないので、current を向けなおせば戻れます。
set -eu
umask 022
cd "$(dirname "$0")"
VERSION=$(cat VERSION)
HOME_OF_ALL=/opt/norishiro
PLACE=$HOME_OF_ALL/$VERSION

stop() { echo "入れられません。$1" >&2; exit 1; }
missing() { for name in "$@"; do dpkg -s "$name" >/dev/null 2>&1 || return 0; done; return 1; }

[ "$(id -u)" = 0 ] || stop '管理者の権限で、sudo ./install.sh と打ってください。'
sha256sum --quiet --check SHA256SUMS || stop '束のファイルがこわれているか、書き換えられています。写しなおしてください。'

# --- OS の部品: Python と、PDF を作る Pango ---
if [ -d debs ] && command -v dpkg >/dev/null && missing python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; then
    [ "$(. /etc/os-release && echo "${VERSION_ID:-}")" = "$(cat debs/VERSION_ID)" ] || stop "束の部品は Debian $(cat debs/VERSION_ID) のものです。OS の媒体から python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 を入れてから、もう一度打ってください。"
    echo 'OS の部品を入れています…'
    wanted=''
    for file in debs/*.deb; do
        missing "$(dpkg-deb -f "$file" Package)" && wanted="$wanted $PWD/$file"
    done
    # Only what lies here: no list of packages that are elsewhere is asked.
    lists=$(mktemp -d)
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::State::Lists="$lists" install -q -y --no-install-recommends $wanted >/dev/null \
        || stop 'OS の部品を入れられませんでした。上に出ている言葉を控えてください。'
    rm -rf "$lists"
fi
PYTHON=''
for name in $(cat PYTHON) python3; do
    if command -v "$name" >/dev/null && [ "$("$name" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')" = "$(cat PYTHON)" ]; then
        PYTHON=$name
        break
    fi
done
[ -n "$PYTHON" ] || stop "$(cat PYTHON) がありません。OS の媒体から入れてください（Debian では $(cat PYTHON)-venv）。"
"$PYTHON" -c 'import ensurepip' 2>/dev/null || stop "$(cat PYTHON) の venv がありません。OS の媒体から $(cat PYTHON)-venv を入れてください。"

# --- プログラム: 半分だけ入ったものが残らないよう、わきで作ってから名前を変える ---
if [ ! -e "$PLACE/whole" ]; then
    echo 'プログラムを入れています…'
    rm -rf "$PLACE"
    "$PYTHON" -m venv "$PLACE"
    "$PLACE/bin/python" -m pip --isolated --disable-pip-version-check --quiet install \
        --no-index --find-links wheels --require-hashes --no-cache-dir --requirement requirements.txt
    mkdir -p "$PLACE/share"
    cp -R docs deploy "$PLACE/share/"
    touch "$PLACE/whole"
fi

# --- 置き場所と利用者 ---
id norishiro >/dev/null 2>&1 \
    || useradd --system --user-group --home-dir /var/lib/norishiro --no-create-home --shell /usr/sbin/nologin norishiro
install -d -m 0700 -o norishiro -g norishiro /var/lib/norishiro
install -d -m 0750 -o root -g norishiro /etc/norishiro
[ -e /etc/norishiro/norishiro.env ] || install -m 0640 -o root -g norishiro deploy/norishiro.env /etc/norishiro/norishiro.env
install -d /usr/local/bin
install -m 0755 deploy/norishiro.sh /usr/local/bin/norishiro
ln -sfn "$VERSION" "$HOME_OF_ALL/current.new"
mv -T "$HOME_OF_ALL/current.new" "$HOME_OF_ALL/current"
if [ -d /etc/systemd/system ]; then
    install -m 0644 deploy/systemd/*.service deploy/systemd/*.timer /etc/systemd/system/
    [ ! -d /run/systemd/system ] || systemctl daemon-reload
fi

echo "のりしろ $VERSION を入れました。次に、順に打ってください。"
if [ ! -d /var/lib/norishiro/postgres ]; then
    echo '  norishiro setup --profile 自治体の設定の名前かファイル'
    echo '  norishiro first_account --login 職員ID --name 氏名'
else
    echo '  norishiro migrate'
fi
if [ -d /run/systemd/system ]; then
    echo '  systemctl enable --now norishiro.service norishiro-night.timer norishiro-often.timer norishiro-week.timer'
else
    echo '  norishiro run'
fi
echo '  norishiro doctor   （悪いところがあれば、直し方といっしょに出ます）'

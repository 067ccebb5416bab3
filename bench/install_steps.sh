# 情報担当が打つ命令を、そのまま順に。時間は、はじめの命令からの秒。
set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/srv
cd /srv
BEGAN=$(date +%s)
STEP=0
step() {
    STEP=$((STEP + 1))
    echo "[$STEP] $*"
    "$@" || { echo "止まりました: $*"; exit 1; }
    echo "    …$(($(date +%s) - BEGAN))秒"
}
echo "通信のあて先: $(cat /proc/net/route | tail -n +2 | wc -l)"
step sha256sum -c SHA256SUMS
step tar xzf norishiro-*.tar.gz
step sh norishiro-*/install.sh
step norishiro setup --profile toshima
step norishiro first_account --login joho01 --name みほん | tee first
echo '[5] norishiro run（systemd のある機械では systemctl enable --now norishiro）'
norishiro run &
until "/opt/norishiro/current/bin/python" /srv/first_login.py "$(awk '/合言葉  /{print $2}' first)"; do sleep 1; done
echo "    …$(($(date +%s) - BEGAN))秒で、はじめのログインができました。"
norishiro doctor || true
norishiro stop
wait

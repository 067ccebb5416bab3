#!/bin/sh
# 束だけから、通信のない最小の Debian に入れて、はじめのログインまでの時間と、打った命令の数を出す。
# 使い方（root で、束を作ってから）: sh bench/install.sh dist/norishiro-版.tar.gz 作業の場所
set -eu
BUNDLE=$1
PLACE=$2
HERE=$(cd "$(dirname "$0")" && pwd)
ROOT=$PLACE/root
mkdir -p "$PLACE"
[ -d "$PLACE/bare" ] || debootstrap --variant=minbase bookworm "$PLACE/bare" >"$PLACE/debootstrap.log"
rm -rf "$ROOT"
cp -a "$PLACE/bare" "$ROOT"
cp "$BUNDLE" "$(dirname "$BUNDLE")/SHA256SUMS" "$ROOT/srv/"
cp "$HERE/install_steps.sh" "$HERE/first_login.py" "$ROOT/srv/"
# 網・プロセス・マウントを分ける。網には、自分自身（lo）のほか何もない。
exec unshare --net --mount --pid --fork sh -c '
    ip link set lo up 2>/dev/null || python3 -c "
import fcntl, socket, struct
s = socket.socket()
fcntl.ioctl(s, 0x8914, struct.pack(\"16sh\", b\"lo\", 0x49))"
    mount -t proc proc "$0/proc"
    mount -t tmpfs -o mode=1777 tmpfs "$0/tmp"
    mount -t tmpfs tmpfs "$0/dev/shm"
    exec chroot "$0" sh /srv/install_steps.sh' "$ROOT"

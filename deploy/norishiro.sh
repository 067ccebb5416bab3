#!/bin/sh
# 「のりしろ」を、設定のファイル（/etc/norishiro/norishiro.env）を読み、専用の利用者 norishiro として動かします。
export NORISHIRO_SETTINGS="${NORISHIRO_SETTINGS:-/etc/norishiro/norishiro.env}"
export PYTHONIOENCODING=utf-8
PROGRAM=/opt/norishiro/current/bin/norishiro
if [ "$(id -u)" = 0 ]; then
    exec runuser -u norishiro -- "$PROGRAM" "$@"
fi
exec "$PROGRAM" "$@"

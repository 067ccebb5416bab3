#!/bin/sh
# The whole suite against Debian's own PostgreSQL over TCP, in a cluster made for it and thrown away.
# usage: over_tcp.sh PYTHON [pytest arguments]
set -eu
python=$1
shift

programs() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

if [ -z "$(programs)" ]; then
    if [ "$(id -u)" = 0 ]; then sudo=; else sudo='sudo -n'; fi
    # The package would start a cluster of its own; nobody asked for it.
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y update >/dev/null
    $sudo mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo 'create_main_cluster = false' | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends postgresql >/dev/null
fi

bin=$(programs)
place=$(mktemp -d /tmp/norishiro-tcp.XXXXXX)
# initdb refuses to run as root.
if [ "$(id -u)" = 0 ]; then as='runuser -u postgres --'; chown postgres "$place"; else as=; fi
trap '$as "$bin/pg_ctl" -D "$place/data" -m immediate -s stop >/dev/null 2>&1 || true; rm -rf "$place"' EXIT
trap 'exit 130' INT TERM

port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
password=$("$python" -c 'import secrets; print(secrets.token_urlsafe(24))')
(umask 077; printf '%s' "$password" >"$place/password")
[ "$(id -u)" = 0 ] && chown postgres "$place/password"
cd /
$as "$bin/initdb" -D "$place/data" -U keeper --pwfile="$place/password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
$as "$bin/pg_ctl" -D "$place/data" -l "$place/data/log" -w -s start \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$place -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
cd "$OLDPWD"

DATABASE_URL="postgres://keeper:$password@127.0.0.1:$port/postgres" "$python" -m pytest -n 2 "$@"

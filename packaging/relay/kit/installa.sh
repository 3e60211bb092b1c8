#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Installs the relay on Debian or Ubuntu, or renews it:   sudo sh installa.sh
# It asks for the four values that the office's set-up shows, and leaves them where only root can read them.
# RELAY_ROOT installs into a system that is mounted elsewhere, and starts nothing.
set -eu

root=${RELAY_ROOT:-}
target=$root/opt/comunecast-relay
settings=$root/etc/comunecast-relay.env
unit=$root/etc/systemd/system/comunecast-relay.service

if [ "$(id -u)" != 0 ]; then
    echo "Serve l'amministratore: sudo sh installa.sh" >&2
    exit 1
fi
cd "$(dirname "$0")"

if ! python3 -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    apt-get update && apt-get install -y python3-venv
fi
mkdir -p "$target" "$(dirname "$settings")" "$(dirname "$unit")"
python3 -m venv "$target/venv"
"$target/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary=:all: --require-hashes -r requirements.txt
rm -rf "$target/comunecast_gui"
cp -R comunecast_gui "$target/"
chmod -R go-w,a+rX "$target"

if [ ! -f "$settings" ]; then
    echo "Incolla i quattro valori che la configurazione di ComuneCast mostra, ognuno seguito da Invio."
    (
        umask 077
        : > "$settings.new"
        for name in RELAY_VERIFY_TOKEN RELAY_APP_SECRET RELAY_KEY_HASH RELAY_PUBLIC_KEY; do
            value=
            while [ -z "$value" ]; do
                printf '%s: ' "$name"
                read -r value
                value=${value#"$name="}
            done
            printf '%s=%s\n' "$name" "$value" >> "$settings.new"
        done
        # One proxy stands in front: the web server with the certificate (nginx.conf).
        printf 'RELAY_PROXIES=1\n' >> "$settings.new"
    )
    mv "$settings.new" "$settings"
    echo
fi
cp comunecast-relay.service "$unit"

if [ -z "$root" ]; then
    systemctl daemon-reload
    systemctl enable comunecast-relay
    systemctl restart comunecast-relay
fi
echo "Il servizio di ricezione è installato, in ascolto su 127.0.0.1:8090."
echo "Metti davanti il server web con il certificato (nginx.conf), poi premi Controlla in ComuneCast."

#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Mette ComuneCast nella cartella personale e nel menu, senza amministratore:   ./installa.sh
# Lo toglie, e lascia i dati dell'ufficio dove sono:                            ./installa.sh --rimuovi
set -eu
here=$(dirname "$(readlink -f "$0")")
share=${XDG_DATA_HOME:-$HOME/.local/share}
program=$HOME/.local/lib/comunecast

remove() {
    rm -rf "$program"
    rm -f "$HOME/.local/bin/comunecast" "$share/applications/comunecast.desktop" "$share/man/man1/comunecast.1.gz"
    find "$share/icons/hicolor" -name 'comunecast.*' -delete 2>/dev/null || true
}

case ${1:-} in
    --rimuovi)
        remove
        echo "ComuneCast è stato rimosso. I dati dell'ufficio restano in $share/ComuneCast."
        exit
        ;;
    "") ;;
    *)
        echo "Uso: ./installa.sh [--rimuovi]" >&2
        exit 1
        ;;
esac
if [ "$here" = "$program" ]; then
    echo "ComuneCast è già installato qui." >&2
    exit 1
fi
remove # una versione precedente non deve lasciare niente
mkdir -p "$program" "$HOME/.local/bin" "$share"
cp -R "$here/comunecast" "$here/_internal" "$here/installa.sh" "$program/"
for part in applications icons man; do cp -R "$here/share/$part" "$share/"; done
sed -i -e "s|^Exec=comunecast|Exec=\"$program/comunecast\"|" -e "s|^TryExec=.*|TryExec=$program/comunecast|" \
    "$share/applications/comunecast.desktop"
ln -sf "$program/comunecast" "$HOME/.local/bin/comunecast"
echo "ComuneCast è installato: è nel menu delle applicazioni. Per toglierlo: $program/installa.sh --rimuovi"
# Chi l'ha lanciato davanti a uno schermo può cominciare subito; uno script non viene fermato da una domanda.
if [ -t 0 ] && [ -t 1 ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    printf 'Aprire adesso la configurazione guidata? [S/n] '
    read -r answer || answer=n
    case $answer in
        n* | N*) ;;
        *) "$program/comunecast" >/dev/null 2>&1 & ;;
    esac
fi

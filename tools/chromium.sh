# Finds a Chromium, or installs one where that is allowed. Sourced by the commands.
# shellcheck shell=bash

# shellcheck disable=SC2034 # for who sources this
no_chromium='Chromium is needed. Install "chromium-headless-shell" or "chromium", or set CHROMIUM to where one is.'

find_chromium() {
    local name
    for name in "$@"; do
        if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
            CHROMIUM=$(command -v "$name")
            export CHROMIUM
            return 0
        fi
    done
    return 1
}

install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    echo "Installing $*."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq "$@" >/dev/null
}

# The one without a window does the same as the others with a quarter of the work.
need_chromium() {
    local others=(chromium chromium-browser google-chrome)
    ! find_chromium "${CHROMIUM:-}" chromium-headless-shell || return 0
    if find_chromium "${others[@]}"; then
        if install chromium-headless-shell 2>/dev/null; then
            find_chromium chromium-headless-shell || true
        fi
        return 0
    fi
    if install chromium-headless-shell fonts-noto-cjk && find_chromium chromium-headless-shell; then
        return 0
    fi
    if install chromium fonts-noto-cjk && find_chromium "${others[@]}"; then
        return 0
    fi
    return 1
}

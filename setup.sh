#!/bin/sh
# Sets up what `make` asks for: run | dev (a virtual environment in .venv), tools (browser, Java and validators for the tests).
set -eu
cd "$(dirname "$0")"

# Install Debian packages that are missing; with sudo where not root, saying so first.
need() {
    missing=""
    for package in "$@"; do
        dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    as=""
    if [ "$(id -u)" -ne 0 ]; then
        echo "livecouncil needs these Debian packages and asks sudo to install them:$missing"
        as="sudo"
    fi
    DEBIAN_FRONTEND=noninteractive $as apt-get -qq update
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $as apt-get -qq -y install --no-install-recommends $missing >/dev/null
}

environment() {
    command -v python3 >/dev/null 2>&1 || need python3
    python3 -c 'import ensurepip' 2>/dev/null || need python3-venv
    [ -x .venv/bin/python ] || python3 -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
}

case "${1:-}" in
run) environment requirements.lock ;;
dev) environment requirements-dev.lock ;;
tools)
    command -v java >/dev/null 2>&1 || need default-jre-headless
    command -v node >/dev/null 2>&1 || need nodejs
    command -v npm >/dev/null 2>&1 || need npm
    need chromium fonts-dejavu-core tmux nginx-light newsboat
    mkdir -p .tools
    cp tests/package.json tests/package-lock.json .tools/
    (cd .tools && npm ci --ignore-scripts --silent --no-audit --no-fund)
    ;;
*)
    echo "usage: setup.sh run|dev|tools" >&2
    exit 2
    ;;
esac

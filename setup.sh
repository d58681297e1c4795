#!/bin/sh
# Sets up what `make` asks for: run | dev | quick (a virtual environment in .venv), tools (what
# the tests use: browser, validators, an office suite, social networks' servers).
set -eu
umask 022 # what is installed is nobody else's to write, whatever the user's own umask
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
    $as apt-get -qq update
    # shellcheck disable=SC2086
    $as env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=600 install --no-install-recommends \
        $missing >/dev/null
}

environment() {
    command -v python3 >/dev/null 2>&1 || need python3
    python3 -c 'import ensurepip' 2>/dev/null || need python3-venv
    [ -x .venv/bin/python ] || python3 -m venv .venv
    echo "Setting up .venv from $1; some minutes the first time, nothing outside this folder."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
}

# snac, a small Mastodon-API server, unpacked in .tools/snac: the system's own package sources stay as they are.
mastodon_server() {
    [ ! -x .tools/snac/usr/bin/snac ] || return 0
    command -v snac >/dev/null 2>&1 && return 0
    suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
    mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' | awk -v suite="$suite" '$1 == suite { print $2; exit }')
    if [ "$suite" = bookworm ]; then
        need libcurl4 libssl3
        suite=bookworm-backports
    fi
    apt="$PWD/.tools/snac/apt"
    mkdir -p "$apt/lists/partial" "$apt/archives/partial"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror:-http://deb.debian.org/debian} $suite main" \
        >"$apt/sources.list"
    from="-qq -o Dir::Etc::sourcelist=$apt/sources.list -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists=$apt/lists"
    from="$from -o Dir::Cache=$apt -o Dir::Cache::archives=$apt/archives"
    # shellcheck disable=SC2086
    (apt-get $from update && cd "$apt" && apt-get $from download snac2 && dpkg -x snac2_*.deb ..) >"$apt/log" 2>&1 &&
        .tools/snac/usr/bin/snac 2>&1 | grep -q '^snac' ||
        echo "snac could not be had from Debian $suite (see .tools/snac/apt/log); the tests against it will say so."
}

# A Bluesky server in .tools/pds. Of its packages only the database is built here, from source, not optimised, which is
# quicker in all; no other script runs.
bluesky_server() {
    built=.tools/pds/node_modules/better-sqlite3/build/Release/better_sqlite3.node
    cmp -s tests/posting/package-lock.json .tools/pds/package-lock.json && [ -f "$built" ] && return 0
    command -v python3 >/dev/null 2>&1 || need python3
    command -v g++ >/dev/null 2>&1 || need g++
    command -v make >/dev/null 2>&1 || need make
    headers=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
    [ -f "$headers/include/node/node.h" ] || need libnode-dev
    mkdir -p .tools/pds
    cp tests/posting/package.json tests/posting/package-lock.json .tools/pds/
    echo "Building the Bluesky server for the tests; a minute or two, once."
    (cd .tools/pds && npm ci --ignore-scripts --silent --no-audit --no-fund &&
        CFLAGS=-O0 CXXFLAGS=-O0 npm_config_nodedir="$headers" npm_config_build_from_source=true npm rebuild better-sqlite3 --silent)
}

# WebDAV and S3 servers for the tests of mirrors, in an environment of their own: they want other versions than we do.
mirror_servers() {
    cmp -s tests/mirroring/requirements.lock .tools/mirrors/requirements.lock && return 0
    python3 -m venv .tools/mirrors
    .tools/mirrors/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r tests/mirroring/requirements.lock
    cp tests/mirroring/requirements.lock .tools/mirrors/
}

# The browser of the tests: its build without windows, where the distribution has one, takes a third of the processor time.
browser() {
    need chromium
    apt-cache show chromium-headless-shell >/dev/null 2>&1 && need chromium-headless-shell
    return 0
}

# PostgreSQL for the tests of the hub: its programs; a cluster that the system starts by itself is not wanted here.
database_server() {
    [ -z "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || return 0
    as=""
    [ "$(id -u)" -eq 0 ] || as="sudo"
    $as mkdir -p /etc/postgresql-common
    [ -f /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" | $as tee /etc/postgresql-common/createcluster.conf >/dev/null
    need postgresql
}

case "${1:-}" in
run) environment requirements.lock ;;
dev | quick) environment requirements-dev.lock ;;
tools)
    command -v java >/dev/null 2>&1 || need default-jre-headless
    command -v node >/dev/null 2>&1 || need nodejs
    command -v npm >/dev/null 2>&1 || need npm
    command -v soffice >/dev/null 2>&1 || need libreoffice-writer-nogui libreoffice-calc-nogui
    database_server
    need fonts-dejavu-core tmux nginx-light newsboat calcurse minisign libxml2-utils poppler-utils openssh-server
    browser
    mkdir -p .tools
    cp tests/package.json tests/package-lock.json .tools/
    (cd .tools && npm ci --ignore-scripts --silent --no-audit --no-fund)
    mastodon_server
    bluesky_server
    mirror_servers
    ;;
*)
    echo "usage: setup.sh run|dev|quick|tools" >&2
    exit 2
    ;;
esac

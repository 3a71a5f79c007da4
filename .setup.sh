#!/bin/sh
# Installs what is missing, with --tests also what only tests need, and says nothing when nothing is. Runs before there
# is a Node that knows TypeScript.
set -eu
# Debian keeps servers there, and a user who is not root may not look there.
PATH=$PATH:/usr/local/sbin:/usr/sbin

fail() {
  echo "setup: $1" >&2
  exit 1
}

# The stamp is written last, so that an interrupted installation is done again.
stamp=node_modules/.latchkey-installed
if ! cmp -s package-lock.json "$stamp"; then
  command -v npm >/dev/null || fail "npm is missing: install Node 20 or newer (https://nodejs.org)"
  # The project brings its own Node 24; the one that is there only runs npm.
  host_node=$(env PATH="$(echo "$PATH" | sed 's#^[^:]*node_modules/\.bin:##')" node --version 2>/dev/null || echo v0)
  major=${host_node#v}
  [ "${major%%.*}" -ge 20 ] || fail "Node $host_node is too old for npm ci: install Node 20 or newer"
  echo "setup: installing packages (npm ci)"
  log=$(mktemp)
  npm ci --no-audit --no-fund --loglevel=error >"$log" 2>&1 || {
    cat "$log" >&2
    fail "npm ci failed"
  }
  rm -f "$log"
  cp package-lock.json "$stamp"
fi

has_redis() {
  command -v redis-server >/dev/null || command -v valkey-server >/dev/null
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo -n "$@"; else return 1; fi
}

apt_install() {
  # RUNLEVEL=1 keeps Debian from starting a server of its own, a Redis on port 6379 for one.
  as_root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y "$@" ||
    { as_root apt-get update && as_root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y "$@"; }
}

# By whatever package manager there is.
install_package() {
  if command -v apt-get >/dev/null; then
    apt_install --no-install-recommends "$1"
  elif command -v brew >/dev/null; then
    brew install "$1"
  elif command -v apk >/dev/null; then
    as_root apk add --no-cache "$1"
  elif command -v dnf >/dev/null; then
    as_root dnf install -y "$1"
  else
    return 1
  fi
}

install_server() {
  # systemd does not read RUNLEVEL. Nobody used this server here: it was not installed.
  if command -v apt-get >/dev/null && [ -d /run/systemd/system ]; then
    as_root systemctl mask "$1.service" || true
  fi
  install_package "$1"
}

install_redis() {
  if command -v apt-get >/dev/null; then
    install_server redis-server
  else
    install_package redis || install_package valkey
  fi
}

if [ -z "${REDIS_URL:-}" ] && ! has_redis; then
  echo "setup: installing a Redis server"
  install_redis >/dev/null 2>&1 || true
  has_redis || fail "no Redis: install redis-server or valkey-server with your package manager, or set REDIS_URL"
fi

[ "${1:-}" = --tests ] || exit 0

# Tests that need one of these fail without it, and name it; all else goes on, and is not held up by a second try.
install_once() {
  tried=node_modules/.latchkey-$1-tried
  [ ! -e "$tried" ] || return 0
  echo "setup: installing $1, for the tests"
  "$2" "$1" >/dev/null 2>&1 || true
  touch "$tried"
}

has_chromium() {
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

# Most tests are content with the one without a window, which needs two thirds of the time; the whole one does for all.
install_chromium() {
  if command -v apt-get >/dev/null; then
    apt_install chromium chromium-headless-shell || has_chromium || apt_install chromium
  else
    has_chromium || install_package chromium
  fi
}

if [ -z "${CHROMIUM_PATH:-}" ] && ! { has_chromium && command -v chromium-headless-shell >/dev/null; }; then
  install_once chromium install_chromium
  has_chromium || echo "setup: no Chromium: install it with your package manager, or set CHROMIUM_PATH, for the browser tests" >&2
fi

# A command that tests run, and the package that brings it.
for tool in pgbouncer:pgbouncer haproxy:haproxy promtool:prometheus; do
  command=${tool%:*}
  package=${tool#*:}
  if ! command -v "$command" >/dev/null; then
    install_once "$package" install_server
    command -v "$command" >/dev/null || echo "setup: no $command: install $package with your package manager, for the tests that need it" >&2
  fi
done

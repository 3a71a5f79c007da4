#!/bin/sh
# Installs what is missing, with --browser also for the browser tests, and says nothing when nothing is. Runs before
# there is a Node that knows TypeScript.
set -eu

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
  # RUNLEVEL=1 keeps Debian from starting a Redis of its own on port 6379.
  as_root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y "$1" ||
    { as_root apt-get update && as_root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y "$1"; }
}

install_redis() {
  if command -v apt-get >/dev/null; then
    apt_install redis-server
  elif command -v brew >/dev/null; then
    brew install redis
  elif command -v apk >/dev/null; then
    as_root apk add --no-cache redis || as_root apk add --no-cache valkey
  elif command -v dnf >/dev/null; then
    as_root dnf install -y redis || as_root dnf install -y valkey
  else
    return 1
  fi
}

if [ -z "${REDIS_URL:-}" ] && ! has_redis; then
  echo "setup: installing a Redis server"
  install_redis >/dev/null 2>&1 || true
  has_redis || fail "no Redis: install redis-server or valkey-server with your package manager, or set REDIS_URL"
fi

has_chromium() {
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

install_chromium() {
  if command -v apt-get >/dev/null; then
    apt_install chromium
  elif command -v brew >/dev/null; then
    brew install --cask chromium
  elif command -v apk >/dev/null; then
    as_root apk add --no-cache chromium
  elif command -v dnf >/dev/null; then
    as_root dnf install -y chromium
  else
    return 1
  fi
}

[ "${1:-}" = --browser ] || exit 0
# Only the browser tests need it: without it all else goes on, and is not held up by a second try.
tried=node_modules/.latchkey-chromium-tried
if [ -z "${CHROMIUM_PATH:-}" ] && ! has_chromium; then
  if [ ! -e "$tried" ]; then
    echo "setup: installing Chromium, for the browser tests"
    install_chromium >/dev/null 2>&1 || true
    touch "$tried"
  fi
  has_chromium || echo "setup: no Chromium: install it with your package manager, or set CHROMIUM_PATH, for the browser tests" >&2
fi

# The project's own Node 24 and tools come first.
export PATH := justfile_directory() / "node_modules/.bin" + ":" + env("PATH")

# Lists the recipes.
default:
    @{{ just_executable() }} --list --unsorted

# Starts everything: Postgres, Redis, an e-mail mock, the service with reload on change
[group('use')]
dev: prepare
    @exec node src/dev/dev.ts

# Runs every check and test, or only the tests whose path has a word: just test activation
[group('use')]
test *words: setup
    @{{ if words == "" { "exec " + just_executable() + " check-and-test" } else { "exec vitest run --config .vitest.config.ts " + words } }}

# Walks through registration, sessions and the end of an account against a running service: just smoke [URL] [--expiry] [--inbox URL]
[group('use')]
[no-exit-message]
smoke *args: prepare
    @exec node src/dev/smoke.ts {{ args }}

# Measures all that has a target against yardsticks of the same run, or one thing: just bench register [bun] (a wrong name lists all)
[group('use')]
bench *args: prepare
    @exec node test/bench/bench.ts {{ args }}

# Injects faults into a stack of its own and judges what is left: just chaos f3, all, or f3 bun --seed 7 (a wrong name lists all)
[group('use')]
[no-exit-message]
chaos *args: setup
    @exec node test/chaos/chaos.ts {{ args }}

# Serves with the environment as it is (see .env.example)
[group('operate')]
start:
    @exec env NODE_COMPILE_CACHE=.compile-cache node --max-semi-space-size=16 src/main.ts

# Brings the schema up to date and ends
[group('operate')]
migrate:
    @exec node src/main.ts migrate

# Makes an active account an administrator, or no longer one: just admin you@example.com [--remove]
[group('operate')]
[no-exit-message]
admin *args:
    @exec node src/main.ts admin {{ args }}

# Tells how likely a code is guessed with the environment's settings; fails above MAX_GUESS_PROBABILITY
[group('operate')]
[no-exit-message]
guess-bound:
    @exec node src/main.ts guess-bound

# Looks after the signing keys of SIGNING_KEYS_FILE: just keys rotate, list, or remove KID
[group('operate')]
[no-exit-message]
keys *args:
    @exec node src/main.ts keys {{ args }}

# Sends one message through every provider, or one, and tells what was answered: just mail-test you@example.com [--provider NAME]
[group('operate')]
[no-exit-message]
mail-test *args:
    @exec node src/main.ts mail-test {{ args }}

# Replays recorded traffic with other quotas: just simulate --from traffic.ndjson --set activate.ip=10/1m [--report out.html]
[group('operate')]
[no-cd]
[no-exit-message]
simulate *args:
    @exec node {{ quote(justfile_directory() / "src/main.ts") }} simulate {{ args }}

# Types, lint, format, dead code, the OpenAPI document and the types of its client
[group('check')]
check: prepare
    tsc -p .
    oxlint --type-aware --deny-warnings .
    oxfmt --check .
    knip --config .knip.json
    node src/dev/openapi.ts --check

# Formats all files
[group('check')]
fmt: prepare
    oxfmt .

# Writes openapi/openapi.json from the routes, and the types of openapi/client from it
[group('check')]
openapi: prepare
    node src/dev/openapi.ts

# Writes the README's pictures of the pages to docs/, as a real browser shows them on their journey
[group('check')]
screenshots: setup
    @exec env SCREENSHOTS=write vitest run --config .vitest.config.ts browser/page-journey.test -t "on node"

# Removes what development runs keep
[group('check')]
clean:
    @test ! -e .data/dev.lock || { echo "a run uses .data: stop it first"; exit 1; }
    rm -rf .data

[private]
check-and-test: check
    exec vitest run --config .vitest.config.ts

# Installs what is missing: packages, a Redis server, and for the tests Chromium, pgbouncer, HAProxy and promtool
[group('check')]
setup:
    @sh .setup.sh --tests

[private]
prepare:
    @sh .setup.sh

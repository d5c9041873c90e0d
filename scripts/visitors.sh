#!/usr/bin/env bash
# How many visitors one nginx serves, and what the systems notice of them: nothing. `scripts/bench.sh visitors`.
#
# The demo's systems behind the real nginx, and wrk in the place of 1, 100 and 1,000 open pages, each at its own pace; then as
# fast as nginx can. Fails when a request fails, or when more visitors cause more requests to the systems. Seconds per
# measurement: SECONDS_EACH (30).
#
# A slow system answers after half a second; requests that come meanwhile share that answer.

source "$(dirname "$0")/demo.sh"

run="$target/visitors"
simulated=()
fleet_port="${FLEET_PORT:-17500}"
port="${PORT:-8090}"
each="${SECONDS_EACH:-30}"
# An open page requests each check at its interval, and the recorder's files at theirs (src/browser/public_shell/schedule.rs).
interval=15
cache=2
export PERIOD=300

free "$port" "Choose another: PORT=$((port + 1)) scripts/bench.sh visitors"
free_fleet_ports visitors
has wrk || give_up "wrk is missing: scripts/setup.sh bench"
scripts/build.sh programs

# Only what a page polls is requested: a built page is not needed.
rm -rf "$run"
mkdir -p "$run/page"
cp index.html "$run/page/"
demo 127.0.0.1 "$port" "$run/page"
# The recorder's requests would be counted among the visitors'. Its files stay.
await record test -s "$run/record/incidents.json"
await record test -s "$run/record/history.json"
kill "${pids[2]}"

checks="$(sed -n 's|^ *location = \(/status/[a-z0-9-]*/[a-z0-9-]*\) {$|\1|p' "$run/nginx.conf" | sort -u)"
count="$(printf '%s\n' "$checks" | wc -l)"
PATHS="/status.json=$((PERIOD / interval)) /incidents.json=$((PERIOD / 60)) /history.json=1"
for check in $checks; do PATHS+=" $check=$((PERIOD / interval))"; done
export PATHS

systems="chatalot superchat rat chatbot sockudo"

# Number of requests that all systems have received so far.
received() {
  local system
  for system in $systems; do
    curl -s "http://127.0.0.1:$fleet_port/$system/requests" | sed -n 's/.*"total": *\([0-9]*\).*/\1/p'
  done | awk '{ n += $1 } END { print n + 0 }'
}
# order WHAT: sets the state of the systems.
order() { curl -sf -X POST "http://127.0.0.1:$fleet_port/$1" >/dev/null || give_up "The systems do not know $1."; }
milliseconds() { awk -v us="$1" 'BEGIN { printf "%.1f ms", us / 1000 }'; }

verdict=0
broken() {
  say "  LIMIT EXCEEDED: $*"
  verdict=1
}

# visit TITLE CONNECTIONS THREADS SECONDS: leaves in $reached the number of requests that reached the systems.
visit() {
  local before figures
  before="$(received)"
  figures="$(wrk --latency -t "$3" -c "$2" -d "${4}s" -s benches/visitors/poll.lua "http://127.0.0.1:$port" | sed -n 's/^figures //p')"
  read -r requests errors median p99 most rate <<<"$figures"
  reached=$(($(received) - before))
  printf '  %-22s %9d %7s/s %7d %10s %10s %10s %12s\n' "$1" "$requests" "$rate" "$errors" \
    "$(milliseconds "$median")" "$(milliseconds "$p99")" "$(milliseconds "$most")" \
    "$(awk -v n="$reached" -v s="$4" -v i="$interval" 'BEGIN { printf "%.1f", n / s * i }')"
  [ "$errors" -eq 0 ] || broken "$errors of $requests requests failed"
  # One answer is shared for as long as it is kept, by however many.
  local limit=$((count * (${4} / cache + 2)))
  [ "$reached" -le $limit ] || broken "the systems received $reached requests; one in $cache s would be $limit"
}

say "" "Visitors of $count checks at an interval of $interval s, through nginx on $(nproc) cores, for $each s each"
printf '  %-22s %9s %9s %7s %10s %10s %10s %12s\n' '' requests rate errors p50 p99 longest 'requests to'
printf '  %-22s %9s %9s %7s %10s %10s %10s %12s\n' '' '' '' '' '' '' '' "systems/${interval}s"
visit "1 visitor" 1 1 "$each"
visit "100 visitors" 100 2 "$each"
hundred=$reached
visit "1,000 visitors" 1000 2 "$each"
# Constant: ten times the visitors, the same number of requests, give or take one for each check.
[ "$reached" -le $((hundred + hundred / 20 + count)) ] ||
  broken "1,000 visitors caused $reached requests to the systems, 100 caused $hundred"
for system in $systems; do order "$system/slow?seconds=0.5"; done
visit "1,000, slow systems" 1000 2 "$each"
order ok
PACE=no visit "100, without a pause" 100 2 10
say "  slow systems answer after 0.5 s, and nginx checks twice a second whether a shared answer is there;" "  nginx shares $(nproc) cores with wrk and the systems."
if [ -s "$run/nginx.log" ]; then
  last=$(tail -n 3 "$run/nginx.log" | cut -c1-300)
  broken "nginx complained: $last"
fi
exit $verdict

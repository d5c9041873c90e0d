#!/usr/bin/env bash
# Judges the visitors' page with Lighthouse, with announced maintenance and in an outage, in a demo that it starts: `make lighthouse`.
# Each state is loaded three times on a simulated phone; the worst score of each category counts, and 100 is due. Performance wants a
# quiet machine.

export FLEET_PORT=17490
source "$(dirname "$0")/demo.sh"

port=8097
run="$target/lighthouse"

free "$port" "The demo for Lighthouse needs it."
free_fleet_ports lighthouse
scripts/setup.sh bench
scripts/build.sh page programs
logged lighthouse "lighthouse" npm ci --prefix tests/lighthouse --no-fund --no-audit --loglevel=error
rm -rf "$run"
demo 127.0.0.1 "$port" "$PWD/dist"

# recorded STATE: whether the recorder's verdict on the whole is this one.
recorded() { grep -q "\"page\":{\"status\":\"$1\"" "$run/record/status.json"; }

# judge STATE: loads the page three times.
judge() {
  local turn
  for turn in 1 2 3; do
    CHROME_PATH="$(command -v chromium)" tests/lighthouse/node_modules/.bin/lighthouse "http://127.0.0.1:$port/" --quiet \
      --output=json --output-path="$run/$1-$turn.json" --chrome-flags="--headless=new --no-sandbox --disable-dev-shm-usage"
  done
  node tests/lighthouse/judge.mjs "$1" "$run/$1"-[123].json
}

code=0
await record recorded operational
say "" "Lighthouse, the worst of three loads: performance, accessibility, best practices, SEO"
judge maintenance-announced || code=1
say "POST /sockudo/refused"
curl -s -o /dev/null -X POST "http://127.0.0.1:$fleet_port/sockudo/refused"
curl -s -o /dev/null -X POST "http://127.0.0.1:$fleet_port/chatalot/degraded"
for turn in $(seq 120); do
  if recorded partial; then break; fi
  sleep 1
done
judge outage || code=1
exit $code

#!/usr/bin/env bash
# What the page costs its visitor: bytes, time to the first truth, layout shift, place, time of an update, memory. `make bench`.
#
# And how fast metrics are read, beside others that do it: `bench.sh exposition`, which needs no page.
#
# Takes about eight minutes. `bench.sh load`, `fold`, `update` or `heap` measures only those, and the bytes. Fails when a limit is
# exceeded. It wants a quiet machine: it compares what is measured in turns, which evens out a busy one, but does not heal it.

source "$(dirname "$0")/environment.sh"

verdict=0
# What does not fit the page's profile has one of its own: speed comes first.
bench_exposition() {
  local crate=benches/exposition/wasm
  say "" "Reading metrics, natively"
  cargo bench --quiet --profile admin --config 'profile.admin.opt-level=3' --locked --features peers --bench exposition ||
    verdict=1
  say "" "Reading metrics as wasm, in Chromium"
  cargo build --quiet --release --target wasm32-unknown-unknown --manifest-path $crate/Cargo.toml
  wasm-bindgen --target web --no-typescript --out-dir $crate/target/web \
    $crate/target/wasm32-unknown-unknown/release/bench_decoder.wasm
  node benches/exposition/browser.mjs $crate/target/web || verdict=1
}
finish() {
  if [ $verdict -eq 0 ]; then say "" "Every limit is kept."; else say "" "A limit is exceeded: see above."; fi
  exit $verdict
}
if [ $# -eq 0 ] || [ "$1" = exposition ]; then bench_exposition; fi
if [ "${1:-}" = exposition ]; then finish; fi

scripts/build.sh page
say "" "Size of all that is loaded, in bytes"
scripts/budget.sh || verdict=1
ALLCLEAR_DIST="$PWD/dist" cargo bench --quiet --profile dev --locked --features cli,fleet,e2e --bench page -- "$@" ||
  verdict=1
finish

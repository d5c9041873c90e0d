#!/usr/bin/env bash
# What the page costs its visitor: bytes, time to the first truth, layout shift, place, time of an update, memory. `make bench`.
#
# Takes about twelve minutes. `bench.sh load`, `fold`, `update` or `heap` measures only those, and the bytes; `bench.sh charts` only
# the operator's panels against uPlot. Fails when a limit is
# exceeded. It wants a quiet machine: it compares what is measured in turns, which evens out a busy one, but does not heal it.

source "$(dirname "$0")/environment.sh"

# The panels, as wasm with a page around it, built as the operator's page is.
charts() {
  say "" "Panels against uPlot"
  cargo build --quiet --locked --profile admin --target wasm32-unknown-unknown --features browser --example charts || return 1
  rm -rf "$target/charts"
  wasm-bindgen --target web --no-typescript --out-dir "$target/charts" \
    "$target/wasm32-unknown-unknown/admin/examples/charts.wasm" || return 1
  wasm-opt -O4 "$target/charts/charts_bg.wasm" -o "$target/charts/charts_bg.wasm" || return 1
  CHARTS_PAGE="$target/charts" node benches/charts/run.mjs
}

verdict=0
if [ "${1:-}" = charts ]; then
  charts
  exit
fi
scripts/build.sh page
say "" "Size of all that is loaded, in bytes"
scripts/budget.sh || verdict=1
ALLCLEAR_DIST="$PWD/dist" cargo bench --quiet --profile dev --locked --features cli,fleet,e2e --bench page -- "$@" ||
  verdict=1
if [ $# -eq 0 ]; then charts || verdict=1; fi
if [ $verdict -eq 0 ]; then say "" "Every limit is kept."; else say "" "A limit is exceeded: see above."; fi
exit $verdict

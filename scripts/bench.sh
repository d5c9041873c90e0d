#!/usr/bin/env bash
# What the pages cost: bytes, time to the first truth, layout shift, place, time of an update, memory; and how fast metrics are
# read, kept and drawn, beside others that do it. `make bench`.
#
# Takes about twenty minutes. One part alone: `bench.sh load`, `fold`, `update` or `heap` (the public page), `admin` (the
# operator's), `data` (ninety days of thirty systems), `visitors` (1,000 of them through nginx), `exposition`, `store`, `charts`
# (against uPlot). `bench.sh recorder [MINUTES]` is not among them: what a recorder of 200 systems writes, for an hour. Fails when a limit is exceeded. It wants a quiet machine: it compares what is measured in turns, which evens
# out a busy one, but does not heal it.

source "$(dirname "$0")/environment.sh"

bench_page() {
  scripts/build.sh page programs
  say "" "Size of all that is loaded, in bytes"
  scripts/budget.sh || return 1
  ALLCLEAR_DIST="$PWD/dist" cargo bench --quiet --profile dev --locked --workspace --features cli --bench page -- "$@"
}

# In wasm, the decoder is built as the operator's page is; natively, for speed, as its peers are.
bench_exposition() {
  local web="$target/bench-decoder" code=0
  say "" "Reading metrics, natively"
  cargo bench --quiet --config 'profile.bench.opt-level=3' --locked -p benches --bench exposition || code=1
  say "" "Reading metrics as wasm, in Chromium"
  cargo build --quiet --locked --release --target wasm32-unknown-unknown -p bench-decoder || return 1
  wasm-bindgen --target web --no-typescript --out-dir "$web" \
    "$target/wasm32-unknown-unknown/release/bench_decoder.wasm" || return 1
  wasm-opt -Oz "$web/bench_decoder_bg.wasm" -o "$web/bench_decoder_bg.wasm" || return 1
  node benches/exposition/browser.mjs "$web" || code=1
  return $code
}

bench_store() {
  say "" "Keeping a day of the five systems"
  scripts/build.sh tools
  ALLCLEAR_PROGRAMS="$target/tool" CARGO_PROFILE_TOOL_OPT_LEVEL=3 cargo bench --quiet --profile tool --locked -p benches --bench store
}

# The test of the limit is the measurement, too.
bench_data() {
  say "" "What a first visitor loads as data: ninety days of thirty systems, in bytes on the wire"
  cargo test --quiet --locked --workspace --features cli --test record budget -- --nocapture
}

bench_visitors() { scripts/visitors.sh; }

# Upstreams and recorder on this machine: what they cost the processor is not measured.
bench_recorder() {
  say "" "What a recorder of 200 systems with 500 series each writes, and its memory"
  cargo build --quiet --profile tool --locked --features cli --bin allclear || return 1
  node benches/record/run.mjs "$target/tool/allclear" "${1:-60}"
}

# The panels, as wasm with a page around it, built as the operator's page is.
bench_charts() {
  say "" "Panels against uPlot"
  cargo build --quiet --locked --release --target wasm32-unknown-unknown --features browser --example charts || return 1
  rm -rf "$target/charts"
  wasm-bindgen --target web --no-typescript --out-dir "$target/charts" \
    "$target/wasm32-unknown-unknown/release/examples/charts.wasm" || return 1
  wasm-opt -Oz "$target/charts/charts_bg.wasm" -o "$target/charts/charts_bg.wasm" || return 1
  CHARTS_PAGE="$target/charts" node benches/charts/run.mjs
}

verdict=0
case "${1:-all}" in
  all) for part in page data visitors exposition store charts; do "bench_$part" || verdict=1; done ;;
  data | visitors | exposition | store | charts | recorder) "bench_$1" "${@:2}" || verdict=1 ;;
  *) bench_page "$@" || verdict=1 ;;
esac
if [ $verdict -eq 0 ]; then say "" "Every limit is kept."; else say "" "A limit is exceeded: see above."; fi
exit $verdict

#!/usr/bin/env bash
# Builds the two pages with Trunk into dist/, with every file also compressed beside itself: `build.sh page`.
# Builds the programs allclear and fleet, for the demo and for tests, without optimisation: `build.sh programs`. For a server:
# `build.sh tools`.
#
# Pages whose sources did not change are not built again. Output goes to target/logs.

source "$(dirname "$0")/environment.sh"

# All that the pages are made of, and what makes them.
page_inputs() {
  # The build joins these out of the others.
  find src engine style public -type f -not -path 'style/joined/*' -not -path 'src/bin/allclear/*'
  ls index.html admin.html Cargo.toml Cargo.lock Trunk.toml package-lock.json LICENSE \
    scripts/build.sh scripts/environment.sh scripts/join-styles.sh scripts/licenses.mjs
}
page_checksum() {
  {
    rustc --version
    page_inputs | LC_ALL=C sort | while read -r file; do
      printf '%s ' "$file"
      checksum <"$file"
    done
  } | checksum
}

# nginx sends these as they are; compressing each answer anew would cost the server what we pay once here.
compress() {
  find dist -type f \( -name '*.html' -o -name '*.js' -o -name '*.css' -o -name '*.wasm' -o -name '*.svg' \
    -o -name '*.json' -o -name '*.txt' \) -print | while read -r file; do
    brotli --quality=11 --keep --force "$file"
    gzip -9 --no-name --keep --force "$file"
  done
}

build_page() {
  local checksum_now stamp="$stamps/page"
  [ -f index.html ] || give_up "index.html is missing: this clone has no page to build."
  checksum_now="$(page_checksum)"
  if [ -f dist/index.html ] && [ "$(cat "$stamp" 2>/dev/null)" = "$checksum_now" ]; then
    say "  pages: unchanged"
    return
  fi
  mkdir -p "$stamps"
  rm -f "$stamp"
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$(page_flags)"
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS
  # Trunk runs cargo offline, so what the lock file names has to be here before.
  logged fetch "dependencies" cargo fetch --locked
  logged page "visitors' page" trunk build --release
  logged admin "operators' page" trunk build --release --dist dist/admin --public-url /admin/ admin.html
  unset CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS
  logged licenses "licences of what is shipped" node scripts/licenses.mjs dist/licenses.txt
  logged compress "brotli and gzip" compress
  printf '%s' "$checksum_now" >"$stamp"
}

build_tools() {
  logged tools "tools: allclear, fleet" \
    cargo build --locked --profile tool -p allclear -p fleet --features cli --bin allclear --bin fleet
}

# As the tests build them, so that nothing is compiled twice.
programs=(cargo build --locked --workspace --features cli --bin allclear --bin fleet)
build_programs() { logged programs "programs: allclear, fleet" "${programs[@]}"; }

# Both at once: a page is optimised by one thread for most of the time, and the programs have a folder of their own.
build_page_and_programs() {
  local pid
  begin programs "${programs[@]}"
  pid=$begun
  trap 'kill -- "-$pid" 2>/dev/null' EXIT
  build_page
  trap - EXIT
  attend programs "programs: allclear, fleet" "$pid"
}

if [ "$*" = "page programs" ]; then
  build_page_and_programs
  exit
fi
for part in "$@"; do
  case "$part" in
    page) build_page ;;
    tools) build_tools ;;
    programs) build_programs ;;
    *) give_up "usage: scripts/build.sh [page] [tools] [programs]" ;;
  esac
done

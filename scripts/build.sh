#!/usr/bin/env bash
# Builds the release page into dist/, with every file also compressed beside itself: `build.sh page`.
# Builds the native tools allclear and fleet, quickly rather than small: `build.sh tools`. For the end-to-end tests, which run
# what lies beside themselves, without optimisation: `build.sh programs`.
#
# A page whose sources did not change is not built again.

source "$(dirname "$0")/environment.sh"

# All that the page is made of, and what makes it.
page_inputs() {
  # style/page.css is written by the build itself, out of the others.
  find src style public -type f -not -path style/page.css -not -path style/desk.css \
    -not -path 'src/bin/allclear/*'
  ls index.html admin.html Cargo.toml Cargo.lock Trunk.toml package-lock.json scripts/build.sh scripts/environment.sh scripts/join-styles.sh LICENSE scripts/licenses.mjs scripts/binary.mjs scripts/columns.mjs scripts/lean.mjs scripts/link.sh scripts/order.mjs scripts/restore.mjs scripts/split.mjs
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
  say "  pages: release build (a few minutes the first time, less than one later)"
  mkdir -p "$stamps"
  rm -f "$stamp"
  # Trunk runs cargo offline, so what the lock file names has to be here before.
  # For all targets: what macros are made of runs on the machine that builds.
  cargo fetch --quiet --locked || give_up "The pages' dependencies could not be fetched."
  (export_lean_build && RUST_BACKTRACE=0 trunk --log error build --release) ||
    give_up "The public page could not be built. The reason is above."
  node scripts/lean.mjs dist --split || give_up "The public page could not be made lean. The reason is above."
  (export_lean_build && RUST_BACKTRACE=0 trunk --log error build --release \
    --dist dist/admin --public-url /admin/ admin.html) || give_up "The operator's page could not be built. The reason is above."
  node scripts/lean.mjs dist/admin --columns || give_up "The operator's page could not be made lean. The reason is above."
  node scripts/licenses.mjs dist/licenses.txt || give_up "The licences of what is shipped could not be gathered. The reason is above."
  compress
  printf '%s' "$checksum_now" >"$stamp"
}

build_tools() {
  say "  tools: allclear, fleet"
  cargo build --quiet --locked --profile tool -p allclear -p fleet --features cli --bin allclear --bin fleet ||
    give_up "The tools could not be built. The reason is above."
}

# All of the workspace as the tests build it, so that nothing is compiled twice.
build_programs() {
  say "  programs: allclear, fleet"
  cargo build --quiet --locked --workspace --features cli --bin allclear --bin fleet ||
    give_up "The programs could not be built. The reason is above."
}

for part in "$@"; do
  case "$part" in
    page) build_page ;;
    tools) build_tools ;;
    programs) build_programs ;;
    *) give_up "usage: scripts/build.sh [page] [tools] [programs]" ;;
  esac
done

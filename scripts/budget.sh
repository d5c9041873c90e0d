#!/usr/bin/env bash
# What a visitor's browser loads before it can show the page, compressed with brotli, against two limits.
#
# In total: every file that index.html names, and the modules that those import.
# Before wasm: the HTML, the style sheets and the boot script, that is all that the first true words need. The glue
# script that wasm-bindgen writes is fetched together with the wasm and counts in the total only.

source "$(dirname "$0")/environment.sh"

total_limit=75000  # 75 KB
before_limit=12000 # 12 KB

dist="${ALLCLEAR_DIST:-dist}"
[ -f "$dist/index.html" ] || give_up "$dist/index.html is missing. Build the page first: scripts/build.sh page"

loaded() {
  printf 'index.html\n'
  # With and without quotes: a minified page has none.
  grep -oE '(href|src|data-js|data-wasm)="?[^"#: >]+' "$dist/index.html" | cut -d= -f2- | sed 's|^"||; s|^\./||; s|^/||'
  # wasm-bindgen puts what Rust code imports from own scripts there; the glue script imports it.
  if [ -d "$dist/snippets" ]; then (cd "$dist" && find snippets -name '*.js'); fi
}

total=0
before=0
printf '  %-44s %9s %9s\n' 'file' 'bytes' 'brotli'
while read -r file; do
  [ -f "$dist/$file" ] || continue
  raw=$(wc -c <"$dist/$file")
  small=$(brotli --quality=11 --stdout "$dist/$file" | wc -c)
  total=$((total + small))
  case "$file" in
    *.html | *.css | boot*.js) before=$((before + small)) mark='' ;;
    *) mark=' after' ;;
  esac
  printf '  %-44s %9d %9d%s\n' "$file" "$raw" "$small" "$mark"
done < <(loaded | LC_ALL=C sort -u)

# A limit that is kept because nothing was counted is no limit.
for kind in css js wasm; do
  loaded | grep -q "\.$kind\$" || give_up "No .$kind file was found in $dist/index.html: this is not the whole page."
done

verdict=0
line() {
  local word=ok
  if [ "$2" -gt "$3" ]; then word=TOO\ MUCH verdict=1; fi
  printf '  %-44s %9s %9d of %d: %s\n' "$1" '' "$2" "$3" "$word"
}
line 'before wasm (HTML, CSS, boot script)' $before $before_limit
line 'total' $total $total_limit
exit $verdict

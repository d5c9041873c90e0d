#!/usr/bin/env bash
# What a browser loads before it can show a page, compressed with brotli, against limits: the public page, and the operator's. And what
# the public page loads when its first verdict is shown, which bars, days and incidents are made of.
#
# In total: every file that index.html names, and the modules that those import.
# Before wasm: the HTML, the style sheets and the boot script, that is all that the first true words need. The glue
# script that wasm-bindgen writes is fetched together with the wasm and counts in the total only.

source "$(dirname "$0")/environment.sh"

dist="${ALLCLEAR_DIST:-dist}"
verdict=0

# The files that the page in the folder names, as paths within it. Their addresses begin with its base.
loaded() {
  local folder=$1 base=$2
  printf 'index.html\n'
  # With and without quotes: a minified page has none. What lies outside of the base is another page's.
  grep -oE '(href|src|data-js|data-wasm)="?[^"#: >]+' "$folder/index.html" | cut -d= -f2- |
    sed "s|^\"||; s|^\./||; s|^$base||; s|^/||"
}

line() {
  local word=ok
  if [ "$2" -gt "$3" ]; then word=TOO\ MUCH verdict=1; fi
  printf '  %-44s %9s %9d of %d: %s\n' "$1" '' "$2" "$3" "$word"
}

# measure NAME FOLDER BASE LIMIT_BEFORE_WASM LIMIT_IN_ALL
measure() {
  local folder=$2 base=$3 before=0 file raw small mark kind
  total=0
  [ -f "$folder/index.html" ] || give_up "$folder/index.html is missing. Build the pages first: scripts/build.sh page"
  printf '  %-44s %9s %9s\n' "$1" 'bytes' 'brotli'
  while read -r file; do
    [ -f "$folder/$file" ] || continue
    raw=$(wc -c <"$folder/$file")
    small=$(brotli --quality=11 --stdout "$folder/$file" | wc -c)
    total=$((total + small))
    case "$file" in
      *.html | *.css | boot*.js) before=$((before + small)) mark='' ;;
      *) mark=' after' ;;
    esac
    printf '  %-44s %9d %9d%s\n' "$file" "$raw" "$small" "$mark"
  done < <(loaded "$folder" "$base" | LC_ALL=C sort -u)
  # A limit that is kept because nothing was counted is no limit.
  for kind in css js wasm; do
    loaded "$folder" "$base" | grep -q "\.$kind\$" || give_up "No .$kind file was found in $folder/index.html: this is not the whole page."
  done
  line 'before wasm (HTML, CSS, boot script)' $before "$4"
  line 'total' $total "$5"
}

# The part of the page that waits for the first verdict: see scripts/split.mjs.
measure_rest() {
  local file small
  part=0
  while read -r file; do
    small=$(brotli --quality=11 --stdout "$dist$file" | wc -c)
    part=$((part + small))
    printf '  %-44s %9d %9d after the first verdict\n' "${file#/}" "$(wc -c <"$dist$file")" "$small"
  done < <(grep -oE 'data-rest(-html)?="?[^" >]+' "$dist/index.html" | sed 's/.*="\{0,1\}//')
  [ $part -gt 0 ] || give_up "The rest of the public page was not found in $dist/index.html."
  line 'the rest, after the first verdict' $part "$1"
}

measure 'the public page' "$dist" / 20000 190000
measure_rest 190000
line 'all of the public page' $((total + part)) 190000
measure "the operator's page" "$dist/admin" /admin/ 20000 450000
# Other sites load it, and those who compress nothing as well.
line 'the widget, uncompressed' "$(wc -c <"$dist/widget.js")" 5000
exit $verdict

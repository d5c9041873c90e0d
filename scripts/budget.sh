#!/usr/bin/env bash
# What a browser loads of each page, compressed with brotli, against limits.
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
  # What the glue script imports. It is there in a page that does not, too, and is not loaded then.
  { grep -ohE '"\./snippets/[^"]+"' "$folder"/*.js || true; } | tr -d '"' | sed 's|^\./||'
}

line() {
  local word=ok
  if [ "$2" -gt "$3" ]; then word=TOO\ MUCH verdict=1; fi
  printf '  %-44s %9s %9d of %d: %s\n' "$1" '' "$2" "$3" "$word"
}

# measure NAME FOLDER BASE LIMIT_BEFORE_WASM LIMIT_IN_ALL
measure() {
  local folder=$2 base=$3 before=0 file files raw small mark kind
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
  files=$(loaded "$folder" "$base")
  for kind in css js wasm; do
    # The style sheet of the visitors' page stands in it.
    if [ "$kind" = css ] && grep -q '<style' "$folder/index.html"; then continue; fi
    grep -q "\.$kind\$" <<<"$files" || give_up "No .$kind file was found in $folder/index.html: this is not the whole page."
  done
  line 'before wasm (HTML, CSS, boot script)' $before "$4"
  line 'total' $total "$5"
}

# What the server sends before the first verdict is painted: the page as the recorder wrote it, with five systems and its style sheet
# inside, and the boot script. `received PATH` prints how many bytes of brotli nginx sends.
measure_first_state() (
  source scripts/demo.sh
  run="$target/budget" port=17699 fleet_port=17690
  free "$port" "The measurement of the first state needs it."
  rm -rf "$run"
  received() {
    node -e 'require("http").get({ port: process.argv[1], path: process.argv[2], headers: { "accept-encoding": "br" } }, (answer) => {
      let bytes = 0;
      answer.on("data", (part) => (bytes += part.length)).on("end", () => console.log(answer.headers["content-encoding"] === "br" ? bytes : 1e9));
    })' "$port" "$1"
  }
  demo 127.0.0.1 "$port" "$(cd "$dist" && pwd)" >/dev/null
  await record written_pages
  html=$(received /) boot=$(received /boot.js)
  printf '  %-44s %9s %9d\n' 'the first state' '' "$html" 'boot.js' '' "$boot"
  line 'before the first verdict, with a recorder' $((html + boot)) 20000
  exit $verdict
)
written_pages() { [ -n "$(find "$run/page" -name 'index.*' -print -quit 2>/dev/null)" ]; }

# Of each page in all: what ordinary components, derived documents and a whole PromQL were measured at (303 KB and 665 KB), and a little.
# The aim is 190 KB for visitors and 450 KB for operators.
measure 'the public page' "$dist" / 20000 312000
measure_first_state || verdict=1
measure "the operator's page" "$dist/admin" /admin/ 20000 1010000
# Other sites load it.
line 'the widget' "$(brotli --quality=11 --stdout "$dist/widget.js" | wc -c)" 4000
exit $verdict

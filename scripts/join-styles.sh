#!/usr/bin/env bash
# Joins the style sheets of each page into one file: one request instead of four or five before the first paint.
# The order of the layers is declared in tokens.css, so the order of joining only has to begin there.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p style/joined
# Written only when it differs, and nothing is written beside it: `trunk serve` watches this folder and would build for ever.
join() {
  local into=$1 joined
  shift
  joined="$(cat "$@")"
  if [ "$joined" != "$(cat "$into" 2>/dev/null)" ]; then printf '%s\n' "$joined" >"$into"; fi
}
both=(style/tokens.css style/base.css style/layout.css style/components.css)
join style/joined/page.css "${both[@]}" style/verdict.css style/history.css style/opened.css
join style/joined/admin.css "${both[@]}" style/admin.css style/chart.css style/explore.css

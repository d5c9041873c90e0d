#!/usr/bin/env bash
# Joins the style sheets of the public page into one file: one request instead of four before the first paint.
# The order of the layers is declared in tokens.css, so the order of joining only has to begin there.
set -euo pipefail
cd "$(dirname "$0")/.."
joined="$(cat style/tokens.css style/base.css style/layout.css style/components.css)"
# Written only when it differs, and nothing is written beside it: `trunk serve` watches this folder and would build for ever.
if [ "$joined" != "$(cat style/page.css 2>/dev/null)" ]; then printf '%s\n' "$joined" >style/page.css; fi

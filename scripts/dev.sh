#!/usr/bin/env bash
# The page with hot reload: `make dev`. Trunk serves it and passes everything else on to the demo's nginx.

source "$(dirname "$0")/demo.sh"

port="${PORT:-8080}"
# Trunk.toml names this port in its proxies.
nginx_port=17399

free "$port" "Choose another: make dev PORT=$((port + 1))"
free "$nginx_port" "make dev needs it for nginx (Trunk.toml names it). Is another make dev running?"
free_fleet_ports dev
say "Set-up"
scripts/setup.sh run
say "Build"
scripts/build.sh tools
say "Start"
# Beside dist/, so that `make run` keeps its release build.
mkdir -p "$target/dev"
demo 127.0.0.1 "$nginx_port" "$target/dev"
say "" "  The page, with hot reload: http://127.0.0.1:$port/" "  Ctrl-C stops everything." ""
trunk --log warn serve --port "$port" --address "${BIND:-127.0.0.1}" --dist "$target/dev" &
names+=(trunk)
pids+=($!)
: >"$run/trunk.log"
watch

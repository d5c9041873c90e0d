#!/usr/bin/env bash
# Both pages with hot reload: `make dev`. Trunk serves each, and passes everything else on to the demo's nginx.

source "$(dirname "$0")/demo.sh"

port="${PORT:-8080}"
# Trunk.toml names this port in its proxies.
nginx_port=17399

# The operator's page has a Trunk of its own, which serves it under /admin/ as nginx does.
admin_port=$((port + 1))

free "$port" "Choose another: make dev PORT=$((port + 10))"
free "$admin_port" "The operator's page needs it. Choose others: make dev PORT=$((port + 10))"
free "$nginx_port" "make dev needs it for nginx (Trunk.toml names it). Is another make dev running?"
free_fleet_ports dev
say "Set-up"
scripts/setup.sh run
say "Build"
scripts/build.sh programs
say "Start"
# The pages are Trunk's, beside dist/, so that `make run` keeps its release build. nginx has a page of its own only because
# `allclear render` wants one, and the files that pages share.
mkdir -p "$target/dev-root"
printf '<!doctype html><title>Status page</title>\n' >"$target/dev-root/index.html"
ln -sfn "$PWD"/public/* "$target/dev-root"
admit_ops
demo 127.0.0.1 "$nginx_port" "$target/dev-root"
say "" "  With hot reload, as soon as they are built:" \
  "  the page           http://127.0.0.1:$port/" \
  "  the operator's     http://127.0.0.1:$admin_port/admin/   ops, ${ops_password:-with the password of before (rm run/htpasswd makes another)}" \
  "  Ctrl-C stops everything." ""
serve() {
  trunk --log warn serve --address "${BIND:-127.0.0.1}" "${@:2}" &
  names+=("$1")
  pids+=($!)
  : >"$run/$1.log"
}
serve trunk --port "$port" --dist "$target/dev"
serve trunk-admin --port "$admin_port" --dist "$target/dev-admin" --public-url /admin/ admin.html
watch

#!/usr/bin/env bash
# The demo, from a fresh clone to a page in the browser: `make run`. Ctrl-C stops all of it.
#
# Options by environment: PORT, BIND (0.0.0.0 to be seen by other machines), SYSTEMS (few or many), SHAPE (real or documented),
# FLEET_PORT.

source "$(dirname "$0")/demo.sh"

port="${PORT:-8080}"
bind="${BIND:-127.0.0.1}"

free "$port" "Choose another: make run PORT=$((port + 1))"
free_fleet_ports run
say "Set-up"
scripts/setup.sh run
say "Build"
scripts/build.sh page programs
say "Start"
admit_ops
demo "$bind" "$port" "$PWD/dist"

host="$bind"
if [ "$bind" = 0.0.0.0 ]; then host="$(hostname -I 2>/dev/null | cut -d' ' -f1)"; fi
if [ -n "$ops_password" ]; then
  login="$ops_password   (shown this once)"
else
  login="as shown at the first run; another one: ${target#"$PWD/"}/debug/allclear user ${run#"$PWD/"}/htpasswd ops"
fi
cat <<TEXT

  The status page:     http://${host:-127.0.0.1}:$port/
  The operators' page: http://${host:-127.0.0.1}:$port/admin/
    name               ops
    password           $login

  Break a system:      make break   (or curl -X POST http://127.0.0.1:$fleet_port/sockudo/refused)
  Repair everything:   curl -X POST http://127.0.0.1:$fleet_port/ok
  Faults and counts:   http://127.0.0.1:$fleet_port/

  Ctrl-C stops everything.
TEXT
watch

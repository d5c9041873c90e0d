#!/usr/bin/env bash
# Breaks one of the demo systems that `make run` started, or repairs them: a menu over the control port of fleet.
#
# Options by environment: FLEET_PORT, as for run.sh.

source "$(dirname "$0")/environment.sh"

control="http://127.0.0.1:${FLEET_PORT:-17400}"
listens "${FLEET_PORT:-17400}" || give_up "No demo is running on port ${FLEET_PORT:-17400}." "Start it first: make run"

order() { curl -fsS -o /dev/null -X POST "$control/$1" && say "$2"; }

faults=(
  'refused    refuses connections'
  'hanging    accepts connections, never responds'
  'slow       responds after 5 s'
  'error      returns HTTP 500'
  'down       reports that it is down'
  'degraded   reports degraded performance'
  'unready    returns 503 with the reason'
  'html       returns an HTML page'
  'truncated  closes the connection early'
  'flapping   fails every other request'
  'limited    returns 429'
  'once       fails once for each client: not an outage'
)

PS3='System: '
select system in chatalot superchat rat chatbot sockudo 'repair everything' quit; do
  case "$system" in
    '') say "Enter one of the numbers." ;;
    quit) exit 0 ;;
    'repair everything') order ok "All systems are repaired." ;;
    *)
      PS3="Fault of $system: "
      select fault in "${faults[@]}" 'ok         repairs it'; do
        [ -n "$fault" ] || continue
        name="${fault%% *}"
        order "$system/$name" "$system: ${fault#* }. The page shows it after two failed checks, within 30 s."
        break
      done
      PS3='System: '
      ;;
  esac
done

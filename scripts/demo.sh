# Starts and stops the demo: five systems played by fleet, and the real nginx before them. For run.sh and dev.sh.
#
# Sourced, never run. Everything is stopped by the process id with which it was started.

source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

# SYSTEMS=many is a site of 200 systems, with a folder of its own. Its operators have no metrics, and its rules are the usual ones.
case "${SYSTEMS:-few}" in
  few) document=demo/allclear.yaml run="$PWD/run" simulated=(--metrics 6h) ;;
  many) document=demo/many.yaml run="$PWD/run/many" simulated=() ;;
  *) give_up "SYSTEMS is few or many, not ${SYSTEMS}." ;;
esac
names=()
pids=()

fleet_port="${FLEET_PORT:-17400}"

# free PORT WAY_OUT: gives up when the port is taken, and says who has it and what to do.
free() {
  listens "$1" || return 0
  local who
  who="$(holder "$1")"
  give_up "Port $1 is busy${who:+ ($who)}." "$2"
}

# Checked before anything is built: a busy port should not cost a minute of waiting.
free_fleet_ports() {
  local offset
  for offset in 0 1 2 3 4 5 6; do
    free $((fleet_port + offset)) "The demo systems need $fleet_port to $((fleet_port + 6)). Choose other ports: make $1 FLEET_PORT=$((fleet_port + 100))"
  done
}

# start NAME COMMAND...: in the background, its words in run/NAME.log.
start() {
  local name=$1
  shift
  "$@" >"$run/$name.log" 2>&1 </dev/null &
  names+=("$name")
  pids+=($!)
}

# await NAME CONDITION...: until the condition holds, the process ends, or ten seconds have passed.
await() {
  local name=$1 pid=${pids[${#pids[@]} - 1]} turns=0
  shift
  until "$@"; do
    turns=$((turns + 1))
    if ! kill -0 "$pid" 2>/dev/null || [ $turns -gt 100 ]; then
      last_words "$name"
      give_up "$name did not start. The whole log: $run/$name.log"
    fi
    sleep 0.1
  done
}

last_words() {
  say "" "--- the last lines of $run/$1.log"
  tail -n 12 "$run/$1.log" | cut -c1-300
}

stop_all() {
  trap - EXIT INT TERM
  local pid
  for pid in ${pids[@]+"${pids[@]}"}; do kill "$pid" 2>/dev/null || true; done
  for pid in ${pids[@]+"${pids[@]}"}; do wait "$pid" 2>/dev/null || true; done
}
interrupted() {
  stop_all
  printf '\nStopped.\n'
  exit 0
}

fleet_is_ready() { grep -q '^ready' "$run/fleet.log"; }

# The operator of the demo, made once. The password is then in $ops_password, and nowhere else.
ops_password=''
admit_ops() {
  mkdir -p "$run"
  if [ -f "$run/htpasswd" ]; then return; fi
  ops_password="$("$target/debug/allclear" user "$run/htpasswd" ops 2>/dev/null)" ||
    give_up "The operator could not be written into $run/htpasswd."
}

# before N: the day N days before the first start of the demo, or after it for a negative N.
before() { date -u -d "$(cut -c1-10 "$run/first-start") $1 days ago" +%F; }

# One alert that fires and one that is pending. The rules are the last section of demo/allclear.yaml.
add_alerts() {
  cat >>"$run/allclear.yaml" <<'YAML'
  - name: demo
    rules:
      - alert: DemoFiring
        expr: process_open_fds{job="sockudo"} > 5
        labels: { severity: warning }
        annotations:
          summary: Example of a firing alert
          description: "{{ $value }} open file descriptors; the threshold of this example is always exceeded"
      - alert: DemoPending
        expr: ratd_postgres_pool_total{job="rat"} > 0
        for: 12h
        labels: { severity: warning }
        annotations:
          summary: Example of a pending alert
          description: It fires after 12 hours, because its condition always holds
YAML
}

# The simulated past of the demo: maintenance, and a written incident.
add_history() {
  # Without GNU date, the demo starts with an empty history.
  before 0 >/dev/null 2>&1 || return 0
  local day
  day="$(before 9)"
  mkdir -p "$run/incidents"
  sed "s/@DAY@/$day/" demo/report.md >"$run/incidents/$day-connections-refused.md"
  cat >>"$run/allclear.yaml" <<YAML

maintenance:
  - { title: Storage migration, systems: [rat], starts: "$(before 16) 20:00", lasts: 2h, text: Part of the simulated history of the demo. }
  - { title: Database upgrade, systems: [superchat], starts: "$(before -3) 20:00", lasts: 1h, text: SuperChat is read-only during the upgrade. }
YAML
}

add_notice() {
  sed -i.bak "s/^  name: Allclear demo$/&\n  notice: 'Demo: history before $(cat "$run/first-start") is simulated. Run make break to break a system.'/" "$run/allclear.yaml"
  rm -f "$run/allclear.yaml.bak"
}

# The recorder's history of it, which follows from demo/history.txt, and six hours of series, for which the systems must run.
simulate() {
  "$target/debug/allclear" simulate "$run/allclear.yaml" demo/history.txt ${simulated[@]+"${simulated[@]}"} --out "$run" >"$run/simulate.log" 2>&1 ||
    say "The simulated history could not be written: $run/simulate.log"
}

# demo HOST PORT ROOT: fleet, and nginx on that address serving ROOT.
demo() {
  local host=$1 port=$2 root=$3
  mkdir -p "$run"
  [ -f "$run/first-start" ] || date -u '+%F %H:%M UTC' >"$run/first-start"
  trap stop_all EXIT
  trap interrupted INT TERM

  # The demo's file as it is, but for the ports of the systems where others were chosen.
  awk -v base="$fleet_port" '{
    while (match($0, /127\.0\.0\.1:1740[0-6]/)) {
      $0 = substr($0, 1, RSTART - 1) "127.0.0.1;" base + substr($0, RSTART + RLENGTH - 1, 1) substr($0, RSTART + RLENGTH)
    }
    gsub(/127\.0\.0\.1;/, "127.0.0.1:")
    print
  }' "$document" >"$run/allclear.yaml"
  if [ "$document" = demo/allclear.yaml ]; then
    cp -r demo/dashboards "$run/"
    add_alerts
    add_history
  fi
  add_notice
  # As root, nginx's workers would become nobody, and a clone in a home folder is closed to nobody.
  local user=()
  if [ "$(id -u)" -eq 0 ]; then user=(--user root); fi
  "$target/debug/allclear" render "$run/allclear.yaml" --out "$run" --root "$root" --run "$run" \
    --listen "$host:$port" ${user[@]+"${user[@]}"} >/dev/null ||
    give_up "The demo's configuration could not be rendered. The reason is above."

  start fleet "$target/debug/fleet" --port "$fleet_port" --shape "${SHAPE:-real}"
  await fleet fleet_is_ready
  simulate
  # An nginx that was killed leaves its socket behind.
  rm -f "$run/systems.sock"
  # In the foreground, so that its process id is the one we know.
  start nginx nginx -p "$run" -c "$run/nginx.conf" -e stderr -g 'daemon off;'
  await nginx listens "$port"
  start record "$target/debug/allclear" record "$run/allclear.yaml" --out "$run"
  await record test -s "$run/record/status.json"
}

# Until Ctrl-C, or until one of them ends by itself.
watch() {
  local index
  while :; do
    for index in "${!pids[@]}"; do
      if ! kill -0 "${pids[$index]}" 2>/dev/null; then
        last_words "${names[$index]}"
        give_up "${names[$index]} ended by itself; stopping the rest."
      fi
    done
    sleep 1
  done
}

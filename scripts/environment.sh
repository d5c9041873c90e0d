# What every script of this folder shares: where things are, the pinned versions, and how to speak.
#
# Sourced, never run. Written for bash 3.2, so that a Mac's own bash reads it too.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The tools are compiled once per machine, outside the clone, so that a second clone is quick.
cache="${ALLCLEAR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/allclear}"
tools="$cache/tools"
target="${CARGO_TARGET_DIR:-$PWD/target}"
stamps="$target/stamps"
export PATH="$tools/bin:$PWD/node_modules/.bin:$HOME/.cargo/bin:$PATH:/usr/sbin"

# These two must be equal to the pins in Trunk.toml and Cargo.toml. Another wasm-bindgen refuses the page's wasm.
trunk_version=0.21.14
wasm_bindgen_version=0.2.130
geckodriver_version=0.37.1

# Trunk 0.21 takes the usual NO_COLOR=1 for a wrong argument.
if [ -n "${NO_COLOR:-}" ]; then export NO_COLOR=true; fi

say() { printf '%s\n' "$@"; }
# A message of several lines for a person who has to do something, then the end.
give_up() {
  printf '\n' >&2
  printf '%s\n' "$@" >&2
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# One line on standard output for all that comes in on standard input.
checksum() { if has sha256sum; then sha256sum; else shasum -a 256; fi | cut -d' ' -f1; }

# listens PORT: whether a process on this machine accepts connections there.
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# holder PORT: the process that listens there, where the system shows it.
holder() {
  if has ss; then
    ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1, process \2/p' | head -1
  elif has lsof; then
    lsof -nP -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | awk 'NR == 2 { print $1 ", process " $2 }'
  fi
}

# No byte that is public names a folder of the machine that builds: the compiler writes where a panic began into the wasm.
page_flags() { printf '%s' "--remap-path-prefix=$HOME=~ --remap-path-prefix=$PWD=."; }

# logged NAME TEXT COMMAND...: runs the command with its output in a log, and shows one line (`attend`).
logged() {
  local name=$1 text=$2
  shift 2
  begin "$name" "$@"
  attend "$name" "$text" "$begun"
}
# begin NAME COMMAND...: starts the command with its output in the log of this name. Its process id is then in $begun.
begin() {
  local log="$target/logs/$1.log"
  shift
  mkdir -p "$target/logs"
  # With a process group of its own, so that Ctrl-C ends what the command started, too.
  set -m
  "$@" >"$log" 2>&1 </dev/null &
  begun=$!
  set +m
}
# attend NAME TEXT PID: waits for a command that `begin` started. A person sees one line: what is done, for how long so far, and, of a
# build, how many crates are compiled. Gives up with the end of the log when the command fails.
attend() {
  local name=$1 text=$2 pid=$3 log="$target/logs/$1.log" began=$SECONDS
  trap 'kill -- "-$pid" 2>/dev/null; printf "\n"; exit 130' INT TERM
  while kill -0 "$pid" 2>/dev/null; do
    if [ -t 1 ]; then printf '\r  %-44s %4d s%s\033[K' "$text" $((SECONDS - began)) "$(compiled "$log")"; fi
    sleep 0.2
  done
  trap - INT TERM
  if [ -t 1 ]; then printf '\r'; fi
  if wait "$pid"; then
    printf '  %-44s %4d s%s\n' "$text" $((SECONDS - began)) "$(compiled "$log")"
  else
    printf '  %-44s failed\n' "$text"
    tail -n 20 "$log" | cut -c1-300 >&2
    give_up "These are the last lines of $log"
  fi
}
# compiled LOG: ", 12 crates" where cargo reports them in this log.
compiled() {
  local crates
  crates="$(grep -c '^ *Compiling ' "$1" 2>/dev/null)" || return 0
  printf ', %d crates' "$crates"
}

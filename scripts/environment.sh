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
# Where rustup puts the source of the standard library.
std_source="$(rustc --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library"

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

# listens PORT: whether somebody on this machine accepts connections there.
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# holder PORT: who listens there, if the system tells.
holder() {
  if has ss; then
    ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1, process \2/p' | head -1
  elif has lsof; then
    lsof -nP -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | awk 'NR == 2 { print $1 ", process " $2 }'
  fi
}

# The page brings a standard library that ends at a panic instead of composing a message for it: nobody could read it, boot.js
# says what happened, and it would be 8 KB of brotli in a page of 75. That is an unstable choice of cargo's, made for this
# build alone. Without the library's source (a Rust that did not come from rustup) the page is built all the same, and larger.
# No byte that is public names a folder of this machine.
export_lean_build() {
  local flags="--remap-path-prefix=$HOME=~ --remap-path-prefix=$PWD=."
  if [ -d "$std_source" ]; then
    export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
    cargo fetch --quiet --locked --manifest-path "$std_source/sysroot/Cargo.toml" ||
      give_up "The dependencies of Rust's standard library could not be fetched."
    # The few functions that a page of metrics goes through are built for speed, all else for size.
    flags="$flags -Cpanic=immediate-abort -Zunstable-options --cfg speed"
    # A text, a list or a larger value is moved by one instruction rather than by a pair of them for each of its words: 6 KB of
    # brotli in the operator's page.
    flags="$flags -Cllvm-args=--max-store-memcpy=1"
    # A Rust that did not come from rustup may link with another one.
    if [ -x "$(dirname "$(rustc --print target-libdir)")/bin/rust-lld" ]; then
      flags="$flags -Clinker=$PWD/scripts/link.sh -Clinker-flavor=wasm-lld"
    fi
  fi
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$flags"
}

#!/usr/bin/env bash
# The linker of a page that is built to be small: the toolchain's own, without some exports. Called by rustc, see build.sh.
#
# A dependency of Leptos declares three classes for JavaScript (streams that are made in Rust), which nobody reaches. Once linked,
# they can hardly be told from what is needed, because they lie in the table of functions like everything that is called by
# pointer. Not exported, they are left out by the linker, with all that they call: 3 KB of brotli.

set -euo pipefail

args=()
while [ $# -gt 0 ]; do
  case "$1 ${2:-}" in
    '--export '*intounderlying*) shift 2 ;;
    *) args+=("$1") && shift ;;
  esac
done
exec "$(dirname "$(rustc --print target-libdir)")/bin/rust-lld" "${args[@]}"

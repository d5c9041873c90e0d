#!/usr/bin/env bash
# What the page costs its visitor: bytes, time to the first truth, layout shift, place, time of an update, memory. `make bench`.
#
# Takes about eight minutes. `bench.sh load`, `fold`, `update` or `heap` measures only those, and the bytes. Fails when a limit is
# exceeded. It wants a quiet machine: it compares what is measured in turns, which evens out a busy one, but does not heal it.

source "$(dirname "$0")/environment.sh"

verdict=0
scripts/build.sh page
say "" "Size of all that is loaded, in bytes"
scripts/budget.sh || verdict=1
ALLCLEAR_DIST="$PWD/dist" cargo bench --quiet --profile dev --locked --features cli,fleet,e2e --bench page -- "$@" ||
  verdict=1
if [ $verdict -eq 0 ]; then say "" "Every limit is kept."; else say "" "A limit is exceeded: see above."; fi
exit $verdict

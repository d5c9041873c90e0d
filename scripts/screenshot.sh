#!/usr/bin/env bash
# Takes docs/screenshot.png: the release page over the demo systems, with one of them broken.
#
# The end-to-end harness takes it, so the picture shows what the tests see. ALLCLEAR_SHOTS says where to put it.

source "$(dirname "$0")/environment.sh"

scripts/setup.sh test
scripts/build.sh page programs
mkdir -p docs
ALLCLEAR_SHOTS="$PWD/docs" ALLCLEAR_DIST="$PWD/dist" \
  cargo test --quiet --locked --workspace --features cli --test e2e -- --exact picture::shows_an_outage_among_green_systems
say "docs/screenshot.png"

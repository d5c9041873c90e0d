#!/usr/bin/env bash
# Takes the pictures of README and docs anew, of a demo that is started for it: `make screenshot`.
#
# The end-to-end harness takes them (tests/e2e/picture.rs). The demo has ports and a folder of its own, so another one may run.

export FLEET_PORT=17480
source "$(dirname "$0")/demo.sh"

port=8098
run="$target/screenshot"

free "$port" "The demo for the pictures needs it."
free_fleet_ports screenshot
scripts/setup.sh test
scripts/build.sh page programs
# The simulated past ends today, and the operator's password is shown once.
rm -rf "$run"
admit_ops
demo 127.0.0.1 "$port" "$PWD/dist"
mkdir -p docs/pictures
ALLCLEAR_DEMO="http://127.0.0.1:$port/" ALLCLEAR_FLEET="$fleet_port" ALLCLEAR_PASSWORD="$ops_password" ALLCLEAR_SHOTS="$PWD/docs/pictures" \
  cargo test --quiet --locked --workspace --features cli --test e2e -- --ignored --exact picture::takes_the_pictures_of_the_documentation
say "docs/pictures" "$(du -ch docs/pictures/*.png | tail -1 | cut -f1) in all"

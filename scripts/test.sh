#!/usr/bin/env bash
# Everything that is checked, one suite after the other, going on after a failing one: `make test`.
#
# `test.sh SUITE...` runs only those named. The last line is the sum over all suites: "N passed, N failed, N skipped".
# The exit code is 0 only when nothing failed and every suite had something to run.

source "$(dirname "$0")/environment.sh"

all=(format clippy clippy-wasm docs native wasm e2e budget)
suites=("$@")
if [ ${#suites[@]} -eq 0 ]; then suites=("${all[@]}"); fi

# One set of packages and features for the tests, so that they and the end-to-end tests are compiled once.
all_native=(--workspace --features cli)
logs="$target/test-logs"
# nextest reports here, wherever cargo builds.
reports="$PWD/target/nextest"
# A failing test says what it expected; forty lines of the runtime's own frames would hide that.
export RUST_BACKTRACE=0
mkdir -p "$logs"

passed=0
failed=0
skipped=0
table=''

# --- What a suite runs ------------------------------------------------------------------------------------------------

suite_format() { cargo fmt --all --check; }

suite_clippy() { cargo clippy --quiet --locked --workspace --all-features --all-targets -- -D warnings; }

suite_clippy-wasm() {
  cargo clippy --quiet --locked --target wasm32-unknown-unknown --features browser --lib --bin page --bin admin --example charts --test web --test storage_web \
    -- -D warnings
}

# The architecture page and all that it links to.
suite_docs() { RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps --locked --all-features --lib -p metrics-engine -p allclear; }

# Every test but the end-to-end ones, by name: what a filter leaves out, the runner would count as skipped.
suite_native() {
  local selected=() name
  for name in $(ls -d tests/*.rs {tests,engine/tests}/*/main.rs | sed 's|/main\.rs$||; s|\.rs$||; s|.*/||') fleet; do
    case "$name" in web | storage_web) ;; *) selected+=(--test "$name") ;; esac
  done
  rm -f "$reports/default/junit.xml"
  cargo nextest run --locked "${all_native[@]}" --lib --bins "${selected[@]}" --no-tests fail || return
  cargo test --quiet --locked "${all_native[@]}" --doc
}

suite_wasm() {
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner CHROMEDRIVER="$(command -v chromedriver)" \
    cargo test --locked --target wasm32-unknown-unknown --features browser --test web --test storage_web
}

suite_e2e() {
  rm -f "$reports/e2e/junit.xml"
  scripts/build.sh page programs || return
  ALLCLEAR_DIST="$PWD/dist" cargo nextest run --profile e2e --locked "${all_native[@]}" --test e2e --no-tests fail
}

suite_budget() { scripts/build.sh page programs && scripts/budget.sh; }

# --- Counting ---------------------------------------------------------------------------------------------------------

# sum PATTERN FILE: the sum of the numbers that the pattern's first group finds.
sum() { sed -nE "s/.*$1.*/\1/p" "$2" 2>/dev/null | awk '{ n += $1 } END { print n + 0 }'; }

# The number of tests that could not run here: they print "SKIPPED: reason" and end.
count_skipped() {
  awk '/<testcase/ { counted = 0 } /SKIPPED: / && !counted { counted = 1; n++ } END { print n + 0 }' "$1"
}
# From nextest's own JUnit file.
count_junit() {
  local file=$1 head
  if ! [ -f "$file" ]; then
    bad=1 note='left no report'
    return
  fi
  head="$logs/junit-head"
  grep -m1 '<testsuites' "$file" >"$head" || true
  bad=$((bad + $(sum 'failures="([0-9]+)"' "$head") + $(sum 'errors="([0-9]+)"' "$head")))
  skip=$((skip + $(count_skipped "$file")))
  good=$((good + $(sum 'tests="([0-9]+)"' "$head") - bad - skip))
}
# From libtest's own summary, as `cargo test` and wasm-bindgen's runner print it.
count_libtest() {
  good=$((good + $(sum 'test result: .* ([0-9]+) passed;' "$1")))
  bad=$((bad + $(sum 'test result: .* ([0-9]+) failed;' "$1")))
  skip=$((skip + $(sum 'test result: .* ([0-9]+) ignored;' "$1")))
}

run_suite() {
  local name=$1 log="$logs/$1.log" began=$SECONDS code=0 good=0 bad=0 skip=0 note=''
  printf '\n=== %s\n' "$name"
  "suite_$name" 2>&1 | tee "$log" || code=${PIPESTATUS[0]}
  case "$name" in
    native)
      count_junit "$reports/default/junit.xml"
      count_libtest "$log"
      ;;
    e2e) count_junit "$reports/e2e/junit.xml" ;;
    wasm) count_libtest "$log" ;;
    *) [ "$code" -ne 0 ] || good=1 ;;
  esac
  # A suite that ended badly without a failing test did not get as far as its tests; one without any test proves nothing.
  if [ $bad -eq 0 ] && [ "$code" -ne 0 ]; then
    bad=1
    case "$name" in native | wasm | e2e) note='did not finish' ;; esac
  elif [ $((good + bad)) -eq 0 ]; then
    bad=1 note='ran no test'
  fi
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skip))
  table+="$(printf '  %-12s %5d passed %4d failed %4d skipped %6d s  %s' \
    "$name" $good $bad $skip $((SECONDS - began)) "$note")"$'\n'
}

for suite in "${suites[@]}"; do
  case " ${all[*]} " in *" $suite "*) ;; *) give_up "There is no suite $suite. There are: ${all[*]}" ;; esac
done

say "Set-up"
scripts/setup.sh test
for suite in "${suites[@]}"; do run_suite "$suite"; done

printf '\n%s\n' "$table"
printf '%d passed, %d failed, %d skipped\n' $passed $failed $skipped
[ $failed -eq 0 ]

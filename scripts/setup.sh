#!/usr/bin/env bash
# Installs what is missing, and only that: `setup.sh run`, `setup.sh test` or `setup.sh bench`.
#
# The second time it takes a second. It asks for root rights only when a system package is missing.

source "$(dirname "$0")/environment.sh"

purpose="${1:-run}"
case "$purpose" in run | test | bench) ;; *) give_up "usage: scripts/setup.sh [run|test|bench]" ;; esac

step() { printf '  %-44s %s\n' "$1" "$2"; }

# --- 1. System packages -----------------------------------------------------------------------------------------------

missing=()
# needs COMMAND PACKAGE...: a command that is there is taken, wherever it came from.
needs() {
  local command=$1
  shift
  has "$command" || missing+=("$@")
}
# needs_package PACKAGE: a package without a command. Only checked on Debian.
needs_package() { dpkg -s "$1" >/dev/null 2>&1 || missing+=("$1"); }

nginx_was_there=no
if has nginx; then nginx_was_there=yes; fi

needs cc build-essential
needs nginx nginx
needs brotli brotli
needs gzip gzip
needs npm nodejs npm
if [ "$purpose" != run ]; then
  needs chromium chromium
  needs chromedriver chromium-driver
fi
if [ "$purpose" = test ]; then
  needs firefox-esr firefox-esr
  needs WebKitWebDriver webkit2gtk-driver
  needs Xvfb xvfb
  # The page is read in a text browser, too.
  needs w3m w3m
fi
if [ "$purpose" = bench ]; then
  needs wrk wrk
  needs curl curl
fi
if has dpkg; then
  needs_package libnginx-mod-http-brotli-static
  needs_package libnginx-mod-http-js
  # The recorder verifies certificates with the library that nginx uses.
  needs_package libssl-dev
  needs_package pkg-config
  # Without any font, headless Chromium draws no words, and accessibility is judged on empty boxes.
  if [ "$purpose" != run ]; then
    needs_package fonts-dejavu-core
    needs_package fonts-inter
    # Chinese and Japanese words have widths, too.
    needs_package fonts-droid-fallback
  fi
fi

if [ ${#missing[@]} -eq 0 ]; then
  step "system packages" "there"
elif ! has apt-get; then
  give_up "This system has no apt-get. Please install these by its own means, then run this again:" \
    "  ${missing[*]}" \
    "(the names are Debian's; nginx with its modules for scripts and brotli, brotli, node with npm, and for tests chromium with its chromedriver," \
    "firefox-esr, webkit2gtk-driver, xvfb, w3m)"
else
  root=()
  if [ "$(id -u)" -ne 0 ]; then
    if has sudo; then
      root=(sudo)
      # sudo prompts for the password here: logged steps run in the background, where nothing can be typed.
      sudo -v
    else
      give_up "Installing needs root rights, and there is no sudo. Run this as root, then start again:" \
        "  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    fi
  fi
  install_packages() {
    ${root[@]+"${root[@]}"} apt-get update -qq &&
      ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}"
  }
  logged apt "system packages: ${missing[*]}" install_packages
  if [ $nginx_was_there = no ] && has systemctl && systemctl is-active --quiet nginx 2>/dev/null; then
    say "        Debian started an nginx of its own on port 80. Allclear does not use it; to stop it:"
    say "        sudo systemctl disable --now nginx"
  fi
fi

# --- 2. Rust ----------------------------------------------------------------------------------------------------------

has cargo || give_up "Rust is missing. Install it from https://rustup.rs, then run this again."
wanted="$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)"
found="$(rustc --version | cut -d' ' -f2)"
if [ "$(printf '%s\n%s\n' "$wanted" "$found" | sort -V | head -1)" != "$wanted" ]; then
  give_up "Rust $wanted or newer is needed, and this is $found. Update it with: rustup update stable"
fi
if [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown/lib" ]; then
  step "rust for the browser" "there"
elif has rustup; then
  logged rustup "rust for the browser" rustup target add wasm32-unknown-unknown
else
  give_up "This Rust cannot build for browsers: the target wasm32-unknown-unknown is missing." \
    "Install Rust from https://rustup.rs, or the target by your system's own means (Debian: libstd-rust-dev-wasm32)."
fi
if [ "$purpose" != run ] && ! { cargo fmt --version && cargo clippy --version; } >/dev/null 2>&1; then
  has rustup || give_up "cargo fmt and cargo clippy are missing. Install the packages rustfmt and rust-clippy."
  rustup --quiet component add rustfmt clippy
fi

# --- 3. npm packages: wasm-opt and axe-core ---------------------------------------------------------------------------

mkdir -p "$stamps"
lock="$(cat package.json package-lock.json | checksum)"
if [ -d node_modules ] && [ "$(cat node_modules/.allclear 2>/dev/null)" = "$lock" ]; then
  step "npm packages" "there"
else
  logged npm "npm packages" npm ci --no-fund --no-audit --loglevel=error
  printf '%s' "$lock" >node_modules/.allclear
fi

# --- 4. and 5. Tools written in Rust ----------------------------------------------------------------------------------

# compile NAME MINUTES CRATE OPTIONS...: in a light profile, a third of the time to compile, and the tools run as fast as we need them.
compile() {
  local name=$1 minutes=$2
  shift 2
  logged "$name" "$name, once, about $minutes minutes" cargo_install "$@"
  rm -rf "$cache/build"
}
cargo_install() {
  env -u CARGO_TARGET_DIR -u RUSTFLAGS \
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_DEBUG=0 \
    cargo install --force --root "$tools" --target-dir "$cache/build" "$@"
}
version_of() { "$1" --version 2>/dev/null | head -1 | awk '{ print $2 }'; }

if [ "$(version_of trunk)" = "$trunk_version" ]; then
  step "trunk $trunk_version" "there"
else
  compile trunk 4 "trunk@$trunk_version" --locked --no-default-features
fi

# Without --locked, because its lock file names a crate that was withdrawn.
if [ "$(version_of wasm-bindgen)" = "$wasm_bindgen_version" ] &&
  [ "$(version_of wasm-bindgen-test-runner)" = "$wasm_bindgen_version" ]; then
  step "wasm-bindgen $wasm_bindgen_version" "there"
else
  compile wasm-bindgen 2 "wasm-bindgen-cli@$wasm_bindgen_version" --no-default-features
fi

if [ "$purpose" = test ] && ! cargo nextest --version >/dev/null 2>&1; then
  compile nextest 4 cargo-nextest --locked
fi

if [ "$purpose" = test ] && ! has geckodriver; then
  compile geckodriver 1 "geckodriver@$geckodriver_version" --locked
fi

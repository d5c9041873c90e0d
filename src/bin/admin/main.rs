//! The operator's page. It has no `main` of Rust's own, as the public page.

#![cfg_attr(target_arch = "wasm32", no_main)]

/// The page starts when its wasm is there.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen(start))]
pub fn main() {
    allclear::browser::run_admin();
}

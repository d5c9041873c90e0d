//! The public page.
//!
//! Without Rust's own `main`, whose start and end of a process (arguments, threads, standard output and its errors) a page has
//! no use for: 2 KB.

#![cfg_attr(target_arch = "wasm32", no_main)]

/// A visitor's page holds little, and every byte of code is in the way of the first verdict: this allocator is a third as large as that
/// of the standard library.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// The page starts when its wasm is there.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen(start))]
pub fn main() {
    allclear::browser::run();
}

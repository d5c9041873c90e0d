//! The operators' page. Like the public page, it has no `main` of Rust's own.

#![cfg_attr(target_arch = "wasm32", no_main)]

/// The same allocator as on the public page. Metrics are few large blocks, which any allocator finds quickly.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// The page starts when its wasm is there.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen(start))]
pub fn main() {
    allclear::browser::run_admin();
}

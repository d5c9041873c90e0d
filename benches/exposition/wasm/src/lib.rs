//! The functions that the benchmark calls: a target's first scrape, and the scrapes that follow, with all their work.

use allclear::config::private::Target;
use allclear::decode::Answer;
use allclear::scrape;
use metrics_engine::scrape::Scrape;
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use wasm_bindgen::prelude::wasm_bindgen;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// A target with its store.
#[wasm_bindgen]
pub struct Bench {
    target: Target,
    answer: Answer,
    store: Store,
    scrape: Scrape,
    now: i64,
}

#[wasm_bindgen]
impl Bench {
    /// Takes the page into wasm memory.
    #[wasm_bindgen(constructor)]
    pub fn new(body: Vec<u8>) -> Self {
        let target = Target::new("bench", "bench", "bench:80");
        let mut store = Store::default();
        let scrape = Scrape::new(&scrape::target(&target), &mut store);
        let answer = Answer { code: 200, headers: Vec::new(), body };
        Self { target, answer, store, scrape, now: 1_700_000_000_000 }
    }

    /// Forgets all that was scraped.
    pub fn forget(&mut self) {
        self.store = Store::default();
        self.scrape = Scrape::new(&scrape::target(&self.target), &mut self.store);
    }

    /// One scrape: labels decoded and interned where they are new, samples appended. Returns how many were kept.
    pub fn scrape(&mut self) -> usize {
        self.now += 15_000;
        self.scrape
            .take(
                &mut self.store,
                Timestamp(self.now),
                Duration(5),
                scrape::response(Ok(&self.answer)),
            )
            .kept
    }

    /// How many allocations one scrape makes.
    pub fn allocations(&mut self) -> usize {
        let region = Region::new(ALLOCATOR);
        self.scrape();
        let change = region.change();
        change.allocations + change.reallocations
    }
}

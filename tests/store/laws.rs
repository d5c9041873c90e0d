//! A store equals a naive one under any operations.

use crate::naive::{GROUPS, Naive, apply, contents, contents_naive, newest, newest_naive, run};
use metrics_engine::series::TimeRange;
use metrics_engine::store::Store;
use metrics_engine::time::Timestamp;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_store_is_what_a_naive_one_is(
        runs in prop::collection::vec(run(), 1..12),
        after in -1000..6_000_000_i64,
        length in 0..6_000_000_i64,
    ) {
        let (mut store, mut naive, mut clock) = (Store::default(), Naive::default(), [0; GROUPS]);
        for run in &runs {
            apply(run, &mut clock, &mut store, &mut naive);
        }
        prop_assert_eq!(contents(&store, TimeRange::ALL), contents_naive(&naive, TimeRange::ALL));
        let range = TimeRange { after: Timestamp(after), until: Timestamp(after + length) };
        prop_assert_eq!(contents(&store, range), contents_naive(&naive, range));
        prop_assert_eq!(newest(&store), newest_naive(&naive));
    }

    #[test]
    fn a_store_counts_what_it_holds(runs in prop::collection::vec(run(), 1..12)) {
        let (mut store, mut naive, mut clock) = (Store::default(), Naive::default(), [0; GROUPS]);
        for run in &runs {
            apply(run, &mut clock, &mut store, &mut naive);
        }
        let usage = store.usage();
        let entries = || store.select(&[]).into_iter().flat_map(|id| store.entries(id, TimeRange::ALL).collect::<Vec<_>>());
        prop_assert_eq!(usage.samples, entries().count());
        // A row without entries still has an instant.
        prop_assert!(usage.oldest <= entries().map(|entry| entry.at).min() || entries().count() == 0);
        prop_assert!(usage.newest >= entries().map(|entry| entry.at).max());
    }
}

//! Any bytes as a page of metrics: nothing panics, and what was read is read back from what is printed.

#![no_main]

use metrics_engine::exposition::page::Page;
use metrics_engine::exposition::{Format, validate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Text, Format::OpenMetrics] {
        let once = Page::read(bytes, format, false);
        let text = once.to_string();
        let twice = Page::read(text.as_bytes(), format, true);
        assert_eq!(twice.problems, [], "{text}");
        assert_eq!(twice.sample_count(), once.sample_count(), "{text}");
    }
    let _ = validate::validate(bytes);
});

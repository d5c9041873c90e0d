//! What operators find when they log in: the series and alerts of the time before.

use crate::world::{Place, Services, until};
use allclear::series::TimeRange;
use allclear::store::snapshot::unpack;
use allclear::store::{Limits, Store};
use allclear::time::Timestamp;
use std::fs;

/// How far the series with these words among its labels goes back and forth, in the file that is laid out.
fn span(place: &Place, words: &[&str]) -> Option<(Timestamp, Timestamp)> {
    let records = unpack(&fs::read(place.path("record/admin/series")).ok()?)?;
    let records: Vec<_> = records.into_iter().filter(|record| record.key.contains('/')).collect();
    let (store, damaged) = Store::restore(Limits::default(), &records).unwrap();
    assert_eq!(damaged, []);
    let found = store.select(&[]).into_iter().find(|id| {
        let labels: Vec<(&str, &str)> = store.labels(*id).unwrap().iter().collect();
        words.iter().all(|word| labels.iter().any(|(_, value)| value == word))
    });
    let all = TimeRange { after: Timestamp(0), until: Timestamp(i64::MAX) };
    let at: Vec<_> = store.entries(found?, all).map(|entry| entry.at).collect();
    Some((*at.first()?, *at.last()?))
}

#[test]
fn series_are_laid_out_and_survive_a_kill() {
    let services = Services::start();
    let port = services.port;
    let document = format!(
        "site: {{name: Test}}
admin: {{login: basic}}
defaults: {{interval: 1s, timeout: 1s}}
systems:
  - {{name: Chat, preset: text, url: 'http://127.0.0.1:{port}/0', metrics: [{{url: 'http://127.0.0.1:{port}/100', interval: 1s, timeout: 1s}}]}}
  - {{name: Quarrelsome payroll, visibility: private, preset: text, url: 'http://127.0.0.1:{port}/2'}}
"
    );
    let place = Place::new(&document);
    let recorder = place.start();
    until("metrics and the health of a private system are laid out", || {
        span(&place, &["load"]).is_some()
            && span(&place, &["health_status", "quarrelsome-payroll"]).is_some()
    });
    let (first, _) = span(&place, &["load"]).unwrap();
    recorder.kill();
    let restarted = crate::world::now();
    let recorder = place.start();
    until("it goes on", || span(&place, &["load"]).is_some_and(|(_, last)| last > restarted));
    assert_eq!(span(&place, &["load"]).unwrap().0, first, "what was before is still there");
    assert!(recorder.stop());
    // Of the private system, nothing is outside.
    let status = String::from_utf8(place.published("status.json")).unwrap();
    assert!(!status.contains("quarrelsome"), "{status}");
}

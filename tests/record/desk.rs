//! What operators find when they log in: the series and alerts of the time before.

use crate::world::{Place, Services, now, until};
use allclear::history::State;
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

#[test]
fn no_system_is_asked_twice() {
    let services = Services::start();
    let document = format!("{}admin: {{login: basic}}\n", services.document(3));
    let place = Place::new(&document);
    let recorder = place.start();
    until("the desk has heard of them", || {
        (0..3).all(|system| span(&place, &["health_status", &format!("s{system}")]).is_some())
    });
    let since = now();
    until("eight seconds have passed", || now().since(since).0 >= 8000);
    for system in 0..3 {
        // Each second, give or take a tenth.
        let asked = services.asked(system, since).len();
        assert!((5..=10).contains(&asked), "s{system} was asked {asked} times in eight seconds");
        let (_, last) = span(&place, &["health_status", &format!("s{system}")]).unwrap();
        assert!(now().since(last).0 < 4000, "the desk knows nothing new of s{system}");
    }
    // What fails is heard of, too.
    services.set_down(1, true);
    until("the desk has heard that it fails", || {
        span(&place, &["health_consecutive_failures", "s1"]).is_some_and(|(_, last)| last > since)
    });
    assert!(recorder.stop());
}

#[test]
fn a_page_of_metrics_fills_the_gap_of_a_restart() {
    let services = Services::start();
    let port = services.port;
    let system = |name: &str, check: usize, metrics: usize| {
        format!(
            "  - {{name: {name}, preset: text, url: 'http://127.0.0.1:{port}/{check}', metrics: [{{url: 'http://127.0.0.1:{port}/{metrics}', interval: 1s, timeout: 1s}}]}}\n"
        )
    };
    let document = format!(
        "site: {{name: Test}}\nadmin: {{login: basic}}\ndefaults: {{interval: 1s, timeout: 1s}}\nsystems:\n{}{}",
        system("Tells", 0, 200),
        system("Silent", 1, 100),
    );
    let place = Place::new(&document);
    let gaps = |id: &str| {
        let archive = place.archive();
        let runs = archive.of(id).unwrap().timeline.runs().map(|run| run.state);
        // Before its first look, it was not observed either.
        let runs = runs.skip_while(|state| *state == State::Unobserved);
        runs.filter(|state| *state == State::Unobserved).count()
    };
    let is_seen = |since| {
        let archive = place.archive();
        let is_seen = |id| {
            let mut runs = archive.of(id).into_iter().flat_map(|record| record.timeline.runs());
            runs.any(|run| run.state == State::Operational && run.until > since)
        };
        is_seen("tells") && is_seen("silent")
    };
    let begun = now();
    let recorder = place.start();
    until("both are watched", || place.past().exists() && is_seen(begun));
    recorder.kill();
    let killed = now();
    until("a second has passed", || now().since(killed).0 > 1000);
    let restarted = now();
    let recorder = place.start();
    until("both are watched again", || is_seen(restarted));
    until("the gap is filled", || gaps("tells") == 0);
    assert!(recorder.stop());
    assert_eq!((gaps("tells"), gaps("silent")), (0, 1), "what nobody vouches for stays a gap");
}

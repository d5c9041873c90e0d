//! The data that operators find when they sign in: the series and alerts of the time before.

use crate::world::{Place, Services, now, until};
use allclear::history::State;
use metrics_engine::labels::Matcher;
use metrics_engine::series::TimeRange;
use metrics_engine::store::snapshot::{Replay, listed};
use metrics_engine::store::{Limits, Store};
use metrics_engine::time::Timestamp;
use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

/// Returns what an operators' page reads of the published segments; `None` if one is gone before it is read.
fn store(place: &Place) -> Option<Store> {
    let folder = place.path("record/admin/store");
    let mut replay = Replay::default();
    for number in listed(&fs::read(folder.join("index")).ok()?)? {
        replay.read(&fs::read(folder.join(number.to_string())).ok()?);
    }
    let records = replay.finish().into_iter();
    let records: Vec<_> = records.filter(|record| record.key.contains('/')).collect();
    let (store, damaged) = Store::restore(Limits::default(), &records).unwrap();
    assert_eq!(damaged, []);
    Some(store)
}

/// The first and last instant of the series with these words among its labels, in the published file.
fn span(place: &Place, words: &[&str]) -> Option<(Timestamp, Timestamp)> {
    let store = store(place)?;
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
    // Nothing of the private system is public.
    let status = String::from_utf8(place.published("status.json")).unwrap();
    assert!(!status.contains("quarrelsome"), "{status}");
}

#[test]
fn no_system_is_checked_twice() {
    let services = Services::start();
    let document = format!("{}admin: {{login: basic}}\n", services.document(3));
    let place = Place::new(&document);
    let recorder = place.start();
    until("the console knows of them", || {
        (0..3).all(|system| span(&place, &["health_status", &format!("s{system}")]).is_some())
    });
    let since = now();
    until("eight seconds have passed", || now().since(since).0 >= 8000);
    for system in 0..3 {
        // Each second, give or take a tenth.
        let checks = services.checks(system, since).len();
        assert!(
            (5..=10).contains(&checks),
            "s{system} received {checks} requests in eight seconds"
        );
        let (_, last) = span(&place, &["health_status", &format!("s{system}")]).unwrap();
        assert!(now().since(last).0 < 4000, "the console knows nothing new of s{system}");
    }
    // A failure is sent on, too.
    services.set_down(1, true);
    until("the console knows that it fails", || {
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
        system("Reports", 0, 200),
        system("Silent", 1, 100),
    );
    let place = Place::new(&document);
    let gaps = |id: &str| {
        let archive = place.archive();
        let runs = archive.of(id).unwrap().timeline.runs().map(|run| run.state);
        // Before its first check, it was not observed either.
        let runs = runs.skip_while(|state| *state == State::Unobserved);
        runs.filter(|state| *state == State::Unobserved).count()
    };
    let is_seen = |since| {
        let archive = place.archive();
        let is_seen = |id| {
            let mut runs = archive.of(id).into_iter().flat_map(|record| record.timeline.runs());
            runs.any(|run| run.state == State::Operational && run.until > since)
        };
        is_seen("reports") && is_seen("silent")
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
    until("the gap is filled", || gaps("reports") == 0);
    assert!(recorder.stop());
    assert_eq!((gaps("reports"), gaps("silent")), (0, 1), "an unobserved time stays a gap");
}

/// A system with a page of metrics, scraped each second, with operators.
fn with_metrics(services: &Services) -> Place {
    let port = services.port;
    Place::new(&format!(
        "site: {{name: Test}}\nadmin: {{login: basic}}\ndefaults: {{interval: 1s, timeout: 1s}}\nsystems:\n  - {{name: Chat, preset: text, url: 'http://127.0.0.1:{port}/0', metrics: [{{url: 'http://127.0.0.1:{port}/100', interval: 1s, timeout: 1s}}]}}\n"
    ))
}

/// The instants of `load`, as far as they are published.
fn instants(place: &Place) -> Vec<Timestamp> {
    let Some(store) = store(place) else { return Vec::new() };
    let all = TimeRange { after: Timestamp(0), until: Timestamp(i64::MAX) };
    let load = store.select(&[Matcher::equal("__name__", "load")]);
    load.first().into_iter().flat_map(|id| store.entries(*id, all)).map(|entry| entry.at).collect()
}

#[test]
fn a_reload_and_a_stop_cost_no_series() {
    let services = Services::start();
    let place = with_metrics(&services);
    let arguments = place.arguments();
    // Saves are a minute apart, as usual.
    let usual = arguments.iter().take_while(|word| *word != "--pause");
    let recorder = place.start_command(Command::new(env!("CARGO_BIN_EXE_allclear")).args(usual));
    let checks = || services.checks(100, Timestamp(0));
    until("some pages are read", || checks().len() > 4);
    let before = instants(&place);
    let count = checks().len();
    recorder.signal("HUP");
    until("it goes on after the reload", || checks().len() > count + 3);
    let after = instants(&place);
    assert!(after.len() >= count - 1 && after.len() > before.len(), "{} of {count}", after.len());
    let count = checks().len();
    assert!(recorder.stop());
    let after = instants(&place);
    assert!(after.len() >= count - 1, "{} of {count} are there after it was stopped", after.len());
    // No instant is written twice, and the gap is one of a second or two.
    assert!(after.windows(2).all(|two| two[0] < two[1] && two[1].since(two[0]).0 < 5000));
}

#[test]
fn a_segment_that_is_cut_off_or_no_file_costs_only_itself() {
    let services = Services::start();
    let place = with_metrics(&services);
    let recorder = place.start();
    until("some pages are laid out", || instants(&place).len() > 3);
    recorder.kill();
    let before = instants(&place);
    let folder = place.path("record/admin/store");
    let mut numbers = listed(&fs::read(folder.join("index")).unwrap()).unwrap();
    let last = numbers.pop().unwrap();
    let mut bytes = fs::read(folder.join(last.to_string())).unwrap();
    bytes.extend_from_slice(&bytes.clone()[18..60]);
    fs::write(folder.join(last.to_string()), bytes).unwrap();
    symlink("/dev/zero", folder.join((last + 1).to_string())).unwrap();
    fs::create_dir(folder.join((last + 2).to_string())).unwrap();
    let mut recorder = place.start();
    until("it goes on", || {
        assert!(recorder.is_running(), "{}", place.words());
        instants(&place).len() > before.len() + 2
    });
    assert!(instants(&place).starts_with(&before), "what was before is still there");
    assert!(recorder.peak_memory() < 150_000_000);
    assert!(recorder.stop());
}

#[test]
fn the_one_file_of_an_older_recorder_is_taken_over() {
    let services = Services::start();
    let place = with_metrics(&services);
    let recorder = place.start();
    until("some pages are laid out", || instants(&place).len() > 3);
    recorder.kill();
    let before = instants(&place);
    // As an earlier version published it: all records in one file, each part with its length in front.
    let folder = place.path("record/admin/store");
    let mut replay = Replay::default();
    for number in listed(&fs::read(folder.join("index")).unwrap()).unwrap() {
        replay.read(&fs::read(folder.join(number.to_string())).unwrap());
    }
    let mut packed = b"allclear-series 1\n".to_vec();
    for record in replay.finish() {
        for part in [record.key.as_bytes(), &record.bytes] {
            packed.extend(u32::try_from(part.len()).unwrap().to_le_bytes());
            packed.extend(part);
        }
    }
    fs::remove_dir_all(&folder).unwrap();
    let old = place.path("record/admin/series");
    fs::write(&old, packed).unwrap();
    let recorder = place.start();
    until("it goes on", || instants(&place).len() > before.len() + 1);
    assert!(instants(&place).starts_with(&before));
    assert!(!old.exists());
    assert!(recorder.stop());
}

#[test]
fn a_disk_without_room_costs_no_series_once_there_is_room_again() {
    let services = Services::start();
    let place = with_metrics(&services);
    let mut command = Command::new("bash");
    command.args([
        "-c",
        "trap '' XFSZ; ulimit -S -f 1; exec \"$0\" \"$@\"",
        env!("CARGO_BIN_EXE_allclear"),
    ]);
    let mut recorder = place.start_command(command.args(place.arguments()));
    until("it is reported", || place.words().contains("cannot be written"));
    until("some pages are read", || services.checks(100, Timestamp(0)).len() > 5);
    assert!(recorder.is_running());
    recorder.lift_limit_of_files();
    until("everything is laid out", || {
        let checks = services.checks(100, Timestamp(0));
        instants(&place).first().is_some_and(|first| first.0 <= checks[2]) && checks.len() > 8
    });
    let files = fs::read_dir(place.path("record/admin/store")).unwrap().count();
    assert!(files < 6, "{files} files are left of the attempts");
    assert!(recorder.stop());
}

//! Nothing private in any public byte: no private system, no address, no words of an answer.

use crate::world::{Place, Services, until};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn no_private_name_and_no_address_is_in_a_public_file() {
    let services = Services::start();
    let port = services.port;
    let document = format!(
        "site: {{name: Test, url: 'https://status.example.org'}}
defaults: {{interval: 1s, timeout: 1s}}
systems:
  - {{name: Chat, preset: text, url: 'http://127.0.0.1:{port}/0'}}
  - {{name: Shop, visibility: verdict, preset: text, url: 'http://localhost:{port}/1'}}
  - {{name: Dead, preset: text, url: 'http://127.0.0.1:1/unlikely'}}
  - {{name: Nowhere, visibility: verdict, preset: text, url: 'http://db.internal.invalid/'}}
  - {{name: Quarrelsome payroll, visibility: private, preset: text, url: 'http://127.0.0.1:{port}/2'}}
"
    );
    services.set_down(1, true);
    let place = Place::new(&document);
    // What `render` wrote, as far as the first state needs it.
    let page = "<!doctype html><html lang=en><title>Test</title><link><div id=app></div>";
    fs::write(place.path("index.html"), page).unwrap();
    let recorder = place.start();
    let status = || fs::read_to_string(place.path("record/status.json")).unwrap_or_default();
    until("outages are confirmed", || status().matches(r#""status":"major""#).count() >= 2);
    until("the past is published", || {
        let history = fs::read_to_string(place.path("record/history.json")).unwrap_or_default();
        history.contains("\"major\",\"refused\"") && history.contains("\"major\",\"error\"")
    });
    let mut pages = Vec::new();
    until("the page says so in each language", || {
        pages.clear();
        if place.path("page").is_dir() {
            each_file(&place.path("page"), &mut |path, bytes| {
                pages.push((path.to_owned(), bytes.to_vec()));
            });
        }
        let is_whole = |(path, bytes): &(PathBuf, Vec<u8>)| {
            let text = String::from_utf8_lossy(bytes);
            path.extension().is_some_and(|kind| kind == "html")
                && text.matches("data-status=\"major\" class=\"system\"").count() >= 2
        };
        pages.iter().filter(|page| is_whole(page)).count() == 6
    });
    assert!(recorder.stop());
    // What it said is not known from then on.
    each_file(&place.path("page"), &mut |path, _| panic!("{} is still there", path.display()));

    let mut seen = Vec::new();
    let mut check = |path: &Path, bytes: &[u8]| {
        // The folder of the past is not public: no location names it.
        if path.starts_with(place.past()) {
            return;
        }
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        let name = path.strip_prefix(place.path("")).unwrap().display().to_string();
        let name = name.strip_prefix("record/").unwrap_or(&name).to_owned();
        for secret in [
            "quarrelsome",
            "payroll",
            "internal",
            "localhost",
            "unlikely",
            "db.",
            &port.to_string(),
        ] {
            assert!(!text.contains(secret), "{name} contains {secret}: {text}");
        }
        assert!(!text.contains("127.0.0.1"), "{name}: {text}");
        seen.push(name);
    };
    each_file(&place.path("record"), &mut check);
    // The compressed copies are the same text, in which any three bytes may stand by chance.
    let is_text = |path: &Path| path.extension().is_some_and(|kind| kind == "html");
    for (path, bytes) in pages.iter().filter(|(path, _)| is_text(path)) {
        check(path, bytes);
    }
    for name in [
        "status.json",
        "history.json",
        "incidents.json",
        "history/chat.json",
        "feed.atom",
        "api/v2/summary.json",
    ] {
        assert!(seen.iter().any(|other| other == name), "{name} is not there: {seen:?}");
    }
    assert!(
        !seen.iter().any(|name| name == "history/shop.json"),
        "of a verdict, the state alone is public"
    );
    // It was not even checked.
    assert!(services.checks(2, metrics_engine::time::Timestamp(0)).is_empty());
}

fn each_file(folder: &Path, see: &mut impl FnMut(&Path, &[u8])) {
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            each_file(&path, see);
        } else if let Ok(content) = fs::read(&path) {
            // A temporary file may have been renamed since: it is read by its final name.
            see(&path, &content);
        }
    }
}

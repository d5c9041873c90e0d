use super::*;
use crate::record;
use allclear::history::Cause;
use allclear::history::document::{PageVerdict, Verdict};
use allclear::status::Status;
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

/// `2026-11-20T12:00:00Z`
const NOON: Timestamp = Timestamp(1_795_176_000_000);

/// The page as `allclear render` writes it, as far as it matters here.
const PAGE: &str = "<!doctype html><html lang=en data-languages=\"en de\"><head><meta charset=utf-8>\
    <meta content=\"Not known\" name=description><title>Looking: Site</title><link rel=icon href=/favicon/checking.svg>\
    <style>a{}</style><script src=/boot.js></script></head><body><svg></svg><div id=app><div><p>Nothing is known yet.</p>\
    <div></div></div></div><template></template></body></html>";

const HOSTILE: &str = "<script>\"&'</script>";

/// A folder with a document, a page, and a writer of what follows from them.
struct World {
    folder: TempDir,
    writer: FirstStateWriter,
    verdicts: Verdicts,
}

impl World {
    fn new(systems: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("allclear.yaml");
        let head = "site: {name: Site, url: 'https://status.example.org'}\ndefaults: {interval: 15s}\nsystems:\n";
        fs::write(&document, format!("{head}{systems}")).unwrap();
        fs::write(folder.path().join("index.html"), PAGE).unwrap();
        let deployment = record::read(&document).unwrap().unwrap();
        let pages = folder.path().join("page");
        let report = WriteReport::default();
        let writer = FirstStateWriter::new(folder.path(), pages, &deployment, report, NOON);
        let verdicts = Verdicts {
            interval: Duration::from_secs(15),
            page: Some(PageVerdict { status: Status::Operational, reports: 0 }),
            ..Verdicts::default()
        };
        Self { folder, writer, verdicts }
    }

    /// Writes that these systems are so, since five minutes before noon.
    fn write(&mut self, systems: &[(&str, Status)], at: Timestamp) {
        let since = NOON - Duration::from_secs(300);
        let verdict = |(id, status): &(&str, Status)| {
            let cause = status.is_problem().then_some(Cause::Refused);
            ((*id).to_owned(), Verdict { status: *status, since, measured: at, cause })
        };
        self.verdicts.at = at;
        self.verdicts.systems = systems.iter().map(verdict).collect();
        let worst = systems.iter().map(|(_, status)| *status);
        let status = worst.fold(Status::Operational, Status::worse);
        self.verdicts.page = Some(PageVerdict { status, reports: 0 });
        let history = History { from: NOON, until: at, ..History::default() };
        let log = IncidentLog::default();
        self.writer.write(&self.verdicts, &log, || history, at);
    }

    /// All that is written, by name.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        for edition in fs::read_dir(self.folder.path().join("page")).into_iter().flatten() {
            for file in fs::read_dir(edition.unwrap().path()).unwrap() {
                let path = file.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                files.insert(name, fs::read(path).unwrap());
            }
        }
        files
    }

    fn page(&self, language: &str) -> String {
        let name = recorded_page(language);
        self.files().get(&name).map(|page| String::from_utf8(page.clone()).unwrap()).unwrap()
    }
}

fn system(name: &str, more: &str) -> String {
    format!("  - {{name: '{name}', preset: text, url: 'http://127.0.0.1:1/unlikely'{more}}}\n")
}

#[test]
fn shows_the_state_in_every_language_with_absolute_times() {
    let mut world = World::new(&(system("Chat", "") + &system("Mail", ", visibility: verdict")));
    world.write(&[("chat", Status::MajorOutage), ("mail", Status::Operational)], NOON);
    assert_eq!(world.files().len(), LANGUAGES.len() * 3, "each page, and two copies of it");
    let english = world.page("en");
    for text in [
        "<title>Partial outage: Site</title>",
        "<meta property=\"og:title\" content=\"Partial outage: Site\">",
        "<meta property=\"og:url\" content=\"https://status.example.org\">",
        "data-recorded-at=\"1795176000000\"",
        "data-stale-after=\"60000\"",
        "data-stale-sentence=\"Last recorded at 12:00:00 (UTC). ",
        "<noscript><meta http-equiv=\"refresh\" content=\"60\"></noscript>",
        "href=/favicon/partial.svg",
        "Chat refuses connections",
        "since 11:55",
        "as of 12:00:00",
        "As of 12:00:00 (UTC). Updated at least every 30\u{a0}s; this copy does not refresh itself.",
        "<style>a{}</style>",
        "</div><template>",
    ] {
        assert!(english.contains(text), "{text}: {english}");
    }
    for text in [
        "\u{a0}s ago",
        "\u{a0}min ago",
        "Your browser is checking",
        "Not known",
        "Checking status:",
        "style=\"",
        "<script>",
    ] {
        assert!(!english.contains(text), "{text}: {english}");
    }
    for language in LANGUAGES {
        let page = world.page(language);
        assert!(page.contains(&format!(" lang=\"{language}\"")), "{language}");
        assert!(!page.contains("lang=en"), "{language}");
        assert_eq!(page.matches("<title>").count(), 1, "{language}");
        assert_eq!(page.matches("<meta name=\"description\"").count(), 1, "{language}");
        assert!(!page.contains("Not known"), "{language}");
        let is_english = page.contains("does not refresh itself");
        assert_eq!(is_english, language == "en", "{language}");
    }
}

#[test]
fn writes_again_what_is_news_and_what_would_become_too_old() {
    let mut world = World::new(&system("Chat", ""));
    let well = [("chat", Status::Operational)];
    let at = |seconds| NOON + Duration::from_secs(seconds);
    let recorded_at = |world: &World| {
        let page = world.page("en");
        let (_, rest) = page.split_once("data-recorded-at=\"").unwrap();
        Timestamp(rest.split_once('"').unwrap().0.parse().unwrap())
    };
    world.write(&well, at(0));
    world.write(&well, at(15));
    assert_eq!(recorded_at(&world), at(0), "nothing but the time is new");
    world.write(&well, at(30));
    assert_eq!(recorded_at(&world), at(30), "the next one would be too late");
    let down = [("chat", Status::MajorOutage)];
    world.write(&down, at(32));
    assert_eq!(recorded_at(&world), at(32));
    // Within one second, two files have the same modification time.
    world.write(&well, Timestamp(at(32).0 + 500));
    assert_eq!(recorded_at(&world), at(32));
    world.write(&well, at(34));
    assert_eq!(recorded_at(&world), at(34));
    // A clock that was set back.
    world.write(&down, at(-100));
    assert_eq!(recorded_at(&world), at(-100));
    // The page was rendered anew.
    let page = PAGE.replace("a{}", "b{}");
    fs::write(world.folder.path().join("index.html"), page).unwrap();
    world.write(&down, at(-90));
    assert_eq!(recorded_at(&world), at(-90));
    assert!(world.page("de").contains("<style>b{}"));
    let editions = fs::read_dir(world.folder.path().join("page")).unwrap();
    assert_eq!(editions.count(), 1, "the pages of the edition before are not renewed");
}

#[test]
fn leaves_nothing_behind_when_it_ends_or_cannot_write() {
    let mut world = World::new(&system("Chat", ""));
    let well = [("chat", Status::Operational)];
    world.write(&well, NOON);
    world.writer.remove();
    assert!(world.files().is_empty(), "{:?}", world.files().keys());
    world.write(&well, NOON + Duration::from_secs(15));
    assert_eq!(world.files().len(), LANGUAGES.len() * 3);
    fs::write(world.folder.path().join("index.html"), "<p>no place</p>").unwrap();
    world.write(&well, NOON + Duration::from_secs(30));
    assert!(world.files().is_empty(), "{:?}", world.files().keys());
    // Where nothing is rendered, there is nothing to write and nothing to report.
    fs::remove_file(world.folder.path().join("index.html")).unwrap();
    world.write(&well, NOON + Duration::from_secs(45));
    assert!(world.files().is_empty());
}

#[test]
fn names_nothing_private_and_runs_nothing_hostile() {
    let private = system("Quarrelsome payroll", ", visibility: private, description: ''wages''")
        .replace("''wages''", "wages");
    let hostile = format!(
        "  - {{name: \"{}\", id: odd, preset: text, url: 'http://127.0.0.1:1/unlikely'}}\n",
        HOSTILE.replace('"', "\\\"")
    );
    let verdict = system("Shop", ", visibility: verdict");
    let mut world = World::new(&format!("{private}{hostile}{verdict}"));
    let down = Status::MajorOutage;
    world.write(&[("odd", down), ("shop", down), ("quarrelsome-payroll", down)], NOON);
    let files = world.files();
    assert_eq!(files.len(), LANGUAGES.len() * 3);
    for (name, bytes) in
        files.iter().filter(|(name, _)| Path::new(name).extension() == Some("html".as_ref()))
    {
        let text = String::from_utf8_lossy(bytes);
        assert!(text.contains("Shop"), "{name}");
        for secret in ["uarrelsome", "payroll", "wages", "unlikely", "127.0.0.1"] {
            assert!(!text.contains(secret), "{name}: {secret}");
        }
        // The page's own script, and no other.
        assert_eq!(text.matches("<script").count(), 1, "{name}: {text}");
        assert!(text.contains("&lt;script&gt;"), "{name}");
    }
}

#[test]
fn shows_one_window_of_systems() {
    let systems: String = (0..40).map(|number| system(&format!("S{number}"), "")).collect();
    let mut world = World::new(&systems);
    let ids: Vec<String> = (0..40).map(|number| format!("s{number}")).collect();
    let all: Vec<_> = ids.iter().map(|id| (id.as_str(), Status::Operational)).collect();
    world.write(&all, NOON);
    assert_eq!(world.page("en").matches("<li id=\"s").count(), 24);
}

/// A recorder runs for months.
#[test]
fn rendering_leaves_nothing_in_memory() {
    let mut world = World::new(&system("Chat", ""));
    world.write(&[("chat", Status::MajorOutage)], NOON);
    let zone = Zone { name: "UTC", offset: &|_| Duration::ZERO };
    let state = &mut world.writer.states[0];
    let mut render = |times: usize| {
        for _ in 0..times {
            let view = state.view(&zone, NOON);
            assert!(html(state.page(view, &zone, NOON, NOON)).len() > 1000);
        }
    };
    let resident = || {
        let pages = fs::read_to_string("/proc/self/statm").unwrap_or_default();
        pages.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
    };
    render(200);
    let before = resident();
    render(2_000);
    let grown = resident().saturating_sub(before);
    assert!(grown < 1 << 20, "{grown} bytes were not given back");
}

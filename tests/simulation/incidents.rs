//! Published incidents and maintenance, beside the page's own checks.

use crate::seconds;
use crate::world::{Reply, World, answer, instant};
use allclear::history::{
    Block, Cause, Incident, IncidentLog, Inline, Stage, State, Update, Window,
};
use allclear::route::public::Page;
use allclear::status::Status;
use allclear::view::public::{Day, Loaded, Problem};
use metrics_engine::time::{Duration, Timestamp};

const NOON: &str = "Fri, 20 Nov 2026 12:00:00 GMT";

fn hours(hours: i64) -> Duration {
    Duration::from_secs(hours * 3600)
}

fn text(words: &str) -> Vec<Block> {
    vec![Block::Paragraph(vec![Inline::Text(words.to_owned())])]
}

fn incident(id: &str, system: usize, since: Timestamp, until: Option<Timestamp>) -> Incident {
    Incident {
        id: id.to_owned(),
        title: String::new(),
        worst: State::MajorOutage,
        systems: vec![format!("system-{system}")],
        cause: Some(Cause::Refused),
        since,
        until,
        ..Incident::default()
    }
}

fn update(at: Timestamp, stage: Stage, words: &str) -> Update {
    Update { at, stage, body: text(words) }
}

fn window(system: usize, since: Timestamp, until: Timestamp) -> Window {
    Window {
        id: "move".to_owned(),
        title: "Storage move".to_owned(),
        body: text("Uploads wait."),
        systems: vec![format!("system-{system}")],
        since,
        until,
    }
}

/// Three systems that are checked, and a recorder that has written for a month.
fn world(change: impl FnOnce(&mut IncidentLog, Timestamp)) -> World {
    let mut world = World::new(3);
    let noon = instant(NOON);
    let mut incident_log = IncidentLog {
        recorded: Some(noon - hours(24 * 30)..noon + seconds(120)),
        ..IncidentLog::default()
    };
    change(&mut incident_log, noon);
    world.incident_log = Loaded::Read(incident_log);
    world.run(seconds(120));
    world
}

fn heads(problems: &[Problem]) -> Vec<(Status, &str, &str)> {
    problems.iter().map(|problem| (problem.status, &*problem.word, &*problem.heading)).collect()
}

fn days(days: &[Day]) -> Vec<(String, String)> {
    let published = |day: &Day| {
        let events = day.events.iter().map(|event| format!("{}: {}", event.title, event.text));
        let words = events.collect::<Vec<_>>().join(" | ");
        (day.date.replace('\u{a0}', " "), (day.quiet.clone() + &words).replace('\u{a0}', " "))
    };
    days.iter().map(published).collect()
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn days_are_described_as_far_as_they_were_recorded() {
    let world = world(|incident_log, noon| {
        incident_log.recorded = Some(noon - hours(24 * 11)..noon + seconds(120));
        incident_log.gaps = vec![noon - hours(24 * 9 + 20)..noon - hours(24 * 6 + 1)];
        let at = noon - hours(50);
        let mut published = incident("published", 1, at, Some(at + seconds(600)));
        published.updates = vec![update(at, Stage::Resolved, "The disk was full.")];
        incident_log.incidents = vec![published];
        incident_log.maintenance = vec![window(0, noon - hours(26), noon - hours(25))];
    });
    assert_eq!(
        days(&world.screen().past.days),
        owned(&[
            ("Today, Nov 20", "No incidents reported."),
            ("Thu, Nov 19", "Storage move: 1 h, 10:00 to 11:00. Uploads wait."),
            (
                "Wed, Nov 18",
                "System 1 refused connections: 10 min, 10:00 to 10:10. The disk was full."
            ),
            ("Nov 15 to Nov 17", "No incidents reported."),
            ("Sat, Nov 14", "No incidents in the observed part of this day."),
            ("Nov 11 to Nov 13", "No data."),
            ("Nov 9 to Nov 10", "No incidents in the observed part of this day."),
            ("Nov 7 to Nov 8", "No data."),
        ])
    );
}

#[test]
fn a_recorder_that_has_stopped_is_no_quiet_day() {
    let mut world = world(|_, _| {});
    world.run(hours(5));
    let words = |world: &World| world.screen().past.days[0].quiet.clone();
    assert_eq!(words(&world), "No incidents until 12:02. No data since then.");
    world.run(hours(24));
    assert_eq!(words(&world), "No data.");
    world.incident_log = Loaded::Absent;
    assert_eq!(world.screen().past.note, "No incidents are recorded for this page.");
}

#[test]
fn a_problem_carries_what_operators_say() {
    let mut world = world(|incident_log, noon| {
        let mut open = incident("open", 0, noon, None);
        open.systems.push("system-1".to_owned());
        open.updates = vec![
            update(noon + seconds(60), Stage::Identified, "A disk is full."),
            update(noon, Stage::Investigating, "We look."),
        ];
        incident_log.incidents = vec![open, incident("unsaid", 2, noon, None)];
    });
    for system in 0..2 {
        world.reply(system, Reply::Proxy("refused"));
    }
    world.run(seconds(120));
    let problems = world.screen().problems;
    let [both] = problems.as_slice() else { panic!("{problems:#?}") };
    assert_eq!((both.updates.len(), &*both.body), (2, ""));
    assert_eq!(both.updates[0].sentence, "Identified.");
    assert_eq!((&*both.href, &*both.systems), ("#/incidents/open", &[0, 1][..]));
    assert_eq!(both.heading, "2\u{a0}systems refuse connections");
    let names = [("system-0", "System 0"), ("system-1", "System 1")];
    assert_eq!(both.names, names.map(|(id, name)| (id.to_owned(), name.to_owned())));
}

#[test]
fn systems_of_the_same_name_are_told_apart_by_their_groups() {
    let mut world = world(|incident_log, noon| {
        incident_log.incidents = vec![incident("open", 2, noon, None)];
    });
    world.rename(0, "API", "Dublin");
    world.rename(2, "API", "Mumbai");
    world.reply(2, Reply::Proxy("refused"));
    world.run(seconds(120));
    let screen = world.screen();
    assert_eq!(screen.problems[0].heading, "API (Mumbai) refuses connections");
    assert_eq!(screen.banner.sentence, "API (Mumbai) is down.");
    // In its own group, it needs no more than its name.
    assert_eq!(screen.rows[2].name, "API");
    world.reply(1, Reply::Proxy("refused"));
    world.reply(2, Reply::Well);
    world.run(seconds(120));
    assert_eq!(world.screen().problems[0].heading, "System 1 refuses connections");
}

#[test]
fn what_fails_in_another_way_or_at_another_time_stands_alone() {
    let mut world = world(|_, _| {});
    for system in 0..2 {
        world.reply(system, Reply::Proxy("refused"));
    }
    world.reply(2, Reply::Proxy("timeout"));
    world.run(seconds(120));
    let screen = world.screen();
    let headings: Vec<_> =
        screen.problems.iter().map(|it| it.heading.replace('\u{a0}', " ")).collect();
    assert_eq!(headings, ["2 systems refuse connections", "System 2 does not respond in time"]);
    assert!(screen.problems[0].body.starts_with("All failed"), "{}", screen.problems[0].body);
    // The banner counts them once, too.
    let sentence = screen.banner.sentence.replace('\u{a0}', " ");
    assert_eq!(sentence, "2 systems refuse connections. System 2 is down.");
}

#[test]
fn incidents_that_the_recorder_made_by_itself_do_not_part_what_failed_at_once() {
    let mut world = world(|incident_log, noon| {
        incident_log.incidents =
            vec![incident("one", 0, noon, None), incident("two", 1, noon, None)];
    });
    for system in 0..2 {
        world.reply(system, Reply::Proxy("refused"));
    }
    world.run(seconds(120));
    let screen = world.screen();
    let [both] = screen.problems.as_slice() else { panic!("{:#?}", screen.problems) };
    // A link to one of two would be a link to half of it.
    assert_eq!((&*both.systems, &*both.href), (&[0, 1][..], ""));
    assert_eq!(screen.banner.sentence.replace('\u{a0}', " "), "2 systems refuse connections.");
}

#[test]
fn what_fails_ten_minutes_later_has_another_cause() {
    let mut world = world(|_, _| {});
    for system in 0..2 {
        world.reply(system, Reply::Proxy("refused"));
        world.run(seconds(600));
    }
    let problems = world.screen().problems;
    let headings: Vec<_> = problems.iter().map(|it| &*it.heading).collect();
    assert_eq!(headings, ["System 0 refuses connections", "System 1 refuses connections"]);
}

#[test]
fn a_green_page_says_for_how_long_there_was_no_incident() {
    let mut world = world(|incident_log, noon| {
        let end = noon - seconds(8 * 86_400);
        incident_log.incidents = vec![incident("past", 0, end - seconds(600), Some(end))];
    });
    let banner = world.screen().banner;
    assert_eq!(banner.sentence.replace('\u{a0}', " "), "No incident for 8 days.");
    let (words, href) = banner.last_incident.unwrap();
    assert_eq!(words.replace('\u{a0}', " "), "Latest: System 0 refused connections, 10 min");
    assert_eq!(href, "#/incidents/past");
    // Not while anything is wrong.
    world.reply(1, Reply::Proxy("refused"));
    world.run(seconds(120));
    let banner = world.screen().banner;
    assert_eq!((&*banner.sentence, banner.last_incident), ("System 1 is down.", None));
}

#[test]
fn a_record_with_gaps_does_not_claim_that_there_was_no_incident() {
    let world = world(|incident_log, noon| {
        incident_log.gaps = vec![noon - seconds(7200)..noon - seconds(3600)];
    });
    let sentence = world.screen().banner.sentence;
    assert!(sentence.starts_with("No incident recorded for"), "{sentence}");
}

#[test]
fn what_operators_say_is_bad_is_not_green() {
    let mut world = world(|incident_log, noon| {
        let mut open = incident("open", 0, noon, None);
        open.title = "Messages arrive late".to_owned();
        open.worst = State::Degraded;
        open.updates = vec![update(noon, Stage::Identified, "A queue is full.")];
        incident_log.incidents = vec![open];
    });
    let screen = world.screen();
    assert_eq!(screen.banner.status, Status::Degraded);
    let row = &screen.rows[0];
    let shown = (row.status, &*row.word, &*row.age);
    assert_eq!(shown, (Status::Degraded, "Degraded performance", "reported by the operators"));
    assert_eq!(screen.rows[1].status, Status::Operational);
    assert_eq!(screen.banner.sentence, "An incident is open: Messages arrive late.");
    assert_eq!(heads(&screen.problems), [(Status::Degraded, "Identified", "Messages arrive late")]);
    assert_eq!(screen.past.days[0].quiet, "1\u{a0}open incident, shown above.");
    // An open report holds however old it is; its age is shown.
    for hours_later in [1, 24 * 3] {
        world.run(hours(hours_later));
        let banner = world.screen().banner;
        assert_eq!(banner.status, Status::Degraded);
        assert!(banner.sentence.contains("Last update "), "{}", banner.sentence);
    }
    let problems = world.screen().problems;
    assert_eq!(problems.len(), 1);
    let body = &problems[0].body;
    assert!(body.contains(" Last update ") && body.ends_with(" 12:02."), "{body}");
}

#[test]
fn an_open_incident_that_this_browser_does_not_see_is_listed_below() {
    let mut world = world(|incident_log, noon| {
        incident_log.incidents = vec![incident("open", 0, noon, None)];
    });
    let screen = world.screen();
    assert_eq!((screen.banner.status, screen.problems.len()), (Status::Operational, 0));
    let [event] = screen.past.days[0].events.as_slice() else { panic!("{:#?}", screen.past) };
    assert_eq!(event.text, "Since 12:00. Its systems pass all checks now.");
    world.reply(0, Reply::Proxy("refused"));
    world.run(seconds(120));
    assert_eq!(world.screen().past.days[0].quiet, "1\u{a0}open incident, shown above.");
}

#[test]
fn a_monitored_incident_is_listed_and_green() {
    let world = world(|incident_log, noon| {
        let mut open = incident("open", 0, noon, None);
        open.updates = vec![update(noon, Stage::Monitoring, "It runs again.")];
        incident_log.incidents = vec![open];
    });
    let screen = world.screen();
    assert_eq!(screen.banner.status, Status::Operational);
    assert_eq!(
        heads(&screen.problems),
        [(Status::Checking, "Monitoring", "System 0 refused connections")]
    );
}

#[test]
fn maintenance_is_announced_covers_its_own_and_masks_no_other() {
    let mut world = world(|incident_log, noon| {
        incident_log.maintenance = vec![
            window(0, noon + hours(2), noon + hours(4)),
            window(0, noon + hours(26), noon + hours(28)),
        ];
    });
    let screen = world.screen();
    assert_eq!(screen.banner.status, Status::Operational);
    assert_eq!(heads(&screen.problems), [(Status::Maintenance, "Scheduled", "Storage move")]);
    assert_eq!(screen.problems[0].since.replace('\u{a0}', " "), "in 1 h 58 min");

    world.run(hours(2));
    let screen = world.screen();
    assert_eq!(
        (screen.banner.status, &*screen.banner.heading),
        (Status::Maintenance, "Under maintenance")
    );
    let row = &screen.rows[0];
    assert_eq!(
        (row.status, &*row.word, &*row.age),
        (Status::Maintenance, "Under maintenance", "until 16:00")
    );
    assert_eq!(
        heads(&screen.problems),
        [
            (Status::Maintenance, "In progress", "Storage move"),
            (Status::Maintenance, "Scheduled", "Storage move")
        ]
    );

    // A problem within the system's own window was announced; the window covers no other system.
    world.reply(0, Reply::Answer(answer(200, "text/html", "<!doctype html>")));
    world.run(seconds(120));
    assert_eq!(world.screen().banner.status, Status::Maintenance);
    world.reply(1, Reply::Proxy("refused"));
    world.run(seconds(120));
    assert_eq!(world.screen().banner.status, Status::PartialOutage);
    world.reply(1, Reply::Well);

    // When it is over, it is over.
    world.run(hours(2));
    let screen = world.screen();
    assert_eq!(screen.banner.status, Status::Unknown);
    assert_eq!(heads(&screen.problems).len(), 2);
}

#[test]
fn an_unobserved_system_is_not_under_maintenance_but_unknown() {
    let mut world = world(|incident_log, noon| {
        incident_log.maintenance = vec![window(0, noon, noon + hours(4))];
    });
    assert_eq!(world.screen().rows[0].status, Status::Maintenance);
    world.event(allclear::monitor::Event::ConnectionChanged { online: false });
    assert_eq!(world.screen().rows[0].status, Status::Unknown);
}

#[test]
fn incidents_have_pages_of_their_own() {
    let mut world = world(|incident_log, noon| {
        let since = noon - hours(24 * 25);
        let mut first = incident("2026-10-26-system-2", 2, since, Some(since + seconds(1680)));
        first.also = vec!["disk".to_owned()];
        first.updates = vec![update(since, Stage::Resolved, "Mended.")];
        first.afterwards = text("It was the disk.");
        incident_log.incidents = vec![incident("open", 1, noon, None), first];
    });
    world.page = Page::Incident("disk".to_owned());
    let screen = world.screen();
    let page = screen.incident_page.unwrap();
    assert_eq!(screen.title, "System 2 refused connections: World");
    assert_eq!(
        page.state.replace('\u{a0}', " "),
        "Resolved on Mon, Oct 26 at 12:28, duration 28 min"
    );
    assert_eq!((&*page.crumb, page.status), ("October 2026", Some(Status::Operational)));
    let facts: Vec<(&str, String)> =
        page.facts.iter().map(|fact| (&*fact.name, fact.value.replace('\u{a0}', " "))).collect();
    assert_eq!(
        facts,
        [
            ("Impact", "Major outage".to_owned()),
            ("Affected systems", "System 2".to_owned()),
            ("Started", "Oct 26, 12:00:00".to_owned()),
            ("Resolved", "Oct 26, 12:28:00".to_owned()),
            ("Cause", "Connections refused".to_owned()),
        ]
    );
    assert_eq!((page.updates.len(), page.afterwards.len()), (1, 1));
    // From a little before to a little after, at round times.
    assert_eq!(page.ticks, ["11:50", "12:00", "12:10", "12:20", "12:30"]);

    world.page = Page::Incidents;
    let page = world.screen().incident_page.unwrap();
    let months: Vec<(&str, usize)> =
        page.months.iter().map(|(month, events)| (&**month, events.len())).collect();
    assert_eq!(months, [("November 2026", 1), ("October 2026", 1)]);
    assert_eq!(page.state.replace('\u{a0}', " "), "Recorded since Oct 21, 2026.");

    world.page = Page::Incident("unheard".to_owned());
    assert_eq!(world.screen().incident_page.unwrap().state, "This incident does not exist.");
    world.incident_log = Loaded::Pending;
    assert_eq!(world.screen().incident_page.unwrap().state, "Loading the incident history…");
}

/// Without the operators' reports a page that has a recorder is not green, and gives the reason. A page without a recorder
/// misses nothing.
#[test]
fn what_cannot_be_read_is_not_taken_for_no_incident() {
    let mut world = world(|_, _| {});
    let title = |world: &World| world.screen().title;
    assert_eq!(title(&world), "All systems operational: World");
    for incident_log in [Loaded::Absent, Loaded::Failed] {
        world.incident_log = incident_log;
        let banner = world.screen().banner;
        assert_eq!((banner.status, &*banner.heading), (Status::Unknown, "Status unknown"));
        assert_eq!(banner.sentence, "Incident reports could not be loaded.");
        assert_eq!(title(&world), "Status unknown: World");
        assert_eq!(world.screen().rows[0].status, Status::Operational);
        // A measured problem is worse than an unknown status.
        world.reply(0, Reply::Proxy("refused"));
        world.run(seconds(120));
        let banner = world.screen().banner;
        assert_eq!(banner.status, Status::PartialOutage);
        assert!(banner.sentence.ends_with("Incident reports could not be loaded."));
        world.reply(0, Reply::Well);
        world.run(seconds(120));
    }
    world.incident_log = Loaded::Pending;
    let banner = world.screen().banner;
    assert_eq!((banner.status, &*banner.heading), (Status::Checking, "Checking status…"));

    let mut config = world.monitor.config().clone();
    config.recorder = false;
    for incident_log in [Loaded::Pending, Loaded::Absent, Loaded::Failed] {
        let mut alone = World::new(3);
        alone.monitor = <allclear::monitor::Monitor>::new(config.clone(), alone.now);
        alone.incident_log = incident_log;
        alone.run(seconds(120));
        assert_eq!(title(&alone), "All systems operational: World");
    }
}

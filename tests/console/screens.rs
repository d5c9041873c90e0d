//! The Alerts screen, for every state a rule can be in.

use crate::alerts::{limit, rule};
use crate::world::{Guard, PASSWORD, Page, World, load};
use allclear::chart::{Phase, Side};
use allclear::console::{Event, StorageError};
use allclear::route::Range;
use allclear::rules::alert::AlertState;
use allclear::status::Status;
use allclear::view::admin::alerts::form::form;
use allclear::view::admin::alerts::opened::opened;
use allclear::view::admin::alerts::{
    Alerts, Bar, Choice, Counts, Filter, Row, alerts, counts, plot, summary,
};
use allclear::view::admin::overview::overview;
use allclear::view::admin::tab;
use metrics_engine::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

fn screen(world: &World, choice: Choice, text: &str) -> Alerts {
    let filter = Filter { choice, text: text.to_owned() };
    world.see(|scene| alerts(scene, &filter))
}

fn row(world: &World, name: &str) -> Row {
    let screen = screen(world, Choice::All, "");
    let mut rows = screen.sections.into_iter().flat_map(|section| section.rows);
    rows.find(|row| row.name == name).unwrap_or_else(|| panic!("no rule {name}"))
}

/// The state, its severity and the words beside it, with plain spaces instead of non-breaking ones.
fn words(row: &Row) -> (&'static str, Status, String) {
    (row.word, row.status, row.age.replace('\u{a0}', " "))
}

/// The clock without its seconds is twelve o'clock and a bit.
fn is_clock(text: &str) -> bool {
    text.len() == 8 && text.starts_with("12:")
}

#[test]
fn a_rule_that_was_not_evaluated_is_unknown() {
    let mut world = World::new();
    world.log_in(PASSWORD);
    let row = row(&world, "Busy");
    assert_eq!(words(&row), ("Unknown", Status::Unknown, "not evaluated yet".to_owned()));
    assert_eq!(row.chips, ["for 1m", "severity=critical", "chat"]);
    let note = screen(&world, Choice::All, "").sections[0].note.replace('\u{a0}', " ");
    assert_eq!(note, "No one would be notified. 4 rules in 2 groups, not evaluated yet.");
}

#[test]
fn a_quiet_rule_says_how_far_from_its_limit_it_is() {
    let world = World::after(MINUTE);
    let busy = row(&world, "Busy");
    assert_eq!(
        words(&busy),
        ("Inactive", Status::Operational, "not fired in stored history".to_owned())
    );
    assert_eq!((busy.headroom.value.as_str(), busy.headroom.limit.as_str()), ("3", " / 5"));
    assert_eq!(busy.headroom.bar, Some(Bar { value: 60, limit: 99 }));
    let down = row(&world, "Down");
    assert_eq!(
        (down.headroom.value.as_str(), down.headroom.limit.as_str()),
        ("1", " (fires == 0)")
    );
    assert_eq!(down.headroom.bar, None);
    let section = &screen(&world, Choice::All, "").sections[0];
    let last = section.note.rsplit(' ').next().unwrap();
    assert!(is_clock(last.trim_end_matches('.')), "{}", section.note);
}

#[test]
fn a_rule_without_series_cannot_fire_and_one_without_value_is_not_quiet() {
    let mut world = World::after(MINUTE);
    let missing = row(&world, "Missing");
    assert_eq!(words(&missing), ("Cannot fire", Status::Unknown, "no such series".to_owned()));
    assert!(missing.headroom.remark.starts_with("No matching series"));
    assert_eq!(missing.chips, ["chat"], "its group");
    world.pages = vec![Page::Text("other 1\n".to_owned()); 3];
    world.run(MINUTE);
    assert_eq!(
        words(&row(&world, "Busy")),
        ("No data", Status::Unknown, "no current value".to_owned())
    );
}

#[test]
fn a_rule_that_cannot_be_read_or_evaluated_says_why() {
    let mut world = World::new();
    world.config = world.config.replace("up == 0", "up ==");
    world.log_in(PASSWORD);
    world.run(MINUTE);
    let down = row(&world, "Down");
    assert_eq!(words(&down), ("Failed", Status::Unknown, "cannot be evaluated".to_owned()));
    assert!(down.error.len() > 10 && down.error.ends_with('.'), "{}", down.error);
    assert_eq!(world.see(|scene| form(scene, "chat/Down")), None);
    assert!(
        world
            .see(|scene| plot::frame(scene, "chat/Down", Range::default().span(scene.now, None)))
            .is_none()
    );
}

#[test]
fn pending_and_firing_say_how_long() {
    let mut world = World::after(MINUTE);
    world.pages[0] = load(7.0);
    world.run_until(|world| rule(world, "chat/Busy").state() == Some(AlertState::Pending));
    world.run(Duration::from_secs(30));
    let pending = row(&world, "Busy");
    assert_eq!(words(&pending), ("Pending", Status::Checking, "30 s of 1 min".to_owned()));
    assert_eq!(world.see(summary), "1\u{a0}alert pending");
    world.run_until(|world| rule(world, "chat/Busy").state() == Some(AlertState::Firing));
    world.run(MINUTE);
    let firing = row(&world, "Busy");
    assert_eq!((firing.word, firing.status), ("Firing", Status::MajorOutage));
    assert!(is_clock(firing.age.strip_prefix("since ").unwrap()), "{}", firing.age);
    assert_eq!(firing.headroom.bar, Some(Bar { value: 100, limit: 71 }));
    assert_eq!(firing.headroom.remark, "40\u{a0}% over");

    let shown = world.see(|scene| opened(scene, "chat/Busy")).unwrap();
    let texts: Vec<(&str, bool)> =
        shown.texts.iter().map(|text| (text.text.as_str(), text.is_link)).collect();
    assert_eq!(texts, [("north has 7", false), ("https://wiki/busy", true)]);
    assert_eq!(shown.alerts.len(), 1);
    let alert = &shown.alerts[0];
    assert_eq!((alert.word, alert.value.as_str()), ("Firing", "7"));
    assert_eq!(alert.labels, ["instance=h:1", "job=chat", "zone=north"]);
    assert!(is_clock(&alert.since) && alert.says.is_empty());

    world.pages[0] = load(1.0);
    world.run_until(|world| rule(world, "chat/Busy").state() == Some(AlertState::Inactive));
    let quiet = row(&world, "Busy");
    assert!(is_clock(quiet.age.strip_prefix("resolved ").unwrap()), "{}", quiet.age);
    let shown = world.see(|scene| opened(scene, "chat/Busy")).unwrap();
    assert_eq!(shown.alerts[0].word, "Resolved");
    // Forgotten as an alert, and still known from the series that it wrote.
    world.run(MINUTE * 20);
    assert!(rule(&world, "chat/Busy").alerts.is_empty());
    assert_eq!(row(&world, "Busy").age, quiet.age);
    let shown = world.see(|scene| opened(scene, "chat/Busy")).unwrap();
    assert_eq!(shown.lead, "Message when firing:");
    assert_eq!(shown.texts[0].text, "{{ $labels.zone }} has {{ $value }}");
}

#[test]
fn the_counts_stand_at_the_links_to_the_screen() {
    let mut world = World::after(MINUTE);
    assert_eq!(world.see(counts).firing, 0);
    assert_eq!(world.see(overview).alerts, "");
    world.pages[0] = load(7.0);
    world.pages[1] = Page::Code(500);
    world.pages[2] = Page::Code(500);
    world.run_until(|world| {
        rule(world, "chat/Down").alerts.len() == 2 && world.see(counts).pending == 1
    });
    assert_eq!(world.see(counts).status, Status::Degraded, "of those that fire");
    assert_eq!(world.see(overview).alerts, "1\u{a0}alert firing, 1 pending", "two are of one rule");
    world.run(MINUTE * 2);
    let all = Counts { firing: 2, pending: 0, status: Status::MajorOutage };
    assert_eq!(world.see(counts), all);
    // The rail, the title of the tab and the screen count the same.
    let firing = (Choice::Firing, 2);
    assert!(screen(&world, Choice::All, "").choices.contains(&firing));
    assert!(world.see(|scene| tab(scene, "Alerts")).0.starts_with("(2) "));
}

#[test]
fn rules_are_chosen_by_state_by_label_and_by_words() {
    let mut world = World::after(MINUTE);
    world.pages[0] = load(7.0);
    world.pages[1] = Page::Code(500);
    world.run_until(|world| {
        world.see(counts) == Counts { firing: 1, pending: 1, status: Status::Degraded }
    });
    let names = |choice, text| {
        let screen = screen(&world, choice, text);
        let rows = screen.sections.into_iter().flat_map(|section| section.rows);
        let shown: Vec<String> = rows.filter(|row| row.is_shown).map(|row| row.name).collect();
        assert_eq!(shown.is_empty(), !screen.nothing.is_empty());
        shown.join(" ")
    };
    assert_eq!(names(Choice::All, ""), "Down Busy Missing Sick", "by state, exceptions first");
    assert_eq!(names(Choice::Pending, " "), "Busy");
    assert_eq!(names(Choice::Firing, ""), "Down");
    assert_eq!(names(Choice::Inactive, ""), "Sick");
    assert_eq!(names(Choice::Unknown, ""), "Missing");
    assert_eq!(names(Choice::All, "severity=critical"), "Busy");
    assert_eq!(names(Choice::All, "severity=\"w"), "Down");
    assert_eq!(names(Choice::All, "zone=NORTH"), "Busy", "a label of an alert");
    assert_eq!(names(Choice::All, "RATE("), "Missing");
    assert_eq!(names(Choice::All, "pay"), "Sick", "a group's name");
    assert_eq!(names(Choice::All, "severity critical"), "Busy");
    assert_eq!(names(Choice::Firing, "severity=critical"), "");
    assert_eq!(names(Choice::All, "system=\"pay\"}"), "Sick", "a part of an expression");
    let counted: Vec<(Choice, usize)> = screen(&world, Choice::Firing, "zzz").choices;
    let expected = [
        (Choice::All, 4),
        (Choice::Firing, 1),
        (Choice::Pending, 1),
        (Choice::Unknown, 1),
        (Choice::Inactive, 1),
    ];
    assert_eq!(counted, expected, "whatever is typed");
    let nothing = screen(&world, Choice::Unknown, "zzz").nothing;
    assert_eq!(nothing, "No rule that is unable to fire matches \u{201c}zzz\u{201d}.");
    let nothing = screen(&world, Choice::Firing, "zzz").nothing;
    assert_eq!(nothing, "No rule that is firing matches \u{201c}zzz\u{201d}.");
}

#[test]
fn exceptions_come_first_and_what_is_inactive_is_one_line() {
    let mut world = World::after(MINUTE);
    world.pages[0] = load(4.0);
    world.pages[1] = Page::Code(500);
    world.run(MINUTE);
    let sections = screen(&world, Choice::All, "").sections;
    let seen: Vec<(&str, bool)> =
        sections.iter().map(|section| (section.name.as_str(), section.is_folded)).collect();
    assert_eq!(seen, [("1 firing", false), ("1 cannot fire", false), ("2 inactive", true)]);
    assert!(sections[0].note.starts_with("4\u{a0}rules in 2\u{a0}groups, evaluated "));
    assert_eq!(sections[1].note, "No one would be notified.");
    let inactive = &sections[2].note;
    assert_eq!(inactive, "chat 1, pay 1. Closest to its threshold: Busy, 4 / 5.");
    // A search for an inactive rule unfolds it.
    for (choice, text) in [(Choice::Inactive, ""), (Choice::All, "Busy")] {
        let sections = screen(&world, choice, text).sections;
        let inactive = sections.into_iter().find(|one| one.choice == Choice::Inactive).unwrap();
        assert!(inactive.is_shown && !inactive.is_folded);
    }
}

#[test]
fn right_after_a_login_every_rule_is_evaluated() {
    // On what the targets answer first, long before the groups are due.
    let mut world = World::new();
    world.log_in(PASSWORD);
    world.run(Duration::from_secs(2));
    assert_eq!(row(&world, "Busy").word, "Inactive");
    assert_eq!(row(&world, "Sick").word, "Inactive");
    // After a reload on what was stored, before anything has answered.
    world.run(MINUTE * 2);
    world.pages = vec![Page::Hangs; 3];
    world.reload();
    assert_eq!(row(&world, "Busy").word, "Inactive");
    assert_eq!(row(&world, "Sick").word, "Inactive");
}

#[test]
fn problems_are_on_top_of_the_overview_and_the_counts_say_what_they_count() {
    let mut world = World::after(MINUTE);
    let names = |world: &World| {
        let subjects = world.see(overview).subjects.into_iter();
        subjects.map(|subject| subject.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&world), ["Chat", "Pay"]);
    assert_eq!(world.see(overview).tally, [("operational", "5 parts operational".to_owned())]);
    world.health[1] = 503;
    world.run(MINUTE * 3);
    assert_eq!(names(&world), ["Pay", "Chat"]);
    let tally = world.see(overview).tally;
    assert_eq!(tally[0], ("major", "1 part down".to_owned()));
    assert_eq!(tally.last(), Some(&("operational", "4 operational".to_owned())));
}

#[test]
fn without_a_connection_the_alerts_keep_their_last_state() {
    let mut world = World::after(MINUTE);
    world.pages[0] = load(7.0);
    world.run_until(|world| rule(world, "chat/Busy").state() == Some(AlertState::Firing));
    assert_eq!(screen(&world, Choice::All, "").note, "");

    world.event(Event::ConnectionChanged { online: false });
    let clock = |world: &World| {
        let last = world.work().groups().all().iter().filter_map(|group| group.last).max();
        world.see(|scene| scene.zone.time(last.unwrap(), scene.now))
    };
    let at = clock(&world);
    let note = screen(&world, Choice::All, "").note;
    assert_eq!(note, format!("Alerts as of {at}: this browser is offline."));
    assert_eq!(world.see(summary), format!("1\u{a0}alert firing, as of {at}"));
    world.run(MINUTE * 3);
    // What fired, fired; what was quiet is not known to be.
    assert_eq!(row(&world, "Busy").word, "Firing");
    let quiet = row(&world, "Sick");
    assert_eq!((quiet.word, quiet.status), ("Unknown", Status::Unknown));
    assert!(is_clock(quiet.age.strip_prefix("inactive at ").unwrap()), "{}", quiet.age);

    world.event(Event::ConnectionChanged { online: true });
    world.run(MINUTE);
    assert_eq!(screen(&world, Choice::All, "").note, "");
    world.guard = Guard::Forgot;
    world.run(MINUTE);
    let note = screen(&world, Choice::All, "").note;
    assert!(note.ends_with(": you are signed out."), "{note}");
    world.guard = Guard::Checks;
    world.log_in(PASSWORD);
    world.run(MINUTE);
    world.proxy_works = false;
    world.run(MINUTE * 2);
    let note = screen(&world, Choice::All, "").note;
    assert!(note.ends_with(": the status proxy is not responding."), "{note}");
}

#[test]
fn a_page_that_slept_does_not_claim_that_all_is_quiet() {
    let mut world = World::after(MINUTE);
    world.now += MINUTE * 10;
    let note = screen(&world, Choice::All, "").note;
    assert!(note.ends_with(": no rule has been evaluated since then."), "{note}");
    assert_eq!(row(&world, "Busy").status, Status::Unknown);
}

#[test]
fn the_form_says_what_is_used_what_is_configured_and_what_would_not_last() {
    let mut world = World::after(MINUTE);
    let seen = world.see(|scene| form(scene, "chat/Busy")).unwrap();
    let current = (seen.current.comparison, seen.current.value, seen.current.hold_for);
    assert_eq!(current, (">".to_owned(), "5".to_owned(), "1m".to_owned()));
    assert_eq!(
        (seen.configured.as_str(), seen.is_changed, seen.warning),
        ("> 5 for 1m", false, "")
    );
    assert_eq!(screen(&world, Choice::All, "").changed, None);

    let limit = Some(limit(2.5, Duration::from_secs(90)));
    world.event(Event::LimitChanged { rule: "chat/Busy".to_owned(), limit });
    let seen = world.see(|scene| form(scene, "chat/Busy")).unwrap();
    assert_eq!((seen.current.value.as_str(), seen.current.hold_for.as_str()), ("2.5", "1m30s"));
    assert_eq!((seen.configured.as_str(), seen.is_changed), ("> 5 for 1m", true));
    let busy = row(&world, "Busy");
    assert_eq!(busy.expr, "load > 2.5");
    assert_eq!(busy.chips.last().unwrap(), "changed in this browser");
    let (count, yaml) = screen(&world, Choice::All, "").changed.unwrap();
    assert_eq!(count, "1\u{a0}rule");
    assert!(yaml.contains("expr: \"load > 2.5\"\n        for: 1m30s"), "{yaml}");

    world.event(Event::Saved(Err(StorageError::Full)));
    let warning = world.see(|scene| form(scene, "chat/Busy")).unwrap().warning;
    assert!(warning.starts_with("This browser stores nothing"), "{warning}");
}

#[test]
fn the_chart_has_lines_the_limit_and_the_times_of_the_alert() {
    let mut world = World::after(MINUTE * 5);
    world.pages[0] = load(7.0);
    world.run_until(|world| rule(world, "chat/Busy").state() == Some(AlertState::Firing));
    let status = rule(&world, "chat/Busy").alerts[0].status;
    world.run(MINUTE * 3);
    let frame = world
        .see(|scene| plot::frame(scene, "chat/Busy", Range::default().span(scene.now, None)))
        .unwrap();
    let names: Vec<&str> = frame.series.iter().map(|series| series.name.as_str()).collect();
    assert_eq!(names.len(), 3);
    assert_eq!(names[0], "instance=h:1, job=chat, zone=north");
    assert_eq!(frame.series[0].column.newest(), Some(7.0));
    assert_eq!((frame.limits[0].value, frame.limits[0].bad), (5.0, Side::Above));
    assert_eq!(frame.interval, Duration::from_secs(15));
    let [pending, firing] = frame.spans.as_slice() else { panic!("{:?}", frame.spans) };
    assert_eq!((pending.phase, firing.phase), (Phase::Pending, Phase::Firing));
    assert_eq!(pending.range.after, status.active_at);
    assert_eq!(pending.range.until, status.fired_at.unwrap());
    assert_eq!(firing.range.after, status.fired_at.unwrap());
}

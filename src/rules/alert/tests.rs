use super::*;

const S: Duration = Duration::from_secs(1);

/// The life of one alert, evaluated every ten seconds from 0: the observations, and the state after each.
///
/// `+` holds, `-` does not, `?` unknown; `.` no alert, `p` pending, `f` firing, `i` inactive.
fn life(hold_for: i64, keep_firing_for: i64, seen: &str) -> String {
    let terms = Terms { hold_for: S * hold_for, keep_firing_for: S * keep_firing_for };
    let mut status = None;
    let letters = (0..).zip(seen.chars()).map(|(tick, sign)| {
        let observed = match sign {
            '+' => Observation::Holds,
            '-' => Observation::HoldsNot,
            _ => Observation::Unknown,
        };
        status = step(status, observed, terms, Timestamp(tick * 10_000));
        match status.map(|status| status.state) {
            None => '.',
            Some(AlertState::Inactive) => 'i',
            Some(AlertState::Pending) => 'p',
            Some(AlertState::Firing) => 'f',
        }
    });
    letters.collect()
}

#[test]
fn an_alert_comes_and_goes() {
    // for, keep_firing_for, observations, states.
    let cases = [
        (0, 0, "-++--", ".ffii"),
        (20, 0, "++++-", "ppffi"),
        // 15 s at a step of 10 s: at the second step 10 s have passed, at the third 20 s.
        (15, 0, "+++", "ppf"),
        // A pending alert leaves nothing behind.
        (20, 0, "++-++", "pp.pp"),
        // Flapping never fires, however long.
        (20, 0, "+-+-+-++-", "p.p.p.pp."),
        // A new episode of a resolved alert starts over.
        (10, 0, "++-++", "pfipf"),
        // Kept firing for 20 s after the condition held last, which it does again in between.
        (0, 20, "+--+--", "ffffff"),
        (0, 20, "+---", "fffi"),
        // Unknown: the alert stays.
        (10, 0, "+?+-?+", "ppfiip"),
        (0, 0, "??+?-", "..ffi"),
    ];
    for (hold_for, keep, seen, expected) in cases {
        assert_eq!(life(hold_for, keep, seen), expected, "for {hold_for}, keep {keep}: {seen}");
    }
}

#[test]
fn a_resolved_alert_is_remembered_for_a_quarter_of_an_hour() {
    // Resolved at the second step; 15 minutes are 90 steps.
    let states = life(0, 0, &format!("+{}", "-".repeat(93)));
    assert_eq!(states.find('.'), Some(92), "{states}");
}

fn status(state: AlertState, active_at: i64) -> AlertStatus {
    let active_at = Timestamp(active_at * 1000);
    AlertStatus { state, active_at, fired_at: None, keep_firing_since: None, resolved_at: None }
}

#[test]
fn times_are_kept() {
    let terms = Terms { hold_for: S * 10, keep_firing_for: S * 10 };
    let at = |seconds: i64| Timestamp(seconds * 1000);
    let pending = step(None, Observation::Holds, terms, at(5));
    assert_eq!(pending, Some(status(AlertState::Pending, 5)));
    let firing = step(pending, Observation::Holds, terms, at(15));
    let due = AlertStatus { fired_at: Some(at(15)), ..status(AlertState::Firing, 5) };
    assert_eq!(firing, Some(due));
    let kept = step(firing, Observation::HoldsNot, terms, at(20));
    assert_eq!(kept, Some(AlertStatus { keep_firing_since: Some(at(20)), ..due }));
    assert_eq!(step(kept, Observation::Holds, terms, at(25)), Some(due));
    let resolved = step(kept, Observation::HoldsNot, terms, at(30)).unwrap();
    assert_eq!((resolved.state, resolved.resolved_at), (AlertState::Inactive, Some(at(30))));
    assert_eq!(resolved.active_at, at(5));
}

#[test]
fn a_longer_for_takes_a_firing_alert_back() {
    let longer = Terms { hold_for: S * 60, keep_firing_for: Duration::ZERO };
    let firing =
        AlertStatus { fired_at: Some(Timestamp(20_000)), ..status(AlertState::Firing, 10) };
    let back = step(Some(firing), Observation::Holds, longer, Timestamp(30_000));
    assert_eq!(back, Some(status(AlertState::Pending, 10)));
}

#[test]
fn time_away_does_not_count() {
    // State, active at, for, back at; last evaluated at 100. Expected state, active at.
    let cases = [
        ("pending goes on", AlertState::Pending, 0, 600, 1000, Some(900)),
        (
            "little is left: the grace counts",
            AlertState::Pending,
            0,
            120,
            1000,
            Some(1000 + 60 - 120),
        ),
        ("a short one starts over", AlertState::Pending, 90, 30, 1000, Some(1000)),
        ("it was about to fire", AlertState::Pending, 0, 100, 1000, Some(0)),
        ("firing goes on", AlertState::Firing, 0, 50, 1000, Some(0)),
        ("an hour is all", AlertState::Pending, 0, 600, 3700, Some(3600)),
        ("more than an hour is another life", AlertState::Pending, 0, 600, 3701, None),
        ("for those that fire too", AlertState::Firing, 0, 600, 3701, None),
        ("what is resolved stays so", AlertState::Inactive, 0, 600, 9999, Some(0)),
        ("the clock went back", AlertState::Firing, 40, 30, 90, Some(30)),
    ];
    for (name, state, active, hold_for, back, expected) in cases {
        let (before, back) = (Timestamp(100_000), Timestamp(back * 1000));
        let resumed = resume(status(state, active), before, S * hold_for, back);
        assert_eq!(resumed, expected.map(|active| status(state, active)), "{name}");
    }
}

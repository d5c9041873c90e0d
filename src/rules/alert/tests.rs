use super::*;

const S: Duration = Duration::from_secs(1);

/// What happens to one alert, evaluated every ten seconds from 0: what is seen, and what it is after that.
///
/// `+` holds, `-` does not, `?` unknown; `.` no alert, `p` pending, `f` firing, `i` inactive.
fn life(hold_for: i64, keep_firing_for: i64, seen: &str) -> String {
    let terms = Terms { hold_for: S * hold_for, keep_firing_for: S * keep_firing_for };
    let mut standing = None;
    let states = (0..).zip(seen.chars()).map(|(tick, seen)| {
        let observed = match seen {
            '+' => Observation::Holds,
            '-' => Observation::HoldsNot,
            _ => Observation::Unknown,
        };
        standing = step(standing, observed, terms, Timestamp(tick * 10_000));
        match standing.map(|standing| standing.state) {
            None => '.',
            Some(State::Inactive) => 'i',
            Some(State::Pending) => 'p',
            Some(State::Firing) => 'f',
        }
    });
    states.collect()
}

#[test]
fn an_alert_comes_and_goes() {
    // for, keep_firing_for, what is seen, what it is.
    let cases = [
        (0, 0, "-++--", ".ffii"),
        (20, 0, "++++-", "ppffi"),
        // 15 s at a step of 10 s: at the second step 10 s have passed, at the third 20 s.
        (15, 0, "+++", "ppf"),
        // What was only pending leaves nothing behind.
        (20, 0, "++-++", "pp.pp"),
        // Flapping never fires, however often.
        (20, 0, "+-+-+-++-", "p.p.p.pp."),
        // A new episode of a resolved one begins anew.
        (10, 0, "++-++", "pfipf"),
        // Kept firing for 20 s after it held last; it comes back in between.
        (0, 20, "+--+--", "ffffff"),
        (0, 20, "+---", "fffi"),
        // Nobody knows: it stays.
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

fn standing(state: State, active_at: i64) -> Standing {
    let active_at = Timestamp(active_at * 1000);
    Standing { state, active_at, fired_at: None, keep_firing_since: None, resolved_at: None }
}

#[test]
fn times_are_kept() {
    let terms = Terms { hold_for: S * 10, keep_firing_for: S * 10 };
    let at = |seconds: i64| Timestamp(seconds * 1000);
    let pending = step(None, Observation::Holds, terms, at(5));
    assert_eq!(pending, Some(standing(State::Pending, 5)));
    let firing = step(pending, Observation::Holds, terms, at(15));
    let due = Standing { fired_at: Some(at(15)), ..standing(State::Firing, 5) };
    assert_eq!(firing, Some(due));
    let kept = step(firing, Observation::HoldsNot, terms, at(20));
    assert_eq!(kept, Some(Standing { keep_firing_since: Some(at(20)), ..due }));
    assert_eq!(step(kept, Observation::Holds, terms, at(25)), Some(due));
    let resolved = step(kept, Observation::HoldsNot, terms, at(30)).unwrap();
    assert_eq!((resolved.state, resolved.resolved_at), (State::Inactive, Some(at(30))));
    assert_eq!(resolved.active_at, at(5));
}

#[test]
fn a_longer_for_takes_a_firing_alert_back() {
    let longer = Terms { hold_for: S * 60, keep_firing_for: Duration::ZERO };
    let firing = Standing { fired_at: Some(Timestamp(20_000)), ..standing(State::Firing, 10) };
    let back = step(Some(firing), Observation::Holds, longer, Timestamp(30_000));
    assert_eq!(back, Some(standing(State::Pending, 10)));
}

#[test]
fn time_away_does_not_count() {
    // State, active at, for, back at; last evaluated at 100. What it is then, active at.
    let cases = [
        ("pending goes on", State::Pending, 0, 600, 1000, Some(900)),
        ("little is left: the grace counts", State::Pending, 0, 120, 1000, Some(1000 + 60 - 120)),
        ("a short one starts over", State::Pending, 90, 30, 1000, Some(1000)),
        ("it was about to fire", State::Pending, 0, 100, 1000, Some(0)),
        ("firing goes on", State::Firing, 0, 50, 1000, Some(0)),
        ("an hour is all", State::Pending, 0, 600, 3700, Some(3600)),
        ("more than an hour is another life", State::Pending, 0, 600, 3701, None),
        ("for those that fire too", State::Firing, 0, 600, 3701, None),
        ("what is resolved stays so", State::Inactive, 0, 600, 9999, Some(0)),
        ("the clock went back", State::Firing, 40, 30, 90, Some(30)),
    ];
    for (name, state, active, hold_for, back, expected) in cases {
        let (before, back) = (Timestamp(100_000), Timestamp(back * 1000));
        let resumed = resume(standing(state, active), before, S * hold_for, back);
        assert_eq!(resumed, expected.map(|active| standing(state, active)), "{name}");
    }
}

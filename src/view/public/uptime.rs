//! Uptime in figures: of the last day, week, month and quarter, each with how much of it was observed.

use super::super::format::Zone;
use super::super::language::{Words, message, plural};
use crate::history::{Share, State, Tally, Timeline};
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};

/// The uptime of a span of time, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uptime {
    /// The span: `24 h`, `30 days`.
    pub span: String,
    /// `99.98 %`, or that there is none.
    pub share: String,
    /// `98.1 % observed`.
    pub coverage: String,
}

/// The lengths of the spans, in days that include today. Zero stands for the last 24 hours.
const SPANS: [usize; 5] = [0, 7, 30, 60, 90];

/// The uptime of each span until `end`, from short to long. Whole days are those that are drawn as bars.
pub fn uptimes(
    timeline: &Timeline,
    days: &[Range<Timestamp>],
    end: Timestamp,
    zone: &Zone<'_>,
    words: &Words,
) -> [Uptime; 5] {
    SPANS.map(|count| {
        let first = days.get(days.len().saturating_sub(count)).map(|day| day.start);
        let from = first.unwrap_or(end - Duration::from_secs(86_400));
        let from = from.min(end);
        let tally = timeline.tally(from..end);
        let is_new = tally.figure().is_none() && tally.observed() > Duration::ZERO;
        // Too short a record has a beginning in place of a figure.
        let coverage = if is_new && timeline.from() > from {
            let time = words.time(zone, timeline.from(), end);
            words.say(message("recording since {time}"), &[("time", &time)])
        } else {
            coverage(&tally, words)
        };
        let span = if count == 0 { hours(words, 24) } else { in_days(words, count) };
        Uptime { span, share: share(&tally, words), coverage }
    })
}

/// `24 h`
pub fn hours(words: &Words, n: usize) -> String {
    words.say(message("{n}~h"), &[("n", &words.number(n))])
}

/// `90 days`
pub fn in_days(words: &Words, n: usize) -> String {
    words.count(n, plural("{n}~day", "{n}~days"), &[])
}

/// The share of the observed time in which it worked; a dash where too little was observed.
fn share(tally: &Tally, words: &Words) -> String {
    tally.figure().map_or_else(|| "\u{2013}".to_owned(), |share| percent(share, words))
}

fn coverage(tally: &Tally, words: &Words) -> String {
    // Two minutes of a quarter are not nothing: their figure stands beside this one.
    let coverage = tally.coverage().filter(|_| tally.of(State::Unobserved) < tally.total());
    match coverage {
        None => words.text(message("not observed")),
        Some(share) => words.say(message("{share} observed"), &[("share", &tenths(share, words))]),
    }
}

/// `99.29 %`, `100 %`.
pub fn percent(share: Share, words: &Words) -> String {
    let decimals = if share == Share::ALL { 0 } else { 2 };
    words.percent(f64::from(share.0) / 100.0, decimals)
}

/// `98.1 %`, `100 %`; rounded down.
fn tenths(share: Share, words: &Words) -> String {
    let decimals = u8::from(share != Share::ALL);
    words.percent(f64::from(share.0 / 10) / 10.0, decimals)
}

/// `98 %`, rounded down.
pub fn whole_percent(share: Share, words: &Words) -> String {
    words.percent(f64::from(share.0 / 100), 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utc() -> Zone<'static> {
        Zone { name: "UTC", offset: &|_| Duration::ZERO }
    }

    #[test]
    fn figures_are_never_rounded_up() {
        for (hundredths, shown, coverage, whole) in [
            (10_000, "100\u{a0}%", "100\u{a0}%", "100\u{a0}%"),
            (9_999, "99.99\u{a0}%", "99.9\u{a0}%", "99\u{a0}%"),
            (9_905, "99.05\u{a0}%", "99.0\u{a0}%", "99\u{a0}%"),
            (0, "0.00\u{a0}%", "0.0\u{a0}%", "0\u{a0}%"),
        ] {
            assert_eq!(percent(Share(hundredths), &Words::ENGLISH), shown);
            assert_eq!(tenths(Share(hundredths), &Words::ENGLISH), coverage);
            assert_eq!(whole_percent(Share(hundredths), &Words::ENGLISH), whole);
        }
    }

    #[test]
    fn nothing_observed_is_no_number() {
        let day = |n: i64| Timestamp(n * 86_400_000);
        let days: Vec<_> = (0..90).map(|n| day(n)..day(n + 1)).collect();
        let none = uptimes(&Timeline::new(day(90)), &days, day(90), &utc(), &Words::ENGLISH);
        assert!(none.iter().all(|uptime| uptime.share == "\u{2013}"), "{none:?}");
        assert!(none.iter().all(|uptime| uptime.coverage == "not observed"), "{none:?}");
        let mut minute = Timeline::new(day(90) - Duration::from_secs(60));
        minute.extend(State::Operational, day(90));
        for uptime in uptimes(&minute, &days, day(90), &utc(), &Words::ENGLISH) {
            let shown = (&*uptime.share, &*uptime.coverage);
            assert_eq!(shown, ("\u{2013}", "recording since Mar\u{a0}31, 23:59"));
        }
        // Two hours are a figure of a day, and of a week, and none of a quarter.
        let mut hours = Timeline::new(day(90) - Duration::from_secs(7200));
        hours.extend(State::Operational, day(90));
        let shown = uptimes(&hours, &days, day(90), &utc(), &Words::ENGLISH).map(|it| it.share);
        assert_eq!(shown, ["100\u{a0}%", "100\u{a0}%", "\u{2013}", "\u{2013}", "\u{2013}"]);
        let mut half = Timeline::new(day(45));
        half.extend(State::Operational, day(90));
        let shown = uptimes(&half, &days, day(90), &utc(), &Words::ENGLISH);
        assert_eq!(shown[4].share, "100\u{a0}%");
        assert_eq!(shown[4].coverage, "50.0\u{a0}% observed");
        assert_eq!(shown[2].coverage, "100\u{a0}% observed");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn the_number_is_what_counting_seconds_gives(
            runs in prop::collection::vec((0_usize..6, 1_i64..40_000), 0..60),
            end in 0_i64..400_000,
        ) {
            let mut timeline = Timeline::new(Timestamp(10_000_000));
            for (state, length) in runs {
                let until = timeline.until() + Duration::from_secs(length);
                timeline.extend(State::ALL[state], until);
            }
            let day = |n: i64| Timestamp(n * 86_400_000);
            let days: Vec<_> = (0..8).map(|n| day(n)..day(n + 1)).collect();
            let end = Timestamp(end * 1000);
            let found = &uptimes(&timeline, &days, end, &utc(), &Words::ENGLISH)[1];
            // Second by second, without tallies or shares.
            let (mut up, mut seen, mut observed, mut all) = (0_i64, 0, 0, 0);
            let mut at = days[1].start.min(end);
            while at < end {
                let state = timeline.at(at);
                all += 1;
                observed += i64::from(state != State::Unobserved);
                let half_ups = match state {
                    State::Operational | State::Degraded => 2,
                    State::PartialOutage => 1,
                    State::MajorOutage => 0,
                    State::Maintenance | State::Unobserved => { at += Duration(1000); continue }
                };
                seen += 1;
                up += half_ups;
                at += Duration(1000);
            }
            let is_enough = seen >= 3600 && observed * 100 >= all;
            if is_enough {
                prop_assert_eq!(&found.share, &percent(Share((up * 5_000 / seen) as u16), &Words::ENGLISH));
            } else {
                prop_assert_eq!(&found.share, "\u{2013}");
            }
            if (seen == 0 || is_enough) && observed > 0 && observed * 10_000 / all > 0 {
                let share = Share((observed * 10_000 / all) as u16);
                let text = format!("{} observed", tenths(share, &Words::ENGLISH));
                prop_assert_eq!(&found.coverage, &text);
            }
        }
    }
}

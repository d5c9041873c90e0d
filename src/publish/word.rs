//! How each status is said in each vocabulary: in a badge, in shields.io's and in Statuspage's.
//!
//! Statuspage has no word for "unknown". Public code of its readers shows what a word of our own would do: some fail to
//! read the document at all, and one counts every word that it does not know as operational. `none` and `operational` are
//! green to all of them. So an unknown status is published as the mildest one that is not green (`minor`,
//! `degraded_performance`); the words beside it say that it is unknown, and so does `allclear_status`.

use crate::history::{Cause, State};
use crate::status::Status;
use crate::status::check::Distrust;

/// A status in all vocabularies.
#[derive(Debug)]
pub(super) struct Word {
    /// [`Status::name`].
    pub(super) name: &'static str,
    /// In a badge.
    pub(super) badge: &'static str,
    /// A component's `status`.
    pub(super) component: &'static str,
    /// The page's `indicator`, and an incident's `impact`.
    pub(super) indicator: &'static str,
    /// The page's `description`.
    pub(super) description: &'static str,
    /// White words on it have a contrast of at least 4.5: the look's colours of words, on paper.
    pub(super) colour: &'static str,
    /// The look's icon in a square of 16: with the words it says what the colour says.
    pub(super) icon: &'static str,
}

const WORDS: [Word; 7] = [
    Word {
        name: "operational",
        badge: "operational",
        component: "operational",
        indicator: "none",
        description: "All Systems Operational",
        colour: "#04745a",
        icon: "M14 2.71A8 8 0 1 0 15.28 4.67L6.89 12.76 3.29 9.16 4.91 7.54 6.91 9.54Z",
    },
    Word {
        name: "degraded",
        badge: "degraded",
        component: "degraded_performance",
        indicator: "minor",
        description: "Partially Degraded Service",
        colour: "#8a5800",
        icon: "M6.6 1.35a1.6 1.6 0 0 1 2.8 0l6.35 11.4A1.6 1.6 0 0 1 14.35 15.1H1.65A1.6 1.6 0 0 1 .25 12.75ZM6.85 5.2l.3 4.9h1.7\
               l.3-4.9ZM8 11.1a1.1 1.1 0 1 0 0 2.2 1.1 1.1 0 0 0 0-2.2Z",
    },
    Word {
        name: "partial",
        badge: "partial outage",
        component: "partial_outage",
        indicator: "major",
        description: "Partial System Outage",
        colour: "#a63c06",
        icon: "M8 -.1L16.1 8 8 16.1 -.1 8ZM8 2.75V13.25L13.25 8Z",
    },
    Word {
        name: "major",
        badge: "major outage",
        component: "major_outage",
        indicator: "critical",
        description: "Major System Outage",
        colour: "#9c0d1c",
        icon: "M4.73 .1h6.54l4.63 4.63v6.54l-4.63 4.63h-6.54l-4.63 -4.63v-6.54ZM8 9.56 5.88 11.68 4.32 10.12 6.44 8 4.32 5.88 \
               5.88 4.32 8 6.44 10.12 4.32 11.68 5.88 9.56 8 11.68 10.12 10.12 11.68Z",
    },
    Word {
        name: "maintenance",
        badge: "maintenance",
        component: "under_maintenance",
        indicator: "maintenance",
        description: "Service Under Maintenance",
        colour: "#5249dc",
        icon: "M3.2.5h9.6a2.7 2.7 0 0 1 2.7 2.7v9.6a2.7 2.7 0 0 1-2.7 2.7H3.2A2.7 2.7 0 0 1 .5 12.8V3.2A2.7 2.7 0 0 1 3.2.5ZM4.11 \
               10.4L6.51 8.01A3.05 3.05 0 0 1 10.36 3.88L8.53 5.7 10.3 7.47 12.12 5.64A3.05 3.05 0 0 1 7.99 9.49L5.6 11.89A1.05 \
               1.05 0 0 1 4.11 10.4Z",
    },
    Word {
        name: "checking",
        badge: "checking",
        component: "degraded_performance",
        indicator: "minor",
        description: "Status unknown",
        colour: "#5b6472",
        icon: "M8 0a8 8 0 1 1 0 16A8 8 0 1 1 8 0ZM8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 1 0 8 2.2ZM8 5.9a2.1 2.1 0 1 1 0 4.2 2.1 \
               2.1 0 1 1 0-4.2Z",
    },
    UNKNOWN,
];

const UNKNOWN: Word = Word {
    name: "unknown",
    badge: "unknown",
    component: "degraded_performance",
    indicator: "minor",
    description: "Status unknown",
    colour: "#5b6472",
    icon: "M8 0a8 8 0 1 1 0 16A8 8 0 1 1 8 0ZM8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2ZM5.1 6.4a2.9 2.9 0 1 1 4.5 2.4C8.9 9.2 8.85 9.4 8.85 \
           10h-1.7c0-1.3.3-1.9 1.4-2.6a1.2 1.2 0 1 0-1.75-1ZM8 10.7a1.05 1.05 0 1 1 0 2.1 1.05 1.05 0 1 1 0-2.1Z",
};

impl Word {
    /// The word for a status.
    pub(super) fn of(status: Status) -> &'static Self {
        Self::named(status.name())
    }

    /// The word for what a stretch of time was.
    pub(super) fn of_state(state: State) -> &'static Self {
        Self::named(state.name())
    }

    fn named(name: &str) -> &'static Self {
        WORDS.iter().find(|word| word.name == name).unwrap_or(&UNKNOWN)
    }

    /// All of them.
    #[cfg(test)]
    pub(super) fn all() -> &'static [Self] {
        &WORDS
    }
}

/// Describes an incident without a title. The text follows the names of systems.
pub(super) fn outage(worst: State) -> &'static str {
    match worst {
        State::MajorOutage => "major outage",
        State::PartialOutage => "partial outage",
        State::Degraded => "degraded performance",
        State::Maintenance => "maintenance",
        State::Operational | State::Unobserved => "incident",
    }
}

/// A class of causes, as a sentence.
pub(super) fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Refused => "Connections were refused.",
        Cause::Unreachable => "It could not be reached.",
        Cause::TimedOut => "It did not respond in time.",
        Cause::Broken => "It closed connections early.",
        Cause::Certificate(Distrust::Unspecified) => "Its certificate was not trusted.",
        Cause::Certificate(Distrust::Expired) => "Its certificate had expired.",
        Cause::Certificate(Distrust::Authority) => "Its certificate was from an unknown authority.",
        Cause::Certificate(Distrust::Name) => "Its certificate was for another name.",
        Cause::NotHttp => "Its response was not HTTP.",
        Cause::Error => "It returned errors.",
        Cause::Unhealthy => "It reported that it was unhealthy.",
        Cause::NotHealth => "It returned invalid health responses.",
        Cause::Redirect => "It redirected to another address.",
        Cause::RateLimited => "It rate-limited the checks.",
        Cause::TooManyHeaders => "It returned too many response headers.",
        Cause::NotProxied => "It could not be checked.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast as in WCAG 2.2.
    fn contrast_with_white(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = u8::from_str_radix(&colour[at..at + 2], 16).unwrap();
            let share = f64::from(value) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        1.05 / (0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5) + 0.05)
    }

    #[test]
    fn what_is_unknown_is_green_in_no_vocabulary() {
        for word in WORDS.iter().filter(|word| word.name != "operational") {
            assert_ne!(word.component, "operational", "{word:?}");
            assert_ne!(word.indicator, "none", "{word:?}");
            assert_ne!(word.colour, WORDS[0].colour, "{word:?}");
            assert_ne!(word.description, WORDS[0].description, "{word:?}");
        }
        for status in [
            Status::Operational,
            Status::Degraded,
            Status::PartialOutage,
            Status::MajorOutage,
            Status::Maintenance,
            Status::Unknown,
            Status::Checking,
        ] {
            assert_eq!(Word::of(status).name, status.name());
        }
        for state in State::ALL {
            assert_eq!(Word::of_state(state).name, state.name());
        }
    }

    #[test]
    fn words_can_be_read_on_their_colour() {
        for word in Word::all() {
            let contrast = contrast_with_white(word.colour);
            assert!(contrast >= 4.5, "{}: {contrast:.2}", word.name);
        }
    }
}

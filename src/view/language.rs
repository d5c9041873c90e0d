//! The language of the public page: its messages, and how numbers, dates and lists are written in it.
//!
//! A message is a whole sentence or a whole label, written in English where it is used: [`message`], [`plural`]. That text is
//! also its name in the files of the other languages (`public/lang`), as in gettext, so English costs no catalogue and what is
//! not translated is English. A test collects all messages from the source, so both take nothing but literals.
//!
//! In a text `{name}` is a placeholder and `~` a space at which no line breaks. A plural has the forms of CLDR's categories.
//! Which form a count takes, and how numbers and dates are written, is the shell's knowledge (`Intl` or ICU4X): [`Formats`].

mod english;
mod message;
#[cfg(feature = "cli")]
mod native;
mod times;

use crate::decode::json::{self, Json};
use std::collections::BTreeMap;

pub use message::{Message, message, plural};

/// The languages of the page, as in the addresses of their files and in HTML's `lang`.
pub const LANGUAGES: [&str; 6] = ["en", "de", "fr", "es", "zh-Hans", "ja"];

/// How a language writes numbers, dates and lists.
#[derive(Clone, Copy, Debug)]
pub struct Formats {
    /// Returns CLDR's plural category of a count: `one`, `other`, …
    pub category: fn(usize) -> String,
    /// Formats a number with the given number of decimals.
    pub number: fn(f64, u8) -> String,
    /// Formats a day, counted from 1970-01-01.
    pub date: fn(i64, Date) -> String,
    /// Formats a list of names, the last two joined by "and".
    pub list: fn(&[String]) -> String,
}

/// The fields of a date that are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Date {
    /// `Nov 19`.
    Day,
    /// `Nov 19, 2026`.
    DayOfYear,
    /// `Thu, Nov 19`.
    Weekday,
    /// `November 2026`.
    Month,
}

/// A language: its texts, and how it writes figures.
#[derive(Clone, Debug)]
pub struct Words {
    /// The texts by their English wording. A plural is an object of forms by category.
    texts: BTreeMap<String, Json>,
    formats: Formats,
}

/// A placeholder and its value.
pub type Value<'a> = (&'static str, &'a str);

impl Words {
    /// English, without a browser.
    pub const ENGLISH: Self = Self { texts: BTreeMap::new(), formats: english::FORMATS };

    /// Reads a language from its file. A text that the file lacks is English, and all are if the file cannot be read.
    pub fn read(file: &[u8], formats: Formats) -> Self {
        let texts = match json::parse(file) {
            Ok(Json::Object(texts)) => texts.into_iter().collect(),
            _ => BTreeMap::new(),
        };
        Self { texts, formats }
    }

    /// Returns the text of a message without placeholders.
    pub fn text(&self, message: Message) -> String {
        self.say(message, &[])
    }

    /// Returns the text of a message with its placeholders filled.
    pub fn say(&self, message: Message, values: &[Value<'_>]) -> String {
        let translated = self.texts.get(message.text).and_then(Json::as_str);
        fill(translated.unwrap_or(message.text), values)
    }

    /// Returns the text of a message about `n` things; `{n}` is their number.
    pub fn count(&self, n: usize, message: Message, values: &[Value<'_>]) -> String {
        let forms = self.texts.get(message.text);
        let form = forms.and_then(|forms| {
            // One text where number and noun are the same in all of them.
            let of_number =
                || forms.get(&(self.formats.category)(n)).or_else(|| forms.get("other"));
            forms.as_str().or_else(|| of_number()?.as_str())
        });
        let text = form.or(message.one.filter(|_| n == 1)).unwrap_or(message.text);
        let number = self.number(n);
        let mut all = vec![("n", number.as_str())];
        all.extend_from_slice(values);
        fill(text, &all)
    }

    /// Formats a whole number: `1,698`.
    pub fn number(&self, n: usize) -> String {
        self.decimal(n as f64, 0)
    }

    /// Formats a number with the given number of decimals.
    pub fn decimal(&self, number: f64, decimals: u8) -> String {
        (self.formats.number)(number, decimals)
    }

    /// Formats a list of names: `Chatalot, RAT and Sockudo`.
    pub fn list(&self, names: &[String]) -> String {
        (self.formats.list)(names)
    }

    /// Formats a day, counted from 1970-01-01 in the zone that is shown.
    pub fn date(&self, day: i64, date: Date) -> String {
        (self.formats.date)(day, date)
    }

    /// Formats a percentage: `99.29 %`.
    pub fn percent(&self, percent: f64, decimals: u8) -> String {
        self.say(message("{n}~%"), &[("n", &self.decimal(percent, decimals))])
    }

    /// Joins facts that are no sentences.
    pub fn facts(&self, facts: impl IntoIterator<Item = String>) -> String {
        let mut all = String::new();
        for next in facts {
            all = if all.is_empty() {
                next
            } else {
                self.say(message("{fact}, {next}"), &[("fact", &all), ("next", &next)])
            };
        }
        all
    }

    /// Joins sentences, without the empty ones.
    pub fn sentences(&self, sentences: impl IntoIterator<Item = String>) -> String {
        let mut all = String::new();
        for next in sentences.into_iter().filter(|sentence| !sentence.is_empty()) {
            all = if all.is_empty() {
                next
            } else {
                self.say(message("{sentence} {next}"), &[("sentence", &all), ("next", &next)])
            };
        }
        all
    }

    /// Returns a statement as a sentence.
    pub fn sentence(&self, statement: &str) -> String {
        self.say(message("{statement}."), &[("statement", statement)])
    }
}

/// Replaces placeholders by their values, and `~` by a no-break space. Braces that are no placeholder stay.
fn fill(text: &str, values: &[Value<'_>]) -> String {
    let mut filled = String::with_capacity(text.len() + 24);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(['{', '~']) {
        filled.push_str(before);
        let is_tie = rest.as_bytes().get(before.len()) == Some(&b'~');
        let named = after.split_once('}').filter(|_| !is_tie);
        let value = named.and_then(|(name, after)| {
            values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, after))
        });
        let (value, after) = value.unwrap_or((if is_tie { "\u{a0}" } else { "{" }, after));
        filled.push_str(value);
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests;

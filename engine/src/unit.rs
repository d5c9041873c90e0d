//! Units of values, and how a person reads numbers in them.
//!
//! A value has three significant digits and a prefix, so that it can be read at a glance and its width hardly changes. An axis
//! writes all its ticks in one prefix. Exact numbers, as in a CSV file, are written by [`crate::number`].

mod decimal;
mod prefix;
mod scale;

use crate::time::Timestamp;
use decimal::{exponential, is_whole, not_finite, power_of_ten};
use prefix::Steps;
use serde::{Deserialize, Serialize};

pub use decimal::decimal;
pub use scale::Scale;

/// A unit, named as in Grafana.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Unit {
    /// `short`: a number with k, M, G.
    #[default]
    Short,
    /// `none`: the number as it is.
    None,
    /// `s`: seconds.
    Seconds,
    /// `ms`: milliseconds.
    Milliseconds,
    /// `bytes`: with KiB, MiB, GiB.
    Bytes,
    /// `decbytes`: with kB, MB, GB.
    DecimalBytes,
    /// `percent`: 0 to 100.
    Percent,
    /// `percentunit`: 0 to 1, shown as 0 % to 100 %.
    PercentUnit,
    /// `reqps`: requests per second.
    RequestsPerSecond,
    /// `ops`: operations per second.
    OperationsPerSecond,
    /// `Bps`: bytes per second.
    BytesPerSecond,
    /// `decbits`: bits, with kb, Mb, Gb.
    Bits,
    /// `bps`: bits per second.
    BitsPerSecond,
    /// `hertz`: cycles per second.
    Hertz,
    /// `celsius`: degrees.
    Celsius,
    /// `watt`: power.
    Watt,
    /// `volt`: electric tension.
    Volt,
    /// `amp`: electric current.
    Ampere,
    /// `rotrpm`: revolutions per minute.
    RevolutionsPerMinute,
    /// `dateTimeFromNow`: an instant in Unix seconds, shown as the time since then.
    Ago,
}

/// A value as text. Number and unit are separate, because a page may show the unit smaller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// `1.34`, `NaN`, `+Inf`.
    pub number: String,
    /// `s`, `MiB`, `k/s`; empty where there is none.
    pub unit: &'static str,
}

impl Written {
    /// Returns both with a no-break space between them: `1.34 s`.
    pub fn text(&self) -> String {
        let space = if self.unit.is_empty() { "" } else { "\u{a0}" };
        format!("{}{space}{}", self.number, self.unit)
    }
}

impl TryFrom<String> for Unit {
    type Error = String;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::parse(&name).ok_or_else(|| format!("unknown unit `{name}`"))
    }
}

impl From<Unit> for &'static str {
    fn from(unit: Unit) -> Self {
        unit.name()
    }
}

impl Unit {
    /// Every unit with its name, in the order of the documentation.
    pub const NAMES: [(&'static str, Self); 20] = [
        ("short", Self::Short),
        ("none", Self::None),
        ("s", Self::Seconds),
        ("ms", Self::Milliseconds),
        ("bytes", Self::Bytes),
        ("decbytes", Self::DecimalBytes),
        ("percent", Self::Percent),
        ("percentunit", Self::PercentUnit),
        ("reqps", Self::RequestsPerSecond),
        ("ops", Self::OperationsPerSecond),
        ("Bps", Self::BytesPerSecond),
        ("decbits", Self::Bits),
        ("bps", Self::BitsPerSecond),
        ("hertz", Self::Hertz),
        ("celsius", Self::Celsius),
        ("watt", Self::Watt),
        ("volt", Self::Volt),
        ("amp", Self::Ampere),
        ("rotrpm", Self::RevolutionsPerMinute),
        ("dateTimeFromNow", Self::Ago),
    ];

    /// Parses Grafana's name of a unit.
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, unit)| *unit)
    }

    /// Returns Grafana's name of the unit.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, unit)| *unit == self).map_or("short", |(name, _)| name)
    }

    /// Writes a value. Only [`Unit::Ago`] uses `now`. Infinities and NaN have Prometheus' names.
    pub fn write(self, value: f64, now: Timestamp) -> Written {
        if !value.is_finite() {
            return Written { number: not_finite(value).to_owned(), unit: "" };
        }
        let value =
            if self == Self::Ago { (now.0 as f64 / 1000.0 - value).max(0.0) } else { value };
        let scale = self.scale(value);
        let is_plain = scale.factor.to_bits() == 1.0_f64.to_bits();
        let number = significant(value / scale.factor, self.is_counted() && is_plain);
        // 999.7 is written as "1000" in its own prefix, and as "1.00 k" in the next one.
        let rounded = self.scale(value * 1.0006);
        if rounded.factor > scale.factor && rounds_up(value, scale, rounded) {
            let one = if value < 0.0 { -1.0 } else { 1.0 };
            return Written { number: significant(one, false), unit: rounded.unit };
        }
        // Less than the whole is never shown as the whole.
        let is_share = matches!(self, Self::Percent | Self::PercentUnit);
        if is_share && value / scale.factor < 100.0 && number == "100" {
            return Written { number: "99.9".to_owned(), unit: scale.unit };
        }
        Written { number, unit: scale.unit }
    }

    /// Returns the prefix for numbers up to `largest`.
    pub fn scale(self, largest: f64) -> Scale {
        let steps = self.steps();
        let size = largest.abs();
        let base = Scale { factor: 1.0, unit: "" };
        let of = |(factor, unit): &(f64, &'static str)| Scale { factor: *factor, unit };
        if size == 0.0 || !size.is_finite() {
            // The plain unit: seconds, not nanoseconds.
            let plain = steps.iter().find(|(factor, _)| *factor <= 1.0);
            return plain.or(steps.last()).map_or(base, of);
        }
        let fits = steps.iter().find(|(factor, _)| size >= *factor);
        fits.or(steps.last()).map_or(base, of)
    }

    fn steps(self) -> Steps {
        match self {
            Self::Short => prefix::SHORT,
            Self::None => prefix::NONE,
            Self::Seconds => prefix::SECONDS,
            Self::Milliseconds => prefix::MILLISECONDS,
            Self::Bytes => prefix::BYTES,
            Self::DecimalBytes => prefix::DECIMAL_BYTES,
            Self::Percent => prefix::PERCENT,
            Self::PercentUnit => prefix::PERCENT_OF_ONE,
            Self::RequestsPerSecond | Self::OperationsPerSecond => prefix::RATE,
            Self::BytesPerSecond => prefix::BYTE_RATE,
            Self::Bits => prefix::BITS,
            Self::BitsPerSecond => prefix::BIT_RATE,
            Self::Hertz => prefix::HERTZ,
            Self::Celsius => prefix::CELSIUS,
            Self::Watt => prefix::WATT,
            Self::Volt => prefix::VOLT,
            Self::Ampere => prefix::AMPERE,
            Self::RevolutionsPerMinute => prefix::REVOLUTIONS,
            Self::Ago => prefix::AGO,
        }
    }

    /// Returns whether whole values are counts, which have no decimals.
    fn is_counted(self) -> bool {
        matches!(
            self,
            Self::Short | Self::None | Self::Bytes | Self::DecimalBytes | Self::Percent | Self::Ago
        )
    }
}

/// Returns whether `value`, rounded to three digits in `scale`, is one whole `next`.
fn rounds_up(value: f64, scale: Scale, next: Scale) -> bool {
    let size = (value / scale.factor).abs();
    let decimals = decimals_of(size);
    let shown = (size * power_of_ten(decimals)).round() / power_of_ten(decimals);
    shown * scale.factor >= next.factor
}

/// Writes a number with three significant digits, or with all of them where it is whole and `keep_whole`.
fn significant(value: f64, keep_whole: bool) -> String {
    if value == 0.0 || (keep_whole && is_whole(value) && value.abs() < 1e15) {
        return decimal(value, 0);
    }
    let size = value.abs();
    if !(1e-6..1e15).contains(&size) {
        return exponential(value, 2);
    }
    let text = decimal(value, decimals_of(size));
    if size >= 0.995 { text } else { text.trim_end_matches('0').to_owned() }
}

/// Returns the number of decimals, at most eight, that make three significant digits.
fn decimals_of(size: f64) -> u32 {
    let mut decimals = 0;
    while decimals < 8 && (size * power_of_ten(decimals)).round() < 100.0 {
        decimals += 1;
    }
    // Small numbers end where three digits are reached, numbers from 1 on with at most two decimals.
    if size >= 0.995 { decimals.min(2) } else { decimals }
}

#[cfg(test)]
mod tests;

//! Units of values, and how numbers are written in them.
//!
//! Three significant digits and a prefix, so that a number can be read at a glance and its width hardly changes; an axis writes
//! all its ticks in one prefix. Every digit comes from an integer: the standard library's float writer would cost a page in wasm
//! more than all of this. Exact numbers, as a CSV file wants them, are not written here.

use crate::time::Timestamp;

#[cfg(test)]
mod tests;

/// Units, named as Grafana names them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// `dateTimeFromNow`: an instant in unix seconds, shown as how long ago it was.
    Ago,
}

/// A value as it is shown. Number and unit stand apart, because a large number has a small unit beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// `1.34`, `NaN`, `+Inf`.
    pub number: String,
    /// `s`, `MiB`, `k/s`; empty where there is none.
    pub unit: &'static str,
}

impl Written {
    /// Both, with a space between that does not break: `1.34 s`.
    pub fn text(&self) -> String {
        let space = if self.unit.is_empty() { "" } else { "\u{a0}" };
        [self.number.as_str(), space, self.unit].concat()
    }
}

/// One prefix for all numbers of an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// What a value is divided by.
    pub factor: f64,
    /// The unit with its prefix.
    pub unit: &'static str,
}

impl Scale {
    /// A value as short as it can be written: `0.25`, `10`.
    pub fn plain(self, value: f64) -> String {
        if value == 0.0 { "0".to_owned() } else { self.tick(value, value.abs()) }
    }

    /// A value with as many decimals as tell two ticks apart that are `step` (greater than zero) away from each other.
    pub fn tick(self, value: f64, step: f64) -> String {
        let step = step / self.factor;
        let mut decimals = 0;
        while decimals < 9 && !is_whole(step * power_of_ten(decimals)) {
            decimals += 1;
        }
        let value = value / self.factor;
        if value.abs() >= WRITTEN_OUT {
            // Two decimals are usual, more where two ticks would be the same.
            let (mut ratio, mut decimals) = (value.abs() / step, 0);
            while ratio > 1.0 && decimals < 9 {
                ratio /= 10.0;
                decimals += 1;
            }
            exponential(value, decimals.max(2))
        } else if is_whole(step * power_of_ten(decimals)) {
            decimal(value, decimals)
        } else {
            exponential(value, 4)
        }
    }
}

/// A name, and for each prefix from large to small: from which size on, what to divide by, how it is called.
type Steps = &'static [(f64, &'static str)];

const SHORT: Steps = &[(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, "")];
const RATE: Steps = &[(1e12, "T/s"), (1e9, "G/s"), (1e6, "M/s"), (1e3, "k/s"), (1.0, "/s")];
const NONE: Steps = &[(1.0, "")];
const PERCENT: Steps = &[(1.0, "%")];
const PERCENT_OF_ONE: Steps = &[(0.01, "%")];
const SECONDS: Steps = &[
    (86_400.0, "d"),
    (3600.0, "h"),
    (60.0, "min"),
    (1.0, "s"),
    (1e-3, "ms"),
    (1e-6, "µs"),
    (1e-9, "ns"),
];
const MILLISECONDS: Steps = &[
    (86_400_000.0, "d"),
    (3_600_000.0, "h"),
    (60_000.0, "min"),
    (1000.0, "s"),
    (1.0, "ms"),
    (1e-3, "µs"),
    (1e-6, "ns"),
];
const AGO: Steps = &[(86_400.0, "d ago"), (3600.0, "h ago"), (60.0, "min ago"), (1.0, "s ago")];
const BYTES: Steps =
    &[(TEBI, "TiB"), (TEBI / KIBI, "GiB"), (KIBI * KIBI, "MiB"), (KIBI, "KiB"), (1.0, "B")];
const BYTE_RATE: Steps = &[
    (TEBI, "TiB/s"),
    (TEBI / KIBI, "GiB/s"),
    (KIBI * KIBI, "MiB/s"),
    (KIBI, "KiB/s"),
    (1.0, "B/s"),
];
const DECIMAL_BYTES: Steps = &[(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")];

const KIBI: f64 = 1024.0;
const TEBI: f64 = KIBI * KIBI * KIBI * KIBI;

impl Unit {
    /// Every unit with its name, in the order of the documentation.
    pub const NAMES: [(&'static str, Self); 12] = [
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
        ("dateTimeFromNow", Self::Ago),
    ];

    /// The unit that Grafana calls so.
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, unit)| *unit)
    }

    /// What Grafana calls it.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, unit)| *unit == self).map_or("short", |(name, _)| name)
    }

    /// The value as it is shown. `now` matters to [`Unit::Ago`] alone. What is no number is named as Prometheus names it.
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
        // What falls short of the whole is not shown as the whole.
        let is_share = matches!(self, Self::Percent | Self::PercentUnit);
        if is_share && value / scale.factor < 100.0 && number == "100" {
            return Written { number: "99.9".to_owned(), unit: scale.unit };
        }
        Written { number, unit: scale.unit }
    }

    /// The prefix in which numbers up to `largest` are written.
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
            Self::Short => SHORT,
            Self::None => NONE,
            Self::Seconds => SECONDS,
            Self::Milliseconds => MILLISECONDS,
            Self::Bytes => BYTES,
            Self::DecimalBytes => DECIMAL_BYTES,
            Self::Percent => PERCENT,
            Self::PercentUnit => PERCENT_OF_ONE,
            Self::RequestsPerSecond | Self::OperationsPerSecond => RATE,
            Self::BytesPerSecond => BYTE_RATE,
            Self::Ago => AGO,
        }
    }

    /// Whether whole values are counts, which are written without decimals.
    fn is_counted(self) -> bool {
        matches!(
            self,
            Self::Short | Self::None | Self::Bytes | Self::DecimalBytes | Self::Percent | Self::Ago
        )
    }
}

/// Whether the three digits of `value` in `scale` are those of one whole `next`.
fn rounds_up(value: f64, scale: Scale, next: Scale) -> bool {
    let size = (value / scale.factor).abs();
    let decimals = decimals_of(size);
    let shown = (size * power_of_ten(decimals)).round() / power_of_ten(decimals);
    shown * scale.factor >= next.factor
}

/// A number with three significant digits; all of them where it is whole and `keep_whole`.
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

/// How many decimals make three significant digits; at most eight.
fn decimals_of(size: f64) -> u32 {
    let mut decimals = 0;
    while decimals < 8 && (size * power_of_ten(decimals)).round() < 100.0 {
        decimals += 1;
    }
    // Small numbers end where three digits are reached, numbers from 1 on with at most two decimals.
    if size >= 0.995 { decimals.min(2) } else { decimals }
}

/// From here on, not every digit of a number means something, and it is written with an exponent.
const WRITTEN_OUT: f64 = 9e15;

/// `1.23e18`, for what no prefix reaches.
fn exponential(value: f64, decimals: u32) -> String {
    let mut exponent = 0_i32;
    let mut mantissa = value.abs();
    while mantissa >= 9.995 && exponent < 400 {
        mantissa /= 10.0;
        exponent += 1;
    }
    while mantissa < 0.9995 && exponent > -400 {
        mantissa *= 10.0;
        exponent -= 1;
    }
    let sign = if value < 0.0 { "-" } else { "" };
    [sign, &decimal(mantissa, decimals), "e", &exponent.to_string()].concat()
}

/// A number with so many decimals (at most nine), rounded half away from zero. Never `-0`.
pub fn decimal(value: f64, decimals: u32) -> String {
    if !value.is_finite() {
        return not_finite(value).to_owned();
    }
    if value.abs() >= WRITTEN_OUT {
        return exponential(value, 2);
    }
    let decimals = decimals.min(9);
    // Beyond 2^63 the digits behind the point mean nothing any more.
    let decimals = if value.abs() * power_of_ten(decimals) < 9e18 { decimals } else { 0 };
    let units = (value.abs() * power_of_ten(decimals)).round() as u64;
    let mut text = units.to_string();
    if decimals > 0 {
        let width = decimals as usize + 1;
        if text.len() < width {
            text = ["0".repeat(width - text.len()), text].concat();
        }
        text.insert(text.len() - decimals as usize, '.');
    }
    if value < 0.0 && units > 0 {
        text.insert(0, '-');
    }
    text
}

fn not_finite(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "+Inf"
    } else {
        "-Inf"
    }
}

fn power_of_ten(exponent: u32) -> f64 {
    10_f64.powi(exponent.cast_signed())
}

/// Whether a number is whole, but for what computing it in binary added.
fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() <= value.abs() * 1e-9
}

//! The prefixes of units.

/// Prefixes from large to small: the size from which a prefix is used, by which values are divided, and the unit with it.
pub(super) type Steps = &'static [(f64, &'static str)];

pub(super) const SHORT: Steps = &[(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, "")];
pub(super) const RATE: Steps =
    &[(1e12, "T/s"), (1e9, "G/s"), (1e6, "M/s"), (1e3, "k/s"), (1.0, "/s")];
pub(super) const NONE: Steps = &[(1.0, "")];
pub(super) const PERCENT: Steps = &[(1.0, "%")];
pub(super) const PERCENT_OF_ONE: Steps = &[(0.01, "%")];
pub(super) const SECONDS: Steps = &[
    (86_400.0, "d"),
    (3600.0, "h"),
    (60.0, "min"),
    (1.0, "s"),
    (1e-3, "ms"),
    (1e-6, "µs"),
    (1e-9, "ns"),
];
pub(super) const MILLISECONDS: Steps = &[
    (86_400_000.0, "d"),
    (3_600_000.0, "h"),
    (60_000.0, "min"),
    (1000.0, "s"),
    (1.0, "ms"),
    (1e-3, "µs"),
    (1e-6, "ns"),
];
pub(super) const BITS: Steps = &[(1e12, "Tb"), (1e9, "Gb"), (1e6, "Mb"), (1e3, "kb"), (1.0, "b")];
pub(super) const BIT_RATE: Steps =
    &[(1e12, "Tb/s"), (1e9, "Gb/s"), (1e6, "Mb/s"), (1e3, "kb/s"), (1.0, "b/s")];
pub(super) const HERTZ: Steps =
    &[(1e12, "THz"), (1e9, "GHz"), (1e6, "MHz"), (1e3, "kHz"), (1.0, "Hz")];
pub(super) const CELSIUS: Steps = &[(1.0, "°C")];
pub(super) const WATT: Steps = &[(1e9, "GW"), (1e6, "MW"), (1e3, "kW"), (1.0, "W"), (1e-3, "mW")];
pub(super) const VOLT: Steps = &[(1e3, "kV"), (1.0, "V"), (1e-3, "mV")];
pub(super) const AMPERE: Steps = &[(1e3, "kA"), (1.0, "A"), (1e-3, "mA")];
pub(super) const REVOLUTIONS: Steps = &[(1.0, "rpm")];
pub(super) const AGO: Steps =
    &[(86_400.0, "d ago"), (3600.0, "h ago"), (60.0, "min ago"), (1.0, "s ago")];
pub(super) const BYTES: Steps =
    &[(TEBI, "TiB"), (TEBI / KIBI, "GiB"), (KIBI * KIBI, "MiB"), (KIBI, "KiB"), (1.0, "B")];
pub(super) const BYTE_RATE: Steps = &[
    (TEBI, "TiB/s"),
    (TEBI / KIBI, "GiB/s"),
    (KIBI * KIBI, "MiB/s"),
    (KIBI, "KiB/s"),
    (1.0, "B/s"),
];
pub(super) const DECIMAL_BYTES: Steps =
    &[(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")];

const KIBI: f64 = 1024.0;
const TEBI: f64 = KIBI * KIBI * KIBI * KIBI;

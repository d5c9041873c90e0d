//! Units of values, and how numbers are written in them.

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

use super::{Unit, decimal};
use crate::time::Timestamp;

const NOW: Timestamp = Timestamp(1_795_175_348_000);

#[test]
fn values_are_written_with_three_digits_and_a_prefix() {
    for (unit, value, text) in [
        ("s", 1.34, "1.34 s"),
        ("s", 0.0213, "21.3 ms"),
        ("s", 0.000_004_2, "4.20 µs"),
        ("s", 0.0, "0 s"),
        ("s", 59.96, "60.0 s"),
        ("s", 90.0, "1.50 min"),
        ("s", 200_000.0, "2.31 d"),
        ("s", 0.999_7, "1.00 s"),
        ("ms", 1340.0, "1.34 s"),
        ("ms", 12.0, "12.0 ms"),
        ("short", 47.0, "47"),
        ("short", 47.25, "47.3"),
        ("short", 12_400.0, "12.4 k"),
        ("short", 999_700.0, "1.00 M"),
        ("short", -999_999.0, "-1.00 M"),
        ("short", 0.001_23, "0.00123"),
        ("short", 1e19, "10000000 T"),
        ("none", 123_456.0, "123456"),
        ("none", 1.5e300, "1.50e300"),
        ("bytes", 18_874_368.0, "18.0 MiB"),
        ("bytes", 512.0, "512 B"),
        ("bytes", 1023.99, "1.00 KiB"),
        ("decbytes", 18_874_368.0, "18.9 MB"),
        ("percent", 99.2, "99.2 %"),
        ("percent", 100.0, "100 %"),
        ("percent", 99.97, "99.9 %"),
        ("percentunit", 0.992, "99.2 %"),
        ("percentunit", 1.0, "100 %"),
        ("percentunit", 0.999_99, "99.9 %"),
        ("percentunit", 0.0, "0 %"),
        ("reqps", 31.2, "31.2 /s"),
        ("ops", 1200.0, "1.20 k/s"),
        ("Bps", 2048.0, "2.00 KiB/s"),
        ("bps", 2_500_000.0, "2.50 Mb/s"),
        ("decbits", 12.0, "12.0 b"),
        ("hertz", 2.4e9, "2.40 GHz"),
        ("celsius", 41.5, "41.5 °C"),
        ("watt", 0.25, "250 mW"),
        ("rotrpm", 1200.0, "1200 rpm"),
        ("s", f64::NAN, "NaN"),
        ("s", f64::INFINITY, "+Inf"),
        ("bytes", f64::NEG_INFINITY, "-Inf"),
        ("dateTimeFromNow", 1_795_175_348.0 - 90.0, "1.50 min ago"),
        ("dateTimeFromNow", 1_795_175_348.0 - 30.0, "30 s ago"),
        ("dateTimeFromNow", 1_795_175_348.0 + 30.0, "0 s ago"),
    ] {
        let written = Unit::parse(unit).unwrap().write(value, NOW).text();
        assert_eq!(written.replace('\u{a0}', " "), text, "{unit} {value}");
    }
}

#[test]
fn names_are_read_back() {
    for (name, unit) in Unit::NAMES {
        assert_eq!(Unit::parse(name), Some(unit));
        assert_eq!(unit.name(), name);
    }
    assert_eq!(Unit::parse("furlongs"), None);
}

#[test]
fn ticks_have_the_decimals_that_distinguish_them() {
    for (unit, largest, step, value, text) in [
        (Unit::Seconds, 2.0, 0.5, 1.5, "1.5"),
        (Unit::Seconds, 2.0, 0.5, 0.0, "0.0"),
        (Unit::Seconds, 0.1, 0.025, 0.075, "75"),
        (Unit::Short, 80.0, 20.0, 60.0, "60"),
        (Unit::Short, 12_500.0, 2500.0, 7500.0, "7.5"),
        (Unit::PercentUnit, 1.0, 0.25, 0.75, "75"),
        (Unit::Bytes, 4.0 * 1_048_576.0, 1_048_576.0, 3.0 * 1_048_576.0, "3"),
        (Unit::Short, 0.3, 0.1, 0.3, "0.3"),
        (Unit::None, 1e-7, 2.5e-8, 5e-8, "0.000000050"),
    ] {
        assert_eq!(unit.scale(largest).tick(value, step), text, "{unit:?} {value}");
    }
}

#[test]
fn decimals_are_rounded_and_never_minus_nought() {
    for (value, decimals, text) in [
        (0.05, 1, "0.1"),
        (-0.04, 1, "0.0"),
        (-1.25, 1, "-1.3"),
        (1e17, 2, "1.00e17"),
        (123_456_789_012.5, 9, "123456789013"),
        (f64::MAX, 3, "1.80e308"),
        (f64::MIN_POSITIVE, 3, "0.000"),
    ] {
        assert_eq!(decimal(value, decimals), text, "{value}");
    }
}

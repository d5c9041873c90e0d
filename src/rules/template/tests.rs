use super::number::shortest;
use super::*;

fn expanded(text: &str, value: f64) -> String {
    expand(text, &LabelSet::new("m", &[("job", "rat"), ("pool", "a|b")]), value)
}

#[test]
fn fills_in_what_rules_use() {
    for (text, value, expected) in [
        ("plain", 1.0, "plain"),
        ("{{ $labels.job }} at {{ $value }}", 0.25, "rat at 0.25"),
        ("{{$labels.job}}/{{.Labels.pool}}: {{.Value}}", 3.0, "rat/a|b: 3"),
        ("[{{ $labels.none }}]", 0.0, "[]"),
        ("{{ $labels }}", 0.0, "map[__name__:m job:rat pool:a|b]"),
        ("a {{- $value -}} b", 1.0, "a1b"),
        ("a {{- /* note */ -}} b", 1.0, "ab"),
        ("{{ printf \"%.2f\" $value }}", 1.005, "1.00"),
        ("{{ $value | printf \"%.0f\" }}", 12.5, "12"),
        ("{{ $value | printf \"%d of 100%% %s\" }}", 12.0, "12 of 100% %!s(MISSING)"),
        ("{{ printf \"%v %s\" $value $labels.job }}", 1e6, "1e+06 rat"),
        ("{{ printf \"%d\" $value }}", 1.5, "%!d(1.5)"),
        ("{{ printf \"%.3g\" $value }}", 1234.0, "1.23e+03"),
        ("{{ $value | humanize }}", 1_234_567.0, "1.235M"),
        ("{{ humanize $value }}%", 12.345_6, "12.35%"),
        ("{{ $value | humanizePercentage }}", 0.015_62, "1.562%"),
        ("{{ $value | humanizeDuration | toUpper }}", 93_784.0, "1D 2H 3M 4S"),
        ("{{ \"Größe ŁÓDŹ Ωmega Ελλάς\" | toUpper }}", 0.0, "GRÖßE ŁÓDŹ ΩMEGA ΕΛΛΆΣ"),
        ("{{ \"GRÖßE ŁÓDŹ ΩMEGA ΕΛΛΆΣ\" | toLower }}", 0.0, "größe łódź ωmega ελλάσ"),
        ("{{ \"a }} b\" }}", 0.0, "a }} b"),
    ] {
        assert_eq!(expanded(text, value), expected, "{text}");
    }
}

#[test]
fn mistakes_are_visible() {
    for text in [
        "{{ $value",
        "{{ }}",
        "{{ $nothing }}",
        "{{ query \"up\" }}",
        "{{ if $value }}a{{ end }}",
        "{{ humanize }}",
        "{{ humanize $labels.job }}",
        "{{ $value $value }}",
        "{{ \"open }}",
        "{{ $value | }}",
    ] {
        let shown = expanded(text, 1.0);
        assert!(shown.starts_with("<error expanding template: "), "{text}: {shown}");
    }
}

#[test]
fn a_template_is_checked_before_there_is_a_series() {
    for text in [
        "",
        "no action",
        "{{ $labels.job }} is at {{ $value | humanize }}",
        "{{ $labels.left | humanizeDuration }}{{/* why */}}{{ $labels }}",
        "{{ printf \"%.2f of %s, %d%%\" $value $labels.a 3 }}{{- .Labels.b | toUpper -}}",
    ] {
        assert_eq!(check(text), Ok(()), "{text}");
    }
    for (text, at, reason) in [
        ("a {{ $labels.x ", 2, "not closed"),
        ("{{ $value }} {{ $labels. }}", 13, "is not known"),
        ("{{ $labels.a-b }}", 0, "is not known"),
        ("{{ $value | humanise }}", 0, "function \"humanise\" is not known"),
        ("{{ if $value }}x{{ end }}", 0, "function \"if\" is not supported"),
        ("é {{ humanize }}", 3, "wants one value"),
        ("{{ \"x\" | humanize }}", 0, "is no number"),
        ("{{ printf \"%.1f\" }}", 0, "printf would write"),
        ("{{ printf \"%q\" $value }}", 0, "printf would write"),
        ("{{ }}", 0, "cannot read"),
        ("{{ $values }}", 0, "is not known"),
        ("{{ $externalLabels.x }}", 0, "is not known"),
    ] {
        let mistake = check(text).unwrap_err();
        assert_eq!(mistake.at, at, "{text}");
        assert!(mistake.reason.contains(reason), "{text}: {}", mistake.reason);
    }
}

#[test]
fn numbers_are_printed_as_go_prints_them() {
    for (value, expected) in [
        (0.0, "0"),
        (-1.5, "-1.5"),
        (100_000.0, "100000"),
        (1_353_755_652.0, "1.353755652e+09"),
        (0.000_1, "0.0001"),
        (0.000_012, "1.2e-05"),
        (1e300, "1e+300"),
        (f64::NAN, "NaN"),
        (f64::INFINITY, "+Inf"),
    ] {
        assert_eq!(shortest(value), expected);
    }
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "(\\{\\{|\\}\\}|[-|\"`\\\\ %.$a-z0-9é]){0,20}", value: f64) {
        expanded(&text, value);
        expanded(&format!("{{{{ printf \"{text}\" $value }}}}"), value);
    }
}

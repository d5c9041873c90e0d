//! Laws of the public form: whatever is written is read back, and no bytes make the reader panic.

use allclear::chart::{Limit, PanelKind, Side, ValueMapping};
use allclear::config::private::{Dashboard, Panel, Private, Query, Severity, Target, Width};
use allclear::config::{Check, Config, Link, Logo, Site, Source, System};
use allclear::dashboard::{SeriesOverride, SeriesPattern};
use allclear::decode::health::{Mapping, NumberSource, PartSource, StateSource, Words};
use allclear::rules::{AlertingRule, RuleGroup};
use metrics_engine::time::Duration;
use metrics_engine::unit::Unit;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn id() -> impl Strategy<Value = String> {
    "[a-z0-9-]{1,12}"
}

fn span() -> impl Strategy<Value = Duration> {
    prop_oneof![
        Just(Check::INTERVAL),
        Just(Check::TIMEOUT),
        (1..=i64::from(u32::MAX)).prop_map(Duration)
    ]
}

fn mapping() -> impl Strategy<Value = Mapping> {
    let state = prop_oneof![
        any::<String>().prop_map(StateSource::Json),
        Just(StateSource::Text),
        any::<String>().prop_map(StateSource::Header),
        Just(StateSource::Code),
    ];
    let message = || option::of(any::<String>());
    let part = prop_oneof![
        (any::<String>(), any::<String>(), message())
            .prop_map(|(at, state, message)| PartSource::Map { at, state, message }),
        (any::<String>(), any::<String>(), any::<String>(), message())
            .prop_map(|(at, name, state, message)| PartSource::List { at, name, state, message }),
        (any::<String>(), any::<String>()).prop_map(|(name, at)| PartSource::Field { name, at }),
    ];
    let words = || vec(any::<String>(), 0..3);
    let number =
        (any::<String>(), any::<String>()).prop_map(|(name, at)| NumberSource { name, at });
    (vec(state, 0..4), (words(), words(), words()), vec(part, 0..3), words(), vec(number, 0..3))
        .prop_map(|(state, (operational, degraded, down), parts, critical, numbers)| Mapping {
            state,
            words: Words { operational, degraded, down },
            parts,
            critical,
            numbers,
        })
}

fn check(n_mappings: usize) -> impl Strategy<Value = Check> {
    (
        id(),
        any::<String>(),
        0..n_mappings,
        span(),
        span(),
        prop_oneof![Just(Check::MAX_BYTES), 1..2_000_000_usize],
    )
        .prop_map(|(id, name, mapping, interval, timeout, max_bytes)| Check {
            id,
            name,
            mapping,
            interval,
            timeout,
            max_bytes,
        })
}

fn system(n_mappings: usize) -> impl Strategy<Value = System> {
    let source =
        prop_oneof![Just(Source::Recorder), vec(check(n_mappings), 1..4).prop_map(Source::Checks)];
    let names = vec((any::<String>(), any::<String>()), 0..3);
    (id(), any::<String>(), any::<String>(), any::<String>(), source, 1..9_u32, 1..9_u32, names)
        .prop_map(|(id, name, group, description, source, failures, successes, part_names)| {
            System { id, name, group, description, source, failures, successes, part_names }
        })
}

fn config() -> impl Strategy<Value = Config> {
    let link = (any::<String>(), any::<String>()).prop_map(|(label, url)| Link { label, url });
    let optional = || option::of(any::<String>());
    let logo = (any::<String>(), optional()).prop_map(|(light, dark)| Logo { light, dark });
    let logo = option::of(logo);
    let site = (any::<String>(), logo, vec(link, 0..3), optional(), optional()).prop_map(
        |(name, logo, links, notice, timezone)| Site { name, logo, links, notice, timezone },
    );
    let cache = prop_oneof![Just(Config::CACHE), (0..100_000_i64).prop_map(Duration)];
    let systems = vec(mapping(), 1..4).prop_flat_map(|mappings| {
        let n_mappings = mappings.len();
        (Just(mappings), vec(system(n_mappings), 0..4))
    });
    (site, any::<String>(), cache, any::<bool>(), systems).prop_map(
        |(site, proxy, cache, recorder, (mappings, systems))| Config {
            site,
            proxy,
            cache,
            recorder,
            mappings,
            systems,
        },
    )
}

fn target() -> impl Strategy<Value = Target> {
    let size = |default| prop_oneof![Just(default), 1..u32::MAX as usize];
    let sizes = (
        size(Target::MAX_BYTES),
        size(Target::MAX_SAMPLES),
        size(Target::MAX_LABEL_BYTES),
        any::<bool>(),
    );
    let texts = (any::<String>(), any::<String>(), any::<String>());
    (id(), id(), texts, prop_oneof![Just(Target::INTERVAL), span()], span(), sizes).prop_map(
        |(system, id, (job, instance, path), interval, timeout, sizes)| {
            let (max_bytes, max_samples, max_label_bytes, strict) = sizes;
            Target {
                system,
                id,
                job,
                instance,
                path,
                interval,
                timeout,
                max_bytes,
                max_samples,
                max_label_bytes,
                strict,
            }
        },
    )
}

fn group() -> impl Strategy<Value = RuleGroup> {
    let pairs = || vec((any::<String>(), any::<String>()), 0..3);
    let hold = || prop_oneof![Just(Duration::ZERO), span()];
    let rule = (any::<String>(), any::<String>(), hold(), hold(), pairs(), pairs()).prop_map(
        |(alert, expr, hold_for, keep_firing_for, labels, annotations)| AlertingRule {
            alert,
            expr,
            hold_for,
            keep_firing_for,
            labels,
            annotations,
        },
    );
    let interval = prop_oneof![Just(RuleGroup::INTERVAL), span()];
    (any::<String>(), interval, vec(rule, 1..3)).prop_map(|(name, interval, rules)| RuleGroup {
        name,
        interval,
        rules,
    })
}

fn number() -> impl Strategy<Value = f64> {
    // A decimal number as a person writes it, which is read back exactly.
    (any::<i32>(), 0..10_i32).prop_map(|(digits, places)| f64::from(digits) / 10_f64.powi(places))
}

/// The distance of two finite numbers, in steps from one number to the next.
fn steps_between(one: f64, other: f64) -> u64 {
    let place = |number: f64| {
        let bits = number.to_bits().cast_signed();
        if bits < 0 { i64::MIN - bits } else { bits }
    };
    place(one).abs_diff(place(other))
}

/// A document whose only panel has this limit.
fn with_limit(value: f64) -> Private {
    let limit = Limit { value, bad: Side::Above, severity: Severity::Warning };
    let panel = Panel {
        id: "a".to_owned(),
        kind: PanelKind::Stat,
        width: Width::Full,
        limits: vec![limit],
        ..Panel::default()
    };
    let dashboard = Dashboard { id: "a".to_owned(), panels: vec![panel], ..Dashboard::default() };
    let config = Config {
        site: Site::default(),
        proxy: String::new(),
        cache: Config::CACHE,
        recorder: true,
        mappings: Vec::new(),
        systems: Vec::new(),
    };
    Private {
        config: config.into(),
        hidden: Vec::new(),
        targets: Vec::new(),
        groups: Vec::new(),
        dashboards: vec![dashboard],
    }
}

fn panel() -> impl Strategy<Value = Panel> {
    use Width::{Full, Half, Quarter, Third, TwoThirds};
    let kind = prop::sample::select(PanelKind::ALL.to_vec());
    let width = prop::sample::select(vec![Quarter, Third, Half, TwoThirds, Full]);
    let unit = prop::sample::select(Unit::NAMES.map(|(_, unit)| unit).to_vec());
    let query =
        (any::<String>(), any::<String>()).prop_map(|(expr, legend)| Query { expr, legend });
    let side = prop::sample::select(vec![Side::Above, Side::Below]);
    let severity = prop::sample::select(vec![Severity::Warning, Severity::Critical]);
    let limit = (number(), side, severity).prop_map(|(value, bad, severity)| Limit {
        value,
        bad,
        severity,
    });
    let texts = (id(), any::<String>(), any::<String>(), any::<String>(), any::<String>());
    let ends = (option::of(number()), option::of(number()));
    let severity = option::of(prop::sample::select(vec![Severity::Warning, Severity::Critical]));
    let mapping = (number(), option::of(number()), any::<String>(), severity)
        .prop_map(|(value, to, text, severity)| ValueMapping { value, to, text, severity });
    let marks = (vec(limit, 0..3), vec(mapping, 0..3));
    (texts, kind, width, vec(query, 0..3), unit, marks, ends).prop_map(
        |(texts, kind, width, queries, unit, (limits, mappings), (min, max))| {
            let (id, title, description, section, repeat) = texts;
            let overrides = vec![SeriesOverride {
                series: SeriesPattern::Regex(repeat.clone()),
                name: (!section.is_empty()).then(|| section.clone()),
                is_negative: title.is_empty(),
            }];
            Panel {
                id,
                title,
                description,
                section,
                repeat,
                kind,
                width,
                repaired: queries.clone(),
                queries,
                unit,
                limits,
                mappings,
                min,
                max,
                overrides,
            }
        },
    )
}

fn private() -> impl Strategy<Value = Private> {
    let dashboard = (id(), any::<String>(), any::<String>(), vec(panel(), 0..4), any::<bool>())
        .prop_map(|(id, title, system, panels, discover)| Dashboard {
            id,
            title,
            system,
            panels,
            discover,
            ..Dashboard::default()
        });
    (config(), vec(id(), 0..3), vec(target(), 0..3), vec(group(), 0..3), vec(dashboard, 0..3))
        .prop_map(|(config, hidden, targets, groups, dashboards)| Private {
            config: config.into(),
            hidden,
            targets,
            groups,
            dashboards,
        })
}

proptest! {
    #[test]
    fn reads_back_all_that_is_private(private in private()) {
        let text = private.to_json();
        prop_assert_eq!(Private::from_json(text.as_bytes()), Ok(private), "{}", text);
    }

    #[test]
    fn reads_every_number_within_two_steps_of_itself(value in prop_oneof![-1e300..1e300, -1e9..1e9, -1.0..1.0]) {
        let read = Private::from_json(with_limit(value).to_json().as_bytes()).unwrap();
        let limit = read.dashboards[0].panels[0].limits[0].value;
        prop_assert!(steps_between(value, limit) <= 2, "{} is read as {}", value, limit);
    }

    #[test]
    fn never_panics_on_a_broken_private_file(private in private(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = private.to_json().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = Private::from_json(&bytes);
    }

    #[test]
    fn reads_back_what_it_writes(config in config()) {
        let text = config.to_json();
        prop_assert_eq!(Config::from_json(text.as_bytes()), Ok(config), "{}", text);
    }

    #[test]
    fn never_panics_on_bytes(bytes in vec(any::<u8>(), 0..200)) {
        let _ = Config::from_json(&bytes);
    }

    #[test]
    fn never_panics_on_a_broken_file(config in config(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = config.to_json().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = Config::from_json(&bytes);
    }

    #[test]
    fn never_panics_on_a_document(text in "[-a-z:\\[\\]{},&*!|>'\"#\\n ]{0,80}") {
        let _ = allclear::config::document::read(&text);
    }
}

//! The documents that are derived from a deployment: the public one, the recorder's, and the operators'.

use super::{Deployed, Deployment, Endpoint};
use crate::config::address::Upstream;
use crate::config::private::Private;
use crate::config::raw::{Publish, Visibility};
use crate::config::{Check, Config, Source, System, built_in};
use crate::decode::health::{Mapping, PartSource, StateSource};
use crate::rules::{AlertingRule, RuleGroup};
use metrics_engine::time::Duration;

impl Deployment {
    /// Returns the configuration that every visitor may load.
    pub fn public(&self) -> Config {
        self.config(|system| match system.visibility {
            Visibility::Private => None,
            Visibility::Verdict => Some(Shown::Verdict),
            Visibility::Full => Some(Shown::Published),
        })
    }

    /// Returns the recorder's configuration: every system that is not private, as far as visitors may know it. Of a system
    /// whose verdict alone is public, that is all that it says; of any other, what a visitor's page reads, so that history and page
    /// do not contradict, and what is not published does not come out as a state.
    pub fn recorded(&self) -> Config {
        let config = self.config(|system| match system.visibility {
            Visibility::Private => None,
            Visibility::Verdict => Some(Shown::Whole),
            Visibility::Full => Some(Shown::Published),
        });
        // No answer is shared between one check and the next.
        Config { cache: Duration::ZERO, ..config }
    }

    /// Returns the addresses of [`Deployment::recorded`]'s checks, in their order, at which a recorder reaches them.
    pub fn recorded_places(&self) -> impl Iterator<Item = &Upstream> {
        let systems = self.systems.iter().filter(|system| system.visibility != Visibility::Private);
        systems.flat_map(|system| &system.checks).map(|check| &check.upstream)
    }

    /// Returns the configuration of the operators' page: every system with full mappings, the targets, the rules, the dashboards.
    pub fn private(&self) -> Private {
        let mut config = self.config(|_| Some(Shown::Whole));
        // The same paths as the public page's, behind the login.
        config.proxy.push_str("/admin");
        let systems = || self.systems.iter();
        let hidden = systems().filter(|system| system.visibility != Visibility::Full);
        Private {
            config: config.into(),
            hidden: hidden.map(|system| system.id.clone()).collect(),
            targets: systems()
                .flat_map(|system| &system.metrics)
                .map(|target| target.settings.clone())
                .collect(),
            groups: self
                .built_in()
                .into_iter()
                .chain(self.groups.iter().cloned())
                .chain(systems().filter_map(Deployed::group))
                .collect(),
            dashboards: systems()
                .flat_map(|system| &system.dashboards)
                .chain(&self.dashboards)
                .cloned()
                .collect(),
        }
    }

    /// The group of the built-in rules, one for each system that has not switched it off.
    fn built_in(&self) -> Option<RuleGroup> {
        let systems = self.systems.iter().filter(|system| system.has_down_alert);
        let rules = systems.map(|system| {
            let checks: Vec<&str> = system.checks.iter().map(|check| check.id.as_str()).collect();
            built_in::down(&system.id, &system.name, system.failures, &checks)
        });
        let rules: Vec<AlertingRule> = rules.collect();
        let (name, is_any) = (built_in::GROUP.to_owned(), !rules.is_empty());
        is_any.then_some(RuleGroup { name, interval: RuleGroup::INTERVAL, rules })
    }

    fn config(&self, shown: impl Fn(&Deployed) -> Option<Shown>) -> Config {
        let mut mappings = Vec::new();
        let systems = self
            .systems
            .iter()
            .filter_map(|system| shown(system).map(|shown| system.to_system(shown, &mut mappings)))
            .collect();
        Config {
            site: self.site.clone(),
            proxy: self.proxy.as_ref().map(ToString::to_string).unwrap_or_default(),
            cache: self.cache,
            recorder: self.recorder,
            mappings,
            systems,
        }
    }
}

/// The part of a system that a document shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Its name, and that the recorder knows its state.
    Verdict,
    /// Its checks, without explanations, and as far as each is published.
    Published,
    /// All of it.
    Whole,
}

impl Deployed {
    fn group(&self) -> Option<RuleGroup> {
        (!self.rules.is_empty()).then(|| RuleGroup {
            name: self.id.clone(),
            interval: RuleGroup::INTERVAL,
            rules: self.rules.clone(),
        })
    }

    fn to_system(&self, shown: Shown, mappings: &mut Vec<Mapping>) -> System {
        let source = match shown {
            Shown::Verdict => Source::Recorder,
            Shown::Published => Source::Checks(
                self.checks
                    .iter()
                    .map(|check| check.to_check(check.public_mapping(), mappings))
                    .collect(),
            ),
            Shown::Whole => Source::Checks(
                self.checks
                    .iter()
                    .map(|check| check.to_check(check.mapping.clone(), mappings))
                    .collect(),
            ),
        };
        // Names of parts reveal how a system is built: with the verdict alone, they are not shown either.
        let part_names = if shown == Shown::Verdict { Vec::new() } else { self.part_names.clone() };
        System {
            id: self.id.clone(),
            name: self.name.clone(),
            group: self.group.clone(),
            description: self.description.clone(),
            source,
            failures: self.failures,
            successes: self.successes,
            part_names,
        }
    }
}

impl Endpoint {
    /// The mapping that a visitor's page gets: without explanations, and where only the code is published, the code.
    pub fn public_mapping(&self) -> Mapping {
        match self.publish {
            Publish::Code => Mapping { state: vec![StateSource::Code], ..Mapping::default() },
            Publish::Body => Mapping {
                parts: self.mapping.parts.iter().map(without_message).collect(),
                ..self.mapping.clone()
            },
        }
    }

    fn to_check(&self, mapping: Mapping, mappings: &mut Vec<Mapping>) -> Check {
        let index = mappings.iter().position(|known| *known == mapping).unwrap_or_else(|| {
            mappings.push(mapping);
            mappings.len() - 1
        });
        Check {
            id: self.id.clone(),
            name: self.name.clone(),
            mapping: index,
            interval: self.interval,
            timeout: self.timeout,
            max_bytes: self.max_bytes,
        }
    }
}

fn without_message(part: &PartSource) -> PartSource {
    let mut part = part.clone();
    match &mut part {
        PartSource::Map { message, .. } | PartSource::List { message, .. } => *message = None,
        PartSource::Field { .. } => {}
    }
    part
}

//! Which of our systems a monitor of another program is about.
//!
//! By our id, by name, or by address, if exactly one system and one monitor agree in it; else only because the operator says so.

use crate::config::address::Upstream;
use crate::config::deployment::Deployed;
use crate::config::problem::nearest;
use crate::config::raw::Visibility;
use core::fmt;

/// A monitor of another program, by its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreign {
    /// Its displayed name. Untrusted: must be printed with escapes.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Its number there, by which no system is found, but an operator can name it.
    pub number: Option<String>,
    /// The addresses that it requests.
    pub addresses: Vec<String>,
}

/// Which monitors are about which systems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// Index of the monitor, and of the system that it is about.
    pub taken: Vec<(usize, usize)>,
    /// Index of each other monitor, and why it is skipped.
    pub skipped: Vec<(usize, Why)>,
}

/// Why a monitor is about no system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No system agrees with it. Perhaps this one is meant.
    Unknown(Option<String>),
    /// Another monitor, or another system, agrees as well: this is the system's id.
    Ambiguous(String),
    /// The operator named another monitor for the system with this id.
    Replaced(String),
    /// The system with this id is private.
    Private(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(_) => f.write_str("no system has this id, name or address"),
            Self::Ambiguous(id) => write!(f, "it is not the only one that agrees with {id}"),
            Self::Replaced(id) => write!(f, "--map names another one for {id}"),
            Self::Private(id) => write!(f, "{id} is private, and nothing is recorded of it"),
        }
    }
}

impl Foreign {
    fn is_called(&self, name: &str) -> bool {
        self.name == name
            || self.number.as_deref() == Some(name)
            || self.aliases.iter().any(|alias| alias == name)
    }

    fn names(&self) -> impl Iterator<Item = String> {
        core::iter::once(&self.name).chain(&self.aliases).map(|name| name.trim().to_lowercase())
    }
}

/// Finds the system of each monitor. `maps` are the operator's words: a monitor, and the id of a system.
///
/// # Errors
///
/// A description, if `maps` name an unknown monitor or system.
pub fn pair(
    foreign: &[Foreign],
    systems: &[Deployed],
    maps: &[(String, String)],
) -> Result<Pairs, String> {
    let mut pairs = Pairs::default();
    for (theirs, ours) in maps {
        let pair = (named(foreign, theirs)?, system(systems, ours)?);
        if !pairs.taken.contains(&pair) {
            pairs.taken.push(pair);
        }
    }
    let mapped = pairs.taken.clone();
    let others =
        (0..).zip(foreign).filter(|(index, _)| !mapped.iter().any(|pair| pair.0 == *index));
    let found: Vec<_> =
        others.map(|(index, monitor)| (index, monitor, agreeing(monitor, systems))).collect();
    for (index, monitor, agree) in &found {
        let id = |place: usize| systems.get(place).map(|it| it.id.clone()).unwrap_or_default();
        let why = match agree.as_slice() {
            [] => {
                let ids = systems.iter().map(|system| system.id.as_str());
                let close = monitor.names().find_map(|name| nearest(&name, ids.clone()));
                Why::Unknown(close.map(str::to_owned))
            }
            [place] if is_private(systems, *place) => Why::Private(id(*place)),
            [place] if mapped.iter().any(|pair| pair.1 == *place) => Why::Replaced(id(*place)),
            [place] => {
                if found.iter().filter(|(.., other)| other.contains(place)).count() == 1 {
                    pairs.taken.push((*index, *place));
                    continue;
                }
                Why::Ambiguous(id(*place))
            }
            [place, ..] => Why::Ambiguous(id(*place)),
        };
        pairs.skipped.push((*index, why));
    }
    Ok(pairs)
}

/// The systems that agree with a monitor: in the id, or else in the name, or else in an address.
fn agreeing(monitor: &Foreign, systems: &[Deployed]) -> Vec<usize> {
    let names: Vec<String> = monitor.names().collect();
    let addresses: Vec<Upstream> =
        monitor.addresses.iter().filter_map(|address| address_of(address)).collect();
    let by_id = |system: &Deployed| names.contains(&system.id);
    let by_name = |system: &Deployed| names.contains(&system.name.trim().to_lowercase());
    let by_address = |system: &Deployed| {
        let own = system.checks.iter().map(|check| without_slash(check.upstream.clone()));
        own.into_iter().any(|address| addresses.contains(&address))
    };
    let ways: [&dyn Fn(&Deployed) -> bool; 3] = [&by_id, &by_name, &by_address];
    let all = (0..).zip(systems);
    let found = ways.iter().map(|agrees| {
        let agree = all.clone().filter(|(_, system)| agrees(system));
        agree.map(|(place, _)| place).collect::<Vec<usize>>()
    });
    found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

fn is_private(systems: &[Deployed], place: usize) -> bool {
    systems.get(place).is_some_and(|system| system.visibility == Visibility::Private)
}

fn address_of(text: &str) -> Option<Upstream> {
    Upstream::parse(text).ok().map(without_slash)
}

/// `http://shop` and `http://shop/` are one address.
fn without_slash(mut address: Upstream) -> Upstream {
    if address.target == "/" {
        address.target.clear();
    }
    address
}

fn named(foreign: &[Foreign], name: &str) -> Result<usize, String> {
    let mut found = (0..).zip(foreign).filter(|(_, monitor)| monitor.is_called(name));
    match (found.next(), found.next()) {
        (Some((index, _)), None) => Ok(index),
        (Some((_, one)), Some((_, other))) => {
            let number =
                |it: &Foreign| it.number.clone().unwrap_or_else(|| format!("{:?}", it.name));
            Err(format!(
                "--map: more than one monitor is called {name:?}; name it {} or {}",
                number(one),
                number(other)
            ))
        }
        (None, _) => {
            let close = nearest(name, foreign.iter().map(|monitor| monitor.name.as_str()));
            let close = close.map(|name| format!("; did you mean {name:?}?")).unwrap_or_default();
            Err(format!("--map: no monitor there is called {name:?}{close}"))
        }
    }
}

fn system(systems: &[Deployed], id: &str) -> Result<usize, String> {
    let Some((place, system)) = (0..).zip(systems).find(|(_, system)| system.id == id) else {
        let close = nearest(id, systems.iter().map(|system| system.id.as_str()));
        let close = close.map(|id| format!("; did you mean {id}?")).unwrap_or_default();
        return Err(format!("--map: no system here has the id {id:?}{close}"));
    };
    if system.visibility == Visibility::Private {
        return Err(format!("--map: {id} is private, and nothing is recorded of private systems"));
    }
    Ok(place)
}

#[cfg(test)]
mod tests;

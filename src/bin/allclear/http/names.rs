//! Host names: resolved by the host table and the name servers of this machine (`/etc/hosts`, `/etc/resolv.conf`).
//!
//! Both files are read for each lookup and nothing is cached, so that a change of either holds at once for a recorder that runs for
//! months.

use super::error::FetchError;
use hickory_resolver::config::{LookupIpStrategy, ResolveHosts, ResolverConfig, ResolverOpts};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::op::Query;
use hickory_resolver::proto::rr::{Name, RecordType};
use hickory_resolver::system_conf::read_system_conf;
use hickory_resolver::{Hosts, TokioResolver};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Returns the addresses of a name.
///
/// # Errors
///
/// [`FetchError::NoName`] if a name server answers that there is none, [`FetchError::Local`] if none answers.
pub(super) async fn resolve(name: &str) -> Result<Vec<IpAddr>, FetchError> {
    let name = Name::from_ascii(name).map_err(|_| FetchError::NoName)?;
    let listed = Hosts::from_system().map(|hosts| listed(&hosts, &name)).unwrap_or_default();
    if !listed.is_empty() {
        return Ok(listed);
    }
    if name.is_localhost() {
        return Ok(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
    }
    let (config, options) = read_system_conf().map_err(|_| FetchError::Local)?;
    lookup(config, options, name).await
}

/// Returns the addresses of a name in the host table.
fn listed(hosts: &Hosts, name: &Name) -> Vec<IpAddr> {
    let of_type = |kind| hosts.lookup_static_host(&Query::query(name.clone(), kind));
    let lookups = [RecordType::A, RecordType::AAAA].into_iter().filter_map(of_type);
    lookups
        .flat_map(|lookup| {
            lookup.answers().iter().filter_map(|it| it.data.ip_addr()).collect::<Vec<_>>()
        })
        .collect()
}

/// Requests the addresses of a name from the name servers of `config`.
async fn lookup(
    config: ResolverConfig,
    mut options: ResolverOpts,
    name: Name,
) -> Result<Vec<IpAddr>, FetchError> {
    options.use_hosts_file = ResolveHosts::Never;
    options.ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
    options.cache_size = 0;
    let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
    *builder.options_mut() = options;
    let resolver = builder.build().map_err(|error| classify(&error))?;
    let found = resolver.lookup_ip(name).await.map_err(|error| classify(&error))?;
    let (v4, v6): (Vec<IpAddr>, Vec<IpAddr>) = found.iter().partition(IpAddr::is_ipv4);
    if v4.is_empty() && v6.is_empty() {
        return Err(FetchError::NoName);
    }
    Ok(alternate(v4, v6))
}

/// Puts the addresses of both families in turns: a machine may have a network of one of them alone, and a client tries only the first
/// few.
fn alternate(v4: Vec<IpAddr>, v6: Vec<IpAddr>) -> Vec<IpAddr> {
    let (mut v4, mut v6) = (v4.into_iter(), v6.into_iter());
    let mut all = Vec::new();
    loop {
        let pair = [v4.next(), v6.next()];
        if pair == [None, None] {
            return all;
        }
        all.extend(pair.into_iter().flatten());
    }
}

/// Returns whether a name server says that there is no such name or address. Any other failure shows nothing about the name.
fn classify(error: &NetError) -> FetchError {
    if error.is_no_records_found() { FetchError::NoName } else { FetchError::Local }
}

#[cfg(test)]
mod tests;

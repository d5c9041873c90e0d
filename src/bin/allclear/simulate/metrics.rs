//! The simulated series: an operators' console checks and scrapes the systems on a simulated clock.
//!
//! The systems must respond as of an earlier time: each request has a query parameter `at` with the time in seconds since 1970. The
//! systems of the demo do.

use crate::http::Kind;
use crate::record::clock::instant;
use crate::record::disk::WriteReport;
use crate::record::prober::Prober;
use crate::record::series::Series;
use crate::render;
use allclear::config::address::Upstream;
use allclear::config::deployment::Deployment;
use allclear::console::{Console, Effect, Event, Request, StoredData, Token};
use allclear::decode::Answer;
use allclear::monitor::FetchError;
use anyhow::Result;
use core::ops::Range;
use metrics_engine::time::{Duration, Timestamp};
use std::collections::VecDeque;
use std::path::Path;

/// Writes the series of this time range below `out`, unless there are series already. Returns whether it wrote them.
pub(super) fn write(deployment: &Deployment, out: &Path, range: Range<Timestamp>) -> Result<bool> {
    let admin = out.join("record").join("admin");
    let (mut series, stored) = Series::open(&admin, Duration::ZERO, WriteReport::default());
    if !stored.records.is_empty() {
        return Ok(false);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let systems = Systems::new(deployment)?;
    let mut console = runtime.block_on(observe(&systems, &mut series, range.clone()));
    series.save_all(&mut console, range.end);
    Ok(true)
}

/// Runs a console over this time range, and returns it with everything that it learned.
async fn observe(systems: &Systems, series: &mut Series, range: Range<Timestamp>) -> Console {
    let mut console = Console::new(String::new());
    let start = Event::Started { token: Some(Token::of_proxy()) };
    let mut events = VecDeque::from([Event::LeadChanged { leads: true }, start]);
    let mut now = range.start;
    while now < range.end {
        let mut wake = now + Duration::from_secs(1);
        while let Some(event) = events.pop_front() {
            for effect in console.update(event, now) {
                match effect {
                    Effect::Fetch { request, timeout, cap, .. } => {
                        let began = instant();
                        let result = systems.answer(request, now, timeout, cap).await;
                        let took = Duration(began.elapsed().as_millis() as i64);
                        events.push_back(Event::Answered { request, took, result });
                    }
                    Effect::WakeAt(due) => wake = due,
                    Effect::Continue => events.push_back(Event::Continue),
                    Effect::Load => events.push_back(Event::Loaded(Ok(StoredData::default()))),
                    // It is reported as done at the end, so that a second one holds all the rest.
                    Effect::Save(save) => series.save(save, now),
                    Effect::Broadcast(_) | Effect::Forget | Effect::Remember(_) => {}
                }
            }
        }
        now = wake.max(now + Duration(1));
        events.push_back(Event::Tick);
    }
    console
}

/// The systems as of an earlier time.
struct Systems {
    prober: Prober,
    config: String,
    checks: Vec<Upstream>,
    targets: Vec<Upstream>,
}

impl Systems {
    fn new(deployment: &Deployment) -> Result<Self> {
        let systems = || deployment.systems.iter();
        let checks = systems().flat_map(|system| &system.checks);
        let checks: Vec<_> = checks.map(|check| check.upstream.clone()).collect();
        let targets = systems().flat_map(|system| &system.metrics);
        let targets: Vec<_> = targets.map(|target| target.upstream.clone()).collect();
        let places: Vec<_> = checks.iter().chain(&targets).cloned().collect();
        let authorities = render::authorities(None, deployment)?;
        let prober = Prober::new(&places, authorities.as_deref(), deployment.max_header_bytes)?;
        let config = deployment.private().to_json();
        Ok(Self { prober, config, checks, targets })
    }

    /// Answers a request of the console as of `now`.
    async fn answer(
        &self,
        request: Request,
        now: Timestamp,
        timeout: Duration,
        cap: usize,
    ) -> Result<Answer, FetchError> {
        let answer = |code, body| Ok(Answer { code, headers: Vec::new(), body });
        let (kind, place) = match request {
            Request::Config => return answer(200, self.config.clone().into_bytes()),
            Request::Past | Request::Segment(_) => return answer(404, Vec::new()),
            Request::Canary(_) | Request::Proxy => return answer(204, Vec::new()),
            Request::Check(check) => (Kind::Health, self.checks.get(check)),
            Request::Target(target) => (Kind::Metrics, self.targets.get(target)),
        };
        let place = as_of(place.ok_or(FetchError::NotSent)?, now);
        let limit = core::time::Duration::from_millis(timeout.0.unsigned_abs());
        self.prober.probe(kind, &place, limit, cap).await
    }
}

/// Returns the address of a page as of `now`.
fn as_of(place: &Upstream, now: Timestamp) -> Upstream {
    let separator = if place.target.contains('?') { '&' } else { '?' };
    let path = if place.target.is_empty() { "/" } else { &place.target };
    let target = format!("{path}{separator}at={:.3}", now.0 as f64 / 1000.0);
    Upstream { target, ..place.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use allclear::config::document;
    use metrics_engine::labels::Matcher;
    use metrics_engine::series::TimeRange;
    use metrics_engine::store::{Limits, Store};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    /// Serves the requested time as health and as a metric, and returns the address.
    fn system() -> String {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                loop {
                    let (mut stream, _) = listener.accept().await.unwrap();
                    let mut request = vec![0; 4096];
                    let length = stream.read(&mut request).await.unwrap();
                    let request = String::from_utf8_lossy(&request[..length]).into_owned();
                    let at = request.split("at=").nth(1).unwrap().split(' ').next().unwrap();
                    let body = format!("page_time {at}\n");
                    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/plain";
                    let length = body.len();
                    let answer = format!("{head}\r\nContent-Length: {length}\r\n\r\n{body}");
                    stream.write_all(answer.as_bytes()).await.unwrap();
                }
            });
        });
        format!("http://{address}")
    }

    #[test]
    fn the_console_scrapes_the_systems_as_of_the_simulated_time_and_only_once() {
        let url = system();
        let text = format!(
            "site: {{name: Shop}}\nadmin: {{login: basic}}\nsystems: [{{name: Shop, preset: status-code, url: '{url}/up', metrics: [{{url: '{url}/metrics'}}]}}]"
        );
        let deployment = document::read(&text).deployment.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let end = Timestamp(1_795_176_000_000);
        let range = end - Duration::from_secs(1800)..end;
        assert!(write(&deployment, folder.path(), range.clone()).unwrap());

        let admin = folder.path().join("record").join("admin");
        let (_, stored) = Series::open(&admin, Duration::ZERO, WriteReport::default());
        let (store, damaged) = Store::restore(Limits::default(), &stored.records).unwrap();
        assert_eq!(damaged, []);
        let of = |name: &str| {
            let ids = store.select(&[Matcher::equal("__name__", name)]);
            assert_eq!(ids.len(), 1, "{name}");
            store.entries(ids[0], TimeRange::ALL).collect::<Vec<_>>()
        };
        let times = of("page_time");
        assert!((110..=134).contains(&times.len()), "{}", times.len());
        for entry in &times {
            let difference = entry.value.unwrap() - entry.at.0 as f64 / 1000.0;
            assert!((0.0..1.0).contains(&difference), "{entry:?}");
        }
        assert!((56..=68).contains(&of("health_status").len()));
        assert!(!write(&deployment, folder.path(), range).unwrap());
    }
}

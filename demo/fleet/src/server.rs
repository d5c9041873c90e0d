//! The edge: sockets, and the faults that happen on the wire.
//!
//! A [`Endpoint`] is one port. Its task owns the listener and every connection through it, so that closing the endpoint ends
//! them all, as the end of a process would.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::Context as _;
use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};

use crate::{
    clock::Clock,
    control,
    fault::{Condition, Fault, HUGE_SIZE, Order},
    journal::{Journal, ReceivedRequest},
    reply::{Payload, Reply},
    systems::{self, Actor, Call, Mood, System},
};

/// The time that an endpoint may take to close or to open again.
const DOOR_PATIENCE: Duration = Duration::from_secs(3);

/// One port of one system, and what happens there.
pub(crate) struct Endpoint {
    /// The answering system.
    pub(crate) system: System,
    /// Where.
    pub(crate) address: SocketAddr,
    condition: Mutex<Condition>,
    journal: Mutex<Journal>,
    /// Whether the endpoint should be open, and whether it is.
    wanted_open: watch::Sender<bool>,
    open: watch::Sender<bool>,
}

impl Endpoint {
    /// An endpoint that is about to open.
    pub(crate) fn new(system: System, address: SocketAddr) -> Self {
        Self {
            system,
            address,
            condition: Mutex::default(),
            journal: Mutex::default(),
            wanted_open: watch::Sender::new(true),
            open: watch::Sender::new(true),
        }
    }

    /// How the system is broken at the moment.
    pub(crate) fn condition(&self) -> MutexGuard<'_, Condition> {
        self.condition.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Its requests.
    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Breaks the system, or heals it with `None`. Returns when the port is closed or open as it should be; fails when
    /// another program took the port in between.
    pub(crate) async fn set(&self, order: Option<Order>) -> anyhow::Result<()> {
        let should_be_open = order.as_ref().is_none_or(|order| order.fault != Fault::Refused);
        self.condition().set(order);
        self.wanted_open.send_replace(should_be_open);
        let mut open = self.open.subscribe();
        let arrival = open.wait_for(|open| *open == should_be_open);
        tokio::time::timeout(DOOR_PATIENCE, arrival).await.with_context(|| {
            format!("{} could not be opened again: is the port taken?", self.address)
        })??;
        Ok(())
    }
}

/// Opens a port on 127.0.0.1; fails with words that name it.
pub(crate) fn listen(address: SocketAddr, purpose: &str) -> anyhow::Result<TcpListener> {
    let open = || {
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        TcpListener::from_std(listener)
    };
    open().with_context(|| {
        let port = address.port();
        format!("cannot listen on port {port} of 127.0.0.1 ({purpose}); free it, or choose other ports with --port")
    })
}

/// Serves one endpoint for as long as the program runs, closing and opening it as ordered.
pub(crate) async fn keep_door(
    endpoint: Arc<Endpoint>,
    first: TcpListener,
    actor: Arc<dyn Actor>,
    clock: Clock,
) {
    let mut wanted_open = endpoint.wanted_open.subscribe();
    let mut listener = Some(first);
    loop {
        if let Some(listener) = listener.take() {
            tokio::select! {
                () = accept_all(&endpoint, &listener, &actor, clock) => {}
                _ = wanted_open.wait_for(|wanted| !wanted) => {}
            }
        }
        endpoint.open.send_replace(false);
        if wanted_open.wait_for(|wanted| *wanted).await.is_err() {
            return;
        }
        match listen(endpoint.address, endpoint.system.name()) {
            Ok(opened) => {
                listener = Some(opened);
                endpoint.open.send_replace(true);
            }
            // Someone else may hold the port for a moment.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

/// Accepts connections until it is dropped, which also ends them.
async fn accept_all(
    endpoint: &Arc<Endpoint>,
    listener: &TcpListener,
    actor: &Arc<dyn Actor>,
    clock: Clock,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    connections.spawn(serve(stream, Arc::clone(endpoint), Arc::clone(actor), clock));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Serves one connection. Its errors are the other side's business.
async fn serve(stream: TcpStream, endpoint: Arc<Endpoint>, actor: Arc<dyn Actor>, clock: Clock) {
    let canonical_names = endpoint.system.writes_canonical_header_names();
    let service = service_fn(move |request| {
        let (endpoint, actor) = (Arc::clone(&endpoint), Arc::clone(&actor));
        async move {
            Ok::<_, Infallible>(respond(answer(&request, &endpoint, actor.as_ref(), clock).await))
        }
    });
    let mut server = http1::Builder::new();
    server.title_case_headers(canonical_names);
    let _: Result<(), hyper::Error> = server.serve_connection(TokioIo::new(stream), service).await;
}

/// Returns the system's answer, with its present fault.
async fn answer(
    request: &Request<Incoming>,
    endpoint: &Endpoint,
    actor: &dyn Actor,
    clock: Clock,
) -> Reply {
    let received = note(request);
    endpoint.journal().note(received.clone());
    let path = request.uri().path();
    let agent = request.headers().get(hyper::header::USER_AGENT);
    let client = agent.and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let order = endpoint.condition().next_fault(path, client);
    let fault = order.as_ref().map(|order| order.fault);
    match &order {
        Some(Order { fault: Fault::Slow, delay, .. }) => tokio::time::sleep(*delay).await,
        Some(Order { fault: Fault::Hanging, .. }) => std::future::pending().await,
        _ => {}
    }
    let mood = match fault {
        Some(Fault::Degraded) => Mood::Degraded,
        Some(Fault::Down) => Mood::Down,
        Some(Fault::Unready) => Mood::Unready,
        _ => Mood::Healthy,
    };
    let call = Call {
        system: endpoint.system,
        method: request.method().as_str(),
        path,
        mood,
        now: earlier(request.uri().query()).unwrap_or_else(|| clock.now()),
        date: &clock.http_date(),
    };
    match fault {
        Some(Fault::Error) => actor.error(&call),
        Some(Fault::Html) => systems::stray_page(),
        Some(Fault::Limited) => systems::rate_limited(),
        Some(Fault::Truncated) => actor.answer(&call).truncated(),
        Some(Fault::Huge) => actor.answer(&call).padded_to(HUGE_SIZE),
        _ => actor.answer(&call),
    }
}

/// Returns the time of which a request wants to know, in seconds since 1970: `?at=1795175348`.
fn earlier(query: Option<&str>) -> Option<f64> {
    let seconds = query?.split('&').find_map(|pair| pair.strip_prefix("at="))?;
    seconds.parse().ok().filter(|at: &f64| at.is_finite() && *at > 0.0)
}

/// The request as the journal keeps it.
fn note<B>(request: &Request<B>) -> ReceivedRequest {
    let headers = request.headers().iter();
    ReceivedRequest {
        method: request.method().to_string(),
        target: request.uri().path_and_query().map_or_else(String::new, ToString::to_string),
        headers: headers
            .map(|(name, value)| {
                (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect(),
    }
}

/// Serves the control port until it is dropped.
pub(crate) async fn serve_control(
    listener: TcpListener,
    endpoints: Arc<BTreeMap<System, Arc<Endpoint>>>,
) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let endpoints = Arc::clone(&endpoints);
        tokio::spawn(async move {
            let service = service_fn(|request: Request<Incoming>| {
                let received = note(&request);
                let endpoints = Arc::clone(&endpoints);
                async move {
                    Ok::<_, Infallible>(respond(
                        control::handle(&received.method, &received.target, &endpoints).await,
                    ))
                }
            });
            let _: Result<(), hyper::Error> =
                http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// Turns a reply into what hyper sends. One that cannot be sent becomes a 500 that says so.
fn respond(reply: Reply) -> Response<Payload> {
    let response = reply
        .into_response()
        .or_else(|error| Reply::new(500, format!("{error:#}\n")).into_response());
    response.unwrap_or_else(|_| Response::new(Payload::default()))
}

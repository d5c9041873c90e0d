//! `fleet`: five services to watch, played by one program.
//!
//! Chatalot, SuperChat, RAT, the chatbot and Sockudo answer on ports of their own, with the headers, bodies and metrics
//! of the real programs (or, with `--shape documented`, of their monitoring guides), and with values that live: a daily
//! load curve, latencies that follow it, restarts. A control port breaks any of them on command, so that one can watch
//! the page notice. See [`control`] for the commands and [`fault`] for what can break.
//!
//! # How it is built
//!
//! The answer of a system is a pure function of its seed, the time and earlier requests; [`systems`] has one file
//! for each. The query `?at=SECONDS` requests the answer of an earlier time, so that a past can be scraped. [`server`] is the edge: sockets, the
//! clock, the faults that happen on the wire. Everything listens on
//! 127.0.0.1 only.
//!
//! It plays answers, not services: there is no chat, nothing is stored, and no answer is ever compressed.

mod clock;
mod control;
mod exposition;
mod fault;
mod journal;
mod life;
mod load;
mod process;
mod reply;
mod seed;
mod server;
mod systems;

use std::{collections::BTreeMap, net::SocketAddr, process::ExitCode, sync::Arc};

use clap::{Parser, ValueEnum as _};
use tokio::signal::unix::{SignalKind, signal};

use clock::Clock;
use server::Endpoint;
use systems::{Setting, Shape, System};

/// Plays five services to watch, and breaks them on command.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The control port. The systems listen on the six ports after it, all on 127.0.0.1
    #[arg(long, default_value_t = 17_400, value_name = "BASE", value_parser = clap::value_parser!(u16).range(1..=65_529))]
    port: u16,
    /// Answer as the running programs do, or as their guides say
    #[arg(long, value_enum, default_value_t = Shape::Real)]
    shape: Shape,
    /// Another seed gives other values
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many times faster than real the systems' own time passes
    #[arg(long, default_value_t = 1.0, value_name = "N", value_parser = positive)]
    time_scale: f64,
    /// Seconds since 1970 at which the systems' own time starts, instead of now
    #[arg(long, value_name = "SECONDS", value_parser = positive)]
    now: Option<f64>,
    /// How many worker processes of the chatbot answer in turn; each has counters of its own
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=16))]
    workers: u16,
    /// Start only these systems
    #[arg(long, value_enum, value_name = "NAME", num_args = 1.., value_delimiter = ',')]
    only: Vec<System>,
}

/// Reads a number above zero.
fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && number > 0.0 => Ok(number),
        _ => Err("must be a number above 0".to_owned()),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("fleet: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Opens all ports, says so, and serves until a signal ends it.
async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let clock = Clock::start(arguments.now, arguments.time_scale);
    let setting = Setting {
        shape: arguments.shape,
        seed: arguments.seed,
        workers: usize::from(arguments.workers),
        sockudo_metrics_port: arguments.port + System::SockudoMetrics.port_offset(),
    };
    let mut endpoints = BTreeMap::new();
    let mut listeners = Vec::new();
    for system in System::value_variants() {
        if !arguments.only.is_empty() && !arguments.only.iter().any(|only| only.includes(*system)) {
            continue;
        }
        let address = SocketAddr::from(([127, 0, 0, 1], arguments.port + system.port_offset()));
        listeners.push((*system, server::listen(address, system.name())?));
        endpoints.insert(*system, Arc::new(Endpoint::new(*system, address)));
    }
    let control_address = SocketAddr::from(([127, 0, 0, 1], arguments.port));
    let control_listener = server::listen(control_address, "the control port")?;

    let actors = systems::Actors::new(&setting);
    for (system, listener) in listeners {
        if let (Some(endpoint), actor) = (endpoints.get(&system), actors.of(system)) {
            tokio::spawn(server::keep_door(Arc::clone(endpoint), listener, actor, clock));
        }
    }
    for (system, endpoint) in &endpoints {
        println!("{:<16} http://{}{}", system.name(), endpoint.address, system.health_path());
    }
    println!("{:<16} http://{control_address}/", "control");
    println!("ready");

    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        () = server::serve_control(control_listener, Arc::new(endpoints)) => {}
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    // Answers that hang on purpose must not hold up the end: the runtime drops them with everything else.
    Ok(())
}

//! The five systems: who they are, and what each answers.
//!
//! One file per system. An [`Actor`] answers a [`Call`]: everything it needs is in it, the time as well. Actors remember
//! only what the real programs remember of requests (Sockudo's and the chatbot's request counters).

mod chatalot;
mod chatbot;
mod rat;
mod sockudo;
mod superchat;

use std::sync::Arc;

use clap::ValueEnum;

use crate::reply::Reply;

/// A listener on a port of its own. Sockudo has two: its metrics can be gone while it works, and the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum)]
pub(crate) enum System {
    /// A chat server in Rust: health only.
    Chatalot,
    /// A chat server in Go.
    #[value(name = "superchat")]
    SuperChat,
    /// `ratd`, a data platform in Go.
    Rat,
    /// A FastAPI chatbot in Python.
    Chatbot,
    /// A WebSocket server in Rust: its HTTP interface.
    Sockudo,
    /// Its metrics.
    SockudoMetrics,
}

impl System {
    /// The name in commands and in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chatalot => "chatalot",
            Self::SuperChat => "superchat",
            Self::Rat => "rat",
            Self::Chatbot => "chatbot",
            Self::Sockudo => "sockudo",
            Self::SockudoMetrics => "sockudo-metrics",
        }
    }

    /// How far its port is from the control port.
    pub(crate) fn port_offset(self) -> u16 {
        match self {
            Self::Chatalot => 1,
            Self::SuperChat => 2,
            Self::Rat => 3,
            Self::Chatbot => 4,
            Self::Sockudo => 5,
            Self::SockudoMetrics => 6,
        }
    }

    /// The page to show for it: its health, where it has one.
    pub(crate) fn health_path(self) -> &'static str {
        match self {
            Self::Chatalot | Self::Chatbot => "/api/health",
            Self::SuperChat => "/health",
            Self::Rat => "/health/ready",
            Self::Sockudo => "/up",
            Self::SockudoMetrics => "/metrics",
        }
    }

    /// Whether naming this one also means `other`: Sockudo comes with its metrics.
    pub(crate) fn includes(self, other: Self) -> bool {
        self == other || (self == Self::Sockudo && other == Self::SockudoMetrics)
    }

    /// Go writes `Content-Type`, the others `content-type`.
    pub(crate) fn writes_canonical_header_names(self) -> bool {
        matches!(self, Self::SuperChat | Self::Rat)
    }
}

/// In whose words the systems speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shape {
    /// As their monitoring guides say.
    Documented,
    /// As the running programs answer.
    Real,
}

/// The properties that all systems share.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    /// In whose words.
    pub(crate) shape: Shape,
    /// The common seed.
    pub(crate) seed: u64,
    /// Worker processes of the chatbot.
    pub(crate) workers: usize,
    /// Sockudo labels its metrics with the port they are served on.
    pub(crate) sockudo_metrics_port: u16,
}

/// How a system feels, for its health endpoints to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// All is well.
    Healthy,
    /// A part is not.
    Degraded,
    /// It does not work.
    Down,
    /// 503, with reasons.
    Unready,
}

/// One request, with the time at which it came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    /// The system whose port received it.
    pub(crate) system: System,
    /// `GET` and so on.
    pub(crate) method: &'a str,
    /// The path as sent, without its query.
    pub(crate) path: &'a str,
    /// How the system feels.
    pub(crate) mood: Mood,
    /// The systems' time, in seconds since 1970.
    pub(crate) now: f64,
    /// The real time as an HTTP date, for those who do not place the `Date` header last.
    pub(crate) date: &'a str,
}

/// The behaviour of a system on its port.
pub(crate) trait Actor: Send + Sync {
    /// Returns the system's answer.
    fn answer(&self, call: &Call<'_>) -> Reply;

    /// Returns its answer to an internal failure: a 500 in its own form.
    fn error(&self, call: &Call<'_>) -> Reply;
}

/// The five, ready to answer.
pub(crate) struct Actors {
    chatalot: Arc<chatalot::Chatalot>,
    superchat: Arc<superchat::SuperChat>,
    rat: Arc<rat::Rat>,
    chatbot: Arc<chatbot::Chatbot>,
    sockudo: Arc<sockudo::Sockudo>,
}

impl Actors {
    /// Casts all of them.
    pub(crate) fn new(setting: &Setting) -> Self {
        Self {
            chatalot: Arc::new(chatalot::Chatalot::new(setting)),
            superchat: Arc::new(superchat::SuperChat::new(setting)),
            rat: Arc::new(rat::Rat::new(setting)),
            chatbot: Arc::new(chatbot::Chatbot::new(setting)),
            sockudo: Arc::new(sockudo::Sockudo::new(setting)),
        }
    }

    /// Returns the behaviour of this system.
    pub(crate) fn of(&self, system: System) -> Arc<dyn Actor> {
        match system {
            System::Chatalot => Arc::clone(&self.chatalot) as Arc<dyn Actor>,
            System::SuperChat => Arc::clone(&self.superchat) as Arc<dyn Actor>,
            System::Rat => Arc::clone(&self.rat) as Arc<dyn Actor>,
            System::Chatbot => Arc::clone(&self.chatbot) as Arc<dyn Actor>,
            // One process with two ports.
            System::Sockudo | System::SockudoMetrics => Arc::clone(&self.sockudo) as Arc<dyn Actor>,
        }
    }
}

/// A page for people in answer to a machine.
pub(crate) fn stray_page() -> Reply {
    let body = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Welcome</title></head>\
                <body><h1>Welcome</h1><p>This is not the page you are looking for.</p></body></html>\n";
    Reply::new(200, body).of_type("text/html; charset=utf-8")
}

/// Too many requests, in Chatalot's words; the others have none of their own.
pub(crate) fn rate_limited() -> Reply {
    let body =
        r#"{"error":{"code":"rate_limited","message":"too many requests, please slow down"}}"#;
    Reply::new(429, body).of_type("application/json").header("retry-after", "1")
}

/// Decodes `%41`. What is no valid escape stays, what is no valid UTF-8 is replaced.
pub(crate) fn percent_decoded(text: &str) -> String {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escape =
            after.split_at_checked(2).filter(|_| *first == b'%').and_then(|(digits, after)| {
                let digits = core::str::from_utf8(digits)
                    .ok()
                    .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
                Some((u8::from_str_radix(digits, 16).ok()?, after))
            });
        let (byte, after) = escape.unwrap_or((*first, after));
        decoded.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests;

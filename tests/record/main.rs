//! `allclear record`, as a process: killed, cut off, locked out, out of space, out of network; and its history of a quarter beside an
//! independent computation.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world stops")]

mod budget;
mod folder;
mod headless_console;
mod kill;
mod network;
mod quarter;
mod secrets;
#[expect(dead_code, reason = "the tests of nginx need more of it")]
#[path = "../nginx/server.rs"]
mod server;
mod simulation;
mod tls;
mod world;

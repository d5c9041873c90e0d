//! The operator's page on a simulated clock: logging in and out, scraping, alerts, what outlives a reload, what the screens say.

mod alerts;
mod keeping;
mod scraping;
mod screens;
mod session;
mod world;

//! The operator's page on a simulated clock: logging in and out, scraping, alerts, what outlives a reload, what the screens say.

mod alerts;
mod config;
mod doubt;
mod exposed;
mod forgetting;
mod past;
mod persistence;
mod pieces;
mod queries;
mod rows;
mod running;
mod scraping;
mod screens;
mod session;
mod time;
mod world;

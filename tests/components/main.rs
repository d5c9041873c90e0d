//! The components, rendered as HTML without a browser and compared as trees.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it has to be")]

mod banner;
mod charts;
mod common;
mod footer;
mod incidents;
mod operators;
mod page;
mod problem;
mod row;
mod tree;

use allclear::config::{Config, Link, Site, Source, System};
use allclear::ui::public::Action;
use allclear::view::language::Words;
use leptos::prelude::{Callback, IntoView, Owner, RenderHtml};
use metrics_engine::time::Timestamp;
use std::sync::Arc;

/// A text that would be markup, if it were not escaped.
const HOSTILE: &str = "<script>alert(1)</script>\"'&amp;";

/// Noon of 20 November 2026, UTC.
const NOON: Timestamp = Timestamp(1_795_176_000_000);

/// Renders a component and disposes of what it owned.
fn html<V: IntoView + RenderHtml>(render: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| render().to_html());
    owner.cleanup();
    html
}

fn english() -> Arc<Words> {
    Arc::new(Words::ENGLISH)
}

/// An action that does nothing.
fn no_action() -> Callback<Action> {
    Callback::new(|_| ())
}

fn site() -> Site {
    let link = Link { label: "Docs".to_owned(), url: "https://docs.example".to_owned() };
    Site { name: "Demo".to_owned(), logo: None, links: vec![link], ..Site::default() }
}

fn config(systems: &[(&str, &str)]) -> Config {
    let system = |(id, group): &(&str, &str)| System {
        id: (*id).to_owned(),
        name: id.to_uppercase(),
        group: (*group).to_owned(),
        description: String::new(),
        source: Source::Recorder,
        failures: 2,
        successes: 2,
        part_names: Vec::new(),
    };
    Config {
        site: site(),
        proxy: "/p".to_owned(),
        cache: Config::CACHE,
        recorder: true,
        mappings: Vec::new(),
        systems: systems.iter().map(system).collect(),
    }
}

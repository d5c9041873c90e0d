//! Panels for what a service without a preset exposes.

use crate::world::{Page, World};
use allclear::chart::{PanelKind, Slots};
use allclear::view::admin::dashboard::{find, panel_data, panels};
use metrics_engine::promql;
use metrics_engine::series::TimeRange;
use metrics_engine::time::Duration;
use metrics_engine::unit::Unit;

const MINUTE: Duration = Duration::from_secs(60);

/// A world whose first system has a dashboard that discovers, and whose target answers with this page.
fn world(page: &str) -> World {
    let mut world = World::new();
    let dashboard = r#""dashboards":[{"id":"chat-health","title":"Chat","system":"chat","panels":[],"discover":true},
        {"id":"plain","title":"Plain","system":"chat","panels":[]}],"targets":"#;
    world.config = world.config.replacen("\"targets\":", dashboard, 1);
    world.pages[0] = Page::Text(page.to_owned());
    world.log_in(crate::world::PASSWORD);
    world.run(MINUTE * 6);
    world
}

/// Title, kind, unit and expression of each panel.
fn seen(world: &World, id: &str) -> Vec<(String, PanelKind, Unit, String)> {
    world.see(|scene| {
        let dashboard = find(scene, Some(id));
        let dashboard = dashboard.unwrap_or_else(|| panic!("no dashboard {id}"));
        let panel = |panel: allclear::config::private::Panel| {
            let expr = panel.queries[0].expr.clone();
            assert!(promql::compile(&expr).is_ok(), "{expr}");
            (panel.title, panel.kind, panel.unit, expr)
        };
        panels(scene, dashboard, &[]).into_iter().map(panel).collect()
    })
}

const PAGE: &str = "# HELP http_requests_total Requests by code.\n# TYPE http_requests_total counter\n\
    http_requests_total{code=\"200\"} 7\nhttp_requests_total{code=\"500\"} 1\n\
    # TYPE http_request_duration_seconds histogram\nhttp_request_duration_seconds_bucket{le=\"0.1\"} 1\n\
    http_request_duration_seconds_bucket{le=\"+Inf\"} 2\nhttp_request_duration_seconds_sum 1\n\
    http_request_duration_seconds_count 2\n# TYPE http_sessions gauge\nhttp_sessions 4\n\
    # TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total 5\n\
    # TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes 4e7\n\
    # TYPE go_goroutines gauge\ngo_goroutines 12\n# TYPE shop_baskets gauge\nshop_baskets 2\n";

#[test]
fn http_process_and_runtime_have_panels_by_name_and_type() {
    let world = world(PAGE);
    let text = |text: &str| text.to_owned();
    assert_eq!(
        seen(&world, "chat-health"),
        [
            (
                text("HTTP request duration seconds, percentiles"),
                PanelKind::Lines,
                Unit::Seconds,
                text(
                    "histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{job=~\"chat|db\"}[5m])))"
                ),
            ),
            (
                text("HTTP request duration seconds"),
                PanelKind::Heatmap,
                Unit::Seconds,
                // The second target of the system is another job.
                text("rate(http_request_duration_seconds_bucket{job=~\"chat|db\"}[5m])"),
            ),
            (
                text("HTTP requests"),
                PanelKind::Lines,
                Unit::RequestsPerSecond,
                text("rate(http_requests_total{job=~\"chat|db\"}[5m])"),
            ),
            (
                text("CPU"),
                PanelKind::Area,
                Unit::PercentUnit,
                text("rate(process_cpu_seconds_total{job=~\"chat|db\"}[5m])"),
            ),
            (
                text("Memory"),
                PanelKind::Area,
                Unit::Bytes,
                text("process_resident_memory_bytes{job=~\"chat|db\"}"),
            ),
            (
                text("Goroutines"),
                PanelKind::Area,
                Unit::Short,
                text("go_goroutines{job=~\"chat|db\"}"),
            ),
        ]
    );
    assert_eq!(seen(&world, "plain"), [], "only a dashboard that requests them has them");
}

#[test]
fn every_discovered_panel_shows_what_was_scraped() {
    let world = world(PAGE);
    world.see(|scene| {
        let dashboard = find(scene, Some("chat-health")).unwrap();
        for panel in panels(scene, dashboard, &[]) {
            let range = TimeRange { after: scene.now - MINUTE * 5, until: scene.now };
            let data = panel_data(scene, &panel, range, &mut Slots::default());
            assert!(!data.frame.series.is_empty(), "{}", panel.title);
            assert_eq!(data.note, "", "{}", panel.title);
            assert!(!panel.description.is_empty(), "{}", panel.title);
        }
    });
}

#[test]
fn a_page_of_nothing_known_has_no_panels() {
    assert_eq!(seen(&world("shop_baskets 2\n"), "chat-health"), []);
}

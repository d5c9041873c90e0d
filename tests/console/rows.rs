//! The rows of an answer: families with their samples, lines as received, and what is searched in them.

use crate::world::{Page, World};
use allclear::route::{Aspect, Endpoint};
use allclear::view::admin::inspect::rows::{RowKind, rows};
use metrics_engine::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

const PAGE: &str = "# HELP busy_seconds How busy.\n# TYPE busy_seconds histogram\nbusy_seconds_bucket{le=\"1\"} 2\n\
    busy_seconds_bucket{le=\"+Inf\"} 3\nbusy_seconds_sum 4.5\nbusy_seconds_count 3\n\n# a comment\nlone{Path=\"/A\"} 1234567 \nbroken{ 1\n\
    # TYPE load gauge\nload 7\nlone{Path=\"/b\"} 5\n";

fn endpoint() -> Endpoint {
    Endpoint::Target("chat".to_owned(), "app".to_owned())
}

/// The rows that contain `filter`: title, sample or line, then what stands aside.
fn seen(world: &World, aspect: Aspect, filter: &str) -> Vec<String> {
    world.see(|scene| {
        let rows = rows(scene, &endpoint(), aspect, filter);
        let shown = rows.show(scene, &endpoint(), 0, rows.len());
        assert_eq!(shown.len(), rows.len());
        let from_one = rows.show(scene, &endpoint(), 1, 2);
        assert_eq!(from_one[..], shown[1.min(rows.len())..3.min(rows.len())]);
        let mark = |kind| match kind {
            RowKind::Family => "= ",
            RowKind::Sample => "- ",
            RowKind::Raw => "",
        };
        let text = |row: &allclear::view::admin::inspect::rows::ListRow| {
            format!("{}{} | {}", mark(row.kind), row.text, row.aside)
        };
        shown.iter().map(text).collect()
    })
}

fn world(page: &str) -> World {
    let mut world = World::after(Duration::ZERO);
    world.pages[0] = Page::Text(page.to_owned());
    world.run(MINUTE);
    world
}

#[test]
fn families_have_their_samples_below_them() {
    let world = world(PAGE);
    let busy = "= busy_seconds | histogram  How busy.";
    assert_eq!(
        seen(&world, Aspect::Families, ""),
        [
            busy,
            "- busy_seconds_bucket{le=\"1\"} | 2",
            "- busy_seconds_bucket{le=\"+Inf\"} | 3",
            "- busy_seconds_sum | 4.50",
            "- busy_seconds_count | 3",
            "= lone | no type",
            "- lone{Path=\"/A\"} | 1234567",
            "= load | gauge  ",
            "- load | 7",
            "= lone | no type",
            "- lone{Path=\"/b\"} | 5",
        ]
    );
    assert_eq!(
        seen(&world, Aspect::Families, " INF "),
        [busy, "- busy_seconds_bucket{le=\"+Inf\"} | 3"]
    );
    // The name of a family brings all of its samples; the value of a sample is not searched.
    assert_eq!(seen(&world, Aspect::Families, "busy_seconds").len(), 5);
    assert_eq!(
        seen(&world, Aspect::Families, "/a"),
        ["= lone | no type", "- lone{Path=\"/A\"} | 1234567"]
    );
    assert_eq!(seen(&world, Aspect::Families, "1234567"), [""; 0]);
}

#[test]
fn a_sample_belongs_to_the_family_whose_name_and_suffix_it_has() {
    let page = "# TYPE foo histogram\n# TYPE foo_b gauge\nfoo_bucket{le=\"+Inf\"} 1\nfoo_b 2\n";
    assert_eq!(
        seen(&world(page), Aspect::Families, ""),
        [
            "= foo | histogram  ",
            "- foo_bucket{le=\"+Inf\"} | 1",
            "= foo_b | gauge  ",
            "- foo_b | 2"
        ]
    );
}

#[test]
fn lines_are_as_received() {
    let world = world(PAGE);
    let all = seen(&world, Aspect::Raw, "");
    assert_eq!((all.len(), all[9].as_str()), (13, "broken{ 1 | 10"));
    assert_eq!(seen(&world, Aspect::Raw, "broken"), ["broken{ 1 | 10"]);
    assert_eq!(seen(&world, Aspect::Raw, "nowhere"), [""; 0]);
}

#[test]
fn rows_of_another_answer_are_not_shown() {
    let mut world = world(PAGE);
    let old = world.see(|scene| rows(scene, &endpoint(), Aspect::Raw, ""));
    world.pages[0] = Page::Text("other 1\n".to_owned());
    world.run(MINUTE);
    assert_eq!(world.see(|scene| old.show(scene, &endpoint(), 0, 100)), []);
    assert_eq!(seen(&world, Aspect::Raw, ""), ["other 1 | 1"]);
}

#[test]
fn whatever_a_page_says_its_rows_are_text() {
    for page in [
        "",
        "\n",
        "\n\n\n",
        "{\"a b\",c=\"d\"} 1\n",
        "a{b=\"}\"} 1",
        "\u{feff}a 1\n",
        "#\n# \n",
        "{",
        "\"",
        "a",
        " a 1\n\ta 2\n",
        "a 1\r\nb 2\r\n",
        "<html>",
        "é{x=\"é\"} 1",
        "a{b=\"c\"} 1 # {d=\"e\"} 2\n# EOF\n",
    ] {
        let world = world(page);
        for filter in ["", "a", "é", "}", "zzz"] {
            seen(&world, Aspect::Families, filter);
            seen(&world, Aspect::Raw, filter);
        }
    }
    assert_eq!(
        seen(&world("{\"a b\",c=\"d\"} 1\n{\"a b\",c=\"e\"} 2\n"), Aspect::Families, ""),
        ["= a b | no type", "- {\"a b\",c=\"d\"} | 1", "- {\"a b\",c=\"e\"} | 2"]
    );
}

//! The screen of dashboards.

use super::super::tree::{all, one, tag, text, tree};
use super::{console, labels, page};
use roxmltree::Node;

fn figures<'a, 'i>(root: Node<'a, 'i>) -> Vec<Node<'a, 'i>> {
    root.descendants().filter(|node| node.has_tag_name("figure")).collect()
}

#[test]
fn every_panel_stands_with_its_data_or_with_the_reason_for_none() {
    tree(
        &page(console("load{zone=\"north\"} 7\nload{zone=\"south\"} 9\nload 1\n"), "#/dashboards"),
        |root| {
            assert_eq!(text(tag(tag(root, "main"), "h1")), "Load");
            let found = figures(root);
            let titles: Vec<String> = found.iter().map(|figure| text(tag(*figure, "h2"))).collect();
            assert_eq!(titles, ["Load", "State", "Errors"]);

            // By value, and a label that is not there is not called anything.
            let legend = labels(one(found[0], "legend"), "button");
            assert_eq!(legend, ["south9", "north7", "load1"]);
            assert_eq!(text(tag(one(found[0], "about"), "code")), "busy");
            assert!(all(found[0], "empty").is_empty());

            let label = tag(found[1], "canvas").attribute("aria-label").unwrap();
            assert!(label.contains("chat: now Up"), "{label}");
            assert!(one(found[1], "chart").attribute("class").unwrap().contains("lanes"));

            let empty = one(found[2], "empty");
            assert_eq!(text(tag(empty, "b")), "No matching series");
            assert_eq!(text(tag(empty, "code")), "error");
            assert!(text(empty).contains("No target serves errors_total"), "{}", text(empty));
        },
    );
}

#[test]
fn an_address_shows_one_panel_alone_with_its_description() {
    tree(&page(console("load 1\n"), "#/dashboards/load?panel=load"), |root| {
        let found = figures(root);
        assert_eq!(found.len(), 1);
        assert!(found[0].attribute("class").unwrap().contains("alone"));
        assert!(text(found[0]).contains("How busy it is."), "{}", text(found[0]));
        assert!(all(found[0], "about").is_empty(), "nothing is said twice");
    });
}

#[test]
fn each_dashboard_has_a_link_and_an_unknown_one_is_named() {
    tree(&page(console("load 1\n"), "#/dashboards/other"), |root| {
        let links = one(root, "choose").descendants().filter(|node| node.has_tag_name("a"));
        let links: Vec<_> =
            links.map(|link| (text(link), link.attribute("aria-current"))).collect();
        assert_eq!(links[0].0, "Load");
        assert_eq!((links[1].0.as_str(), links[1].1.is_some()), ("Other", true));
    });
    tree(&page(console("load 1\n"), "#/dashboards/nowhere"), |root| {
        assert!(text(one(root, "board")).contains("Dashboard nowhere does not exist."));
    });
}

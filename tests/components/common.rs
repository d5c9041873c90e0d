//! Components of `ui::common`.

use super::tree::{all, tag, text, tree};
use super::{HOSTILE, html};
use allclear::history::{Block, Inline};
use allclear::ui::common::{
    Button, Glyph, Icon, Prose, Segment, Segmented, filled, truth, with_lead,
};
use leptos::prelude::*;

#[test]
fn symbols_are_of_the_sprite_and_silent() {
    let html = html(
        || view! { <Icon name="major"/><Glyph name="refresh"/><Glyph name="chevron" class="chevron"/> },
    );
    tree(&html, |root| {
        let symbols: Vec<_> = root.children().collect();
        let found: Vec<_> = symbols
            .iter()
            .map(|svg| {
                (svg.attribute("class").unwrap(), tag(*svg, "use").attribute("href").unwrap())
            })
            .collect();
        assert_eq!(found, [("icon", "#major"), ("glyph", "#refresh"), ("chevron", "#chevron")]);
        assert!(symbols.iter().all(|svg| svg.attribute("aria-hidden") == Some("true")));
    });
}

#[test]
fn a_button_says_whether_it_is_pressed_where_it_can_be() {
    let button = |is_pressed| {
        html(move || {
            view! { <Button glyph="bell" label=HOSTILE.to_owned() is_pressed on_press=Callback::new(|()| ())/> }
        })
    };
    for (is_pressed, pressed) in
        [(None, None), (Some(false), Some("false")), (Some(true), Some("true"))]
    {
        tree(&button(is_pressed), |root| {
            let button = tag(root, "button");
            assert_eq!(button.attribute("aria-pressed"), pressed);
            assert_eq!(button.attribute("type"), Some("button"));
            assert_eq!(text(button), HOSTILE);
        });
    }
}

#[test]
fn of_a_segmented_choice_one_is_pressed() {
    let segments = vec![
        Segment { value: 1, id: "one", label: "One".to_owned() },
        Segment { value: 2, id: "two", label: "Two".to_owned() },
    ];
    let html = html(|| {
        view! { <Segmented label="Count".to_owned() segments chosen=2 on_choose=Callback::new(|_: i32| ())/> }
    });
    tree(&html, |root| {
        let group = tag(root, "div");
        assert_eq!(group.attribute("role"), Some("group"));
        assert_eq!(group.attribute("aria-label"), Some("Count"));
        let pressed: Vec<_> = group
            .children()
            .map(|button| (text(button), button.attribute("aria-pressed")))
            .collect();
        let due = [("One".to_owned(), Some("false")), ("Two".to_owned(), Some("true"))];
        assert_eq!(pressed, due);
    });
}

#[test]
fn prose_is_a_tree_of_what_may_be_there() {
    let words = |text: &str| vec![Inline::Text(text.to_owned())];
    let body = vec![
        Block::Paragraph(vec![
            Inline::Emphasis(words("it")),
            Inline::Link("https://a.example/?a=1&b=2".to_owned(), words(HOSTILE)),
            Inline::Code("x < y".to_owned()),
        ]),
        Block::List(true, vec![words("first")]),
        Block::List(false, vec![words("second"), words("third")]),
        Block::Code("a\n  <b>".to_owned()),
    ];
    let html = html(|| view! { <Prose text=with_lead("Resolved.".to_owned(), body)/> });
    tree(&html, |root| {
        let names: Vec<_> = root.children().map(|node| node.tag_name().name()).collect();
        assert_eq!(names, ["p", "ol", "ul", "pre"]);
        assert_eq!(text(tag(root, "b")), "Resolved.");
        let link = tag(root, "a");
        assert_eq!(link.attribute("href"), Some("https://a.example/?a=1&b=2"));
        assert_eq!(link.attribute("rel"), Some("noreferrer"));
        assert_eq!(text(link), HOSTILE);
        assert_eq!(text(tag(root, "pre")), "a\n  <b>");
        assert_eq!(tag(root, "ul").children().count(), 2);
        assert!(all(root, "script").is_empty());
    });
}

#[test]
fn a_lead_stands_before_what_is_no_paragraph() {
    let list = Block::List(false, vec![]);
    let led = with_lead("Now.".to_owned(), vec![list.clone()]);
    assert!(matches!(&led[..], [Block::Paragraph(_), rest] if *rest == list));
}

#[test]
fn an_empty_text_is_no_child() {
    assert_eq!(html(|| view! { <p>{filled(String::new())}</p> }).replace("<!>", ""), "<p></p>");
    assert_eq!(truth(true), "true");
    assert_eq!(truth(false), "false");
}

//! HTML as a tree: made well-formed and parsed as XML.

use roxmltree::{Document, Node};

/// Elements that have no end tag.
const VOID: [&str; 3] = ["img", "input", "br"];

/// Calls `look` with the tree of a fragment. The root is an element `root` around it.
pub(crate) fn tree<T>(html: &str, look: impl FnOnce(Node<'_, '_>) -> T) -> T {
    let xml = format!("<root>{}</root>", well_formed(html));
    let document = Document::parse(&xml).unwrap_or_else(|error| panic!("{error} in {xml}"));
    look(document.root_element())
}

/// Closes void elements, gives attributes without a value an empty one and leaves comments out.
fn well_formed(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        out.push_str(text);
        if let Some(after) = after.strip_prefix("!>") {
            rest = after;
            continue;
        }
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").unwrap().1;
            continue;
        }
        let end = end_of_tag(after);
        let (tag, after) = after.split_at(end);
        out.push('<');
        out.push_str(&with_values(tag));
        let name = tag.split([' ', '/']).next().unwrap();
        out.push_str(if VOID.contains(&name) && !tag.ends_with('/') { "/>" } else { ">" });
        rest = &after[1..];
    }
    out.push_str(rest);
    out
}

/// The place of the `>` that ends a tag, outside of quotes.
fn end_of_tag(text: &str) -> usize {
    let mut is_quoted = false;
    for (at, char) in text.char_indices() {
        match char {
            '"' => is_quoted = !is_quoted,
            '>' if !is_quoted => return at,
            _ => {}
        }
    }
    panic!("a tag without an end: {text}")
}

fn with_values(tag: &str) -> String {
    let mut out = String::new();
    let mut is_quoted = false;
    for word in tag.split_inclusive(' ') {
        let is_bare = !is_quoted
            && !out.is_empty()
            && !word.contains('=')
            && word.trim_end().chars().all(|char| char.is_ascii_alphanumeric() || char == '-')
            && !word.trim().is_empty();
        if word.matches('"').count() % 2 == 1 {
            is_quoted = !is_quoted;
        }
        out.push_str(word.trim_end());
        out.push_str(if is_bare { "=\"\"" } else { "" });
        out.push_str(&word[word.trim_end().len()..]);
    }
    out
}

/// The elements below `node` of this class.
pub(crate) fn all<'a, 'i>(node: Node<'a, 'i>, class: &str) -> Vec<Node<'a, 'i>> {
    let has_class = |node: &Node<'_, '_>| {
        node.attribute("class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
    };
    node.descendants().filter(has_class).collect()
}

/// The only element below `node` of this class.
pub(crate) fn one<'a, 'i>(node: Node<'a, 'i>, class: &str) -> Node<'a, 'i> {
    let found = all(node, class);
    assert_eq!(found.len(), 1, "elements of class {class}");
    found[0]
}

/// The first element below `node` of this name.
pub(crate) fn tag<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Node<'a, 'i> {
    let found = node.descendants().find(|node| node.has_tag_name(name));
    found.unwrap_or_else(|| panic!("no element {name}"))
}

/// The element of this id.
pub(crate) fn by_id<'a, 'i>(node: Node<'a, 'i>, id: &str) -> Node<'a, 'i> {
    let found = node.descendants().find(|node| node.attribute("id") == Some(id));
    found.unwrap_or_else(|| panic!("no element with the id {id}"))
}

/// All text below `node`.
pub(crate) fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

/// Whether an element is empty for the rule `:empty` of a style sheet.
pub(crate) fn is_empty(node: Node<'_, '_>) -> bool {
    !node.has_children()
}

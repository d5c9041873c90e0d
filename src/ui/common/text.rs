//! Texts and truth values as children and attributes.

/// Returns a text as a child, and nothing for an empty one.
///
/// Leptos writes an empty `String` as a space when it renders HTML, which no `:empty` rule of the style sheet matches.
pub fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// Returns a truth value as ARIA attributes spell it.
pub const fn truth(is_so: bool) -> &'static str {
    if is_so { "true" } else { "false" }
}

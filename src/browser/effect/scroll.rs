//! Elements that scroll within the page.

use web_sys::Element;

/// Returns how far an element is scrolled down, in CSS pixels.
pub fn top(element: &Element) -> usize {
    usize::try_from(element.scroll_top()).unwrap_or(0)
}

/// Scrolls the page until the beginning of an element is in sight; not at all where it is already.
pub fn reveal(element: &Element) {
    if element.get_bounding_client_rect().top() < 0.0 {
        element.scroll_into_view();
    }
}

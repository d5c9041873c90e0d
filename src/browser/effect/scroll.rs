//! Elements that scroll within the page.

use web_sys::Element;

/// Returns how far an element is scrolled down, in CSS pixels.
pub fn top(element: &Element) -> usize {
    usize::try_from(element.scroll_top()).unwrap_or(0)
}

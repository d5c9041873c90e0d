//! Below the systems: when the page looks again, and what a visitor can choose.

use super::Stamp;
use crate::view::public::Foot;

pub(super) fn foot(foot: Foot, is_utc: bool, theme: Option<&str>) -> Stamp {
    let press = |stamp: Stamp, place, is_pressed| {
        stamp.set(place, "aria-pressed", if is_pressed { "true" } else { "false" })
    };
    let stamp =
        Stamp::of("foot").text("next", foot.next).text("looks", foot.looks).text("zone", foot.zone);
    let stamp = stamp.text("version", env!("CARGO_PKG_VERSION"));
    let stamp = press(press(stamp, "mine", !is_utc), "utc", is_utc);
    let choices = [("auto", None), ("light", Some("light")), ("dark", Some("dark"))];
    choices.into_iter().fold(stamp, |stamp, (place, choice)| press(stamp, place, choice == theme))
}

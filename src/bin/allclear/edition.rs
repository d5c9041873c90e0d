//! The edition of a page: the hashes of the style sheets that stand in it.

use allclear::config::nginx::Edition;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openssl::sha::sha256;

/// Returns the edition of a page; `None` where a style sheet in it has no end.
///
/// A browser hashes the text between the tags, byte by byte.
pub(crate) fn of(page: &str) -> Option<Edition> {
    let mut hashes = Vec::new();
    let mut all = Vec::new();
    for element in page.split("<style").skip(1) {
        let (_, rest) = element.split_once('>')?;
        let (sheet, _) = rest.split_once("</style")?;
        let hash = sha256(sheet.as_bytes());
        hashes.push(STANDARD.encode(hash));
        all.extend_from_slice(&hash);
    }
    let digits: Vec<String> =
        sha256(&all).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    Some(Edition::new(digits.concat(), hashes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_each_style_sheet_of_a_page() {
        let edition = |page| of(page).unwrap();
        let none = edition("<title>none</title>");
        assert_eq!(none, edition("<link rel=stylesheet>"));
        let one = edition("<style type=text/css>a{}</style>");
        assert_eq!(one, edition("<p>x<style>a{}</style>"));
        assert_ne!(one.name(), none.name());
        assert_ne!(one.name(), edition("<style>a{}</style><style>b{}</style>").name());
        let hash = "X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk=";
        assert_eq!(one, Edition::new(one.name().to_owned(), vec![hash.to_owned()]));
        assert_eq!(of("<style>a{}"), None);
    }
}

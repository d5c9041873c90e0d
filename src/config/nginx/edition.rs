//! An edition of the visitors' page: the pages whose policy allows the same style sheets.

/// The style sheets inside a built page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    name: String,
    hashes: Vec<String>,
}

impl Edition {
    /// The edition with these SHA-256 hashes, in base64, one for each style sheet of the page. `name` is derived from them: letters and
    /// digits.
    pub fn new(name: String, hashes: Vec<String>) -> Self {
        Self { name, hashes }
    }

    /// The folder of the pages of this edition, in [`Layout::pages`](super::Layout::pages).
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The hashes of the style sheets.
    pub(super) fn hashes(&self) -> impl Iterator<Item = &String> {
        self.hashes.iter()
    }

    /// The file name of the built page.
    pub fn built_page(&self) -> String {
        format!("index-{}.html", self.name)
    }
}

/// The file name of the recorder's page in a language.
pub fn recorded_page(language: &str) -> String {
    format!("index.{language}.html")
}

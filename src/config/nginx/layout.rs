//! Where things are on the machine that runs nginx.

use super::edition::Edition;
use core::fmt;
use std::path::Path;

/// The paths, modules and names that the configuration refers to.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The page as it was built.
    pub root: Place,
    /// The rendered files: the built page with the site's name, `config.json`; below it, in `record`, those of the recorder.
    pub out: Place,
    /// The pages that the recorder writes for visitors, in a folder for each [`Edition`].
    pub pages: Place,
    /// The folder to which nginx may write: process id, socket, cache, temporary files.
    pub run: Place,
    /// The module that serves precompressed brotli files, where it is installed.
    pub brotli: Option<Place>,
    /// The module for scripts; `None` where nginx has it built in.
    pub script: Option<Place>,
    /// The certificates of the authorities that systems behind `https` are verified with.
    pub authorities: Option<Place>,
    /// The style sheets inside the visitors' page.
    pub edition: Edition,
    /// The files that the page loads at once. Named in the head of the answer, they are requested before the page is parsed, which
    /// saves a tenth of a second on a slow phone.
    pub preloads: Vec<Preload>,
    /// The same for the operators' page.
    pub admin_preloads: Vec<Preload>,
    /// The operators' names and passwords. Every request checks that the file exists.
    pub passwords: Place,
    /// The user whose rights nginx's workers take when it is started as root: letters, digits, `-` and `_`.
    pub user: Option<String>,
}

impl Layout {
    /// Returns the path of the socket at which the inner server listens.
    pub fn socket(&self) -> String {
        format!("{}/systems.sock", self.run)
    }

    /// The folder of the shared answers, in [`Layout::run`].
    pub const CACHE: &str = "cache";

    /// All folders in [`Layout::run`] to which nginx's workers write.
    pub const WRITTEN: [&str; 6] =
        [Self::CACHE, "client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

    /// The longest path of a socket that Linux knows. Other systems know shorter ones.
    pub const LONGEST_SOCKET: usize = 107;
}

/// A file of the page that the browser should request at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preload {
    pub(super) path: String,
    /// Relation and kind, as the header `Link` has them.
    pub(super) how: &'static str,
}

impl Preload {
    /// The file at `path`, loaded in the way that its extension implies. `None` for any other kind, and for a path with a
    /// character that has a meaning to nginx or in a header.
    pub fn new(path: &str) -> Option<Self> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
        let is_path = path.starts_with('/') && path.bytes().all(is_plain);
        let how = match path.rsplit_once('.')?.1 {
            "css" => "rel=preload; as=style",
            "js" if path.ends_with("/boot.js") => "rel=preload; as=script",
            "js" => "rel=modulepreload",
            "json" | "wasm" => "rel=preload; as=fetch; crossorigin",
            _ => return None,
        };
        is_path.then(|| Self { path: path.to_owned(), how })
    }
}

/// A path that nginx can be given: absolute, and without characters that have a meaning in its configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place(String);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Place {
    /// Takes an absolute path. `None` where it is relative, is no UTF-8, or contains `"`, `\`, `$` or a control character.
    pub fn new(path: &Path) -> Option<Self> {
        let text = path.to_str()?;
        let has_meaning = |char: char| char.is_control() || matches!(char, '"' | '\\' | '$');
        (path.is_absolute() && !text.contains(has_meaning))
            .then(|| Self(text.trim_end_matches('/').to_owned()))
    }

    /// The path.
    pub fn as_path(&self) -> &Path {
        Path::new(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_only_paths_without_special_characters() {
        for good in ["/srv/allclear", "/srv/all clear/run/", "/srv/ä;{}'#"] {
            assert!(Place::new(Path::new(good)).is_some(), "{good}");
        }
        for bad in ["dist", "/srv/$root", "/srv/\"", "/srv/\\", "/srv/\n", ""] {
            assert_eq!(Place::new(Path::new(bad)), None, "{bad}");
        }
    }
}

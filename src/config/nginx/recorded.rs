//! The recorder's files that the page reads: those in `record`, in the folder of the rendered files, each by its name.
//!
//! Pages of the named origins may read them too, as they may read the answers of systems: where `proxy.url` says that the proxy is not
//! the page's own origin, the page requests these files from the proxy. They may also read that a file is not there.
//!
//! Without a recorder they are not there, which is 404 like everything else that is not. Of the response times, there is one file
//! for each fully public system, and no pattern: a system that becomes private is no longer served.

use super::files::{Headers, precompressed};
use super::layout::Layout;
use super::text::Text;
use crate::config::deployment::Deployment;
use crate::config::raw::Visibility;

/// Names of one file each.
const FILES: [&str; 3] = ["status.json", "history.json", "incidents.json"];

/// The locations.
pub(super) fn locations(deployment: &Deployment, layout: &Layout, data: &Headers, text: &mut Text) {
    let public = deployment.systems.iter().filter(|it| it.visibility == Visibility::Full);
    let times = public.map(|system| format!("history/{}.json", system.id));
    for name in FILES.into_iter().map(str::to_owned).chain(times) {
        text.block(format!("location = /{name}"), |text| {
            data.write(text);
            readers(text);
            text.line("error_page 404 /unrecorded");
            contents(&format!("/record/{name}"), layout, text);
        });
    }
    text.block("location = /unrecorded", |text| {
        text.line("internal");
        Headers { cache: "no-store", ..data.clone() }.write(text);
        readers(text);
        text.line("default_type text/plain");
        // The code stays the error's: `error_page` without `=` keeps it.
        text.line("return 200 \"$status\\n\"");
    });
}

/// One file of data: as it was compressed when it was written, or else compressed as it is sent.
pub(super) fn file(at: &str, path: &str, layout: &Layout, data: &Headers, text: &mut Text) {
    text.block(format!("location = {at}"), |text| {
        data.write(text);
        contents(path, layout, text);
    });
}

fn contents(path: &str, layout: &Layout, text: &mut Text) {
    precompressed(layout, text);
    text.line("gzip on");
    text.line("gzip_types application/json");
    text.line(format!("alias \"{}{path}\"", layout.out));
}

/// Lets other origins read a file, and the server's clock with it, by which a page with a wrong clock corrects its instants.
fn readers(text: &mut Text) {
    text.line("add_header Access-Control-Allow-Origin $allclear_origin always");
    text.line("add_header Access-Control-Expose-Headers \"Date, Age\" always");
    text.line("add_header Vary Origin always");
}

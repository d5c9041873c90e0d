//! What the page reads and the recorder writes: the files of `record` in the folder of the rendered ones, each by its name.
//!
//! Without a recorder they are not there, which is 404 like everything else that is not. Of the response times, there is one file
//! for each system that is wholly public, and no pattern: one that is not public any more is not served from that moment on.

use super::text::Text;
use super::{Headers, Layout, precompressed};
use crate::config::deployment::Deployment;
use crate::config::raw::Visibility;

/// Names of one file each.
const FILES: [&str; 3] = ["status.json", "history.json", "incidents.json"];

/// The locations.
pub(super) fn locations(deployment: &Deployment, layout: &Layout, data: &Headers, text: &mut Text) {
    let public = deployment.systems.iter().filter(|it| it.visibility == Visibility::Full);
    let times = public.map(|system| format!("history/{}.json", system.id));
    for name in FILES.into_iter().map(str::to_owned).chain(times) {
        file(&format!("/{name}"), &format!("/record/{name}"), layout, data, text);
    }
}

/// One file of data: as it was compressed when it was written, or else compressed as it is sent.
pub(super) fn file(at: &str, path: &str, layout: &Layout, data: &Headers, text: &mut Text) {
    text.block(format!("location = {at}"), |text| {
        data.write(text);
        precompressed(layout, text);
        text.line("gzip on");
        text.line("gzip_types application/json");
        text.line(format!("alias \"{}{path}\"", layout.out.0));
    });
}

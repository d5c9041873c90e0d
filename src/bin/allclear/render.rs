//! `allclear render`: writes what is deployed beside the built page, from one document that has no errors.

mod files;
mod layout;
mod page;

pub(crate) use layout::{authorities, pages, usual_authorities};

use super::check;
use super::user::workers::Workers;
use allclear::config::address;
use allclear::config::deployment::Login;
use allclear::config::nginx::{self, Layout};
use allclear::view::language::LANGUAGES;
use anyhow::{Result, anyhow, bail};
use files::{Readers, make, readers, write_private, write_whole, write_with_copies};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The document, usually allclear.yaml.
    file: PathBuf,
    /// The folder to write to.
    #[arg(long)]
    out: PathBuf,
    /// The folder with the built page, which nginx serves.
    #[arg(long, default_value = "dist")]
    root: PathBuf,
    /// The folder in which nginx keeps its process id, error log and cache. Made if it is not there [default: OUT].
    #[arg(long)]
    run: Option<PathBuf>,
    /// The folder of the pages that the recorder writes for visitors, best one in memory [default: OUT/page].
    #[arg(long)]
    pages: Option<PathBuf>,
    /// Where nginx listens, in place of the document's `listen`.
    #[arg(long)]
    listen: Option<String>,
    /// The user whose rights nginx's workers take when it is started as root.
    #[arg(long)]
    user: Option<String>,
    /// nginx's module for precompressed brotli files, or `off`. Found in the usual places unless given.
    #[arg(long)]
    brotli: Option<PathBuf>,
    /// nginx's module for scripts (njs), or `off` where nginx has it built in. Found in the usual places unless given.
    #[arg(long)]
    njs: Option<PathBuf>,
    /// Certificates of the authorities to verify systems behind https with. Found in the usual places unless given.
    #[arg(long)]
    authorities: Option<PathBuf>,
}

/// Writes the files. Problems go to the error output, the names of what was written to the standard output.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let reading = check::read(&arguments.file)?;
    for problem in &reading.problems {
        tracing::warn!("{}", problem.in_file(&arguments.file.to_string_lossy()));
    }
    let Some(mut deployment) = reading.deployment else {
        tracing::warn!("{}; nothing was written", reading.summary());
        return Ok(ExitCode::FAILURE);
    };
    if let Some(listen) = &arguments.listen {
        deployment.listen = address::listen(listen)
            .map_err(|wrong| anyhow!("--listen: {}, {}", wrong.message, wrong.hint))?;
    }
    let mut layout = layout::layout(arguments, &deployment)?;
    let run = arguments.run.as_ref().unwrap_or(&arguments.out);
    for folder in [run, &arguments.out] {
        make(folder)?;
    }
    let readers = readers(&arguments.out, arguments.user.as_deref())?;
    let public = deployment.public();
    let brand = &deployment.brand;
    page::missing_brand_files(&arguments.root, &public, brand);
    let page = page::public(&arguments.root, &arguments.out, &public, brand)?;
    (layout.preloads, layout.edition) = (page.preloads, page.edition);
    page::manifest(&arguments.out, &public, brand)?;
    let public = public.to_json();
    write_with_copies(&arguments.out.join("config.json"), public.as_bytes())?;
    if let Some(admin) = &deployment.admin {
        make(&arguments.out.join("admin"))?;
        layout.admin_preloads = page::admin(&arguments.root, &arguments.out, &deployment)?;
        let private = deployment.private().to_json();
        write_private(&arguments.out.join("admin/config.json"), private.as_bytes(), readers)?;
        if let Login::Basic { .. } = admin.login {
            passwords(&layout)?;
        }
    }
    let socket = layout.socket();
    if socket.len() > Layout::LONGEST_SOCKET {
        bail!("--run: {socket} is too long for a socket; choose a shorter folder");
    }
    let script = nginx::script(&LANGUAGES);
    write_whole(&arguments.out.join(nginx::SCRIPT_FILE), script.as_bytes())?;
    // The user that starts nginx reads it: root, or the user of its workers.
    let conf_readers = if readers == Readers::Unknown { Readers::OwnGroup } else { readers };
    let conf = nginx::render(&deployment, &layout);
    write_private(&arguments.out.join("nginx.conf"), conf.as_bytes(), conf_readers)?;
    remove_recorded_pages(layout.pages.as_path());
    foreign_cache(&layout);
    Ok(ExitCode::SUCCESS)
}

/// Removes the recorder's pages for visitors, which name files of the previous build. The recorder writes them again.
fn remove_recorded_pages(folder: &Path) {
    for edition in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = edition.path();
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                tracing::warn!(
                    "{} cannot be removed: {error}. Restart the recorder.",
                    path.display()
                );
            }
            _ => {}
        }
    }
}

/// Warns if nginx's cache or temporary files belong to a former user: its workers cannot write there, and requests that need these files
/// get no answer.
fn foreign_cache(layout: &Layout) {
    let Some(workers) = layout.user.as_deref().and_then(|user| Workers::known(user, None)) else {
        return;
    };
    let run = layout.run.as_path();
    let folders = Layout::WRITTEN.map(|name| run.join(name));
    if let Some(foreign) = workers.strangers_files(&folders) {
        let folders = folders.map(|folder| folder.display().to_string()).join(" ");
        tracing::warn!(
            "{} is not writable for nginx's workers: stop nginx and remove its cache, rm -r {folders}",
            foreign.display()
        );
    }
}

/// Checks that there is a password file, out of reach of the page, that nginx's workers can read.
fn passwords(layout: &Layout) -> Result<()> {
    let file = layout.passwords.as_path();
    if file.starts_with(layout.root.as_path()) {
        bail!("{} lies in the folder of the page, which is public", file.display());
    }
    if !file.exists() {
        let file = file.display();
        tracing::warn!(
            "{file} does not exist, so nobody can sign in. Create it with `allclear user {file} NAME`."
        );
    } else if let Some(workers) = layout.user.as_deref().and_then(|user| Workers::known(user, None))
        && let Some(complaint) = workers.complaint(file)
    {
        tracing::warn!("{complaint}");
    }
    Ok(())
}

//! `allclear render`: writes what is deployed beside the built page, from one document that has no errors.
//!
//! Each file is written beside its place and then moved there, so that a reader finds the old one or the new one, whole.

use super::check;
use super::compress::{self, Effort};
use super::output;
use super::replacement::{beside, replace};
use super::user::workers::Workers;

mod page;
use allclear::config::address;
use allclear::config::deployment::{Deployment, Login};
use allclear::config::nginx::{self, Edition, Layout, Place};
use anyhow::{Context as _, Result, anyhow, bail};
use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf, absolute};
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
    /// nginx's module for precompressed brotli files, or `off`. Looked for in the usual places unless given.
    #[arg(long)]
    brotli: Option<PathBuf>,
    /// nginx's module for scripts (njs), or `off` where nginx has it built in. Looked for in the usual places unless given.
    #[arg(long)]
    njs: Option<PathBuf>,
    /// Certificates of the authorities to verify systems behind https with. Looked for in the usual places unless given.
    #[arg(long)]
    authorities: Option<PathBuf>,
}

/// Where distributions install modules: Debian, Ubuntu and Alpine, Fedora, nginx.org.
const MODULES: [&str; 3] =
    ["/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/etc/nginx/modules"];

const BROTLI: &str = "ngx_http_brotli_static_module.so";

const NJS: &str = "ngx_http_js_module.so";

/// Where distributions keep the certificates of authorities: Debian, Fedora, Alpine.
const AUTHORITIES: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

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
    let mut layout = layout(arguments, &deployment)?;
    let run = arguments.run.as_ref().unwrap_or(&arguments.out);
    for folder in [run, &arguments.out] {
        make(folder)?;
    }
    let readers = readers(arguments)?;
    let public = deployment.public();
    let page = page::public(&arguments.root, &arguments.out, &public)?;
    (layout.preloads, layout.edition) = (page.preloads, page.edition);
    page::manifest(&arguments.out, &public)?;
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
    write_whole(&arguments.out.join(nginx::SCRIPT_FILE), nginx::SCRIPT.as_bytes())?;
    // Whoever starts nginx reads it, and that is root or the user of its workers.
    let conf = nginx::render(&deployment, &layout);
    write_private(&arguments.out.join("nginx.conf"), conf.as_bytes(), readers.or(Some(None)))?;
    remove_recorded_pages(layout.pages.as_path());
    foreign_cache(&layout);
    Ok(ExitCode::SUCCESS)
}

/// Removes what a recorder wrote for visitors: it names files of the page as it was built before. The recorder writes it anew.
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

/// Says where nginx's cache and temporary files are those of a former user: its workers cannot write there, and give no answer to whoever
/// asks for what lies there.
fn foreign_cache(layout: &Layout) {
    let Some(workers) = layout.user.as_deref().and_then(|user| Workers::known(user, None)) else {
        return;
    };
    let run = layout.run.as_path();
    let folders = Layout::WRITTEN.map(|name| run.join(name));
    if let Some(foreign) = workers.strangers_files(&folders) {
        let folders = folders.map(|folder| folder.display().to_string()).join(" ");
        tracing::warn!(
            "{} belongs to another user than nginx's workers, which cannot write there: stop nginx and remove its cache, rm -r {folders}",
            foreign.display()
        );
    }
}

fn make(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}

/// Whether somebody can log in, and nobody can read how.
fn passwords(layout: &Layout) -> Result<()> {
    let file = layout.passwords.as_path();
    if file.starts_with(layout.root.as_path()) {
        bail!("{} lies in the folder of the page, which everybody may read", file.display());
    }
    if !file.exists() {
        let file = file.display();
        tracing::warn!(
            "{file} is not there: nobody can log in. `allclear user {file} NAME` makes it."
        );
    } else if let Some(workers) = layout.user.as_deref().and_then(|user| Workers::known(user, None))
        && let Some(complaint) = workers.complaint(file)
    {
        tracing::warn!("{complaint}");
    }
    Ok(())
}

fn layout(arguments: &Arguments, deployment: &Deployment) -> Result<Layout> {
    let authorities = authorities(arguments.authorities.as_deref(), deployment)?;
    let authorities = authorities.map(place).transpose()?;
    if let Some(user) = &arguments.user {
        let is_name = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
        if user.is_empty() || !user.chars().all(is_name) {
            bail!("--user: {user:?} is no user's name");
        }
    }
    Ok(Layout {
        root: place(&arguments.root)?,
        out: place(&arguments.out)?,
        pages: place(pages(&arguments.out, arguments.pages.as_deref()))?,
        edition: Edition::default(),
        run: place(arguments.run.as_ref().unwrap_or(&arguments.out))?,
        brotli: match &arguments.brotli {
            Some(path) if path.as_os_str() == "off" => None,
            Some(path) => Some(place(path)?),
            None => module(BROTLI)?,
        },
        script: match &arguments.njs {
            Some(path) if path.as_os_str() == "off" => None,
            Some(path) => Some(place(path)?),
            None => Some(module(NJS)?.context(
                "nginx's module for scripts is not installed (Debian: libnginx-mod-http-js, Alpine: nginx-mod-http-js, \
                 nginx.org: nginx-module-njs); give --njs FILE, or `--njs off` where nginx has it built in",
            )?),
        },
        authorities,
        preloads: Vec::new(),
        admin_preloads: Vec::new(),
        passwords: match deployment.admin.as_ref().map(|admin| &admin.login) {
            Some(Login::Basic { password_file: Some(file) }) => place(file)?,
            _ => place(arguments.out.join("htpasswd"))?,
        },
        user: arguments.user.clone(),
    })
}

/// The certificates of authorities: those given, or this machine's where there is a system behind https.
pub(crate) fn authorities(
    given: Option<&Path>,
    deployment: &Deployment,
) -> Result<Option<PathBuf>> {
    let is_secure = deployment.upstreams().any(|upstream| upstream.origin.secure);
    match given {
        Some(path) => Ok(Some(path.to_owned())),
        None if is_secure => usual_authorities().map(Some).context("give --authorities FILE"),
        None => Ok(None),
    }
}

/// This machine's certificates of authorities.
pub(crate) fn usual_authorities() -> Result<PathBuf> {
    let usual = AUTHORITIES.iter().map(PathBuf::from).find(|path| path.is_file());
    usual.context(
        "systems behind https cannot be verified: no certificates of authorities were found",
    )
}

/// The folder of the recorder's pages: the given one, or the usual one beside what is rendered.
pub(crate) fn pages(out: &Path, given: Option<&Path>) -> PathBuf {
    given.map_or_else(|| out.join("page"), Path::to_owned)
}

fn module(name: &str) -> Result<Option<Place>> {
    let files = MODULES.iter().map(|folder| Path::new(folder).join(name));
    files.into_iter().find(|path| path.is_file()).map(place).transpose()
}

fn place(path: impl AsRef<Path>) -> Result<Place> {
    let path = path.as_ref();
    let absolute = absolute(path).with_context(|| format!("{} is no path", path.display()))?;
    Place::new(&absolute).with_context(|| {
        format!(
            "nginx cannot be given {}: it has no way to write \", \\, $ or a line break",
            path.display()
        )
    })
}

/// Writes a file, and the copies that nginx sends in its place first: one that is ahead of the file does no harm.
fn write_with_copies(path: &Path, content: &[u8]) -> Result<()> {
    let copies = compress::copies(content, Effort::Most)?;
    for (ending, copy) in compress::ENDINGS.iter().zip(copies) {
        write_whole(&compress::beside(path, ending), &copy)?;
    }
    write_whole(path, content)
}

/// Who may read what is private, beside its owner: `Some` with the group to give it to, where that is not the one that it has anyway;
/// `None` where nothing tells who nginx's workers are.
#[expect(clippy::option_option, reason = "not knowing is not the same as having nothing to do")]
fn readers(arguments: &Arguments) -> Result<Option<Option<u32>>> {
    let workers = arguments.user.as_deref().and_then(|user| Workers::known(user, None));
    let folder = fs::metadata(&arguments.out)?;
    // Only root may give a file away; what another makes is read by an nginx that runs as the same user.
    let is_root = fs::metadata("/proc/self")?.uid() == 0;
    Ok(match (is_root, workers.and_then(|workers| workers.gid())) {
        (false, _) => Some(None),
        (true, Some(group)) => Some(Some(group)),
        (true, None) if folder.gid() != 0 => Some(Some(folder.gid())),
        (true, None) => None,
    })
}

/// Writes what only its owner and a group may read; where nothing tells which group that is, everybody may, so that nginx can.
#[expect(clippy::option_option, reason = "not knowing is not the same as having nothing to do")]
fn write_private(path: &Path, content: &[u8], readers: Option<Option<u32>>) -> Result<()> {
    let write = || {
        let mut file = beside(path, ".new", 0o600)?;
        file.as_file_mut().write_all(content)?;
        if let Some(Some(group)) = readers {
            chown(file.path(), None, Some(group))?;
        }
        let mode = if readers.is_some() { 0o640 } else { 0o644 };
        file.as_file().set_permissions(Permissions::from_mode(mode))?;
        file.persist(path)?;
        Ok::<_, io::Error>(())
    };
    write().with_context(|| format!("{} cannot be written", path.display()))?;
    output::line(path.display())
}

fn write_whole(path: &Path, content: &[u8]) -> Result<()> {
    replace(path, content)?;
    output::line(path.display())
}

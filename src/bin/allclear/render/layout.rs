//! Where things are on this machine: given by the arguments, or found in the places that distributions use.

use super::Arguments;
use allclear::config::deployment::{Deployment, Login};
use allclear::config::nginx::{Edition, Layout, Place};
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf, absolute};

/// The folders of nginx's modules: Debian, Ubuntu and Alpine, Fedora, nginx.org.
const MODULES: [&str; 3] =
    ["/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/etc/nginx/modules"];

const BROTLI: &str = "ngx_http_brotli_static_module.so";

const NJS: &str = "ngx_http_js_module.so";

/// The files with the certificates of authorities: Debian, Fedora, Alpine.
const AUTHORITIES: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

/// Returns the layout that the arguments and this machine determine.
pub(super) fn layout(arguments: &Arguments, deployment: &Deployment) -> Result<Layout> {
    let authorities = authorities(arguments.authorities.as_deref(), deployment)?;
    let authorities = authorities.map(place).transpose()?;
    if let Some(user) = &arguments.user {
        let is_name = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
        if user.is_empty() || !user.chars().all(is_name) {
            bail!("--user: {user:?} is not a valid user name");
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

/// Returns the certificates of authorities: the given ones, or this machine's if there is a system behind https.
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

/// Returns this machine's certificates of authorities.
pub(crate) fn usual_authorities() -> Result<PathBuf> {
    let usual = AUTHORITIES.iter().map(PathBuf::from).find(|path| path.is_file());
    usual.context(
        "systems behind https cannot be verified: no certificates of authorities were found",
    )
}

/// Returns the folder of the recorder's pages: the given one, or the usual one beside what is rendered.
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

//! The files of the built page that the site's nginx serves, and those that it does not.

use std::fs;

use anyhow::ensure;

use crate::{
    Result,
    http::{self, get, get_plain},
    places::repository,
    stack::{PRIVATE, Stack, dist},
};

/// The files of the built page, relative to its folder, without those compressed beside them.
fn built_files() -> Result<Vec<String>> {
    let root = dist();
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_none_or(|extension| extension != "br" && extension != "gz")
            {
                files.push(path.strip_prefix(&root)?.to_string_lossy().into_owned());
            }
        }
    }
    ensure!(files.len() >= 4, "too few files in {}: {files:?}", root.display());
    Ok(files)
}

/// The addresses that `index.html` names. The build leaves out quotes that HTML does not need.
fn named_files(index: &str) -> Vec<String> {
    let attributes = ["href=", "src=", "data-js=", "data-wasm="];
    let mut names: Vec<String> = attributes
        .iter()
        .flat_map(|attribute| index.split(attribute).skip(1))
        .filter_map(|rest| rest.trim_start_matches('"').split(['"', ' ', '>']).next())
        .filter(|name| extension(name) != *name && !name.starts_with('#') && !name.contains(':'))
        .map(|name| format!("/{}", name.trim_start_matches(['.', '/'])))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Returns the part behind the last dot.
fn extension(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or_default()
}

#[tokio::test]
async fn every_file_that_the_page_names_is_there_with_its_type_and_compressed() -> Result {
    let stack = Stack::start().await?;
    let index = get_plain(stack.port(), "/").await?;
    assert_eq!(index.code, 200);
    assert_eq!(index.header("content-type"), "text/html; charset=utf-8");
    let names = named_files(&index.text());
    ensure!(names.iter().any(|name| extension(name) == "wasm"), "no wasm among {names:?}");
    for name in names {
        let kind = match extension(&name) {
            "js" => "text/javascript",
            "css" => "text/css",
            "wasm" => "application/wasm",
            "svg" => "image/svg+xml",
            _ => continue,
        };
        // boot.js keeps its name, since the page names what it loads; icons keep theirs, since the page names them later.
        let is_hashed = kind == "application/wasm" || name.contains('-');
        let file = get(stack.port(), &name).await?;
        assert_eq!(file.code, 200, "{name}");
        assert_eq!(file.header("content-type").split(';').next(), Some(kind), "{name}");
        assert_eq!(file.header("content-encoding"), "br", "{name}");
        assert_eq!(file.header("cache-control").contains("immutable"), is_hashed, "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn a_missing_file_is_404_and_never_the_page() -> Result {
    let stack = Stack::start().await?;
    for path in [
        "/page-0123456789abcdef.js",
        "/page-0123456789abcdef_bg.wasm",
        "/style-0123456789abcdef.css",
        "/nothing",
        "/nothing.html",
        "/admin/nothing",
        "/admin/admin-0123456789abcdef.js",
        "/admin/htpasswd",
        "/htpasswd",
        "/admin/config.json",
        "/admin//config.json",
        "/%61dmin/config.json",
        "/x/../admin/config.json",
        "//admin/config.json",
        "/nginx.conf",
        "/nginx.log",
        "/allclear.yaml",
        "/../allclear.yaml",
        "/status",
        "/status/",
        "/status/nobody",
        "/status/sockudo/metrics",
        "/.git/config",
        "/index.html.br",
        "/index.html.gz",
    ] {
        let answer = get_plain(stack.port(), path).await?;
        assert!(matches!(answer.code, 400 | 401 | 403 | 404), "{path} is {}", answer.code);
        assert!(!answer.text().contains("<noscript>"), "{path} shows the page");
        assert!(
            !answer.text().contains("127.0.0.1"),
            "{path} reveals what is behind: {}",
            answer.text()
        );
    }
    Ok(())
}

#[tokio::test]
async fn every_answer_carries_the_strict_policy() -> Result {
    let stack = Stack::start().await?;
    for path in ["/", "/index.html", "/config.json", "/nothing", "/admin/config.json"] {
        let answer = get(stack.port(), path).await?;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy:?}"
        );
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{path}: {policy:?}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn only_reading_is_allowed() -> Result {
    let stack = Stack::start().await?;
    for path in ["/", "/config.json"] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE"] {
            let answer = http::request(stack.port(), method, path, &[]).await?;
            assert!(matches!(answer.code, 403 | 405), "{method} {path} is {}", answer.code);
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_private_system_is_in_no_public_byte() -> Result {
    let stack = Stack::start().await?;
    let demo = fs::read_to_string(repository().join("demo/allclear.yaml"))?;
    assert!(demo.contains(PRIVATE), "the demo's private system has another name now");

    let mut addresses: Vec<String> =
        built_files()?.into_iter().map(|file| format!("/{file}")).collect();
    addresses.extend(
        ["/", "/config.json", "/status.json", "/history.json", "/incidents.json", "/nothing"]
            .map(String::from),
    );
    let needle = PRIVATE.to_lowercase();
    let slug = needle.replace(' ', "-");
    for address in addresses {
        let text = get_plain(stack.port(), &address).await?.text().to_lowercase();
        assert!(
            !text.contains(&needle) && !text.contains(&slug),
            "{address} names the private system"
        );
    }
    let config = get_plain(stack.port(), "/config.json").await?;
    assert_eq!(config.code, 200);
    assert!(
        !config.text().contains("127.0.0.1"),
        "config.json holds an upstream address: {}",
        config.text()
    );
    Ok(())
}

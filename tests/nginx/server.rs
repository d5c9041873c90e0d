//! The installed nginx, with a configuration rendered by the `allclear` command, on a free port; and a client that sends
//! exactly what a test writes.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// Whether nginx is here, and its module for scripts. Where not, says so loudly: a test that did nothing must not pass for one that
/// passed.
pub(crate) fn is_installed() -> bool {
    let has_nginx = Command::new("nginx").arg("-v").stderr(Stdio::null()).status().is_ok();
    let modules = ["/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/etc/nginx/modules"];
    let has_module =
        modules.iter().any(|folder| Path::new(folder).join("ngx_http_js_module.so").is_file());
    if !(has_nginx && has_module) {
        eprintln!(
            "SKIPPED: nginx with its modules is not installed (on Debian: apt-get install nginx libnginx-mod-http-js \
             libnginx-mod-http-brotli-static)"
        );
    }
    has_nginx && has_module
}

/// A running nginx. It stops when this is dropped.
pub(crate) struct Server {
    /// Its port on 127.0.0.1.
    pub(crate) port: u16,
    /// Everything of it: `dist`, `out`, `run`.
    pub(crate) folder: TempDir,
    child: Child,
}

/// The files of a page, as Trunk and the compression write them.
const PAGE: [(&str, &str); 22] = [
    ("index.html", "<!doctype html><title>identity</title><style>a{}</style>"),
    ("index.html.br", "brotli"),
    ("index.html.gz", "gzip"),
    ("page-0123456789abcdef_bg.wasm", "\0asm identity"),
    ("page-0123456789abcdef_bg.wasm.br", "brotli"),
    ("page-0123456789abcdef_bg.wasm.gz", "gzip"),
    ("page-0123456789abcd.js", "js"),
    ("snippets/allclear-0123456789abcdef/src/save.js", "snippet"),
    ("admin/snippets/allclear-0123456789abcdef/canvas.js", "snippet"),
    ("boot.js", "boot"),
    ("ping.txt", "ok"),
    ("licenses.txt", "MIT"),
    ("lang/zh-Hans.json", "{}"),
    ("lang/secret.txt", "a note"),
    ("favicon/checking.svg", "<svg/>"),
    ("secret.map", "a source map"),
    (
        "admin/index.html",
        "<!doctype html><title>operators</title><script src=\"/admin/boot.js\" data-wasm=\"/admin/admin-0123456789abcdef_bg.wasm\">",
    ),
    ("admin/admin-0123456789abcdef_bg.wasm", "\0asm operators"),
    ("admin/boot.js", "boot of operators"),
    ("admin/snippets/allclear-0123456789abcdef/src/browser/canvas.js", "export"),
    ("admin/snippets/allclear-0123456789abcdef/src/browser/canvas.js.map", "no"),
    ("admin/secret.map", "a source map"),
];

impl Server {
    /// Renders `yaml` and starts nginx with it. The document's own `listen` is overridden.
    pub(crate) fn start(yaml: &str) -> Self {
        Self::start_with(yaml, &[])
    }

    /// The same with these options of `render`.
    pub(crate) fn start_with(yaml: &str, options: &[&str]) -> Self {
        Self::start_in(prepare(), yaml, options)
    }

    /// The same in a folder that was prepared.
    pub(crate) fn start_in(folder: TempDir, yaml: &str, options: &[&str]) -> Self {
        let port = free_port();
        let output = render_with(folder.path(), yaml, port, options);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let run = folder.path().join("run");
        let child = Command::new("nginx")
            .args(["-e", "stderr", "-g", "daemon off;", "-p"])
            .arg(&run)
            .arg("-c")
            .arg(folder.path().join("out/nginx.conf"))
            .spawn()
            .unwrap();
        let server = Self { port, folder, child };
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return server;
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("nginx does not listen");
    }

    /// A GET without anything else.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
    }

    /// A GET with one more header.
    pub(crate) fn get_with(&self, path: &str, header: &str) -> Answer {
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\r\n\r\n"
        ))
    }

    /// These bytes.
    pub(crate) fn send(&self, request: &str) -> Answer {
        send(self.port, request)
    }

    /// A folder of this server.
    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Only a signal that it can handle takes its workers along.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// A folder with a page, which nginx's workers can read also when they have fewer rights than this process.
pub(crate) fn prepare() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    for (name, content) in PAGE {
        let file = folder.path().join("dist").join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }
    folder
}

/// Runs `allclear render` there.
pub(crate) fn render(folder: &Path, yaml: &str, port: u16) -> Output {
    render_with(folder, yaml, port, &[])
}

pub(crate) fn render_with(folder: &Path, yaml: &str, port: u16, options: &[&str]) -> Output {
    fs::write(folder.join("allclear.yaml"), yaml).unwrap();
    Command::new(env!("CARGO_BIN_EXE_allclear"))
        .current_dir(folder)
        .args([
            "render",
            "allclear.yaml",
            "--out",
            "out",
            "--root",
            "dist",
            "--run",
            "run",
            "--listen",
        ])
        .arg(format!("127.0.0.1:{port}"))
        .args(options)
        .output()
        .unwrap()
}

/// A port that is free at this moment.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// One answer.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status code.
    pub(crate) code: u16,
    /// The whole head, as it came.
    pub(crate) head: String,
    /// The body, as it came.
    pub(crate) body: String,
}

impl Answer {
    /// All values of a header.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
    }

    /// The value of a header that may be there once.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let all = self.all(name);
        assert!(all.len() < 2, "{name} is there {} times: {}", all.len(), self.head);
        all.first().copied()
    }
}

/// Sends these bytes and reads until the other side closes.
pub(crate) fn send(port: u16, request: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // nginx may answer and close before a request that it refuses is sent whole.
    let _ = stream.write_all(request.as_bytes());
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let code = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Answer { code, head: head.to_owned(), body: body.to_owned() }
}

//! A server whose pages a test writes itself, for what no system of the fleet would say.
//!
//! It runs within the test, on a free port of 127.0.0.1, and ends with it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use crate::Result;

/// Makes a page anew for each request.
type Make = Arc<dyn Fn() -> Vec<u8> + Send + Sync>;

/// The settings of a target that is scraped as often as those of the fleet.
pub(crate) const QUICK: &str = "        interval: 2s\n        timeout: 1s\n";

/// The server.
pub(crate) struct Source {
    port: u16,
    pages: Arc<Mutex<BTreeMap<String, Make>>>,
    task: JoinHandle<()>,
}

impl Drop for Source {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Source {
    /// A server without any page: all is 404.
    pub(crate) async fn start() -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let pages: Arc<Mutex<BTreeMap<String, Make>>> = Arc::default();
        let known = Arc::clone(&pages);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let known = Arc::clone(&known);
                tokio::spawn(async move {
                    // A client that goes away early has seen enough.
                    let _ = answer(stream, &known).await;
                });
            }
        });
        Ok(Self { port, pages, task })
    }

    /// Serves what `make` makes at a path, in place of what was there.
    pub(crate) fn serve(&self, path: &str, make: impl Fn() -> Vec<u8> + Send + Sync + 'static) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.insert(path.to_owned(), Arc::new(make));
    }

    /// An item of `systems`: a private system that has nothing but the page `/metrics`, as the job `source`, with the target's
    /// settings.
    pub(crate) fn system(&self, settings: &str) -> String {
        let port = self.port;
        format!(
            "  - name: Source\n    visibility: private\n    preset: status-code\n    url: http://127.0.0.1:{port}/health\n    \
             metrics:\n      - url: http://127.0.0.1:{port}/metrics\n{settings}"
        )
    }

    /// Serves always the same.
    pub(crate) fn serve_text(&self, path: &str, text: impl Into<Vec<u8>>) {
        let text = text.into();
        self.serve(path, move || text.clone());
    }
}

async fn answer(stream: TcpStream, pages: &Mutex<BTreeMap<String, Make>>) -> Result {
    let mut stream = BufReader::new(stream);
    let mut first = String::new();
    stream.read_line(&mut first).await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 || line.trim().is_empty() {
            break;
        }
    }
    let path = first.split(' ').nth(1).unwrap_or_default();
    let make = pages.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
    let (code, body) = make.map_or(("404 Not Found", Vec::new()), |make| ("200 OK", make()));
    let head = format!(
        "HTTP/1.1 {code}\r\ncontent-type: text/plain; version=0.0.4; charset=utf-8\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&body).await?;
    stream.shutdown().await?;
    Ok(())
}

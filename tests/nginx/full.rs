//! An nginx that cannot write: its answers do not pass for a system's failure.

use crate::server::{Server, is_installed, prepare};
use crate::upstream::Upstream;
use crate::{CHAT, document};
use std::fs;
use std::process::Command;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// A small disk in memory. It is taken away when this is dropped.
struct Disk(TempDir);

impl Disk {
    /// Makes one; `None` where that is not permitted.
    fn mount() -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=256k,mode=755", "tmpfs"])
            .arg(folder.path())
            .output()
            .is_ok_and(|output| output.status.success());
        mounted.then(|| Self(folder))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // nginx, which is stopped before, may need a moment.
        for _ in 0..40 {
            if Command::new("umount")
                .arg(self.0.path())
                .output()
                .is_ok_and(|it| it.status.success())
            {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

#[test]
fn gives_no_head_while_its_cache_cannot_be_written() {
    if !is_installed() {
        return;
    }
    let Some(disk) = Disk::mount() else {
        eprintln!("SKIPPED: a small disk cannot be mounted here");
        return;
    };
    let folder = prepare();
    std::os::unix::fs::symlink(disk.0.path(), folder.path().join("run")).unwrap();
    let upstream = Upstream::answering("200 OK", "{}");
    let server = Server::start_in(folder, &document(upstream.port), &[]);
    assert_eq!(server.get(CHAT).code, 200);
    let fill = disk.0.path().join("fill");
    // As much as there is room for.
    let _ = fs::write(&fill, vec![0; 1 << 20]);
    thread::sleep(Duration::from_millis(2100));
    // No head at all, while what touches neither a system nor the cache answers: the page takes it for the proxy's own trouble.
    let answer = server.get(CHAT);
    assert_eq!((answer.code, answer.head.as_str()), (0, ""));
    assert_eq!(server.get("/status/ping").code, 204);
    assert_eq!(server.get("/ping.txt").code, 200);
    fs::remove_file(fill).unwrap();
    thread::sleep(Duration::from_millis(2100));
    assert_eq!(server.get(CHAT).code, 200);
    drop(server);
    drop(disk);
}

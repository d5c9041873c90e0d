//! The folder: truncated and damaged files, other writers, and a folder that cannot be written.

use crate::world::{Place, Services, until};
use allclear::history::{Archive, State};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;

/// A folder in which a recorder has worked for a few checks and was killed.
fn used(services: &Services) -> Place {
    let place = Place::new(&services.document(4));
    let recorder = place.start();
    until("some checks are recorded", || {
        let n_runs = |id: &str| place.archive().of(id).map_or(0, |it| it.timeline.runs().count());
        place.past().exists() && n_runs("s0") > 1 && n_runs("s3") > 1
    });
    recorder.kill();
    place
}

/// The file of this kind with the largest number.
fn newest(place: &Place, kind: &str) -> (u64, PathBuf) {
    let names = fs::read_dir(place.past()).unwrap().map(|item| item.unwrap().path());
    let numbered = names.filter_map(|path| {
        let number =
            path.file_name()?.to_str()?.strip_prefix(kind)?.strip_prefix('-')?.parse().ok()?;
        Some((number, path))
    });
    numbered.max().unwrap_or_else(|| panic!("no {kind}"))
}

/// Starts a recorder, waits until it has taken over what was there, and kills it.
fn take_over(place: &Place) -> Archive {
    let before = newest(place, "snapshot").0;
    let mut recorder = place.start();
    until("a recorder has taken over", || {
        assert!(recorder.is_running(), "{}", place.words());
        newest(place, "journal").0 > before
    });
    recorder.kill();
    let archive = place.archive();
    assert!(archive.systems().len() <= 6);
    archive
}

fn observed(archive: &Archive, id: &str) -> i64 {
    archive
        .of(id)
        .map_or(0, |it| it.timeline.tally(it.timeline.from()..it.timeline.until()).observed().0)
}

#[test]
fn a_journal_that_is_cut_off_anywhere_is_read_up_to_there() {
    let services = Services::start();
    let place = used(&services);
    let (_, journal) = newest(&place, "journal");
    let whole = fs::read(&journal).unwrap();
    let files: Vec<(PathBuf, Vec<u8>)> = fs::read_dir(place.past())
        .unwrap()
        .map(|item| item.unwrap().path())
        .map(|path| (path.clone(), fs::read(&path).unwrap()))
        .collect();
    let full = place.archive();
    let mut last = 0;
    for cut in (0..whole.len()).step_by(whole.len() / 60 + 1).chain([whole.len()]) {
        fs::remove_dir_all(place.past()).unwrap();
        fs::create_dir_all(place.past()).unwrap();
        for (path, bytes) in &files {
            fs::write(path, if *path == journal { &whole[..cut] } else { bytes }).unwrap();
        }
        let expected = observed(&place.archive(), "s0");
        let taken = observed(&take_over(&place), "s0");
        assert!(taken >= expected, "cut at {cut}");
        assert!(expected >= last, "a longer journal holds no less");
        last = expected;
        let names: Vec<String> = fs::read_dir(place.past())
            .unwrap()
            .map(|item| item.unwrap().file_name().into_string().unwrap())
            .collect();
        assert!(!names.iter().any(|name| name.contains("corrupt")), "cut at {cut}: {names:?}");
    }
    assert_eq!(last, observed(&full, "s0"));
}

#[test]
fn a_file_that_is_damaged_is_kept_aside_and_its_intact_lines_count() {
    let services = Services::start();
    let place = used(&services);
    // Everything in a snapshot, with something after it.
    take_over(&place);
    for (kind, change) in [("snapshot", 1), ("snapshot", 2), ("journal", 1)] {
        let (_, path) = newest(&place, kind);
        let mut bytes = fs::read(&path).unwrap();
        if kind == "journal" {
            // After a journal's last line, nothing else may be broken.
            bytes.extend(b"not a line\n");
            bytes.extend(allclear::history::journal::head().bytes());
        } else if change == 1 {
            let line = bytes.iter().position(|byte| *byte == b'\n').unwrap();
            bytes[line + 20] ^= 1;
        } else {
            // Its last line is missing: it is not complete.
            let end = bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap();
            bytes.truncate(end + 1);
        }
        fs::write(&path, &bytes).unwrap();
        let after = take_over(&place);
        assert!(after.systems().len() >= 3, "the rest is kept");
        let mut aside = path.into_os_string();
        aside.push(".corrupt-1");
        assert_eq!(fs::read(PathBuf::from(aside)).unwrap(), bytes, "nothing is thrown away");
        assert!(place.words().contains("is damaged"), "{}", place.words());
    }
    let left = place.archive();
    assert!(left.systems().iter().any(|record| observed(&left, &record.id) > 0));
}

#[test]
fn a_second_recorder_is_refused_and_a_newer_form_is_left_alone() {
    let services = Services::start();
    let place = Place::new(&services.document(2));
    let first = place.start();
    until("the first works", || place.path("record/status.json").exists());
    let mut second = place.start();
    until("the second gives up", || second.has_ended().is_some());
    assert_eq!(second.has_ended(), Some(2));
    assert!(place.words().contains("another recorder writes to"), "{}", place.words());
    assert!(first.stop());

    let (_, journal) = newest(&place, "journal");
    let newer = "1a2b3c4d something\n";
    let mut head = allclear::history::journal::head().replace("record 1", "record 2");
    // Its own checksum, computed as the format says (CRC-32 as in ISO 3309).
    head.replace_range(..8, &format!("{:08x}", crc32(head[9..].trim_end().as_bytes())));
    fs::write(&journal, head + newer).unwrap();
    let mut third = place.start();
    until("the third gives up", || third.has_ended().is_some());
    assert!(place.words().contains("was written by a newer program"), "{}", place.words());
    assert!(fs::read_to_string(&journal).unwrap().ends_with(newer), "it was not touched");
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 }
        })
    })
}

#[test]
fn a_folder_that_cannot_be_written_is_said_and_nothing_is_lost() {
    let services = Services::start();
    let place = Place::new(&services.document(2));
    // A file where the folder should be: not even root can write there.
    fs::create_dir_all(place.path("record")).unwrap();
    fs::write(place.past(), "in the way").unwrap();
    let mut recorder = place.start();
    until("it is said", || place.words().contains("cannot be written"));
    until("it watches all the same", || {
        services.checks(0, metrics_engine::time::Timestamp(0)).len() > 3 && recorder.is_running()
    });
    let second = services.checks(0, metrics_engine::time::Timestamp(0))[1];
    assert!(place.path("record/status.json").exists(), "what can be written is");
    fs::remove_file(place.past()).unwrap();
    until("it is written after all", || place.past().join("snapshot-1").exists());
    assert!(recorder.is_running());
    let record = place.archive();
    let from = record.of("s0").unwrap().timeline.runs().find(|run| run.state == State::Operational);
    assert!(from.unwrap().since.0 <= second, "from the first check on");
    until("that is said", || place.words().contains("can be written again"));
    assert!(recorder.stop());
}

/// A small disk in memory over a folder, with what the folder held. It is taken away when this is dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Mounts one; `None` where that is not permitted.
    fn over(folder: PathBuf) -> Option<Self> {
        let files = fs::read_dir(&folder).unwrap().map(|item| item.unwrap().path());
        let files: Vec<(PathBuf, Vec<u8>)> =
            files.map(|path| (path.clone(), fs::read(path).unwrap())).collect();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=256k,mode=755", "tmpfs"]).arg(&folder);
        if !mount.output().is_ok_and(|output| output.status.success()) {
            return None;
        }
        let disk = Self(folder);
        for (path, content) in files {
            fs::write(path, content).unwrap();
        }
        Some(disk)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // At once, although a process that was killed may still be there.
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).output();
    }
}

#[test]
fn a_full_disk_is_said_once_and_overcome() {
    let services = Services::start();
    let place = used(&services);
    let before = place.archive();
    let Some(disk) = SmallDisk::over(place.past()) else {
        eprintln!("SKIPPED: a small disk cannot be mounted here");
        return;
    };
    let fill = disk.0.join("fill");
    // As much as there is room for.
    let _ = fs::write(&fill, vec![0; 1 << 20]);
    let mut recorder = place.start();
    until("it is said", || place.words().contains("No space left on device"));
    assert_eq!(place.words().matches("No space left").count(), 1, "{}", place.words());
    fs::remove_file(fill).unwrap();
    until("it goes on", || place.words().contains("can be written again"));
    assert!(recorder.is_running());
    assert_eq!(place.words().matches("No space left").count(), 1, "{}", place.words());
    recorder.kill();
    let after = place.archive();
    for old in before.systems() {
        assert!(observed(&after, &old.id) >= observed(&before, &old.id));
    }
}

#[test]
fn a_journal_that_meets_a_limit_is_followed_by_a_snapshot() {
    let services = Services::start();
    let place = Place::new(&services.document(6));
    // Files may grow to two blocks of 1024 bytes; a larger write fails as on a full disk.
    let mut command = Command::new("bash");
    command.args([
        "-c",
        "trap '' XFSZ; ulimit -f 2; exec \"$0\" \"$@\"",
        env!("CARGO_BIN_EXE_allclear"),
    ]);
    command.args(place.arguments());
    let mut recorder = place.start_command(&mut command);
    until("it meets the limit", || place.words().contains("cannot be written"));
    until("it goes on checking", || {
        services.checks(5, metrics_engine::time::Timestamp(0)).len() > 12
    });
    assert!(recorder.is_running(), "{}", place.words());
    recorder.kill();
    // Without the limit, everything that had been written counts.
    let before = place.archive();
    assert!(observed(&before, "s0") > 0);
    let after = take_over(&place);
    assert!(observed(&after, "s0") >= observed(&before, "s0"));
    assert!(!place.words().contains("damaged"), "{}", place.words());
}

#[test]
fn a_folder_that_is_not_there_is_refused_and_not_made() {
    let services = Services::start();
    let place = Place::new(&services.document(1));
    let out = place.path("srv/allclaer");
    let file = place.path("allclear.yaml");
    let output = Command::new(env!("CARGO_BIN_EXE_allclear"))
        .args(["record".as_ref(), file.as_os_str(), "--out".as_ref(), out.as_os_str()])
        .output()
        .unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{words}");
    assert!(
        words.contains("allclaer is no folder") && words.contains("allclear render"),
        "{words}"
    );
    assert!(!place.path("srv").exists());
}

#[test]
fn a_stray_snapshot_that_is_damaged_does_not_win_over_the_intact_one() {
    let services = Services::start();
    let place = used(&services);
    take_over(&place);
    let before = place.archive();
    let (number, intact) = newest(&place, "snapshot");
    let bytes = fs::read(intact).unwrap();
    // Its end is missing, its first entry has a flipped bit, or nothing of it is left.
    let mut flipped = bytes.clone();
    flipped[40] ^= 1;
    for (more, stray) in [(1, &bytes[..bytes.len() / 2]), (50, &flipped), (900, b"")] {
        let path = place.past().join(format!("snapshot-{}", number + more));
        fs::write(&path, stray).unwrap();
        let after = take_over(&place);
        for old in before.systems() {
            assert!(observed(&after, &old.id) >= observed(&before, &old.id), "{}", old.id);
        }
    }
    // A number without a successor is not a file of the past.
    let number = newest(&place, "journal").0;
    fs::write(place.past().join(format!("snapshot-{}", u64::MAX)), "x").unwrap();
    let recorder = place.start();
    until("a recorder has taken over", || newest(&place, "journal").0 > number);
    recorder.kill();
}

#[test]
fn what_is_no_regular_file_neither_hangs_the_recorder_nor_fills_its_memory() {
    let services = Services::start();
    let place = used(&services);
    take_over(&place);
    let before = place.archive();
    let (number, _) = newest(&place, "snapshot");
    let path = |kind: &str, more: u64| place.past().join(format!("{kind}-{}", number + more));
    symlink("/dev/zero", path("snapshot", 1)).unwrap();
    assert!(Command::new("mkfifo").arg(path("snapshot", 2)).status().unwrap().success());
    fs::create_dir(path("journal", 3)).unwrap();
    symlink(path("journal", 4), path("journal", 4)).unwrap();
    // Without a line end, and with more than is read.
    fs::File::create(path("journal", 5)).unwrap().set_len(1 << 28).unwrap();
    fs::File::create(path("snapshot", 6)).unwrap().set_len(1 << 40).unwrap();
    let mut recorder = place.start();
    until("the recorder has taken over", || {
        assert!(recorder.is_running(), "{}", place.words());
        path("journal", 7).exists()
    });
    assert!(recorder.peak_memory() < 150_000_000, "{} bytes", recorder.peak_memory());
    recorder.kill();
    let after = place.archive();
    for old in before.systems() {
        assert!(observed(&after, &old.id) >= observed(&before, &old.id), "{}", old.id);
    }
    let words = place.words();
    for (kind, more) in [("snapshot", 1), ("snapshot", 2), ("journal", 3), ("snapshot", 6)] {
        let name = format!("{kind}-{}", number + more);
        assert!(words.contains(&format!("{name} cannot be read")), "{words}");
        let aside = place.past().join(format!("{name}.corrupt-1"));
        assert!(aside.symlink_metadata().is_ok(), "{name} is kept aside");
    }
}

#[test]
fn a_disk_on_which_only_small_files_fit_is_reported_once_and_so_is_its_end() {
    let services = Services::start();
    let place = Place::new(&services.document(6));
    let mut command = Command::new("bash");
    // Some files are written at each moment, and others fail.
    command.args([
        "-c",
        "trap '' XFSZ; ulimit -S -f 2; exec \"$0\" \"$@\"",
        env!("CARGO_BIN_EXE_allclear"),
    ]);
    let mut recorder = place.start_command(command.args(place.arguments()));
    until("it is reported", || place.words().contains("cannot be written"));
    let checks = || services.checks(0, metrics_engine::time::Timestamp(0)).len();
    until("it goes on for a while", || checks() > 8);
    assert_eq!(place.words().matches("cannot be written").count(), 1, "{}", place.words());
    assert!(recorder.is_running());
    recorder.lift_limit_of_files();
    until("its end is reported", || place.words().contains("can be written again"));
    let after = checks();
    until("it goes on for a while", || checks() > after + 3);
    assert_eq!(place.words().lines().count(), 2, "{}", place.words());
    assert!(recorder.stop());
}

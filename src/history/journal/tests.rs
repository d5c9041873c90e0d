use super::*;
use crate::history::Archive;
use proptest::prelude::*;

fn entry(system: &str, note: Note) -> Entry {
    Entry { system: system.to_owned(), note }
}

fn entries() -> Vec<Entry> {
    let at = |millis: i64| Timestamp(1_795_175_348_000 + millis);
    let observed = |since, until, state, cause| {
        entry("rat", Note::Observed { range: at(since)..at(until), state, cause })
    };
    vec![
        observed(0, 15_000, State::Operational, None),
        entry("rat", Note::Answered { at: at(15_000), took: Duration(38) }),
        observed(15_000, 30_000, State::MajorOutage, Some(Cause::Refused)),
        entry("chat-a-lot", Note::Running { since: at(-9000), at: at(30_000) }),
        observed(30_000, 45_000, State::Unobserved, None),
    ]
}

fn file(entries: &[Entry]) -> Vec<u8> {
    let lines: String = entries.iter().map(line).collect();
    (head() + &lines).into_bytes()
}

fn read_all(bytes: &[u8]) -> (Vec<Entry>, Reading) {
    let mut all = Vec::new();
    let reading = read(bytes, |entry| all.push(entry));
    (all, reading)
}

#[test]
fn is_text_that_a_person_can_read() {
    let text = String::from_utf8(file(&entries()[1..3])).unwrap();
    let lines: Vec<&str> = text.lines().map(|line| &line[9..]).collect();
    assert_eq!(
        lines,
        [
            "allclear-record 1",
            "rat A 1795175363000 38",
            "rat T 1795175363000 1795175378000 M refused"
        ]
    );
}

#[test]
fn what_was_written_before_a_cut_is_read_wherever_the_cut_is() {
    let all = entries();
    let bytes = file(&all);
    let ends: Vec<usize> = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .map(|(at, _)| at + 1)
        .collect();
    for cut in 0..=bytes.len() {
        let whole = ends.iter().filter(|end| **end <= cut).count();
        let (read, reading) = read_all(&bytes[..cut]);
        assert_eq!(read, all[..whole.saturating_sub(1)], "cut at {cut}");
        assert_eq!(reading.damaged, 0, "cut at {cut}: a cut is no damage");
        assert_eq!(reading.torn, cut > 0 && !ends.contains(&cut), "cut at {cut}");
    }
}

#[test]
fn a_changed_byte_costs_its_line_alone_and_is_noticed() {
    let all = entries();
    let bytes = file(&all);
    for place in 0..bytes.len() {
        for change in [0x01, 0x20, 0x80, 0xff] {
            let mut damaged = bytes.clone();
            damaged[place] ^= change;
            let (read, reading) = read_all(&damaged);
            let lost = all.iter().filter(|entry| !read.contains(entry)).count();
            // A lost line end joins two lines; a new one splits one.
            assert!(lost <= 2, "byte {place}: {lost} lost");
            assert!(read.iter().all(|entry| all.contains(entry)), "byte {place}: made up");
            let is_letter_case = bytes[place].is_ascii_hexdigit() && change == 0x20;
            assert!(
                reading.damaged > 0 || reading.torn || is_letter_case,
                "byte {place} ^ {change:#x} is not noticed: {reading:?}"
            );
        }
    }
}

#[test]
fn knows_a_snapshot_that_is_whole_and_a_file_of_the_future() {
    let all = entries();
    let mut bytes = file(&all);
    assert!(!read_all(&bytes).1.complete);
    bytes.extend(end(all.len()).into_bytes());
    assert!(read_all(&bytes).1.complete);
    let (_, shorter) = read_all(&[&file(&all[1..])[..], end(all.len()).as_bytes()].concat());
    assert!(!shorter.complete, "a line is missing");
    let newer = sealed("allclear-record 2") + &line(&all[0]);
    let (read, reading) = read_all(newer.as_bytes());
    assert_eq!((read.len(), reading.newer), (0, Some(2)));
    assert_eq!(read_all(b"").1, Reading::default());
    assert_eq!(read_all(&[0; 4096]).1, Reading { torn: true, ..Reading::default() });
}

fn notes() -> impl Strategy<Value = Note> {
    let at = || (-9_000_000_000_000_i64..9_000_000_000_000).prop_map(Timestamp);
    let range = || (at(), at()).prop_map(|(one, other)| one.min(other)..one.max(other));
    let state = || (0_usize..6).prop_map(|index| State::ALL[index]);
    let cause = || (0_usize..7).prop_map(|index| Cause::ALL[index]);
    let scale = || prop_oneof![Just(Scale::Fine), Just(Scale::Daily)];
    let counts = proptest::collection::vec(any::<(u16, u32)>(), 1..9);
    prop_oneof![
        (range(), state(), proptest::option::of(cause()))
            .prop_map(|(range, state, cause)| Note::Observed { range, state, cause }),
        (at(), 0_i64..99_999).prop_map(|(at, took)| Note::Answered { at, took: Duration(took) }),
        (at(), at()).prop_map(|(since, at)| Note::Running { since, at }),
        (range(), state()).prop_map(|(range, state)| Note::Run { range, state }),
        (at(), proptest::option::of(at()), state(), cause()).prop_map(
            |(since, until, worst, cause)| Note::Outage(Outage { since, until, worst, cause })
        ),
        (scale(), any::<i64>(), any::<u32>()).prop_map(|(scale, index, value)| Note::Step {
            scale,
            index,
            value
        }),
        (scale(), any::<i64>(), counts).prop_map(|(scale, index, counts)| Note::Counts {
            scale,
            index,
            counts
        }),
    ]
}

fn any_entries(ids: &'static str) -> impl Strategy<Value = Vec<Entry>> {
    let entry = (ids, notes()).prop_map(|(system, note)| Entry { system, note });
    proptest::collection::vec(entry, 0..40)
}

proptest! {
    #[test]
    fn a_line_reads_as_its_entry(all in any_entries("[a-z0-9-]{1,9}")) {
        let (read, reading) = read_all(&file(&all));
        prop_assert_eq!(read, all);
        prop_assert_eq!((reading.damaged, reading.torn), (0, false));
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_all(&bytes);
    }

    /// Whatever entries contain, in whatever order: an archive takes them, and its own entries make an equal archive.
    #[test]
    fn an_archive_is_the_same_again_from_its_own_entries(all in any_entries("[ab]")) {
        let mut archive = Archive::default();
        for entry in &all {
            archive.apply(entry);
        }
        let mut again = Archive::default();
        read(&file(&archive.entries().collect::<Vec<_>>()), |entry| again.apply(&entry));
        for record in archive.systems() {
            // A system without observed time has nothing to be kept.
            if let Some(other) = again.of(&record.id) {
                prop_assert_eq!(other.timeline.runs().collect::<Vec<_>>(), record.timeline.runs().collect::<Vec<_>>());
                prop_assert_eq!(&other.latency, &record.latency);
            } else {
                prop_assert_eq!(record.timeline.runs().count(), 0);
            }
        }
        let history = archive.history(&["a", "b"], Timestamp(1_000_000_000_000));
        prop_assert!(history.systems.iter().all(|past| past.timeline.until() <= Timestamp(1_000_000_000_000)));
        archive.forget();
    }
}

#[test]
fn a_file_reads_the_same_in_pieces_of_any_size() {
    let all = entries();
    let mut bytes = file(&all);
    bytes.extend(end(all.len()).into_bytes());
    for size in 1..bytes.len() {
        let mut found = Vec::new();
        let mut take = |entry| found.push(entry);
        let mut reader = Reader::default();
        bytes.chunks(size).for_each(|piece| reader.feed(piece, &mut take));
        let reading = reader.finish(&mut take);
        assert!(reading.complete, "pieces of {size}: {reading:?}");
        assert_eq!(found, all, "pieces of {size}");
    }
}

#[test]
fn a_line_without_an_end_is_damage_and_costs_no_memory() {
    let all = entries();
    let mut found = Vec::new();
    let mut take = |entry| found.push(entry);
    let mut reader = Reader::default();
    reader.feed(&file(&all[..2]), &mut take);
    for _ in 0..1000 {
        reader.feed(&[0; 4096], &mut take);
        assert!(reader.line.len() <= 1 << 17);
    }
    reader.feed(b"\n", &mut take);
    reader.feed(line(&all[2]).as_bytes(), &mut take);
    let reading = reader.finish(&mut take);
    assert_eq!((reading.entries, reading.damaged, reading.torn), (3, 1, false));
    assert_eq!(found, all[..3]);
}

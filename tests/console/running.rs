//! Since when processes have run, for a recorder that fills its gaps with it.

use crate::world::{Page, World, load};
use metrics_engine::time::{Duration, Timestamp};

const MINUTE: Duration = Duration::from_secs(60);

/// A page of processes that began at these seconds since 1970.
fn began(at: &[&str]) -> Page {
    let line = |(index, at): (usize, &&str)| {
        format!("process_start_time_seconds{{worker=\"{index}\"}} {at}\n")
    };
    let lines: String = at.iter().enumerate().map(line).collect();
    Page::Text(format!("# TYPE process_start_time_seconds gauge\n{lines}"))
}

fn running(pages: &[Page; 3]) -> Vec<(String, Timestamp)> {
    let mut world = World::new();
    world.pages = pages.to_vec();
    world.log_in(crate::world::PASSWORD);
    world.run(MINUTE);
    world.work().running()
}

#[test]
fn of_several_processes_the_youngest_counts() {
    let chat = [began(&["1795000000.5", "1795000100.25"]), began(&["1795000050"]), load(3.0)];
    assert_eq!(running(&chat), [("chat".to_owned(), Timestamp(1_795_000_100_250))]);
    let both = [began(&["1.7950000005e+09"]), load(2.0), began(&["1795000007"])];
    let broadcast = [("chat", 1_795_000_000_500), ("pay", 1_795_000_007_000)];
    assert_eq!(running(&both), broadcast.map(|(id, at)| (id.to_owned(), Timestamp(at))));
}

#[test]
fn what_was_not_read_proves_nothing() {
    for silent in [Page::Hangs, Page::Unreachable, Page::Code(500), Page::Text("<html>".into())] {
        let pages = [began(&["1795000000"]), silent, load(3.0)];
        assert_eq!(running(&pages), [], "the other target of chat was not read");
    }
    let senseless = [began(&["0", "-1"]), began(&["NaN"]), began(&["nonsense"])];
    assert_eq!(running(&senseless), []);
}

#[test]
fn what_a_page_said_once_is_not_what_it_says() {
    let mut world = World::new();
    world.pages = vec![began(&["1795000000"]), load(2.0), load(3.0)];
    world.log_in(crate::world::PASSWORD);
    world.run(MINUTE);
    assert_eq!(world.work().running().len(), 1);
    world.pages[0] = load(1.0);
    world.run(MINUTE);
    assert_eq!(world.work().running(), []);
    // A reload: what was kept is there, and nothing was read yet.
    world.pages = vec![Page::Hangs, Page::Hangs, Page::Hangs];
    world.reload();
    assert_eq!((world.work().read_targets(), world.work().running()), (0, Vec::new()));
}

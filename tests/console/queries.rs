//! The queries that a person ran.

use crate::world::World;
use allclear::console::Event;
use metrics_engine::time::Duration;

#[test]
fn a_reload_keeps_the_queries_and_forgetting_drops_them() {
    let mut world = World::after(Duration::from_secs(60));
    world.event(Event::QueryRun("up".to_owned()));
    world.event(Event::QueryRun("sum(up)".to_owned()));
    let queries =
        |world: &World| world.work().queries().iter().map(str::to_owned).collect::<Vec<_>>();
    world.run(Duration::from_secs(31));
    world.reload();
    assert_eq!(queries(&world), ["sum(up)", "up"]);
    world.event(Event::ForgetRequested);
    assert!(queries(&world).is_empty());
}

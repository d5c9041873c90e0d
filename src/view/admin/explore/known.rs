//! What is known about metrics apart from their samples, for the checks of the query language.

use super::super::Scene;
use metrics_engine::promql::metadata::Metadata;

/// Returns the types and help texts that targets serve, and how often they are scraped.
pub(super) fn metadata(scene: Scene<'_>) -> Metadata {
    let mut metadata = Metadata::default();
    for watch in scene.work.targets() {
        metadata.add(watch.families());
    }
    metadata.interval = scene.work.targets().iter().map(|watch| watch.target.interval).max();
    metadata
}

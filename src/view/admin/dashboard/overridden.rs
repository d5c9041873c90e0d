//! What differs for some series of a panel.

use crate::chart::Frame;
use crate::chart::data::Column;
use crate::dashboard::SeriesOverride;

/// Gives series the names that they have on their panel, and turns those over that are drawn below the axis.
pub(super) fn apply(overrides: &[SeriesOverride], frame: &mut Frame) {
    for one in overrides {
        let is_meant = one.series.matcher();
        for series in frame.series.iter_mut().filter(|series| is_meant(&series.name)) {
            if one.is_negative {
                let mut below = Column::default();
                for (at, value) in series.column.times().iter().zip(series.column.values()) {
                    below.push(*at, Some(-value).filter(|value| !value.is_nan()));
                }
                series.column = below;
            }
            if let Some(name) = &one.name {
                series.name.clone_from(name);
            }
        }
    }
}

//! The part of the chart benchmark that runs in the browser: panels to be measured one call at a time, and panels to be inspected.
//!
//! `bench.js` measures, `demo.html` shows. Nothing of this is shipped.

#![allow(missing_docs, unreachable_pub, clippy::cast_possible_wrap, reason = "a benchmark")]

#[cfg(target_arch = "wasm32")]
mod demo;

fn main() {}

#[cfg(target_arch = "wasm32")]
mod measured {
    use allclear::browser::effect::canvas::Painter;
    use allclear::chart::PanelKind;
    use allclear::chart::data::Column;
    use allclear::chart::{DisplayList, Frame, Series, Size, Slot, Theme, View, draw};
    use metrics_engine::labels::LabelSet;
    use metrics_engine::series::{Entry, TimeRange};
    use metrics_engine::time::{Duration, Timestamp};
    use metrics_engine::unit::Unit;
    use wasm_bindgen::prelude::wasm_bindgen;
    use web_sys::HtmlCanvasElement;

    fn utc(_: Timestamp) -> Duration {
        Duration::ZERO
    }

    /// One panel.
    #[wasm_bindgen]
    pub struct Panel {
        frame: Frame,
        list: DisplayList,
        theme: Theme,
        size: Size,
        painter: Painter,
    }

    #[wasm_bindgen]
    impl Panel {
        /// A panel without series. `line` is how thick curves are, in CSS pixels.
        #[wasm_bindgen(constructor)]
        pub fn new(
            canvas: HtmlCanvasElement,
            width: u32,
            height: u32,
            ratio: f64,
            line: f64,
        ) -> Self {
            let range = TimeRange { after: Timestamp(0), until: Timestamp(1) };
            let px = |css: u32| (f64::from(css) * ratio).round() as u32;
            Self {
                frame: Frame::new(range, Duration(1000), Unit::Short),
                list: DisplayList::default(),
                theme: Theme { line, ..Theme::light() },
                size: Size { width: px(width), height: px(height), ratio },
                painter: Painter::new(canvas),
            }
        }

        /// Adds a series: instants in seconds, and values.
        pub fn load(&mut self, times: &[f64], values: &[f64]) {
            let entry = |(at, value): (&f64, &f64)| Entry {
                at: Timestamp((at * 1000.0) as i64),
                value: Some(*value),
            };
            let column: Column = times.iter().zip(values).map(entry).collect();
            let (first, last) = (column.times()[0], column.times()[column.len() - 1]);
            self.frame.range = TimeRange { after: first - Duration(1), until: last };
            let slot = Slot::nth(self.frame.series.len() as u8);
            self.frame.series.push(Series {
                name: "series".to_owned(),
                labels: LabelSet::default(),
                slot,
                column,
            });
        }

        /// Adds a sample to the series with this index.
        pub fn append(&mut self, series: usize, at: f64, value: f64) {
            let at = Timestamp((at * 1000.0) as i64);
            self.frame.series[series].column.push(at, Some(value));
            self.frame.range.until = at;
        }

        /// Draws all of it anew.
        pub fn draw(&mut self) {
            let view =
                View { kind: PanelKind::Lines, range: self.frame.range, hidden: &[], zone: &utc };
            draw(&mut self.list, &self.frame, &self.theme, self.size, &view);
            self.painter.paint(&self.list);
        }
    }
}

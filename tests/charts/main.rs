//! Panels drawn without a browser, compared with reviewed pictures.
//!
//! `UPDATE=1 cargo test --test charts` writes them anew; view every one that changed before committing it.

mod frames;
mod laws;

use allclear::chart::panels::PanelKind;
use allclear::chart::svg::svg;
use allclear::chart::{DisplayList, Size, Theme, View, draw};
use metrics_engine::series::TimeRange;
use metrics_engine::time::{Duration, Timestamp};
use std::fs;
use std::path::PathBuf;

/// One hour ahead, as Berlin is in winter.
pub(crate) fn zone(_: Timestamp) -> Duration {
    Duration::from_secs(3600)
}

/// A panel as SVG.
pub(crate) fn picture(
    frame: &allclear::chart::Frame,
    kind: PanelKind,
    theme: &Theme,
    size: Size,
) -> String {
    let mut list = DisplayList::default();
    let view = View { kind, range: frame.range, hidden: &[], zone: &zone };
    draw(&mut list, frame, theme, size, &view);
    svg(&list)
}

fn size(width: u32, height: u32, ratio: f64) -> Size {
    let px = |css: u32| (f64::from(css) * ratio).round() as u32;
    Size { width: px(width), height: px(height), ratio }
}

#[test]
fn panels_are_drawn_as_before() {
    let mut wrong = Vec::new();
    for (name, frame, kind, (width, height)) in frames::all() {
        for (tone, theme) in [("light", Theme::light()), ("dark", Theme::dark())] {
            for ratio in [1, 2] {
                if ratio == 2 && !name.starts_with("lines") {
                    continue;
                }
                let file = format!("{name}-{tone}-{ratio}x.svg");
                let drawn = picture(&frame, kind, &theme, size(width, height, f64::from(ratio)));
                let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
                    .join("tests/charts/golden")
                    .join(&file);
                if std::env::var_os("UPDATE").is_some() {
                    fs::write(&path, &drawn).unwrap();
                } else if fs::read_to_string(&path).unwrap_or_default() != drawn {
                    wrong.push(file);
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "these differ, see the top of tests/charts/main.rs: {}",
        wrong.join(", ")
    );
}

/// A new kind of panel costs four files, and none of them can be forgotten.
#[test]
fn every_kind_is_listed_has_a_picture_and_is_documented() {
    // The error of an unknown word lists the words of all variants.
    let error = serde_json::from_str::<PanelKind>("\"\"").unwrap_err().to_string();
    let words: Vec<&str> = error.split('`').skip(3).step_by(2).collect();
    let listed = PanelKind::ALL.map(|kind| serde_json::to_string(&kind).unwrap());
    assert_eq!(listed.map(|word| word.trim_matches('"').to_owned()).to_vec(), words);
    let docs = include_str!("../../docs/dashboards-and-rules.md");
    let row = docs.lines().find(|line| line.starts_with("| `kind` |")).unwrap();
    for (kind, word) in PanelKind::ALL.into_iter().zip(words) {
        assert!(row.contains(&format!("`{word}`")), "docs/dashboards-and-rules.md lacks {word}");
        let has_picture = frames::all().iter().any(|(_, _, pictured, _)| *pictured == kind);
        assert!(has_picture || !kind.kind().body.is_drawn(), "{word} has no golden picture");
    }
}

#[test]
fn absurd_sizes_and_ranges_are_drawn_without_harm() {
    let frame = frames::all().remove(0).1;
    let ranges = [
        frame.range,
        TimeRange::ALL,
        TimeRange { after: Timestamp(0), until: Timestamp(0) },
        TimeRange { after: Timestamp(i64::MAX), until: Timestamp(i64::MIN) },
    ];
    for kind in PanelKind::ALL {
        for range in ranges {
            for (width, height) in [(0, 0), (1, 1), (30, 30), (4000, 20)] {
                for frame in [
                    &frame,
                    &frames::hostile(),
                    &allclear::chart::Frame::new(range, Duration::ZERO, frame.unit),
                ] {
                    let mut list = DisplayList::default();
                    let view = View { kind, range, hidden: &[true], zone: &zone };
                    let layout = draw(
                        &mut list,
                        frame,
                        &Theme::light(),
                        Size { width, height, ratio: 1.0 },
                        &view,
                    );
                    let _ = (
                        layout.x(Timestamp(i64::MAX)),
                        layout.time(f64::NAN),
                        layout.marks(frame, &view, Timestamp(5)),
                    );
                    assert!(
                        list.numbers().iter().all(|number| number.is_finite()),
                        "{kind:?} {range:?}"
                    );
                    let _ = svg(&list);
                }
            }
        }
    }
}

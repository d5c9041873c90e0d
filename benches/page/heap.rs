//! The memory of the page after it has loaded, and after it has run for a while.

use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::{
    Result,
    browser::Window,
    report::Report,
    visit::{Visit, Visitor},
    world::World,
};

/// How long the page runs, and how often it checks each system in that time.
const WHILE: Duration = Duration::from_mins(1);
const INTERVAL: Duration = Duration::from_secs(5);

/// The memory at one moment.
struct Held {
    /// The heap of JavaScript, after its garbage was collected.
    heap: f64,
    /// The memory of the wasm module, which grows and never shrinks.
    wasm: f64,
    /// Nodes of the document.
    nodes: f64,
}

pub(crate) async fn measure(report: &mut Report) -> Result {
    report.section("Memory (desktop)");
    // At the same time: memory does not depend on how busy the machine is.
    let (few, many) = tokio::try_join!(run(5), run(200))?;
    for (name, (loaded, later)) in [("5 systems", few), ("200 systems", many)] {
        for (when, held) in [("after load", loaded), ("after 60 s", later)] {
            let sum = held.heap + held.wasm;
            let words = format!(
                "{} KB (JS {}, wasm {}), {} nodes",
                kilobytes(sum),
                kilobytes(held.heap),
                kilobytes(held.wasm),
                held.nodes
            );
            report.figure(format!("{name}, {when}"), words);
        }
    }
    report.note(format!("60 s with a check of each system every {} s.", INTERVAL.as_secs()));
    Ok(())
}

async fn run(systems: usize) -> Result<(Held, Held)> {
    let world = World::start(systems, INTERVAL).await?;
    let visitor = Visitor { window: Window::Desktop, is_slow: false };
    let visit = Visit::begin(&world, visitor, &[]).await?;
    let all = format!(
        "document.querySelectorAll('li.system[data-status=operational]').length === {systems}"
    );
    visit.until("systems that are well", &all).await?;
    let loaded = held(&visit).await?;
    tokio::time::sleep(WHILE).await;
    Ok((loaded, held(&visit).await?))
}

async fn held(visit: &Visit) -> Result<Held> {
    let browser = &visit.browser;
    browser.command("HeapProfiler.collectGarbage", json!({})).await?;
    browser.command("Performance.enable", json!({})).await?;
    let metrics = browser.command("Performance.getMetrics", json!({})).await?;
    let metric = |name: &str| {
        let metrics = metrics["metrics"].as_array().into_iter().flatten();
        let value = metrics
            .filter(|metric| metric["name"] == name)
            .find_map(|metric| metric["value"].as_f64());
        value.with_context(|| format!("Chromium does not report {name}"))
    };
    // The glue script hands out the module that is running already, whose exports have short names.
    let memory = "const done = arguments[arguments.length - 1]; \
        import(document.querySelector('script[data-js]').dataset.js).then(page => page.default()) \
            .then(wasm => Object.values(wasm).find(one => one instanceof WebAssembly.Memory).buffer.byteLength) \
            .then(done, error => done(String(error)))";
    let wasm: Value = browser.driver.execute_async(memory, Vec::new()).await?.json().clone();
    Ok(Held {
        heap: metric("JSHeapUsedSize")?,
        wasm: wasm.as_f64().context("the page's module has no memory")?,
        nodes: metric("Nodes")?,
    })
}

fn kilobytes(bytes: f64) -> String {
    format!("{:.0}", bytes / 1024.0)
}

//! Dashboards of Grafana: dropped onto the page, with variables, edited in place, kept in this browser.

use anyhow::ensure;
use serde_json::{Value, json};

use super::{
    admin_page::{AdminPage, SOON},
    charts::dashboard,
};
use crate::{
    Result,
    browser::Browser,
    source::{QUICK, Source},
    stack::{Additions, Origins, Stack},
};

/// A dashboard as Grafana exports it, with a variable, a row, a legacy graph, a text, and a panel that cannot be imported.
fn grafana() -> Value {
    let panel = |kind: &str, title: &str, expr: &str, y: u32| {
        json!({
            "type": kind, "title": title, "gridPos": { "x": 0, "y": y, "w": 24, "h": 8 },
            "targets": [{ "expr": expr, "legendFormat": "{{app_id}}" }],
        })
    };
    json!({ "dashboard": {
        "title": "Dropped levels", "schemaVersion": 39,
        "templating": { "list": [
            { "name": "app", "label": "App", "type": "query", "query": "label_values(level, app_id)", "multi": true, "includeAll": true },
        ] },
        "panels": [
            panel("timeseries", "Level", "level{app_id=~\"$app\"}", 0),
            panel("graph", "Doubled", "2 * level{app_id=~\"$app\"}", 8),
            { "type": "text", "title": "About", "gridPos": { "x": 0, "y": 16, "w": 24, "h": 4 }, "options": { "content": "Read **this**." } },
            { "type": "row", "title": "More", "gridPos": { "x": 0, "y": 20, "w": 24, "h": 1 }, "panels": [] },
            panel("news", "News", "", 21),
        ],
    } })
}

async fn stack(source: &Source) -> Result<Stack> {
    source.serve_text("/metrics", "level{app_id=\"one\"} 1.5\nlevel{app_id=\"two\"} 7.25\n");
    let additions = Additions {
        systems: source.system(QUICK),
        dashboards: dashboard(&[("Level", "level{job=\"source\"}")]),
        ..Additions::default()
    };
    Stack::start_adding(Origins::One, &additions).await
}

/// Drops a file onto the screen.
async fn drop(admin: &AdminPage<'_>, file: &str) -> Result {
    let script = format!(
        "const data = new DataTransfer();
         data.items.add(new File([{}], 'dashboard.json', {{ type: 'application/json' }}));
         const event = new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }});
         document.querySelector('.board').dispatchEvent(event);",
        json!(file)
    );
    admin.browser.script(&script).await.map(std::mem::drop)
}

/// Enters a text in a field, as a person who then leaves it.
async fn enter(admin: &AdminPage<'_>, label: &str, text: &str) -> Result {
    let script = format!(
        "const [label] = [...document.querySelectorAll('.editing form label')].filter((one) => one.firstElementChild.textContent === {});
         const field = label.querySelector('input, textarea, select');
         field.value = {};
         field.dispatchEvent(new Event('change', {{ bubbles: true }}));",
        json!(label),
        json!(text)
    );
    admin.browser.script(&script).await.map(std::mem::drop)
}

#[tokio::test]
async fn a_grafana_file_that_is_dropped_shows_its_panels() -> Result {
    let source = Source::start().await?;
    let stack = stack(&source).await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/dashboards/tested?range=5m").await?;
    admin
        .until("the panel", SOON, |seen| {
            seen.panel("Level").is_some_and(|one| one.legend.len() == 2)
        })
        .await?;

    drop(&admin, "no dashboard").await?;
    admin.find("//*[@role='alert'][contains(., 'this is not JSON')]").await?;
    drop(&admin, &grafana().to_string()).await?;
    let seen = admin
        .until("both panels", SOON, |seen| {
            seen.heading == "Dropped levels"
                && seen.panel("Level").is_some_and(|one| one.legend.len() == 2)
                && seen.panel("Doubled").is_some_and(|one| one.legend.len() == 2)
        })
        .await?;
    ensure!(seen.panel("News").is_none(), "{seen:?}");
    let values = |title: &str| {
        let mut legend = seen.panel(title).map(|one| one.legend.clone()).unwrap_or_default();
        legend.sort();
        legend
    };
    let pairs = |one: &str, two: &str| {
        vec![("one".to_owned(), one.to_owned()), ("two".to_owned(), two.to_owned())]
    };
    assert_eq!(values("Level"), pairs("1.50", "7.25"));
    assert_eq!(values("Doubled"), pairs("3", "14.5"));
    admin.find("//section[.//h2[.='About']]//b[.='this']").await?;
    admin.find("//summary[.='1 not imported']").await?;

    // A value that is chosen is in the address, and survives a reload.
    admin.find("//summary[@aria-label='App: All']").await?.click().await?;
    admin.find("//label[normalize-space()='two']/input").await?.click().await?;
    let only_two = |seen: &super::seen::Seen| {
        seen.panel("Level").is_some_and(|one| one.legend.len() == 1 && one.legend[0].0 == "two")
    };
    admin.until("one value", SOON, only_two).await?;
    let address = browser.script("return location.hash").await?;
    ensure!(address.as_str().is_some_and(|it| it.contains("var-app=two")), "{address}");
    admin.reload().await?;
    admin.until("one value after a reload", SOON, only_two).await?;
    admin.is_clean().await
}

#[tokio::test]
async fn an_edited_panel_survives_a_reload_and_can_be_undone() -> Result {
    let source = Source::start().await?;
    let stack = stack(&source).await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/dashboards/tested?range=5m").await?;
    admin.until("the panel", SOON, |seen| seen.panel("Level").is_some()).await?;

    admin.press_button("Edit").await?;
    admin.click_in_panel("Level", "button[@title='Edit']").await?;
    enter(&admin, "Title", "Tripled").await?;
    admin.until("its new title", SOON, |seen| seen.panel("Tripled").is_some()).await?;
    enter(&admin, "Query 1", "3 * level{job=\"source\"").await?;
    admin.find("//*[@role='alert'][string-length(.) > 5]").await?;
    enter(&admin, "Query 1", "3 * level{job=\"source\"}").await?;
    let is_tripled = |seen: &super::seen::Seen| {
        let legend = seen.panel("Tripled").map(|one| one.legend.clone()).unwrap_or_default();
        legend.iter().any(|(_, value)| value == "21.8" || value == "21.75")
    };
    admin.until("three times the value", SOON, is_tripled).await?;

    // Stored at once, or with the next scrape.
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    admin.reload().await?;
    admin.until("the edited panel after a reload", SOON, is_tripled).await?;
    admin.press_button("Edit").await?;
    for _ in 0..3 {
        admin.press_button("Undo").await?;
    }
    admin.until("the panel as configured", SOON, |seen| seen.panel("Level").is_some()).await?;
    admin.is_clean().await
}

#[tokio::test]
async fn axe_finds_nothing_on_a_dashboard_that_is_edited_on_a_phone_either() -> Result {
    let source = Source::start().await?;
    let stack = stack(&source).await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/dashboards/tested?range=5m").await?;
    drop(&admin, &grafana().to_string()).await?;
    admin.until("the panels", SOON, |seen| seen.panel("Doubled").is_some()).await?;
    admin.press_button("Edit").await?;
    admin.press_button("Import").await?;
    admin.click_in_panel("Level", "button[@title='Edit']").await?;
    for width in [1280, 390] {
        browser.width(width).await?;
        let violations = admin.page.accessibility_violations().await?;
        ensure!(violations.is_empty(), "{width}: {violations:#?}");
        let overflow = browser
            .script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .await?;
        assert_eq!(overflow, json!(0), "{width} px wide, it scrolls sideways");
    }
    Ok(())
}

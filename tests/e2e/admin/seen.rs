//! The operators' page at one moment, as a person finds it: by role, by words, by `data-status`.
//!
//! The only place that knows its markup, with the buttons and fields in [`super::admin_page`]. All is read in one go, so that a test
//! compares what stood there together.

use serde::Deserialize;

/// All that is shown at one moment.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Seen {
    /// The heading of the screen.
    pub(crate) heading: String,
    /// The login form, where there is one.
    pub(crate) login: Option<Login>,
    /// Who is logged in; empty without a login.
    pub(crate) who: String,
    /// How many alerts fire, as the rail says; empty for none.
    pub(crate) firing: String,
    /// The overview's systems.
    pub(crate) subjects: Vec<Subject>,
    /// The rows of the targets.
    pub(crate) targets: Vec<Target>,
    /// The opened part of a target.
    pub(crate) answer: Option<Answer>,
    /// The panels of a dashboard.
    pub(crate) panels: Vec<Panel>,
    /// The rules that the filter leaves.
    pub(crate) rules: Vec<Rule>,
    /// The values of a query: series and value.
    pub(crate) values: Vec<(String, String)>,
    /// The remarks on a query: status and words.
    pub(crate) remarks: Vec<(String, String)>,
    /// The rows of the list of metrics.
    pub(crate) metrics: Vec<Vec<String>>,
    /// How many elements there are.
    pub(crate) elements: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Login {
    /// Whether it lies over the page.
    pub(crate) is_over: bool,
    pub(crate) alert: String,
    pub(crate) status: String,
    pub(crate) name: String,
    /// The element with the focus.
    pub(crate) focus: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Subject {
    pub(crate) name: String,
    pub(crate) status: String,
    /// Its state in words, and since when.
    pub(crate) word: String,
    /// Its parts: name, and status.
    pub(crate) parts: Vec<(String, String)>,
    /// The words of its health response.
    pub(crate) excerpt: String,
    pub(crate) text: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) status: String,
    pub(crate) word: String,
    pub(crate) samples: String,
    pub(crate) href: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Answer {
    pub(crate) title: String,
    /// Rows of the list or the table that are in the document.
    pub(crate) rows: Vec<String>,
    /// How many there are, as a screen reader announces it.
    pub(crate) count: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Panel {
    pub(crate) title: String,
    /// Names and newest values.
    pub(crate) legend: Vec<(String, String)>,
    /// The rows of its table, head first, where it is shown as one.
    pub(crate) table: Vec<Vec<String>>,
    /// The accessible name of the drawing.
    pub(crate) label: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) status: String,
    pub(crate) word: String,
    pub(crate) age: String,
    pub(crate) text: String,
}

/// Reads all of it, in the page.
pub(crate) const READ: &str = r"
    const words = (element) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
    const all = (within, selector) => [...(within?.querySelectorAll(selector) ?? [])];
    const one = (within, selector) => within?.querySelector(selector);
    const status = (element) => element?.dataset.status ?? '';
    const labelled = (within, text) => all(within, 'label').find((label) => words(label).startsWith(text))?.querySelector('input');
    const form = all(document, 'form').find((form) => words(one(form, 'h1')) === 'Sign in');
    const alert = one(form, '[role=alert]');
    const main = one(document, 'main.workspace');
    const rail = one(document, 'nav[aria-label=Admin]');
    const answer = one(main, 'section[aria-labelledby=answer]');
    const list = all(answer, '[role=group]').find((group) => ['Families', 'Response as received', 'Problems'].includes(group.ariaLabel));
    return {
        heading: words(one(main, 'h1')),
        login: form ? {
            isOver: Boolean(form.closest('dialog')?.open),
            alert: words(alert),
            status: status(one(alert, '[data-status]')),
            name: labelled(form, 'Username')?.value ?? '',
            focus: document.activeElement?.name ?? '',
        } : null,
        who: words(one(rail, '.who p')),
        firing: words(one(rail, 'a[href=\'#/alerts\'] [data-status]')),
        subjects: all(main, '.matrix > section').map((row) => ({
            name: words(one(row, 'h2')),
            status: status(row),
            word: words(one(row, '.word')) + ' ' + words(one(row, '.age')),
            parts: all(row, '.tiles > li').map((tile) => [words(one(tile, 'p')), status(tile)]),
            excerpt: words(one(row, '.excerpt')),
            text: words(row),
        })),
        targets: all(main, '[role=group][aria-label=Targets] tbody tr').map((row) => ({
            name: words(row.cells[0]),
            status: status(one(row, '[data-status]')),
            word: words(row.cells[1]),
            samples: words(row.cells[4]),
            href: one(row.cells[0], 'a')?.getAttribute('href') ?? '',
        })),
        answer: answer ? {
            title: words(one(answer, 'h2')),
            rows: all(list, 'li, tbody tr').map(words),
            count: words(one(list, '.unseen')),
        } : null,
        panels: all(main, 'figure').map((figure) => ({
            title: words(one(figure, 'h2')),
            legend: all(figure, '[role=group][aria-label=Series] button').map((entry) => [words(one(entry, 'span')), words(one(entry, 'b'))]),
            table: all(figure, 'table tr').map((row) => [...row.cells].map(words)),
            label: one(figure, 'canvas')?.ariaLabel ?? '',
        })),
        rules: all(main, 'article').filter((rule) => !rule.hidden && !rule.closest('section').hidden).map((rule) => ({
            name: words(one(rule, 'h3')),
            status: status(rule),
            word: words(one(rule, '.state .word')),
            age: words(one(rule, '.state .age')),
            text: words(rule),
        })),
        values: all(main, '[role=group][aria-label=Values] tbody tr').map((row) => [...row.cells].map(words)),
        remarks: all(main, '.remark').map((remark) => [status(remark), words(remark)]),
        metrics: all(main, '[role=group][aria-label=Metrics] tbody tr').map((row) => [...row.cells].map(words)),
        elements: document.querySelectorAll('*').length,
    };
";

impl Seen {
    /// A system of the overview. Panics where there is none: no test means to go on then.
    #[track_caller]
    pub(crate) fn subject(&self, name: &str) -> &Subject {
        let found = self.subjects.iter().find(|one| one.name == name);
        found.unwrap_or_else(|| panic!("there is no system {name:?} among {:?}", self.subjects))
    }

    /// The status of a system; empty while there is none.
    pub(crate) fn status(&self, name: &str) -> &str {
        self.subjects.iter().find(|one| one.name == name).map_or("", |one| &one.status)
    }

    /// A panel, where it is there.
    pub(crate) fn panel(&self, title: &str) -> Option<&Panel> {
        self.panels.iter().find(|one| one.title == title)
    }

    /// A rule, where it is there.
    pub(crate) fn rule(&self, name: &str) -> Option<&Rule> {
        self.rules.iter().find(|one| one.name == name)
    }

    /// The state of a rule in a word; empty while there is none.
    pub(crate) fn state(&self, rule: &str) -> &str {
        self.rule(rule).map_or("", |one| &one.word)
    }

    /// The row of a target, by a part of its name.
    pub(crate) fn target(&self, name: &str) -> Option<&Target> {
        self.targets.iter().find(|one| one.name.contains(name))
    }
}

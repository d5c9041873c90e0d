//! The form that changes a rule's limit in this browser.

use crate::browser::admin_shell::AdminShell;
use crate::browser::ui::markup::{acts, find, listen, stamped, typed, value};
use crate::browser::ui::reactive::RwSignal;
use crate::browser::ui::stamp::Stamp;
use crate::console::Event;
use crate::rules::limit::Limit;
use crate::view::admin::alerts::form::{COMPARISONS, Draft, Mistakes, form as look, read};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement};

/// What was typed and is not used yet. It outlives the closing of its rule.
pub(super) type Fields = Rc<RefCell<Typed>>;

#[derive(Default)]
pub(super) struct Typed {
    /// `None` where nothing was typed since the limit was last used.
    draft: Option<Draft>,
    mistakes: Mistakes,
    /// What became of it, for everybody to read.
    outcome: &'static str,
}

/// The form; nothing where the rule has no limit.
pub(super) fn form(desk: &'static AdminShell, key: Rc<str>, fields: Fields) -> Option<Element> {
    desk.see_once(|scene| look(scene, &key)).flatten()?;
    let touched = RwSignal::new(());
    let (seen, shown, named) = (touched.clone(), fields.clone(), key.clone());
    let form = stamped(move || {
        seen.track();
        let form = desk.see(|scene| look(scene, &named)).flatten();
        // It has one as long as the page lives.
        let Some(form) = form else { return Stamp::of("limits") };
        let Typed { draft, mistakes, outcome } = &*shown.borrow();
        let is_as_configured = draft.is_none() && !form.is_changed;
        let Draft { comparison, value: number, hold_for } = draft.clone().unwrap_or(form.current);
        let option = |(symbol, words): (&str, &str)| {
            Stamp::of("option").set("", "value", symbol).text("", words)
        };
        let stamp = Stamp::of("limits")
            .children("comparison", COMPARISONS.map(option).into())
            .own("comparison", value(comparison))
            .attribute("reset", "disabled", is_as_configured.then(String::new))
            .text("configured", form.configured)
            .text("warning", form.warning)
            .text("outcome", *outcome);
        let stamp = field(
            stamp,
            ["number", "number-label", "number-wrong"],
            &named,
            number,
            &mistakes.value,
        );
        field(stamp, ["time", "time-label", "time-wrong"], &named, hold_for, &mistakes.hold_for)
    });
    let controls = Rc::new(Controls { desk, key, fields, touched });
    let this = controls.clone();
    acts(&form, "input", move |part, event| this.edit(part, typed(event)));
    let (this, root) = (controls.clone(), form.clone());
    listen(&form, "submit", move |event| {
        event.prevent_default();
        this.submit(&root);
    });
    acts(&form, "click", move |act, _| {
        if act == "reset" {
            controls.change(None, "The configured limit is used again.");
        }
    });
    Some(form)
}

/// One field with its label and, below it, its mistake.
fn field(
    stamp: Stamp,
    [name, label, wrong]: [&'static str; 3],
    key: &str,
    text: String,
    mistake: &str,
) -> Stamp {
    let id = identifier(key, name);
    let wrong_id = [&id, "-wrong"].concat();
    stamp
        .set(label, "for", &*id)
        .set(name, "id", id)
        .set(name, "aria-describedby", &*wrong_id)
        .attribute(name, "aria-invalid", (!mistake.is_empty()).then(|| "true".to_owned()))
        .own(name, value(text))
        .set(wrong, "id", wrong_id)
        .text(wrong, mistake)
}

/// What the controls of one form have in common.
struct Controls {
    desk: &'static AdminShell,
    key: Rc<str>,
    fields: Fields,
    touched: RwSignal<()>,
}

impl Controls {
    /// What stands in the fields.
    fn shown(&self) -> Draft {
        let current = || self.desk.see_once(|scene| look(scene, &self.key)).flatten();
        let draft = self.fields.borrow().draft.clone();
        draft.or_else(|| current().map(|form| form.current)).unwrap_or_default()
    }

    fn edit(&self, part: &str, text: String) {
        let mut edited = self.shown();
        *match part {
            "comparison" => &mut edited.comparison,
            "number" => &mut edited.value,
            _ => &mut edited.hold_for,
        } = text;
        self.edit_fields(|fields| {
            fields.draft = Some(edited);
            fields.outcome = "";
        });
    }

    /// Changes what the fields hold, and lets the form follow once that is done.
    fn edit_fields(&self, change: impl FnOnce(&mut Typed)) {
        change(&mut self.fields.borrow_mut());
        self.touched.set(());
    }

    fn submit(&self, root: &Element) {
        match read(&self.shown()) {
            Ok(limit) => self.change(Some(limit), "Used from the next evaluation on."),
            Err(mistakes) => {
                let first =
                    if mistakes.value.is_empty() { "[data-act=time]" } else { "[data-act=number]" };
                self.edit_fields(|fields| {
                    fields.mistakes = mistakes;
                    fields.outcome = "";
                });
                // A field that is in the document takes the focus.
                let _ = find(root, first).unchecked_ref::<HtmlInputElement>().focus();
            }
        }
    }

    fn change(&self, limit: Option<Limit>, outcome: &'static str) {
        self.desk.dispatch(Event::LimitChanged { rule: self.key.to_string(), limit });
        self.edit_fields(|fields| *fields = Typed { outcome, ..Typed::default() });
    }
}

/// An id for a part of one rule's form. A rule's key may have anything in it, an id no white space.
fn identifier(key: &str, name: &str) -> String {
    // All white space of HTML is ASCII.
    let plain = |c: char| if c.is_ascii_alphanumeric() || !c.is_ascii() { c } else { '-' };
    let plain: String = key.chars().map(plain).collect();
    [&plain, "-", name].concat()
}

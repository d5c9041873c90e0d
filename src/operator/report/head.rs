//! The head of a report, between two lines of `---`: title, systems, impact, times.

use super::reading::Reading;
use crate::config::deployment::Deployment;
use crate::config::problem::{At, Problem};
use crate::config::raw::Visibility;
use crate::config::raw::report::{Head, schema};
use crate::config::structure;
use crate::config::validate::{LONGEST_NAME, is_direction, maintenance};
use crate::config::yaml;
use serde::Deserialize as _;
use std::sync::LazyLock;

static SCHEMA: LazyLock<serde_json::Value> = LazyLock::new(|| schema().to_value());

impl Reading {
    /// Returns the index of the line that ends the head.
    pub(super) fn head_end(&mut self, lines: &[&str]) -> Option<usize> {
        let hint = "begin with a line of ---, then title and systems, then --- again";
        if lines.first().is_none_or(|line| line.trim_end() != "---") {
            self.error(1, "the head is missing", hint);
            return None;
        }
        let end = lines.iter().skip(1).position(|line| line.trim_end() == "---");
        if end.is_none() {
            self.error(1, "the head does not end", "close it with a line of ---");
        }
        end.map(|end| end + 1)
    }

    pub(super) fn head(&mut self, lines: &[&str]) -> Option<Head> {
        // Below an empty line, as below the first line of the file, so that places are those of the file.
        let text = ["", &lines.join("\n")].join("\n");
        let (tree, problems) = yaml::read_all(&text);
        self.problems.extend(problems);
        let tree = tree?;
        let fitted = structure::fit(&tree, &SCHEMA);
        self.problems.extend(fitted.problems);
        self.broken = fitted.broken;
        let head = Head::deserialize(fitted.json).ok();
        if head.is_none() {
            self.error(1, "the head cannot be read", "title and systems are enough for one");
        }
        self.tree = Some(tree);
        head
    }

    pub(super) fn title(&mut self, title: &str) {
        let title = title.trim();
        if title.is_empty() {
            self.wrong("title", "nothing is here", "write the title to show");
        } else if title.chars().any(|char| char.is_control() || is_direction(char)) {
            self.wrong("title", "this is more than a line", "write one line of plain text");
        } else if title.chars().count() > LONGEST_NAME {
            let message = format!("the text is longer than {LONGEST_NAME} characters");
            self.wrong("title", message, "shorten it");
        }
    }

    pub(super) fn systems(&mut self, head: &Head, deployment: &Deployment) {
        let known: Vec<&str> = deployment.systems.iter().map(|system| system.id.as_str()).collect();
        let known = self.knows_systems.then_some(known.as_slice());
        for (index, wrong) in maintenance::affected(&head.systems, known) {
            let at = index.map_or(String::new(), |index| format!("[{index}]"));
            self.wrong(&format!("systems{at}"), wrong.message, wrong.hint);
        }
        let is_public = |id: &String| {
            deployment
                .systems
                .iter()
                .any(|system| system.id == *id && system.visibility != Visibility::Private)
        };
        let is_clear =
            self.knows_systems && !self.broken.iter().any(|it| it.starts_with("systems"));
        if is_clear && !head.systems.is_empty() && !head.systems.iter().any(is_public) {
            let at = self.tree.as_ref().map_or(At::START, |tree| tree.place("systems"));
            let message = "all of these systems are private: nothing of this report is shown";
            let problem = Problem::warning(at, "systems", message);
            self.problems.push(problem.with_hint("name a system that visitors see"));
        }
    }

    /// Lines that give away the name of a private system.
    pub(super) fn names_private(&mut self, lines: &[&str], deployment: &Deployment) {
        let private = deployment
            .systems
            .iter()
            .filter(|system| system.visibility == Visibility::Private && !system.name.is_empty());
        for system in private {
            let name = system.name.to_lowercase();
            let line = lines.iter().position(|line| line.to_lowercase().contains(&name));
            if let Some(line) = line {
                let message =
                    format!("this public text names the private system {:?}", system.name);
                let at = At { line: line + 1, column: 1 };
                let problem = Problem::warning(at, "", message);
                self.problems.push(problem.with_hint("leave the name out"));
            }
        }
    }
}

//! Lines and blocks of nginx's language, indented.

/// A configuration in the making.
#[derive(Debug, Default)]
pub(super) struct Text {
    out: String,
    depth: usize,
}

impl Text {
    /// A directive, without its semicolon.
    pub(super) fn line(&mut self, directive: impl AsRef<str>) {
        self.push(directive.as_ref(), ";\n");
    }

    /// A comment of one line.
    pub(super) fn comment(&mut self, words: &str) {
        self.push("# ", "");
        self.out.push_str(words);
        self.out.push('\n');
    }

    /// An empty line.
    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A block with what `fill` writes into it.
    pub(super) fn block(&mut self, head: impl AsRef<str>, fill: impl FnOnce(&mut Self)) {
        self.push(head.as_ref(), " {\n");
        self.depth += 1;
        fill(self);
        self.depth -= 1;
        self.push("}", "\n");
    }

    /// The whole text.
    pub(super) fn done(self) -> String {
        self.out
    }

    fn push(&mut self, text: &str, end: &str) {
        for _ in 0..self.depth {
            self.out.push_str("    ");
        }
        self.out.push_str(text);
        self.out.push_str(end);
    }
}

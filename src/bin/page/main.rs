//! The public page.

fn main() {
    allclear::browser::run();
}

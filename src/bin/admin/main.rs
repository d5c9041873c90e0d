//! The operator's page.

fn main() {
    allclear::browser::run_admin();
}

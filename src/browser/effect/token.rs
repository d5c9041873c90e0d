//! The login in the tab's own storage, where a person asked for that. It ends with the tab.

use crate::console::Token;
use leptos::prelude::window;

const KEY: &str = "allclear-login";

/// What was kept.
pub fn kept() -> Option<Token> {
    Token::kept(&window().session_storage().ok()??.get_item(KEY).ok()??)
}

/// Keeps a token, or forgets what is there. A browser that keeps nothing asks again after a reload; that is all.
pub fn keep(token: Option<&Token>) {
    let Ok(Some(storage)) = window().session_storage() else { return };
    let _ = match token {
        Some(token) => storage.set_item(KEY, &token.keep()),
        None => storage.remove_item(KEY),
    };
}

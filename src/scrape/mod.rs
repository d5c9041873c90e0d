//! One target's pages, one after the other, into the store.

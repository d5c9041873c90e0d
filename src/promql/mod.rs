//! The query language: text to a value at an instant or over a range.

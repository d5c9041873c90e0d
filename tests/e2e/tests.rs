//! Both pages in a real Chromium, through a real nginx, against the five demo systems.
//!
//! Each test says in its name what a person may expect. It starts what it needs on free ports of 127.0.0.1 (see
//! [`stack`] and [`browser`]) and stops it by process id, so that tests neither share state nor leave anything behind.
//! Only [`page`], and [`admin`] for the operators' page, know the page's markup; the tests speak of banners,
//! systems and problems.
//!
//! `ALLCLEAR_DIST` names the folder with the built page, `dist` unless set. `ALLCLEAR_SHOTS` names a folder for
//! the picture of the README.

mod browser;
mod engine;
mod engines;
mod http;
mod page;
mod places;
mod source;
mod stack;
mod survey;

mod access;
mod admin;
mod brand;
mod composition;
mod configured;
mod faults;
mod first_state;
mod hidden;
mod hostile;
mod incidents;
mod languages;
mod load;
mod offline;
mod past;
mod picture;
mod served;
mod sharing;
mod sources;
mod way;
mod widget;

/// Whatever fails ends the test with its reason.
type Result<T = ()> = anyhow::Result<T>;

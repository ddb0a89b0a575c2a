//! The county's server: sync and enrolment for phones, pages for the bureau, one binary.
//!
//! Thinking is `studio_core`'s, looks are `studio_ui`'s; this room holds the disk, the network and the officers'
//! accounts. It makes no outbound request.

pub mod api;
pub mod app;
pub mod auth;
pub mod chance;
pub mod codes;
pub mod commands;
pub mod config;
pub mod desk;
pub mod enrol;
pub mod erase;
pub mod fault;
pub mod founding;
pub mod gate;
pub mod guesses;
pub mod guides;
pub mod held;
mod held_words;
pub mod invites;
pub mod limits;
pub mod pages;
pub mod phones;
pub mod picture;
pub mod ranges;
pub mod ready;
pub mod reports;
pub mod roles;
pub mod routes;
pub mod sent;
pub mod serve;
pub mod source;
pub mod store;
pub mod studios;
pub mod terms;
pub mod thinking;
pub mod web_app;
pub mod words;

//! The trade half of core through its public doors: guide, commands, lists, closure, formats, views.

mod archive;
mod chain;
mod closure;
mod closure_oracle;
mod commands;
mod erased;
mod guide;
mod missing;
mod namesakes;
mod ninth;
#[allow(dead_code, reason = "the demo's test uses it too")]
mod paper;
mod person_list;
mod records;
mod rows;
mod sentence;
mod summary;
mod views;
mod words;
mod written;
mod year;

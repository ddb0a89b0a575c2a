//! The wing of the trade: what records mean, who sees what of them, how far a studio is. Must not know the network, the
//! disk or the log.

pub mod activity;
pub mod arrival;
pub mod birth_month;
pub mod closure;
pub mod command;
#[cfg(feature = "demo")]
pub mod demo;
pub mod fact;
pub mod form;
pub mod guide;
pub mod initials;
pub mod joined;
pub mod mentoring;
pub mod outcome;
pub mod person;
pub mod profile;
pub mod project;
pub mod read;
pub mod record_type;
pub mod schema;
pub mod studio;
pub mod term;
pub mod tolerant;
pub mod view;
pub(crate) mod word;

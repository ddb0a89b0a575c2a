//! What the screens need of the machine below them: clock, timers, files, clipboard, text size. One file a platform;
//! it knows no record and no screen.

#[cfg(target_arch = "wasm32")]
mod history;
#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod share;
#[cfg(target_arch = "wasm32")]
mod shrink;
#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(target_arch = "wasm32")]
pub(crate) use history::{goes_back_to, lay_over, provide_history};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::*;
#[cfg(target_arch = "wasm32")]
pub(crate) use share::*;
#[cfg(target_arch = "wasm32")]
pub(crate) use shrink::*;
#[cfg(target_arch = "wasm32")]
pub(crate) use web::*;

/// The media type of a file that nothing but this app opens.
pub(crate) const ANY_FILE: &str = "application/octet-stream";

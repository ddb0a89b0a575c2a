//! The engine of a phone on a real disk: without a network, and against a server.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(dead_code, reason = "the server's tests use the rest")]
#[path = "../../../../tests/power/cut.rs"]
mod cut;
mod disk;
mod driver;
mod full;
mod guide;
mod history;
mod pace;
mod paper;
mod portions;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod power;
mod room;
mod server;
mod studio;
mod sync;
mod whose;

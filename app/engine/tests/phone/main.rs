//! The engine of a phone on a real disk: without a network, and against a server.

mod disk;
mod driver;
mod server;
mod studio;
mod sync;

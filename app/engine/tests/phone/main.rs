//! The engine of a phone without a network, on a real disk.

mod disk;
mod driver;
mod studio;

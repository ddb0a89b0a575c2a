//! The server's disk. `sqlite` holds the SQL, `threads` owns the connections. Neither decides anything: what is
//! written was decided by `studio_core` and by the desk.

pub mod files;
pub mod folders;
pub mod sqlite;
pub mod threads;

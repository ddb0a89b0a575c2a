//! Officers: passwords, sessions, the guard before every page. A password is hashed with argon2id, a session's token is
//! kept as a hash, and neither is ever logged.

pub mod known;
pub mod password;
pub mod places;
pub mod session;
pub mod way;

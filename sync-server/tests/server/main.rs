//! The server through its public doors: a real database on disk, real signatures, the real router or the real binary.

mod access;
mod again;
mod binary;
mod changelog;
mod county;
mod doctor;
mod every_type;
mod files;
mod guesses;
mod hostile;
mod invites;
mod limits;
mod matrix;
mod officers;
mod page;
mod pages;
mod projects;
mod refusals;
mod refused_files;
mod roles;
mod slow;
mod slow_h2;
mod sync;
mod thinking;
mod tls;
mod tus;

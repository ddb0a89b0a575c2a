//! The screens, one folder each: a component that asks the engine, and views that draw plain data.

pub(crate) mod asides;
pub(crate) mod closure;
pub(crate) mod form;
pub(crate) mod held;
pub(crate) mod home;
pub(crate) mod invite;
pub(crate) mod join;
pub(crate) mod me;
pub(crate) mod new_record;
pub(crate) mod papers;
pub(crate) mod people_add;
pub(crate) mod person;
pub(crate) mod pictures;
pub(crate) mod record;
pub(crate) mod records;
pub(crate) mod summary;
pub(crate) mod team;
pub(crate) mod writing;

#[cfg(test)]
mod every_type;
#[cfg(test)]
mod tests;

//! What a form holds: text that is typed goes into a buffer that is not rendered, choices are rendered anew, everything
//! is kept as a draft within a second. It must not bind an input to a value: that breaks typing Chinese.

mod book;
mod chain;
mod controls;
mod files;
mod layout;
mod lesson;
mod money;
mod opening;
mod others;
mod own;
mod passage;
mod people;
mod presence;
mod records;
mod rows;
mod said;
mod text;
mod timeline;
mod when;

pub(crate) use book::{Book, use_book};
pub(crate) use controls::Control;
pub(crate) use layout::{folded, leading, waits};
#[cfg(test)]
pub(crate) use lesson::Last;
pub(crate) use opening::{Opening, SaidLine};
#[cfg(test)]
pub(crate) use others::Others;
pub(crate) use own::OwnFields;
#[cfg(test)]
pub(crate) use passage::chips;
pub(crate) use passage::{AFTER, Figures, PassageHead, Unnamed};
pub(crate) use said::{LeftAlone, Said, left_words};
pub(crate) use text::FormText;

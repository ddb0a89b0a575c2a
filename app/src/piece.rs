//! A picture of a record by the name of its bytes: asked of the engine, shown while it stands on screen.

use std::rc::Rc;

use dioxus::prelude::*;
use studio_core::id::PieceHash;
use studio_engine::messages::Changed;
use studio_ui::prelude::*;

use crate::desk::{Answer, use_answer};
use crate::platform::ImageUrl;

/// The address of a picture while the component that asks stands; `None` while it is not here.
pub(crate) fn use_piece(hash: Option<PieceHash>) -> Option<String> {
    let answer = use_answer(hash, &[Changed::Pieces], |engine, hash| async move {
        match hash {
            Some(hash) => engine.piece(hash).await,
            None => Ok(None),
        }
    });
    let bytes = match answer {
        Answer::Here(bytes) => bytes,
        _ => None,
    };
    // the same bytes keep their address, others get another one and the old one goes
    let mut held = use_signal(|| None::<(usize, PieceHash, Rc<ImageUrl>)>);
    let wanted = hash.zip(bytes.as_ref().map(Vec::len));
    let has = held.peek().as_ref().map(|(length, hash, _)| (*hash, *length));
    if wanted != has {
        let made = wanted.zip(bytes.as_deref().and_then(ImageUrl::of));
        held.set(made.map(|((hash, length), url)| (length, hash, Rc::new(url))));
    }
    held.peek().as_ref().map(|(_, _, url)| url.text())
}

/// A small picture that only shows what was chosen.
#[component]
pub(crate) fn Thumb(
    /// The small picture.
    thumb: Option<PieceHash>,
) -> Element {
    let src = use_piece(thumb);
    rsx! { ShotFigure { shot: Shot { src, ..Shot::default() } } }
}

/// A small picture that opens when it is tapped.
#[component]
pub(crate) fn Small(
    /// The small picture.
    thumb: Option<PieceHash>,
    /// What it shows.
    caption: String,
    /// What one should know of it.
    note: Option<String>,
    /// It was tapped.
    onopen: EventHandler<()>,
) -> Element {
    let src = use_piece(thumb);
    rsx! { ShotFigure { shot: Shot { src, href: None, caption, note }, onopen: move |()| onopen.call(()) } }
}

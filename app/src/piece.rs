//! A picture of a record by the name of its bytes: asked of the engine, shown while it stands on screen. The bytes of a name
//! never change: what is here is not asked for again.

use std::collections::VecDeque;
use std::rc::Rc;

use dioxus::prelude::*;
use studio_core::attachment::Attachment;
use studio_core::id::PieceHash;
use studio_engine::messages::Changed;
use studio_ui::prelude::*;

use crate::desk::{Desk, use_desk};
use crate::platform::{self, ImageUrl};

/// Small pictures kept for the next look at a list: two screens of them, 1 MB.
const KEPT_MAX: usize = 64;
/// A line that let one wait so long for nothing is not waited for again: twenty pictures would take a quarter of an hour.
const DEAD_LINE_MS: i64 = 10_000;

/// How the bytes of a picture stand for whoever asked.
#[derive(Clone, PartialEq)]
pub(crate) enum Piece {
    /// Nobody asked, or there is no answer yet.
    Waiting,
    /// They are here, under this address.
    Here(Rc<ImageUrl>),
    /// Nobody who can be reached has them.
    Nowhere,
}

impl Piece {
    /// The address, where they are here.
    pub(crate) fn src(&self) -> Option<String> {
        if let Self::Here(url) = self { Some(url.text()) } else { None }
    }
}

/// Small pictures that were shown last.
#[derive(Default)]
pub(crate) struct Kept(VecDeque<(PieceHash, Rc<ImageUrl>)>);

impl Kept {
    fn get(&self, hash: PieceHash) -> Option<Rc<ImageUrl>> {
        self.0.iter().find(|(kept, _)| *kept == hash).map(|(_, url)| url.clone())
    }

    fn keep(&mut self, hash: PieceHash, url: Rc<ImageUrl>) {
        self.0.retain(|(kept, _)| *kept != hash);
        self.0.push_back((hash, url));
        if self.0.len() > KEPT_MAX {
            self.0.pop_front();
        }
    }
}

/// A picture while the component that asks stands; nothing is asked without a name. Another `attempt` asks again for one
/// that did not come.
pub(crate) fn use_piece(hash: Option<PieceHash>, attempt: u32) -> Piece {
    use_bytes(hash, attempt, false)
}

/// The address of a small picture; `None` while it is not here.
fn use_small(thumb: Option<PieceHash>) -> Option<String> {
    use_bytes(thumb, 0, true).src()
}

fn use_bytes(hash: Option<PieceHash>, attempt: u32, keeps: bool) -> Piece {
    let desk = use_desk();
    let known = move |hash: Option<PieceHash>| {
        let kept = hash.and_then(|hash| desk.kept.peek().get(hash));
        (hash, kept.map_or(Piece::Waiting, Piece::Here))
    };
    let mut held = use_signal(|| known(hash));
    let mut wanted = use_signal(|| (hash, attempt));
    if *wanted.peek() != (hash, attempt) {
        held.set(known(hash));
        wanted.set((hash, attempt));
    }
    let times = use_memo(move || desk.times(&[Changed::Pieces]));
    use_resource(move || {
        times();
        let (hash, _) = wanted();
        async move {
            let Some(hash) = hash.filter(|_| !matches!(held.peek().1, Piece::Here(_))) else { return };
            let answer = asked(desk, hash, keeps).await;
            // another one may be wanted by now
            if held.peek().0 == Some(hash) {
                held.set((Some(hash), answer));
            }
        }
    });
    held().1
}

async fn asked(desk: Desk, hash: PieceHash, keeps: bool) -> Piece {
    let bytes = desk.engine().piece(hash).await.ok().flatten();
    let Some(url) = bytes.and_then(|bytes| ImageUrl::of(&bytes)).map(Rc::new) else { return Piece::Nowhere };
    let mut kept = desk.kept;
    if keeps {
        kept.write().keep(hash, url.clone());
    }
    Piece::Here(url)
}

/// A picture as large as it could be had.
#[derive(Clone, PartialEq)]
pub(crate) struct Best {
    /// The name of its original.
    pub(crate) hash: PieceHash,
    pub(crate) piece: Piece,
    /// It is the original.
    pub(crate) is_large: bool,
}

/// Each of these pictures as large as it can be had, asked for one after the other; one that is missing from the answer was
/// not told of yet. Another `attempt` asks again for originals that did not come. Lists and no maps: there are few, and a
/// phone pays for each map.
pub(crate) fn use_best(wanted: Vec<Attachment>, attempt: u32) -> Vec<Best> {
    let desk = use_desk();
    let mut held = use_signal(Vec::<Best>::new);
    let of = (wanted, attempt);
    let mut asked_for = use_signal(|| of.clone());
    if *asked_for.peek() != of {
        if asked_for.peek().1 != attempt {
            held.write().retain(|best| best.is_large);
        }
        asked_for.set(of);
    }
    let times = use_memo(move || desk.times(&[Changed::Pieces]));
    use_resource(move || {
        times();
        let (mut left, attempt) = asked_for();
        let is_known = move |one: &Attachment| held.peek().iter().any(|best| best.hash == one.hash);
        async move {
            left.retain(|one| !held.peek().iter().any(|best| best.hash == one.hash && best.is_large));
            let (again, first): (Vec<_>, Vec<_>) = left.into_iter().partition(is_known);
            let mut is_alive = true;
            for one in first.into_iter().chain(again) {
                let began = platform::now();
                let large = if is_alive { asked(desk, one.hash, false).await } else { Piece::Nowhere };
                let is_large = large != Piece::Nowhere;
                is_alive &= is_large || platform::now().0 - began.0 < DEAD_LINE_MS;
                let piece = if is_large { large } else { small(desk, one.thumb, is_alive).await };
                // what was asked for before somebody asked again is overtaken
                if asked_for.peek().1 != attempt {
                    return;
                }
                let mut held = held.write();
                held.retain(|best| best.hash != one.hash);
                held.push(Best { hash: one.hash, piece, is_large });
            }
        }
    });
    held()
}

/// A small picture that was shown, or one that can be had.
async fn small(desk: Desk, thumb: Option<PieceHash>, is_alive: bool) -> Piece {
    let Some(thumb) = thumb else { return Piece::Nowhere };
    let kept = desk.kept.peek().get(thumb);
    match kept {
        Some(url) => Piece::Here(url),
        None if is_alive => asked(desk, thumb, true).await,
        None => Piece::Nowhere,
    }
}

/// A small picture that only shows what was chosen; of a scan the sign of one.
#[component]
pub(crate) fn Thumb(
    /// The picture.
    one: Attachment,
) -> Element {
    let src = use_small(one.thumb);
    rsx! { ShotFigure { shot: Shot { src, scan: one.is_scan(), ..Shot::default() } } }
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
    /// A tap takes it in or leaves it out: whether it is in.
    pressed: Option<bool>,
) -> Element {
    let src = use_small(thumb);
    rsx! { ShotFigure { shot: Shot { src, caption, note, ..Shot::default() }, onopen: move |()| onopen.call(()), pressed } }
}

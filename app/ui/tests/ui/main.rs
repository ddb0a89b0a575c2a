//! What must hold for everything people see: words exist, colours come from tokens and can be read, pictures speak,
//! text is escaped, text inputs are uncontrolled.

#[path = "../../examples/gallery/bureau_pages.rs"]
mod bureau_pages;
#[path = "../../examples/gallery/paper.rs"]
mod paper;
#[path = "../../examples/gallery/phone_screens.rs"]
mod phone_screens;
#[path = "../../examples/gallery/pieces.rs"]
mod pieces;
#[path = "../../examples/gallery/sample.rs"]
mod sample;

mod inputs;
mod markup;
mod sources;
mod styles;
mod words;

use dioxus::prelude::*;

/// A page of the gallery: its name and what draws it.
type Drawn = (&'static str, fn() -> Element);

/// Every page of the gallery, drawn.
fn pages() -> Vec<(&'static str, String)> {
    [phone_screens::PAGES, pieces::PAGES, bureau_pages::PAGES, paper::PAGES]
        .concat()
        .into_iter()
        .map(|(name, draw)| (name, html(draw)))
        .collect()
}

fn html(draw: fn() -> Element) -> String {
    let mut dom = VirtualDom::new(draw);
    dom.rebuild_in_place();
    dioxus_ssr::render(&dom)
}

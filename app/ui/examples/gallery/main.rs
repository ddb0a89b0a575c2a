//! Writes every component and reference screen, filled with believable data, as pages to `target/gallery`:
//! `cargo run -p studio-ui --example gallery`, then open them (or take pictures of them) in a browser.

mod bureau_pages;
mod paper;
mod phone_screens;
mod pieces;
mod sample;

use std::path::Path;

use dioxus::prelude::*;

/// A page of the gallery: its name and what draws it.
type Drawn = (&'static str, fn() -> Element);

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/gallery");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("studio.css"), studio_ui::styles::stylesheet())?;
    let pages = [phone_screens::PAGES, pieces::PAGES, bureau_pages::PAGES, paper::PAGES].concat();
    for (name, draw) in pages {
        for size in ["standard", "large", "huge"] {
            let suffix = if size == "standard" { String::new() } else { format!("-{size}") };
            std::fs::write(folder.join(format!("{name}{suffix}.html")), page(name, size, draw))?;
        }
    }
    Ok(())
}

fn page(name: &str, size: &str, draw: fn() -> Element) -> String {
    let mut dom = VirtualDom::new(draw);
    dom.rebuild_in_place();
    let body = dioxus_ssr::render(&dom);
    format!(
        "<!doctype html><html lang=\"zh-CN\" data-size=\"{size}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1,viewport-fit=cover\"><title>{name}</title>\
         <link rel=\"stylesheet\" href=\"studio.css\"></head><body>{body}</body></html>"
    )
}

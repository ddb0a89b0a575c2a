//! The page module: draws the teachers' app in the browser. It must not link SQLite; that lives in the worker.

#[cfg(target_arch = "wasm32")]
fn main() {
    dioxus::launch(page);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The page runs in a browser: `cargo xtask run`.");
}

#[cfg(target_arch = "wasm32")]
fn page() -> dioxus::prelude::Element {
    use dioxus::prelude::*;
    rsx! {
        h1 { "名师工作室" }
    }
}

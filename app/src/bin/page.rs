//! The page module: draws the teachers' app in the browser. It must not link SQLite; that lives in the worker.

#[cfg(target_arch = "wasm32")]
fn main() {
    dioxus::launch(studio_app::App);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The page runs in a browser: `cargo xtask run`.");
}

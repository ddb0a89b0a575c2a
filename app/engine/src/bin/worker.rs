//! The worker module: the engine in a dedicated worker of the browser. It must not draw.

#[cfg(target_arch = "wasm32")]
fn main() {
    studio_engine::host::web::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The worker runs in a browser: `cargo xtask run`.");
}

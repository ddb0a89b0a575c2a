//! The phone's share sheet. Asked for by name: most browsers of a computer have none, and some share texts but no files.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::ANY_FILE;
use super::web::{device_name_key, from_home_screen, give_file};

/// A function of the navigator, with the navigator to call it on.
fn of_navigator(name: &str) -> Option<(JsValue, Function)> {
    let navigator = JsValue::from(web_sys::window()?.navigator());
    let function = Reflect::get(&navigator, &JsValue::from_str(name)).ok()?.dyn_into::<Function>().ok()?;
    Some((navigator, function))
}

/// What the share sheet takes: one property with its value.
fn shared(name: &str, value: &JsValue) -> Object {
    let shared = Object::new();
    // Only a frozen object refuses a property.
    let _ = Reflect::set(&shared, &JsValue::from_str(name), value);
    shared
}

fn file(name: &str, media: &str, bytes: &[u8]) -> Option<JsValue> {
    let window = JsValue::from(web_sys::window()?);
    let maker = Reflect::get(&window, &JsValue::from_str("File")).ok()?.dyn_into::<Function>().ok()?;
    let options = shared("type", &JsValue::from_str(media));
    let parts = Array::of1(&Uint8Array::from(bytes));
    Reflect::construct(&maker, &Array::of3(&parts, &JsValue::from_str(name), &options)).ok()
}

async fn went(what: &Object) -> bool {
    let Some((navigator, share)) = of_navigator("share") else { return false };
    let Ok(asked) = share.call1(&navigator, what) else { return false };
    match asked.dyn_into::<Promise>() {
        Ok(promise) => JsFuture::from(promise).await.is_ok(),
        Err(_) => false,
    }
}

/// Gives a file to the person: downloaded, or by the share sheet where a download would cover the app with no way back.
pub(crate) async fn hand_over(name: &str, media: &str, bytes: &[u8]) -> bool {
    let is_apple = ["device-iphone", "device-tablet"].contains(&device_name_key());
    if is_apple && from_home_screen() && can_share_files() {
        return share_file(name, media, bytes).await;
    }
    give_file(name, media, bytes)
}

/// Whether the phone's share sheet takes a text.
pub(crate) fn can_share() -> bool {
    of_navigator("share").is_some()
}

/// Opens the share sheet with a text; whether it went out.
pub(crate) async fn share(text: &str) -> bool {
    went(&shared("text", &JsValue::from_str(text))).await
}

/// Whether the phone's share sheet takes a file.
pub(crate) fn can_share_files() -> bool {
    let tried = || {
        let (navigator, can) = of_navigator("canShare")?;
        let files = Array::of1(&file("a.bak", ANY_FILE, &[0])?);
        can.call1(&navigator, &shared("files", &files)).ok()
    };
    tried().is_some_and(|answer| answer.is_truthy())
}

/// Opens the share sheet with a file; whether it went out.
pub(crate) async fn share_file(name: &str, media: &str, bytes: &[u8]) -> bool {
    match file(name, media, bytes) {
        Some(file) => went(&shared("files", &Array::of1(&file))).await,
        None => false,
    }
}

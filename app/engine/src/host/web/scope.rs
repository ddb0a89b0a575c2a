//! The worker's own scope: messages to and from the page, timers, origin, storage.

use js_sys::{Array, ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, EventTarget, MessageEvent, StorageEstimate};

use crate::messages::{FromEngine, StorageState, encode};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(ended: &Function, ms: u32) -> JsValue;
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Takes a message to the page, as a buffer that is handed over rather than copied.
pub(super) fn send(message: &FromEngine) {
    let Ok(bytes) = encode(message) else { return };
    let buffer = Uint8Array::from(bytes.as_slice()).buffer();
    // A page that is gone reads nothing any more.
    let _ = scope().post_message_with_transfer(&buffer, &Array::of1(&buffer));
}

/// Hands on every message of the page.
pub(super) fn on_message(take: impl Fn(Vec<u8>) + 'static) {
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() {
            take(Uint8Array::new(&buffer).to_vec());
        }
    });
    scope().set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // It lives as long as the worker.
    heard.forget();
}

/// Says when the browser believes that the network is back, or another one.
pub(super) fn on_online(take: impl Fn() + 'static) {
    let heard = Closure::<dyn Fn()>::new(take);
    let listener = heard.as_ref().unchecked_ref();
    // Without the events the timers do it.
    let _ = scope().add_event_listener_with_callback("online", listener);
    if let Some(connection) = connection() {
        let _ = connection.add_event_listener_with_callback("change", listener);
    }
    heard.forget();
}

/// What the browser tells of the network; many tell nothing.
fn connection() -> Option<EventTarget> {
    Reflect::get(&scope().navigator(), &"connection".into()).ok()?.dyn_into().ok()
}

/// Whether this network is Wi-Fi or a cable; `None` where the browser does not tell.
pub(super) fn over_wifi() -> Option<bool> {
    let kind = Reflect::get(&connection()?.into(), &"type".into()).ok()?.as_string()?;
    Some(matches!(kind.as_str(), "wifi" | "ethernet"))
}

/// Ends after so many milliseconds.
pub(super) async fn sleep(ms: u32) {
    let ended = Promise::new(&mut |resolve, _reject| {
        set_timeout(&resolve, ms);
    });
    // A timer's promise is never rejected.
    let _ = JsFuture::from(ended).await;
}

/// Where this worker came from, which is where its server is.
pub(super) fn origin() -> String {
    scope().location().origin()
}

/// How much room there is, and whether the browser promised to keep it.
pub(super) async fn storage() -> StorageState {
    let mut state = StorageState::default();
    let storage = scope().navigator().storage();
    // Missing outside a secure context.
    if storage.is_undefined() {
        return state;
    }
    if let Ok(asked) = storage.estimate()
        && let Ok(estimate) = JsFuture::from(asked).await
    {
        let estimate: StorageEstimate = estimate.unchecked_into();
        let bytes = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64().map(|bytes| bytes as u64);
        state.used_bytes = bytes("usage");
        state.quota_bytes = bytes("quota");
    }
    if let Ok(asked) = storage.persisted()
        && let Ok(persisted) = JsFuture::from(asked).await
    {
        state.persisted = persisted.is_truthy();
    }
    state
}

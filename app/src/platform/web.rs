//! The browser. Every call that a browser may refuse answers so; nothing here panics.

use js_sys::{Array, Date, Promise, Reflect, Uint8Array};
use studio_core::time::Millis;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CustomEvent, Document, EventTarget, HtmlAnchorElement, HtmlDialogElement, HtmlElement,
    HtmlTextAreaElement, Storage, Url, Window,
};

const TEXT_SIZE: &str = "studio-text-size";
/// How long a file that was offered can be fetched.
const OFFER_STAYS_MS: u32 = 120_000;

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

fn storage() -> Option<Storage> {
    // Refused in some private windows.
    window()?.local_storage().ok().flatten()
}

/// Keeps a listener alive; dropping it takes the listener away.
pub(crate) struct Listening {
    places: Vec<(EventTarget, &'static str)>,
    listener: Closure<dyn FnMut(JsValue)>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        for (target, event) in &self.places {
            let _ = target.remove_event_listener_with_callback(event, self.listener.as_ref().unchecked_ref());
        }
    }
}

pub(super) fn listen(places: Vec<(EventTarget, &'static str)>, told: impl FnMut(JsValue) + 'static) -> Listening {
    let listener = Closure::<dyn FnMut(JsValue)>::new(told);
    for (target, event) in &places {
        let _ = target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    }
    Listening { places, listener }
}

/// The printer. A browser inside a chat app has none; the page says so beforehand.
pub(crate) fn print() {
    // Refused where the page stands in a frame.
    let _ = studio_print();
}

/// The clock.
pub(crate) fn now() -> Millis {
    Millis(Date::now() as i64)
}

/// Wakes after so many milliseconds.
pub(crate) async fn sleep(ms: u32) {
    let wait = Promise::new(&mut |done, _| {
        if let Some(window) = window() {
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&done, i32::try_from(ms).unwrap_or(i32::MAX));
        }
    });
    let _ = JsFuture::from(wait).await;
}

/// What stood after `#` in the address at the start. Asked before the router, which rewrites the address.
pub(crate) fn take_fragment() -> Option<String> {
    let hash = window()?.location().hash().ok()?;
    hash.strip_prefix('#').filter(|rest| !rest.is_empty()).map(str::to_owned)
}

/// The text size that was chosen: `standard`, `large`, `huge`.
pub(crate) fn text_size() -> String {
    remembered(TEXT_SIZE).unwrap_or_else(|| "standard".to_owned())
}

/// Applies and remembers a text size.
pub(crate) fn set_text_size(size: &str) {
    remember(TEXT_SIZE, size);
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("data-size", size);
    }
}

/// A remembered word of the screens.
pub(crate) fn remembered(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Remembers a word of the screens.
pub(crate) fn remember(key: &str, word: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, word);
    }
}

/// A property of the navigator that old browsers lack.
fn navigator_has(name: &str) -> Option<JsValue> {
    let navigator = window()?.navigator();
    Reflect::get(&navigator, &JsValue::from_str(name)).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// Puts a text on the clipboard.
pub(crate) async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    if navigator_has("clipboard").is_none() {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}

/// Gives a file to the person.
pub(crate) fn give_file(name: &str, media: &str, bytes: &[u8]) -> bool {
    offer(name, media, bytes).is_some()
}

fn offer(name: &str, media: &str, bytes: &[u8]) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(media);
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &options).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement = document()?.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // A browser that asks first where to put it reads the file only then.
    wasm_bindgen_futures::spawn_local(async move {
        sleep(OFFER_STAYS_MS).await;
        let _ = Url::revoke_object_url(&url);
    });
    Some(())
}

/// Asks the system not to clear this app's storage.
pub(crate) async fn ask_to_keep() -> bool {
    let Some(window) = window().filter(|_| navigator_has("storage").is_some()) else { return false };
    let Ok(promise) = window.navigator().storage().persist() else { return false };
    JsFuture::from(promise).await.is_ok_and(|kept| kept.is_truthy())
}

/// Bytes that this app may still take, where the browser tells.
pub(crate) async fn room_left() -> Option<u64> {
    let window = window().filter(|_| navigator_has("storage").is_some())?;
    let estimate = JsFuture::from(window.navigator().storage().estimate().ok()?).await.ok()?;
    let bytes = |name: &str| Reflect::get(&estimate, &JsValue::from_str(name)).ok()?.as_f64();
    Some((bytes("quota")? - bytes("usage")?).max(0.0) as u64)
}

/// Whether this is the browser inside a chat app: only to word a hint, never to decide what works.
pub(crate) fn in_chat_app() -> bool {
    window()
        .and_then(|window| window.navigator().user_agent().ok())
        .is_some_and(|agent| agent.contains("MicroMessenger"))
}

/// Whether records can be kept here without a network: the browser has a private file system.
pub(crate) fn can_keep() -> bool {
    let Some(storage) = navigator_has("storage") else { return false };
    Reflect::has(&storage, &JsValue::from_str("getDirectory")).unwrap_or(false)
}

/// What a person would call this device: a key of the translations.
pub(crate) fn device_name_key() -> &'static str {
    let agent = window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default();
    let kinds = [("iPhone", "device-iphone"), ("iPad", "device-tablet"), ("Android", "device-android")];
    kinds.iter().find(|(sign, _)| agent.contains(sign)).map_or("device-computer", |(_, key)| key)
}

/// Whether the app was opened from the home screen, where the system does not clear its storage by itself.
pub(crate) fn from_home_screen() -> bool {
    let query = window().and_then(|window| window.match_media("(display-mode: standalone)").ok().flatten());
    query.is_some_and(|query| query.matches())
}

/// Tells when a new version waits; at once if one does already.
pub(crate) fn on_update(mut told: impl FnMut() + 'static) -> Listening {
    let waits = document()
        .and_then(|document| document.document_element())
        .is_some_and(|root| root.has_attribute("data-update"));
    if waits {
        told();
    }
    let places = window().into_iter().map(|window| (EventTarget::from(window), "studio-update-ready")).collect();
    listen(places, move |_| told())
}

/// Starts the new version.
pub(crate) fn activate_update() {
    say("studio-activate");
}

/// Offers to load again: the page cannot go on.
pub(crate) fn failed() {
    say("studio-failed");
}

fn say(event: &str) {
    if let (Some(window), Ok(event)) = (window(), CustomEvent::new(event)) {
        let _ = window.dispatch_event(&event);
    }
}

/// Told when the page goes out of sight or away (`false`), and when it comes back (`true`).
pub(crate) fn on_sight(mut told: impl FnMut(bool) + 'static) -> Listening {
    let mut places: Vec<(EventTarget, &'static str)> = Vec::new();
    places.extend(document().map(|document| (EventTarget::from(document), "visibilitychange")));
    places.extend(window().map(|window| (EventTarget::from(window), "pagehide")));
    // as early as one can know: Chromium crashes when a page goes while its worker writes (see the loader for the way back)
    places.extend(window().map(|window| (EventTarget::from(window), "beforeunload")));
    listen(places, move |event| {
        let leaving = event
            .dyn_ref::<web_sys::Event>()
            .is_some_and(|event| ["pagehide", "beforeunload"].contains(&event.type_().as_str()));
        told(!leaving && document().is_some_and(|document| !document.hidden()));
    })
}

/// Loads the page again.
pub(crate) fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

#[wasm_bindgen]
extern "C" {
    /// Of the loader (`assets/pwa/loader.js`).
    #[wasm_bindgen(js_namespace = window, js_name = studioReel, catch)]
    fn studio_reel(id: &str, at: usize) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = window, js_name = studioPrint, catch)]
    fn studio_print() -> Result<(), JsValue>;
}

/// Lets pictures side by side in an element be turned and made larger, with such a one first. Once each time that the
/// element is drawn.
pub(crate) fn reel(id: &str, at: usize) {
    // Without it they are swiped, and as large as the screen.
    let _ = studio_reel(id, at);
}

/// Brings an element into view and gives it the focus.
pub(crate) fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.scroll_into_view();
        let _ = element.focus();
    }
}

/// The same with the next picture that is drawn: behind the place that the way back scrolls its page to.
pub(crate) fn focus_drawn(id: String) {
    when_drawn(move || focus(&id));
}

fn when_drawn(then: impl FnOnce() + 'static) {
    let drawn = Closure::once_into_js(then);
    if let Some(window) = window() {
        let _ = window.request_animation_frame(drawn.unchecked_ref());
    }
}

fn text_area(id: &str) -> Option<HtmlTextAreaElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Where the caret of a text is, in UTF-16: with something chosen, in front of that. It stays when the keyboard goes elsewhere.
pub(crate) fn caret(id: &str) -> Option<usize> {
    let at = text_area(id)?.selection_start().ok()??;
    usize::try_from(at).ok()
}

/// Puts the caret of a text somewhere once its input is drawn anew, and the keyboard with it: one writes on there.
pub(crate) fn put_caret(id: &'static str, at: usize) {
    when_drawn(move || {
        if let (Some(text), Ok(at)) = (text_area(id), u32::try_from(at)) {
            let _ = text.focus();
            let _ = text.set_selection_range(at, at);
        }
    });
}

/// Shows a dialog that is on the page as a modal one: the rest of the page rests, and the keyboard stays inside.
pub(crate) fn show_dialog(id: &str) {
    if let Some(dialog) = dialog(id)
        && dialog.show_modal().is_err()
    {
        dialog.set_open(true);
    }
}

/// Closes a dialog; the focus goes back to what opened it.
pub(crate) fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

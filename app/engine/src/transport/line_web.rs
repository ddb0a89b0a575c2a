//! The line by the browser's own `fetch`.

use js_sys::{Function, Promise, Uint8Array};
use studio_core::files::HEADER_OFFSET;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestInit, Response};

use super::{ANSWER_WAIT_MAX, Letter, Word};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(ended: &Function, ms: u32) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// A way to send letters.
#[derive(Debug, Clone)]
pub(super) struct Line;

impl Line {
    pub(super) fn new() -> Self {
        Self
    }

    /// Takes a letter there and waits for the word that comes back.
    pub(super) async fn carry(self, letter: Letter) -> Option<Word> {
        let patience = Patience::new().ok()?;
        heard(letter, &patience).await.ok()
    }
}

async fn heard(letter: Letter, patience: &Patience) -> Result<Word, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &letter.headers {
        headers.append(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(letter.method);
    init.set_headers(&headers);
    // a browser refuses a body where there can be none
    if letter.method != "GET" {
        init.set_body(&Uint8Array::from(letter.body.as_slice()));
    }
    init.set_signal(Some(&patience.controller.signal()));
    let response: Response = JsFuture::from(fetch(&letter.url, &init)?).await?.unchecked_into();
    let retry_after = response.headers().get("retry-after")?;
    let offset = response.headers().get(HEADER_OFFSET)?;
    // A connection cut in the body is the same as no word at all. A refusal counts without its body too.
    let body = match bytes(&response).await {
        Err(cut) if response.ok() => return Err(cut),
        body => body.unwrap_or_default(),
    };
    Ok(Word { status: response.status(), retry_after, offset, body })
}

async fn bytes(response: &Response) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Ends a request that waits too long, and one that nobody waits for any more.
struct Patience {
    controller: AbortController,
    timer: JsValue,
    // The browser calls it while the timer runs.
    _ended: Closure<dyn Fn()>,
}

impl Patience {
    fn new() -> Result<Self, JsValue> {
        let controller = AbortController::new()?;
        let ending = controller.clone();
        let ended = Closure::<dyn Fn()>::new(move || ending.abort());
        let timer = set_timeout(ended.as_ref().unchecked_ref(), ANSWER_WAIT_MAX.as_millis() as u32);
        Ok(Self { controller, timer, _ended: ended })
    }
}

impl Drop for Patience {
    fn drop(&mut self) {
        clear_timeout(&self.timer);
        // Of no effect once the answer is here.
        self.controller.abort();
    }
}

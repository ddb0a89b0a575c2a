//! gzip by the browser's own `CompressionStream`; a browser without it sends plain bytes.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableWritablePair, Response};

#[wasm_bindgen]
extern "C" {
    type CompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;
}

/// The bytes, packed; `None` when this browser cannot.
pub(super) async fn packed(bytes: &[u8]) -> Option<Vec<u8>> {
    try_packed(bytes).await.ok()
}

async fn try_packed(bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)))?;
    let stream = CompressionStream::new("gzip")?;
    let pair: ReadableWritablePair = stream.unchecked_into();
    let packed = blob.stream().pipe_through(&pair);
    let response = Response::new_with_opt_readable_stream(Some(&packed))?;
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

//! The browser's carrier: a dedicated module worker and transferred buffers.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker};

use super::{EngineHandle, Updates};

#[wasm_bindgen]
extern "C" {
    /// The worker as the loader keeps it (`assets/pwa/loader.js`), which may have started it before the page.
    type Started;

    #[wasm_bindgen(js_namespace = window, js_name = studioEngine, catch)]
    fn studio_engine() -> Result<Started, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn worker(this: &Started) -> Worker;

    /// What it said before anybody listened.
    #[wasm_bindgen(method, getter)]
    fn early(this: &Started) -> Array;

    /// Why it does not run.
    #[wasm_bindgen(method, getter)]
    fn broken(this: &Started) -> Option<String>;
}

impl EngineHandle {
    /// Opens a line to the worker, which starts now if the loader has not started it yet.
    ///
    /// # Errors
    /// What the browser says when it starts no workers.
    pub fn in_worker() -> Result<(Self, Updates), JsValue> {
        let started = studio_engine()?;
        let worker = started.worker();
        let outgoing = Rc::new(Outgoing { worker: worker.clone(), early: RefCell::new(Some(Vec::new())) });
        let sender = outgoing.clone();
        let (engine, updates, incoming) = Self::over(move |bytes| sender.send(bytes));
        let taker = incoming.clone();
        let take = move |said: JsValue| {
            outgoing.listened();
            if let Ok(buffer) = said.dyn_into::<ArrayBuffer>() {
                taker.deliver(&Uint8Array::new(&buffer).to_vec());
            }
        };
        started.early().iter().for_each(&take);
        if let Some(reason) = started.broken() {
            incoming.stopped(&reason);
        }
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| take(event.data()));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let on_error = Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| incoming.stopped(&event.message()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        // The line lives as long as the page.
        on_message.forget();
        on_error.forget();
        Ok((engine, updates))
    }
}

/// A worker drops what arrives before its module has loaded; its first word says that it listens.
struct Outgoing {
    worker: Worker,
    early: RefCell<Option<Vec<Vec<u8>>>>,
}

impl Outgoing {
    fn send(&self, bytes: Vec<u8>) {
        match self.early.borrow_mut().as_mut() {
            Some(early) => early.push(bytes),
            None => post(&self.worker, &bytes),
        }
    }

    fn listened(&self) {
        for bytes in self.early.take().into_iter().flatten() {
            post(&self.worker, &bytes);
        }
    }
}

fn post(worker: &Worker, bytes: &[u8]) {
    let buffer = Uint8Array::from(bytes).buffer();
    let transfer = Array::of1(&buffer);
    // A worker that is gone is noticed by its error event.
    let _ = worker.post_message_with_transfer(&buffer, &transfer);
}

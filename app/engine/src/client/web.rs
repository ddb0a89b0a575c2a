//! The browser's carrier: a dedicated module worker and transferred buffers.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::{EngineHandle, Updates};

impl EngineHandle {
    /// Starts the worker whose script is at `url` and opens a line to it.
    ///
    /// # Errors
    /// What the browser says when it starts no workers.
    pub fn in_worker(url: &str) -> Result<(Self, Updates), JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let outgoing = Rc::new(Outgoing {
            worker: Worker::new_with_options(url, &options)?,
            early: RefCell::new(Some(Vec::new())),
        });
        let worker = outgoing.worker.clone();
        let sender = outgoing.clone();
        let (engine, updates, incoming) = Self::over(move |bytes| sender.send(bytes));
        let taker = incoming.clone();
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            outgoing.listened();
            if let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() {
                taker.deliver(&Uint8Array::new(&buffer).to_vec());
            }
        });
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

//! A Web Lock, held until it is released or the worker dies.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request_lock(name: &str, granted: &Function) -> Result<Promise, JsValue>;
}

/// The lock; or nothing, in a browser without locks, where the files themselves tell tabs apart.
pub(super) struct Lock(Option<Function>);

impl Lock {
    pub(super) fn release(self) {
        if let Some(resolve) = self.0 {
            // Resolving a promise cannot fail.
            let _ = resolve.call0(&JsValue::NULL);
        }
    }
}

/// Waits for the lock.
pub(super) async fn request(name: &str) -> Lock {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let granted = Closure::<dyn Fn(JsValue) -> Promise>::new(move |_lock: JsValue| {
        // The lock is held for as long as this promise is pending.
        Promise::new(&mut |resolve, _reject| {
            if let Some(sender) = sender.borrow_mut().take() {
                let _ = sender.send(resolve);
            }
        })
    });
    if request_lock(name, granted.as_ref().unchecked_ref()).is_err() {
        return Lock(None);
    }
    Lock(receiver.await.ok())
}

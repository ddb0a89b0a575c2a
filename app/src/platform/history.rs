//! The browser's history, as the router asks for it; each entry keeps how far its page was scrolled. Dioxus has one of
//! its own, but only together with a JSON reader and scripts to evaluate, which the page never calls.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use dioxus_history::{History, provide_history_context};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{ScrollRestoration, Window};

use super::web::{Listening, listen};

thread_local! {
    static OWN_WAY: OwnWay = OwnWay::default();
}

/// A way back that the page itself has asked for. A browser goes it later than it is told to, on a busy phone after the
/// next tap: until then it is nobody's who taps, and what a tap enters meanwhile is gone back from.
#[derive(Default)]
struct OwnWay {
    is_asked: Cell<bool>,
    /// The address that was entered since.
    entered: RefCell<Option<String>>,
}

impl OwnWay {
    fn ask(&self, entries: &web_sys::History) {
        self.is_asked.set(entries.back().is_ok());
    }

    fn enters(&self, route: &str) {
        if self.is_asked.get() {
            *self.entered.borrow_mut() = Some(route.to_owned());
        }
    }

    /// It came, if it was asked for: where somebody wanted to be meanwhile.
    fn came(&self) -> Option<String> {
        self.is_asked.set(false);
        self.entered.take()
    }
}

/// Gives the browser's history to the router below the component that calls this.
pub(crate) fn provide_history() {
    if let Some(history) = BrowserHistory::open() {
        provide_history_context(Rc::new(history));
    }
}

#[derive(Clone)]
struct BrowserHistory {
    window: Window,
    entries: web_sys::History,
}

impl BrowserHistory {
    fn open() -> Option<Self> {
        let window = web_sys::window()?;
        let entries = window.history().ok()?;
        // Refused, the browser scrolls by itself as well.
        let _ = entries.set_scroll_restoration(ScrollRestoration::Manual);
        let history = Self { window, entries };
        history.note(Some(&history.current_route()));
        Some(history)
    }

    /// Notes with the present entry how far its page is scrolled, under another address if one is given. A browser that
    /// refuses (too many changes a second) goes on without.
    fn note(&self, address: Option<&str>) -> bool {
        self.entries.replace_state_with_url(&self.scrolled(), "", address).is_ok()
    }

    fn scrolled(&self) -> Array {
        let [across, down] = [self.window.scroll_x(), self.window.scroll_y()].map(Result::unwrap_or_default);
        Array::of2(&across.into(), &down.into())
    }

    fn to_top(&self) {
        self.window.scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// Where the present entry was scrolled to, once its page is drawn.
    fn scroll_back(&self) {
        let noted = self.entries.state().ok().and_then(|state| state.dyn_into::<Array>().ok());
        let place = noted.and_then(|noted| noted.get(0).as_f64().zip(noted.get(1).as_f64()));
        if let Some((across, down)) = place {
            let window = self.window.clone();
            let drawn = Closure::once_into_js(move || window.scroll_to_with_x_and_y(across, down));
            let _ = self.window.request_animation_frame(drawn.unchecked_ref());
        }
    }
}

impl History for BrowserHistory {
    fn current_route(&self) -> String {
        let place = self.window.location();
        [place.pathname(), place.search(), place.hash()].map(Result::unwrap_or_default).concat()
    }

    fn go_back(&self) {
        let _ = self.entries.back();
    }

    fn go_forward(&self) {
        let _ = self.entries.forward();
    }

    fn push(&self, route: String) {
        if route == self.current_route() {
            return;
        }
        self.note(None);
        OWN_WAY.with(|way| way.enters(&route));
        if self.entries.push_state_with_url(&self.scrolled(), "", Some(&route)).is_ok() {
            self.to_top();
        }
    }

    fn replace(&self, route: String) {
        OWN_WAY.with(|way| way.enters(&route));
        if self.note(Some(&route)) {
            self.to_top();
        }
    }

    fn external(&self, url: String) -> bool {
        self.window.location().set_href(&url).is_ok()
    }

    fn updater(&self, moved: Arc<dyn Fn() + Send + Sync>) {
        let history = self.clone();
        let heard = Closure::<dyn Fn()>::new(move || match OWN_WAY.with(OwnWay::came) {
            Some(wanted) => history.push(wanted),
            None => {
                moved();
                history.scroll_back();
            }
        });
        let _ = self.window.add_event_listener_with_callback("popstate", heard.as_ref().unchecked_ref());
        // It lives as long as the page.
        heard.forget();
    }
}

/// One more entry of the history for what lies over a screen, under the screen's own address: the phone's way back takes
/// away what lies over it and leaves the screen. Dropping it goes back by itself.
pub(crate) struct LaidOver {
    _back: Listening,
    layer: Rc<Layer>,
}

/// What lies over a screen, as the history has it.
struct Layer {
    history: Option<BrowserHistory>,
    place: Cell<Place>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The way back from what lay over the screen before has not come: an entry made now would be left by it.
    Waits,
    /// It has an entry, and that is the present one.
    Entered,
    /// It has none: it was left, or the browser refused one. What lies over the screen still has its own way to close.
    Out,
}

impl Layer {
    fn enter(&self) {
        let entered = self
            .history
            .as_ref()
            .is_some_and(|history| history.entries.push_state_with_url(&history.scrolled(), "", None).is_ok());
        self.place.set(if entered { Place::Entered } else { Place::Out });
    }
}

/// Lays one over the screen; told when the way back has taken it away.
pub(crate) fn lay_over(mut taken_away: impl FnMut() + 'static) -> LaidOver {
    let layer = Rc::new(Layer { history: BrowserHistory::open(), place: Cell::new(Place::Waits) });
    if !OWN_WAY.with(|way| way.is_asked.get()) {
        layer.enter();
    }
    let places = web_sys::window().into_iter().map(|window| (window.into(), "popstate")).collect();
    let over = layer.clone();
    let back = listen(places, move |_| {
        if over.place.get() == Place::Waits {
            return over.enter();
        }
        over.place.set(Place::Out);
        taken_away();
    });
    LaidOver { _back: back, layer }
}

impl Drop for LaidOver {
    fn drop(&mut self) {
        if let (Place::Entered, Some(history)) = (self.layer.place.get(), &self.layer.history) {
            OWN_WAY.with(|way| way.ask(&history.entries));
        }
    }
}

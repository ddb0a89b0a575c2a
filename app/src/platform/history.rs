//! The browser's history, as the router asks for it; each entry keeps how far its page was scrolled, and the address that it
//! was entered from. Dioxus has one of its own, but only together with a JSON reader and scripts to evaluate, which the page never calls.

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
    /// It leaves a page that is done with, not what lay over one.
    leaves: Cell<bool>,
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
        self.leaves.set(false);
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
        let kept = self.kept(self.entered_from().as_deref());
        self.entries.replace_state_with_url(&kept, "", address).is_ok()
    }

    /// A new entry, under another address if one is given.
    fn enter(&self, address: Option<&str>) -> bool {
        let kept = self.kept(Some(&self.current_route()));
        self.entries.push_state_with_url(&kept, "", address).is_ok()
    }

    /// What an entry keeps.
    fn kept(&self, from: Option<&str>) -> Array {
        let [across, down] = [self.window.scroll_x(), self.window.scroll_y()].map(Result::unwrap_or_default);
        Array::of3(&across.into(), &down.into(), &from.map_or(JsValue::NULL, JsValue::from_str))
    }

    fn noted(&self) -> Option<Array> {
        self.entries.state().ok()?.dyn_into::<Array>().ok()
    }

    /// The address that the present entry was entered from; none where the page began with it.
    fn entered_from(&self) -> Option<String> {
        self.noted()?.get(2).as_string()
    }

    fn to_top(&self) {
        self.window.scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// Where the present entry was scrolled to, once its page is drawn.
    fn scroll_back(&self) {
        let place = self.noted().and_then(|noted| noted.get(0).as_f64().zip(noted.get(1).as_f64()));
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
        if self.enter(Some(&route)) {
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

/// Goes back to a page where the present one was entered from it: entered once more it would stand behind itself, and the way
/// back would lead from it to it. Whether it goes; else the page is to be entered.
pub(crate) fn goes_back_to(route: &str) -> bool {
    OWN_WAY.with(|way| {
        // asked twice it would go two steps
        if !way.is_asked.get() {
            let history = BrowserHistory::open().filter(|history| history.entered_from().as_deref() == Some(route));
            history.iter().for_each(|history| way.ask(&history.entries));
            way.leaves.set(way.is_asked.get());
        }
        way.leaves.get()
    })
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
        let entered = self.history.as_ref().is_some_and(|history| history.enter(None));
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

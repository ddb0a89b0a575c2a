//! The table of everything that is routed: an address, its methods, and what a request must bring to be looked at. The
//! router is built from it alone, so a test that walks the table has walked the router. Knows no handler's work.

use std::borrow::Cow;
use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::MethodRouter;

use crate::app::App;

/// What a request must bring before anything of a studio or a person is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Nothing: whatever is answered may be known by everybody.
    Open,
    /// The code of an invite.
    Code,
    /// The signature of a device of the studio in the address.
    Device,
    /// The session of an officer. A studio or project in the address is of the own bureau, or it is not there.
    Officer,
}

/// A line of the table.
#[derive(Debug, Clone)]
pub struct Route {
    /// The address, as axum writes it.
    pub path: Cow<'static, str>,
    /// What a request must bring.
    pub guard: Guard,
    /// The methods that are answered; with `GET` comes `HEAD`.
    pub methods: Vec<Method>,
    handlers: MethodRouter<Arc<App>>,
}

impl Route {
    /// An address that answers no method yet.
    pub fn at(path: impl Into<Cow<'static, str>>, guard: Guard) -> Self {
        Self { path: path.into(), guard, methods: Vec::new(), handlers: MethodRouter::new() }
    }

    /// Answers `GET`.
    pub fn get<H: Handler<T, Arc<App>>, T: 'static>(self, handler: H) -> Self {
        self.with(Method::GET, |handlers| handlers.get(handler))
    }

    /// Answers `HEAD` in another way than `GET`.
    pub fn head<H: Handler<T, Arc<App>>, T: 'static>(self, handler: H) -> Self {
        self.with(Method::HEAD, |handlers| handlers.head(handler))
    }

    /// Answers `POST`.
    pub fn post<H: Handler<T, Arc<App>>, T: 'static>(self, handler: H) -> Self {
        self.with(Method::POST, |handlers| handlers.post(handler))
    }

    /// Answers `PATCH`.
    pub fn patch<H: Handler<T, Arc<App>>, T: 'static>(self, handler: H) -> Self {
        self.with(Method::PATCH, |handlers| handlers.patch(handler))
    }

    /// Answers `DELETE`.
    pub fn delete<H: Handler<T, Arc<App>>, T: 'static>(self, handler: H) -> Self {
        self.with(Method::DELETE, |handlers| handlers.delete(handler))
    }

    /// Answers `OPTIONS`.
    pub fn options<H: Handler<T, Arc<App>>, T: 'static>(self, handler: H) -> Self {
        self.with(Method::OPTIONS, |handlers| handlers.options(handler))
    }

    /// Whether a method is answered here.
    pub fn answers(&self, method: &Method) -> bool {
        self.methods.contains(method) || (*method == Method::HEAD && self.methods.contains(&Method::GET))
    }

    fn with(mut self, method: Method, add: impl FnOnce(MethodRouter<Arc<App>>) -> MethodRouter<Arc<App>>) -> Self {
        self.methods.push(method);
        self.handlers = add(self.handlers);
        self
    }
}

/// A router of these lines and of nothing else.
pub fn router(routes: Vec<Route>) -> Router<Arc<App>> {
    routes.into_iter().fold(Router::new(), |router, route| router.route(&route.path, route.handlers))
}

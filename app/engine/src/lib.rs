//! app/engine

//! The phone's engine. A page speaks with it in [`messages`], through [`client`]; everything else
//! lives behind the feature `engine` and in a thread or worker of its own. It draws nothing.

pub mod client;
#[cfg(feature = "engine")]
pub mod driver;
#[cfg(feature = "engine")]
pub mod host;
pub mod messages;
#[cfg(feature = "engine")]
pub mod store;
#[cfg(feature = "engine")]
pub mod transport;

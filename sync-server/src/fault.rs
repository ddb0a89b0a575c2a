//! Why the server could not do something. Outcomes that a user causes are values of their own room, not faults.

use studio_core::store::StoreError;
use studio_core::turn::TurnFault;
use thiserror::Error;

/// A fault: logged once, answered without details.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// The disk.
    #[error("store: {0}")]
    Store(#[from] StoreError),
    /// More work waits for the writer than may wait.
    #[error("too much work waits")]
    Busy,
    /// The writer stopped in the middle of this job, or the server is going down.
    #[error("the writer stopped")]
    Stopped,
    /// Another process appended to this log at the same time; the next try begins from its state.
    #[error("the log moved on")]
    HeadMoved,
    /// A guide that a decision names is not part of this release.
    #[error("unknown guide {0}")]
    UnknownGuide(String),
    /// A step of the demo county did not run.
    #[error("demo: {0}")]
    Script(String),
    /// A page could not be drawn.
    #[error("page: {0}")]
    Page(String),
}

impl Fault {
    /// Whether the same request may succeed in a moment.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Busy | Self::HeadMoved | Self::Store(StoreError::Busy))
    }
}

/// A turn that came to nothing: the request's own doing, or a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unturned {
    /// Not a device of this studio.
    UnknownDevice,
    /// A protocol that is not spoken here.
    Protocol,
    /// More in one request than it may hold.
    TooMany,
    /// The message contradicts itself.
    Bad(&'static str),
}

/// Splits what a turn says into outcome and fault.
///
/// # Errors
/// [`Fault`] when the log store failed.
pub fn unturned(fault: TurnFault) -> Result<Unturned, Fault> {
    match fault {
        TurnFault::Store(error) => Err(error.into()),
        TurnFault::UnknownDevice => Ok(Unturned::UnknownDevice),
        TurnFault::Protocol(_) => Ok(Unturned::Protocol),
        TurnFault::TooMany(_) => Ok(Unturned::TooMany),
        TurnFault::Bad(what) => Ok(Unturned::Bad(what)),
    }
}

//! Planted bugs for the simulator, which must catch each of them. Without the feature `mutants`,
//! and in every release build whatever its features, none can be planted and every question about
//! one is answered no at compile time.

/// A bug to plant.
#[cfg_attr(not(feature = "mutants"), allow(unreachable_pub, reason = "seen from outside only with the feature"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// The phone keeps the new cursor before what came with it.
    CursorBeforeEntries,
    /// The phone goes on under the same actor after a refusal.
    ReuseActor,
    /// The server answers whether or not the append took place. It lives in the shell.
    #[cfg(feature = "mutants")]
    AckBeforeCommit,
    /// Nobody checks who sealed a change.
    SkipSignature,
    /// The phone does not follow the chain.
    IgnoreChain,
    /// The first change of a document does not name it.
    GenesisWithoutDoc,
    /// A refused change stays where it was.
    NoRebase,
    /// Acknowledged work that is offered again is judged again.
    JudgeAgain,
    /// The server looks at a run before it looks at the head that the phone has seen.
    RunBeforeHead,
    /// What was accepted once and can stand no more is passed over, and stays held.
    UnfitStaysHeld,
    /// The server says what it shares with a phone by its own account of its lives, without showing places.
    SharesWhatItSays,
    /// What is held for its base alone stays held when the base is let in.
    HeldBehindItsBase,
    /// A run's changes are taken though nobody can prove them.
    UnprovenRun,
    /// The phone believes for ever that the server has a run that it said to have.
    GivenForEver,
    /// An entry that was pulled as a stub stays one when the phone learns that it is its own.
    StubForEver,
    /// The phone calls a piece safe when the server has begun to take it.
    WholeTooSoon,
    /// The phone lets a piece go by its own account that the server has it.
    FreesUnasked,
    /// The phone keeps what came for a piece without looking at it.
    BelievesBytes,
    /// The phone never asks again for a piece that the server said to have.
    BelievesForEver,
    /// The server names a piece by what was asked for, not by its bytes. It lives in the shell.
    #[cfg(feature = "mutants")]
    NamesUnlooked,
    /// The server names a piece before it is whole. It lives in the shell.
    #[cfg(feature = "mutants")]
    NameBeforeBytes,
    /// The server keeps the bytes of what was erased. It lives in the shell.
    #[cfg(feature = "mutants")]
    KeepsErased,
}

#[cfg(all(feature = "mutants", debug_assertions))]
mod planted {
    use std::cell::Cell;

    use super::Mutant;

    thread_local! {
        static PLANTED: Cell<Option<Mutant>> = const { Cell::new(None) };
    }

    /// Plants a bug on this thread, or takes it out.
    pub fn plant(mutant: Option<Mutant>) {
        PLANTED.set(mutant);
    }

    /// Whether this bug is planted on this thread.
    pub fn is_planted(mutant: Mutant) -> bool {
        PLANTED.get() == Some(mutant)
    }
}

#[cfg(all(feature = "mutants", debug_assertions))]
pub use planted::{is_planted, plant};

/// Whether this bug is planted: never, in a program that people use.
#[cfg(not(all(feature = "mutants", debug_assertions)))]
#[cfg_attr(not(feature = "mutants"), allow(unreachable_pub, reason = "seen from outside only with the feature"))]
pub const fn is_planted(_: Mutant) -> bool {
    false
}

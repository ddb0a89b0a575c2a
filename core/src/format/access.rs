//! Who may do what: one table, read by phone and server alike. It knows no person and no device.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A role in a studio. A person without one is a name in the roster and writes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode)]
#[cbor(index_only)]
pub enum Role {
    /// 首席教师
    #[n(0)]
    Chief,
    /// 助理
    #[n(1)]
    Assistant,
    /// 骨干教师
    #[n(2)]
    Backbone,
}

/// A kind of document (PROTOCOL §2). Numbers are part of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode)]
#[cbor(index_only)]
pub enum DocKind {
    /// 工作室概况、互认: one per studio.
    #[n(0)]
    Charter,
    /// 人员名册: one per studio.
    #[n(1)]
    Roster,
    /// 工作记录: one per member and half-year.
    #[n(2)]
    Journal,
}

/// What a member may want to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Write into a document of this kind; a journal only if it is the member's own.
    Write(DocKind),
    /// Read a document of this kind; `own` when it is the member's own journal.
    Read(DocKind, Own),
    /// Invite a person as a role.
    Invite(Role),
    /// Let held work of a former member in.
    Admit,
}

/// Whether a journal belongs to the one who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// The actor's own.
    Mine,
    /// A colleague's.
    Others,
}

/// The role × kind table.
pub fn may(role: Role, action: Action) -> bool {
    use Role::{Assistant, Backbone, Chief};
    match action {
        Action::Write(DocKind::Charter) => matches!(role, Chief | Assistant),
        Action::Write(DocKind::Roster | DocKind::Journal) => {
            matches!(role, Chief | Assistant | Backbone)
        }
        Action::Read(_, _) => matches!(role, Chief | Assistant | Backbone),
        Action::Invite(Backbone | Assistant) => role == Chief,
        Action::Invite(Chief) => false,
        Action::Admit => role == Chief,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_chief_side_writes_the_charter_and_nobody_makes_a_chief() {
        assert!(may(Role::Chief, Action::Write(DocKind::Charter)));
        assert!(!may(Role::Backbone, Action::Write(DocKind::Charter)));
        assert!(may(Role::Backbone, Action::Write(DocKind::Roster)));
        assert!(!may(Role::Chief, Action::Invite(Role::Chief)));
        assert!(!may(Role::Backbone, Action::Invite(Role::Backbone)));
    }
}

//! From a studio's state to its read model: decisions become roles and terms, documents become
//! typed records. It writes nothing.

use std::collections::BTreeMap;

use crate::doc::Descriptor;
use crate::members::Members;
use crate::project::Terms;
use crate::read::{DocMeta, Member, ReadModel, StudioFacts};
use crate::state::StudioState;

impl From<&Descriptor> for DocMeta {
    fn from(descriptor: &Descriptor) -> Self {
        Self { kind: descriptor.kind, owner: descriptor.owner(), half_year: descriptor.half_year }
    }
}

impl From<&Members> for StudioFacts {
    /// A role that ended is held to the day before; one that ended on its first day never counts.
    fn from(members: &Members) -> Self {
        let member = |id: &crate::id::DecisionId, granted: &crate::members::Granted| Member {
            person: granted.person,
            role: granted.role,
            since: granted.since.day(),
            until: members.ended.get(id).and_then(|at| at.day().pred_opt()),
        };
        Self {
            name: members.founded.as_ref().map(|(_, f)| f.name.clone()).unwrap_or_default(),
            members: members.grants.iter().map(|(id, granted)| member(id, granted)).collect(),
            names: BTreeMap::new(),
            terms: members.terms.as_ref().map(Terms::from),
            erased: members.erased.iter().map(|(hash, (at, _))| (*hash, *at)).collect(),
        }
    }
}

impl ReadModel {
    /// The read model of a whole studio.
    pub fn of(state: &StudioState) -> Self {
        let mut model = Self::of_studio(StudioFacts::from(&state.members));
        for (record, descriptor) in state.records() {
            model.put(record, &DocMeta::from(descriptor));
        }
        model
    }
}

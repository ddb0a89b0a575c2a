//! A made-up studio whose enrolment lies on a disk.

use std::path::Path;

use studio_core::access::Role;
use studio_core::decision::{By, Decision, Device, Founded, Grant, SignedDecision, What};
use studio_core::id::{DecisionId, DeviceId, LogId, PersonId, ProjectId, StudioId};
use studio_core::replica::{NewDevice, Replica};
use studio_core::sign::Secret;
use studio_core::store::Store;
use studio_core::time::Millis;
use studio_core::wire::EnrolAnswer;
use studio_engine::store::shelf::Folder;
use studio_engine::store::{keep_keys, open};

pub(crate) const STUDIO: StudioId = StudioId([1; 16]);
pub(crate) const PERSON: PersonId = PersonId([5; 16]);
/// 2026-11-24 12:00 in Henan.
pub(crate) const NOON: Millis = Millis(1_795_492_800_000);

/// Enrols a backbone teacher's phone on the disk in this folder.
pub(crate) fn enrol(folder: &Path) {
    let shelf = Folder::at(folder).expect("a folder");
    let mut store = open(&shelf).expect("a database").store;
    enrolled(&mut store);
    keep_keys(&shelf, &store).expect("a keyring");
}

fn enrolled(store: &mut dyn Store) {
    let server = Secret::from_seed([9; 32]);
    let new = NewDevice { device: DeviceId([6; 16]), seed: [7; 32], nonce: [8; 8] };
    let founded = Founded {
        project: ProjectId([2; 16]),
        name: "赵桥乡语文首席教师工作室".to_owned(),
        server_key: server.public(),
        log: LogId([3; 16]),
    };
    let device = Device {
        device: new.device,
        person: PERSON,
        key: Secret::from_seed(new.seed).public(),
        name: "旧手机".to_owned(),
    };
    let said =
        [What::Founded(founded), What::Grant(Grant { person: PERSON, role: Role::Backbone }), What::Device(device)];
    let answer = EnrolAnswer {
        studio: STUDIO,
        person: PERSON,
        server_key: server.public(),
        decisions: said.into_iter().zip(1..).map(|(what, n)| signed(what, n, &server)).collect(),
        founded_at: NOON,
        school: "赵桥小学".to_owned(),
        person_name: "王丽".to_owned(),
    };
    Replica::enrol(store, &answer, new, NOON).expect("an enrolment");
}

fn signed(what: What, n: u8, server: &Secret) -> SignedDecision {
    Decision { id: DecisionId([n; 16]), by: By::Server, at: NOON, what }.sign(STUDIO, server)
}

//! The scripts on real phones and a real server, over the memory stores: what commands come down
//! to passes every check of the server, and everybody reads the same studio afterwards.

use std::collections::BTreeMap;

use studio_core::access::Role;
use studio_core::changelog::{Appended, ChangeLog, MemoryLog};
use studio_core::command::{Actor, Command, CommandError, Draft};
use studio_core::decision::{By, Device, Founded, Grant, What};
use studio_core::demo::DemoStudio;
use studio_core::id::{DecisionId, DeviceId, LogId, PersonId, ProjectId, RecordId, StudioId};
use studio_core::read::{ReadModel, State};
use studio_core::record_type::RecordType;
use studio_core::replica::{NewDevice, RecordFault, Replica};
use studio_core::sign::Secret;
use studio_core::store::MemoryStore;
use studio_core::time::Millis;
use studio_core::turn::{Decided, ServerStudio, Spare, Turn};
use studio_core::wire::EnrolAnswer;

use crate::paper::{Ids, activity, day, noon, person, set};
use crate::{closure, run, script};

const STUDIO: StudioId = StudioId([1; 16]);

struct Phone {
    store: MemoryStore,
    replica: Replica,
}

/// What went wrong on a phone.
#[derive(Debug, PartialEq)]
enum Fault {
    Command(CommandError),
    Record(RecordFault),
}

impl Phone {
    fn model(&self) -> ReadModel {
        ReadModel::of(self.replica.state())
    }

    fn run(&mut self, command: &Command, ids: &mut Ids, now: Millis) -> Result<(), Fault> {
        let model = self.model();
        let identity = self.replica.identity();
        let actor = Actor { model: &model, person: identity.person, device: identity.device, now };
        let edits = command.edits(&actor, ids).map_err(Fault::Command)?;
        self.replica.record(&mut self.store, &edits, now, None).map(drop).map_err(Fault::Record)
    }
}

struct World {
    log: MemoryLog,
    server: ServerStudio,
    secret: Secret,
    phones: BTreeMap<PersonId, Phone>,
    ids: Ids,
    now: Millis,
}

impl World {
    fn found(name: &str, members: &[(PersonId, Role)], now: Millis) -> Self {
        let secret = Secret::from_seed([9; 32]);
        let mut log = MemoryLog::default();
        let founded = Founded {
            project: ProjectId([2; 16]),
            name: name.to_owned(),
            server_key: secret.public(),
            log: LogId([3; 16]),
        };
        let decided = Decided { id: DecisionId([1; 16]), by: &By::Server, now, secret: &secret };
        let (server, head, rows) =
            ServerStudio::found(STUDIO, LogId([3; 16]), &log, What::Founded(founded), &decided).unwrap();
        assert_eq!(log.append(STUDIO, head, &rows).unwrap(), Appended::Appended);
        let mut world = Self { log, server, secret, phones: BTreeMap::new(), ids: Ids::default(), now };
        for (person, role) in members {
            world.enrol(*person, *role);
        }
        world
    }

    fn decide(&mut self, what: What) {
        let id = DecisionId(self.ids.next().unwrap());
        let decided = Decided { id, by: &By::Server, now: self.now, secret: &self.secret };
        let head = self.server.head();
        let rows = self.server.decide(&self.log, what, &decided).unwrap();
        assert_eq!(self.log.append(STUDIO, head, &rows).unwrap(), Appended::Appended);
    }

    fn enrol(&mut self, person: PersonId, role: Role) {
        let mut seed = [7; 32];
        seed[..16].copy_from_slice(&person.0);
        let new = NewDevice { device: DeviceId(person.0), seed, nonce: [1; 8] };
        self.decide(What::Grant(Grant { person, role }));
        let key = Secret::from_seed(seed).public();
        self.decide(What::Device(Device { device: new.device, person, key, name: "手机".into() }));
        let decisions = self.log.load(STUDIO).unwrap().unwrap().decisions;
        let answer = EnrolAnswer {
            studio: STUDIO,
            person,
            server_key: self.secret.public(),
            decisions: decisions.into_iter().map(|(_, d)| d).collect(),
            founded_at: self.now,
            school: String::new(),
            person_name: String::new(),
        };
        let mut store = MemoryStore::default();
        let replica = Replica::enrol(&mut store, &answer, new, self.now).unwrap();
        self.phones.insert(person, Phone { store, replica });
    }

    /// Pushes and pulls until there is nothing more.
    fn sync(&mut self, person: PersonId) {
        let phone = self.phones.get_mut(&person).unwrap();
        for _ in 0..40 {
            let request = phone.replica.request(&phone.store, self.now, 0).unwrap();
            let spare = Spare { log: LogId(self.ids.next().unwrap()), decision: DecisionId(self.ids.next().unwrap()) };
            let turn = Turn { device: phone.replica.identity().device, now: self.now, secret: &self.secret, spare };
            let head = self.server.head();
            let (answer, rows) = self.server.sync(&self.log, &request, &turn).unwrap();
            assert_eq!(self.log.append(STUDIO, head, &rows).unwrap(), Appended::Appended);
            if !phone.replica.answer(&mut phone.store, &answer, self.now).unwrap().more {
                return;
            }
        }
        panic!("a sync that never ends");
    }

    fn run(&mut self, by: PersonId, command: &Command) -> Result<(), Fault> {
        self.phones.get_mut(&by).unwrap().run(command, &mut self.ids, self.now)
    }

    fn model(&self, of: PersonId) -> ReadModel {
        self.phones[&of].model()
    }
}

fn played(script: &DemoStudio) -> World {
    let members: Vec<(PersonId, Role)> = script.members.iter().map(|m| (m.person, m.role)).collect();
    let mut world = World::found(&script.name, &members, script.founded);
    for step in &script.steps {
        world.now = step.at;
        world.sync(step.by);
        let done = world.run(step.by, &step.command);
        assert!(done.is_ok(), "{:?}: {done:?}", step.command);
        world.sync(step.by);
    }
    for (person, _) in members {
        world.sync(person);
    }
    world
}

#[test]
fn a_script_played_on_eleven_phones_gives_the_studio_that_it_describes() {
    let script = script(1, 7, day("2026-11-24"));
    let world = played(&script);
    let server = ReadModel::of(&world.server.state);
    for phone in world.phones.values() {
        assert_eq!(phone.replica.unsent(), 0, "everything was accepted");
        assert!(phone.replica.asides().is_empty());
        assert!(phone.model() == server, "everybody reads the same");
    }
    let paper = run(&script, "2026-11-24");
    let report = studio_core::closure::report(
        &server,
        &crate::paper::guide(),
        paper.now,
        &script.last_sync.iter().map(|(person, at)| (*person, (*at).into())).collect(),
    )
    .unwrap();
    let expected = closure(&paper, &script);
    for (mine, theirs) in report.indicators.iter().zip(&expected.indicators) {
        assert_eq!((&mine.id, mine.value), (&theirs.id, theirs.value));
        assert_eq!(mine.possible_duplicates, theirs.possible_duplicates);
    }
}

#[test]
fn one_step_saves_and_hands_in_and_every_fact_finds_its_record() {
    let me = person(2);
    let mut world =
        World::found("赵桥乡语文首席教师工作室", &[(person(1), Role::Chief), (me, Role::Backbone)], noon("2026-06-20"));
    let record = RecordId([5; 16]);
    let draft = activity(record, "2026-06-20", me, &[person(1)]);
    world.run(me, &Command::Finish(draft)).unwrap();
    let state = |world: &World| world.model(me).activity(record).unwrap().state;
    assert_eq!(state(&world), State::Submitted);

    // in the next half-year facts lie in another journal, and still count
    world.now = noon("2026-07-02");
    let edit = Draft { record_type: RecordType::Activity, record, fields: vec![set("minutes", "补一句。")] };
    world.run(me, &Command::Save(edit)).unwrap();
    assert_eq!(state(&world), State::Edited);
    let version = world.model(me).activity(record).unwrap().version.unwrap();
    world.run(me, &Command::Submit { record, version }).unwrap();
    assert_eq!(state(&world), State::Submitted);
    world.run(me, &Command::Delete { record }).unwrap();
    assert!(world.model(me).activity(record).unwrap().deleted);
    world.run(me, &Command::Undelete { record }).unwrap();
    world.run(me, &Command::Withdraw { record }).unwrap();
    assert_eq!(state(&world), State::Draft);
    world.sync(me);
    world.sync(person(1));
    assert!(world.model(person(1)) == world.model(me));
}

#[test]
fn finishing_over_a_value_that_the_user_never_saw_writes_nothing_and_shows_both() {
    let me = person(2);
    let mut world = World::found("赵桥乡语文首席教师工作室", &[(me, Role::Backbone)], noon("2026-11-20"));
    let record = RecordId([5; 16]);
    world.run(me, &Command::Save(activity(record, "2026-11-20", me, &[person(1)]))).unwrap();
    let before = world.model(me);
    let blind = Draft { record_type: RecordType::Activity, record, fields: vec![set("topic", "另一个主题")] };
    let Err(Fault::Record(RecordFault::Differs(differences))) = world.run(me, &Command::Finish(blind)) else {
        panic!("nothing unseen is overwritten");
    };
    assert_eq!((differences.len(), differences[0].key.as_str()), (1, "topic"));
    assert!(world.model(me) == before);
}

//! A studio on paper: edits are written straight into records, without changes, log or server.

use std::collections::BTreeMap;

use studio_core::access::{DocKind, Role};
use studio_core::command::{Actor, Command, CommandError, Draft};
use studio_core::edit::{Edit, FieldEdit};
use studio_core::guide::Guide;
use studio_core::id::{Actor as OpActor, DeviceId, DocId, PersonId, RecordId};
use studio_core::read::{DocMeta, Member, ReadModel, StudioFacts};
use studio_core::record::{OpId, Record, Scalar, Visible};
use studio_core::record_type::RecordType;
use studio_core::time::{Day, HalfYear, Millis};
use studio_core::view::Scene;

pub(crate) const HENAN: &str = include_str!("../../../assets/guides/henan-2024-batch-3.toml");

pub(crate) fn guide() -> Guide {
    Guide::parse(HENAN).unwrap()
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Noon of a day.
pub(crate) fn noon(text: &str) -> Millis {
    Millis::from_local(day(text).and_hms_opt(12, 0, 0).unwrap())
}

pub(crate) fn person(n: u8) -> PersonId {
    PersonId([n; 16])
}

/// Ids that look random enough and never repeat.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ids(u64);

impl Iterator for Ids {
    type Item = [u8; 16];
    fn next(&mut self) -> Option<[u8; 16]> {
        self.0 += 1;
        let mixed = self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut id = [0xa0; 16];
        id[..8].copy_from_slice(&mixed.to_be_bytes());
        Some(id)
    }
}

pub(crate) struct Studio {
    pub(crate) facts: StudioFacts,
    pub(crate) records: BTreeMap<RecordId, (Record, DocMeta)>,
    pub(crate) ids: Ids,
    pub(crate) now: Millis,
    counter: u64,
}

impl Studio {
    /// A chief (1) and two backbone teachers (2, 3), in post since the project began.
    pub(crate) fn new(now: &str) -> Self {
        let roles = [(1, Role::Chief), (2, Role::Backbone), (3, Role::Backbone)];
        let since = day("2024-09-01");
        let members = roles.map(|(n, role)| Member { person: person(n), role, since, until: None }).to_vec();
        Self {
            facts: StudioFacts {
                name: "赵桥乡语文首席教师工作室".to_owned(), members, ..StudioFacts::default()
            },
            records: BTreeMap::new(),
            ids: Ids::default(),
            now: noon(now),
            counter: 1,
        }
    }

    pub(crate) fn model(&self) -> ReadModel {
        ReadModel::build(self.facts.clone(), self.records.values().map(|(record, meta)| (record, meta)))
    }

    /// Own records that 首页 says were thrown away unseen.
    pub(crate) fn unseen(&self, who: PersonId) -> Vec<RecordId> {
        let (model, guide) = (self.model(), guide());
        let (freshness, deliveries) = (BTreeMap::new(), BTreeMap::new());
        let scene = Scene {
            model: &model,
            guide: &guide,
            me: who,
            now: self.now,
            freshness: &freshness,
            deliveries: &deliveries,
        };
        let home = studio_core::view::home(&scene).map(|home| home.deleted_unseen).unwrap_or_default();
        home.into_iter().map(|row| row.record).collect()
    }

    /// What a command comes down to, without writing it.
    pub(crate) fn edits(&mut self, who: PersonId, command: &Command) -> Result<Vec<Edit>, CommandError> {
        let model = self.model();
        let actor = Actor { model: &model, person: who, device: device(who), now: self.now };
        command.edits(&actor, &mut self.ids)
    }

    /// Carries a command out.
    pub(crate) fn run(&mut self, who: PersonId, command: &Command) -> Result<usize, CommandError> {
        let edits = self.edits(who, command)?;
        for edit in &edits {
            self.write(who, edit);
        }
        Ok(edits.len())
    }

    /// Carries a command out on a model that is kept up to date, as an app does.
    pub(crate) fn run_on(
        &mut self,
        model: &mut ReadModel,
        who: PersonId,
        command: &Command,
    ) -> Result<(), CommandError> {
        let actor = Actor { model, person: who, device: device(who), now: self.now };
        for edit in command.edits(&actor, &mut self.ids)? {
            self.write(who, &edit);
            let (record, meta) = &self.records[&edit.record];
            model.put(record, meta);
        }
        Ok(())
    }

    /// Writes an edit as a replica would, when nobody else writes.
    pub(crate) fn write(&mut self, who: PersonId, edit: &Edit) {
        let owner = (edit.kind == DocKind::Journal).then_some(who);
        let half_year = owner.map(|_| HalfYear::of(self.now));
        let meta = DocMeta { kind: edit.kind, owner, half_year };
        let doc = DocId([edit.kind as u8 ^ owner.map_or(0xf0, |p| p.0[0]); 16]);
        self.counter += 1;
        let actor = OpActor::new(device(who), [0; 8]);
        let birth = OpId { counter: self.counter, actor };
        let fresh = || (Record { id: edit.record, doc, birth, fields: BTreeMap::new() }, meta);
        let (record, _) = self.records.entry(edit.record).or_insert_with(fresh);
        for field in &edit.fields {
            self.counter += 1;
            let op = OpId { counter: self.counter, actor };
            match &field.value {
                Some(value) => record.fields.insert(field.key.clone(), vec![Visible { op, value: value.clone() }]),
                None => record.fields.remove(&field.key),
            };
        }
    }

    pub(crate) fn fresh(&mut self) -> RecordId {
        RecordId(self.ids.next().unwrap())
    }

    /// Writes a person into the roster under a chosen id.
    pub(crate) fn put_person(&mut self, id: PersonId, name: &str, school: &str, township: &str) {
        let fields = [("type", "person"), ("name", name), ("school", school), ("township", township)];
        let fields = fields.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| set(k, *v)).collect();
        self.write(person(1), &Edit { kind: DocKind::Roster, record: RecordId(id.0), fields });
    }
}

pub(crate) fn device(who: PersonId) -> DeviceId {
    DeviceId([who.0[0].wrapping_add(0x30); 16])
}

/// A field that was empty before.
pub(crate) fn set(key: &str, value: impl Into<Scalar>) -> FieldEdit {
    FieldEdit { key: key.to_owned(), seen: None, value: Some(value.into()) }
}

/// A complete activity on a day, with these people.
pub(crate) fn activity(record: RecordId, day: &str, host: PersonId, there: &[PersonId]) -> Draft {
    let mut fields = vec![
        set("kind", "joint-lesson-prep"),
        set("topic", "大单元教学设计：从一篇到一组"),
        set("start", format!("{day}T14:30")),
        set("end", format!("{day}T16:30")),
        set("place", "赵桥小学"),
        set("host", host.to_string()),
    ];
    fields.extend(there.iter().map(|id| set(&format!("attendance/{id}"), "signed")));
    Draft { record_type: RecordType::Activity, record, fields }
}

/// A complete guidance.
pub(crate) fn mentoring(record: RecordId, day: &str, mentor: PersonId, mentee: PersonId, dimension: &str) -> Draft {
    let fields = vec![
        set("mentor", mentor.to_string()),
        set("mentee", mentee.to_string()),
        set("day", day),
        set("mode", "talk"),
        set(&format!("dimensions/{dimension}"), true),
        set("content", "课堂提问的层次，先问全班再点名。"),
        set("advice", "每节课准备三个有梯度的问题。"),
    ];
    Draft { record_type: RecordType::Mentoring, record, fields }
}

/// A complete outcome.
pub(crate) fn outcome(record: RecordId, day: &str, author: PersonId, level: &str) -> Draft {
    let fields = vec![
        set("kind", "paper"),
        set("title", "乡村小学大单元作业设计"),
        set(&format!("authors/{author}"), 1),
        set("level", level),
        set("issuer", "县教研室"),
        set("day", day),
        set("proof", "原件在学校档案室"),
    ];
    Draft { record_type: RecordType::Outcome, record, fields }
}

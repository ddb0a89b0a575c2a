//! What screens show: core's views over the picture, with what only the engine knows. Reads only.

use std::collections::BTreeMap;

use studio_core::change::Body;
use studio_core::closure;
use studio_core::command::{parse_list, read_chain};
use studio_core::edit::Edit;
use studio_core::face;
use studio_core::id::{DeviceId, PersonId, RecordId};
use studio_core::record::{OpId, TYPE_KEY};
use studio_core::record_type::RecordType;
use studio_core::replica::Replica;
use studio_core::store::{Aside, KeptDraft, KeptWhat, StoreError};
use studio_core::tolerant::{self, Fields};
use studio_core::view::{self, Delivery, Scene};

use super::act::not_joined;
use super::history::Past;
use super::{Engine, OWN_SETTINGS, faults, fresh};
use crate::messages::{
    AsideField, AsideRow, ChainHere, DeviceRow, Draft, MePage, Notice, Query, RecordPage, RecordStart, Reply,
    SentenceStart, Writer, device_seen,
};

impl Engine {
    pub(super) fn query(&mut self, query: Query) -> Result<Reply, Notice> {
        if query == Query::Standing {
            return Ok(Reply::Standing(self.standing()));
        }
        let replica = self.replica.as_ref().ok_or_else(not_joined)?;
        Ok(match query {
            Query::Standing | Query::Home => {
                Reply::Home(self.scene(replica)?.as_ref().and_then(view::home).map(Box::new))
            }
            Query::Closure => Reply::Closure(self.scene(replica)?.as_ref().and_then(progress).map(Box::new)),
            Query::Indicator { id, term } => {
                let scene = self.scene(replica)?;
                Reply::Indicator(scene.and_then(|scene| view::indicator(&scene, &id, term)).map(Box::new))
            }
            Query::Past(term) => {
                Reply::Past(self.scene(replica)?.and_then(|scene| view::term_page(&scene, term)).map(Box::new))
            }
            Query::Offered(offer) => {
                let prefill = view::offered(&self.seen(replica)?, &offer);
                Reply::Start(Box::new(RecordStart { record: RecordId(fresh()), prefill }))
            }
            Query::Records(query) => Reply::Records(Box::new(view::record_list(&self.seen(replica)?, &query))),
            Query::Record(record) => Reply::Record(self.record_page(replica, record)?.map(Box::new)),
            Query::History(record) => Reply::History(self.history_page(replica, record)?.map(Box::new)),
            Query::Fields(record) => Reply::Fields(view::shared_fields(&self.seen(replica)?, record)),
            Query::Paper(paper) => Reply::Paper(self.paper_here(replica, &paper)?.map(Box::new)),
            Query::Edition(record) => Reply::Paper(self.paper_then(replica, record)?.map(Box::new)),
            Query::PaperOffers { paper, part } => {
                Reply::PaperOffers(view::paper_offers(&self.seen(replica)?, &paper, &part))
            }
            Query::Start(of) => Reply::Start(Box::new(self.record_start(replica, of)?)),
            Query::LastVisit { teacher, record } => {
                Reply::LastVisit(view::last_visit(&self.seen(replica)?, teacher, record).map(Box::new))
            }
            Query::Sentence { line, of } => {
                let read = view::sentence(&self.seen(replica)?, &line, of);
                Reply::Sentence(Box::new(SentenceStart { record: RecordId(fresh()), read }))
            }
            Query::Used => Reply::Used(view::used(&self.seen(replica)?)),
            Query::Team => Reply::Team(Box::new(view::team(&self.seen(replica)?))),
            Query::Person(person) => Reply::Person(view::person_page(&self.seen(replica)?, person).map(Box::new)),
            Query::Archive { person, term } => {
                Reply::Archive(view::archive(&self.seen(replica)?, person, term).map(Box::new))
            }
            Query::Summary(of) => Reply::Summary(view::summary(&self.seen(replica)?, of).map(Box::new)),
            Query::Me => Reply::Me(Box::new(self.me_page(replica)?)),
            Query::Drafts => Reply::Drafts(self.drafts(replica).iter().map(draft).collect()),
            Query::Draft(record) => {
                Reply::Draft(self.drafts(replica).iter().find(|draft| draft.record == record).map(draft))
            }
            Query::Devices => Reply::Devices(devices(replica)),
            Query::People { text } => Reply::People(Box::new(parse_list(&text, &self.picture.model))),
            Query::Chain { text } => Reply::Chain(Box::new(read_chain(&text, &self.picture.model))),
            Query::Asides => Reply::Asides(self.aside_rows(replica)),
            Query::Settings => Reply::Settings(settings(replica)),
        })
    }

    /// The scene, if this release knows the studio's guide.
    fn scene<'a>(&'a self, replica: &'a Replica) -> Result<Option<Scene<'a>>, Notice> {
        Ok(self.picture.scene(replica.identity().person, self.host.now(), replica.fresh()))
    }

    /// The scene of a screen that cannot do without.
    pub(super) fn seen<'a>(&'a self, replica: &'a Replica) -> Result<Scene<'a>, Notice> {
        self.scene(replica)?.ok_or_else(|| Notice::needed("notice-guide-unknown"))
    }

    fn record_page(&self, replica: &Replica, record: RecordId) -> Result<Option<RecordPage>, Notice> {
        let Some(mut detail) = view::record_detail(&self.seen(replica)?, record) else { return Ok(None) };
        if !self.picture.deliveries.contains_key(&record)
            && let Some(delivery) = self.delivered(replica, record).map_err(|fault| faults::of_store(&fault))?
        {
            detail.delivery = delivery;
        }
        let past = self.past(replica, record).map_err(|fault| faults::of_store(&fault))?;
        let Past { written, changed, values_at } = past;
        let writers = detail.conflicts.iter().flat_map(|conflict| &conflict.values);
        let writers = writers.map(|(device, _)| (*device, self.writer(replica, *device))).collect();
        let pieces = self.pieces_of(replica.identity().studio, &detail.fields);
        Ok(Some(RecordPage { detail, writers, values_at, written, changed, pieces }))
    }

    pub(super) fn writer(&self, replica: &Replica, device: DeviceId) -> Writer {
        let known = replica.members().device(device);
        let person = known.map_or(PersonId([0; 16]), |known| known.person);
        Writer {
            person,
            name: self.picture.model.name_of(person).to_owned(),
            device_name: known.map(|known| known.name.clone()).unwrap_or_default(),
            this_device: device == replica.identity().device,
        }
    }

    /// When a record that has arrived was saved and acknowledged, and what its changes took; read
    /// from the disk only when somebody opens the ticks.
    fn delivered(&self, replica: &Replica, record: RecordId) -> Result<Option<Delivery>, StoreError> {
        let Some((record, _)) = replica.state().record(record) else { return Ok(None) };
        let studio = replica.identity().studio;
        let mut delivery = Delivery::default();
        let mut bytes = 0;
        for kept in self.disk.store.changes(studio, record.doc)? {
            if !touches(&kept.envelope.body, record.birth) {
                continue;
            }
            bytes += kept.envelope.body.len() as u64;
            delivery.saved_at = delivery.saved_at.max(Some(kept.envelope.made_at));
            let Some(seq) = kept.seq.filter(|seq| *seq > 0) else { continue };
            let entries = self.disk.store.entries(studio, None, seq - 1, 1)?;
            let seen = entries.iter().find(|entry| entry.seq == seq && matches!(entry.what, KeptWhat::Change(..)));
            delivery.server_at = delivery.server_at.max(seen.map(|entry| entry.first_seen));
        }
        delivery.upload_bytes = Some(bytes);
        Ok(Some(delivery))
    }

    fn record_start(&self, replica: &Replica, of: RecordType) -> Result<RecordStart, Notice> {
        Ok(RecordStart { record: RecordId(fresh()), prefill: view::prefill(&self.seen(replica)?, of) })
    }

    fn me_page(&self, replica: &Replica) -> Result<MePage, Notice> {
        let mut me = view::me(&self.seen(replica)?);
        if me.member.name.is_empty() {
            // A stopped phone has forgotten the roster.
            me.member.name = self.owner_name(replica);
        }
        Ok(MePage {
            me,
            sync: self.sync_state(),
            storage: self.storage.clone(),
            devices: devices(replica),
            asides: self.aside_rows(replica),
            drafts: self.drafts(replica).len(),
            settings: settings(replica),
            chain: chain(replica),
            pictures: self.pictures_here(replica),
        })
    }

    fn aside_rows(&self, replica: &Replica) -> Vec<AsideRow> {
        replica.asides().iter().filter_map(|aside| self.aside_row(aside)).collect()
    }

    fn aside_row(&self, aside: &Aside) -> Option<AsideRow> {
        let edit = aside.edits.first()?;
        let found = self.picture.model.find(edit.record);
        let stands = |key: &str| found.and_then(|found| found.fields.get(key).cloned());
        let (record_type, title) = self.named(edit);
        let names = people_in(edit).chain(found.map(face::involved).into_iter().flatten());
        Some(AsideRow {
            place: aside.place,
            at: aside.at,
            reason_key: aside.refusal.map_or("aside-changed-elsewhere", |refusal| refusal.key()).to_owned(),
            record: edit.record,
            record_type,
            title,
            fields: aside_fields(edit, stands),
            telling: view::telling(&self.picture.model, self.picture.guide.as_ref(), names),
        })
    }

    /// What an edit's record is, if this device can tell, and its title as it stands or as it was meant.
    pub(super) fn named(&self, edit: &Edit) -> (Option<RecordType>, String) {
        let model = &self.picture.model;
        let found = model.find(edit.record);
        let meant = meant(edit);
        let of =
            found.map(|found| found.record_type).or_else(|| RecordType::from_word(tolerant::str(&meant, TYPE_KEY)?));
        let title = |fields: &Fields| of.map(|of| face::title(of, fields, &|person| model.name_of(person).to_owned()));
        let stands = found.and_then(|found| title(&found.fields)).filter(|text| !text.is_empty());
        (of, stands.or_else(|| title(&meant)).unwrap_or_default())
    }
}

/// The values that an edit would write.
fn meant(edit: &Edit) -> Fields {
    edit.fields.iter().filter_map(|field| Some((field.key.clone(), field.value.clone()?))).collect()
}

/// Everybody whom an edit names, in a key or as a value.
fn people_in(edit: &Edit) -> impl Iterator<Item = PersonId> {
    edit.fields.iter().flat_map(|field| {
        let values = [&field.value, &field.seen].into_iter().filter_map(|value| value.as_ref()?.as_str());
        field.key.split('/').chain(values).filter_map(|text| text.parse().ok()).collect::<Vec<_>>()
    })
}

fn progress(scene: &Scene<'_>) -> Option<closure::ClosureReport> {
    closure::report(scene.model, scene.guide, scene.now, scene.freshness)
}

fn aside_fields(edit: &Edit, stands: impl Fn(&str) -> Option<studio_core::record::Scalar>) -> Vec<AsideField> {
    let fields = edit.fields.iter().filter(|field| field.key != TYPE_KEY);
    fields
        .map(|field| AsideField { key: field.key.clone(), meant: field.value.clone(), stands: stands(&field.key) })
        .collect()
}

/// Whether a kept change gave birth to a record or wrote in it.
fn touches(change: &[u8], birth: OpId) -> bool {
    Body::decode_kept(change).is_ok_and(|body| body.touches(birth))
}

fn devices(replica: &Replica) -> Vec<DeviceRow> {
    let identity = replica.identity();
    let members = replica.members();
    let here_since = members.device(identity.device).map(|known| known.since);
    let own = members.devices.iter().filter(|(_, known)| known.person == identity.person);
    let mut rows: Vec<DeviceRow> = own
        .map(|(device, known)| DeviceRow {
            device: *device,
            name: known.name.clone(),
            since: known.since,
            this_device: *device == identity.device,
            newer: here_since.is_some_and(|here| known.since > here),
            seen: replica.setting(&device_seen(*device)).is_some(),
            revoked: members.is_revoked(*device),
        })
        .collect();
    rows.sort_by_key(|row| (!row.this_device, row.revoked, std::cmp::Reverse(row.since)));
    rows
}

fn chain(replica: &Replica) -> Option<ChainHere> {
    let bookmark = replica.bookmark();
    bookmark.chain.map(|chain| ChainHere { seq: bookmark.seq, chain })
}

pub(super) fn draft(kept: &KeptDraft) -> Draft {
    Draft { record: kept.record, form: kept.form.clone(), content: kept.content.clone(), at: kept.at }
}

fn settings(replica: &Replica) -> BTreeMap<String, String> {
    let all = replica.settings().iter().filter(|(name, _)| !name.starts_with(OWN_SETTINGS));
    all.map(|(name, value)| (name.clone(), value.clone())).collect()
}

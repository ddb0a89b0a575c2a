//! A studio as its pages see it: read from the log's read model, judged by `core::closure`, kept ready per (life, head,
//! day). 数据截至 moves without the head, so it is read each time. Computes no number itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use studio_core::attachment;
use studio_core::changelog::LogHead;
use studio_core::closure::{self, ClosureReport, Freshness};
use studio_core::doc::Descriptor;
use studio_core::face;
use studio_core::guide::{ClassHour, Guide, Own, Shape};
use studio_core::id::{DocId, PersonId, PieceHash, RecordId, StudioId};
use studio_core::members::Members;
use studio_core::read::{DocMeta, Kept, ReadModel, StudioFacts};
use studio_core::store::StoreError;
use studio_core::time::{Day, Millis};
use studio_ui::read::{Names, Tells};

use crate::fault::Fault;
use crate::guides::Guides;
use crate::limits::REPORTS_MAX;
use crate::phones::{self, Seen};
use crate::store::sqlite::reading::StudioReading;
use crate::store::sqlite::{invites as rows, office, reading};

/// A studio at one place of its log.
#[derive(Debug)]
pub struct Picture {
    /// The studio.
    pub studio: StudioId,
    /// Where its log ended.
    pub head: LogHead,
    /// Who is in it, with which devices.
    pub members: Members,
    /// Its records.
    pub model: ReadModel,
    /// What the bureau calls it: its name at founding, until it is renamed.
    called: Option<String>,
    /// The guide of its terms.
    pub guide: Arc<Guide>,
    /// The records that name each picture.
    pieces: BTreeMap<PieceHash, Vec<RecordId>>,
    /// Pieces that are to lie nowhere.
    erased: BTreeSet<PieceHash>,
    /// How far it is, before anybody's last sync is looked at; `None` when the guide does not hold its direction.
    judged: Option<ClosureReport>,
}

impl Picture {
    /// Whether a record of this sort names a picture.
    pub fn names(&self, hash: PieceHash, sees: impl Fn(&Kept) -> bool) -> bool {
        let records = self.pieces.get(&hash).into_iter().flatten();
        records.filter_map(|record| self.model.find(*record)).any(sees)
    }

    /// What its project calls those who carry it.
    pub fn shape(&self) -> Shape {
        let direction = self.members.terms.as_ref().and_then(|terms| self.guide.direction(terms.direction));
        direction.or(self.guide.usual()).map(|direction| direction.shape.clone()).unwrap_or_default()
    }

    /// Pieces that are to lie nowhere: erased under every record that names them.
    pub fn erased(&self) -> &BTreeSet<PieceHash> {
        &self.erased
    }
}

/// The records that name each picture.
fn pieces(model: &ReadModel) -> BTreeMap<PieceHash, Vec<RecordId>> {
    let mut named: BTreeMap<PieceHash, Vec<RecordId>> = BTreeMap::new();
    for kept in model.with_files() {
        attachment::pieces(&kept.fields).for_each(|hash| named.entry(hash).or_default().push(kept.id));
    }
    named
}

impl Names for Picture {
    fn name(&self, person: PersonId) -> Option<String> {
        self.model.name(person)
    }
}

impl Tells for Picture {
    fn class_hour(&self) -> Option<ClassHour> {
        Some(self.guide.class_hour)
    }

    fn school(&self, person: PersonId) -> String {
        self.model.person(person).map(|kept| kept.content.school.clone()).unwrap_or_default()
    }

    fn is_erased(&self, picture: PieceHash) -> bool {
        self.model.studio.erased.contains_key(&picture)
    }

    fn mark(&self, word: &str) -> Option<String> {
        self.guide.lesson.rubric.iter().find(|line| line.id == word).map(|line| line.title.clone())
    }

    fn own(&self) -> &Own {
        &self.model.own
    }

    fn record(&self, id: RecordId) -> Option<String> {
        let found = self.model.find(id).filter(|found| found.counts() && found.record_type.says().work)?;
        let title = face::title(found.record_type, &found.fields, &|person| self.model.name_of(person).to_owned());
        (!title.is_empty()).then_some(title)
    }
}

/// A studio as its pages see it now.
#[derive(Debug, Clone)]
pub struct Report {
    /// The studio at its head.
    pub picture: Arc<Picture>,
    /// How far it is, with 数据截至 as of this request; `None` when the guide does not hold its direction.
    pub closure: Option<ClosureReport>,
    /// 数据截至, as of this request.
    pub freshness: Freshness,
}

/// The newest picture of each studio and the day for which it was judged.
type Ready = HashMap<StudioId, (Day, Arc<Picture>)>;

/// Reports kept ready. Cloning shares them.
#[derive(Debug, Clone, Default)]
pub struct Reports {
    guides: Guides,
    ready: Arc<Mutex<Ready>>,
}

impl Reports {
    /// None yet, of studios that are judged by these guides.
    pub fn by(guides: Guides) -> Self {
        Self { guides, ready: Arc::default() }
    }

    /// A studio's report; `None` when it has no log.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn of(&self, db: &Connection, studio: StudioId, now: Millis) -> Result<Option<Report>, Fault> {
        let Some(head) = reading::head(db, studio)? else { return Ok(None) };
        let called = office::studio_name(db, studio)?;
        let picture = match self.kept(studio, head, now.day()).filter(|picture| picture.called == called) {
            Some(picture) => picture,
            None => {
                let Some(read) = reading::studio(db, studio)? else { return Ok(None) };
                let names = invited_names(db, studio)?;
                self.keep(now.day(), Arc::new(picture(read, called, names, &self.guides, now)?))
            }
        };
        let freshness = freshness(db, &picture, now)?;
        let closure = picture.judged.clone().map(|judged| ClosureReport { freshness: freshness.clone(), ..judged });
        Ok(Some(Report { picture, closure, freshness }))
    }

    fn kept(&self, studio: StudioId, head: LogHead, day: Day) -> Option<Arc<Picture>> {
        let ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        let (of_day, picture) = ready.get(&studio)?;
        (picture.head == head && *of_day == day).then(|| Arc::clone(picture))
    }

    fn keep(&self, day: Day, picture: Arc<Picture>) -> Arc<Picture> {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        if ready.len() >= REPORTS_MAX {
            ready.clear();
        }
        ready.insert(picture.studio, (day, Arc::clone(&picture)));
        picture
    }
}

/// 数据截至 by phone, with whatever is known to be missing or to wait.
fn freshness(db: &Connection, picture: &Picture, now: Millis) -> Result<Freshness, StoreError> {
    let studio = picture.studio;
    let seen = Seen {
        people: reading::fresh(db, studio)?.into_iter().collect(),
        phones: reading::seen(db, studio)?.into_iter().collect(),
    };
    let mut freshness = closure::fresh(&picture.model, now, &seen.whole_up_to(&picture.members, now));
    phones::name_silent(&mut freshness, &picture.members, &seen, now);
    phones::name_held(&mut freshness, &picture.model, &picture.members, &reading::held(db, studio)?);
    Ok(freshness)
}

/// Names that inviters typed, for members whom the roster does not describe yet.
fn invited_names(db: &Connection, studio: StudioId) -> Result<BTreeMap<PersonId, String>, StoreError> {
    let invites = rows::invites(db, studio)?;
    Ok(invites.into_iter().rev().map(|invite| (invite.person, invite.person_name)).collect())
}

fn picture(
    read: StudioReading,
    called: Option<String>,
    names: BTreeMap<PersonId, String>,
    guides: &Guides,
    now: Millis,
) -> Result<Picture, Fault> {
    let mut members = Members::default();
    for signed in &read.decisions {
        members.apply(&signed.read().map_err(|_| StoreError::Corrupt)?);
    }
    let metas: BTreeMap<DocId, DocMeta> =
        read.descriptors.iter().map(|d: &Descriptor| (d.id(read.studio), DocMeta::from(d))).collect();
    let facts = StudioFacts { names, ..StudioFacts::from(&members) };
    let facts = StudioFacts { name: called.clone().unwrap_or(facts.name), ..facts };
    let placed = read.records.iter().filter_map(|record| Some((record, metas.get(&record.doc)?)));
    let mut model = ReadModel::build(facts, placed);
    let guide = guide_of(&members, guides)?;
    model.own = guide.own();
    let judged = closure::report(&model, &guide, now, &BTreeMap::new());
    let (pieces, erased) = (pieces(&model), model.erased_pieces());
    Ok(Picture { studio: read.studio, head: read.head, members, model, called, guide, pieces, erased, judged })
}

/// The guide of a studio's terms; before any terms the newest one.
fn guide_of(members: &Members, guides: &Guides) -> Result<Arc<Guide>, Fault> {
    let name = members.terms.as_ref().map(|terms| terms.guide.as_str());
    let found = match name {
        Some(name) => guides.by_name(name),
        None => guides.newest(),
    };
    found.cloned().ok_or_else(|| Fault::UnknownGuide(name.unwrap_or_default().to_owned()))
}

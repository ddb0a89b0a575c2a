//! `demo`: a made-up county through the real path. Devices enrol with their own keys, every record is a command on a
//! phone, sealed and pushed through the same turn as in a county; only the network between is left out.

mod paper;
mod pictures;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, Result};
use chrono::Datelike;
use clap::Args;
use studio_core::access::Role;
use studio_core::command::Actor;
use studio_core::decision::{By, Extension};
use studio_core::demo::{Content, DemoMember, DemoStudio, Size, Step};
use studio_core::id::{DeviceId, PersonId, RecordId, StudioId};
use studio_core::limits::ANSWER_BYTES_MAX;
use studio_core::read::{DocMeta, ReadModel, StudioFacts};
use studio_core::replica::{NewDevice, Replica};
use studio_core::sign::Secret;
use studio_core::store::MemoryStore;
use studio_core::time::{Day, Millis};
use studio_core::turn::Turn;
use studio_core::wire::EnrolRequest;

use super::{Added, Data, Officer, add_officer, block_on};
use crate::auth::password;
use crate::chance;
use crate::codes::{self, Code};
use crate::config::database;
use crate::desk::{Desk, spare};
use crate::enrol;
use crate::fault::Fault;
use crate::guides::{GuideFolder, Guides};
use crate::invites::Invited;
use crate::store::files::Files;
use crate::store::sqlite::office::{self, BureauId, ProjectRow};
use crate::studios::{self, Founding};
use crate::terms;
use pictures::Album;

/// The officer of the demo county.
const LOGIN: &str = "demo";
/// The same county every time.
const SEED: u64 = 7;
/// From a record's ✓ to its ✓✓ on a phone with a network.
const SYNC_AFTER_MS: i64 = 120_000;

/// Make a county with made-up people, studios in different states and three terms of work, to look at.
#[derive(Debug, Args)]
pub struct Demo {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    guides: GuideFolder,
    /// Two studios over one term instead of all of them over three: made soon.
    #[arg(long)]
    small: bool,
}

impl Demo {
    /// Makes the county and prints how to come in.
    ///
    /// # Errors
    /// When there is a database already, or a script of the county does not run.
    pub fn run(self, out: &mut dyn Write) -> Result<ExitCode> {
        let path = database(&self.data.folder);
        anyhow::ensure!(!path.exists(), "{} is there already: a demo never mixes with real work", path.display());
        let (content, guides) = (content()?, self.guides.read()?);
        let (disk, now) = (self.data.open()?, chance::now());
        let first = codes::password(chance::bytes());
        let officer = Officer {
            bureau: content.bureau().to_owned(),
            login: LOGIN.to_owned(),
            name: "教师教育股".to_owned(),
            password_hash: password::hash(&first).map_err(anyhow::Error::msg)?,
        };
        let size = if self.small { Size::Small } else { Size::Whole };
        let scripts = scripts(&content, &guides, size, now.day())?;
        let files = Files::beside(&path);
        let made = block_on(disk.write(move |desk| county(desk, &guides, &files, &officer, &scripts, now)))??;
        writeln!(out, "officer 教育局   login 账号 {LOGIN}   password 密码 {first}")?;
        for invite in made {
            writeln!(out, "invite 邀请码   {}   {}", invite.code.spaced(), invite.words)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn content() -> Result<Content> {
    Content::parse(
        include_str!("../../../assets/demo/county.toml"),
        include_str!("../../../assets/demo/general.toml"),
        include_str!("../../../assets/demo/year.toml"),
        &[
            include_str!("../../../assets/demo/chinese.toml"),
            include_str!("../../../assets/demo/maths.toml"),
            include_str!("../../../assets/demo/english.toml"),
            include_str!("../../../assets/demo/science.toml"),
        ],
    )
    .context("the demo's texts")
}

fn scripts(content: &Content, guides: &Guides, size: Size, today: Day) -> Result<Vec<DemoStudio>> {
    let guide = guides.newest().context("no guide")?;
    let scripts = size.studios(content, SEED, &guide.terms, today);
    anyhow::ensure!(!scripts.is_empty(), "the guide lists no term before today");
    Ok(scripts)
}

/// An invite for somebody who wants to try.
struct DemoInvite {
    code: Code,
    words: String,
}

fn county(
    desk: &mut Desk<'_>,
    guides: &Guides,
    files: &Files,
    officer: &Officer,
    scripts: &[DemoStudio],
    now: Millis,
) -> Result<Vec<DemoInvite>, Fault> {
    let added = add_officer(desk, officer, now)?;
    debug_assert_eq!(added, Added::New);
    let bureau = office::bureau_by_name(desk.db(), &officer.bureau)?.unwrap_or_default();
    let mut invites = Vec::new();
    let mut projects: BTreeMap<&str, ProjectRow> = BTreeMap::new();
    for (script, number) in scripts.iter().zip(0..) {
        let of = match projects.get(script.project.name.as_str()) {
            Some(project) => project.clone(),
            None => add_project(desk, guides, &bureau, script)?,
        };
        let album = Album::of(script, files.clone(), number);
        let studio = play(desk, guides, officer, &of, script, album, now)?;
        projects.insert(&script.project.name, of);
        if invites.is_empty() {
            invites = to_try(desk, studio, &officer.bureau, script, now)?;
        }
    }
    Ok(invites)
}

/// A project of the county, in the usual direction of the newest guide.
fn add_project(
    desk: &mut Desk<'_>,
    guides: &Guides,
    bureau: &BureauId,
    script: &DemoStudio,
) -> Result<ProjectRow, Fault> {
    let usual = guides.newest().and_then(|guide| Some((guide, guide.usual()?)));
    let (guide, direction) = usual.ok_or_else(|| Fault::UnknownGuide(String::new()))?;
    studios::add_project(desk, bureau, guide, direction, &script.project.name, script.founded)
}

/// The chief's second phone, and a backbone teacher's.
fn to_try(
    desk: &mut Desk<'_>,
    studio: StudioId,
    bureau: &str,
    script: &DemoStudio,
    now: Millis,
) -> Result<Vec<DemoInvite>, Fault> {
    let chief = script.members.iter().find(|member| member.role == Role::Chief);
    let backbone = script.members.iter().find(|member| member.role == Role::Backbone);
    let mut invites = Vec::new();
    let inviters = [bureau, chief.map_or(bureau, |chief| &chief.name)];
    for (member, inviter) in [chief, backbone].into_iter().zip(inviters).filter_map(|(m, by)| Some((m?, by))) {
        let (code, _) = enrol::open(desk, invited(studio, member, inviter), now)?;
        let role = studio_ui::read::role(Some(member.role));
        invites.push(DemoInvite { code, words: format!("{} · {role} · {}", member.name, script.name) });
    }
    Ok(invites)
}

fn invited(studio: StudioId, member: &DemoMember, inviter: &str) -> Invited {
    Invited {
        studio,
        person: member.person,
        role: member.role,
        name: member.name.clone(),
        school: String::new(),
        inviter: inviter.to_owned(),
    }
}

/// One studio from its founding to today.
fn play(
    desk: &mut Desk<'_>,
    guides: &Guides,
    officer: &Officer,
    project: &ProjectRow,
    script: &DemoStudio,
    mut album: Album,
    now: Millis,
) -> Result<StudioId, Fault> {
    let by = By::Officer(officer.login.clone());
    let studio = StudioId(chance::bytes());
    let new = Founding { project, extension: None, studio, name: &script.name };
    studios::found(desk, guides, new, &by, script.founded)?;
    extend(desk, project, script, &by, now)?;
    if let Some(chief) = &script.awaited {
        enrol::open(desk, invited(studio, chief, &officer.bureau), script.founded)?;
    }
    let mut phones = BTreeMap::new();
    for (place, member) in (1..).zip(&script.members) {
        let at = Millis(script.founded.0 + place * 60_000);
        phones.insert(member.person, Phone::join(desk, studio, member, &officer.bureau, at)?);
    }
    let mut away: Vec<(Millis, PersonId)> = script.away.iter().map(|(person, (_, back))| (*back, *person)).collect();
    away.sort_by_key(|(back, _)| std::cmp::Reverse(*back));
    for step in &script.steps {
        while let Some((back, person)) = away.pop_if(|(back, _)| *back <= step.at) {
            phones.get_mut(&person).map(|phone| phone.sync(desk, back)).transpose()?;
        }
        let Some(phone) = phones.get_mut(&step.by) else { continue };
        let reached = !script.is_away(step.by, step.at);
        if reached {
            phone.sync(desk, step.at)?;
        }
        phone.act(&album.with_pictures(step)?)?;
        let last = script.last_sync.get(&step.by).map_or(i64::MAX, |at| at.0);
        if reached {
            phone.sync(desk, Millis(last.min(step.at.0 + SYNC_AFTER_MS)))?;
        }
    }
    for (person, at) in &script.last_sync {
        if let Some(phone) = phones.get_mut(person) {
            phone.sync(desk, *at)?;
        }
    }
    album.bring(desk, studio, now)?;
    Ok(studio)
}

/// The province moved the project's deadline; studios founded later have it from the beginning.
fn extend(desk: &mut Desk<'_>, project: &ProjectRow, script: &DemoStudio, by: &By, now: Millis) -> Result<(), Fault> {
    let until = match script.project.days_left {
        Some(days) => (now.day() + chrono::Duration::days(days)).to_string(),
        None => format!("{}-12-31", now.day().year()),
    };
    let extension = Extension { until, reason: script.project.reason.clone() };
    terms::extend(desk, project.project, extension, by, script.founded)
}

/// A member's phone with its disk.
struct Phone {
    store: MemoryStore,
    replica: Replica,
    /// Kept up to date record by record: to read thousands anew for each step takes minutes.
    model: ReadModel,
    device: DeviceId,
    person: PersonId,
}

impl Phone {
    fn join(
        desk: &mut Desk<'_>,
        studio: StudioId,
        member: &DemoMember,
        bureau: &str,
        at: Millis,
    ) -> Result<Self, Fault> {
        let (code, _) = enrol::open(desk, invited(studio, member, bureau), at)?;
        let (device, seed) = (DeviceId(chance::bytes()), chance::bytes());
        let request = EnrolRequest {
            code: code.as_str().to_owned(),
            device,
            key: Secret::from_seed(seed).public(),
            device_name: "演示手机".to_owned(),
            person_name: member.name.clone(),
        };
        let answer = enrol::redeem(desk, &code, &request, at)?.map_err(|turned| off_script(&turned))?;
        let mut store = MemoryStore::default();
        let new = NewDevice { device, seed, nonce: chance::bytes() };
        let replica = Replica::enrol(&mut store, &answer, new, at)?;
        let model = ReadModel::of(replica.state());
        Ok(Self { store, replica, model, device, person: member.person })
    }

    fn read(&mut self, records: impl IntoIterator<Item = RecordId>) {
        for id in records {
            if let Some((record, descriptor)) = self.replica.state().record(id) {
                self.model.put(record, &DocMeta::from(descriptor));
            }
        }
    }

    fn act(&mut self, step: &Step) -> Result<(), Fault> {
        self.model.studio = StudioFacts::from(&self.replica.state().members);
        let actor = Actor { model: &self.model, person: self.person, device: self.device, now: step.at };
        let mut ids = std::iter::from_fn(|| Some(chance::bytes()));
        let edits = step.command.edits(&actor, &mut ids).map_err(|error| off_script(&(error, &step.command)))?;
        let recorded = self.replica.record(&mut self.store, &edits, step.at, None);
        recorded.map_err(|fault| off_script(&fault))?;
        self.read(edits.iter().map(|edit| edit.record));
        Ok(())
    }

    /// Round trips until nothing waits on either side.
    fn sync(&mut self, desk: &mut Desk<'_>, at: Millis) -> Result<(), Fault> {
        let studio = self.replica.identity().studio;
        let secret = desk.secret().clone();
        loop {
            let request = self.replica.request(&self.store, at, ANSWER_BYTES_MAX)?;
            let turn = Turn { device: self.device, now: at, secret: &secret, spare: spare() };
            let done = desk.turn(studio, |ready, log| ready.sync(log, &request, &turn))?;
            let answer = done.and_then(Result::ok).ok_or_else(|| off_script(&"no answer"))?;
            let applied = self.replica.answer(&mut self.store, &answer, at).map_err(|fault| off_script(&fault))?;
            self.read(applied.touched.iter().copied());
            if !applied.more {
                return Ok(());
            }
        }
    }
}

/// The county's script does not run: our own mistake, found by the first who tries it.
fn off_script(what: &impl std::fmt::Debug) -> Fault {
    Fault::Script(format!("{what:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::Reports;
    use crate::store::threads::Disk;

    /// The county as it would be made on a day; says how many records its first studio counts.
    fn made_on(day: &str) -> usize {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::open(&database(folder.path()), [3; 32]).unwrap();
        let now = Millis::from_local(day.parse::<Day>().unwrap().and_hms_opt(10, 0, 0).unwrap());
        let officer = Officer {
            bureau: "临溪县教育局".into(),
            login: LOGIN.into(),
            name: "股长".into(),
            password_hash: String::new(),
        };
        let guides = Guides::default();
        let scripts = scripts(&content().unwrap(), &guides, Size::Small, now.day()).unwrap();
        let files = Files::beside(&database(folder.path()));
        let made = block_on(disk.write(move |desk| county(desk, &guides, &files, &officer, &scripts, now)));
        assert_eq!(made.unwrap().unwrap().len(), 2, "{day}");
        let report = block_on(disk.read(move |db| {
            let bureau = office::bureau_by_name(db, "临溪县教育局")?.unwrap();
            let studio = office::studios(db, &bureau)?.first().unwrap().studio;
            Reports::default().of(db, studio, now)
        }));
        let report = report.unwrap().unwrap().unwrap();
        assert!(report.closure.is_some_and(|closure| closure.chief.is_some()), "{day}");
        report.picture.model.activities().count()
    }

    #[test]
    fn the_county_can_be_made_early_in_a_term_and_in_the_holidays_after_it() {
        let (early, late) = (made_on("2026-09-10"), made_on("2027-02-10"));
        assert!(early < late, "{early} {late}");
    }
}

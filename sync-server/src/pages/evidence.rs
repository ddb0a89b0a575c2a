//! 指标背后的记录: the list and the record side by side, the people where people are counted; and a record alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use dioxus::prelude::*;
use serde::Deserialize;
use studio_core::arrival::Arrival;
use studio_core::closure::{
    self, CountedPerson, Doubt, EvidenceRef, Indicator, IndicatorPage as Opened, IndicatorState, Lacking, LeftOut,
};
use studio_core::face;
use studio_core::form::Input;
use studio_core::id::{PieceHash, RecordId};
use studio_core::read::{Kept, State as RecordState};
use studio_core::record_type::RecordType;
use studio_core::term::TermKey;
use studio_core::time::{Day, Millis, day_short};
use studio_core::tolerant::Fields;
use studio_ui::bureau::{
    BoxCard, Crumb, EvidenceRow, EvidenceTable, PageHead, PaperLink, PaperLinks, RecordSheet, Split,
};
use studio_ui::components::{Button, ButtonKind, EmptyState, Fact, Shot, TickState};
use studio_ui::dates;
use studio_ui::i18n::{t, t_with};
use studio_ui::icon::Glyph;
use studio_ui::read::{self, facts_below_title, is_drawn, name, value};
use studio_ui::tone::Tone;

use super::assemble::{Place, framed, id, report, studio_crumbs, studio_path};
use super::erasing::{self, EraseBox};
use super::files;
use super::history::{self, History};
use super::missing::{DoubtsBox, LeftOutBox, MissingBox};
use super::replies;
use super::{Page, PageFault, papers};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::reports::Report;

/// Which record is open at the side, and which closed term is asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Open {
    record: Option<String>,
    term: Option<String>,
}

#[derive(Clone)]
struct Sheet {
    record: RecordId,
    kind: String,
    title: String,
    note: String,
    facts: Vec<Fact>,
    shots: Vec<Shot>,
    state: TickState,
    /// Its printable forms: their names and where they are.
    sheets: Vec<(String, String)>,
    /// Where its pictures can be erased.
    erase: Option<String>,
}

#[derive(Clone)]
struct IndicatorPage {
    crumbs: Vec<Crumb>,
    title: String,
    sub: String,
    subject: String,
    /// No record of any kind makes a number here.
    not_counted: bool,
    count: Option<String>,
    rows: Vec<EvidenceRow>,
    people: Vec<CountedPerson>,
    sheet: Option<Sheet>,
    indicator: Indicator,
    lacking: Lacking,
    left_out: Vec<LeftOut>,
    elsewhere: usize,
    papers: Vec<PaperLink>,
    doubts: Vec<Doubt>,
    /// Pictures of the records behind it, each once.
    pictures: usize,
    here: String,
    path: String,
    today: Day,
}

/// GET /bureau/studios/{studio}/indicators/{number}
pub(super) async fn indicator(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path((studio, number)): Path<(String, usize)>,
    Query(open): Query<Open>,
) -> Page {
    let now = chance::now();
    let report = report(&app, &officer, id(Path(studio))?, now).await?;
    let closure = report.closure.as_ref().ok_or(PageFault::NotFound)?;
    let rule = closure.indicators.iter().find(|i| i.number == number).ok_or(PageFault::NotFound)?;
    let term = open.term.map(|term| term.parse::<TermKey>()).transpose().map_err(|()| PageFault::NotFound)?;
    let opened = open_indicator(&report, &rule.id, term, now).ok_or(PageFault::NotFound)?;
    let indicator = &opened.indicator;
    let asked: Option<RecordId> = open.record.and_then(|text| text.parse().ok());
    let beside = asked.or_else(|| indicator.evidence.first().map(|evidence| evidence.record));
    let sheet = match beside {
        Some(record) => sheet(&app, &report, record, now.day()).await?,
        None => None,
    };
    let page = assemble(&report, opened, term, (beside, sheet), now.day());
    framed(&officer, Place::Studio, &page.title.clone(), move || show(page.clone()))
}

/// An indicator as an officer sees it, who does not see what nobody handed in; of a closed term, on its last day.
fn open_indicator(report: &Report, id: &str, term: Option<TermKey>, now: Millis) -> Option<Opened> {
    let picture = &report.picture;
    let sees = |kept: &Kept| kept.counts();
    let Some(key) = term else { return closure::indicator_page(&picture.model, &picture.guide, now, id, &sees) };
    let opened = closure::indicator_page_then((&picture.model, &picture.guide), (key, now.day()), id, &sees)?;
    Some(Opened { lacking: Lacking::default(), ..opened })
}

fn assemble(
    report: &Report,
    page: Opened,
    term: Option<TermKey>,
    (opened, sheet): (Option<RecordId>, Option<Sheet>),
    today: Day,
) -> IndicatorPage {
    let Opened { indicator, lacking, left_out, elsewhere, papers, doubts } = page;
    let number = indicator.number.to_string();
    let path = studio_path(report.picture.studio);
    let of_term = term.map(|key| format!("term={key}&")).unwrap_or_default();
    let here = format!("{path}/indicators/{number}?{of_term}");
    let behind = indicator.evidence.iter().filter_map(|evidence| report.picture.model.find(evidence.record));
    let pictures: BTreeSet<PieceHash> =
        behind.flat_map(|kept| report.picture.model.pictures(kept)).filter(is_drawn).map(|one| one.hash).collect();
    let unattended = indicator.evidence.first().is_some_and(|e| !comes(e.record_type));
    IndicatorPage {
        crumbs: studio_crumbs(report, Some(t_with("indicator-number", &[("number", &number)]))),
        title: title(&indicator),
        sub: sub(&indicator, term),
        subject: subject(&indicator),
        not_counted: indicator.state == IndicatorState::NotCounted,
        count: (!unattended).then(|| t("evidence-attended")),
        rows: indicator.evidence.iter().map(|e| row(e, opened, &here)).collect(),
        people: indicator.people.clone(),
        sheet,
        indicator,
        lacking,
        left_out,
        elsewhere,
        papers: papers.iter().map(|paper| papers::link(paper, &path)).collect(),
        doubts,
        pictures: pictures.len(),
        here: format!("{path}/indicators/{number}"),
        path,
        today,
    }
}

/// Whether people come to it: then their number stands in the list.
fn comes(of: RecordType) -> bool {
    of.says().fields.iter().any(|spec| spec.input == Input::Attendance)
}

/// 联系乡村教师：77 人; without a number where none is counted.
fn title(indicator: &Indicator) -> String {
    if indicator.state == IndicatorState::NotCounted {
        return read::indicator_title(indicator);
    }
    let value = indicator.value.to_string();
    t_with(
        "indicator-title",
        &[("title", &read::indicator_title(indicator)), ("value", &value), ("unit", &indicator.unit)],
    )
}

/// 教研活动, 指导记录, 成果; 记录 where a number counts several types.
fn subject(indicator: &Indicator) -> String {
    let mut types = indicator.evidence.iter().map(|evidence| evidence.record_type);
    match types.next() {
        Some(first) if types.all(|other| other == first) => t(&first.label_key()),
        _ => t("evidence-record"),
    }
}

/// What is demanded, since when, how it is counted, how many were merged.
fn sub(indicator: &Indicator, term: Option<TermKey>) -> String {
    let mut parts: Vec<String> =
        term.map(|key| t_with("past-title", &[("term", &read::term(key))])).into_iter().collect();
    if let Some(target) = indicator.target {
        let key = if indicator.is_example() { "indicator-demand-example" } else { "indicator-demand" };
        parts.push(t_with(key, &[("target", &target.to_string()), ("unit", &indicator.unit)]));
    }
    if let Some(from) = indicator.from {
        parts.push(t_with("indicator-from", &[("day", &dates::date(from))]));
    }
    parts.extend(read::beside(indicator));
    parts.push(read::counted_how(indicator));
    parts.extend(read::caveats(indicator));
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn row(evidence: &EvidenceRef, opened: Option<RecordId>, here: &str) -> EvidenceRow {
    let (state, tone) = match evidence.state {
        RecordState::Draft => (t("state-draft"), Tone::Warn),
        RecordState::Submitted => (t("state-submitted"), Tone::Good),
        RecordState::Edited => (t("state-edited"), Tone::Info),
    };
    EvidenceRow {
        title: if evidence.title.is_empty() { t("record-untitled") } else { evidence.title.clone() },
        kind: if evidence.kind_key.is_empty() { String::new() } else { t(&evidence.kind_key) },
        date: evidence.day.map_or_else(String::new, dates::date),
        place: evidence.place.clone(),
        author: evidence.author_name.clone(),
        count: evidence.people.to_string(),
        state,
        tone,
        href: format!("{here}record={}#record", evidence.record),
        selected: opened == Some(evidence.record),
    }
}

fn show(page: IndicatorPage) -> Element {
    let empty = page.rows.is_empty() && page.people.is_empty() && page.papers.is_empty();
    let total = page.indicator.possible_duplicates;
    rsx! {
        PageHead { crumbs: page.crumbs, title: page.title, sub: page.sub,
            if page.pictures > 0 {
                Button { label: t_with("pictures-all", &[("count", &page.pictures.to_string())]), glyph: Glyph::Images, compact: true, href: format!("{}/pictures", page.here) }
            }
        }
        MissingBox { indicator: page.indicator, lacking: page.lacking }
        if page.not_counted {
            EmptyState { glyph: Glyph::NotebookText, title: t("evidence-not-counted"), text: t("evidence-not-counted-why") }
        } else if empty {
            EmptyState { glyph: Glyph::NotebookText, title: t("evidence-empty"), text: t("evidence-empty-why") }
        }
        if !page.papers.is_empty() {
            BoxCard { title: t("papers-title"), padded: true, PaperLinks { papers: page.papers } }
        }
        if !page.rows.is_empty() {
            Split { list: rsx! { BoxCard { EvidenceTable { subject: page.subject, count: page.count, rows: page.rows } } },
                if let Some(sheet) = page.sheet {
                    SheetCard { sheet: SheetProp(sheet) }
                }
            }
        }
        if !page.people.is_empty() {
            BoxCard { title: t_with("evidence-names", &[("count", &page.people.len().to_string())]), PeopleTable { people: page.people } }
        }
        DoubtsBox { doubts: page.doubts, total, path: page.path.clone(), today: page.today }
        LeftOutBox { groups: page.left_out, elsewhere: page.elsewhere, path: page.path, today: page.today }
    }
}

#[component]
fn PeopleTable(people: Vec<CountedPerson>) -> Element {
    rsx! {
        table { class: "table",
            thead {
                tr {
                    for key in ["sheet-col-name", "sheet-col-school", "evidence-township", "evidence-times"] {
                        th { scope: "col", {t(key)} }
                    }
                }
            }
            tbody {
                for person in people {
                    tr {
                        th { scope: "row", "{person.name}" }
                        td { "{person.school}" }
                        td { "{person.township}" }
                        td { class: "num", "{person.times}" }
                    }
                }
            }
        }
    }
}

/// A sheet as a property; pages are drawn once, so two are never compared.
#[derive(Clone)]
struct SheetProp(Sheet);

impl PartialEq for SheetProp {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

#[component]
fn SheetCard(sheet: SheetProp) -> Element {
    let sheet = sheet.0;
    rsx! {
        RecordSheet { kind: sheet.kind, title: sheet.title, note: sheet.note, facts: sheet.facts, shots: sheet.shots, state: sheet.state,
            for (n, (label, href)) in sheet.sheets.into_iter().enumerate() {
                Button { label, kind: if n == 0 { ButtonKind::Main } else { ButtonKind::Plain }, glyph: Glyph::Printer, compact: true, href }
            }
            if let Some(href) = sheet.erase {
                Button { label: t("erase-title"), kind: ButtonKind::Quiet, glyph: Glyph::Trash2, compact: true, href }
            }
        }
    }
}

/// GET /bureau/studios/{studio}/records/{record}
pub(super) async fn record(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path((studio, record)): Path<(String, String)>,
) -> Page {
    let now = chance::now();
    let report = report(&app, &officer, id(Path(studio))?, now).await?;
    let sheet = sheet(&app, &report, id(Path(record))?, now.day()).await?.ok_or(PageFault::NotFound)?;
    let crumbs = studio_crumbs(&report, Some(sheet.kind.clone()));
    let (record, token): (RecordId, _) = (sheet.record, officer.form_token());
    let erasable = match report.picture.model.find(record) {
        Some(kept) => erasing::erasable(&app, &report, kept).await?,
        None => Vec::new(),
    };
    let path = studio_path(report.picture.studio);
    framed(&officer, Place::Studio, &sheet.title.clone(), move || {
        rsx! {
            PageHead { crumbs: crumbs.clone(), title: sheet.title.clone() }
            SheetCard { sheet: SheetProp(sheet.clone()) }
            EraseBox { all: erasable.clone(), record, path: path.clone(), token: token.clone() }
        }
    })
}

/// A record opened; `None` for one that is thrown away or is no work of a teacher.
async fn sheet(app: &Arc<App>, report: &Report, record: RecordId, today: Day) -> Result<Option<Sheet>, PageFault> {
    let model = &report.picture.model;
    let found = model.find(record).filter(|found| !found.deleted && found.record_type.says().work);
    let Some(found) = found else { return Ok(None) };
    let (studio, doc) = (report.picture.studio, found.doc);
    let history = app.disk.read(move |db| Ok(history::of(db, studio, doc, record)?)).await?;
    let (kind, title) = heading(report, found);
    let path = format!("{}/records/{record}", studio_path(studio));
    Ok(Some(Sheet {
        record,
        kind,
        title,
        note: note(report, found, history, today),
        facts: facts_below_title(found.record_type, &found.fields, report.picture.as_ref())
            .into_iter()
            .chain(replies::facts(report, record))
            .collect(),
        shots: files::shots(app, report, found).await?,
        state: if found.state.handed_in() { TickState::Sent } else { TickState::Draft },
        sheets: sheets(report, found, &path),
        erase: (!model.pictures(found).is_empty()).then(|| format!("{path}#erase")),
    }))
}

/// The first sheet of a type is its record printed; an activity has the list for signing beside it; its pictures have
/// pages of their own.
fn sheets(report: &Report, found: &Kept, path: &str) -> Vec<(String, String)> {
    let places = ["print", "signin"].into_iter();
    let named = found.record_type.says().sheets.iter().zip(places);
    let named = named.map(|(sheet, place)| (t(&format!("sheet-{sheet}")), format!("{path}/{place}")));
    let pictures = report.picture.model.pictures(found).iter().any(is_drawn);
    named.chain(pictures.then(|| (t("pictures-page"), format!("{path}/pictures")))).collect()
}

/// What stands above a record: its kind, or what it is; and its title.
fn heading(report: &Report, found: &Kept) -> (String, String) {
    let (of, model) = (found.record_type, &report.picture.model);
    let kind = of.says().face.kind.map(|key| of_choice(report, of, key, &found.fields)).filter(|kind| !kind.is_empty());
    let title = face::title(of, &found.fields, &|person| name(person, model));
    (kind.unwrap_or_else(|| t(&of.label_key())), if title.is_empty() { t("record-untitled") } else { title })
}

fn of_choice(report: &Report, of: RecordType, key: &str, fields: &Fields) -> String {
    of.says().field(key).map_or_else(String::new, |spec| value(of, spec, fields, report.picture.as_ref()))
}

/// ZHM-K7-0231 · 周慧敏 · 11月23日 16:41 记，18:05 到服务器
fn note(report: &Report, found: &Kept, history: Option<History>, today: Day) -> String {
    let author = found.owner().map_or_else(String::new, |owner| name(owner, &report.picture.model));
    let way = history.map_or_else(String::new, |history| way(&history, found.event_day(), today));
    [found.no.clone(), author, way].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// 11月23日 16:41 记，11月23日 18:05 到服务器，其后改动 2 次；补录
pub(super) fn way(history: &History, event: Option<Day>, today: Day) -> String {
    let at = |millis: Millis| format!("{} {}", day_short(millis.day(), today), millis.local().format("%H:%M"));
    let edits = history.edits.to_string();
    let said = t_with(
        "record-way",
        &[("written", &at(history.written_at)), ("arrived", &at(history.arrived_at)), ("edits", &edits)],
    );
    let arrival = |event| Arrival::of(event, history.written_at, history.arrived_at, history.delivered_between);
    let how = event.and_then(|event| arrival(event).label_key());
    how.map_or_else(|| said.clone(), |key| format!("{said}{}", t(key)))
}

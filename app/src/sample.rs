//! Made-up screens' contents for the pictures in tests: a studio like the reference screens'.

use std::collections::{BTreeMap, BTreeSet};

use studio_core::access::Role;
use studio_core::closure::{
    ClosureReport, CountedPerson, DeliverableStand, Doubt, EvidenceRef, Forecast, Freshness, HeldUp, Indicator,
    IndicatorPage, IndicatorState, Lacking, LackingPerson, LackingTownship, LeftOut, MemberFreshness, Offer, Outlook,
    PaperStand, Why,
};
use studio_core::command::{ListProblem, NewPerson, Preview, PreviewRow, Problem};
use studio_core::edit::FieldEdit;
use studio_core::guide::{ClassHour, Count, LessonSheet, Mark, Measure, Period, Source};
use studio_core::id::{ChainHash, ChangeHash, DeviceId, DocId, PersonId, RecordId};
use studio_core::paper::{Lack, PaperState};
use studio_core::person::Person;
use studio_core::project::{Deadline, Extension, Standing};
use studio_core::read::{Conflict, State};
use studio_core::record_type::RecordType;
use studio_core::sentence::{Guess, Question, Sentence};
use studio_core::term::{Now, Season, TermKey};
use studio_core::time::{Day, Millis};
use studio_core::view::*;
use studio_engine::messages::{
    AsideField, AsideRow, ChainHere, DeviceRow, HeldRow, HistoryPage, InviteSeen, Many, MePage, Phase, PicturesHere,
    PicturesOf, PicturesOfTerm, RecordPage, StorageKind, StorageState, Stuck, StudioHere, SyncState, Writer,
};

use crate::form::{FormText, Opening, SaidLine};

pub(crate) fn now() -> Millis {
    Millis::from_local(day("2026-11-24").and_hms_opt(18, 30, 0).expect("a time"))
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn person(number: u8) -> PersonId {
    PersonId([number; 16])
}

pub(crate) fn record(number: u8) -> RecordId {
    RecordId([number; 16])
}

pub(crate) const BACKBONES: [&str; 10] =
    ["王丽", "刘洋", "陈明", "赵静", "李建国", "孙红梅", "马晓东", "郭芳", "高志强", "徐颖"];

pub(crate) fn member(number: u8, name: &str, role: Option<Role>) -> TeamMember {
    TeamMember {
        person: person(number),
        name: name.into(),
        called: name.into(),
        school: "赵桥小学".into(),
        subject: "语文".into(),
        role,
    }
}

pub(crate) fn chip(number: u8, name: &str, role: Option<Role>) -> PersonChip {
    let (school, township) = ("赵桥小学".into(), "赵桥乡".into());
    PersonChip {
        person: person(number),
        also: Vec::new(),
        name: name.into(),
        apart: None,
        initials: studio_core::initials::of(name),
        spelled: studio_core::initials::spelled_name(name),
        school,
        township,
        subject: "语文".into(),
        role,
    }
}

/// Somebody of whom nobody wrote the school.
pub(crate) fn nowhere(number: u8, name: &str) -> PersonChip {
    let nothing = String::new;
    PersonChip { school: nothing(), township: nothing(), subject: nothing(), ..chip(number, name, None) }
}

pub(crate) fn people() -> Vec<PersonChip> {
    let backbones = BACKBONES.iter().zip(2..).map(|(name, number)| chip(number, name, Some(Role::Backbone)));
    let rural = ["何雨", "曹小军", "宋玉兰"].into_iter().zip(30..).map(|(name, number)| chip(number, name, None));
    [chip(1, "周慧敏", Some(Role::Chief))].into_iter().chain(backbones).chain(rural).collect()
}

/// A phone of 王丽, whose first download is on its way or over.
pub(crate) fn standing(filling: bool) -> studio_engine::messages::Standing {
    let here = StudioHere {
        studio: studio_core::id::StudioId([1; 16]),
        name: "周慧敏乡村首席教师工作室".into(),
        person: person(2),
        person_name: "王丽".into(),
        role: Some(Role::Backbone),
        filling,
        stopped: None,
        shape: Box::default(),
    };
    studio_engine::messages::Standing { open: Some(here.clone()), studios: vec![here] }
}

pub(crate) fn sync(unsent: usize, phase: Phase) -> SyncState {
    let last_at = Some(Millis(now().0 - 86_400_000));
    SyncState { phase, unsent, unsent_records: unsent, last_at, last_bytes: 14_200, ..SyncState::default() }
}

/// Two things that are too large for this network, and what waits for one of them.
pub(crate) fn stuck() -> SyncState {
    let stuck = |record_type, title: &str, records, bytes, behind| Stuck {
        record: Some(record(7)),
        record_type: Some(record_type),
        title: title.into(),
        records,
        bytes,
        behind,
    };
    let stuck = vec![
        stuck(RecordType::Activity, "集体备课：圆的周长", 1, 15_600, 2),
        stuck(RecordType::Person, "李桂兰", 40, 12_100, 0),
    ];
    SyncState { stuck, ..sync(5, Phase::Idle) }
}

/// The server takes no more today.
pub(crate) fn full_day() -> SyncState {
    let tomorrow = Millis::from_local(day("2026-11-25").and_hms_opt(0, 5, 0).expect("a time"));
    SyncState { quota_until: Some(tomorrow), ..sync(3, Phase::Idle) }
}

fn freshness() -> Freshness {
    let one = |number: u8, name: &str, stale: bool| MemberFreshness {
        person: person(number),
        name: name.into(),
        school: "赵桥小学".into(),
        role: Role::Backbone,
        last_sync: Some(now()),
        whole: Some(now()),
        stale,
        silent: Vec::new(),
    };
    let members = vec![one(10, "高志强", true), one(2, "王丽", false)];
    Freshness { as_of: Some(now()), members, held: Vec::new() }
}

fn deadline() -> Deadline {
    let until = day("2026-12-31");
    Deadline {
        original: day("2025-12-31"),
        verbatim: "2025年12月31前".into(),
        extension: Some(Extension { until, reason: "省厅批准".into() }),
        last_day: until,
        standing: Standing::DaysLeft(37),
    }
}

fn petal(id: &str, title: &str, value: i64, target: Option<i64>, state: IndicatorState, percent: u8) -> Petal {
    Petal { id: id.into(), title: title.into(), value, target, example: false, state, percent }
}

fn outlook(last: &str) -> Outlook {
    Outlook {
        forecast: Forecast::About(day(last)),
        last: Some(day(last)),
        days_late: 0,
        held_up_by: None,
        unwritten: Vec::new(),
    }
}

fn held_up() -> HeldUp {
    HeldUp {
        id: "I3".into(),
        title: "联系到的乡村教师".into(),
        missing: 23,
        unit: "人".into(),
        target_source: Source::Notice,
    }
}

pub(crate) fn home() -> Home {
    use IndicatorState::{Met, NotCounted, OnTheWay};
    let petals = vec![
        petal("I1", "首席教师在岗", 1, Some(1), Met, 100),
        petal("I2", "骨干教师在岗", 10, Some(10), Met, 100),
        petal("I3", "联系到的乡村教师", 77, Some(100), OnTheWay, 77),
        petal("I4", "本学期受首席指导的骨干", 10, Some(10), Met, 100),
        Petal { example: true, ..petal("I5", "本学期教研活动", 9, Some(8), Met, 100) },
        petal("I6", "课题研究", 0, Some(1), NotCounted, 0),
        petal("I7", "青年教师三个维度的指导", 6, Some(12), OnTheWay, 50),
        petal("I8", "乡镇（学区）覆盖", 5, Some(5), Met, 100),
    ];
    Home {
        reach: None,
        studio: "赵桥乡语文首席教师工作室".into(),
        term: Some(TermHere { year: 2026, season: Season::Autumn, week: 12, holiday: false }),
        me: member(1, "周慧敏", Some(Role::Chief)),
        compass: Compass { met: 5, judged: 7, apart: vec!["课题".into()], petals },
        deadline: deadline(),
        outlook: outlook("2026-12-20"),
        mine: None,
        used: studio_core::record_type::RecordType::work().take(4).collect(),
        coming: Vec::new(),
        gaps: vec![
            Gap::Unreached {
                missing: 23, value: 77, target: 100, townships: vec!["白庙乡".into(), "石佛镇".into()]
            },
            Gap::NextMeeting {
                record: record(7),
                name: "陈明".into(),
                day: day("2026-11-24"),
                last: Some(day("2026-11-10")),
                advice: "课堂提问少一些是非问".into(),
            },
        ],
        deleted_unseen: Vec::new(),
        freshness: freshness(),
    }
}

pub(crate) fn row(number: u8, of: RecordType, title: &str, state: State, tick: Tick) -> RecordRow {
    RecordRow {
        record: record(number),
        record_type: of,
        title: title.into(),
        kind_key: if of == RecordType::Activity { "activity-kind-joint-lesson-prep".into() } else { String::new() },
        level_key: if of == RecordType::Outcome { "level-province".into() } else { String::new() },
        no: "ZHM-7K-12".into(),
        day: Some(day("2026-11-24")),
        time: "14:30".into(),
        place: "赵桥小学".into(),
        author: Some(person(1)),
        author_name: "周慧敏".into(),
        people: BACKBONES.iter().take(8).map(|name| (*name).into()).collect(),
        pictures: 0,
        scans: 0,
        state,
        tick,
        planned: false,
        missing: Vec::new(),
        conflicts: 0,
        mine: true,
    }
}

pub(crate) fn problem(field: &str, key: &str) -> Problem {
    Problem { field: field.into(), key: key.into(), args: BTreeMap::new() }
}

pub(crate) fn list() -> RecordList {
    let mut draft = row(3, RecordType::Activity, "送教下乡：柳河中学", State::Draft, Tick::Saved);
    draft.missing =
        vec![problem("place", "missing-activity-place"), problem("attendance", "missing-activity-attendance")];
    let today = vec![
        row(1, RecordType::Activity, "大单元教学设计：从一篇到一组", State::Submitted, Tick::Saved),
        row(2, RecordType::Mentoring, "和陈明谈课堂提问", State::Submitted, Tick::Saved),
        draft,
    ];
    let before = vec![row(4, RecordType::Outcome, "论文《乡村小学大单元作业设计》", State::Submitted, Tick::OnServer)];
    RecordList {
        counts: vec![(RecordType::Activity, 31), (RecordType::Mentoring, 38), (RecordType::Outcome, 11)],
        total: 80,
        more: 0,
        groups: vec![
            RecordGroup { heading: Heading::Today, count: today.len(), rows: today },
            RecordGroup { heading: Heading::LastWeek, count: before.len(), rows: before },
        ],
        people: Vec::new(),
    }
}

pub(crate) fn activity_fields() -> BTreeMap<String, studio_core::record::Scalar> {
    let mut fields: BTreeMap<String, studio_core::record::Scalar> = [
        ("type", "activity"),
        ("kind", "joint-lesson-prep"),
        ("topic", "大单元教学设计：从一篇到一组"),
        ("start", "2026-11-24T14:30"),
        ("end", "2026-11-24T16:30"),
        ("place", "赵桥小学"),
        ("minutes", "围绕五年级上册第四单元，先各自说课，再合成一份单元作业。"),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value.into()))
    .collect();
    fields.insert("host".into(), person(1).to_string().into());
    for number in 2..10 {
        fields.insert(format!("attendance/{}", person(number)), "entered".into());
    }
    fields
}

pub(crate) fn page() -> RecordPage {
    let conflict = Conflict {
        key: "place".into(),
        values: vec![(DeviceId([1; 16]), "赵桥小学 录播室".into()), (DeviceId([2; 16]), "赵桥小学 会议室".into())],
    };
    let writer = |name: &str, device: &str, here: bool| Writer {
        person: person(1),
        name: name.into(),
        device_name: device.into(),
        this_device: here,
    };
    RecordPage {
        detail: RecordDetail {
            studio: "赵桥乡语文首席教师工作室".into(),
            row: row(1, RecordType::Activity, "大单元教学设计：从一篇到一组", State::Submitted, Tick::OnServer),
            delivery: Delivery {
                saved_at: Some(now()),
                server_at: Some(now()),
                upload_bytes: Some(2_100),
                waiting: Waiting::No,
            },
            fields: activity_fields(),
            telling: Telling {
                schools: BTreeMap::new(),
                names: people().into_iter().map(|chip| (chip.person, chip.name)).collect(),
                class_hour: Some(class_hour()),
                erased: BTreeSet::new(),
                marks: BTreeMap::new(),
                records: BTreeMap::new(),
                own: Default::default(),
            },
            erasures: BTreeMap::new(),
            elsewhere: BTreeSet::new(),
            conflicts: vec![conflict],
            problems: Vec::new(),
            outputs: vec![
                Output::Sheet("activity".into()),
                Output::Sheet("signin".into()),
                Output::Hours(8),
                Output::Indicator(5),
            ],
            may_answer: true,
            version: None,
            deleted: false,
            deleted_unseen: false,
            joined: Vec::new(),
            replies: Vec::new(),
            may_reply: false,
            agreement: None,
            told_apart: vec![row(8, RecordType::Activity, "古诗群文阅读", State::Submitted, Tick::OnServer)],
            maybe_same: vec![row(9, RecordType::Activity, "大单元备课", State::Submitted, Tick::OnServer)],
        },
        writers: [
            (DeviceId([1; 16]), writer("周慧敏", "安卓手机", true)),
            (DeviceId([2; 16]), writer("周慧敏", "平板", false)),
        ]
        .into(),
        values_at: [("place".to_owned(), vec![Some(Millis(now().0 - 6_540_000)), Some(now())])].into(),
        written: Some(writer("周慧敏", "安卓手机", true)),
        changed: 3,
        pieces: BTreeMap::new(),
    }
}

/// A meeting in two days: saved, and these are asked.
pub(crate) fn plan() -> RecordPage {
    let mut page = page();
    let detail = &mut page.detail;
    detail.row.state = State::Draft;
    detail.row.planned = true;
    detail.row.day = Some(day("2026-11-26"));
    detail.fields.retain(|key, _| !key.starts_with("attendance/") && key != "minutes");
    for (key, value) in [("start", "2026-11-26T14:30"), ("end", "2026-11-26T16:30"), ("bring", "语文书、第四单元教案")]
    {
        detail.fields.insert(key.to_owned(), value.into());
    }
    for number in 2..6 {
        detail.fields.insert(format!("asked/{}", person(number)), true.into());
    }
    detail.problems = vec![problem("attendance", "missing-activity-attendance")];
    detail.conflicts = Vec::new();
    detail.maybe_same = Vec::new();
    detail.told_apart = Vec::new();
    page
}

/// 修改历史 of the same record: born on this phone, changed on the tablet and here again.
pub(crate) fn history(mine: bool) -> HistoryPage {
    let minutes = |ago: i64| Millis(now().0 - ago * 60_000);
    let text = |key: &str, value: &str| studio_core::tolerant::Fields::from([(key.to_owned(), value.into())]);
    let revised = |key: &str, was: &[&str], now: &str| {
        let back = |value: &&str| {
            let (seen, value) = (Some(now.into()), Some((*value).into()));
            if mine { vec![FieldEdit { key: key.into(), seen, value }] } else { Vec::new() }
        };
        let older = was.iter().map(|value| Older { fields: text(key, value), back: back(value) });
        Revised { field: key.into(), was: older.collect(), now: text(key, now) }
    };
    let came = |number: u8| format!("attendance/{}", person(number));
    let attendance = Revised {
        field: "attendance".into(),
        was: vec![Older { fields: text(&came(3), "entered"), back: Vec::new() }],
        now: [(came(3), "leave".into()), (came(5), "signed".into())].into(),
    };
    let revision = |n: u8, device: u8, ago: i64, fields: Vec<Revised>| Revision {
        change: ChangeHash([n; 32]),
        device: DeviceId([device; 16]),
        at: minutes(ago),
        born: n == 1,
        acts: if n == 2 { vec![Act::HandedIn] } else { Vec::new() },
        fields,
    };
    let born = revised("topic", &[], "大单元教学设计：从一篇到一组");
    let page = page();
    HistoryPage {
        history: RecordHistory {
            record: page.detail.row.record,
            record_type: RecordType::Activity,
            title: page.detail.row.title,
            mine,
            revisions: vec![
                revision(4, 1, 20, vec![revised("place", &["赵桥小学 会议室"], "赵桥小学 录播室")]),
                revision(3, 2, 1_500, vec![attendance]),
                revision(2, 1, 1_600, Vec::new()),
                revision(1, 1, 3_000, vec![born]),
            ],
            older: 0,
            telling: page.detail.telling,
        },
        writers: page.writers,
        waiting: [(ChangeHash([4; 32]), Waiting::Network)].into(),
    }
}

pub(crate) fn team() -> Team {
    let depth = |at: usize| match (at * 37 + at / 7) % 11 {
        0 | 1 => Depth::Guided,
        2..=4 => Depth::Often,
        5..=8 => Depth::Met,
        _ => Depth::NotYet,
    };
    let dot = |at: usize| RuralDot {
        person: person(at as u8),
        name: format!("老师{at}"),
        school: "白庙小学".into(),
        depth: depth(at),
        times: at % 4,
    };
    let branch = |(index, name): (usize, &&str)| Branch {
        member: member(index as u8 + 2, name, Some(Role::Backbone)),
        rural: (0..10).map(|seat| dot(index * 10 + seat)).collect(),
    };
    Team {
        studio: "赵桥乡语文首席教师工作室".into(),
        chief: Some(member(1, "周慧敏", Some(Role::Chief))),
        assistants: Vec::new(),
        backbone: BACKBONES.iter().enumerate().map(branch).collect(),
        others: Vec::new(),
        depths: Vec::new(),
        unreached: vec![TownshipGap {
            township: "白庙乡".into(),
            count: 9,
            schools: vec![("白庙小学".into(), 4), ("前李小学".into(), 3)],
            people: vec![chip(40, "何雨", None)],
        }],
        maybe_same: vec![PersonPair { a: chip(41, "王丽", None), b: nowhere(42, "王丽") }],
        may_answer: true,
        deleted: vec![chip(43, "冯小刚", None)],
        freshness: freshness(),
    }
}

pub(crate) fn indicator() -> Indicator {
    Indicator {
        id: "I3".into(),
        number: 3,
        title: "联系到的乡村教师".into(),
        short: "乡村教师".into(),
        unit: "人".into(),
        count: Count::Named(Measure::RuralReached),
        value: 77,
        closed_term: None,
        beside: Some(12),
        period: Period::Project,
        target: Some(100),
        target_source: Source::Notice,
        state: IndicatorState::OnTheWay,
        note: "按人算，不按人次".into(),
        from: None,
        forecast: Forecast::About(day("2026-12-20")),
        evidence: vec![EvidenceRef {
            record: record(1),
            doc: DocId([1; 16]),
            record_type: RecordType::Activity,
            title: "大单元教学设计：从一篇到一组".into(),
            kind_key: "activity-kind-joint-lesson-prep".into(),
            day: Some(day("2026-11-24")),
            place: "赵桥小学".into(),
            author: Some(person(1)),
            author_name: "周慧敏".into(),
            people: 8,
            state: State::Submitted,
            joined: Vec::new(),
        }],
        people: vec![counted(40, "何雨", "白庙小学")],
        parts: Vec::new(),
        possible_duplicates: 1,
        merged: 0,
        unknown_people: 0,
    }
}

fn counted(number: u8, name: &str, school: &str) -> CountedPerson {
    let (name, school) = (name.into(), school.into());
    CountedPerson { person: person(number), name, school, township: "白庙乡".into(), times: 3 }
}

/// The same indicator opened: two whom nobody reached, a draft that does not count.
pub(crate) fn indicator_page() -> IndicatorPage {
    let lacks = |number: u8, name: &str| LackingPerson {
        person: person(number),
        name: name.into(),
        school: "石佛小学".into(),
        township: "石佛镇".into(),
        has: Vec::new(),
        lacks: Vec::new(),
        offer: None,
    };
    let offer = Offer::meeting(vec![person(51), person(52)]);
    let indicator = indicator();
    let draft =
        EvidenceRef {
            state: State::Draft, title: "送教下乡：柳河中学".into(), ..indicator.evidence[0].clone()
        };
    IndicatorPage {
        indicator,
        lacking: Lacking {
            short: 23,
            people: vec![lacks(51, "马晓东"), lacks(52, "徐颖")],
            townships: vec![LackingTownship { name: "石佛镇".into(), people: 2, offer: offer.clone() }],
            beyond_roster: 21,
            offer: Some(offer),
        },
        left_out: vec![LeftOut { why: Why::Draft, records: vec![draft], unnamed: 2 }],
        elsewhere: 11,
        papers: Vec::new(),
        doubts: vec![Doubt::People(counted(40, "何雨", "白庙小学"), counted(41, "何雨", ""))],
    }
}

/// One 学时.
fn class_hour() -> ClassHour {
    ClassHour { minutes: 60, source: Source::Example }
}

/// A backbone teacher's own work.
pub(crate) fn mine() -> Mine {
    Mine {
        rural: 10,
        reached: 8,
        waiting: vec!["马晓东".into(), "徐颖".into()],
        offer: Some(Offer::meeting(vec![person(51), person(52)])),
        guidance: 4,
        meetings: 2,
    }
}

fn deliverable(title: &str, paper: usize, state: PaperState) -> DeliverableStand {
    DeliverableStand { title: title.into(), state: Some(state), papers: vec![paper], indicators: Vec::new() }
}

/// Two papers: one half written, one not begun.
fn papers() -> Vec<PaperStand> {
    let paper = |id: &str, short: &str, state, words, lacks| PaperStand {
        id: id.into(),
        title: format!("乡村首席教师工作室{short}"),
        short: short.into(),
        state,
        words,
        least: 2_000,
        filed: false,
        lacks,
    };
    let part = Lack::Part { title: "保障措施".into(), have: 0, least: 150 };
    let words = |have| Lack::Words { have, least: 2_000 };
    vec![
        paper("plan", "建设方案", PaperState::Draft, 1_240, vec![words(1_240), part]),
        paper("case", "实践案例", PaperState::Missing, 0, vec![words(0)]),
    ]
}

pub(crate) fn report() -> ClosureReport {
    ClosureReport {
        studio: "赵桥乡语文首席教师工作室".into(),
        project: "乡村首席教师工作室".into(),
        direction: 4,
        direction_name: "乡村首席教师工作室建设模式创新".into(),
        today: now().day(),
        now: Now::Unknown,
        deadline: deadline(),
        money_at_risk_fen: 10_000_000,
        chief: None,
        indicators: vec![indicator()],
        papers: papers(),
        deliverables: vec![
            deliverable("乡村首席教师工作室建设方案", 0, PaperState::Draft),
            deliverable("实践案例", 1, PaperState::Missing),
        ],
        reach: None,
        steps: Vec::new(),
        on_steps: Vec::new(),
        met: 0,
        judged: 1,
        apart: vec!["方案案例".into()],
        outlook: Outlook { days_late: 31, held_up_by: Some(held_up()), ..outlook("2027-01-31") },
        past: vec![TermKey { year: 2026, season: Season::Spring }],
        freshness: freshness(),
    }
}

pub(crate) fn me() -> MePage {
    let device = |name: &str, here: bool| DeviceRow {
        device: DeviceId([u8::from(here); 16]),
        name: name.into(),
        since: now(),
        this_device: here,
        newer: false,
        seen: false,
        revoked: !here,
    };
    MePage {
        me: Me {
            member: member(1, "周慧敏", Some(Role::Chief)),
            studio: "赵桥乡语文首席教师工作室".into(),
            records: 31,
            drafts: 1,
            unready: 0,
            awaiting: 2,
            deleted: 0,
        },
        sync: SyncState::default(),
        storage: StorageState { kind: StorageKind::Durable, used_bytes: Some(86_000_000), ..StorageState::default() },
        devices: vec![device("安卓手机", true), device("平板", false)],
        asides: Vec::new(),
        drafts: 1,
        settings: BTreeMap::new(),
        chain: Some(ChainHere { seq: 1_234, chain: ChainHash([9; 32]) }),
        pictures: pictures_here(),
    }
}

/// Two terms and an open form: 12 large ones.
pub(crate) fn pictures_here() -> PicturesHere {
    let many = |count, bytes| Many { count, bytes };
    let term = |of, large, small, free, only_here| PicturesOfTerm { of, large, small, free, only_here };
    let none = many(0, 0);
    let now = PicturesOf::Term(2026, Season::Autumn);
    let before = PicturesOf::Term(2026, Season::Spring);
    PicturesHere {
        bytes: 2_400_000,
        over_wifi: Some(true),
        terms: vec![
            term(now, many(8, 1_600_000), many(8, 96_000), many(5, 1_100_000), many(3, 500_000)),
            term(before, many(4, 700_000), many(6, 4_000), many(4, 700_000), none),
            term(PicturesOf::Nothing, many(2, 0), none, none, none),
        ],
    }
}

pub(crate) fn aside() -> AsideRow {
    AsideRow {
        place: 4,
        at: now(),
        reason_key: "refusal-role".into(),
        record: record(1),
        record_type: Some(RecordType::Activity),
        title: "白庙乡联片教研".into(),
        fields: vec![AsideField {
            key: "place".into(),
            meant: Some("白庙中学".into()),
            stands: Some("白庙小学".into()),
        }],
        telling: Telling {
            names: BTreeMap::new(),
            schools: BTreeMap::new(),
            class_hour: Some(class_hour()),
            erased: BTreeSet::new(),
            marks: BTreeMap::new(),
            records: BTreeMap::new(),
            own: Default::default(),
        },
    }
}

pub(crate) fn held() -> HeldRow {
    HeldRow {
        doc: DocId([3; 16]),
        person: PersonId([2; 16]),
        name: "王丽".into(),
        reason_key: "held-ended".into(),
        hashes: vec![ChangeHash([1; 32]), ChangeHash([2; 32])],
        at: now(),
        said: vec!["教研活动：大单元教学设计。围绕五年级上册第三单元".into()],
    }
}

pub(crate) fn invite_seen() -> InviteSeen {
    InviteSeen {
        code: "7KQM2XW9".into(),
        studio_name: "赵桥乡语文首席教师工作室".into(),
        bureau_name: "赵桥县教育局".into(),
        inviter_name: "周慧敏".into(),
        role: Role::Backbone,
        person_name: "王丽".into(),
        school: "赵桥小学".into(),
        download_bytes: 300_000,
        shape: Box::default(),
    }
}

pub(crate) fn preview() -> Preview {
    let row = |line: usize, name: &str, repeats_line: Option<usize>, already: Option<PersonId>| PreviewRow {
        line,
        person: NewPerson { name: name.into(), school: "白庙小学".into(), ..NewPerson::default() },
        repeats_line,
        already,
        school_goes_on: line == 2,
    };
    Preview {
        rows: vec![row(1, "何雨", None, None), row(2, "曹小军", None, Some(person(31))), row(3, "何雨", Some(1), None)],
        problems: vec![ListProblem { line: 4, text: "合计 3 人".into(), key: "list-no-name".into() }],
        phones_left_out: 1,
        columns_left_out: vec!["民族".into(), "学历".into()],
    }
}

pub(crate) fn person_page() -> PersonPage {
    PersonPage {
        person: person(4),
        content: Person {
            name: "陈明".into(),
            school: "西邵小学".into(),
            subject: "数学".into(),
            township: "赵桥乡".into(),
            ..Person::default()
        },
        fields: BTreeMap::new(),
        role: Some(Role::Backbone),
        deleted: false,
        joined: vec![nowhere(44, "陈明")],
        told_apart: vec![nowhere(46, "陈明")],
        maybe_same: vec![nowhere(45, "陈明")],
        may_answer: true,
        archive: archive(),
        awaiting: vec![row(3, RecordType::Observation, "陈明：落花生", State::Submitted, Tick::OnServer)],
    }
}

fn tally(meetings: usize, outcomes: usize) -> Tally {
    Tally {
        meetings,
        minutes: 120 * meetings as i64,
        unmeasured: 1,
        guided: 3,
        dimensions: vec![
            ("dimension-politics".into(), 0),
            ("dimension-ethics".into(), 1),
            ("dimension-craft".into(), 3),
        ],
        guiding: 2,
        lessons: 1,
        observing: 0,
        outcomes: vec![("level-county".into(), outcomes)],
    }
}

fn archive_row(number: u8, of: RecordType, title: &str, parts: &[&str], joined: usize) -> ArchiveRow {
    let row = row(number, of, title, State::Submitted, Tick::OnServer);
    let parts = parts.iter().map(|key| PartIn::Field((*key).to_owned())).collect();
    ArchiveRow { row: RecordRow { no: format!("CM-2026-{number:03}"), ..row }, parts, joined }
}

fn promise(number: u8, what: &str, due: &str, now: PromiseNow) -> Promise {
    Promise {
        record: record(number),
        record_type: RecordType::Mentoring,
        with: "周慧敏".into(),
        given: false,
        what: what.into(),
        made: Some(day("2026-10-08")),
        due: Some(day(due)),
        now,
    }
}

pub(crate) fn archive() -> Archive {
    let [autumn, spring] = [Season::Autumn, Season::Spring].map(|season| TermKey { year: 2026, season });
    let stretch = |when, meetings, outcomes, rows| ArchiveStretch { when, tally: tally(meetings, outcomes), rows };
    let ahead = |rows| ArchiveStretch { when: Stretch::Ahead, tally: Tally::default(), rows };
    let kept = PromiseNow::Kept { day: day("2026-10-26"), late: true, by: "王丽".into(), record: record(5) };
    let paper = archive_row(4, RecordType::Outcome, "乡村小学大单元作业设计", &["authors"], 0);
    let paper = ArchiveRow { row: RecordRow { level_key: "level-county".into(), ..paper.row }, ..paper };
    let said = LessonSaid {
        record: record(3),
        observer: "周慧敏".into(),
        strengths: "问题有层次，问完留了时间让学生想。".into(),
        suggestions: "开课一分钟说清学会的样子。".into(),
    };
    Archive {
        person: person(4),
        studio: "赵桥乡语文首席教师工作室".into(),
        name: "陈明".into(),
        school: "西邵小学".into(),
        subject: "数学".into(),
        title: "一级教师".into(),
        role: Some(Role::Backbone),
        mine: false,
        today: now().day(),
        term: None,
        terms: vec![autumn, spring],
        first: Some(day("2026-03-10")),
        last: Some(now().day()),
        class_hour: class_hour(),
        total: tally(9, 1),
        stretches: vec![
            ahead(vec![archive_row(6, RecordType::Activity, "下周的集体备课", &["host"], 0)]),
            stretch(
                Stretch::Term(autumn),
                7,
                1,
                vec![
                    archive_row(1, RecordType::Activity, "大单元教学设计：从一篇到一组", &["host", "attendance"], 1),
                    paper,
                    archive_row(3, RecordType::Observation, "陈明：落花生", &["teacher"], 0),
                ],
            ),
            stretch(
                Stretch::Term(spring),
                2,
                0,
                vec![archive_row(2, RecordType::Mentoring, "陈明：课堂提问的层次", &["mentee"], 0)],
            ),
        ],
        promises: vec![
            promise(7, "把三个问题写进教案", "2026-12-01", PromiseNow::Open),
            promise(8, "每节课留两分钟让学生想", "2026-11-10", PromiseNow::Unseen),
            promise(2, "每节课准备三个有梯度的问题", "2026-10-22", kept),
        ],
        lessons: vec![LessonSeen { day: day("2026-10-26"), lesson_title: "落花生".into(), said: vec![said] }],
        own: vec![OwnWork {
            record: record(9),
            record_type: RecordType::Growth,
            kind_key: String::new(),
            day: Some(day("2026-09-01")),
            text: "这学期上好一节县级公开课".into(),
        }],
        drafts: 1,
        freshness: freshness(),
        clock_behind: false,
    }
}

pub(crate) fn summary() -> Summary {
    let meeting = |number: u8, title: &str, on: &str, people| SummaryMeeting {
        record: record(number),
        title: title.into(),
        kind_key: "activity-kind-joint-lesson-prep".into(),
        day: day(on),
        people,
    };
    let next = |number: u8, on: &str, name: &str, what: &str| SummaryNext {
        record: record(number),
        record_type: RecordType::Activity,
        day: day(on),
        name: name.into(),
        what: what.into(),
    };
    let guided = |number: u8, name: &str, times| SummaryPerson { person: person(number), name: name.into(), times };
    Summary {
        of: SummaryOf::Week(0),
        studio: "赵桥乡语文首席教师工作室".into(),
        first: day("2026-11-23"),
        last: day("2026-11-29"),
        through: now().day(),
        today: now().day(),
        place: Some(SummaryPlace {
            term: TermKey { year: 2026, season: Season::Autumn },
            week: Some(13),
            holiday: false,
            breaks: Vec::new(),
        }),
        meetings: vec![
            meeting(1, "大单元教学设计：从一篇到一组", "2026-11-23", 12),
            meeting(2, "课堂提问的层次", "2026-11-24", 9),
        ],
        guidance: 3,
        guided: vec![guided(2, "王丽", 2), guided(3, "刘洋", 1)],
        lessons: vec![SummaryLesson { record: record(3), teacher: "陈明".into(), title: "落花生".into() }],
        outcomes: vec![SummaryOutcome {
            record: record(4),
            title: "乡村小学大单元作业设计".into(),
            is_work: true,
            level_key: "level-county".into(),
            authors: vec!["王丽".into()],
        }],
        others: vec![(RecordType::Reflection, 2)],
        people: 18,
        rural: 11,
        next: vec![next(6, "2026-11-27", "", "下周的集体备课"), next(7, "2026-12-01", "马晓东", "把三个问题写进教案")],
        unseen: vec![next(8, "2026-11-24", "孙红梅", "每节课留两分钟让学生想")],
        missing: vec![SummaryGap {
            id: "I3".into(),
            title: "联系到的乡村教师".into(),
            missing: 23,
            unit: "人".into(),
            example: false,
        }],
        drafts: 2,
        doubts: 1,
        freshness: freshness(),
        clock_behind: false,
    }
}

pub(crate) fn term_page() -> TermPage {
    let [autumn, spring] =
        [(2025, Season::Autumn), (2026, Season::Spring)].map(|(year, season)| TermKey { year, season });
    let rows = vec![row(2, RecordType::Mentoring, "陈明：课堂提问的层次", State::Submitted, Tick::OnServer)];
    let groups = vec![RecordGroup { heading: Heading::Month { year: 2026, month: 5 }, count: rows.len(), rows }];
    TermPage {
        term: spring,
        first: day("2026-03-02"),
        last: day("2026-07-10"),
        terms: vec![spring, autumn],
        report: report(),
        records: RecordList { counts: Vec::new(), total: 1, groups, more: 0, people: Vec::new() },
        summary: Summary { of: SummaryOf::OfTerm(spring), next: Vec::new(), ..summary() },
        waiting: vec!["高志强".into()],
    }
}

pub(crate) fn opening(filled: bool) -> Opening {
    let mut fields = activity_fields();
    fields.remove("type");
    if !filled {
        fields.retain(|key, _| key == "start" || key == "end");
    }
    let suggested = vec![person(2), person(3)];
    let prefill = Prefill {
        fields,
        suggested,
        places: vec!["赵桥小学".into(), "西邵小学".into()],
        people: people(),
        class_hour: class_hour(),
        lesson: lesson(),
        own: Default::default(),
    };
    Opening {
        record: record(1),
        text: FormText::fresh(RecordType::Activity, &prefill),
        places: prefill.places,
        people: prefill.people,
        suggested: prefill.suggested,
        lesson: lesson(),
        own: Default::default(),
        reopened: false,
        said: None,
    }
}

/// An observation in the middle of the lesson.
pub(crate) fn observation() -> Opening {
    let words = [
        ("day", "2026-11-24"),
        ("subject", "语文"),
        ("lesson_title", "落花生"),
        ("timeline/1/phase", "导入"),
        ("timeline/1/from", "2026-11-24T10:05"),
        ("timeline/1/to", "2026-11-24T10:10"),
        ("timeline/2/phase", "新授"),
        ("timeline/2/from", "2026-11-24T10:10"),
    ];
    let mut fields: BTreeMap<String, studio_core::record::Scalar> =
        words.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect();
    let whole = [("timeline/1/order", 1), ("timeline/2/order", 2), ("questions", 7)];
    fields.extend(whole.into_iter().map(|(key, value)| (key.to_owned(), i64::from(value).into())));
    fields.extend([("rubric/goal", true), ("rubric/many", false)].map(|(key, yes)| (key.to_owned(), yes.into())));
    fields.insert("teacher".to_owned(), person(2).to_string().into());
    fields.insert("observer".to_owned(), person(1).to_string().into());
    let opening = opening(false);
    let prefill = Prefill {
        fields,
        suggested: Vec::new(),
        places: Vec::new(),
        people: opening.people.clone(),
        class_hour: class_hour(),
        lesson: lesson(),
        own: Default::default(),
    };
    Opening { text: FormText::fresh(RecordType::Observation, &prefill), ..opening }
}

/// A form that a line filled: what it says stands there, and one name fits two.
pub(crate) fn said() -> Opening {
    let line = "昨天下午在柳河小学听了王丽的《落花生》，刘洋老师也在，孩子们读得很投入";
    let at = |word: &str| line.find(word).map(|from| from..from + word.len()).unwrap_or_default();
    let guess =
        |key: &str, value: studio_core::record::Scalar, word: &str| Guess { key: key.into(), value, from: at(word) };
    let guesses = vec![
        guess("teacher", person(2).to_string().into(), "王丽"),
        guess("day", "2026-11-23".into(), "昨天下午"),
        guess("school", "柳河小学".into(), "柳河小学"),
        guess("lesson_title", "《落花生》".into(), "《落花生》"),
    ];
    let fields = guesses.iter().map(|guess| (guess.key.clone(), guess.value.clone())).collect();
    let choices = vec![
        guess("observer", person(3).to_string().into(), "刘洋老师"),
        guess("observer", person(4).to_string().into(), "刘洋老师"),
    ];
    let questions = vec![Question { field: "observer".into(), from: at("刘洋老师"), choices }];
    let unused = vec![at("孩子们读得很投入")];
    let opening = opening(false);
    let prefill = Prefill {
        fields,
        suggested: Vec::new(),
        places: Vec::new(),
        people: opening.people.clone(),
        class_hour: class_hour(),
        lesson: lesson(),
        own: Default::default(),
    };
    let sentence = Sentence {
        record_type: Some(RecordType::Observation),
        type_from: Some(at("听了")),
        guesses,
        questions,
        unused,
    };
    let said = SaidLine { line: line.into(), sentence, usual: BTreeMap::new() };
    let text = FormText::fresh(RecordType::Observation, &prefill).with_left(&said);
    Opening { text, said: Some(said), ..opening }
}

/// A form that a line filled which names two teachers and a day that there is not: each is asked, and neither stands.
pub(crate) fn said_of_two() -> Opening {
    let line = "2月30日听了王丽和刘洋的课";
    let at = |word: &str| line.find(word).map(|from| from..from + word.len()).unwrap_or_default();
    let teacher =
        |n: u8, word: &str| Guess { key: "teacher".into(), value: person(n).to_string().into(), from: at(word) };
    let choices = vec![teacher(2, "王丽"), teacher(3, "刘洋")];
    let questions = vec![
        Question { field: "day".into(), from: at("2月30日"), choices: Vec::new() },
        Question { field: "teacher".into(), from: at("王丽和刘洋"), choices },
    ];
    let record_type = Some(RecordType::Observation);
    let sentence = Sentence { record_type, questions, ..Sentence::default() };
    let said = SaidLine { line: line.into(), sentence, usual: BTreeMap::new() };
    let opening = said_nothing();
    Opening { text: opening.text.with_left(&said), said: Some(said), ..opening }
}

/// The form of a lesson with nothing in it.
fn said_nothing() -> Opening {
    let opening = opening(false);
    let prefill = Prefill {
        fields: Default::default(),
        suggested: Vec::new(),
        places: Vec::new(),
        people: opening.people.clone(),
        class_hour: class_hour(),
        lesson: lesson(),
        own: Default::default(),
    };
    Opening { text: FormText::fresh(RecordType::Observation, &prefill), ..opening }
}

/// What was agreed after the last lesson.
pub(crate) fn last_visit() -> LastVisit {
    LastVisit {
        record: record(7),
        day: "2026-11-09".parse().expect("a day"),
        lesson_title: "《白鹭》".into(),
        next_step: "问题写在教案里，问完数到三再叫人。".into(),
        check_on: Some("2026-11-23".parse().expect("a day")),
        weakest: vec!["多数学生参与，不只几个举手的".into(), "当堂练，当堂看".into()],
    }
}

/// The phases and the rubric of the province's guide, as far as a picture needs them.
pub(crate) fn lesson() -> LessonSheet {
    let line = |id: &str, title: &str| Mark {
        id: id.into(),
        title: title.into(),
        good: format!("{title}。"),
        next: format!("下次：{title}。"),
    };
    LessonSheet {
        source: Source::Example,
        check_after_days: 14,
        phases: ["导入", "新授", "练习", "讨论", "小结", "作业"].map(str::to_owned).into(),
        rubric: vec![
            line("goal", "目标清楚，学生知道要学会什么"),
            line("question", "提问有层次，等学生想一想"),
            line("many", "多数学生参与，不只几个举手的"),
            line("practice", "当堂练，当堂看"),
        ],
    }
}

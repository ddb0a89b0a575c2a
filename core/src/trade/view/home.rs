//! 首页 and 我的: progress in one look, and the three things that matter now.

use std::collections::BTreeSet;

use chrono::Days;

use super::mine::mine;
use super::{Compass, Gap, Home, Me, Petal, RecordRow, Scene, TermHere};
use crate::access::Role;
use crate::closure::report::counting;
use crate::closure::{self, ClosureReport, Indicator, IndicatorState, duplicates};
use crate::form;
use crate::guide::{Measure, Period};
use crate::id::PersonId;
use crate::mentoring::MentoringLog;
use crate::read::{Kept, State, Typed};
use crate::term::Now;
use crate::time::Day;

/// How many gaps are shown: more would be a list of duties.
const GAPS_MAX: usize = 3;
/// Days before and after an agreed day in which the meeting is due.
const MEETING_DAYS_AHEAD: i64 = 2;
const MEETING_DAYS_PAST: i64 = 14;
/// Days ahead from which a plan is told, and how many are: what is said on a Monday of 下周三 is more than a week away.
const PLAN_DAYS_AHEAD: u64 = 14;
const PLANS_MAX: usize = 3;
/// Names and townships in one gap.
const NAMES_MAX: usize = 3;

/// 首页; `None` when the guide does not hold the studio's direction.
pub fn home(scene: &Scene<'_>) -> Option<Home> {
    let report = closure::report(scene.model, scene.guide, scene.now, scene.freshness)?;
    Some(Home {
        studio: report.studio.clone(),
        term: term_here(scene, &report.now),
        me: scene.member(scene.me),
        compass: compass(&report),
        reach: reach(scene, &report),
        mine: mine(scene, &report.now),
        used: super::used(scene),
        coming: coming(scene),
        gaps: gaps(scene, &report),
        deleted_unseen: deleted_unseen(scene),
        deadline: report.deadline,
        outlook: report.outlook,
        freshness: report.freshness,
    })
}

/// The number that the direction names; where it names none its petal says enough.
fn reach(scene: &Scene<'_>, report: &ClosureReport) -> Option<Petal> {
    let named = scene.guide.direction(report.direction)?.shape.reach.is_some();
    report.reached().filter(|_| named).map(petal)
}

fn term_here(scene: &Scene<'_>, now: &Now) -> Option<TermHere> {
    let term = now.term()?;
    Some(TermHere {
        year: term.year,
        season: term.season,
        week: term.week(scene.now.day().min(term.last)),
        holiday: now.is_holiday(),
    })
}

fn deleted_unseen(scene: &Scene<'_>) -> Vec<RecordRow> {
    let mine = scene.works().filter(|found| scene.wrote(found) && found.deleted_unseen(&scene.model.facts));
    mine.filter_map(|found| scene.row(found)).collect()
}

/// The compass of a report.
pub fn compass(report: &ClosureReport) -> Compass {
    Compass {
        met: report.met,
        judged: report.judged,
        apart: report.apart.clone(),
        petals: report.indicators.iter().map(petal).collect(),
    }
}

fn petal(indicator: &Indicator) -> Petal {
    let percent = match (indicator.state, indicator.target) {
        (IndicatorState::NotCounted, _) => 0,
        (_, Some(target)) => indicator.value.clamp(0, target) * 100 / target.max(1),
        (_, None) => i64::from(indicator.value > 0) * 100,
    };
    Petal {
        id: indicator.id.clone(),
        title: indicator.title.clone(),
        value: indicator.value,
        target: indicator.target,
        example: indicator.is_example(),
        state: indicator.state,
        percent: u8::try_from(percent).unwrap_or(100),
    }
}

/// What matters now, most pressing first.
fn gaps(scene: &Scene<'_>, report: &ClosureReport) -> Vec<Gap> {
    let mut gaps = conflicts(scene);
    gaps.extend(passed(scene));
    gaps.extend(next_meeting(scene));
    // before what is owed: an open question makes the numbers below it doubtful, and one tap answers it
    gaps.extend(unanswered(scene));
    gaps.extend(open_indicators(scene, report));
    gaps.extend(drafts(scene));
    gaps.truncate(GAPS_MAX);
    gaps
}

/// My plans, the nearest first: in holidays too, for others wait for them.
fn coming(scene: &Scene<'_>) -> Vec<RecordRow> {
    let last = scene.now.day() + Days::new(PLAN_DAYS_AHEAD);
    let near = |row: &RecordRow| row.planned && row.day.is_some_and(|day| day <= last);
    let mut plans: Vec<_> = my_drafts(scene).into_iter().filter(near).collect();
    plans.sort_by(|a, b| (a.day, &a.time, a.record).cmp(&(b.day, &b.time, b.record)));
    plans.truncate(PLANS_MAX);
    plans
}

/// What I called people to, and did not write up: the last one.
fn passed(scene: &Scene<'_>) -> Option<Gap> {
    let today = scene.now.day();
    let fresh = |day: Day| day <= today && (today - day).num_days() <= MEETING_DAYS_PAST;
    let past = my_drafts(scene).into_iter().filter(|row| form::asks(row.record_type) && !row.planned);
    let past = past.filter(|row| row.day.is_some_and(fresh));
    let row = past.max_by_key(|row| (row.day, row.time.clone(), row.record))?;
    let RecordRow { record, record_type, title, missing, .. } = row;
    Some(Gap::Passed { record, record_type, title, day: row.day?, missing })
}

fn conflicts(scene: &Scene<'_>) -> Vec<Gap> {
    let mine = scene.works().filter(|found| scene.wrote(found) && !found.deleted);
    mine.filter(|found| !found.conflicts.is_empty())
        .filter_map(|found| scene.row(found))
        .map(|row| Gap::Conflict { record: row.record, record_type: row.record_type, title: row.title })
        .collect()
}

/// The meeting nearest to today that the one who looks agreed on and that is due, without a later
/// one with the same person: one of them, or promises would crowd out everything else.
fn next_meeting(scene: &Scene<'_>) -> Option<Gap> {
    let today = scene.now.day();
    let logs = || {
        let mine = |kept: &Typed<'_, MentoringLog>| kept.owner() == Some(scene.me) && !kept.deleted;
        scene.model.mentoring().filter(mine)
    };
    let away = |kept: &Typed<'_, MentoringLog>| kept.content.next_on.map(|next| (next - today).num_days());
    let due = logs().filter(|kept| {
        let log = &kept.content;
        let near = away(kept).is_some_and(|days| (-MEETING_DAYS_PAST..=MEETING_DAYS_AHEAD).contains(&days));
        near && !logs().any(|later| later.content.mentee == log.mentee && later.content.day > log.day)
    });
    let kept = due.min_by_key(|kept| (away(kept).map(i64::abs), kept.id))?;
    Some(Gap::NextMeeting {
        record: kept.id,
        name: scene.model.called(kept.content.mentee?),
        day: kept.content.next_on?,
        last: kept.content.day,
        advice: kept.content.advice.clone(),
    })
}

/// Indicators that are not met, the emptiest first. In holidays nothing of the term is owed.
fn open_indicators(scene: &Scene<'_>, report: &ClosureReport) -> Vec<Gap> {
    let of_term = |indicator: &Indicator| {
        let direction = scene.guide.direction(report.direction);
        direction.is_some_and(|d| d.indicators.iter().any(|r| r.id == indicator.id && r.period == Period::Term))
    };
    let mut open: Vec<(&Indicator, i64)> = report
        .indicators
        .iter()
        .filter(|i| matches!(i.state, IndicatorState::OnTheWay | IndicatorState::Missing))
        .filter(|i| !(report.now.is_holiday() && of_term(i)))
        .filter_map(|i| Some((i, i.value * 100 / i.target?.max(1))))
        .collect();
    open.sort_by_key(|(indicator, percent)| (!indicator.count.is(Measure::RuralReached), *percent, indicator.number));
    open.into_iter().filter_map(|(indicator, _)| gap(scene, indicator)).collect()
}

fn gap(scene: &Scene<'_>, indicator: &Indicator) -> Option<Gap> {
    let target = indicator.target?;
    let (missing, value) = (indicator.missing(), indicator.value);
    if indicator.count.is(Measure::RuralReached) {
        let townships = super::team::unreached(scene).into_iter().map(|gap| gap.township);
        let townships = townships.filter(|t| !t.is_empty()).take(NAMES_MAX - 1).collect();
        return Some(Gap::Unreached { missing, value, target, townships });
    }
    Some(Gap::Indicator {
        id: indicator.id.clone(),
        title: indicator.title.clone(),
        missing,
        value,
        target,
        unit: indicator.unit.clone(),
        example: indicator.is_example(),
        names: lacking(scene, indicator),
    })
}

/// Backbone teachers whom the chief has not guided yet.
fn lacking(scene: &Scene<'_>, indicator: &Indicator) -> Vec<String> {
    if !indicator.count.is(Measure::BackboneGuided) {
        return Vec::new();
    }
    let counting = counting(scene.model, scene.now.day());
    let there: BTreeSet<PersonId> = indicator.people.iter().map(|p| counting.roster.root(p.person)).collect();
    let missing = counting.roster.holding(Role::Backbone).into_iter().filter(|root| !there.contains(root));
    missing
        .map(|root| scene.model.called(counting.counted(root, 0).person))
        .filter(|name| !name.is_empty())
        .take(NAMES_MAX)
        .collect()
}

/// My drafts, newest first.
fn my_drafts(scene: &Scene<'_>) -> Vec<RecordRow> {
    let mine = scene.works().filter(|f| scene.wrote(f) && !f.deleted && f.state == State::Draft);
    let mut rows: Vec<_> = mine.filter_map(|found| scene.row(found)).collect();
    super::list::newest_first(&mut rows);
    rows
}

/// Drafts that nothing above tells of. A plan for a later day lacks nothing yet.
fn drafts(scene: &Scene<'_>) -> Vec<Gap> {
    let told = passed(scene).and_then(|gap| gap.plan());
    my_drafts(scene)
        .into_iter()
        .filter(|row| told != Some(row.record) && !row.planned)
        .map(|row| Gap::Draft {
            record: row.record,
            record_type: row.record_type,
            title: row.title,
            missing: row.missing,
        })
        .collect()
}

/// Pairs that only the chief's side can answer.
fn unanswered(scene: &Scene<'_>) -> Option<Gap> {
    let role = scene.model.role_now(scene.me, scene.now.day())?;
    if role == Role::Backbone {
        return None;
    }
    let counting = counting(scene.model, scene.now.day());
    let people = duplicates::people(scene.model, &counting.roster).len();
    let works = duplicates::works(scene.model, &counting.roster, &counting.joined);
    let first = works.first().map(|(a, _)| *a);
    (people + works.len() > 0).then_some(Gap::Duplicates { people, works: works.len(), first })
}

/// 我的
pub fn me(scene: &Scene<'_>) -> Me {
    let mine: Vec<&Kept> = scene.works().filter(|found| scene.wrote(found)).collect();
    let live = || mine.iter().filter(|found| !found.deleted);
    Me {
        member: scene.member(scene.me),
        studio: scene.model.studio_name().to_owned(),
        records: live().count(),
        drafts: live().filter(|f| f.state == State::Draft).count(),
        unready: live().filter_map(|found| scene.row(found)).filter(|row| !row.missing.is_empty()).count(),
        deleted: mine.iter().filter(|found| found.deleted).count(),
        awaiting: super::awaiting(scene).len(),
    }
}

//! A new record's form, opened with an offer: those people, and for a meeting a coming day.

use chrono::{Datelike, Duration, NaiveDateTime, NaiveTime};

use super::{Prefill, Scene, prefill};
use crate::closure::Offer;
use crate::command::Fields;
use crate::form::Input;
use crate::record_type::RecordType;
use crate::time::Day;
use crate::tolerant::{instant_text, parse_instant};

/// A meeting without an end is planned for two hours.
pub(super) const LONG_MINUTES: i64 = 120;
/// When a first meeting is planned for: after the morning's lessons.
pub(super) const FIRST_MEETING: (u32, u32) = (14, 30);

/// What an offered record's form opens with.
pub fn offered(scene: &Scene<'_>, offer: &Offer) -> Prefill {
    let mut prefill = prefill(scene, offer.record_type);
    match offer.record_type {
        RecordType::Activity => meeting(scene, offer, &mut prefill.fields),
        RecordType::Mentoring => guidance(offer, &mut prefill.fields),
        of => named(of, offer, &mut prefill.fields),
    }
    prefill
}

/// The one whom it is about, where the type's face names people.
fn named(of: RecordType, offer: &Offer, fields: &mut Fields) {
    let says = of.says();
    let spec = says.fields.iter().find(|spec| says.face.people.contains(&spec.key));
    let Some((spec, person)) = spec.zip(offer.people.first()) else { return };
    match spec.input {
        Input::Person => fields.insert(spec.key.to_owned(), person.to_string().into()),
        Input::OrderedPeople => fields.insert(format!("{}/{person}", spec.key), 1.into()),
        _ => None,
    };
}

/// These people alone, on a day that is to come. They are asked to come: who was there is ticked on the day, for a record
/// that nobody looks at again would else say of everybody who was asked that they came.
fn meeting(scene: &Scene<'_>, offer: &Offer, fields: &mut Fields) {
    for person in &offer.people {
        fields.insert(format!("asked/{person}"), true.into());
    }
    let instant = |key: &str| fields.get(key).and_then(|value| parse_instant(value.as_str()?));
    let long = instant("end").zip(instant("start")).map_or(LONG_MINUTES, |(end, start)| (end - start).num_minutes());
    let start = coming(scene.now.day(), last_start(scene));
    fields.insert("start".to_owned(), instant_text(start).into());
    fields.insert("end".to_owned(), instant_text(start + Duration::minutes(long)).into());
}

/// When the last meeting of the one who looks began.
pub(super) fn last_start(scene: &Scene<'_>) -> Option<NaiveDateTime> {
    let mine = scene.model.activities().filter(|kept| kept.owner() == Some(scene.me) && !kept.deleted);
    mine.filter_map(|kept| kept.content.start).max()
}

/// The next day after today that is the last meeting's day of the week, at its hour; else in a week.
fn coming(today: Day, last: Option<NaiveDateTime>) -> NaiveDateTime {
    let (hour, minute) = FIRST_MEETING;
    let first = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    let days = last.map_or(7, |last| {
        let (from, to) = (today.weekday().num_days_from_monday(), last.weekday().num_days_from_monday());
        i64::from((to + 6 - from) % 7 + 1)
    });
    (today + Duration::days(days)).and_time(last.map_or(first, |last| last.time()))
}

fn guidance(offer: &Offer, fields: &mut Fields) {
    if let Some(person) = offer.people.first() {
        fields.insert("mentee".to_owned(), person.to_string().into());
    }
    for dimension in &offer.dimensions {
        fields.insert(format!("dimensions/{}", dimension.word()), true.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(today: &str, last: Option<&str>) -> String {
        coming(today.parse().expect("a day"), last.and_then(parse_instant)).to_string()
    }

    #[test]
    fn a_planned_meeting_is_never_today_and_keeps_its_day_of_the_week() {
        // 2026-11-24 is a Tuesday
        assert_eq!(next("2026-11-24", Some("2026-11-17T15:00")), "2026-12-01 15:00:00");
        assert_eq!(next("2026-11-24", Some("2026-11-18T09:30")), "2026-11-25 09:30:00");
        assert_eq!(next("2026-11-24", Some("2026-11-16T09:30")), "2026-11-30 09:30:00");
        assert_eq!(next("2026-11-24", None), "2026-12-01 14:30:00");
    }
}

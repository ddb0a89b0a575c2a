//! A meeting as a file for the phone's calendar: one event by RFC 5545. Pure; it knows no record and no screen.

use chrono::{DateTime, NaiveDateTime, TimeDelta};
use studio_core::time::{Day, Millis};

/// The media type of such a file.
pub(crate) const MEDIA_CALENDAR: &str = "text/calendar";
/// Bytes of a line without its end (RFC 5545, 3.1).
const LINE_BYTES_MAX: usize = 75;
/// How long before it begins the phone reminds: time for the way there.
const REMINDS: &str = "-PT1H";

/// What a calendar keeps of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// The same for the same meeting for ever: saved again it takes the place of what was saved before.
    pub(crate) uid: String,
    /// Grows with every change, so that a calendar knows the newer one.
    pub(crate) revision: usize,
    /// When the file was made.
    pub(crate) made: Millis,
    /// The day.
    pub(crate) day: Day,
    /// Begin and end; without a begin it is the whole day.
    pub(crate) span: Option<(NaiveDateTime, Option<NaiveDateTime>)>,
    /// What it is.
    pub(crate) title: String,
    /// Where.
    pub(crate) place: String,
    /// What else is said of it.
    pub(crate) notes: String,
}

/// The file.
pub(crate) fn file(event: &Event) -> String {
    let mut lines =
        vec!["BEGIN:VCALENDAR".to_owned(), "VERSION:2.0".to_owned(), "PRODID:-//studio//records//ZH".to_owned()];
    lines.extend(["BEGIN:VEVENT".to_owned(), format!("UID:{}@studio", event.uid)]);
    lines.push(format!("SEQUENCE:{}", event.revision));
    lines.extend(utc(event.made).map(|made| format!("DTSTAMP:{made}")));
    lines.extend(times(event));
    let texts = [("SUMMARY", &event.title), ("LOCATION", &event.place), ("DESCRIPTION", &event.notes)];
    lines.extend(
        texts.iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| format!("{name}:{}", escaped(text))),
    );
    if event.span.is_some() {
        let trigger = format!("TRIGGER:{REMINDS}");
        let alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", &trigger].map(str::to_owned);
        lines.extend(alarm);
        lines.extend([format!("DESCRIPTION:{}", escaped(&event.title)), "END:VALARM".to_owned()]);
    }
    lines.extend(["END:VEVENT", "END:VCALENDAR"].map(str::to_owned));
    lines.iter().map(|line| folded(line)).collect()
}

/// When it is. Moments stand in UTC: no calendar then asks which zone a phone is set to.
fn times(event: &Event) -> Vec<String> {
    let at = |local: NaiveDateTime| utc(Millis::from_local(local));
    match event.span {
        Some((start, end)) => {
            let start = at(start).map(|at| format!("DTSTART:{at}"));
            start.into_iter().chain(end.and_then(at).map(|at| format!("DTEND:{at}"))).collect()
        }
        None => {
            let next = event.day.checked_add_signed(TimeDelta::days(1));
            let whole = |name: &str, day: Day| format!("{name};VALUE=DATE:{}", day.format("%Y%m%d"));
            [Some(whole("DTSTART", event.day)), next.map(|day| whole("DTEND", day))].into_iter().flatten().collect()
        }
    }
}

fn utc(at: Millis) -> Option<String> {
    Some(DateTime::from_timestamp_millis(at.0)?.format("%Y%m%dT%H%M%SZ").to_string())
}

/// A text as a value (3.3.11): marks that mean something are said to mean nothing, and no control character goes out.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => value.extend(['\\', c]),
            '\n' => value.push_str("\\n"),
            c if c.is_control() => {}
            c => value.push(c),
        }
    }
    value
}

/// A line with its end, broken where it is too long, never inside a character.
fn folded(line: &str) -> String {
    let mut whole = String::with_capacity(line.len() + 2);
    let mut bytes = 0;
    for c in line.chars() {
        if bytes + c.len_utf8() > LINE_BYTES_MAX {
            whole.push_str("\r\n ");
            bytes = 1;
        }
        whole.push(c);
        bytes += c.len_utf8();
    }
    whole + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().expect("a moment")
    }

    fn event() -> Event {
        Event {
            uid: "7k3m".into(),
            revision: 2,
            made: Millis::from_local(at("2026-11-24T20:00:00")),
            day: at("2026-12-01T14:30:00").date(),
            span: Some((at("2026-12-01T14:30:00"), Some(at("2026-12-01T16:30:00")))),
            title: "集体备课：大单元教学设计".into(),
            place: "赵桥小学".into(),
            notes: "时间：14:30\n请带：语文书, 教案; 红笔\\尺子".into(),
        }
    }

    /// The lines as a calendar reads them: unfolded.
    fn read(event: &Event) -> Vec<String> {
        let text = file(event);
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn two_in_the_afternoon_here_is_half_past_six_in_utc_and_the_next_file_takes_its_place() {
        let lines = read(&event());
        for line in [
            "UID:7k3m@studio",
            "SEQUENCE:2",
            "DTSTAMP:20261124T120000Z",
            "DTSTART:20261201T063000Z",
            "DTEND:20261201T083000Z",
            "SUMMARY:集体备课：大单元教学设计",
            "LOCATION:赵桥小学",
            "TRIGGER:-PT1H",
        ] {
            assert!(lines.iter().any(|one| one == line), "{line} not in {lines:#?}");
        }
        let (begins, ends) =
            (lines.iter().filter(|l| l.starts_with("BEGIN:")), lines.iter().filter(|l| l.starts_with("END:")));
        assert_eq!((begins.count(), ends.count()), (3, 3));
        assert_eq!(lines.iter().filter(|line| line.starts_with("UID:")).count(), 1);
    }

    #[test]
    fn a_text_breaks_out_of_no_line() {
        let notes = read(&event()).into_iter().find(|line| line.starts_with("DESCRIPTION:时间"));
        assert_eq!(notes.as_deref(), Some("DESCRIPTION:时间：14:30\\n请带：语文书\\, 教案\\; 红笔\\\\尺子"));
        let title = "一\r\nATTENDEE:mailto:x@example.org\u{7}".to_owned();
        let lines = read(&Event { title, ..event() });
        assert!(lines.iter().all(|line| !line.starts_with("ATTENDEE")), "{lines:?}");
        assert!(lines.iter().any(|line| line == "SUMMARY:一\\nATTENDEE:mailto:x@example.org"), "{lines:?}");
    }

    #[test]
    fn no_line_is_longer_than_seventy_five_bytes_and_none_breaks_a_character() {
        for width in 0..4 {
            let notes = "a".repeat(width) + &"备课𠮷".repeat(60);
            let long = Event { notes: notes.clone(), ..event() };
            assert!(file(&long).split("\r\n").all(|line| line.len() <= LINE_BYTES_MAX));
            assert!(read(&long).contains(&format!("DESCRIPTION:{notes}")));
        }
    }

    #[test]
    fn without_an_hour_it_is_the_whole_day_and_without_an_end_nobody_makes_one_up() {
        let whole = read(&Event { span: None, ..event() });
        assert!(whole.contains(&"DTSTART;VALUE=DATE:20261201".to_owned()));
        assert!(whole.contains(&"DTEND;VALUE=DATE:20261202".to_owned()), "the day after, which is not in it");
        assert!(!whole.iter().any(|line| line == "BEGIN:VALARM"), "nobody is woken at night");
        let open = read(&Event { span: Some((at("2026-12-01T14:30:00"), None)), ..event() });
        assert!(!open.iter().any(|line| line.starts_with("DTEND")));
    }

    #[test]
    fn what_is_not_known_leaves_no_empty_line() {
        let bare = read(&Event { place: String::new(), notes: String::new(), ..event() });
        assert!(!bare.iter().any(|line| line.starts_with("LOCATION") || line.ends_with(':')), "{bare:?}");
    }
}

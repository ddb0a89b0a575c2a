//! A line as an 听评课: whose lesson, which one, what was seen in it.

use super::label::Label;
use super::reading::Reading;
use super::who::Mention;
use super::{rest, title};
use crate::observation::LessonType;

const LABELS: &[Label] = &[
    ("strengths", &["亮点", "优点", "好的地方", "值得学习"]),
    ("issues", &["不足之处", "不足", "缺点", "存在问题", "问题"]),
    ("suggestions", &["建议"]),
    ("next_step", &["下一步"]),
];
const TYPES: [(&str, LessonType); 7] = [
    ("新授课", LessonType::New),
    ("新授", LessonType::New),
    ("复习课", LessonType::Review),
    ("练习课", LessonType::Practice),
    ("讲评课", LessonType::Comment),
    ("实验课", LessonType::Experiment),
    ("活动课", LessonType::Doing),
];
const HEARD: [&str; 7] = ["听课", "听评课", "听了", "听完", "评课", "评了", "听"];
const TEACHES: [&str; 9] = ["讲", "执教", "上的", "上了", "上课", "的课", "授课", "班上", "这节课"];
const TITLE: [&str; 11] =
    ["课题是", "课题:", "课题", "讲的是", "题目是", "题目", "叫做", "叫那个", "叫", "上的是", "内容是"];
/// Words of a lesson that are part of no title.
const IDLE: [&str; 16] = [
    "随堂",
    "推门听课",
    "听评课",
    "听课",
    "评课",
    "听了",
    "去听",
    "听",
    "评了",
    "一节课",
    "一节",
    "节课",
    "调研",
    "习作课",
    "课",
    "讲",
];

/// Fills what a line says of a lesson that was seen.
pub(super) fn observation(reading: &mut Reading<'_>) {
    reading.put_day("day");
    put_people(reading);
    reading.put_labelled(LABELS);
    if let Some(school) = reading.place.as_ref().and_then(|place| place.school.clone()) {
        reading.put_text("school", &school);
    }
    put_lesson(reading);
    put_counts(reading);
    put_title(reading);
}

/// Whose lesson it was, and who watched. One lesson is one teacher's: of two who may be meant it asks.
fn put_people(reading: &mut Reading<'_>) {
    let heard = reading.line.earliest(&HEARD, 0).map_or(0, |found| found.end);
    let rows = reading.rows(&reading.mentions);
    let start = |row: &[Mention]| row.first().map_or(0, |one| one.range.start);
    let end = |row: &[Mention]| row.last().map_or(0, |one| one.range.end);
    let behind: Vec<&Vec<Mention>> = rows.iter().filter(|row| start(row) >= heard && heard > 0).collect();
    let joins = |row: &[Mention]| reading.is_led(start(row), &["跟", "和", "同", "与"]);
    let listens = |row: &[Mention]| !joins(row) && reading.is_followed(end(row), &["听", "一起听", "来听"]);
    // 我和王丽到县里听了两节课 says who heard them
    let with_me = |row: &[Mention]| row.len() > 1 && row.iter().any(|one| one.is(reading.known.me));
    let teaching = rows.iter().find(|row| reading.is_followed(end(row), &TEACHES)).cloned();
    let listened = || (!behind.is_empty()).then(|| behind.into_iter().flatten().cloned().collect());
    let alone = || {
        if let [only] = rows.as_slice() {
            Some(only.clone()).filter(|row| !listens(row) && !with_me(row))
        } else {
            None
        }
    };
    let observer = rows.iter().find(|row| listens(row)).cloned();
    let teacher: Option<Vec<Mention>> = teaching.or_else(listened).or_else(alone);
    if let Some(row) = &teacher {
        reading.put_one_of_row("teacher", row);
    }
    let is_mine = |row: &Vec<Mention>| row.iter().any(|one| one.is(reading.known.me));
    let observer = observer.filter(|row| teacher.is_some() && Some(row) != teacher.as_ref() && !is_mine(row));
    if let Some(row) = observer {
        reading.put_one_of_row("observer", &row);
    }
}

fn put_lesson(reading: &mut Reading<'_>) {
    let found = TYPES.iter().find_map(|(word, of)| Some((of, reading.line.find(word)?)));
    if let Some((of, from)) = found {
        reading.put("lesson_type", of.word(), &from);
        reading.line.take(&from);
    }
    let (grade, class) = rest::grade(&reading.line);
    let said = [
        ("period", rest::period(&reading.line)),
        ("grade", grade),
        ("class", class),
        ("subject", rest::subject(&reading.line)),
    ];
    for (field, said) in said {
        if let Some((text, from)) = said {
            reading.put(field, text, &from);
            reading.line.take(&from);
        }
    }
}

fn put_counts(reading: &mut Reading<'_>) {
    const COUNTS: [(&str, &[&str]); 3] = [
        ("questions", &["提问"]),
        ("pupil_activity", &["学生活动", "活动占比"]),
        ("score", &["总分", "打分", "得分", "评分", "打了"]),
    ];
    for (field, words) in COUNTS {
        if let Some((value, from)) = rest::behind(&reading.line, words) {
            let tenths = field == "pupil_activity" && reading.line.is_at(from.end, "成");
            let unit = reading.line.one_at(from.end, &["多次", "来次", "余次", "次", "%", "分", "个", "成"]);
            let from = from.start..from.end + unit.map_or(0, |unit| unit.chars().count());
            reading.put(field, if tenths { value * 10 } else { value }, &from);
            reading.line.take(&from);
        }
    }
}

fn put_title(reading: &mut Reading<'_>) {
    let line = &mut reading.line;
    let found = title::in_marks(line).or_else(|| title::behind(line, &TITLE)).or_else(|| {
        for word in IDLE {
            if let Some(found) = line.find(word) {
                line.take(&found);
            }
        }
        title::left_over(line, 2)
    });
    if let Some(found) = found {
        reading.put_text("lesson_title", &found);
    }
}

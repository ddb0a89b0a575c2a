//! Pictures of 成长档案, its sheet, 小结 and a term that is over.

use dioxus::prelude::*;
use studio_core::guide::Shape;
use studio_core::record_type::RecordType;
use studio_core::term::TermKey;
use studio_core::view::{Archive, Heading, RecordGroup, SummaryMeeting, SummaryOf};
use studio_ui::i18n::speaking;
use studio_ui::phone::AsOfNote;
use studio_ui::read;

use super::{framed, hides, picture, picture_of, shows};
use crate::sample;
use crate::screens::closure::past::{Past, PastEvidence, PastView};
use crate::screens::closure::{NoSuch, NoneCalledSo};
use crate::screens::me::view::MeView;
use crate::screens::person::PersonView;
use crate::screens::person::sheet::SheetView;
use crate::screens::summary::view::{Spans, SummaryView};
use studio_ui::prelude::{Tab, t};

fn person() -> String {
    picture("person-archive", || {
        framed("成长档案", None, rsx! { PersonView { page: sample::person_page(), now: sample::now() } })
    })
}

#[test]
fn a_persons_page_tells_what_was_agreed_and_calls_nothing_undone() {
    let html = person();
    shows(&html, &["约定和落实", "看不到记录不等于没做", "10月26日王丽去过，有记录，比约定晚"]);
    shows(&html, &["日子过了，还没看到之后的记录", "和周慧敏约好", "数据截至"]);
    hides(&html, &["没做到", "未完成", "失信"]);
}

#[test]
fn a_record_says_what_the_person_did_in_it_and_that_two_recorded_it() {
    let html = person();
    shows(&html, &["主持人、到场", "另有 1 人也记了，只算一次", "授课教师", "等我回应", "还没到日子的"]);
}

/// What a fold hides until somebody opens it.
fn folded(html: &str) -> &str {
    html.split_once("data-testid=\"list-rest\"").expect("a fold").1
}

#[test]
fn of_a_long_list_ten_rows_stand_in_front_and_the_rest_is_folded_with_the_number_of_all() {
    let mut page = sample::person_page();
    let part = &mut page.archive.stretches[1];
    part.rows = part.rows.iter().cycle().take(23).cloned().collect();
    page.archive.stretches.truncate(2);
    let html = picture_of("person-long", page, |page| rsx! { PersonView { page, now: sample::now() } });
    shows(&html, &["全部 23 条"]);
    assert_eq!(folded(&html).matches("大单元教学设计").count() + folded(&html).matches("陈明：落花生").count(), 8);
    let mut term = sample::term_page();
    let row = term.records.groups[0].rows[0].clone();
    let group = |month, rows| RecordGroup {
        heading: Heading::Month { year: 2026, month },
        count: rows,
        rows: vec![row.clone(); rows],
    };
    term.records.groups = vec![group(6, 7), group(5, 6), group(4, 2)];
    term.records.total = 15;
    let html = picture_of("past-long", term, |page| rsx! { PastView { page, now: sample::now() } });
    shows(&html, &["全部 15 条", "5 月"]);
    let rest = folded(&html);
    assert_eq!((rest.matches("课堂提问的层次").count(), html.matches("5 月").count()), (5, 1), "{rest}");
    assert!(rest.contains("4 月") && !rest.contains("5 月") && !rest.contains("6 月"), "{rest}");
}

#[test]
fn a_term_that_is_over_is_called_by_its_name_where_the_guide_says_this_term() {
    let mut page = sample::term_page();
    for one in &mut page.report.indicators {
        one.closed_term = Some(page.term);
    }
    page.report.indicators[0].title = "本学期教研活动".into();
    page.summary.missing[0].title = "本学期教研活动".into();
    let opened = page.report.indicators[0].clone();
    let html = picture_of("past-named", page, |page| rsx! { PastView { page, now: sample::now() } });
    shows(&html, &["2026 春学期教研活动", "对照指南还差：2026 "]);
    hides(&html, &["本学期"]);
    assert_eq!(read::indicator_title(&opened), "2026 春学期教研活动");
}

#[test]
fn lessons_are_told_in_words_without_a_score() {
    let html = person();
    shows(&html, &["亮点：问题有层次", "建议：开课一分钟"]);
    hides(&html, &["总分", "排名", "第 1 名"]);
}

fn sheet(name: &str, archive: Archive) -> String {
    picture_of(name, archive, |archive| rsx! { SheetView { archive, onpick: |_: Option<TermKey>| {} } })
}

#[test]
fn the_sheet_names_school_period_every_number_and_the_records_behind_it() {
    let html = sheet("archive-sheet", sample::archive());
    shows(&html, &["教师成长档案", "西邵小学", "一级教师", "时间：2026年3月10日 – 2026年11月24日"]);
    shows(&html, &["合计", "一、按学期看", "记录清单", "CM-2026-001", "本人签字", "data-testid=\"archive-sheet\""]);
    shows(&html, &["同一次活动有几个人记，只算一次", "数据截至2026年11月24日", "高志强", "1 条草稿没有交"]);
    hides(&html, &["下周的集体备课", "总分"]);
}

#[test]
fn the_sheet_of_a_class_is_signed_by_its_head() {
    let class = Shape { studio: "培训班".into(), chief_title: "班主任".into(), ..Shape::default() };
    let html = speaking(&class, || sheet("archive-sheet-class", sample::archive()));
    shows(&html, &["在培训班", "班主任签字"]);
    hides(&html, &["首席教师签字"]);
}

#[test]
fn no_number_date_or_kind_of_the_sheet_breaks_in_the_middle() {
    // what print.css leaves of A4: 156 mm, cells of 12 pt with 1 mm at either side
    let letter = |letter: char| if letter.is_ascii() { 0.57 * 4.24 } else { 4.24 };
    let paper = read::archive_paper(&sample::archive());
    let mut measured = 0;
    for table in &paper.tables {
        assert_eq!(table.columns.iter().map(|(_, width)| u32::from(*width)).sum::<u32>(), 100, "{}", table.title);
        for (place, (head, width)) in table.columns.iter().enumerate() {
            if !["日期", "约定日期", "类型", "编号"].contains(&head.as_str()) {
                continue;
            }
            let kinds = RecordType::work().map(|of| t(&of.label_key())).filter(|_| head == "类型");
            for cell in table.rows.iter().map(|row| row[place].clone()).chain(kinds) {
                let asked = cell.chars().map(letter).sum::<f64>() + 2.2;
                assert!(asked <= 156.0 * f64::from(*width) / 100.0, "{}: {cell} takes {asked} mm", table.title);
                measured += 1;
            }
        }
    }
    assert!(measured > 10, "{measured}");
}

#[test]
fn the_sheet_of_a_term_offers_the_others_and_one_of_nobody_is_no_broken_table() {
    let archive = sample::archive();
    let html = sheet("archive-sheet-term", Archive { term: Some(archive.terms[0]), ..archive.clone() });
    shows(&html, &["chip-archive-term-2026-spring", "chip-archive-term-all", "2026 秋学期"]);
    let nothing = Archive {
        stretches: Vec::new(),
        promises: Vec::new(),
        lessons: Vec::new(),
        own: Vec::new(),
        terms: Vec::new(),
        first: None,
        last: None,
        ..archive
    };
    let html = sheet("archive-sheet-nothing", nothing);
    shows(&html, &["还没有记录", "陈明"]);
    hides(&html, &["a4-heading"]);
}

/// Whether all of these are lines of a text.
fn has_lines(text: &str, lines: &[&str]) {
    let said: Vec<&str> = text.lines().collect();
    let missing: Vec<&&str> = lines.iter().filter(|line| !said.contains(line)).collect();
    assert!(missing.is_empty(), "{missing:?} not in\n{text}");
}

#[test]
fn a_summary_is_a_text_for_the_chat_of_what_was_done_with_one_day_up_to_which_it_is() {
    let text = read::summary_text(&sample::summary());
    let lines = [
        "【赵桥乡语文首席教师工作室】2026 秋学期第 13 周小结",
        "11月23日到11月29日",
        "教研活动 2 次：",
        "· 11月23日 集体备课《大单元教学设计：从一篇到一组》，12 人",
        "指导 3 次，2 位老师：王丽 2 次、刘洋",
        "听评课 1 节：陈明《落花生》",
        "成果 1 项：《乡村小学大单元作业设计》（县级，王丽）",
        "另有：读书与反思 2 条",
        "参加活动、受指导和被听课的一共 18 人，其中乡村教师 11 人（同一位只算一次）",
        "接下来：",
        "· 11月27日 教研活动：下周的集体备课",
    ];
    has_lines(&text, &lines);
    assert_eq!((text.lines().last(), text.matches("截至").count()), (Some("数据截至2026年11月24日"), 1));
}

#[test]
fn what_is_no_business_of_a_chat_stands_on_the_screen_outside_of_the_text() {
    let html = picture("summary", || {
        framed(
            "小结",
            None,
            rsx! {
                Spans { of: SummaryOf::Week(1), onpick: |_: SummaryOf| {} }
                SummaryView { summary: sample::summary(), now: sample::now() }
            },
        )
    });
    shows(&html, &["data-testid=\"summary-copy\"", "前一周", "后一周", "data-testid=\"summary-week\""]);
    let notes = [
        "约好再看：",
        "· 12月1日 再看马晓东：把三个问题写进教案",
        "约的日子过了、还没看到记录：孙红梅（11月24日）",
        "对照指南还差：联系到的乡村教师 23 人",
        "这段时间里我还有 2 条草稿没交，没算进来",
        "有 1 对记录可能是同一件事，还没人认，先各算各的",
    ];
    assert_eq!(read::summary_notes(&sample::summary()), notes);
    shows(&html, &notes);
    shows(&html, &["高志强"]);
    let text = read::summary_text(&sample::summary());
    hides(&text, &["马晓东", "孙红梅", "还差", "草稿", "同一件事", "高志强", "同步"]);
}

#[test]
fn a_summary_runs_no_title_together_with_what_stands_before_it_and_marks_no_honour_as_a_book() {
    let mut summary = sample::summary();
    summary.meetings[0].title = "共读《课堂观察》".into();
    summary.meetings[1].title = "四年级集体备课：《观潮》".into();
    summary.lessons[0].title = "公开课《观潮》".into();
    summary.outcomes[0].title = "县级优秀青年教师".into();
    summary.outcomes[0].is_work = false;
    let lines = [
        "· 11月23日 集体备课 共读《课堂观察》，12 人",
        "· 11月24日 四年级集体备课：《观潮》，9 人",
        "听评课 1 节：陈明 公开课《观潮》",
        "成果 1 项：县级优秀青年教师（县级，王丽）",
    ];
    has_lines(&read::summary_text(&summary), &lines);
}

#[test]
fn a_summary_of_days_that_no_whole_data_reach_names_no_day_before_them() {
    let mut summary = sample::summary();
    summary.first = sample::day("2026-11-30");
    let text = read::summary_text(&summary);
    assert_eq!(text.lines().last(), Some("有老师的记录还没传上来，这份小结之后还会变"));
}

#[test]
fn a_summary_of_days_without_work_says_so_once() {
    let mut summary = sample::summary();
    (summary.guidance, summary.people) = (0, 0);
    (summary.meetings, summary.lessons, summary.outcomes) = Default::default();
    (summary.others, summary.next) = Default::default();
    let text = read::summary_text(&summary);
    let lines: Vec<&str> = text.lines().skip(2).collect();
    assert_eq!(lines, ["这段时间还没有交上来的记录", "数据截至2026年11月24日"]);
}

#[test]
fn a_summary_reads_well_where_titles_have_marks_things_have_no_words_and_names_are_many() {
    let mut summary = sample::summary();
    summary.meetings[0].title = "《落花生》同课异构".into();
    summary.meetings[1].people = 0;
    summary
        .meetings
        .push(SummaryMeeting { title: "集体备课：文言文第一课".into(), ..summary.meetings[0].clone() });
    summary.first -= chrono::Duration::days(365);
    summary.outcomes[0].level_key.clear();
    summary.outcomes[0].authors.clear();
    summary.next[0].what.clear();
    summary.next[1].what = "先看教案。\n再看三个问题。".into();
    summary.lessons = (0..20).map(|_| summary.lessons[0].clone()).collect();
    let text = read::summary_text(&summary);
    let lines: Vec<&str> = text.lines().collect();
    for line in [
        "· 11月23日 集体备课《落花生》同课异构，12 人",
        "· 11月24日 集体备课《课堂提问的层次》",
        "· 11月23日 集体备课：文言文第一课，12 人",
        "2025年11月23日到2026年11月29日",
        "成果 1 项：《乡村小学大单元作业设计》",
        "· 11月27日 教研活动",
    ] {
        assert!(lines.contains(&line), "{line} not in\n{text}");
    }
    has_lines(&read::summary_notes(&summary).join("\n"), &["· 12月1日 再看马晓东：先看教案"]);
    let lessons = lines.iter().find(|line| line.starts_with("听评课 20 节")).expect("lessons");
    assert!(lessons.ends_with("陈明《落花生》等") && lessons.matches("陈明").count() == 12, "{lessons}");
    hides(&text, &["（）", "《《"]);
    let class = Shape { member: "学员".into(), ..Shape::default() };
    shows(&speaking(&class, || read::summary_text(&sample::summary())), &["其中学员 11 人"]);
}

#[test]
fn no_phone_number_that_somebody_typed_goes_to_paper_or_into_a_chat() {
    let mut archive = sample::archive();
    archive.promises[0].what = "有事打 13800000000".into();
    hides(&sheet("archive-sheet-phone", archive), &["13800000000"]);
    let mut summary = sample::summary();
    summary.next[1].what = "打 138-0000-0000 约时间".into();
    summary.next[0].what = "打 138-0000-0000 报名".into();
    hides(&read::summary_text(&summary), &["0000"]);
    hides(&read::summary_notes(&summary).join("\n"), &["0000"]);
}

#[test]
fn a_summary_of_holidays_says_so_and_one_of_a_day_without_terms_says_less() {
    let mut summary = sample::summary();
    if let Some(place) = &mut summary.place {
        (place.week, place.holiday) = (None, true);
    }
    assert_eq!(read::summary_title(&summary), "2026 秋学期后的寒假一周小结");
    summary.place = None;
    assert_eq!(read::summary_title(&summary), "一周小结");
    summary.meetings.clear();
    assert!(read::summary_text(&summary).contains("还没有交上来的记录"), "nothing here is not nothing done");
}

#[test]
fn a_term_that_is_over_is_whole_its_numbers_its_summary_its_records_and_the_other_terms() {
    let html = picture("past", || {
        framed("2026 春学期", None, rsx! { PastView { page: sample::term_page(), now: sample::now() } })
    });
    shows(&html, &["2026年3月2日 – 2026年7月10日", "/app/past/2026-spring/I3", "data-count=\"1\"", "课堂提问的层次"]);
    shows(&html, &["chip-past-term-2025-autumn", "data-testid=\"summary-copy\"", "高志强学期结束以后还没同步过"]);
}

#[test]
fn an_indicator_or_a_term_that_there_is_not_is_called_by_its_name_with_the_way_back() {
    let html = picture("no-such-indicator", || {
        rsx! { NoneCalledSo { what: NoSuch::Indicator, name: "I99", back: "/app/closure" } }
    });
    shows(&html, &["没有叫“I99”的指标", "href=\"/app/closure\""]);
    for draw in [|| rsx! { Past { term: "x" } }, || rsx! { PastEvidence { term: "x", indicator: "I3" } }] {
        let html = picture("no-such-term", draw);
        shows(&html, &["没有叫“x”的以前的学期", "href=\"/app/closure\""]);
        hides(&html, &["指南，定好"]);
    }
    let long = "长".repeat(5_000);
    let html = picture_of("no-such-long", long, |name| {
        rsx! { NoneCalledSo { what: NoSuch::Term, name, back: "/app/closure" } }
    });
    assert!(html.chars().filter(|letter| *letter == '长').count() < 30, "an address is as long as somebody likes");
}

#[test]
fn on_my_own_screen_stand_my_archive_and_what_waits_for_my_answer() {
    let html = picture("me-archive", || {
        let sync = sample::sync(0, studio_engine::messages::Phase::Idle);
        framed("我的", Some(Tab::Me), rsx! { MeView { page: sample::me(), sync, now: sample::now() } })
    });
    shows(&html, &["我的成长档案", "data-testid=\"me-awaiting\"", "2 条"]);
}

#[test]
fn what_is_read_in_a_chat_names_its_day_and_not_today() {
    let archive = sample::archive();
    let html = picture_of("as-of-kept", archive, |archive| {
        rsx! { AsOfNote { text: read::as_of_note_kept(&archive.freshness) } }
    });
    shows(&html, &["2026年11月24日"]);
    hides(&html, &["今天"]);
}

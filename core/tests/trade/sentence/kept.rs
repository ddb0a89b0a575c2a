//! Nothing that a teacher types in one line is lost: what no field takes is kept, and what cannot be is asked.

use studio_core::form::Input;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::sentence::{self, Sentence};

use super::{Eyes, lines, some, text};

/// What nobody could make a field of.
const STRANGE: &str = "水壶忘在车上了";

/// Whether words stand in a text of the form, or are told as unused.
fn keeps(line: &str, read: &Sentence, words: &str) -> bool {
    let unused = read.unused.iter().any(|range| line[range.clone()].contains(words));
    unused || read.guesses.iter().any(|guess| guess.value.as_str().is_some_and(|text| text.contains(words)))
}

#[test]
fn words_that_nobody_understands_are_kept_before_and_behind_every_line_whatever_it_is_read_for() {
    let lines = lines();
    for line in &lines.all {
        let before = format!("{STRANGE}，{}", line.text);
        let behind = format!("{}，{STRANGE}", line.text);
        let read = sentence::read(&before, &lines.known());
        assert!(read.record_type.is_none() || keeps(&before, &read, STRANGE), "{before}: {read:?}");
        for of in RecordType::work() {
            let read = sentence::read_as(&behind, of, &lines.known());
            assert!(keeps(&behind, &read, STRANGE), "{of:?} {behind}: {read:?}");
        }
    }
}

#[test]
fn a_line_is_told_without_the_words_that_only_join_what_was_understood() {
    let lines = lines();
    let told = [
        ("今天下午集体备课，定了三个大问题，下周三再来看", &["定了三个大问题，下周三再来看"][..]),
        ("今天下午集体备课定了三个大问题下周三再来看", &["定了三个大问题下周三再来看"]),
        ("前天磨课，磨的是陈明的《军神》，王丽提了好几条", &["王丽提了好几条"]),
        ("郭芳的课今天听了 学生参与度还行 主要不足是小结太急", &["学生参与度还行"]),
        ("集体备课，张建国没来", &["张建国没来"]),
        ("去大屯小学送教我上了一节语文，来了几位家长", &["我上了一节语文，来了几位家长"]),
        ("今天听了3节课，累", &["听了3节课，累"]),
        ("今天25点集体备课", &[]),
        ("今天下午两点半在赵桥小学会议室集体备课《圆的面积》，王丽、刘洋、徐颖参加，陈明请假", &[]),
        ("昨天磨课 桂花雨 王丽上的 刘老师孙红梅也来了", &[]),
        ("和史老师、宋老师一起磨课", &[]),
        ("证书还没寄到", &["证书还没寄到"]),
        ("获县优质课一等奖证书还没寄到", &["证书还没寄到"]),
    ];
    for (line, words) in told {
        assert_eq!(lines.unused(line), words, "{line}");
    }
}

#[test]
fn the_text_that_takes_what_no_field_holds_is_one_that_every_record_of_the_type_has() {
    for of in RecordType::ALL {
        let Some(key) = of.says().takes_rest else { continue };
        let field = of.says().field(key).expect("a field of the type");
        assert_eq!((field.input, field.when), (Input::Text, None), "{of:?}");
    }
}

#[test]
fn what_no_field_takes_stands_in_the_types_own_text_as_a_guess_that_can_be_taken_back() {
    let read = Eyes::new().read("今天下午集体备课，定了三个大问题，下周三再来看", None);
    assert_eq!(text(&read, "minutes"), some("定了三个大问题，下周三再来看"));
    let guess = read.sentence.guesses.iter().find(|guess| guess.key == "minutes");
    assert_eq!(guess.map(|guess| guess.value.clone()), Some(Scalar::from("定了三个大问题，下周三再来看")));
    assert_eq!(read.usual.get("minutes"), None, "taken back, the field is empty");
    assert_eq!(text(&read, "topic"), None);
}

#[test]
fn what_is_left_goes_behind_what_the_line_says_in_that_text_and_parts_of_it_are_told_apart() {
    let read = Eyes::new().read("给王丽示范怎么教识字，下周三再过一遍", None);
    assert_eq!(text(&read, "content"), some("怎么教识字\n下周三再过一遍"));
    let read = Eyes::new().read("开会了 工作室全体 讨论期中考试 刘洋没来", None);
    assert_eq!(text(&read, "minutes"), some("工作室全体；刘洋没来"));
}

#[test]
fn where_every_text_is_about_one_thing_the_words_stay_told() {
    let line = "听了王丽的课，孩子们画得开心";
    let read = Eyes::new().read(line, None);
    let unused: Vec<&str> = read.sentence.unused.iter().map(|words| &line[words.clone()]).collect();
    assert_eq!(unused, ["孩子们画得开心"]);
    let fields = read.prefill.expect("a form").fields;
    assert!(fields.values().all(|value| value.as_str().is_none_or(|text| !text.contains("画得开心"))), "{fields:?}");
}

#[test]
fn of_two_who_are_named_where_one_belongs_it_asks_and_both_are_choices_with_their_own_words() {
    let lines = lines();
    let asked = [
        ("听了王丽老师和孙红梅的课", "teacher", ["王丽老师", "孙红梅"]),
        ("听了两节课 一节是宋佳的 一节是史军的", "teacher", ["宋佳", "史军"]),
        ("指导刘洋和陈明写论文", "mentee", ["刘洋", "陈明"]),
        ("王丽、刘洋主持主题教研", "host", ["王丽", "刘洋"]),
        ("王丽带徒弟宋佳、史军", "mentee", ["宋佳", "史军"]),
        ("月底前交总结 王丽和刘洋负责", "owner", ["王丽", "刘洋"]),
        ("买粉笔30元 王丽、刘洋经手", "handler", ["王丽", "刘洋"]),
    ];
    for (line, field, words) in asked {
        let read = sentence::read(line, &lines.known());
        let [question] = read.questions.as_slice() else { panic!("{line}: {read:?}") };
        let choices: Vec<&str> = question.choices.iter().map(|guess| &line[guess.from.clone()]).collect();
        assert_eq!((question.field.as_str(), choices.as_slice()), (field, &words[..]), "{line}");
        assert!(read.guesses.iter().all(|guess| guess.key != field), "{line}: {read:?}");
    }
}

#[test]
fn who_went_along_to_hear_a_lesson_is_not_the_one_who_taught_it() {
    let read = sentence::read("我和王丽去听了两节课", &lines().known());
    assert!(read.guesses.iter().all(|guess| guess.key != "teacher"), "{read:?}");
    assert_eq!(read.questions, []);
}

#[test]
fn a_day_that_no_calendar_has_is_asked_without_a_choice_and_stands_nowhere() {
    let told = [
        ("2月30日集体备课", "start", "2月30日"),
        ("2026年2月30日下午三点集体备课", "start", "2026年2月30日"),
        ("11月31号听了王丽的课", "day", "11月31号"),
        ("2月30日前交总结", "due", "2月30日"),
        ("今天25点开会", "start", "25点"),
        ("下午26:30集体备课", "start", "下午26:30"),
        ("1月32日下午3点开会", "start", "1月32日"),
        ("找王丽谈话，2月30日再看", "next_on", "2月30日"),
    ];
    for (line, field, words) in told {
        let read = Eyes::new().read(line, None);
        let question = read.sentence.questions.iter().find(|one| one.field == field).expect(line);
        assert_eq!((&line[question.from.clone()], question.choices.len()), (words, 0), "{line}");
        let fields = &read.prefill.as_ref().expect("a form").fields;
        let said = fields.values().filter_map(|value| value.as_str()).find(|text| text.contains("2月30"));
        assert_eq!((fields.get(field), said), (None, None), "{line}");
    }
    let read = Eyes::new().read("2月30日集体备课", None);
    assert_eq!((text(&read, "end"), text(&read, "topic")), (None, None));
}

#[test]
fn a_month_without_a_31st_does_not_make_one_and_the_nearest_month_that_has_it_is_meant() {
    let lines = lines();
    let day = |text: &str, key: &str| lines.read(text).into_iter().find(|(at, _)| at == key).map(|(_, day)| day);
    assert_eq!(day("31号听了王丽的课", "day"), some("2026-10-31"));
    assert_eq!(day("31号前交总结", "due"), some("2026-12-31"));
}

#[test]
fn a_time_alone_is_no_title_though_no_clock_has_it() {
    for line in ["25点集体备课", "主题 25点", "13月5日集体备课"] {
        let read = sentence::read_as(line, RecordType::Activity, &lines().known());
        assert!(read.guesses.iter().all(|guess| guess.key != "topic"), "{line}: {read:?}");
    }
}

#[test]
fn who_writes_of_others_with_whom_they_met_was_there() {
    let lines = lines();
    let was_there = |text: &str| lines.read(text).contains(&("attendance/周慧敏".to_owned(), "entered".to_owned()));
    for line in [
        "和王丽开会",
        "今天下午和王丽老师集体备课",
        "跟王丽娟一起磨课",
        "我们在赵桥小学集体备课，王丽请假",
        "咱们工作室开了会",
        "昨天带着宋佳去白庙小学送教",
    ] {
        assert!(was_there(line), "{line}");
    }
    for line in [
        "王丽和刘洋集体备课",
        "王丽主持开会",
        "在我们学校集体备课，王丽参加",
        "明天和王丽集体备课",
        "集体备课，我请假，王丽参加",
    ] {
        assert!(!was_there(line), "{line}");
    }
}

#[test]
fn teachers_and_pupils_who_stand_side_by_side_are_counted_each_by_their_own_number() {
    let told = [
        ("去西邵小学送教，两个老师七个娃", 2, 7),
        ("去西邵小学送教，两个老师二十个学生", 2, 20),
        ("去西邵小学送教，45个学生3个老师", 3, 45),
        ("去西邵小学送教，3名教师、45名学生", 3, 45),
        ("去西邵小学送教，教师20学生45", 20, 45),
        ("去西邵小学送教，老师20人学生45人", 20, 45),
        ("去西邵小学送教，老师七个娃四十五个", 7, 45),
        ("去西邵小学送教，受益教师 20 学生 45", 20, 45),
        ("去西邵小学送教，三十多个老师，一百二十个孩子", 30, 120),
    ];
    for (line, teachers, pupils) in told {
        let read = Eyes::new().read(line, None);
        let fields = &read.prefill.as_ref().expect("a form").fields;
        let heads = ["benefit_teachers", "benefit_students"].map(|field| fields.get(field).cloned());
        assert_eq!(heads, [Some(Scalar::Int(teachers)), Some(Scalar::Int(pupils))], "{line}");
        assert_eq!(text(&read, "minutes"), None, "{line}");
    }
}

#[test]
fn what_is_said_with_a_day_or_a_time_that_there_is_not_stands_in_no_text() {
    for line in ["今天25点开会", "1月32日下午3点开会", "下午26:30集体备课"] {
        assert_eq!(text(&Eyes::new().read(line, None), "minutes"), None, "{line}");
    }
    let read = Eyes::new().read("开会，大家提了25点建议", None);
    assert_eq!(text(&read, "minutes"), some("大家提了25点建议"), "they are counted");
}

#[test]
fn of_two_days_in_one_breath_it_asks_which_one_the_record_is_about() {
    let told = [
        ("12月3日和4日两天集中研修", ["2026-12-03", "2026-12-04"]),
        ("12月3日至5日集中研修", ["2026-12-03", "2026-12-05"]),
    ];
    for (line, days) in told {
        let read = sentence::read(line, &lines().known());
        let [question] = read.questions.as_slice() else { panic!("{line}: {read:?}") };
        let choices: Vec<&str> = question.choices.iter().filter_map(|guess| guess.value.as_str()).collect();
        assert_eq!((question.field.as_str(), choices.as_slice()), ("start", &days[..]), "{line}");
    }
}

#[test]
fn a_year_that_is_said_is_that_year_and_a_half_of_the_day_alone_is_todays() {
    let read = Eyes::new().read("去年12月20号听了王丽的课", None);
    assert_eq!(text(&read, "day"), some("2025-12-20"));
    let read = Eyes::new().read("上午去西邵小学送教", None);
    assert!(text(&read, "start").is_some_and(|start| ("2026-11-26T07".."2026-11-26T12").contains(&start.as_str())));
    let read = Eyes::new().read("第一阶段9月1日到30日组建团队", None);
    assert_eq!((text(&read, "from"), text(&read, "to")), (some("2026-09-01"), some("2026-09-30")));
}

#[test]
fn what_shall_be_brought_to_what_is_to_come_stands_in_its_own_field() {
    let told = [
        ("明天下午集体备课，带上语文书、听课本", "语文书、听课本"),
        ("明天下午磨课 请带听课本", "听课本"),
        ("下周三集中研修，请大家带好笔记本电脑，自带水杯", "笔记本电脑"),
    ];
    for (line, bring) in told {
        assert_eq!(text(&Eyes::new().read(line, None), "bring"), some(bring), "{line}");
    }
    for line in ["明天下午去白庙小学送教，带上王丽", "昨天集体备课，王丽带上了教案"] {
        assert_eq!(text(&Eyes::new().read(line, None), "bring").unwrap_or_default(), "", "{line}");
    }
}

#[test]
fn what_is_counted_about_and_what_leads_to_a_number_is_no_title() {
    let read = Eyes::new().read("听了王丽的课，提问20多次", None);
    assert_eq!((text(&read, "lesson_title"), read.sentence.unused.len()), (None, 0));
    let read = Eyes::new().read("县里下发了通知，文件号临教〔2026〕17号", None);
    assert_eq!(text(&read, "document_no"), some("临教〔2026〕17号"));
}

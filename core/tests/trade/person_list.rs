//! Lists of people as they are really pasted.

use crate::paper::{Studio, person};
use proptest::prelude::*;
use studio_core::command::{Preview, parse_list};

fn read(text: &str) -> Preview {
    parse_list(text, &Studio::new("2026-11-23").model())
}

fn names(preview: &Preview) -> Vec<&str> {
    preview.rows.iter().map(|row| row.person.name.as_str()).collect()
}

#[test]
fn a_spreadsheet_with_a_header_is_read_by_its_columns() {
    let text = "序号\t姓名\t性别\t学校\t乡镇\t任教学科\n1\t王丽\t女\t白庙小学\t白庙乡\t语文\n2\t买买提·艾力\t男\t石佛镇中心校\t石佛镇\t数学\n";
    let preview = read(text);
    assert_eq!(names(&preview), ["王丽", "买买提·艾力"]);
    let second = &preview.rows[1].person;
    assert_eq!(
        (second.school.as_str(), second.township.as_str(), second.subject.as_str()),
        ("石佛镇中心校", "石佛镇", "数学")
    );
    assert_eq!(preview.problems, []);
}

#[test]
fn columns_are_guessed_where_there_is_no_header() {
    for text in [
        "1. 王丽，白庙小学，语文",
        "（1）王丽 白庙小学 语文",
        "1、王丽、白庙小学、语文",
        "王　丽　　白庙小学　语文",
        "\u{feff}①王丽\u{200b}\t白庙小学\t语文教师",
        "语文;白庙小学;王丽",
        "１．王丽｜白庙小学｜语文",
    ] {
        let preview = read(text);
        assert_eq!(preview.rows.len(), 1, "{text}");
        let person = &preview.rows[0].person;
        assert_eq!((person.name.as_str(), person.school.as_str()), ("王丽", "白庙小学"), "{text}");
        assert!(person.subject.starts_with("语文"), "{text}");
    }
}

#[test]
fn names_in_a_row_are_people_each() {
    assert_eq!(names(&read("王丽、刘洋、陈明")), ["王丽", "刘洋", "陈明"]);
    assert_eq!(names(&read("王 丽  刘洋  欧阳修远 𠮷川")), ["王丽", "刘洋", "欧阳修远", "𠮷川"]);
    assert_eq!(names(&read("接龙\n1. 王丽\n2. 刘洋\n\n3. 陈明")), ["王丽", "刘洋", "陈明"]);
}

#[test]
fn repeats_in_the_list_and_people_already_in_the_roster_are_shown_not_added() {
    let mut studio = Studio::new("2026-11-23");
    studio.put_person(person(50), "王丽", "白庙小学", "白庙乡");
    let text = "王丽，白庙小学\n刘洋，石佛小学\n刘 洋，石佛小学\n刘洋，白庙小学\n王丽，石佛小学";
    let preview = parse_list(text, &studio.model());
    assert_eq!(preview.rows[0].already, Some(person(50)));
    assert_eq!(preview.rows[2].repeats_line, Some(2));
    let new: Vec<String> = preview.new_people().iter().map(|p| format!("{}{}", p.name, p.school)).collect();
    assert_eq!(new, ["刘洋石佛小学", "刘洋白庙小学", "王丽石佛小学"]);
}

#[test]
fn phone_numbers_are_left_out_and_counted() {
    let preview = read("王丽，白庙小学，000-0000-0000\n刘洋，石佛小学，00000000000");
    assert_eq!(names(&preview), ["王丽", "刘洋"]);
    assert_eq!(preview.phones_left_out, 2);
    assert!(preview.rows.iter().all(|row| row.person.subject.is_empty() && row.person.township.is_empty()));
}

#[test]
fn a_line_without_a_name_is_named_not_swallowed() {
    let preview = read("王丽，白庙小学\n白庙小学，语文\n12\n");
    assert_eq!(names(&preview), ["王丽"]);
    let lines: Vec<usize> = preview.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [2, 3]);
}

/// Who was read: name, school and subject.
fn people(preview: &Preview) -> Vec<(&str, &str, &str)> {
    preview
        .rows
        .iter()
        .map(|row| (row.person.name.as_str(), row.person.school.as_str(), row.person.subject.as_str()))
        .collect()
}

#[test]
fn columns_that_the_roster_does_not_take_are_named_and_left_out() {
    let preview = read(
        "学校\t姓名\t民族\t学历\t联系方式\t骨干级别\n石佛小学\t王丽娟\t汉族\t本科\t00000000000\t市级\n西邵小学\t李娜\t汉族\t本科\t\t\n",
    );
    assert_eq!(people(&preview), [("王丽娟", "石佛小学", ""), ("李娜", "西邵小学", "")]);
    assert_eq!(preview.columns_left_out, ["民族", "学历", "联系方式", "骨干级别"]);
    assert_eq!((preview.problems, preview.phones_left_out), (vec![], 1));
}

#[test]
fn an_empty_cell_at_either_end_shifts_no_column() {
    let header = "学校\t姓名\t学科\n";
    assert_eq!(people(&read(&format!("{header}石佛小学\t王丽娟\t\n"))), [("王丽娟", "石佛小学", "")]);
    assert_eq!(people(&read(&format!("{header}石佛小学\t王丽娟\n"))), [("王丽娟", "石佛小学", "")]);
    assert_eq!(people(&read(&format!("{header}\t王丽娟\t语文\n"))), [("王丽娟", "", "语文")]);
}

#[test]
fn the_school_of_merged_cells_goes_on_and_is_marked_as_a_guess() {
    let preview = read("学校\t姓名\t学科\n石佛小学\t王丽娟\t语文\n\t李娜\t数学\n西邵小学\t刘洋洋\t语文\n");
    let schools: Vec<_> = preview.rows.iter().map(|row| (row.person.school.as_str(), row.school_goes_on)).collect();
    assert_eq!(schools, [("石佛小学", false), ("石佛小学", true), ("西邵小学", false)]);
}

#[test]
fn a_school_or_a_subject_before_or_behind_several_names_is_everybodys() {
    let of_school = [("王丽娟", "西邵小学", ""), ("李娜", "西邵小学", ""), ("刘洋洋", "西邵小学", "")];
    for text in ["西邵小学：王丽娟、李娜、刘洋洋", "王丽娟、李娜、刘洋洋（西邵小学）", "西邵小学 王丽娟 李娜 刘洋洋"]
    {
        assert_eq!(people(&read(text)), of_school, "{text}");
        assert_eq!(read(text).problems, [], "{text}");
    }
    assert_eq!(people(&read("语文：王丽娟、李娜")), [("王丽娟", "", "语文"), ("李娜", "", "语文")]);
}

#[test]
fn what_people_write_around_names_is_nobody() {
    assert_eq!(names(&read("参会人员：王丽、刘洋、陈明")), ["王丽", "刘洋", "陈明"]);
    assert_eq!(people(&read("校长 王建国 石佛小学")), [("王建国", "石佛小学", "")]);
    for text in ["收到", "谢谢老师", "党员", "语文组长", "签到表"] {
        let preview = read(text);
        assert_eq!(names(&preview), [""; 0], "{text}");
        let why: Vec<_> = preview.problems.iter().map(|problem| problem.key.as_str()).collect();
        assert_eq!(why, ["list-not-a-name"], "{text}");
    }
}

#[test]
fn a_name_is_found_however_its_school_is_tied_to_it() {
    for (text, name) in [
        ("李娜（石佛小学）", "李娜"),
        ("4）石佛小学-李娜", "李娜"),
        ("冯爱萍老师 石佛小学", "冯爱萍"),
        ("10 陈晓燕✅ 石佛小学", "陈晓燕"),
        ("@李娜 石佛小学", "李娜"),
        ("王丽/石佛小学/语文", "王丽"),
        ("姓名：王丽 学校：石佛小学", "王丽"),
        ("降巴泽仁 石佛小学", "降巴泽仁"),
    ] {
        let preview = read(text);
        let found: Vec<_> = people(&preview).iter().map(|(name, school, _)| (*name, *school)).collect();
        assert_eq!(found, [(name, "石佛小学")], "{text}");
        assert_eq!(preview.problems, [], "{text}");
    }
}

#[test]
fn names_that_stand_apart_in_one_line_are_told() {
    let preview = read("王丽 石佛小学 李娜 西邵小学");
    assert_eq!(people(&preview), [("王丽", "石佛小学", "")]);
    let told: Vec<_> = preview.problems.iter().map(|problem| (problem.key.as_str(), problem.text.as_str())).collect();
    assert_eq!(told, [("list-name-left", "李娜")]);
}

#[test]
fn a_name_right_behind_its_head_makes_no_head_of_the_line() {
    for text in ["，姓名王丽，姓名", "姓名王丽，姓名，学校"] {
        let preview = read(text);
        assert!(preview.rows.len() + preview.problems.len() > 0, "{text}: {preview:?}");
    }
    let preview = read("姓名\t姓名拼音\t学校\n王丽\twangli\t石佛小学");
    assert_eq!((names(&preview), &preview.columns_left_out), (vec!["王丽"], &vec!["姓名拼音".to_owned()]));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_line_of_any_list_is_swallowed(lines in prop::collection::vec(line(), 0..12)) {
        let preview = read(&lines.join("\n"));
        for (index, line) in lines.iter().enumerate() {
            let told = preview.rows.iter().map(|row| row.line).chain(preview.problems.iter().map(|p| p.line));
            let said = told.into_iter().any(|n| n == index + 1);
            // a column that is not taken is named above the list
            let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
            let named = preview.columns_left_out.iter().any(|column| bare.contains(column.as_str()));
            prop_assert!(said || named || is_silent(line), "{line:?}");
        }
        prop_assert!(preview.rows.iter().all(|row| !row.person.name.trim().is_empty()));
    }
}

/// Lines of marks, names, schools and noise in any order.
fn line() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "王丽",
        "刘 洋",
        "姓名",
        "学校",
        "白庙小学",
        "语文",
        "石佛镇",
        "女",
        "1.",
        "②",
        "（3）",
        "00000000000",
        "\t",
        "，",
        "、",
        " ",
        "\u{3000}",
        "\u{200b}",
        "#接龙",
        "A",
        "·",
        "(",
        "𠮷",
    ]);
    prop::collection::vec(piece, 0..7).prop_map(|pieces| pieces.concat())
}

/// Nothing but marks, a chat app's heading, or heads of columns.
fn is_silent(line: &str) -> bool {
    let text: String = line.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect();
    let heads = text.replace("姓名", "").replace("学校", "").replace(['，', '、'], "");
    let marks = text.chars().all(|c| "，、1.②（3）#(".contains(c));
    text.starts_with('#') || marks || (heads != text && heads.chars().all(|c| "1.②（3）(".contains(c)))
}

#[test]
fn a_phone_number_behind_another_word_is_left_out_too() {
    let preview = read("曹军，白庙小学，白庙乡，数学 00000000000");
    assert_eq!(preview.phones_left_out, 1);
    assert_eq!(preview.rows[0].person.subject, "数学");
}

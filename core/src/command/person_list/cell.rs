//! Cells of a pasted line: how they are cut apart and what they most likely are.

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// 姓名
    Name,
    /// 学校
    School,
    /// 乡镇/学区
    Township,
    /// 学科
    Subject,
    /// A running number, a phone number, anything else.
    Other,
}

const NAME_HEADS: &[&str] = &["姓名", "名字", "教师姓名", "教师", "老师"];
const SCHOOL_HEADS: &[&str] = &["学校", "单位", "工作单位", "任教学校", "所在学校", "学校名称"];
const TOWNSHIP_HEADS: &[&str] = &["乡镇", "学区", "乡镇学区", "乡镇/学区", "所在乡镇", "乡镇（学区）"];
const SUBJECT_HEADS: &[&str] = &["学科", "任教学科", "科目", "任教科目"];
const OTHER_HEADS: &[&str] = &[
    "序号",
    "编号",
    "性别",
    "电话",
    "手机",
    "手机号",
    "联系电话",
    "备注",
    "职称",
    "职务",
    "年龄",
    "学段",
    "年级",
    "教龄",
    "出生年月",
    "签到",
    "签名",
    "身份证号",
];
const SUBJECTS: &[&str] = &[
    "语文",
    "数学",
    "英语",
    "物理",
    "化学",
    "生物",
    "政治",
    "历史",
    "地理",
    "科学",
    "音乐",
    "体育",
    "美术",
    "信息技术",
    "信息科技",
    "道德与法治",
    "道法",
    "思政",
    "劳动",
    "心理",
    "心理健康",
    "综合实践",
    "书法",
    "学前",
    "幼教",
    "全科",
];
const SCHOOL_ENDS: &[&str] = &[
    "小学",
    "中学",
    "学校",
    "幼儿园",
    "教学点",
    "完小",
    "初中",
    "高中",
    "校区",
    "中心校",
    "一中",
    "二中",
    "三中",
    "四中",
];
const TOWNSHIP_ENDS: &[&str] = &["乡", "镇", "街道", "学区", "办事处"];
const OTHER_WORDS: &[&str] = &["男", "女", "无", "已到", "到"];

/// A line cut into trimmed cells, without its running number. Tabs cut first, then commas and
/// bars, then 、, then spaces: a weaker mark inside a cell belongs to the cell.
pub(super) fn split(raw: &str) -> Vec<String> {
    let clean: String = raw.chars().filter_map(plain).collect();
    let line = without_number(clean.trim());
    let cells: Vec<String> = if line.contains('\t') {
        line.split('\t').map(tidy).collect()
    } else if line.contains([',', ';', '|']) {
        line.split([',', ';', '|']).map(tidy).collect()
    } else if line.contains('、') {
        line.split('、').map(tidy).collect()
    } else {
        joined_names(line.split_whitespace().collect())
    };
    let empty = cells.iter().all(String::is_empty);
    if empty { Vec::new() } else { cells }
}

/// One character without its odd forms: full-width spaces, commas, digits; marks without width go.
fn plain(c: char) -> Option<char> {
    match c {
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => None,
        '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\r' => Some(' '),
        '，' => Some(','),
        '；' => Some(';'),
        '｜' => Some('|'),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => Some(c),
    }
}

/// Digits of a running number at the most; more of them are something else.
const RUNNING_DIGITS_MAX: usize = 3;

/// The line after `1. `, `（2）`, `3、`, `④` …; a number alone in its cell is left to the columns.
fn without_number(line: &str) -> &str {
    let rest = line.trim_start_matches(['(', '（', '[', '【']);
    let circled = rest.strip_prefix(|c: char| ('①'..='⑳').contains(&c));
    let after = circled.unwrap_or_else(|| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let digits = rest.len() - after.len();
    if circled.is_none() && !(1..=RUNNING_DIGITS_MAX).contains(&digits) {
        return line;
    }
    let tail = after.trim_start_matches([')', '）', ']', '】', '.', '．', '、', ':', '：', ' ']);
    let had_mark = circled.is_some() || tail.len() < after.len();
    if had_mark { tail } else { line }
}

fn tidy(cell: &str) -> String {
    let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if cell.chars().all(|c| c == ' ' || is_han(c)) { tight(&cell) } else { cell }
}

/// Words of a line cut at spaces, with `王 丽` put together again: two single characters in a row
/// are one name that was stretched to the width of three.
fn joined_names(words: Vec<&str>) -> Vec<String> {
    let single = |word: &str| word.chars().count() == 1 && word.chars().all(is_han) && !OTHER_WORDS.contains(&word);
    let mut cells: Vec<String> = Vec::new();
    let mut open = false;
    for word in words {
        match cells.last_mut() {
            Some(last) if open && single(word) => {
                last.push_str(word);
                open = false;
            }
            _ => {
                open = single(word);
                cells.push(word.to_owned());
            }
        }
    }
    cells
}

/// A text without any space, for names.
pub(super) fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '•' || c == '・' { '·' } else { c }).collect()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// The columns, if every cell is the head of one and one of them heads names.
pub(super) fn header(cells: &[String]) -> Option<Vec<Column>> {
    let columns: Option<Vec<Column>> = cells.iter().map(|cell| head(&tight(cell))).collect();
    columns.filter(|columns| columns.contains(&Column::Name))
}

fn head(cell: &str) -> Option<Column> {
    let table = [
        (NAME_HEADS, Column::Name),
        (SCHOOL_HEADS, Column::School),
        (TOWNSHIP_HEADS, Column::Township),
        (SUBJECT_HEADS, Column::Subject),
        (OTHER_HEADS, Column::Other),
    ];
    table
        .iter()
        .find(|(heads, _)| heads.contains(&cell))
        .map(|(_, column)| *column)
        .or_else(|| cell.is_empty().then_some(Column::Other))
}

/// What a cell without a header most likely is.
pub(super) fn guess(cell: &str) -> Column {
    let bare = tight(cell);
    if bare.is_empty() || OTHER_WORDS.contains(&bare.as_str()) {
        Column::Other
    } else if SUBJECTS.contains(&bare.trim_end_matches("教师").trim_end_matches("老师")) {
        Column::Subject
    } else if SCHOOL_ENDS.iter().any(|end| bare.ends_with(end)) {
        Column::School
    } else if bare.chars().count() > 2 && TOWNSHIP_ENDS.iter().any(|end| bare.ends_with(end)) {
        Column::Township
    } else if is_name(&bare) {
        Column::Name
    } else {
        Column::Other
    }
}

/// Two to four Chinese characters, a name with a middle dot, or a name in Latin letters.
fn is_name(bare: &str) -> bool {
    let chars = bare.chars().count();
    let han = bare.chars().all(is_han);
    let dotted = bare.contains('·') && bare.chars().all(|c| c == '·' || is_han(c));
    let latin = chars > 1 && bare.chars().all(|c| c.is_ascii_alphabetic() || c == '·' || c == '.');
    (han && (2..=4).contains(&chars)) || dotted || latin
}

/// Seven digits or more, however they are grouped.
pub(super) fn is_phone(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    digits >= 7 && cell.chars().all(|c| c.is_ascii_digit() || "+- ()（）".contains(c))
}

/// A line that a chat app puts over a list.
pub(super) fn is_announcement(raw: &str) -> bool {
    let line = raw.trim();
    line.starts_with('#') || line.starts_with("接龙") || line.starts_with("例 ") || line.starts_with("例:")
}

//! 活动记录表 and 签到表: what a chief hands in on paper. A4 by GB/T 9704, black on white, the signature left free.
//! [`PicturePaper`] beside them.

mod archive;
mod pictures;
mod written;

use dioxus::prelude::*;

use crate::components::{Button, ButtonKind, Fact};
use crate::i18n::{t, t_with};
use crate::icon::Glyph;

pub use archive::{ArchivePaper, ArchivePaperText, ArchiveTable};
pub use pictures::{Each, PaperPicture, PicturePaper};
pub use written::{UnwrittenPaper, UnwrittenText, WrittenLine, WrittenNote, WrittenPaper, WrittenText};

/// Above the sheet on screen: print, go back. Not printed.
#[component]
pub fn PaperBar(
    /// Words and place of the way back.
    back: (String, String),
    /// Another sheet of the same record: words and place.
    other: Option<(String, String)>,
    /// How it is printed, in a sentence.
    hint: String,
    /// What 打印 does, where no page script does it.
    onprint: Option<EventHandler<MouseEvent>>,
    /// It cannot be printed now; the hint says why.
    #[props(default)]
    disabled: bool,
    /// There is something to print.
    #[props(default = true)]
    prints: bool,
) -> Element {
    rsx! {
        nav { class: "paper-bar no-print",
            Button { label: back.0, href: back.1, glyph: Glyph::ChevronLeft, kind: ButtonKind::Quiet }
            span { class: "grow cap faint", "{hint}" }
            if let Some((label, href)) = other {
                Button { label, href, glyph: Glyph::FileText }
            }
            if prints {
                Button { label: t("print"), glyph: Glyph::Printer, kind: ButtonKind::Main, name: "print", disabled, onclick: onprint }
            }
        }
    }
}

/// The texts of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperText {
    /// 活动记录表
    Activity(Box<ActivitySheetText>),
    /// 签到表
    Signin(SigninSheetText),
    /// Any other type's.
    Record(RecordPaperText),
}

impl PaperText {
    /// What stands above it.
    pub fn title(&self) -> String {
        match self {
            Self::Activity(_) => t("sheet-activity-title"),
            Self::Signin(_) => t("sheet-signin-title"),
            Self::Record(text) => text.title.clone(),
        }
    }
}

/// A sheet. Drawn by functions and not by components: a phone pays for each.
#[component]
pub fn Paper(
    /// Its texts.
    text: PaperText,
) -> Element {
    match text {
        PaperText::Activity(text) => activity_sheet(&text),
        PaperText::Signin(text) => signin_sheet(&text),
        PaperText::Record(text) => record_paper(&text),
    }
}

/// The texts of a 活动记录表.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivitySheetText {
    /// The studio's name.
    pub studio: String,
    /// 编号
    pub no: String,
    /// 主题
    pub topic: String,
    /// 类型
    pub kind: String,
    /// 2026年11月23日
    pub date: String,
    /// 14:30–16:30
    pub time: String,
    /// 地点
    pub place: String,
    /// 主持人
    pub host: String,
    /// 学时
    pub hours: String,
    /// Names of those who were there.
    pub people: Vec<String>,
    /// 活动过程
    pub minutes: String,
    /// 共识与改进
    pub decisions: String,
    /// 反思与成效
    pub reflection: String,
    /// What the county added, one line each.
    pub own: Vec<Fact>,
    /// 记录人
    pub author: String,
    /// 记于 …，… 到服务器，其后改动 0 次
    pub history: String,
    /// 9f3a 71c0
    pub version: String,
}

/// 乡村首席教师工作室活动记录表.
fn activity_sheet(text: &ActivitySheetText) -> Element {
    let people = text.people.join("、");
    let count = text.people.len().to_string();
    let version = t_with("sheet-version", &[("version", &text.version)]);
    rsx! {
        main { class: "a4", id: "main",
            h1 { class: "a4-title", {t("sheet-activity-title")} }
            div { class: "a4-line",
                span { {t_with("sheet-studio", &[("studio", &text.studio)])} }
                span { {t_with("sheet-no", &[("no", &text.no)])} }
            }
            table { class: "a4-table",
                colgroup {
                    for width in ["15%", "18%", "11%", "24%", "11%", "21%"] {
                        col { style: "width: {width}" }
                    }
                }
                tbody {
                    tr { th { scope: "row", {t("sheet-topic")} } td { colspan: "5", "{text.topic}" } }
                    tr { {cell(&t("sheet-kind"), &text.kind)} {cell(&t("sheet-date"), &text.date)} {cell(&t("sheet-time"), &text.time)} }
                    tr { {cell(&t("sheet-place"), &text.place)} {cell(&t("sheet-host"), &text.host)} {cell(&t("sheet-hours"), &text.hours)} }
                    tr { th { scope: "row", {t("sheet-people")} br {} {t_with("sheet-people-count", &[("count", &count)])} } td { colspan: "5", "{people}" } }
                    {long(&t("sheet-minutes"), &text.minutes, "a4-process")}
                    {long(&t("sheet-decisions"), &text.decisions, "a4-agreed")}
                    {long(&t("sheet-reflection"), &text.reflection, "a4-reflect")}
                    for fact in &text.own {
                        tr { th { scope: "row", "{fact.label}" } td { colspan: "5", "{fact.value}" } }
                    }
                    tr {
                        th { scope: "row", {t("sheet-author")} }
                        td { colspan: "2", "{text.author}" }
                        th { scope: "row", {t("sheet-sign")} }
                        td { class: "a4-sign", colspan: "2" }
                    }
                }
            }
            div { class: "a4-foot", span { "{text.history}" } span { "{version}" } }
        }
    }
}

fn cell(label: &str, value: &str) -> Element {
    rsx! {
        th { scope: "row", "{label}" }
        td { "{value}" }
    }
}

fn long(label: &str, value: &str, class: &'static str) -> Element {
    rsx! {
        tr { class: "a4-long",
            th { class, scope: "row", "{label}" }
            td { colspan: "5", "{value}" }
        }
    }
}

/// The texts of a record's sheet, for a type that has no form of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordPaperText {
    /// What stands above it.
    pub title: String,
    /// The studio's name.
    pub studio: String,
    /// 编号
    pub no: String,
    /// Every field.
    pub facts: Vec<Fact>,
    /// 记录人
    pub author: String,
    /// 记于 …，… 到服务器，其后改动 0 次
    pub history: String,
    /// 9f3a 71c0
    pub version: String,
}

/// A record as a sheet: one line a field.
fn record_paper(text: &RecordPaperText) -> Element {
    let version = t_with("sheet-version", &[("version", &text.version)]);
    rsx! {
        main { class: "a4", id: "main",
            h1 { class: "a4-title", "{text.title}" }
            div { class: "a4-line",
                span { {t_with("sheet-studio", &[("studio", &text.studio)])} }
                span { {t_with("sheet-no", &[("no", &text.no)])} }
            }
            table { class: "a4-table a4-facts",
                tbody {
                    for fact in &text.facts {
                        tr { {cell(&fact.label, &fact.value)} }
                    }
                    tr { {cell(&t("sheet-author"), &text.author)} }
                    tr { th { scope: "row", {t("sheet-sign")} } td { class: "a4-sign" } }
                }
            }
            div { class: "a4-foot", span { "{text.history}" } span { "{version}" } }
        }
    }
}

/// One line of the 签到表.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SigninRow {
    /// 姓名
    pub name: String,
    /// 学校
    pub school: String,
    /// 备注: 线上接龙, 请假
    pub note: String,
}

/// The texts of a 签到表.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SigninSheetText {
    /// The studio's name.
    pub studio: String,
    /// The activity's topic.
    pub topic: String,
    /// 编号
    pub no: String,
    /// 2026年11月23日 14:30
    pub time: String,
    /// 地点
    pub place: String,
    /// Those who are expected.
    pub rows: Vec<SigninRow>,
}

/// Lines of a sheet that is not full: free lines for those who come unexpected.
const SIGNIN_LINES_MIN: usize = 16;
/// Free lines at the end of a longer list.
const SIGNIN_LINES_FREE: usize = 3;

/// 活动签到表.
fn signin_sheet(text: &SigninSheetText) -> Element {
    let expected = text.rows.len();
    let lines = SIGNIN_LINES_MIN.max(expected + SIGNIN_LINES_FREE);
    let rows = text.rows.iter().cloned().chain(std::iter::repeat(SigninRow::default())).take(lines);
    rsx! {
        main { class: "a4", id: "main",
            h1 { class: "a4-title", {t("sheet-signin-title")} }
            div { class: "a4-line",
                span { {t_with("sheet-for-activity", &[("about", &text.topic)])} }
                span { {t_with("sheet-no", &[("no", &text.no)])} }
            }
            div { class: "a4-line",
                span { {t_with("sheet-at", &[("time", &text.time)])} }
                span { {t_with("sheet-where", &[("place", &text.place)])} }
                span { {t_with("sheet-expected", &[("count", &expected.to_string())])} }
            }
            table { class: "a4-table a4-signin",
                colgroup {
                    for width in ["11%", "22%", "25%", "25%", "17%"] {
                        col { style: "width: {width}" }
                    }
                }
                thead {
                    tr {
                        for key in ["sheet-col-no", "sheet-col-name", "sheet-col-school", "sheet-col-sign", "sheet-col-note"] {
                            th { scope: "col", {t(key)} }
                        }
                    }
                }
                tbody {
                    for (index, row) in rows.enumerate() {
                        tr { td { class: "centre", "{index + 1}" } td { "{row.name}" } td { "{row.school}" } td { class: "a4-sign" } td { "{row.note}" } }
                    }
                }
            }
            div { class: "a4-foot", span { "{text.studio}" } span { {t_with("sheet-no", &[("no", &text.no)])} } }
        }
    }
}

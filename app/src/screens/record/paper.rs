//! 活动记录表, 签到表 and the sheets of other types, printed from the phone: the list for signing before the meeting,
//! the form after it, and its pictures. The same sheets as the bureau's.

use dioxus::prelude::*;
use studio_core::id::RecordId;
use studio_core::time::{Day, Millis};
use studio_core::view::{Output, RecordDetail};
use studio_engine::messages::{Changed, RecordPage};
use studio_ui::dates;
use studio_ui::paper::{Paper as Sheet, PaperBar};
use studio_ui::phone::Screen;
use studio_ui::prelude::*;
use studio_ui::read::{Printed, paper};

use super::paper_pictures::{PICTURES, PicturesPaper, has_pictures};
use crate::desk::use_answer;
use crate::platform;
use crate::route::Route;
use crate::shell::drawn;

/// A sheet of a record, by the sheet's word.
#[component]
pub fn Paper(id: String, sheet: String) -> Element {
    let page = use_answer(id.parse::<RecordId>().ok(), &[Changed::Records], |engine, record| async move {
        match record {
            Some(record) => engine.record(record).await,
            None => Ok(None),
        }
    });
    let back = Route::RecordScreen { id }.to_string();
    rsx! {
        div { "data-testid": "paper",
            {drawn(page, move |page: Option<Box<RecordPage>>| match page {
                Some(page) if sheet == PICTURES && has_pictures(&page.detail) => rsx! { PicturesPaper { page: *page } },
                Some(page) if sheets(&page.detail).any(|known| known == sheet) => rsx! { PaperView { detail: page.detail, sheet: sheet.clone(), now: platform::now() } },
                _ => rsx! {
                    Screen { bar: rsx! { AppBar { title: t("tab-records"), back: back.clone() } },
                        p { class: "small mute opening", {t("record-gone")} }
                    }
                },
            })}
        }
    }
}

/// The sheet with its bar.
#[component]
pub(crate) fn PaperView(detail: RecordDetail, sheet: String, now: Millis) -> Element {
    let here = |sheet: &str| Route::Paper { id: detail.row.record.to_string(), sheet: sheet.to_owned() }.to_string();
    let other = sheets(&detail).find(|other| *other != sheet).map(|other| (t(&format!("sheet-{other}")), here(other)));
    let back = (t("back"), Route::RecordScreen { id: detail.row.record.to_string() }.to_string());
    let printed = printed(&detail, now.day());
    rsx! {
        PaperBar { back, other, hint: t("paper-hint"), onprint: |_| platform::print() }
        Sheet { text: paper(&sheet, &printed) }
    }
}

fn sheets(detail: &RecordDetail) -> impl Iterator<Item = &str> {
    detail.outputs.iter().filter_map(|output| match output {
        Output::Sheet(sheet) => Some(sheet.as_str()),
        _ => None,
    })
}

fn printed(detail: &RecordDetail, today: Day) -> Printed<'_> {
    let args = [("state", t(detail.row.state.label_key())), ("day", dates::date(today))];
    Printed {
        of: detail.row.record_type,
        fields: &detail.fields,
        no: &detail.row.no,
        studio: &detail.studio,
        author: detail.row.author_name.clone(),
        history: t_with("paper-printed", &args.each_ref().map(|(key, value)| (*key, value.as_str()))),
        version: detail.version,
        tells: &detail.telling,
    }
}

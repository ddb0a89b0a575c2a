//! A scan of a record: what it is called, where it is, and the way to open it. No screen draws a paper: it is handed to the
//! phone, which has something that does.

use std::collections::BTreeSet;

use dioxus::prelude::*;
use studio_core::attachment::Attachment;
use studio_core::id::RecordId;
use studio_core::scan::MEDIA_PDF;
use studio_engine::messages::Phase;
use studio_ui::dates;
use studio_ui::prelude::*;

use super::viewer::EraseDoor;
use crate::desk::{Desk, use_desk};
use crate::platform;

/// What became of the wish to open it.
#[derive(Clone, Copy, PartialEq)]
enum Opening {
    /// Nobody asked.
    Not,
    /// It comes.
    Coming,
    /// The phone has it.
    Given,
    /// Nobody who can be reached has it.
    Nowhere,
}

/// One scan, with what one should know of it; that of one's `own` record can be erased.
#[component]
pub(crate) fn Scan(one: Attachment, note: Option<String>, own: Option<RecordId>, is_elsewhere: bool) -> Element {
    let desk = use_desk();
    let mut opening = use_signal(|| Opening::Not);
    let name = name(&one);
    let says = [Some(t_with("scan-note", &[("bytes", &dates::bytes(one.bytes))])), note];
    let says = says.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let is_offline = matches!((desk.sync)().phase, Phase::Offline { .. });
    let told = match opening() {
        Opening::Not => None,
        Opening::Coming => Some("scan-coming"),
        Opening::Given => Some("scan-given"),
        Opening::Nowhere if is_offline => Some("scan-unreachable"),
        Opening::Nowhere => Some("scan-nowhere"),
    };
    let (called, wanted) = (name.clone(), one.clone());
    let open = move |_| {
        let (called, wanted) = (called.clone(), wanted.clone());
        opening.set(Opening::Coming);
        spawn(async move { opening.set(give(desk, wanted, &called).await) });
    };
    rsx! {
        ListItem { title: name, note: says, badge: Glyph::FileText, testid: "scan" }
        div { class: "item-act", role: "listitem",
            div { class: "row wrap",
                Button { label: t("scan-open"), glyph: Glyph::FileText, compact: true, disabled: opening() == Opening::Coming, testid: "scan-open", onclick: open }
                if let Some(record) = own {
                    EraseDoor { record, hashes: vec![one.hash], at: 0, elsewhere: BTreeSet::from_iter(is_elsewhere.then_some(one.hash)), scan: true, onerased: |()| {} }
                }
            }
            if let Some(key) = told {
                p { class: "small mute", role: "status", "data-testid": "scan-told", {t(key)} }
            }
        }
    }
}

/// What it is called.
pub(super) fn name(one: &Attachment) -> String {
    if one.caption.is_empty() { t("scan") } else { one.caption.clone() }
}

/// Asks for its bytes and hands them to the phone.
async fn give(desk: Desk, one: Attachment, called: &str) -> Opening {
    let Some(bytes) = desk.engine().piece(one.hash).await.ok().flatten() else { return Opening::Nowhere };
    // a sheet that was closed again is no fault; the next tap opens it again
    platform::hand_over(&format!("{called}.pdf"), MEDIA_PDF, &bytes).await;
    Opening::Given
}

//! The common ends of a screen: what is drawn while its content is on its way, and the five tabs.

use dioxus::prelude::*;
use studio_ui::prelude::*;

use crate::desk::Answer;
use crate::route::tab_hrefs;
use crate::words;

/// The content, or a word on why it is not here.
pub(crate) fn drawn<T>(answer: Answer<T>, draw: impl FnOnce(T) -> Element) -> Element {
    match answer {
        Answer::Here(content) => draw(content),
        Answer::Waiting => rsx! { p { class: "cap faint opening", role: "status", {t("app-opening")} } },
        Answer::Failed(notice) => {
            rsx! { Banner { text: words::sentence(&notice), tone: words::severity(notice.severity) } }
        }
    }
}

/// The bottom bar.
pub(crate) fn tabs(current: Tab) -> Element {
    rsx! { TabBar { current, hrefs: tab_hrefs() } }
}

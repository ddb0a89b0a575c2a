//! The frame of an officer's page: side bar (a top bar with a folded menu on a phone), head, main.

use dioxus::prelude::*;

use crate::i18n::{t, whole_dots};
use crate::icon::{Glyph, Icon};
use crate::link::Anchor;
use crate::pictures::Logo;

/// One way in the side bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavLink {
    /// Its word.
    pub label: String,
    /// Its glyph.
    pub glyph: Glyph,
    /// Where it leads.
    pub href: String,
    /// How much waits there.
    pub count: Option<String>,
    /// One is there.
    pub current: bool,
}

/// The frame.
#[component]
pub fn Frame(
    /// 临溪县教育局
    bureau: String,
    /// 教师教育股 · 李股长
    officer: String,
    /// The ways.
    nav: Vec<NavLink>,
    /// Where 退出 posts to; absent: no such button.
    logout: Option<String>,
    /// A token against forged requests, sent with 退出.
    #[props(default)]
    token: String,
    /// A [`PageHead`] and the content.
    children: Element,
) -> Element {
    rsx! {
        a { class: "skip", href: "#main", {t("skip-to-main")} }
        div { class: "app",
            header { class: "side",
                SideBrand { bureau: bureau.clone() }
                SideNav { nav: nav.clone() }
                SideFoot { officer: officer.clone(), logout: logout.clone(), token: token.clone() }
            }
            details { class: "top",
                summary { class: "top-line",
                    SideBrand { bureau }
                    span { class: "top-menu", Icon { glyph: Glyph::Menu } span { class: "cap", {t("menu")} } }
                }
                SideNav { nav }
                SideFoot { officer, logout, token }
            }
            main { class: "page", id: "main", tabindex: "-1", {children} }
        }
    }
}

#[component]
fn SideBrand(bureau: String) -> Element {
    rsx! {
        div { class: "brand", Logo { small: true } span { "{bureau}" } }
    }
}

#[component]
fn SideNav(nav: Vec<NavLink>) -> Element {
    rsx! {
        nav { class: "side-nav", "aria-label": t("tabs-label"),
            for link in nav {
                Anchor { class: if link.current { "side-door side-on" } else { "side-door" }, href: link.href, current: link.current,
                    Icon { glyph: link.glyph }
                    span { "{link.label}" }
                    if let Some(count) = link.count {
                        span { class: "pill side-count", "{count}" }
                    }
                }
            }
        }
    }
}

#[component]
fn SideFoot(officer: String, logout: Option<String>, token: String) -> Element {
    rsx! {
        div { class: "side-foot",
            span { "{officer}" }
            if let Some(action) = logout {
                form { method: "post", action,
                    input { r#type: "hidden", name: "token", value: token }
                    button { class: "side-out", r#type: "submit", {t("log-out")} }
                }
            }
        }
    }
}

/// One step of the way to this page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crumb {
    /// Its words.
    pub label: String,
    /// Where it leads; absent: one is there, or it is only words.
    pub href: Option<String>,
}

/// The head of a page: the way here, title, a line about the numbers, what one can do.
#[component]
pub fn PageHead(
    /// The way here.
    #[props(default)]
    crumbs: Vec<Crumb>,
    /// The title.
    title: String,
    /// 数据截至 …
    sub: Option<String>,
    /// The same line in parts, some of them doors.
    #[props(default)]
    parts: Vec<Crumb>,
    /// [`Button`](crate::components::Button)s.
    children: Element,
) -> Element {
    rsx! {
        header { class: "page-head",
            div { class: "grow",
                if !crumbs.is_empty() {
                    nav { class: "crumbs", "aria-label": t("crumbs-label"),
                        for (index, crumb) in crumbs.into_iter().enumerate() {
                            if index > 0 {
                                Icon { glyph: Glyph::ChevronRight }
                            }
                            if let Some(href) = crumb.href {
                                Anchor { href, "{crumb.label}" }
                            } else {
                                span { "{crumb.label}" }
                            }
                        }
                    }
                }
                h1 { class: "page-title", "{title}" }
                if let Some(sub) = sub {
                    p { class: "cap faint", {whole_dots(&sub)} }
                }
                if !parts.is_empty() {
                    p { class: "cap faint",
                        for (index, part) in parts.into_iter().enumerate() {
                            if index > 0 {
                                " · "
                            }
                            if let Some(href) = part.href {
                                Anchor { class: "door", href, "{part.label}" }
                            } else {
                                span { "{part.label}" }
                            }
                        }
                    }
                }
            }
            div { class: "page-acts", {children} }
        }
    }
}

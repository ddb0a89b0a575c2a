//! The pieces: states, errors, empty, progress, every icon.

use dioxus::prelude::*;
use studio_ui::phone::{Screen, ScreenFoot};
use studio_ui::prelude::*;

use crate::Drawn;

pub(crate) const PAGES: &[Drawn] = &[("phone-states", states), ("dialog", dialog), ("icons", icons)];

fn states() -> Element {
    let errors = vec![
        FieldError { field: "people".into(), words: "还没有选择参加人员，请至少选 1 人".into() },
        FieldError { field: "end".into(), words: "结束时间早于开始时间，请改一下".into() },
    ];
    let choice =
        |key: &str, value: &str, who: &str| ValueChoice { key: key.into(), value: value.into(), who: who.into() };
    let choices = vec![
        choice("a", "赵桥小学 录播室", "周慧敏 · 今天 16:41 · 这部手机"),
        choice("b", "赵桥小学 会议室", "王丽 · 今天 17:02"),
    ];
    rsx! {
        Screen { bar: rsx! { AppBar { title: "出错、离线、空白时怎么说" } },
            div { class: "stack",
                Banner { text: "上次没写完的“送教下乡：柳河中学”还在", tone: Tone::Info, glyph: Glyph::RotateCcw, action: "接着写", href: "/draft" }
                Banner { text: "离线，已存在本机，联网后自动上传（3）" }
                Banner { text: "本机空间快满了，照片先不要拍原图", tone: Tone::Warn, action: "清理已上传的", href: "/me" }
                Banner { text: "1 条没能上传：服务器不认识写它的这部手机", tone: Tone::Bad, action: "看怎么办", href: "/me" }
                Banner { text: "新版本已下载好，写完再换也行", tone: Tone::Good, action: "现在换", href: "/me" }
                ErrorSummary { errors }
                Field { field: "end", label: "结束时间", error: "早于开始时间 14:30，请改一下", TextInput { id: "end", initial: "今天 13:30", error: true } }
                TwoValues { field: "地点", choices, chosen: "a", onboth: move |_| {} }
                EmptyState { glyph: Glyph::NotebookText, title: "还没有记录", text: "开完一次教研、听完一节课，花半分钟记下来。",
                    Button { label: "记第一笔", kind: ButtonKind::Main, glyph: Glyph::Plus, href: "/new" }
                }
                Progress { title: "正在取回工作室的记录", fraction: 0.55, amount: "0.6 / 1.1 MB", note: "约 20 秒。可以先开始记，不用等。" }
                Toast { text: "已移到回收站，可以找回", glyph: Glyph::Trash2, onundo: move |_| {} }
                Counter { count: 520, limit: 500 }
            }
        }
    }
}

fn dialog() -> Element {
    rsx! {
        Screen { bar: rsx! { AppBar { title: "我的设备", back: "/me" } }, foot: ScreenFoot::None,
            Dialog { id: "dialog", open: true, title: "让这部手机退出工作室？", text: "本机的记录会先存成备份文件。退出后要用新的邀请码才能再加入。", verb: "退出工作室", danger: true }
        }
    }
}

fn icons() -> Element {
    rsx! {
        Screen { bar: rsx! { AppBar { title: "图标" } },
            div { class: "pills",
                for glyph in Glyph::ALL {
                    Pill { label: "{glyph:?}", glyph: *glyph }
                }
            }
        }
    }
}

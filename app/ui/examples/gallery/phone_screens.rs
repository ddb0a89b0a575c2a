//! The phone's reference screens.

use dioxus::prelude::*;
use studio_ui::phone::*;
use studio_ui::prelude::*;

use crate::Drawn;
use crate::sample;

pub(crate) const PAGES: &[Drawn] = &[
    ("phone-home", home),
    ("phone-new", new_record),
    ("phone-form", form),
    ("phone-records", records),
    ("phone-detail", detail),
    ("phone-team", team),
    ("phone-closure", closure),
    ("phone-join", join),
    ("phone-me", me),
];

fn tabs(current: Tab) -> Element {
    let hrefs = ["/", "/records", "/new", "/team", "/me"].map(String::from);
    rsx! { TabBar { current, hrefs } }
}

fn home() -> Element {
    let gap = |glyph, tone, title: &str, note: &str| Gap {
        glyph,
        tone,
        title: title.into(),
        note: note.into(),
        href: "/gap".into(),
    };
    let gaps = vec![
        gap(Glyph::UsersRound, Tone::Warn, "联系乡村教师还差 23 位", "已到 77 / 100 · 多在白庙乡、石佛镇"),
        gap(Glyph::FilePenLine, Tone::Warn, "《实践案例》写到第 3 节", "王丽、刘洋在改 · 3,420 字"),
        gap(Glyph::MessageCircleReply, Tone::Info, "今天和陈明约好复查课堂提问", "上次 11月10日 听《落花生》"),
    ];
    let quick = |glyph, label: &str| QuickItem { glyph, label: label.into(), href: "/new".into() };
    let items = vec![
        quick(Glyph::Users, "教研活动"),
        quick(Glyph::Ear, "听评课"),
        quick(Glyph::Handshake, "指导记录"),
        quick(Glyph::Award, "成果"),
    ];
    rsx! {
        Screen {
            bar: rsx! { AppBar { title: "赵桥乡语文首席教师工作室", sub: "2026 秋 · 第 12 周 · 周慧敏（首席）" } },
            foot: ScreenFoot::Tabs, foot_element: tabs(Tab::Home),
            SyncPill { state: SyncState::Offline, unsent: 3, href: "/me" }
            HomeHero {
                petals: sample::twelve(), until: "延期至 12月31日", days: "37", days_word: "天后到期",
                forecast: "按现在的节奏，12月20日左右可以全部达标", more: "看 12 项指标", href: "/closure",
            }
            Section { title: "先补这三项", note: "按剩余时间排" }
            GapRows { gaps }
            Section { title: "记一笔", action: "全部类型", href: "/new" }
            QuickGrid { items }
        }
    }
}

fn new_record() -> Element {
    let card = |glyph, tone, label: &str, note: &str| TypeCard {
        glyph,
        tone,
        label: label.into(),
        note: note.into(),
        href: "/new".into(),
    };
    let cards = vec![
        card(Glyph::Users, Tone::Good, "教研活动", "备课、示范课、送教"),
        card(Glyph::Ear, Tone::Good, "听评课", "听课记录和反馈"),
        card(Glyph::Handshake, Tone::Info, "指导记录", "三个维度"),
        card(Glyph::Award, Tone::Warn, "成果", "论文、获奖、课例"),
        card(Glyph::Microscope, Tone::Info, "课题", "立项到结题"),
        card(Glyph::ReceiptText, Tone::Warn, "经费", "拍发票就行"),
    ];
    rsx! {
        Sheet { title: "记一笔", close: "/", TypeCards { cards } }
    }
}

fn chip(label: &str, on: bool) -> Chip {
    Chip { value: label.into(), label: label.into(), on, glyph: None }
}

fn form() -> Element {
    let kinds = ["集体备课", "主题教研", "磨课", "示范课", "送教下乡", "更多…"]
        .iter()
        .enumerate()
        .map(|(at, label)| chip(label, at == 0))
        .collect::<Vec<_>>();
    let mut places = ["赵桥小学", "西邵小学", "线上", "其他…"]
        .iter()
        .enumerate()
        .map(|(at, label)| chip(label, at == 0))
        .collect::<Vec<_>>();
    places[0].glyph = Some(Glyph::MapPin);
    let people = sample::BACKBONES
        .iter()
        .enumerate()
        .map(|(at, name)| PersonChip { id: at.to_string(), name: (*name).into(), on: at < 8, ..PersonChip::default() })
        .collect::<Vec<_>>();
    let paste =
        rsx! { button { class: "field-act", r#type: "button", Icon { glyph: Glyph::ClipboardPaste } "粘贴接龙" } };
    let bar = rsx! { AppBar { title: "教研活动", back: "/new", SavedNote { at: "14:32" } } };
    let dock = rsx! {
        Dock { status: "必填已齐", note: "可以先完成，照片之后补",
            Button { label: "完成", kind: ButtonKind::Main, glyph: Glyph::Check }
        }
    };
    rsx! {
        Screen { bar, foot: ScreenFoot::Dock, foot_element: dock,
            div { class: "stack-wide",
                Field { field: "kind", label: "类型", group: true, Chips { name: "kind", label: "类型", chips: kinds } }
                Field { field: "topic", label: "主题", TextInput { id: "topic", initial: "大单元教学设计：从一篇到一组" } }
                div { class: "pair",
                    Field { field: "start", label: "时间", TextInput { id: "start", initial: "今天 14:30" } }
                    Field { field: "hours", label: "时长", TextInput { id: "hours", initial: "2 小时" } }
                }
                Field { field: "place", label: "地点", group: true, Chips { name: "place", label: "地点", chips: places } }
                Field { field: "people", label: "谁来了", count: "8 人", group: true, aside: paste,
                    PersonGrid { name: "people", label: "谁来了", people, other: "其他人" }
                }
                Field { field: "minutes", label: "做了什么", optional: true, note: "写几句就行",
                    TextArea { id: "minutes", initial: "围绕五年级上册第四单元，先各自说课，再合成一份单元作业……" }
                    Counter { count: 28, limit: 5000 }
                }
            }
        }
    }
}

fn line(glyph: Glyph, tone: Tone, title: &str, note: &str, state: TickState) -> RecordLine {
    RecordLine {
        glyph,
        tone,
        title: title.into(),
        note: Some(note.into()),
        state,
        state_words: None,
        action: None,
        href: "/records/1".into(),
    }
}

fn records() -> Element {
    let filters = ["全部 128", "教研活动 31", "听评课 46", "指导 38"]
        .iter()
        .enumerate()
        .map(|(at, label)| chip(label, at == 0))
        .collect::<Vec<_>>();
    let mut draft = line(Glyph::FilePenLine, Tone::Warn, "草稿 · 送教下乡：柳河中学", "11月24日", TickState::Draft);
    draft.state_words = Some("还差 2 项：地点、参加人员".into());
    draft.note = None;
    draft.action = Some("接着写".into());
    let mut returned = line(
        Glyph::MessageSquareWarning,
        Tone::Bad,
        "白庙乡联片教研",
        "教研活动 · 11月16日 · 24 人",
        TickState::Returned,
    );
    returned.state_words = Some("退回：签到表第 2 页照片看不清".into());
    let bar = rsx! {
        AppBar { title: "记录", large: true,
            BarAction { glyph: Glyph::Search, label: "找记录", href: "/records/search" }
            BarAction { glyph: Glyph::SlidersHorizontal, label: "筛选", href: "/records/filter" }
        }
    };
    rsx! {
        Screen { bar, foot: ScreenFoot::Tabs, foot_element: tabs(Tab::Records),
            Chips { name: "filter", label: "类型", chips: filters, scroll: true }
            Section { title: "11 月 · 今天", note: "3 条" }
            List {
                RecordRow { line: line(Glyph::Users, Tone::Good, "大单元教学设计：从一篇到一组", "集体备课 · 今天 14:30 · 赵桥小学 · 12 人", TickState::Saved) }
                RecordRow { line: line(Glyph::Handshake, Tone::Info, "和陈明谈课堂提问", "指导 · 业务能力 · 今天 10:20", TickState::Saved) }
                RecordRow { line: draft }
            }
            Section { title: "上周", note: "5 条" }
            List {
                RecordRow { line: line(Glyph::Ear, Tone::Good, "听王丽《落花生》", "听评课 · 11月18日 第 2 节 · 西邵小学 · 五年级", TickState::Sent) }
                RecordRow { line: line(Glyph::Award, Tone::Warn, "论文《乡村小学大单元作业设计》", "成果 · 省级 · 刘洋 · 11月17日", TickState::Reviewed) }
                RecordRow { line: returned }
            }
        }
    }
}

fn detail() -> Element {
    let step = |glyph, title: &str, note: &str, done| TrailStep { glyph, title: title.into(), note: note.into(), done };
    let steps = vec![
        step(Glyph::Check, "已存本机", "今天 16:41 · 这部手机", true),
        step(Glyph::CheckCheck, "已到服务器", "今天 18:05 · 用了 2.1 KB 流量", true),
        step(Glyph::BadgeCheck, "等教育局审阅", "现在还可以改，改动都留着", false),
    ];
    let facts = vec![
        Fact::new("时间", "14:30–16:30，2 学时"),
        Fact::new("地点", "赵桥小学 录播室"),
        Fact::new("主持", "周慧敏"),
        Fact { door: Some(("看名单".into(), "/records/1/people".into())), ..Fact::new("参加", "12 人") },
        Fact::new(
            "纪要",
            "围绕五年级上册第四单元，先各自说课，再合成一份单元作业。共识：先定任务，再分课时；作业分三层。",
        ),
    ];
    let places = ["活动记录表", "签到表", "学期总结", "12 份学时", "结项指标 5", "简报素材", "成长档案"]
        .map(|place| (place.to_string(), place.ends_with('表').then(|| "/paper".to_string())))
        .to_vec();
    let bar = rsx! { AppBar { title: "教研活动", back: "/records", BarAction { glyph: Glyph::Ellipsis, label: "更多", href: "/more" } } };
    rsx! {
        Screen { bar, foot: ScreenFoot::Tabs, foot_element: tabs(Tab::Records),
            div { class: "stack",
                RecordHead { kind: "集体备课", title: "大单元教学设计：从一篇到一组", note: "ZHM-0231 · 周慧敏 记 · 2026年11月23日 星期一" }
                Trail { steps }
                Card { Facts { facts } }
                UsedIn { title: "这一条已经替你填了 7 处", places }
                List { ListItem { title: "改过 2 次，最后是王丽补了照片", glyph: Glyph::History, href: "/history" } }
            }
        }
    }
}

fn team() -> Element {
    let segment =
        |value: &str, label: &str| Segment { value: value.into(), label: label.into(), href: Some("/team".into()) };
    let segments = vec![segment("flower", "1+10+100"), segment("list", "名单"), segment("pairs", "结对")];
    let bar = rsx! {
        AppBar { title: "团队", large: true,
            BarAction { glyph: Glyph::Search, label: "找人", href: "/team/search" }
            BarAction { glyph: Glyph::UserRoundPlus, label: "添加", href: "/team/add" }
        }
    };
    rsx! {
        Screen { bar, foot: ScreenFoot::Tabs, foot_element: tabs(Tab::Team),
            Segments { label: "看法", segments, chosen: "flower" }
            SunflowerCard { chief: "周慧敏", backbones: sample::backbones() }
            Section { title: "还没联系到的 18 位", action: "约一次活动", href: "/new/activity" }
            List {
                ListItem { title: "白庙乡", note: "白庙小学 4 · 前李小学 3 · 白庙中学 2", number: "9", tone: Tone::Warn, href: "/team/baimiao" }
                ListItem { title: "石佛镇", note: "石佛小学 5 · 大王庙教学点 3", number: "8", tone: Tone::Warn, href: "/team/shifo" }
            }
            AsOfNote { text: "数据截至今天 18:05；高志强、徐颖 3 天没同步，之后记的还没算进来。" }
        }
    }
}

pub(crate) fn indicator_lines() -> Vec<IndicatorLine> {
    sample::twelve()
        .into_iter()
        .enumerate()
        .map(|(at, petal)| {
            let (have, need) = petal
                .amount
                .split_once(" / ")
                .map_or((petal.amount.clone(), None), |(have, need)| (have.into(), Some(need.into())));
            let verdict = match at {
                2 => "差 23 人",
                6 => "差 6 人次",
                9 => "案例未齐",
                10 => "缺用、评",
                11 => "缺 3 项",
                _ => "达标",
            };
            let note = match at {
                2 => Some("按人算，不按人次；3 人数据未到".into()),
                6 => Some("师德师风最少".into()),
                _ => None,
            };
            IndicatorLine {
                no: (at + 1).to_string(),
                petal,
                have,
                need,
                verdict: verdict.into(),
                note,
                href: Some("/closure/1".into()),
            }
        })
        .collect()
}

fn closure() -> Element {
    let bar = rsx! {
        AppBar { title: "结项罗盘", sub: "方向四 · 乡村首席教师工作室建设模式创新", back: "/",
            BarAction { glyph: Glyph::Share, label: "分享", href: "/share" }
        }
    };
    rsx! {
        Screen { bar,
            ClosureHead { days_label: "离结项还有", days: "37 天", money_label: "不按期结项，可能收回", money: "10 万元" }
            Section { title: "两份必交材料", note: "预期成果" }
            List {
                ListItem { title: "工作室建设方案", note: "6,120 字 · 县教育局已核", badge: Glyph::FileCheck, pill: "齐", pill_tone: Tone::Good }
                ListItem { title: "实践案例", note: "3,420 字 · 还缺“成效”“反思”", badge: Glyph::FilePenLine, tone: Tone::Warn, pill: "草稿", pill_tone: Tone::Warn }
            }
            Section { title: "12 项指标", note: "点开看是哪些记录" }
            IndicatorRows { lines: indicator_lines() }
        }
    }
}

fn join() -> Element {
    let foot = rsx! { p { "第一次需要联网（约 1 MB），之后全程可离线" } p { "换手机？" a { href: "/restore", "恢复我的记录" } } };
    rsx! {
        JoinScreen { foot,
            Card {
                InviteHead { title: "周慧敏 邀请你加入", note: "赵桥乡语文首席教师工作室 · 骨干教师" }
                Field { field: "code", label: "邀请码", hint: "在邀请短信或纸条上，不分大小写，0 和 O 都行",
                    CodeBoxes { code: "7KQM-2XW9" }
                }
                Field { field: "name", label: "你的名字", TextInput { id: "name", initial: "王丽" } }
                Button { label: "加入工作室", kind: ButtonKind::Main, wide: true }
            }
        }
    }
}

fn me() -> Element {
    let sync = rsx! { Button { label: "现在同步", glyph: Glyph::RefreshCw, compact: true } };
    let text = "现在没有网络。回到有网的地方会自动上传，也可以存成备份文件交给同事带走。".to_owned();
    let advice = SyncAdvice { text, glyph: Glyph::WifiOff, tone: Tone::Plain };
    rsx! {
        Screen { bar: rsx! { AppBar { title: "我的", large: true } }, foot: ScreenFoot::Tabs, foot_element: tabs(Tab::Me),
            ProfileCard { name: "周慧敏", note: "首席教师 · 赵桥小学 · 语文", href: "/me/profile" }
            Section { title: "同步" }
            SyncCard {
                title: "3 条还在这部手机上", note: "上次同步：昨天 18:05，用了 14 KB", button: sync,
                advice,
            }
            List {
                ListItem { title: "备份到文件", glyph: Glyph::Download, href: "/me/backup" }
                ListItem { title: "本机空间", glyph: Glyph::HardDrive, value: "用了 86 MB" }
                ListItem { title: "1 条没能上传，已单独放好", glyph: Glyph::TriangleAlert, urgent: true, href: "/me/set-aside" }
            }
            Section { title: "显示" }
            TextSizeCard { chosen: "large" }
            List {
                ListItem { title: "我的设备", glyph: Glyph::Smartphone, value: "2 台" }
                ListItem { title: "导出我的全部记录", glyph: Glyph::Upload, href: "/me/export" }
            }
        }
    }
}

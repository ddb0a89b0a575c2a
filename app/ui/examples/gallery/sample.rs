//! Made-up people and numbers, as believable as the reference screens'.

use studio_ui::pictures::{Backbone, Petal, PetalState, Reach, Week};

pub(crate) fn petal(name: &str, have: u32, need: u32, state: PetalState) -> Petal {
    let fraction = if need == 0 { 1.0 } else { f64::from(have) / f64::from(need) };
    let amount = if need == 0 { format!("{have}") } else { format!("{have} / {need}") };
    Petal { name: name.into(), fraction, state, amount, stale: false }
}

pub(crate) fn twelve() -> Vec<Petal> {
    use PetalState::{Missing, Partly, Reached};
    vec![
        petal("首席教师在岗", 1, 1, Reached),
        petal("骨干教师在岗", 10, 10, Reached),
        petal("联系到的乡村教师", 77, 100, Partly),
        petal("本学期受首席指导的骨干", 10, 10, Reached),
        petal("本学期教研活动", 9, 8, Reached),
        petal("课题研究", 2, 1, Reached),
        petal("青年教师三个维度的指导", 6, 12, Partly),
        petal("乡镇（学区）覆盖", 5, 5, Reached),
        petal("成果", 11, 0, Reached),
        petal("建设方案与实践案例", 1, 2, Partly),
        petal("选育用评机制文件", 2, 4, Partly),
        petal("政策、人员、经费支持", 0, 3, Missing),
    ]
}

pub(crate) const BACKBONES: [&str; 10] =
    ["王丽", "刘洋", "陈明", "赵静", "李建国", "孙红梅", "马晓东", "郭芳", "高志强", "徐颖"];

/// A hundred rural teachers under ten backbone teachers, spread without chance.
pub(crate) fn backbones() -> Vec<Backbone> {
    let reach = |at: usize| match (at * 37 + at / 7) % 11 {
        0 | 1 => Reach::Deep,
        2..=4 => Reach::Often,
        5..=8 => Reach::Once,
        _ => Reach::NotYet,
    };
    BACKBONES
        .iter()
        .enumerate()
        .map(|(index, name)| Backbone {
            name: (*name).into(),
            teachers: (0..10).map(|seat| reach(index * 10 + seat)).collect(),
        })
        .collect()
}

pub(crate) fn weeks() -> Vec<Week> {
    let counts = [2, 3, 2, 4, 0, 5, 4, 3, 6, 4, 5, 3];
    let labels = [
        "9月1日",
        "9月8日",
        "9月15日",
        "9月22日",
        "9月29日",
        "10月6日",
        "10月13日",
        "10月20日",
        "10月27日",
        "11月3日",
        "11月10日",
        "11月17日",
    ];
    labels
        .iter()
        .zip(counts)
        .map(|(label, count)| Week { label: (*label).into(), count, holiday: (count == 0).then(|| "国庆".into()) })
        .collect()
}

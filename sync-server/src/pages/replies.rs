//! What members answered to a record, below its own words.

use studio_core::id::RecordId;
use studio_core::tolerant;
use studio_core::view::replies_to;
use studio_ui::components::Fact;
use studio_ui::i18n::t;
use studio_ui::read::name;

use crate::reports::Report;

/// 回应：王丽：下节课先数到三。
pub(super) fn facts(report: &Report, record: RecordId) -> Vec<Fact> {
    let model = &report.picture.model;
    let said = replies_to(model, record).into_iter().filter_map(|kept| {
        let text = tolerant::str(&kept.fields, "text")?;
        Some(Fact::new(t("reply-title"), format!("{}：{}", name(kept.owner()?, model), text.trim())))
    });
    said.collect()
}

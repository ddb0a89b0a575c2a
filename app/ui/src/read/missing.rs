//! 还差谁 and what did not count, in words. Must not look for anybody: core says who is missing and why a record is not in.

use studio_core::access::Role;
use studio_core::closure::{Indicator, Lacking, LackingPerson, LackingTownship, LeftOut, Offer};
use studio_core::guide::{Count, Measure};
use studio_core::mentoring::Dimension;
use studio_core::record_type::RecordType;
use studio_core::term::{Season, TermKey};

use super::deadline::as_example;
use super::team::role;
use crate::i18n::{t, t_with};

/// 还差 23 人, 还差 3 次（示例）; nothing when nothing is missing.
pub fn lacking_title(indicator: &Indicator, lacking: &Lacking) -> Option<String> {
    let short = lacking.short.to_string();
    let said = t_with("lacking-title", &[("count", &short), ("unit", &indicator.unit)]);
    (lacking.short > 0).then(|| as_example(said, indicator.is_example()))
}

/// What must come first, when the roster cannot give so many.
pub fn lacking_beyond(indicator: &Indicator, lacking: &Lacking) -> Option<String> {
    let count = lacking.beyond_roster.to_string();
    let args = [("count", count.as_str()), ("unit", indicator.unit.as_str())];
    let said = match indicator.count {
        Count::Named(Measure::ChiefInPost) => {
            t_with("lacking-invite", &[("count", &count), ("role", &role(Some(Role::Chief)))])
        }
        Count::Named(Measure::BackboneInPost | Measure::BackboneGuided) => {
            t_with("lacking-invite", &[("count", &count), ("role", &role(Some(Role::Backbone)))])
        }
        _ => t_with("lacking-roster", &args),
    };
    (lacking.beyond_roster > 0).then_some(said)
}

/// 柳河小学 · 柳河乡 · 已指导业务能力，还缺思想政治、师德师风
pub fn lacking_note(person: &LackingPerson) -> String {
    let place = [person.school.clone(), person.township.clone()];
    let parts = place.into_iter().chain(lacking_dimensions(person));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// 已指导业务能力，还缺思想政治、师德师风; nothing where dimensions are not asked for.
pub fn lacking_dimensions(person: &LackingPerson) -> Option<String> {
    let (has, lacks) = (dimensions(&person.has), dimensions(&person.lacks));
    match (has.is_empty(), lacks.is_empty()) {
        (_, true) => None,
        (true, false) => Some(t_with("lacking-all", &[("lacks", &lacks)])),
        (false, false) => Some(t_with("lacking-some", &[("has", &has), ("lacks", &lacks)])),
    }
}

fn dimensions(of: &[Dimension]) -> String {
    of.iter().map(|dimension| t(dimension.label_key())).collect::<Vec<_>>().join("、")
}

/// 柳河乡, 没写乡镇
pub fn lacking_township(township: &LackingTownship) -> String {
    if township.name.is_empty() { t("team-no-township") } else { township.name.clone() }
}

/// 约一次活动, 记一次指导, 记一条成果
pub fn offer_label(offer: &Offer) -> String {
    match offer.record_type {
        RecordType::Activity => t("team-plan"),
        RecordType::Mentoring => t("offer-guidance"),
        other => t_with("offer-record", &[("type", &t(&other.label_key()))]),
    }
}

/// Where the offered record's form opens on a phone.
pub fn offer_path(offer: &Offer) -> String {
    let people = offer.people.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let about = offer.dimensions.iter().map(|dimension| dimension.word()).collect::<Vec<_>>().join(",");
    format!("/app/offer/{}?with={people}&about={about}", offer.record_type.word())
}

/// 还是草稿，没有完成：3 条
pub fn left_out(group: &LeftOut) -> String {
    let count = (group.records.len() + group.unnamed).to_string();
    t_with("left-out-count", &[("why", &t(group.why.label_key())), ("count", &count)])
}

/// Those of a group that are not named.
pub fn left_out_unnamed(group: &LeftOut) -> Option<String> {
    (group.unnamed > 0).then(|| t_with("left-out-unnamed", &[("count", &group.unnamed.to_string())]))
}

/// Records of types that an indicator does not count.
pub fn elsewhere(count: usize) -> Option<String> {
    (count > 0).then(|| t_with("left-out-elsewhere", &[("count", &count.to_string())]))
}

/// 2026 春
pub fn term(key: TermKey) -> String {
    let season = t(if key.season == Season::Autumn { "season-autumn" } else { "season-spring" });
    format!("{} {season}", key.year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::closure::Why;
    use studio_core::id::PersonId;

    fn person(has: &[Dimension], lacks: &[Dimension]) -> LackingPerson {
        LackingPerson {
            person: PersonId([1; 16]),
            name: "何雨".into(),
            school: "柳河小学".into(),
            township: String::new(),
            has: has.to_vec(),
            lacks: lacks.to_vec(),
            offer: None,
        }
    }

    #[test]
    fn who_has_which_dimension_and_lacks_which_is_said() {
        let one = person(&[Dimension::Craft], &[Dimension::Politics, Dimension::Ethics]);
        assert_eq!(lacking_note(&one), "柳河小学 · 已指导业务能力，还缺思想政治、师德师风");
        assert_eq!(lacking_note(&person(&[], &[Dimension::Ethics])), "柳河小学 · 还缺师德师风");
        assert_eq!(lacking_note(&person(&[], &[])), "柳河小学");
    }

    #[test]
    fn every_reason_has_a_sentence() {
        for why in [Why::Deleted, Why::Draft, Why::Ahead, Why::OtherTime, Why::SameMeeting, Why::NotAsked, Why::NotWhom]
        {
            assert!(crate::i18n::has(why.label_key()), "{why:?}");
        }
        let group = LeftOut { why: Why::Draft, records: Vec::new(), unnamed: 3 };
        assert_eq!(left_out(&group), "还是草稿，没有完成：3 条");
    }

    #[test]
    fn an_offer_names_its_people_in_its_address() {
        let offer = Offer {
            record_type: RecordType::Mentoring,
            people: vec![PersonId([1; 16])],
            dimensions: vec![Dimension::Ethics],
        };
        let path = offer_path(&offer);
        assert!(path.starts_with("/app/offer/mentoring?with=") && path.ends_with("&about=ethics"), "{path}");
    }
}

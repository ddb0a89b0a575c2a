//! The team as the sunflower shows it.

use studio_core::access::Role;
use studio_core::view::{Depth, RuralDot, Team};

use crate::i18n::t;
use crate::pictures::{Backbone, Reach};

/// 首席教师, 助理, 骨干教师; somebody without a role is 乡村教师.
pub fn role(role: Option<Role>) -> String {
    match role {
        Some(Role::Chief) => t("role-chief"),
        Some(Role::Assistant) => t("role-assistant"),
        Some(Role::Backbone) => t("role-backbone"),
        None => t("role-rural"),
    }
}

/// The branches; rural teachers around nobody are a branch of their own at the end.
pub fn backbones(team: &Team) -> Vec<Backbone> {
    let mut branches: Vec<Backbone> =
        team.backbone.iter().map(|branch| backbone(branch.member.called.clone(), &branch.rural)).collect();
    if !team.others.is_empty() {
        branches.push(backbone(t("team-unassigned"), &team.others));
    }
    branches
}

fn backbone(name: String, rural: &[RuralDot]) -> Backbone {
    Backbone { name, teachers: rural.iter().map(|dot| reach(dot.depth)).collect() }
}

fn reach(depth: Depth) -> Reach {
    match depth {
        Depth::Guided => Reach::Deep,
        Depth::Often => Reach::Often,
        Depth::Met => Reach::Once,
        Depth::NotYet => Reach::NotYet,
    }
}

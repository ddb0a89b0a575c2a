//! A notice: what happened and what to do, as keys of translations. Every failure ends as one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use studio_core::command::Problem;

/// Something to tell the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Translation key.
    pub key: String,
    /// How loud.
    pub severity: Severity,
    /// Arguments of the translation.
    pub args: BTreeMap<String, String>,
    /// What to put right in a form, field by field; empty otherwise.
    pub problems: Vec<Problem>,
    /// What helps.
    pub remedy: Option<Remedy>,
}

/// How loud a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Normal: grey. Offline is this.
    Quiet,
    /// Worth knowing.
    Told,
    /// Needs the person.
    Needed,
}

/// What the button beside a notice does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remedy {
    /// 现在同步
    SyncNow,
    /// 备份到文件
    Export,
    /// 重新加入
    JoinAgain,
    /// 换新版本
    UpdateApp,
    /// 重新载入
    Reload,
    /// 看搁置的记录
    ShowAsides,
}

impl Notice {
    /// A notice that needs the person.
    pub fn needed(key: &str) -> Self {
        Self::of(key, Severity::Needed)
    }

    /// A notice worth knowing.
    pub fn told(key: &str) -> Self {
        Self::of(key, Severity::Told)
    }

    /// A grey notice.
    pub fn quiet(key: &str) -> Self {
        Self::of(key, Severity::Quiet)
    }

    fn of(key: &str, severity: Severity) -> Self {
        Self { key: key.to_owned(), severity, args: BTreeMap::new(), problems: Vec::new(), remedy: None }
    }

    /// The same notice, grey: it passes by itself.
    #[must_use]
    pub fn calm(mut self) -> Self {
        self.severity = Severity::Quiet;
        self
    }

    /// The same notice with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }

    /// The same notice with what helps.
    #[must_use]
    pub fn remedied(mut self, remedy: Remedy) -> Self {
        self.remedy = Some(remedy);
        self
    }
}

//! Faults become notices, here and nowhere else: a key, what to put right, what helps.

use std::collections::BTreeMap;

use studio_core::command::{CommandError, Problem};
use studio_core::record::Scalar;
use studio_core::replica::{Difference, RecordFault, SyncFault};
use studio_core::store::StoreError;

use crate::messages::{Notice, Remedy};
use crate::transport;

/// A fault of the disk.
pub(super) fn of_store(fault: &StoreError) -> Notice {
    match fault {
        StoreError::Full => Notice::needed("notice-storage-full").remedied(Remedy::Export),
        // Loading the page again loses what a form holds and could not keep: first of all it is taken out.
        StoreError::Busy => Notice::needed("notice-storage-busy").remedied(Remedy::Export),
        StoreError::Corrupt => Notice::needed("notice-storage-damaged").remedied(Remedy::Reload),
        StoreError::TooNew => Notice::needed("notice-storage-too-new").remedied(Remedy::UpdateApp),
        StoreError::Other(_) => Notice::needed("notice-storage-fault").remedied(Remedy::Export),
    }
}

/// Why a command was not carried out.
pub(super) fn of_command(fault: &CommandError) -> Notice {
    let mut notice = Notice::needed(fault.key());
    notice.problems = fault.problems().to_vec();
    notice
}

/// Why an action was not recorded; a fault of the disk is told by [`of_store`].
pub(super) fn of_record(fault: &RecordFault) -> Notice {
    match fault {
        RecordFault::Differs(differences) => {
            let mut notice = Notice::needed("notice-differs");
            notice.problems = differences.iter().map(difference).collect();
            notice
        }
        RecordFault::Refused(refusal) => Notice::needed(refusal.key()),
        RecordFault::NotYours => Notice::needed("notice-not-yours"),
        RecordFault::Store(fault) => of_store(fault),
    }
}

fn difference(difference: &Difference) -> Problem {
    let shown = |value: &Option<Scalar>| match value {
        Some(Scalar::Str(text)) => text.clone(),
        Some(Scalar::Int(number)) => number.to_string(),
        Some(Scalar::Bool(flag)) => flag.to_string(),
        Some(Scalar::Bytes(_)) | None => String::new(),
    };
    let args =
        BTreeMap::from([("now".to_owned(), shown(&difference.now)), ("mine".to_owned(), shown(&difference.mine))]);
    Problem { field: difference.key.clone(), key: "notice-differs-field".to_owned(), args }
}

/// Why an answer was not taken.
pub(super) fn of_sync(fault: &SyncFault) -> Notice {
    match fault {
        SyncFault::Forged => Notice::needed("notice-server-forged").remedied(Remedy::Export),
        SyncFault::Chain => Notice::needed("notice-server-chain").remedied(Remedy::Export),
        SyncFault::Store(fault) => of_store(fault),
    }
}

/// The codes whose words stand under `problem-<code>`.
const CODES: [&str; 35] = [
    "not-found",
    "method",
    "unsigned",
    "bad-signature",
    "unknown-device",
    "malformed",
    "update",
    "send-less",
    "too-large",
    "too-slow",
    "encoding",
    "too-many-tries",
    "busy",
    "internal",
    "invite-unknown",
    "invite-expired",
    "invite-used",
    "invite-other-name",
    "invite-closed",
    "membership-ended",
    "too-many-devices",
    "too-many-invites",
    "device-taken",
    "name",
    "may-not",
    "file-too-large",
    "file-offset",
    "file-checksum",
    "file-hash",
    "file-unfit",
    "scan-unfit",
    "file-range",
    "file-erased",
    "files-full",
    "too-many-files",
];

/// The server's no to something that the user asked for; or that of whoever stands on the way to it.
pub(super) fn of_problem(problem: &transport::Problem) -> Notice {
    if CODES.contains(&problem.code.as_str()) {
        let notice = Notice::needed(&format!("problem-{}", problem.code));
        // Opened again, the app looks for its new version.
        return if problem.status == 426 { notice.remedied(Remedy::Reload) } else { notice };
    }
    match problem.status {
        408 => Notice::quiet("problem-too-slow"),
        413 => network_small(),
        426 => Notice::needed("notice-app-too-old").remedied(Remedy::Reload),
        429 => Notice::quiet("notice-network-slow-down"),
        511 => network_login(),
        500..=599 => Notice::quiet("notice-server-away").with("status", problem.status),
        _ if problem.is_page => Notice::told("notice-network-no").with("status", problem.status),
        _ => Notice::needed("notice-server-no").with("status", problem.status),
    }
}

/// A page in place of an answer: this network wants somebody to log in.
pub(super) fn network_login() -> Notice {
    Notice::told("notice-network-login")
}

/// Not even the smallest request goes through, or something that everything waits for is too large.
pub(super) fn network_small() -> Notice {
    Notice::needed("notice-network-small").remedied(Remedy::Export)
}

/// No word from the server, to somebody who waits for it.
pub(super) fn no_network() -> Notice {
    Notice::needed("notice-needs-network")
}

/// Bytes that are not the answer they should be: another release's, or a captive portal's.
pub(super) fn strange_answer() -> Notice {
    Notice::needed("notice-strange-answer")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = include_str!("../../../../assets/i18n/zh-CN.ftl");

    #[test]
    fn every_no_of_the_server_is_told_in_its_own_words() {
        let told =
            WORDS.lines().filter_map(|line| line.split_once(" = ")?.0.strip_prefix("problem-")?.strip_suffix("-do"));
        let told: Vec<&str> = told.collect();
        assert!(told.len() >= CODES.len(), "{told:?}");
        for code in told {
            assert!(CODES.contains(&code), "{code}");
        }
    }
}

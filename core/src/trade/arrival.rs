//! 补录 and 迟到: whether a record came while its event was fresh. It is said, never judged.

use crate::limits::LATE_AFTER_DAYS;
use crate::time::{Day, Millis};

/// How a record came to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Within [`LATE_AFTER_DAYS`] of its event.
    InTime,
    /// 迟到: written in time on a phone that reached no server in between.
    Late,
    /// 补录: written afterwards.
    AddedLater,
}

impl Arrival {
    /// How a record of an event came. `written` is what the device's clock said; it is believed only as long as the
    /// device delivered nothing between then and the arrival (`delivered_between`): work that lay there would have come
    /// along.
    pub fn of(event: Day, written: Millis, arrived: Millis, delivered_between: bool) -> Self {
        let fresh = |at: Millis| (at.day() - event).num_days() <= LATE_AFTER_DAYS;
        if fresh(arrived) {
            Self::InTime
        } else if fresh(written) && !delivered_between {
            Self::Late
        } else {
            Self::AddedLater
        }
    }

    /// The translation key of what is said about it; nothing is said of what came in time.
    pub fn label_key(self) -> Option<&'static str> {
        match self {
            Self::InTime => None,
            Self::Late => Some("arrival-late"),
            Self::AddedLater => Some("arrival-added-later"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str) -> Millis {
        Millis::from_local(day.parse::<Day>().unwrap().and_hms_opt(12, 0, 0).unwrap())
    }

    #[test]
    fn seven_days_are_in_time_and_eight_are_not() {
        let event = at("2026-11-02").day();
        assert_eq!(Arrival::of(event, at("2026-11-02"), at("2026-11-09"), false), Arrival::InTime);
        assert_eq!(Arrival::of(event, at("2026-11-02"), at("2026-11-10"), false), Arrival::Late);
    }

    #[test]
    fn what_was_written_afterwards_or_lay_on_a_phone_that_delivered_other_work_is_added_later() {
        let event = at("2026-11-02").day();
        assert_eq!(Arrival::of(event, at("2026-11-20"), at("2026-11-20"), false), Arrival::AddedLater);
        assert_eq!(Arrival::of(event, at("2026-11-02"), at("2026-11-20"), true), Arrival::AddedLater);
    }
}

//! The status of an occurrence as it follows from its reports.

use detente_event::Status;

/// What one report says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Say {
    /// Day of publication.
    pub(crate) day: Option<i64>,
    /// The order in which reports came in, for those of the same day.
    pub(crate) order: i64,
    /// Its source; copies and texts of one outlet share it.
    pub(crate) source: i64,
    pub(crate) status: Status,
}

/// The status that the reports add up to, and whether they contradict each other.
///
/// - Held once reported held: `occurred` wins over what was announced, considered or supposed.
/// - Called off: a `negated` report wins over announcements before it, and yields to later ones.
/// - `occurred` against `negated` is a contradiction unless the denial came before the first report that it happened.
///   The side with more independent sources wins; on a tie, `occurred`.
/// - Of announcements the strongest wins (planned, threatened, considered, hypothetical): that one outlet only
///   "considers" does not unsay that another has it announced.
pub(crate) fn resolve(says: &[Say]) -> (Status, bool) {
    let of = |s: Status| says.iter().filter(move |x| x.status == s);
    let sources = |s: Status| {
        let mut list: Vec<i64> = of(s).map(|x| x.source).collect();
        list.sort_unstable();
        list.dedup();
        list.len()
    };
    let latest = |s: Status| of(s).map(|x| (x.day, x.order)).max();
    let earliest = |s: Status| of(s).map(|x| (x.day, x.order)).min();
    let held = of(Status::Occurred).next().is_some();
    let off = of(Status::Negated).next().is_some();
    if held {
        let contradicted = off && latest(Status::Negated).map(|x| x.0) >= earliest(Status::Occurred).map(|x| x.0);
        let status = if contradicted && sources(Status::Negated) > sources(Status::Occurred) {
            Status::Negated
        } else {
            Status::Occurred
        };
        return (status, contradicted);
    }
    let open = [Status::Planned, Status::Threatened, Status::Considered, Status::Hypothetical];
    if off {
        let denial = latest(Status::Negated);
        let later = open.iter().copied().find(|s| latest(*s) > denial);
        let same_day = open.iter().any(|s| {
            latest(*s).map(|x| x.0) == denial.map(|x| x.0) && latest(*s).is_some() && *s != Status::Hypothetical
        });
        return (later.unwrap_or(Status::Negated), same_day || of(Status::Historical).next().is_some());
    }
    if of(Status::Historical).next().is_some() {
        return (Status::Historical, false);
    }
    (open.into_iter().find(|s| of(*s).next().is_some()).unwrap_or_default(), false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Status::{Considered, Negated, Occurred, Planned};

    #[test]
    fn status_follows_the_reports() {
        let table: &[(&str, &[(i64, i64, Status)], Status, bool)] = &[
            ("announced, then held", &[(1, 1, Planned), (3, 2, Occurred)], Occurred, false),
            ("held, and an old announcement comes in late", &[(3, 1, Occurred), (1, 2, Planned)], Occurred, false),
            ("announced, then called off", &[(1, 1, Planned), (2, 1, Negated)], Negated, false),
            ("called off, then announced again", &[(1, 1, Negated), (5, 2, Planned)], Planned, false),
            ("denied, later held", &[(1, 1, Negated), (5, 2, Occurred)], Occurred, false),
            ("held and denied", &[(5, 1, Occurred), (5, 2, Negated)], Occurred, true),
            ("held says one, denied say two", &[(5, 1, Occurred), (5, 2, Negated), (6, 3, Negated)], Negated, true),
            ("one outlet denies twice", &[(5, 1, Occurred), (5, 2, Negated), (6, 2, Negated)], Occurred, true),
            ("considered by a later report", &[(1, 1, Planned), (2, 2, Considered)], Planned, false),
            ("planned and denied the same day", &[(2, 1, Planned), (2, 2, Negated)], Negated, true),
        ];
        for (name, says, status, disputed) in table {
            let says: Vec<Say> = says
                .iter()
                .enumerate()
                .map(|(i, (day, source, status))| Say {
                    day: Some(*day),
                    order: i as i64,
                    source: *source,
                    status: *status,
                })
                .collect();
            assert_eq!(resolve(&says), (*status, *disputed), "{name}");
        }
    }
}

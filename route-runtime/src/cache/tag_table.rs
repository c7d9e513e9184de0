//! The invalidations of the tags of a store in memory, of which a bounded number is known one by one.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::time::Duration;

use super::entry::{Freshness, TagInstants};
use super::store::StoreInstant;

/// The instants of tags.
///
/// Where more than `limit` tags have been invalidated, the oldest are folded into a floor that counts for every entry with a tag. So
/// an entry may be worse than its own tags say, if it is older than the last 90% of them; it is never better.
///
/// A tag is known by a hash, which takes less room than its name. Two tags of one hash are invalidated together, which is as safe; nobody
/// can look for such two, for the hash has a random key.
pub(super) struct TagTable {
    limit: usize,
    hasher: RandomState,
    tags: HashMap<u64, Packed>,
    floor: TagInstants,
}

/// Instants in half of the room, for a table that may hold many: none is 0, which no clock of a store in memory says.
#[derive(Clone, Copy, Default)]
struct Packed {
    stale: u64,
    expired: u64,
    until: u64,
}

impl From<TagInstants> for Packed {
    fn from(instants: TagInstants) -> Self {
        let pack = |instant: Option<StoreInstant>| instant.map_or(0, StoreInstant::as_micros);
        Self { stale: pack(instants.stale), expired: pack(instants.expired), until: pack(instants.until) }
    }
}

impl From<Packed> for TagInstants {
    fn from(packed: Packed) -> Self {
        let unpack = |micros| (micros != 0).then(|| StoreInstant::from_micros(micros));
        Self { stale: unpack(packed.stale), expired: unpack(packed.expired), until: unpack(packed.until) }
    }
}

impl TagTable {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, hasher: RandomState::new(), tags: HashMap::new(), floor: TagInstants::default() }
    }

    /// These tags are invalidated now.
    pub(super) fn invalidate(&mut self, tags: &[Arc<str>], now: StoreInstant, serve_stale: Duration) {
        for tag in tags {
            let instants = self.tags.entry(self.hasher.hash_one(tag)).or_default();
            *instants = TagInstants::from(*instants).invalidate(now, serve_stale).into();
        }
        if self.tags.len() > self.limit {
            self.fold_oldest(now);
        }
    }

    /// The worst that an instant of one of these tags says of an entry whose generation began then.
    pub(super) fn freshness(&self, tags: &[Arc<str>], began: StoreInstant, now: StoreInstant) -> Freshness {
        if tags.is_empty() {
            return Freshness::Fresh;
        }
        let of_tag = |tag| match self.tags.get(&self.hasher.hash_one(tag)) {
            Some(&instants) => TagInstants::from(instants).freshness(began, now),
            None => Freshness::Fresh,
        };
        let floor = self.floor.freshness(began, now);
        tags.iter().map(of_tag).max().map_or(floor, |worst| worst.max(floor))
    }

    /// Leaves 90% of what the table may hold, so that it is not gone through for each tag.
    fn fold_oldest(&mut self, now: StoreInstant) {
        let mut stale: Vec<_> = self.tags.values().map(|instants| instants.stale).collect();
        let keep = self.limit - self.limit / 10;
        let fold = stale.len().saturating_sub(keep.max(1)).saturating_sub(1);
        let (_, &mut youngest, _) = stale.select_nth_unstable(fold);
        let mut floor = self.floor;
        self.tags.retain(|_, instants| {
            let stays = instants.stale > youngest;
            if !stays {
                floor = folded(floor, (*instants).into(), now);
            }
            stays
        });
        self.floor = floor;
    }
}

/// One that says of every entry at least as bad as either.
fn folded(a: TagInstants, b: TagInstants, now: StoreInstant) -> TagInstants {
    let (a, b) = (settled(a, now), settled(b, now));
    TagInstants {
        stale: a.stale.max(b.stale),
        expired: a.expired.max(b.expired),
        until: match (a.until, b.until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        },
    }
}

/// An end that has passed says the same as an instant of expiry, and then it does not end what is folded later.
fn settled(instants: TagInstants, now: StoreInstant) -> TagInstants {
    match instants.until {
        Some(until) if until <= now => {
            TagInstants { expired: instants.expired.max(instants.stale), until: None, ..instants }
        }
        _ => instants,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::cases;

    /// An operation on the table, and the time that goes by before it.
    #[derive(Clone, Debug)]
    enum Step {
        Invalidate { wait: u64, tags: Vec<u8>, serve_stale: u64 },
        Look { wait: u64, tags: Vec<u8>, age: u64 },
    }

    fn step() -> impl Strategy<Value = Step> {
        let tags = || proptest::collection::vec(0..12_u8, 0..4);
        prop_oneof![
            (0..5_u64, tags(), prop_oneof![Just(0), 1..30_u64])
                .prop_map(|(wait, tags, serve_stale)| Step::Invalidate { wait, tags, serve_stale }),
            (0..5_u64, tags(), 0..60_u64).prop_map(|(wait, tags, age)| Step::Look { wait, tags, age }),
        ]
    }

    fn names(tags: &[u8]) -> Vec<Arc<str>> {
        tags.iter().map(|tag| format!("tag {tag}").into()).collect()
    }

    /// All invalidations that there ever were: the tag, when, and when stale entries expire.
    #[derive(Default)]
    struct Model(Vec<(u8, StoreInstant, StoreInstant)>);

    impl Model {
        fn freshness(&self, tags: &[u8], began: StoreInstant, now: StoreInstant) -> Freshness {
            let reaching = self.0.iter().filter(|(tag, at, _)| tags.contains(tag) && began <= *at);
            let said = reaching.map(|(_, _, end)| if now >= *end { Freshness::Expired } else { Freshness::Stale });
            said.max().unwrap_or(Freshness::Fresh)
        }
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn a_small_table_never_says_better_than_one_without_bound(
            limit in 1..13_usize,
            steps in proptest::collection::vec(step(), 1..60),
        ) {
            let (mut table, mut model, mut now) = (TagTable::new(limit), Model::default(), 100);
            for step in steps {
                match step {
                    Step::Invalidate { wait, tags, serve_stale } => {
                        now += wait;
                        let (now, serve_stale) = (StoreInstant::from_micros(now), Duration::from_micros(serve_stale));
                        table.invalidate(&names(&tags), now, serve_stale);
                        model.0.extend(tags.iter().map(|&tag| (tag, now, now.after(serve_stale))));
                        prop_assert!(table.tags.len() <= limit);
                    }
                    Step::Look { wait, tags, age } => {
                        now += wait;
                        let (began, now) = (StoreInstant::from_micros(now - age.min(now)), StoreInstant::from_micros(now));
                        let (said, model) = (table.freshness(&names(&tags), began, now), model.freshness(&tags, began, now));
                        prop_assert!(said >= model, "the table says {said:?}, the model {model:?}");
                        // Twelve tags fit: nothing is folded, and what is fresh is said to be.
                        if limit >= 12 {
                            prop_assert_eq!(said == Freshness::Fresh, model == Freshness::Fresh);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_younger_than_what_was_folded_stays_fresh() {
        let mut table = TagTable::new(100);
        let at = StoreInstant::from_micros;
        for number in 1..=1_000 {
            table.invalidate(&[format!("{number}").into()], at(number), Duration::ZERO);
        }
        let other: [Arc<str>; 1] = ["other".into()];
        assert!(table.tags.len() <= 100);
        assert_eq!(table.freshness(&other, at(1_000), at(1_001)), Freshness::Fresh);
        assert_eq!(
            table.freshness(&other, at(911), at(1_001)),
            Freshness::Fresh,
            "at least 90 of them are known one by one"
        );
        assert_eq!(
            table.freshness(&other, at(1), at(1_001)),
            Freshness::Expired,
            "it is older than what is known one by one"
        );
        assert_eq!(table.freshness(&[], at(1), at(1_001)), Freshness::Fresh, "what has no tags cannot be invalidated");
    }
}

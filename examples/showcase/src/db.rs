//! An in-memory store, in place of the database that a real app has.

use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Item {
    pub(crate) slug: String,
    pub(crate) name: String,
    /// In cents, so that nobody adds up floats.
    pub(crate) price: u32,
}

/// Items by slug. A clone is another handle to the same store.
#[derive(Clone, Default)]
pub(crate) struct Db(Arc<RwLock<BTreeMap<String, Item>>>);

impl Db {
    pub(crate) fn with_samples() -> Self {
        let db = Self::default();
        for (slug, name, price) in [("mug", "Blue mug", 900), ("shoes", "Red shoes", 4900)] {
            db.put(Item { slug: slug.to_owned(), name: name.to_owned(), price });
        }
        db
    }

    pub(crate) fn all(&self) -> Vec<Item> {
        self.read().values().cloned().collect()
    }

    pub(crate) fn find(&self, words: &str) -> Vec<Item> {
        let words = words.to_lowercase();
        self.read().values().filter(|item| item.name.to_lowercase().contains(&words)).cloned().collect()
    }

    pub(crate) fn get(&self, slug: &str) -> Option<Item> {
        self.read().get(slug).cloned()
    }

    /// Adds an item; `false` if its slug is taken.
    pub(crate) fn insert(&self, item: Item) -> bool {
        match self.write().entry(item.slug.clone()) {
            Entry::Occupied(_) => false,
            Entry::Vacant(place) => {
                place.insert(item);
                true
            }
        }
    }

    /// Replaces an item; `false` if there is none to replace.
    pub(crate) fn replace(&self, item: Item) -> bool {
        match self.write().get_mut(&item.slug) {
            Some(place) => {
                *place = item;
                true
            }
            None => false,
        }
    }

    pub(crate) fn remove(&self, slug: &str) -> bool {
        self.write().remove(slug).is_some()
    }

    fn put(&self, item: Item) {
        self.write().insert(item.slug.clone(), item);
    }

    // A lock is poisoned if a handler panicked while it held it; none of the methods above leaves the map half changed.
    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<String, Item>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, BTreeMap<String, Item>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

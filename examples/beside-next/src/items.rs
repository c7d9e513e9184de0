//! What the shop has.

use serde::Serialize;

#[derive(Clone, Copy, Serialize)]
pub(crate) struct Item {
    id: u32,
    name: &'static str,
}

pub(crate) const ITEMS: [Item; 2] = [Item { id: 1, name: "mug" }, Item { id: 2, name: "spoon" }];

pub(crate) fn item(id: u32) -> Option<Item> {
    ITEMS.into_iter().find(|item| item.id == id)
}

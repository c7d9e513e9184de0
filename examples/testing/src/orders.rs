//! What was ordered.

use std::sync::{Arc, Mutex, PoisonError};

/// An order.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// In cents.
    pub total: u64,
}

/// What would be a queue, or a table.
#[derive(Clone, Default)]
pub struct Orders(Arc<Mutex<Vec<Order>>>);

impl Orders {
    /// One more.
    pub fn push(&self, order: Order) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(order);
    }

    /// All of them.
    pub fn all(&self) -> Vec<Order> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

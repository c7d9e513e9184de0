//! What was ordered.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// An order.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// In cents.
    pub total: u64,
    /// Whether the customer was written to.
    pub confirmed: bool,
}

/// What would be a queue, or a table.
#[derive(Clone, Default)]
pub struct Orders(Arc<Mutex<Vec<Order>>>);

impl Orders {
    /// Takes an order, and returns its number.
    pub fn take(&self, total: u64) -> usize {
        let mut orders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        orders.push(Order { total, confirmed: false });
        orders.len() - 1
    }

    /// Writes to the customer, which takes a while.
    pub async fn confirm(&self, number: usize) {
        tokio::time::sleep(Duration::from_millis(50)).await;
        if let Some(order) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get_mut(number) {
            order.confirmed = true;
        }
    }

    /// All of them.
    pub fn all(&self) -> Vec<Order> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

//! What the events are about.

use crate::AppState;
use axum::Json;
use axum::extract::State;
use route_runtime::route;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The state of each invoice, and how often it was set.
#[derive(Clone, Default)]
pub(crate) struct Invoices(Arc<Mutex<BTreeMap<String, (String, u32)>>>);

impl Invoices {
    pub(crate) fn set(&self, invoice: String, state: String) {
        let mut invoices = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (current, times) = invoices.entry(invoice).or_default();
        *current = state;
        *times += 1;
    }
}

#[route(GET "/invoices")]
pub(crate) async fn invoices(State(app): State<AppState>) -> Json<BTreeMap<String, (String, u32)>> {
    Json(app.invoices.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
}

//! A public handler may name types that are private.

use axum::Json;
use axum::extract::{FromRef, State};
use route_runtime::{route, routes};
use std::str::FromStr;

#[derive(Clone)]
struct Db;

#[derive(Clone)]
struct AppState {
    db: Db,
}

impl FromRef<AppState> for Db {
    fn from_ref(state: &AppState) -> Db {
        state.db.clone()
    }
}

struct Id;

impl FromStr for Id {
    type Err = ();

    fn from_str(_: &str) -> Result<Id, ()> {
        Ok(Id)
    }
}

#[allow(private_interfaces)]
#[route("/items/[id]")]
pub async fn GET(id: Id, State(db): State<Db>) -> Json<Vec<String>> {
    let _ = (id, db);
    Json(Vec::new())
}

#[route("/things/[id]")]
mod things {
    pub struct Params {
        pub id: u32,
    }

    pub async fn GET(Params { id }: Params) -> String {
        id.to_string()
    }
}

fn main() {
    let _: axum::Router<AppState> = routes![GET, things::route].into_router();
}

//! cargo run -p crud
//!
//! A JSON API on SQLite: contacts that are listed, made, replaced, changed and deleted. `DATABASE=contacts.db` keeps them in a file,
//! otherwise they are gone with the program.
//!
//! ```console
//! $ post() { curl -s localhost:3000/contacts -H 'content-type: application/json' -d "$1"; }
//! $ post '{"name":"Ada","email":"ada@example.com","phone":"+44 1"}'
//! $ curl -si localhost:3000/contacts -d '{"name":"Grace","email":"grace@example.com"}' | grep -e ^HTTP -e ^location -e '^{'
//! $ curl -s localhost:3000/contacts
//! $ curl -s localhost:3000/contacts/1
//! $ curl -s -X PUT localhost:3000/contacts/2 -d '{"name":"Grace Hopper","email":"grace@example.com","phone":"+1 2"}'
//! $ curl -s -X PATCH localhost:3000/contacts/2 -d '{"name":"Rear Admiral Hopper","phone":null}'
//! $ curl -s 'localhost:3000/contacts?after=1&limit=1'
//! ```
//!
//! What is refused, and that nothing of it is kept:
//!
//! ```console
//! $ curl -s localhost:3000/contacts/7
//! $ curl -s localhost:3000/contacts/first
//! $ post '{"name":"Another Ada","email":"ADA@example.com"}'
//! $ post '{"name":" ","email":"nowhere"}'
//! $ post '{"name":"Alan"}'
//! $ post '{"name":"Alan","email":"alan@example.com","admin":true}'
//! $ curl -s -X PUT localhost:3000/contacts/7 -d '{"name":"Alan","email":"alan@example.com"}'
//! $ curl -s -X PATCH localhost:3000/contacts/2 -d '{"email":"ada@example.com"}'
//! $ curl -s 'localhost:3000/contacts?limit=0'
//! $ contacts='[{"name":"Alan","email":"alan@example.com"},{"name":"Ada","email":"ada@example.com"}]'
//! $ curl -s localhost:3000/contacts/import -d "$contacts"
//! $ curl -s localhost:3000/contacts/import -d '[{"name":"Alan","email":"alan@example.com"}]'
//! ```
//!
//! SQL in a value is a value, and a contact is gone once:
//!
//! ```console
//! $ post "{\"name\":\"Robert'); DROP TABLE contacts;--\",\"email\":\"bobby@example.com\"}"
//! $ curl -s -G localhost:3000/contacts --data-urlencode "name=Robert'); DROP"
//! $ curl -s -G localhost:3000/contacts --data-urlencode "name=' OR '1'='1"
//! $ curl -s -X DELETE -w '%{http_code}\n' localhost:3000/contacts/1
//! $ curl -s -X DELETE localhost:3000/contacts/1
//! ```

mod contact;
mod contacts;
mod db;

use db::Db;
use route_runtime::{App, routes};
use std::env;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What a 500 was is in the log, and not in the answer.
    tracing_subscriber::fmt().with_env_filter(EnvFilter::from_default_env()).with_writer(std::io::stderr).init();
    let db = Db::open(env::var_os("DATABASE").as_deref())?;
    let routes = routes![contacts::{GET, POST}, contacts::import, contacts::one::route];
    App::new(routes).with_state(db).start().await?;
    Ok(())
}

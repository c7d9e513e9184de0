//! cargo run -p crud
//!
//! A JSON API on SQLite: contacts that are listed, made, replaced, changed and deleted. `DATABASE=contacts.db` keeps them in a file,
//! otherwise they are gone with the program.
//!
//! ```console
//! $ post() { curl -s localhost:3000/contacts -H 'content-type: application/json' -d "$1"; }
//! $ post '{"name":"Ada","email":"ada@example.com","phone":"+44 1"}'
//! {"id":1,"name":"Ada","email":"ada@example.com","phone":"+44 1"}
//! $ curl -si localhost:3000/contacts -d '{"name":"Grace","email":"grace@example.com"}' | grep -e ^HTTP -e ^location -e '^{'
//! HTTP/1.1 201 Created
//! location: /contacts/2
//! {"id":2,"name":"Grace","email":"grace@example.com","phone":null}
//! $ curl -s localhost:3000/contacts
//! [{"id":1,"name":"Ada","email":"ada@example.com","phone":"+44 1"},{"id":2,"name":"Grace","email":"grace@example.com","phone":null}]
//! $ curl -s localhost:3000/contacts/1
//! {"id":1,"name":"Ada","email":"ada@example.com","phone":"+44 1"}
//! $ curl -s -X PUT localhost:3000/contacts/2 -d '{"name":"Grace Hopper","email":"grace@example.com","phone":"+1 2"}'
//! {"id":2,"name":"Grace Hopper","email":"grace@example.com","phone":"+1 2"}
//! $ curl -s -X PATCH localhost:3000/contacts/2 -d '{"name":"Rear Admiral Hopper","phone":null}'
//! {"id":2,"name":"Rear Admiral Hopper","email":"grace@example.com","phone":null}
//! $ curl -s 'localhost:3000/contacts?after=1&limit=1'
//! [{"id":2,"name":"Rear Admiral Hopper","email":"grace@example.com","phone":null}]
//! ```
//!
//! What is refused, and that nothing of it is kept:
//!
//! ```console
//! $ curl -s localhost:3000/contacts/7
//! {"type":"about:blank","title":"Not Found","status":404,"detail":"there is no such contact"}
//! $ curl -s localhost:3000/contacts/first
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_parameter","detail":"the path parameter `id` has no valid value"}
//! $ post '{"name":"Another Ada","email":"ADA@example.com"}'
//! {"type":"about:blank","title":"Conflict","status":409,"detail":"there is a contact with this email already"}
//! $ post '{"name":" ","email":"nowhere"}'
//! {"type":"about:blank","title":"Unprocessable Entity","status":422,"code":"validation_failed","detail":"`name`: is 1 to 200 bytes long; `email`: is no address","errors":[{"field":"name","message":"is 1 to 200 bytes long"},{"field":"email","message":"is no address"}]}
//! $ post '{"name":"Alan"}'
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_json","detail":"the request body is JSON of an unexpected shape: missing field `email` at line 1 column 15","line":1,"column":15}
//! $ post '{"name":"Alan","email":"alan@example.com","admin":true}'
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_json","detail":"the request body is JSON of an unexpected shape: unknown field `admin`, expected one of `name`, `email`, `phone` at line 1 column 49","line":1,"column":49}
//! $ curl -s -X PUT localhost:3000/contacts/7 -d '{"name":"Alan","email":"alan@example.com"}'
//! {"type":"about:blank","title":"Not Found","status":404,"detail":"there is no such contact"}
//! $ curl -s -X PATCH localhost:3000/contacts/2 -d '{"email":"ada@example.com"}'
//! {"type":"about:blank","title":"Conflict","status":409,"detail":"there is a contact with this email already"}
//! $ curl -s -X PATCH localhost:3000/contacts/2 -d '{"email":null}'
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_json","detail":"the request body is JSON of an unexpected shape: invalid type: null, expected a string at line 1 column 13","line":1,"column":13}
//! $ curl -s 'localhost:3000/contacts?limit=0'
//! {"type":"about:blank","title":"Bad Request","status":400,"detail":"`limit` is a number from 1 to 100"}
//! $ contacts='[{"name":"Alan","email":"alan@example.com"},{"name":"Ada","email":"ada@example.com"}]'
//! $ curl -s localhost:3000/contacts/import -d "$contacts"
//! {"type":"about:blank","title":"Conflict","status":409,"detail":"there is a contact with this email already"}
//! $ curl -s localhost:3000/contacts/import -d '[{"name":"Alan","email":"alan@example.com"}]'
//! [{"id":3,"name":"Alan","email":"alan@example.com","phone":null}]
//! ```
//!
//! SQL in a value is a value, and a contact is gone once:
//!
//! ```console
//! $ post "{\"name\":\"Robert'); DROP TABLE contacts;--\",\"email\":\"bobby@example.com\"}"
//! {"id":4,"name":"Robert'); DROP TABLE contacts;--","email":"bobby@example.com","phone":null}
//! $ curl -s -G localhost:3000/contacts --data-urlencode "name=Robert'); DROP"
//! [{"id":4,"name":"Robert'); DROP TABLE contacts;--","email":"bobby@example.com","phone":null}]
//! $ curl -s -G localhost:3000/contacts --data-urlencode "name=' OR '1'='1"
//! []
//! $ curl -s -X DELETE -w '%{http_code}\n' localhost:3000/contacts/1
//! 204
//! $ curl -s -X DELETE localhost:3000/contacts/1
//! {"type":"about:blank","title":"Not Found","status":404,"detail":"there is no such contact"}
//! ```

mod contact;
mod contacts;
mod db;

use db::Db;
use route_runtime::{App, routes};
use std::env;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let db = Db::open(env::var_os("DATABASE").as_deref())?;
    let routes = routes![contacts::{GET, POST}, contacts::import, contacts::one::route];
    App::new(routes).with_state(db).start().await?;
    Ok(())
}

//! cargo run -p sse
//!
//! Server-Sent Events, for `new EventSource('/ticks')` in a browser: a clock, and messages that all clients get. A client whose connection
//! was lost says which event it saw last, and gets what it missed. There is a page at <http://localhost:3000>.
//!
//! ```console
//! $ curl -sI localhost:3000/ticks | grep ^content
//! content-type: text/event-stream
//! $ curl -sN localhost:3000/ticks | head -n 5
//! id: 1
//! data: 1
//!
//! id: 2
//! data: 2
//! $ curl -sN localhost:3000/ticks -H 'last-event-id: 41' | head -n 2
//! id: 42
//! data: 42
//! $ curl -sN localhost:3000/ticks -H 'last-event-id: 18446744073709551614' | head -n 2
//! id: 18446744073709551615
//! data: 18446744073709551615
//! $ curl -s localhost:3000/ticks -H 'last-event-id: yesterday'
//! {"type":"about:blank","title":"Bad Request","status":400,"detail":"`Last-Event-ID` is none of our ids, which are numbers"}
//! ```
//!
//! Two clients, and two messages for both; then one that comes back, one that was never there, and how many are left:
//!
//! ```console
//! $ for client in 1 2; do curl -sN --max-time 4 localhost:3000/messages > client-$client & done; sleep 1
//! $ curl -s localhost:3000/clients
//! 2
//! $ curl -s localhost:3000/messages -d 'Hello'
//! 1
//! $ curl -s localhost:3000/messages -d "$(printf 'two\nlines')"
//! 2
//! $ curl -s localhost:3000/messages -X POST
//! {"type":"about:blank","title":"Unprocessable Entity","status":422,"detail":"a browser drops an event without data"}
//! $ wait; for client in 1 2; do grep -e ^id -e ^data client-$client; done
//! id: 1
//! data: Hello
//! id: 2
//! data: two
//! data: lines
//! id: 1
//! data: Hello
//! id: 2
//! data: two
//! data: lines
//! $ curl -sN --max-time 1 localhost:3000/messages -H 'last-event-id: 1' | grep -e ^id -e ^data
//! id: 2
//! data: two
//! data: lines
//! $ sleep 1; curl -s localhost:3000/clients
//! 0
//! ```
//!
//! When the program is started anew the numbers begin at 1 again. A client that comes back with one from before gets what there is:
//!
//! ```console
//! $ curl -sN --max-time 1 localhost:3000/messages -H 'last-event-id: 500' | grep -e ^id -e ^data | head -n 2
//! id: 1
//! data: Hello
//! ```
//!
//! Where nothing happens a comment is sent now and then, so that no proxy takes the connection for a dead one:
//!
//! ```console
//! $ curl -sN localhost:3000/messages | head -n 1
//! : still here
//! ```
//!
//! Ctrl-C lets the clients that are there stay for half a minute, because these streams have no end; a second one does not.

mod messages;
mod ticks;

use axum::response::Html;
use messages::Messages;
use route_runtime::{App, page, routes};

#[page("/")]
async fn home() -> Html<&'static str> {
    Html(include_str!("home.html"))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let routes = routes![home, ticks::ticks, messages::{GET, POST, clients}];
    App::new(routes).with_state(Messages::default()).start().await
}

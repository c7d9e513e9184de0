//! cargo run -p streaming
//!
//! Answers that are sent while they are made: numbers, a large table row by row, lines of JSON, one that fails in the middle; and a body
//! that is read while it comes in. `-N` has curl show each piece as it arrives.
//!
//! ```console
//! $ curl -sN 'localhost:3000/numbers?to=5'
//! 1
//! 2
//! 3
//! 4
//! 5
//! $ curl -s 'localhost:3000/numbers?to=-1'
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_query","detail":"the query parameter `to` is not valid: invalid digit found in string","field":"to"}
//! $ curl -sI localhost:3000/export.csv | grep -e ^content
//! content-type: text/csv; charset=utf-8
//! content-disposition: attachment; filename="orders.csv"
//! $ curl -s localhost:3000/export.csv | head -n 4
//! id,customer,cents
//! 1,"Hopper, Grace",1
//! 2,"Alan ""Prof"" Turing",2
//! 3,Ada,3
//! $ curl -s localhost:3000/export.csv | wc -l
//! 100001
//! $ curl -sN localhost:3000/events.ndjson
//! {"step":1,"done":false}
//! {"step":2,"done":false}
//! {"step":3,"done":true}
//! ```
//!
//! An answer whose status has been sent cannot become a 500. It is broken off, so that nobody takes a part for the whole, and logged:
//!
//! ```console
//! $ curl -sN localhost:3000/broken; echo "curl ends with $?"
//! {"step":1,"done":false}
//! {"step":2,"done":false}
//! {"step":3,"done":false}
//! curl ends with 18
//! ```
//!
//! No more than a piece of a body is in memory, whichever way it goes:
//!
//! ```console
//! $ head -c 9000000 /dev/zero | curl -s localhost:3000/count -T - -X POST
//! 9000000 bytes
//! $ head -c 11000000 /dev/zero > large; curl -s localhost:3000/count -T large -X POST
//! {"type":"about:blank","title":"Payload Too Large","status":413,"code":"body_too_large","detail":"the request body is larger than this route accepts"}
//! ```

mod count;
mod csv;
mod events;
mod numbers;

use route_runtime::{App, routes};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    App::new(routes![numbers::numbers, csv::export, events::{events, broken}, count::count]).start().await
}

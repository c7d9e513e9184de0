//! A table that is too large to be made at once.

use async_stream::stream;
use futures_util::{Stream, StreamExt, stream};
use route_runtime::{NextResponse, route};

struct Order {
    id: u32,
    customer: &'static str,
    cents: u32,
}

/// What a database hands out row by row.
fn orders() -> impl Stream<Item = Order> {
    const CUSTOMERS: [&str; 3] = ["Ada", "Hopper, Grace", "Alan \"Prof\" Turing"];
    stream::iter(1..=100_000).map(|id| Order { id, customer: CUSTOMERS[id as usize % 3], cents: id % 997 })
}

/// Rows are gathered to pieces of a few kilobytes: each piece costs a frame of HTTP and a wake-up or two, so one for each row would be
/// slow. A browser saves it as a file.
#[route(GET "/export.csv")]
pub(crate) async fn export() -> NextResponse {
    let pieces = stream! {
        let mut piece = "id,customer,cents\r\n".to_owned();
        let mut orders = std::pin::pin!(orders());
        while let Some(Order { id, customer, cents }) = orders.next().await {
            piece += &format!("{id},{},{cents}\r\n", quoted(customer));
            if piece.len() > 16 * 1024 {
                yield std::mem::take(&mut piece);
            }
        }
        yield piece;
    };
    NextResponse::stream(pieces)
        .with_header("content-type", "text/csv; charset=utf-8")
        .with_header("content-disposition", "attachment; filename=\"orders.csv\"")
}

/// A field as RFC 4180 has it.
fn quoted(field: &str) -> String {
    match field.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.to_owned(),
    }
}

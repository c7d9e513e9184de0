//! `route-soak [uploads] [megabytes]` starts a server of its own, uploads that much at one time, and prints the most memory that the
//! server had: 1,000 uploads of 10 MB unless said otherwise. Each takes a descriptor on either side: `ulimit -n 4096`.

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use futures_util::Stream;
use route_runtime::{NextRequest, Result, Server, route, routes};
use std::future::poll_fn;
use std::pin::Pin;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio::sync::{Barrier, Semaphore};

#[route(POST "/stream", body_limit = "1gb")]
async fn stream(mut req: NextRequest) -> Result<String> {
    let mut body = req.body_stream()?;
    let mut bytes = 0;
    while let Some(chunk) = body.chunk().await? {
        bytes += chunk.len();
    }
    Ok(bytes.to_string())
}

#[route(POST "/parts", body_limit = "1gb")]
async fn parts(mut req: NextRequest) -> Result<String> {
    let mut parts = req.form_parts()?;
    let mut bytes = 0;
    while let Some(mut part) = parts.next().await? {
        while let Some(chunk) = part.chunk().await? {
            bytes += chunk.len();
        }
    }
    Ok(bytes.to_string())
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> std::result::Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let ["serve", kind] = &*arguments.iter().map(String::as_str).collect::<Vec<_>>() {
        return serve(kind).await;
    }
    let number = |at: usize, default| arguments.get(at).map_or(Ok(default), |text| text.parse());
    let (uploads, megabytes) = (number(0, 1_000)?, number(1, 10)?);
    for kind in ["serve", "axum"] {
        for path in ["/stream", "/parts", "/by-hand"] {
            measure(kind, path, uploads, megabytes * 1_000_000).await?;
        }
    }
    Ok(())
}

/// The same, written by hand for axum: what the server costs without us.
async fn by_hand(body: Body) -> String {
    let mut body = body.into_data_stream();
    let mut bytes = 0;
    while let Some(Ok(chunk)) = poll_fn(|cx| Pin::new(&mut body).poll_next(cx)).await {
        bytes += chunk.len();
    }
    bytes.to_string()
}

/// `serve` is our own; `axum` is `axum::serve`, for which hyper reads up to 400 kB ahead from each connection.
async fn serve(kind: &str) -> std::result::Result<(), Failure> {
    let by_hand = axum::routing::post(by_hand).layer(DefaultBodyLimit::disable());
    let app: Router = routes![stream, parts].into_router().route("/by-hand", by_hand);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    match kind {
        "axum" => axum::serve(listener, app).await?,
        _ => Server::new(app).listen(listener)?.run().await,
    }
    Ok(())
}

async fn measure(kind: &str, path: &'static str, uploads: usize, size: usize) -> std::result::Result<(), Failure> {
    let mut server = Command::new(std::env::current_exe()?);
    let mut server = server.args(["serve", kind]).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
    let mut address = String::new();
    BufReader::new(server.stdout.take().ok_or("no output")?).read_line(&mut address).await?;
    let address: Arc<str> = address.trim().into();
    let before = resident(&server)?;

    // Not all connect at once, so that none is refused; but all are connected before the first one sends.
    let connecting = Arc::new(Semaphore::new(64));
    let connected = Arc::new(Barrier::new(uploads));
    let start = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..uploads {
        let (address, connecting, connected) = (Arc::clone(&address), Arc::clone(&connecting), Arc::clone(&connected));
        tasks.push(tokio::spawn(async move {
            let permit = connecting.acquire().await?;
            let connection = TcpStream::connect(&*address).await?;
            drop(permit);
            connected.wait().await;
            upload(connection, path, size).await
        }));
    }
    for task in tasks {
        task.await??;
    }
    println!(
        "{kind} {path}: {uploads} uploads of {size} bytes in {:.1} s; the server had {} kB at first and {} kB at the most",
        start.elapsed().as_secs_f32(),
        before,
        resident(&server)?,
    );
    Ok(())
}

/// The most memory that a process has had, in kilobytes.
fn resident(process: &tokio::process::Child) -> std::result::Result<u64, Failure> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id().ok_or("it has ended")?))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

async fn upload(mut connection: TcpStream, path: &str, size: usize) -> std::result::Result<(), Failure> {
    const CHUNK: [u8; 16_384] = [b'x'; 16_384];
    let (kind, before, after) = match path {
        "/parts" => (
            "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n",
            "\r\n--b--\r\n",
        ),
        _ => ("application/octet-stream", "", ""),
    };
    let length = before.len() + size + after.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{before}"
    );
    connection.write_all(head.as_bytes()).await?;
    let mut left = size;
    while left > 0 {
        let chunk = &CHUNK[..left.min(CHUNK.len())];
        tokio::time::timeout(Duration::from_secs(60), connection.write_all(chunk)).await??;
        left -= chunk.len();
    }
    connection.write_all(after.as_bytes()).await?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await?;
    if !answer.starts_with("HTTP/1.1 200 ") || !answer.ends_with(&format!("\r\n\r\n{size}")) {
        return Err(answer.into());
    }
    Ok(())
}

use route_runtime::route;

#[route("/[a]/[b]/[c]/[d]/[e]/[f]/[g]/[h]/[i]/[j]/[k]/[l]/[m]/[n]/[o]/[p]/[...q]")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}

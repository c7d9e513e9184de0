//! **Request Body FormData** (Next.js 13, 14, 15): `await request.formData()`, and the same with types and checks, for which the
//! documents point to `zod-form-data`.

use garde::Validate;
use route_runtime::{NextRequest, NextResponse, Result, route, validate};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// ```ts
/// // app/items/route.ts
/// export async function POST(request: Request) {
///   const formData = await request.formData()
///   const name = formData.get('name')
///   const email = formData.get('email')
///   return Response.json({ name, email })
/// }
/// ```
#[route("/request-body-form-data/items")]
pub async fn POST(mut request: NextRequest) -> Result {
    let form_data = request.form_data().await?;
    let name = form_data.get("name");
    let email = form_data.get("email");
    Ok(NextResponse::json(json!({ "name": name, "email": email })))
}

#[derive(Deserialize, Serialize, Validate)]
struct Signup {
    #[garde(length(min = 1))]
    name: String,
    #[garde(email)]
    email: String,
    #[garde(range(min = 18))]
    age: u8,
}

/// A field that does not parse is 400; what parses and breaks a rule is 422, with the fields and what is wrong with them.
///
/// ```ts
/// // app/signup/route.ts
/// const schema = zfd.formData({
///   name: zfd.text(z.string().min(1)),
///   email: zfd.text(z.string().email()),
///   age: zfd.numeric(z.number().min(18)),
/// })
///
/// export async function POST(request: Request) {
///   const signup = schema.parse(await request.formData())
///   return Response.json(signup)
/// }
/// ```
#[route(POST "/request-body-form-data/signup")]
pub async fn signup(mut request: NextRequest) -> Result {
    let signup: Signup = validate(request.form_data().await?.deserialize()?)?;
    Ok(NextResponse::json(&signup))
}

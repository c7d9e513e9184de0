use serde::de::DeserializeOwned;

/// What JSON, a form or a query can be read as: whatever is [`DeserializeOwned`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be deserialized",
    label = "does not implement `serde::de::DeserializeOwned`",
    note = "derive `serde::Deserialize` for it, whose fields own what they hold: a `String`, and no `&str`",
    note = "if it is `!`, nothing says what to read: name the type, as in `let item: Item = req.json().await?`; a \
            `serde_json::Value` is JSON of any shape"
)]
pub trait Readable: DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> Readable for T {}

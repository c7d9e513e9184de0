//! The manifest of a web app: [`Manifest`](crate::Manifest), and what its members are made of (NEXT-SPEC M13).

use std::borrow::Cow;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::answer;
use crate::problem::HttpError;

/// The manifest of a web app, as a response: what `manifest.ts` returns, `MetadataRoute.Manifest` (NEXT-SPEC M13).
///
/// It is compact JSON of the content type `application/manifest+json`, which caches ask for again each time
/// (`public, max-age=0, must-revalidate`). As in Next.js, members stand in the order in which they are set.
///
/// ```standalone_crate
/// use route_runtime::manifest::{Display, Icon, Purpose};
/// use route_runtime::{Manifest, route, routes};
///
/// #[route("/manifest.webmanifest")]
/// async fn GET() -> Manifest {
///     Manifest::new()
///         .name("Acme Store")
///         .short_name("Acme")
///         .start_url("/")
///         .display(Display::Standalone)
///         .theme_color("#fff")
///         .icon(Icon::new("/icon-192.png").sizes("192x192").mime_type("image/png").purpose(Purpose::Maskable))
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let app: axum::Router = routes![GET].into_router();
/// assert_eq!(
///     GET().await.into_json().unwrap(),
///     r##"{"name":"Acme Store","short_name":"Acme","start_url":"/","display":"standalone","theme_color":"#fff","##.to_owned()
///         + r#""icons":[{"src":"/icon-192.png","sizes":"192x192","type":"image/png","purpose":"maskable"}]}"#
/// );
/// # }
/// ```
#[doc(alias = "MetadataRoute.Manifest")]
#[doc(alias = "manifest.webmanifest")]
#[derive(Clone, Debug, Default)]
#[must_use = "a manifest does nothing until the handler returns it"]
pub struct Manifest {
    object: Object,
    /// The first mistake.
    error: Option<ManifestError>,
}

/// An object whose members stand in the order in which they were set first, as in JavaScript.
#[derive(Clone, Debug, Default, Serialize)]
struct Object(IndexMap<Cow<'static, str>, Member>);

#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
enum Member {
    Text(Cow<'static, str>),
    Bool(bool),
    Object(Object),
    /// A list, which grows by each call of a builder's method.
    List(Vec<Member>),
    /// A value of the user's, whose objects keep their order.
    Json(Box<RawValue>),
}

impl Object {
    /// Sets a member, in place of its value.
    fn set(mut self, name: &'static str, value: impl Into<Member>) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }

    /// Adds to a member that is a list.
    fn push(mut self, name: impl Into<Cow<'static, str>>, values: impl IntoIterator<Item: Into<Member>>) -> Self {
        let values = values.into_iter().map(Into::into);
        match self.0.entry(name.into()).or_insert_with(|| Member::List(Vec::new())) {
            Member::List(list) => list.extend(values),
            other => *other = Member::List(values.collect()),
        }
        self
    }
}

impl From<Cow<'static, str>> for Member {
    fn from(text: Cow<'static, str>) -> Self {
        Self::Text(text)
    }
}

impl From<&'static str> for Member {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<Object> for Member {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

/// Methods that set a member that is a text.
macro_rules! texts {
    ($($(#[$doc:meta])* $method:ident $name:literal)+) => {
        $(
            $(#[$doc])*
            pub fn $method(mut self, value: impl Into<Cow<'static, str>>) -> Self {
                self.object = self.object.set($name, value.into());
                self
            }
        )+
    };
}

/// An enum of words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident $word:literal)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$of])* $variant,)+
        }

        impl $name {
            /// The word that stands in the manifest.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl From<$name> for Member {
            fn from(word: $name) -> Self {
                word.as_str().into()
            }
        }
    };
}

impl Manifest {
    /// A manifest without members.
    ///
    /// Of one that is all there:
    ///
    /// ```
    /// use route_runtime::Manifest;
    /// use route_runtime::manifest::{ClientMode, Display, Orientation, RelatedApplication, TextDirection};
    ///
    /// let manifest = Manifest::new()
    ///     .id("/?app")
    ///     .name("Acme Store")
    ///     .description("Everything that a coyote needs")
    ///     .start_url("/shop")
    ///     .scope("/shop")
    ///     .lang("en")
    ///     .dir(TextDirection::Ltr)
    ///     .background_color("#ffffff")
    ///     .display(Display::Standalone)
    ///     .display_override([Display::WindowControlsOverlay])
    ///     .orientation(Orientation::Portrait)
    ///     .categories(["shopping", "lifestyle"])
    ///     .related_application(RelatedApplication::new("play", "https://play.google.com/store/apps/details?id=com.acme"))
    ///     .prefer_related_applications(false)
    ///     .protocol_handler("web+acme", "/find?query=%s")
    ///     .launch_handler([ClientMode::NavigateExisting, ClientMode::Auto]);
    /// let json: serde_json::Value = serde_json::from_str(&manifest.into_json().unwrap()).unwrap();
    /// assert_eq!(json["display_override"][0], "window-controls-overlay");
    /// assert_eq!(json["launch_handler"]["client_mode"][1], "auto");
    /// assert_eq!(json["protocol_handlers"][0]["url"], "/find?query=%s");
    /// assert_eq!(json["related_applications"][0]["platform"], "play");
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    texts! {
        /// The name of the app: `name`.
        name "name"
        /// The name where there is little room: `short_name`.
        short_name "short_name"
        /// What the app does: `description`.
        description "description"
        /// Where it starts: `start_url`.
        start_url "start_url"
        /// The paths that belong to it: `scope`.
        scope "scope"
        /// What identifies it, whatever its `start_url` becomes: `id`.
        id "id"
        /// The colour of what is around the app: `theme_color`.
        theme_color "theme_color"
        /// The colour behind the app while it loads: `background_color`.
        background_color "background_color"
        /// The language of the manifest's texts: `lang`.
        lang "lang"
    }

    /// How much of a browser is around the app: `display`.
    pub fn display(self, display: Display) -> Self {
        self.set("display", display)
    }

    /// What to try before `display`, in this order: adds to `display_override`.
    pub fn display_override(self, displays: impl IntoIterator<Item = Display>) -> Self {
        self.push("display_override", displays)
    }

    /// How the app stands on the screen: `orientation`.
    pub fn orientation(self, orientation: Orientation) -> Self {
        self.set("orientation", orientation)
    }

    /// Which way the manifest's texts run: `dir`.
    pub fn dir(self, direction: TextDirection) -> Self {
        self.set("dir", direction)
    }

    /// Adds to `categories`, which stores know.
    pub fn categories(self, categories: impl IntoIterator<Item: Into<Cow<'static, str>>>) -> Self {
        self.push("categories", categories.into_iter().map(Into::into))
    }

    /// Adds to `icons`.
    pub fn icon(self, icon: Icon) -> Self {
        self.push("icons", [icon.object])
    }

    /// Adds to `screenshots`.
    ///
    /// ```
    /// use route_runtime::Manifest;
    /// use route_runtime::manifest::{FileHandler, Icon, Screenshot, ShareTarget, Shortcut};
    ///
    /// let manifest = Manifest::new()
    ///     .icon(Icon::new("/icon.svg").sizes("any"))
    ///     .screenshot(Screenshot::new("/wide.png").sizes("1280x720"))
    ///     .shortcut(Shortcut::new("Cart", "/cart"))
    ///     .share_target(ShareTarget::get("/find").text("query"))
    ///     .file_handler(FileHandler::new("/open").accept("text/csv", [".csv"]));
    /// let json: serde_json::Value = serde_json::from_str(&manifest.into_json().unwrap()).unwrap();
    /// assert_eq!(json["screenshots"][0]["src"], "/wide.png");
    /// assert_eq!(json["shortcuts"][0]["url"], "/cart");
    /// assert_eq!(json["share_target"]["params"]["text"], "query");
    /// ```
    pub fn screenshot(self, screenshot: Screenshot) -> Self {
        self.push("screenshots", [screenshot.object])
    }

    /// Adds to `shortcuts`, the menu of the app's icon.
    pub fn shortcut(self, shortcut: Shortcut) -> Self {
        self.push("shortcuts", [shortcut.object])
    }

    /// Whether to offer the related applications in place of this one: `prefer_related_applications`.
    pub fn prefer_related_applications(self, yes: bool) -> Self {
        self.set("prefer_related_applications", Member::Bool(yes))
    }

    /// Adds to `related_applications`.
    pub fn related_application(self, application: RelatedApplication) -> Self {
        self.push("related_applications", [application.object])
    }

    /// Adds to `protocol_handlers`: the app opens URLs of this protocol at `url`, in which `%s` stands for them.
    pub fn protocol_handler(self, protocol: impl Into<Cow<'static, str>>, url: impl Into<Cow<'static, str>>) -> Self {
        self.push("protocol_handlers", [Object::default().set("protocol", protocol.into()).set("url", url.into())])
    }

    /// How the app is given what other apps share: `share_target`.
    pub fn share_target(self, target: ShareTarget) -> Self {
        self.set("share_target", target.object.set("params", target.params))
    }

    /// Adds to `file_handlers`, which say what files the app opens.
    pub fn file_handler(self, handler: FileHandler) -> Self {
        self.push("file_handlers", [handler.object.set("accept", handler.accept)])
    }

    /// In which window the app starts, of these the first that the browser knows: `launch_handler`.
    pub fn launch_handler(self, client_modes: impl IntoIterator<Item = ClientMode>) -> Self {
        self.set("launch_handler", Object::default().push("client_mode", client_modes))
    }

    /// Sets a member that is not among these methods, in place of the value it had. What does not serialise as JSON is logged, and the whole
    /// answer becomes an empty 500.
    ///
    /// ```
    /// # use route_runtime::Manifest;
    /// let manifest = Manifest::new().name("Acme").extra("edge_side_panel", serde_json::json!({ "preferred_width": 400 }));
    /// assert_eq!(manifest.into_json().unwrap(), r#"{"name":"Acme","edge_side_panel":{"preferred_width":400}}"#);
    /// ```
    pub fn extra(mut self, name: impl Into<Cow<'static, str>>, value: impl Serialize) -> Self {
        let name = name.into();
        match to_raw_value(&value) {
            Ok(value) => {
                self.object.0.insert(name, Member::Json(value));
            }
            Err(source) => {
                self.error.get_or_insert_with(|| ManifestError { member: name.into(), source: source.into() });
            }
        }
        self
    }

    /// The text of the manifest, or why there is none. The response is this text.
    pub fn into_json(self) -> Result<String, ManifestError> {
        match self.error {
            Some(error) => Err(error),
            None => serde_json::to_string(&self.object)
                .map_err(|source| ManifestError { member: String::new(), source: source.into() }),
        }
    }

    fn set(mut self, name: &'static str, value: impl Into<Member>) -> Self {
        self.object = self.object.set(name, value);
        self
    }

    fn push(mut self, name: &'static str, values: impl IntoIterator<Item: Into<Member>>) -> Self {
        self.object = self.object.push(name, values);
        self
    }
}

impl IntoResponse for Manifest {
    fn into_response(self) -> Response {
        answer("application/manifest+json", self.into_json())
    }
}

/// Why there is no manifest: the value of an [`extra`](Manifest::extra) member does not serialise as JSON.
///
/// ```
/// use route_runtime::Manifest;
/// use std::collections::HashMap;
///
/// // In JSON a key is a text.
/// let error = Manifest::new().extra("sizes", HashMap::from([([1, 2], "small")])).into_json().unwrap_err();
/// assert_eq!(error.to_string(), "the member `sizes` of the manifest does not serialise as JSON");
/// ```
#[derive(Clone, Debug, thiserror::Error)]
#[error("the member `{member}` of the manifest does not serialise as JSON")]
pub struct ManifestError {
    member: String,
    source: Arc<serde_json::Error>,
}

impl HttpError for ManifestError {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

words! {
    /// How much of a browser is around an app.
    ///
    /// ```
    /// use route_runtime::Manifest;
    /// use route_runtime::manifest::Display;
    ///
    /// assert_eq!(Display::MinimalUi.as_str(), "minimal-ui");
    /// assert_eq!(Manifest::new().display(Display::Fullscreen).into_json().unwrap(), r#"{"display":"fullscreen"}"#);
    /// ```
    Display {
        /// Nothing, and the app has the whole screen.
        Fullscreen "fullscreen"
        /// A window of its own.
        Standalone "standalone"
        /// A window of its own, with a few controls such as back and reload.
        MinimalUi "minimal-ui"
        /// An ordinary tab.
        Browser "browser"
        /// The app draws where the title bar would be, for [`display_override`](Manifest::display_override).
        WindowControlsOverlay "window-controls-overlay"
        /// A window with tabs, for [`display_override`](Manifest::display_override).
        Tabbed "tabbed"
    }
}

words! {
    /// How an app stands on the screen.
    ///
    /// ```
    /// use route_runtime::Manifest;
    /// use route_runtime::manifest::Orientation;
    ///
    /// assert_eq!(Orientation::LandscapePrimary.as_str(), "landscape-primary");
    /// assert_eq!(Manifest::new().orientation(Orientation::Any).into_json().unwrap(), r#"{"orientation":"any"}"#);
    /// ```
    Orientation {
        /// Any way.
        Any "any"
        /// As is natural for the device.
        Natural "natural"
        /// Wider than high, either way round.
        Landscape "landscape"
        /// Wider than high, the usual way round.
        LandscapePrimary "landscape-primary"
        /// Wider than high, the other way round.
        LandscapeSecondary "landscape-secondary"
        /// Higher than wide, either way round.
        Portrait "portrait"
        /// Higher than wide, the usual way round.
        PortraitPrimary "portrait-primary"
        /// Higher than wide, the other way round.
        PortraitSecondary "portrait-secondary"
    }
}

words! {
    /// Which way texts run.
    ///
    /// ```
    /// use route_runtime::Manifest;
    /// use route_runtime::manifest::TextDirection;
    ///
    /// assert_eq!(TextDirection::Rtl.as_str(), "rtl");
    /// let json = Manifest::new().lang("ar").dir(TextDirection::Rtl).into_json().unwrap();
    /// assert_eq!(json, r#"{"lang":"ar","dir":"rtl"}"#);
    /// ```
    TextDirection {
        /// From left to right.
        Ltr "ltr"
        /// From right to left.
        Rtl "rtl"
        /// As the text says.
        Auto "auto"
    }
}

words! {
    /// What an icon is for.
    ///
    /// ```
    /// use route_runtime::Manifest;
    /// use route_runtime::manifest::{Icon, Purpose};
    ///
    /// assert_eq!(Purpose::Monochrome.as_str(), "monochrome");
    /// let json = Manifest::new().icon(Icon::new("/a.svg").purpose(Purpose::Maskable)).into_json().unwrap();
    /// assert_eq!(json, r#"{"icons":[{"src":"/a.svg","purpose":"maskable"}]}"#);
    /// ```
    Purpose {
        /// Anything.
        Any "any"
        /// Places that cut a shape out of it.
        Maskable "maskable"
        /// Places that take its shape and give it a colour.
        Monochrome "monochrome"
        /// A badge; no longer in the standard.
        Badge "badge"
    }
}

words! {
    /// What kind of screen a screenshot shows.
    ///
    /// ```
    /// use route_runtime::Manifest;
    /// use route_runtime::manifest::{FormFactor, Screenshot};
    ///
    /// assert_eq!(FormFactor::Narrow.as_str(), "narrow");
    /// let json = Manifest::new().screenshot(Screenshot::new("/a.png").form_factor(FormFactor::Wide)).into_json().unwrap();
    /// assert_eq!(json, r#"{"screenshots":[{"src":"/a.png","form_factor":"wide"}]}"#);
    /// ```
    FormFactor {
        /// A phone's.
        Narrow "narrow"
        /// A desktop's.
        Wide "wide"
    }
}

words! {
    /// In which window an app starts.
    ///
    /// ```
    /// use route_runtime::Manifest;
    /// use route_runtime::manifest::ClientMode;
    ///
    /// assert_eq!(ClientMode::FocusExisting.as_str(), "focus-existing");
    /// let json = Manifest::new().launch_handler([ClientMode::NavigateNew]).into_json().unwrap();
    /// assert_eq!(json, r#"{"launch_handler":{"client_mode":["navigate-new"]}}"#);
    /// ```
    ClientMode {
        /// As the browser thinks best.
        Auto "auto"
        /// In the one that there is, which stays where it is.
        FocusExisting "focus-existing"
        /// In the one that there is, which is sent to the URL.
        NavigateExisting "navigate-existing"
        /// In a new one.
        NavigateNew "navigate-new"
    }
}

/// An icon, of an app or a shortcut.
///
/// ```
/// use route_runtime::Manifest;
/// use route_runtime::manifest::{Icon, Purpose};
///
/// let manifest = Manifest::new()
///     .icon(Icon::new("/favicon.ico").sizes("16x16 32x32").mime_type("image/x-icon").purpose(Purpose::Any))
///     .icon(Icon::new("/icon.svg").sizes("any").purposes([Purpose::Any, Purpose::Maskable]));
/// assert_eq!(
///     manifest.into_json().unwrap(),
///     r#"{"icons":[{"src":"/favicon.ico","sizes":"16x16 32x32","type":"image/x-icon","purpose":"any"},"#.to_owned()
///         + r#"{"src":"/icon.svg","sizes":"any","purpose":"any maskable"}]}"#
/// );
/// ```
#[derive(Clone, Debug)]
pub struct Icon {
    object: Object,
}

impl Icon {
    /// The icon at this URL: `src`.
    pub fn new(src: impl Into<Cow<'static, str>>) -> Self {
        Self { object: Object::default().set("src", src.into()) }
    }

    texts! {
        /// Its sizes in pixels, with spaces between them, or `any`: `sizes`.
        sizes "sizes"
        /// Its MIME type: `type`.
        mime_type "type"
    }

    /// What it is for: `purpose`.
    pub fn purpose(self, purpose: Purpose) -> Self {
        self.purposes([purpose])
    }

    /// What it is for, where that is several things: `purpose`.
    pub fn purposes(mut self, purposes: impl IntoIterator<Item = Purpose>) -> Self {
        let words: Vec<_> = purposes.into_iter().map(Purpose::as_str).collect();
        self.object = self.object.set("purpose", Cow::from(words.join(" ")));
        self
    }
}

/// A screenshot of an app.
///
/// ```
/// use route_runtime::Manifest;
/// use route_runtime::manifest::{FormFactor, Screenshot};
///
/// let cart = Screenshot::new("/cart.png")
///     .sizes("720x1280")
///     .mime_type("image/png")
///     .label("The cart, with three anvils")
///     .platform("android")
///     .form_factor(FormFactor::Narrow);
/// assert_eq!(
///     Manifest::new().screenshot(cart).into_json().unwrap(),
///     r#"{"screenshots":[{"src":"/cart.png","sizes":"720x1280","type":"image/png","#.to_owned()
///         + r#""label":"The cart, with three anvils","platform":"android","form_factor":"narrow"}]}"#
/// );
/// ```
#[derive(Clone, Debug)]
pub struct Screenshot {
    object: Object,
}

impl Screenshot {
    /// The screenshot at this URL: `src`.
    pub fn new(src: impl Into<Cow<'static, str>>) -> Self {
        Self { object: Object::default().set("src", src.into()) }
    }

    texts! {
        /// Its size in pixels: `sizes`.
        sizes "sizes"
        /// Its MIME type: `type`.
        mime_type "type"
        /// What it shows: `label`.
        label "label"
        /// Of which platform it is, `android` or `windows`, say: `platform`.
        platform "platform"
    }

    /// What kind of screen it shows: `form_factor`.
    pub fn form_factor(mut self, form_factor: FormFactor) -> Self {
        self.object = self.object.set("form_factor", form_factor);
        self
    }
}

/// An entry in the menu of an app's icon.
///
/// ```
/// use route_runtime::Manifest;
/// use route_runtime::manifest::{Icon, Shortcut};
///
/// let cart = Shortcut::new("Open the cart", "/cart")
///     .short_name("Cart")
///     .description("What is to be paid")
///     .icon(Icon::new("/cart.png").sizes("96x96"));
/// assert_eq!(
///     Manifest::new().shortcut(cart).into_json().unwrap(),
///     r#"{"shortcuts":[{"name":"Open the cart","url":"/cart","short_name":"Cart","#.to_owned()
///         + r#""description":"What is to be paid","icons":[{"src":"/cart.png","sizes":"96x96"}]}]}"#
/// );
/// ```
#[derive(Clone, Debug)]
pub struct Shortcut {
    object: Object,
}

impl Shortcut {
    /// What it is called, and where it leads: `name`, `url`.
    pub fn new(name: impl Into<Cow<'static, str>>, url: impl Into<Cow<'static, str>>) -> Self {
        Self { object: Object::default().set("name", name.into()).set("url", url.into()) }
    }

    texts! {
        /// Its name where there is little room: `short_name`.
        short_name "short_name"
        /// What it does: `description`.
        description "description"
    }

    /// Adds to `icons`.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.object = self.object.push("icons", [icon.object]);
        self
    }
}

/// An app of a platform's own that does the same.
///
/// ```
/// use route_runtime::Manifest;
/// use route_runtime::manifest::RelatedApplication;
///
/// let app = RelatedApplication::new("play", "https://play.google.com/store/apps/details?id=com.acme").id("com.acme");
/// assert_eq!(
///     Manifest::new().related_application(app).prefer_related_applications(true).into_json().unwrap(),
///     r#"{"related_applications":[{"platform":"play","#.to_owned()
///         + r#""url":"https://play.google.com/store/apps/details?id=com.acme","id":"com.acme"}],"prefer_related_applications":true}"#
/// );
/// ```
#[derive(Clone, Debug)]
pub struct RelatedApplication {
    object: Object,
}

impl RelatedApplication {
    /// The app of this platform (`play`, `itunes`, ..) at this URL: `platform`, `url`.
    pub fn new(platform: impl Into<Cow<'static, str>>, url: impl Into<Cow<'static, str>>) -> Self {
        Self { object: Object::default().set("platform", platform.into()).set("url", url.into()) }
    }

    texts! {
        /// What the platform calls it: `id`.
        id "id"
    }
}

/// How an app is given what other apps share: which route is sent it, and in which fields.
///
/// ```
/// use route_runtime::Manifest;
/// use route_runtime::manifest::ShareTarget;
///
/// let manifest = Manifest::new().share_target(ShareTarget::multipart("/share").title("title").file("photos", ["image/*"]));
/// assert_eq!(
///     manifest.into_json().unwrap(),
///     r#"{"share_target":{"action":"/share","method":"POST","enctype":"multipart/form-data","#.to_owned()
///         + r#""params":{"title":"title","files":[{"name":"photos","accept":["image/*"]}]}}}"#
/// );
/// ```
#[derive(Clone, Debug)]
pub struct ShareTarget {
    object: Object,
    params: Object,
}

impl ShareTarget {
    /// This path, by GET with a query.
    ///
    /// ```
    /// use route_runtime::Manifest;
    /// use route_runtime::manifest::ShareTarget;
    ///
    /// let json = |target| Manifest::new().share_target(target).into_json().unwrap();
    /// assert_eq!(
    ///     json(ShareTarget::get("/find").text("query").url("link")),
    ///     r#"{"share_target":{"action":"/find","method":"GET","params":{"text":"query","url":"link"}}}"#
    /// );
    /// assert_eq!(
    ///     json(ShareTarget::post("/notes").title("title")),
    ///     r#"{"share_target":{"action":"/notes","method":"POST","enctype":"application/x-www-form-urlencoded","#.to_owned()
    ///         + r#""params":{"title":"title"}}}"#
    /// );
    /// ```
    pub fn get(action: impl Into<Cow<'static, str>>) -> Self {
        Self { object: Object::default().set("action", action.into()).set("method", "GET"), params: Object::default() }
    }

    /// This path, by POST with a form as in a query.
    pub fn post(action: impl Into<Cow<'static, str>>) -> Self {
        let Self { object, params } = Self::get(action);
        Self { object: object.set("method", "POST").set("enctype", "application/x-www-form-urlencoded"), params }
    }

    /// This path, by POST with a form that may hold files.
    pub fn multipart(action: impl Into<Cow<'static, str>>) -> Self {
        let Self { object, params } = Self::post(action);
        Self { object: object.set("enctype", "multipart/form-data"), params }
    }

    /// The name of the field with the title: `params.title`.
    pub fn title(self, field: impl Into<Cow<'static, str>>) -> Self {
        self.param("title", field.into())
    }

    /// The name of the field with the text: `params.text`.
    pub fn text(self, field: impl Into<Cow<'static, str>>) -> Self {
        self.param("text", field.into())
    }

    /// The name of the field with the URL: `params.url`.
    pub fn url(self, field: impl Into<Cow<'static, str>>) -> Self {
        self.param("url", field.into())
    }

    /// Adds to `params.files`: the name of a field with files, and their MIME types or endings.
    pub fn file(
        mut self,
        field: impl Into<Cow<'static, str>>,
        accept: impl IntoIterator<Item: Into<Cow<'static, str>>>,
    ) -> Self {
        let accept = accept.into_iter().map(Into::into);
        self.params = self.params.push("files", [Object::default().set("name", field.into()).push("accept", accept)]);
        self
    }

    fn param(mut self, name: &'static str, field: Cow<'static, str>) -> Self {
        self.params = self.params.set(name, field);
        self
    }
}

/// Files that an app opens.
///
/// ```
/// use route_runtime::Manifest;
/// use route_runtime::manifest::FileHandler;
///
/// let manifest = Manifest::new().file_handler(FileHandler::new("/open").accept("text/csv", [".csv"]));
/// assert_eq!(
///     manifest.into_json().unwrap(),
///     r#"{"file_handlers":[{"action":"/open","accept":{"text/csv":[".csv"]}}]}"#
/// );
/// ```
#[derive(Clone, Debug)]
pub struct FileHandler {
    object: Object,
    accept: Object,
}

impl FileHandler {
    /// The path at which they are opened: `action`.
    pub fn new(action: impl Into<Cow<'static, str>>) -> Self {
        Self { object: Object::default().set("action", action.into()), accept: Object::default() }
    }

    /// Adds files of this MIME type with these endings: to `accept`.
    pub fn accept(
        mut self,
        mime_type: impl Into<Cow<'static, str>>,
        endings: impl IntoIterator<Item: Into<Cow<'static, str>>>,
    ) -> Self {
        self.accept = self.accept.push(mime_type, endings.into_iter().map(Into::into));
        self
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::problem::testing::{logged, parts};
    use crate::testing::cases;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn json(manifest: Manifest) -> String {
        manifest.into_json().unwrap()
    }

    #[test]
    fn M13_members_stand_in_the_order_in_which_they_are_set() {
        let manifest = Manifest::new()
            .theme_color("#fff")
            .name("Next.js App")
            .display_override([Display::WindowControlsOverlay])
            .icon(Icon::new("/favicon.ico").sizes("any").mime_type("image/x-icon"))
            .start_url("/")
            .icon(Icon::new("/icon.svg").mime_type("image/svg+xml").purposes([Purpose::Any, Purpose::Maskable]))
            .display_override([Display::MinimalUi])
            .name("Acme");
        let expected = concat!(
            r##"{"theme_color":"#fff","name":"Acme","display_override":["window-controls-overlay","minimal-ui"],"##,
            r#""icons":[{"src":"/favicon.ico","sizes":"any","type":"image/x-icon"},"#,
            r#"{"src":"/icon.svg","type":"image/svg+xml","purpose":"any maskable"}],"start_url":"/"}"#,
        );
        assert_eq!(json(manifest), expected);
        assert_eq!(json(Manifest::new()), "{}");
    }

    #[test]
    fn M13_every_member_that_next_knows_is_there() {
        let manifest = Manifest::new()
            .name("n")
            .short_name("s")
            .description("d")
            .start_url("/")
            .scope("/a")
            .id("i")
            .lang("en")
            .background_color("#000")
            .theme_color("#111")
            .display(Display::Standalone)
            .display_override([Display::Tabbed, Display::Fullscreen, Display::Browser])
            .orientation(Orientation::PortraitPrimary)
            .dir(TextDirection::Rtl)
            .categories(["news", "books"])
            .icon(Icon::new("/i.png").sizes("1x1").mime_type("image/png").purpose(Purpose::Monochrome))
            .screenshot(
                Screenshot::new("/s.png")
                    .sizes("2x2")
                    .mime_type("image/png")
                    .label("l")
                    .platform("android")
                    .form_factor(FormFactor::Wide),
            )
            .shortcut(Shortcut::new("new", "/new").short_name("n").description("d").icon(Icon::new("/n.png")))
            .prefer_related_applications(false)
            .related_application(RelatedApplication::new("play", "https://play.example").id("com.acme"))
            .protocol_handler("web+acme", "/open?u=%s")
            .share_target(ShareTarget::post("/share").title("t").text("x").url("u"))
            .file_handler(FileHandler::new("/open").accept("text/csv", [".csv"]).accept("image/svg+xml", [".svg"]))
            .launch_handler([ClientMode::NavigateExisting, ClientMode::Auto]);
        let read: Value = serde_json::from_str(&json(manifest)).unwrap();
        let expected = json!({
            "name": "n", "short_name": "s", "description": "d", "start_url": "/", "scope": "/a", "id": "i", "lang": "en",
            "background_color": "#000", "theme_color": "#111", "display": "standalone",
            "display_override": ["tabbed", "fullscreen", "browser"], "orientation": "portrait-primary", "dir": "rtl",
            "categories": ["news", "books"],
            "icons": [{ "src": "/i.png", "sizes": "1x1", "type": "image/png", "purpose": "monochrome" }],
            "screenshots": [{
                "src": "/s.png", "sizes": "2x2", "type": "image/png", "label": "l", "platform": "android", "form_factor": "wide",
            }],
            "shortcuts": [{
                "name": "new", "url": "/new", "short_name": "n", "description": "d", "icons": [{ "src": "/n.png" }],
            }],
            "prefer_related_applications": false,
            "related_applications": [{ "platform": "play", "url": "https://play.example", "id": "com.acme" }],
            "protocol_handlers": [{ "protocol": "web+acme", "url": "/open?u=%s" }],
            "share_target": {
                "action": "/share", "method": "POST", "enctype": "application/x-www-form-urlencoded",
                "params": { "title": "t", "text": "x", "url": "u" },
            },
            "file_handlers": [{ "action": "/open", "accept": { "text/csv": [".csv"], "image/svg+xml": [".svg"] } }],
            "launch_handler": { "client_mode": ["navigate-existing", "auto"] },
        });
        assert_eq!(read, expected);
    }

    #[test]
    fn a_member_of_ones_own_replaces_and_keeps_its_order() {
        #[derive(Serialize)]
        struct Own {
            z: u8,
            a: u8,
        }
        let manifest = Manifest::new()
            .extra("icons", "none")
            .extra("own", Own { z: 1, a: 2 })
            .icon(Icon::new("/i"))
            .extra("name", "n")
            .name("m");
        assert_eq!(json(manifest), r#"{"icons":[{"src":"/i"}],"own":{"z":1,"a":2},"name":"m"}"#);
        assert_eq!(json(Manifest::new().name("m").extra("name", json!(null))), r#"{"name":null}"#);
    }

    #[tokio::test]
    async fn M13_the_response_is_a_manifest_that_is_asked_for_again() {
        let response = Manifest::new().name("é").into_response();
        assert_eq!(response.headers()["cache-control"], "public, max-age=0, must-revalidate");
        assert_eq!(parts(response).await, (200, "application/manifest+json".into(), r#"{"name":"é"}"#.into()));
    }

    #[tokio::test]
    async fn a_member_that_does_not_serialise_is_a_logged_500() {
        let no_text = std::collections::HashMap::from([((1, 2), 3)]);
        let (response, log) = logged(|| Manifest::new().extra("own", no_text).name("n").into_response());
        assert!(!response.headers().contains_key("cache-control"));
        assert_eq!(parts(response).await, (500, String::new(), String::new()));
        assert!(log.starts_with("ERROR") && log.contains("the member `own` of the manifest"), "{log}");
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn any_text_comes_back_from_a_reader(text: String, other: String, own: String) {
            let manifest = Manifest::new()
                .name(text.clone())
                .icon(Icon::new(text.clone()).sizes(other.clone()))
                .file_handler(FileHandler::new("/").accept(text.clone(), [other.clone()]))
                .share_target(ShareTarget::get(other.clone()).file(text.clone(), [text.clone()]))
                .extra(format!("x{own}"), &other);
            let read: Value = serde_json::from_str(&json(manifest)).unwrap();
            prop_assert_eq!(
                read,
                json!({
                    "name": text,
                    "icons": [{ "src": text, "sizes": other }],
                    "file_handlers": [{ "action": "/", "accept": { (text.clone()): [other] } }],
                    "share_target": {
                        "action": other, "method": "GET", "params": { "files": [{ "name": text, "accept": [text] }] },
                    },
                    (format!("x{own}")): other,
                })
            );
        }
    }
}

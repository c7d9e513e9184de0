/// A colour: red, green, blue, and how opaque it is, each 0 to 255.
///
/// ```
/// use route_runtime::og::Color;
///
/// assert_eq!(Color::hex("#0af"), Some(Color::rgb(0x00, 0xaa, 0xff)));
/// assert_eq!(Color::hex("#00aaff80"), Some(Color::rgb(0x00, 0xaa, 0xff).with_alpha(0x80)));
/// assert_eq!(Color::hex("blue"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color {
    red: u8,
    green: u8,
    blue: u8,
    alpha: u8,
}

impl Color {
    /// `#000000`
    pub const BLACK: Self = Self::rgb(0, 0, 0);
    /// `#ffffff`
    pub const WHITE: Self = Self::rgb(255, 255, 255);
    /// Nothing at all.
    pub const TRANSPARENT: Self = Self::rgb(0, 0, 0).with_alpha(0);

    /// An opaque colour.
    #[must_use]
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue, alpha: 255 }
    }

    /// The same colour, as opaque as this: 0 is invisible, 255 hides what is below.
    #[must_use]
    pub const fn with_alpha(mut self, alpha: u8) -> Self {
        self.alpha = alpha;
        self
    }

    /// A colour as CSS writes it: `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`; `None` for anything else.
    #[must_use]
    pub fn hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?.chars().map(|digit| digit.to_digit(16));
        let digits =
            digits.map(|digit| digit.and_then(|digit| u8::try_from(digit).ok())).collect::<Option<Vec<_>>>()?;
        let one = |digit: u8| digit * 17;
        let two = |high: u8, low: u8| high * 16 + low;
        Some(match digits[..] {
            [r, g, b] => Self::rgb(one(r), one(g), one(b)),
            [r, g, b, a] => Self::rgb(one(r), one(g), one(b)).with_alpha(one(a)),
            [r, rr, g, gg, b, bb] => Self::rgb(two(r, rr), two(g, gg), two(b, bb)),
            [r, rr, g, gg, b, bb, a, aa] => Self::rgb(two(r, rr), two(g, gg), two(b, bb)).with_alpha(two(a, aa)),
            _ => return None,
        })
    }

    /// As SVG writes it, without the opacity.
    pub(super) fn svg(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// 0 to 1.
    pub(super) fn opacity(self) -> f32 {
        f32::from(self.alpha) / 255.0
    }
}

/// Colours that change along a line through a box: CSS's `linear-gradient`.
///
/// ```
/// use route_runtime::og::{Color, LinearGradient, Node};
///
/// let sky = LinearGradient::new(180.0, [Color::rgb(20, 30, 90), Color::rgb(240, 140, 90)]);
/// let root = Node::column().background(sky);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LinearGradient {
    /// Degrees, clockwise from "to the top".
    pub(super) angle: f32,
    pub(super) colors: Vec<Color>,
}

impl LinearGradient {
    /// A gradient with the colours at even distances. As in CSS, `angle` is in degrees: 0 goes to the top, 90 to the right, 180 to
    /// the bottom. Of more than 32 colours the first 32 are taken.
    #[must_use]
    pub fn new(angle: f32, colors: impl IntoIterator<Item = Color>) -> Self {
        let angle = if angle.is_finite() { angle % 360.0 } else { 180.0 };
        Self { angle, colors: colors.into_iter().take(32).collect() }
    }
}

/// What a box is filled with: a [`Color`] or a [`LinearGradient`].
///
/// ```
/// use route_runtime::og::{Background, Color, LinearGradient, Node};
///
/// let plain = Background::from(Color::WHITE);
/// let sky = Background::from(LinearGradient::new(180.0, [Color::rgb(20, 30, 90), Color::WHITE]));
/// let card = |is_special: bool| Node::column().background(if is_special { sky } else { plain });
/// let root = card(true);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Background {
    /// One colour.
    Color(Color),
    /// Colours along a line.
    LinearGradient(LinearGradient),
}

impl From<Color> for Background {
    fn from(color: Color) -> Self {
        Self::Color(color)
    }
}

impl From<LinearGradient> for Background {
    fn from(gradient: LinearGradient) -> Self {
        Self::LinearGradient(gradient)
    }
}

//! The tree that becomes a picture: boxes as in CSS's flexbox, text, and images.

use std::fmt;
use std::sync::Arc;

use super::color::{Background, Color};
use super::limits::{MAX_DEPTH, MAX_LENGTH};

/// A length: pixels, or a part of the box around.
///
/// A number is pixels. What is negative or no number is 0, what is over 100,000 pixels is that.
///
/// ```
/// use route_runtime::og::{Length, Node};
///
/// let half = Node::column().width(Length::percent(50.0)).height(200.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Length(pub(super) Unit);

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unit {
    Pixels(f32),
    /// 1 is the whole.
    Part(f32),
}

impl Length {
    /// Pixels of the picture.
    ///
    /// ```
    /// use route_runtime::og::Length;
    ///
    /// assert_eq!(Length::pixels(200.0), Length::from(200.0));
    /// assert_eq!(Length::pixels(-1.0), Length::pixels(0.0));
    /// ```
    #[must_use]
    pub fn pixels(pixels: f32) -> Self {
        Self(Unit::Pixels(length(pixels)))
    }

    /// A part of the width or height of the box around: 100 is all of it.
    #[must_use]
    pub fn percent(percent: f32) -> Self {
        Self(Unit::Part(length(percent) / 100.0))
    }
}

impl From<f32> for Length {
    fn from(pixels: f32) -> Self {
        Self::pixels(pixels)
    }
}

impl From<u16> for Length {
    fn from(pixels: u16) -> Self {
        Self::pixels(f32::from(pixels))
    }
}

/// What any number of a caller comes down to before it reaches the layout, whose sums must stay finite.
pub(super) fn length(value: f32) -> f32 {
    if value.is_nan() { 0.0 } else { value.clamp(0.0, MAX_LENGTH) }
}

/// Where children stand across the direction of their box: CSS's `align-items`.
///
/// ```
/// use route_runtime::og::{Align, Image, Node};
///
/// # let file = Vec::new();
/// // A name beside a picture, both in the middle of the row.
/// let author = Node::row().gap(16.0).align(Align::Center).child(Image::png(file).size(64.0, 64.0)).child("Ada");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// As wide as the box (in a column), as high as the box (in a row).
    #[default]
    Stretch,
    /// Left in a column, at the top in a row.
    Start,
    /// In the middle.
    Center,
    /// Right in a column, at the bottom in a row.
    End,
}

/// Where the room goes that children leave along the direction of their box: CSS's `justify-content`.
///
/// ```
/// use route_runtime::og::{Justify, Node};
///
/// // One at each end.
/// let footer = Node::row().justify(Justify::SpaceBetween).child("example.com").child("28 November");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Justify {
    /// Behind the last child.
    #[default]
    Start,
    /// Half of it in front of the first, half behind the last.
    Center,
    /// In front of the first child.
    End,
    /// Between the children.
    SpaceBetween,
    /// Around each child.
    SpaceAround,
    /// The same before, between and behind.
    SpaceEvenly,
}

/// A box of the picture: a column or a row of others, a text, or an image.
///
/// The names are CSS's. Sizes include padding and border. A box is as large as what is in it, if nothing else is said; the outermost
/// box fills the picture.
///
/// ```
/// use route_runtime::og::{Align, Color, Justify, Node, Text};
///
/// let card = Node::column()
///     .padding(80.0)
///     .gap(24.0)
///     .justify(Justify::SpaceBetween)
///     .background(Color::WHITE)
///     .child(Text::new("How we made it twice as fast").size(72.0).weight(700))
///     .child(Node::row().gap(12.0).align(Align::Center).child("Ada").child("28 November"));
/// ```
#[derive(Clone, Debug)]
#[must_use = "a box is not in the picture until it is a child of one that is"]
pub struct Node {
    pub(super) content: Content,
    pub(super) style: BoxStyle,
    /// How many boxes are in one another here.
    depth: usize,
    /// A child was left out: with it, the boxes would be in one another more often than the stack is sure to bear.
    pub(super) too_deep: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    Row(Vec<Node>),
    Column(Vec<Node>),
    Text(Text),
    Image(Image),
}

#[derive(Clone, Debug, Default)]
pub(super) struct BoxStyle {
    pub(super) width: Option<Length>,
    pub(super) height: Option<Length>,
    pub(super) padding: [f32; 4],
    pub(super) gap: f32,
    pub(super) align: Align,
    pub(super) justify: Justify,
    pub(super) grow: f32,
    pub(super) wrap: bool,
    pub(super) background: Option<Background>,
    pub(super) border: Option<(f32, Color)>,
    pub(super) radius: f32,
}

impl Node {
    fn new(content: Content) -> Self {
        Self { content, style: BoxStyle::default(), depth: 1, too_deep: false }
    }

    /// A box whose children stand below one another.
    pub fn column() -> Self {
        Self::new(Content::Column(Vec::new()))
    }

    /// A box whose children stand beside one another.
    pub fn row() -> Self {
        Self::new(Content::Row(Vec::new()))
    }

    /// Adds a child behind those it has: a [`Node`], a [`Text`], an [`Image`], or a string.
    ///
    /// On a text or an image this makes a column of it, and of the child. Boxes can be in one another 64 times: over
    /// that, the picture is an [`ImageError::TooDeep`](super::ImageError::TooDeep).
    pub fn child(mut self, child: impl Into<Self>) -> Self {
        let child = child.into();
        if matches!(self.content, Content::Text(_) | Content::Image(_)) {
            self = Self::column().child(self);
        }
        self.too_deep |= child.too_deep;
        // Kept out here and not only found later, so that no tree is deep enough to overflow the stack while it is dropped.
        if child.depth >= MAX_DEPTH {
            self.too_deep = true;
            return self;
        }
        self.depth = self.depth.max(child.depth + 1);
        if let Content::Row(children) | Content::Column(children) = &mut self.content {
            children.push(child);
        }
        self
    }

    /// Adds children, as [`child`](Self::child) adds one.
    ///
    /// ```
    /// use route_runtime::ImageResponse;
    /// use route_runtime::og::{Color, Length, Node, Text};
    ///
    /// let tag = |name: &str| {
    ///     Node::from(Text::new(name).size(28.0)).padding_sides([8.0, 20.0, 8.0, 20.0]).border(2.0, Color::BLACK).border_radius(24.0)
    /// };
    /// let card = Node::column()
    ///     .width(Length::percent(100.0))
    ///     .height(400.0)
    ///     .child(Node::from(Text::new("Release 2.0").size(64.0)).flex_grow(1.0))
    ///     .child(Node::row().gap(12.0).flex_wrap().children(["rust", "axum", "next"].map(tag)));
    /// assert!(ImageResponse::new(card).with_size(600, 400).to_png().is_ok());
    /// ```
    pub fn children<N: Into<Self>>(self, children: impl IntoIterator<Item = N>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// How wide the box is.
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.style.width = Some(width.into());
        self
    }

    /// How high the box is.
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.style.height = Some(height.into());
        self
    }

    /// Room inside of the box on all four sides, in pixels.
    pub fn padding(self, pixels: f32) -> Self {
        self.padding_sides([pixels; 4])
    }

    /// Room inside of the box, in pixels: top, right, bottom, left.
    pub fn padding_sides(mut self, pixels: [f32; 4]) -> Self {
        self.style.padding = pixels.map(length);
        self
    }

    /// Room between the children, in pixels.
    pub fn gap(mut self, pixels: f32) -> Self {
        self.style.gap = length(pixels);
        self
    }

    /// Where the children stand across the box's direction.
    pub fn align(mut self, align: Align) -> Self {
        self.style.align = align;
        self
    }

    /// Where the room goes that the children leave.
    pub fn justify(mut self, justify: Justify) -> Self {
        self.style.justify = justify;
        self
    }

    /// Children that find no room go on in a new line: CSS's `flex-wrap: wrap`.
    pub fn flex_wrap(mut self) -> Self {
        self.style.wrap = true;
        self
    }

    /// The share that this box takes of the room that is left in the box around; 0 takes none.
    pub fn flex_grow(mut self, share: f32) -> Self {
        self.style.grow = length(share);
        self
    }

    /// What the box is filled with.
    pub fn background(mut self, background: impl Into<Background>) -> Self {
        self.style.background = Some(background.into());
        self
    }

    /// A line around the box, inside of its size. `width` is in pixels.
    pub fn border(mut self, width: f32, color: Color) -> Self {
        self.style.border = Some((length(width), color));
        self
    }

    /// How round the corners are, in pixels; also those of an image. Half of the smaller side makes a circle.
    pub fn border_radius(mut self, pixels: f32) -> Self {
        self.style.radius = length(pixels);
        self
    }
}

impl From<Text> for Node {
    fn from(text: Text) -> Self {
        Self::new(Content::Text(text))
    }
}

impl From<Image> for Node {
    fn from(image: Image) -> Self {
        let mut node = Self::new(Content::Image(image));
        if let Content::Image(image) = &node.content
            && let Some((width, height)) = image.size
        {
            node.style.width = Some(Length::pixels(width));
            node.style.height = Some(Length::pixels(height));
        }
        node
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Text::new(text).into()
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Text::new(text).into()
    }
}

/// Where the lines of a text stand in its box: CSS's `text-align`.
///
/// ```
/// use route_runtime::og::{Text, TextAlign};
///
/// let signature = Text::new("Ada Lovelace\nLondon").align(TextAlign::End);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextAlign {
    /// At the left.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the right.
    End,
}

/// A text, which wraps where its box ends.
///
/// It wraps where Unicode allows a line to end, and inside of a word that is wider than the box. `\n` always ends a line. Several spaces
/// stay several.
///
/// ```
/// use route_runtime::og::{Color, Node, Text};
///
/// let title = Text::new("A title of any length").size(64.0).weight(700).color(Color::rgb(20, 20, 40)).max_lines(2);
/// let root = Node::column().child(title);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a text is not in the picture until it is a child of a box that is"]
pub struct Text {
    pub(super) text: String,
    pub(super) family: Option<String>,
    pub(super) size: f32,
    pub(super) weight: u16,
    pub(super) color: Color,
    pub(super) line_height: f32,
    pub(super) max_lines: Option<usize>,
    pub(super) align: TextAlign,
}

impl Text {
    /// This text in 32 pixels, weight 400, black, with lines 1.2 times as high as the text is large.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            family: None,
            size: 32.0,
            weight: 400,
            color: Color::BLACK,
            line_height: 1.2,
            max_lines: None,
            align: TextAlign::Start,
        }
    }

    /// How large the text is, in pixels; 2,000 at most.
    pub fn size(mut self, pixels: f32) -> Self {
        self.size = length(pixels).min(2_000.0);
        self
    }

    /// 100 is thin, 400 regular, 700 bold. The font whose weight is nearest is taken; none is made bold that is not.
    pub fn weight(mut self, weight: u16) -> Self {
        self.weight = weight.clamp(1, 1_000);
        self
    }

    /// The colour of the letters.
    pub fn color(mut self, color: Color) -> Self {
        self.color = color;
        self
    }

    /// How high a line is, as a multiple of the text's size.
    ///
    /// ```
    /// use route_runtime::og::{Text, TextAlign};
    ///
    /// let quote = Text::new("It might act upon other things besides number.")
    ///     .family("Playfair Display") // of a font that the picture was given
    ///     .size(48.0)
    ///     .line_height(1.5)
    ///     .align(TextAlign::Center);
    /// ```
    pub fn line_height(mut self, factor: f32) -> Self {
        self.line_height = length(factor).min(100.0);
        self
    }

    /// No more lines than this; an ellipsis stands for what is left out.
    pub fn max_lines(mut self, lines: usize) -> Self {
        self.max_lines = Some(lines);
        self
    }

    /// Where the lines stand in the text's box.
    pub fn align(mut self, align: TextAlign) -> Self {
        self.align = align;
        self
    }

    /// The family of a font that was given to [`ImageResponse::with_font`](super::ImageResponse::with_font), by the name that the
    /// font has inside. A name that no font has is passed over.
    pub fn family(mut self, name: impl Into<String>) -> Self {
        self.family = Some(name.into());
        self
    }
}

/// How an image fills a box that has not its shape: CSS's `object-fit`.
///
/// ```
/// use route_runtime::og::{Fit, Image};
///
/// # let file = Vec::new();
/// // All of a logo, whatever its shape.
/// let logo = Image::jpeg(file).size(200.0, 100.0).fit(Fit::Contain);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fit {
    /// The box is full, and what does not fit is cut off.
    #[default]
    Cover,
    /// All of the image is seen, and the rest of the box is empty.
    Contain,
    /// The image takes the shape of the box.
    Fill,
}

/// A PNG or a JPEG, drawn as a box of the picture.
///
/// Its size is that of the image, or [`size`](Self::size), or what [`Node::width`] and [`Node::height`] say.
///
/// ```
/// use route_runtime::og::{Image, Node};
///
/// # let file = Vec::new();
/// let avatar = Node::from(Image::png(file).size(96.0, 96.0)).border_radius(48.0);
/// ```
#[derive(Clone)]
#[must_use = "an image is not in the picture until it is a child of a box that is"]
pub struct Image {
    pub(super) format: Format,
    pub(super) bytes: Arc<Vec<u8>>,
    pub(super) size: Option<(f32, f32)>,
    pub(super) fit: Fit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Png,
    Jpeg,
}

impl Image {
    /// The content of a PNG file.
    pub fn png(bytes: impl Into<Vec<u8>>) -> Self {
        Self { format: Format::Png, bytes: Arc::new(bytes.into()), size: None, fit: Fit::default() }
    }

    /// The content of a JPEG file.
    ///
    /// ```
    /// use route_runtime::ImageResponse;
    /// use route_runtime::og::{Fit, Image, ImageError, Node};
    ///
    /// // The whole of a photo, whatever its shape, on a card.
    /// let card = |photo: Vec<u8>| ImageResponse::new(Node::column().child(Image::jpeg(photo).size(600.0, 400.0).fit(Fit::Contain)));
    /// assert!(matches!(card(b"no photo".to_vec()).to_png(), Err(ImageError::Image { .. })));
    /// ```
    pub fn jpeg(bytes: impl Into<Vec<u8>>) -> Self {
        Self { format: Format::Jpeg, bytes: Arc::new(bytes.into()), size: None, fit: Fit::default() }
    }

    /// How large it is drawn, in pixels of the picture.
    pub fn size(mut self, width: f32, height: f32) -> Self {
        self.size = Some((width, height));
        self
    }

    /// What happens when the box has not the image's shape.
    pub fn fit(mut self, fit: Fit) -> Self {
        self.fit = fit;
        self
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { format, bytes, size, fit } = self;
        let mut debug = f.debug_struct("Image");
        debug.field("format", format).field("bytes", &bytes.len()).field("size", size).field("fit", fit).finish()
    }
}

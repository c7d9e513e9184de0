//! Pictures, decoded: their size, and what is at which pixel.

use std::io::Cursor;

use axum::body::{Body, to_bytes};
use axum::response::IntoResponse;
use http::{Method, Request, StatusCode};
use proptest::prelude::*;
use tower::ServiceExt;

use super::*;
use crate::RouteError;

const RED: Color = Color::rgb(255, 0, 0);
const GREEN: Color = Color::rgb(0, 160, 80);
const BLUE: Color = Color::rgb(0, 0, 255);

/// A picture that was decoded, four bytes a pixel.
struct Decoded {
    width: u32,
    height: u32,
    pixels: Vec<[u8; 4]>,
}

impl Decoded {
    fn new(file: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(Cursor::new(file));
        decoder.set_transformations(png::Transformations::ALPHA);
        let mut reader = decoder.read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        assert_eq!(info.color_type, png::ColorType::Rgba);
        let pixels = bytes.chunks_exact(4).map(|pixel| pixel.try_into().unwrap()).collect();
        Self { width: info.width, height: info.height, pixels }
    }

    fn at(&self, x: u32, y: u32) -> [u8; 4] {
        self.pixels[(y * self.width + x) as usize]
    }

    /// The smallest area with all pixels that are not of this colour: left, top, right, bottom, the last two not among them.
    fn ink(&self, background: [u8; 4]) -> Option<[u32; 4]> {
        let mut ink: Option<[u32; 4]> = None;
        for y in 0..self.height {
            for x in 0..self.width {
                if self.at(x, y) != background {
                    let [left, top, right, bottom] = ink.unwrap_or([x, y, x, y]);
                    ink = Some([left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1)]);
                }
            }
        }
        ink
    }

    /// How many rows of ink there are that a row without any parts from the next.
    fn lines(&self, background: [u8; 4]) -> usize {
        let inked = |y| (0..self.width).any(|x| self.at(x, y) != background);
        (0..self.height).filter(|y| inked(*y) && (*y == 0 || !inked(y - 1))).count()
    }
}

const WHITE: [u8; 4] = [255, 255, 255, 255];

fn drawn(root: impl Into<Node>, width: u32, height: u32) -> Decoded {
    Decoded::new(&ImageResponse::new(root).with_size(width, height).to_png().unwrap())
}

/// A picture of this text on white, without anything around it.
fn set(text: Text, width: u32, height: u32) -> Decoded {
    drawn(Node::column().background(Color::WHITE).child(text), width, height)
}

fn error(root: impl Into<Node>) -> ImageError {
    ImageResponse::new(root).with_size(20, 20).to_png().unwrap_err()
}

/// A PNG of one colour.
fn png_of(color: Color, width: u32, height: u32) -> Vec<u8> {
    ImageResponse::new(Node::row().background(color)).with_size(width, height).to_png().unwrap()
}

// M14
#[tokio::test]
async fn the_response_is_a_png_of_1200_by_630_that_caches_ask_for_again() {
    let response = ImageResponse::new(Node::row().background(RED)).into_response();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "image/png");
    assert_eq!(response.headers()["cache-control"], "public, max-age=0, must-revalidate");
    let picture = Decoded::new(&to_bytes(response.into_body(), usize::MAX).await.unwrap());
    assert_eq!((picture.width, picture.height), (1200, 630));
    assert_eq!(picture.at(0, 0), [255, 0, 0, 255]);
    assert_eq!(picture.at(1199, 629), [255, 0, 0, 255]);
}

#[tokio::test]
async fn status_and_headers_can_be_set_and_what_cannot_be_sent_is_an_empty_500() {
    let make = || ImageResponse::new("x").with_size(20, 20);
    let response = make().with_status(404).with_header("cache-control", "no-store").render().await.unwrap();
    assert_eq!(response.status(), 404);
    assert_eq!(response.headers()["cache-control"], "no-store");

    let response = make().with_header("x-title", "two\nlines").into_response();
    assert_eq!(response.status(), 500);
    assert!(to_bytes(response.into_body(), usize::MAX).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_handler_answers_get_with_the_picture_and_head_without_it() {
    let app =
        axum::Router::new().route("/icon", axum::routing::get(async || ImageResponse::new("x").with_size(20, 20)));
    for (method, has_body) in [(Method::GET, true), (Method::HEAD, false)] {
        let request = Request::builder().method(method).uri("/icon").body(Body::empty()).unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        assert_eq!(response.headers()["content-type"], "image/png");
        assert_eq!(to_bytes(response.into_body(), usize::MAX).await.unwrap().starts_with(b"\x89PNG"), has_body);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_picture_is_an_empty_500_and_keeps_its_status_through_a_question_mark() {
    let response = ImageResponse::new("x").with_size(0, 20).into_response();
    assert_eq!(response.status(), 500);
    assert!(response.headers().get("content-type").is_none());
    assert!(to_bytes(response.into_body(), usize::MAX).await.unwrap().is_empty());

    let error = ImageError::TimedOut(std::time::Duration::from_secs(5));
    assert_eq!(RouteError::from(error).status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(RouteError::from(ImageError::TooDeep { limit: 64 }).status(), StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn a_body_whose_picture_cannot_be_drawn_breaks_off() {
    // The head of the file is whole, so that it is found only when it is decoded.
    let mut file = png_of(RED, 64, 64);
    file.truncate(file.len() - 30);
    let response = ImageResponse::new(Image::png(file)).with_size(64, 64).into_response();
    assert_eq!(response.status(), 200);
    assert!(to_bytes(response.into_body(), usize::MAX).await.is_err());
}

#[test]
fn boxes_stand_where_flexbox_puts_them() {
    let child = |color| Node::row().width(20.0).height(10.0).background(color);
    let base = |node: Node| node.background(Color::WHITE).child(child(RED)).child(child(BLUE));
    let (red, blue) = ([255, 0, 0, 255], [0, 0, 255, 255]);
    // in a picture of 100 x 60: where the first box begins, and where the second
    let cases = [
        ("a row", base(Node::row()), (0, 0), (20, 0)),
        ("a column", base(Node::column()), (0, 0), (0, 10)),
        ("padding", base(Node::row().padding(7.0)), (7, 7), (27, 7)),
        ("sides", base(Node::row().padding_sides([1.0, 2.0, 3.0, 4.0])), (4, 1), (24, 1)),
        ("a gap", base(Node::row().gap(5.0)), (0, 0), (25, 0)),
        ("in the middle", base(Node::row().align(Align::Center).justify(Justify::Center)), (30, 25), (50, 25)),
        ("at the end", base(Node::row().align(Align::End).justify(Justify::End)), (60, 50), (80, 50)),
        ("space between", base(Node::row().justify(Justify::SpaceBetween)), (0, 0), (80, 0)),
        ("space around", base(Node::row().justify(Justify::SpaceAround)), (15, 0), (65, 0)),
        ("space evenly", base(Node::row().justify(Justify::SpaceEvenly)), (20, 0), (60, 0)),
        ("a border", base(Node::column().border(4.0, GREEN)), (4, 4), (4, 14)),
    ];
    for (name, root, first, second) in cases {
        let picture = drawn(root, 100, 60);
        for (color, (x, y)) in [(red, first), (blue, second)] {
            assert_eq!(picture.at(x, y), color, "{name}");
            assert_eq!(picture.at(x + 19, y + 9), color, "{name}");
            let is_of_it = |x, y| x < 100 && y < 60 && picture.at(x, y) == color;
            assert!(!is_of_it(x + 20, y + 9) && !is_of_it(x, y + 10), "{name}: it is larger");
        }
    }
}

#[test]
fn what_grows_takes_the_room_that_is_left() {
    let root = Node::row()
        .child(Node::row().width(10.0).background(RED))
        .child(Node::row().flex_grow(3.0).background(GREEN))
        .child(Node::row().flex_grow(1.0).background(BLUE))
        .child(Node::row().width(Length::percent(10.0)).background(RED));
    let picture = drawn(root, 100, 4);
    let row: Vec<_> = [0, 9, 10, 69, 70, 89, 90, 99].into_iter().map(|x| picture.at(x, 2)).collect();
    let [red, green, blue] = [[255, 0, 0, 255], [0, 160, 80, 255], [0, 0, 255, 255]];
    assert_eq!(row, [red, red, green, green, blue, blue, red, red]);
}

#[test]
fn children_that_wrap_go_on_in_a_new_line() {
    let tags = (0..3).map(|_| Node::row().width(40.0).height(10.0).background(RED));
    let root = Node::row().align(Align::Start).flex_wrap().children(tags);
    assert_eq!(drawn(root, 100, 20).ink([0; 4]).unwrap()[2..], [80, 20]);
}

#[test]
fn what_has_no_background_is_transparent_and_a_half_opaque_colour_half_so() {
    let root = Node::row().child(Node::row().width(10.0).background(BLUE.with_alpha(128)));
    let picture = drawn(root, 20, 10);
    assert_eq!(picture.at(5, 5), [0, 0, 255, 128]);
    assert_eq!(picture.at(15, 5), [0, 0, 0, 0]);
}

#[test]
fn a_gradient_goes_from_colour_to_colour_along_its_angle() {
    for (angle, start, end) in [(90.0, (0, 25), (99, 25)), (180.0, (50, 0), (50, 49)), (0.0, (50, 49), (50, 0))] {
        let root = Node::row().background(LinearGradient::new(angle, [Color::BLACK, Color::WHITE]));
        let picture = drawn(root, 100, 50);
        let [first, last] = [start, end].map(|(x, y)| picture.at(x, y)[0]);
        assert!(first < 8 && last > 247, "{angle}: {first} to {last}");
        let middle = picture.at(50, 25)[0];
        assert!((110..146).contains(&middle), "{angle}: {middle}");
    }
    assert_eq!(drawn(Node::row().background(LinearGradient::new(f32::NAN, [RED])), 4, 4).at(2, 2), [255, 0, 0, 255]);
    assert_eq!(drawn(Node::row().background(LinearGradient::new(90.0, [])), 4, 4).at(2, 2), [0; 4]);
}

#[test]
fn round_corners_leave_out_the_corners() {
    let picture = drawn(Node::row().background(RED).border_radius(20.0), 40, 40);
    assert_eq!(picture.at(0, 0), [0; 4]);
    assert_eq!(picture.at(39, 39), [0; 4]);
    assert_eq!(picture.at(20, 0)[0], 255);
    assert_eq!(picture.at(20, 20), [255, 0, 0, 255]);

    // More than half of the shorter side is half of it: a pill, and no ellipse.
    let pill = drawn(Node::row().background(RED).border_radius(999.0), 80, 20);
    assert_eq!(pill.at(0, 0), [0; 4]);
    assert_eq!(pill.at(12, 0)[0], 255);
}

#[test]
fn text_puts_ink_into_its_line_in_its_colour() {
    let picture = set(Text::new("Hxg").size(40.0).color(RED), 200, 100);
    let [left, top, right, bottom] = picture.ink(WHITE).unwrap();
    assert!(left < 8 && (50..110).contains(&right), "{left} {right}");
    assert!((5..15).contains(&top) && (40..=48).contains(&bottom), "{top} {bottom}");
    // The stem of the `H`: red only.
    assert!(picture.pixels.contains(&[255, 0, 0, 255]));
    assert!(picture.pixels.iter().all(|[_, green, blue, _]| green == blue));
}

#[test]
fn bold_is_wider_than_regular_and_twice_the_size_twice_as_wide() {
    let width = |text: Text| {
        let [left, _, right, _] = set(text, 400, 100).ink(WHITE).unwrap();
        right - left
    };
    let regular = width(Text::new("moment").size(30.0));
    assert!(width(Text::new("moment").size(30.0).weight(700)) > regular);
    assert!(width(Text::new("moment").size(60.0)).abs_diff(2 * regular) <= 3);
}

#[test]
fn text_wraps_inside_of_its_box_and_lines_end_where_they_must() {
    // text, how wide its box is, lines
    let cases = [
        ("one line", 400_u16, 1),
        ("Some words that need more than one line of their box", 200, 4),
        ("a\nb", 400, 2),
        ("a\r\nb\n", 400, 2),
        ("Donaudampfschifffahrtselektrizitaet", 100, 6),
        ("a-hyphen-is-a-place-to-break-a-line", 150, 5),
        ("a no\u{a0}break\u{a0}space", 110, 3),
    ];
    for (text, width, lines) in cases {
        let root = Node::row().align(Align::Start).background(Color::WHITE).child(
            Node::column().width(Length::pixels(f32::from(width))).child(Text::new(text).size(30.0).line_height(1.5)),
        );
        let picture = drawn(root, 500, 400);
        let [_, _, right, _] = picture.ink(WHITE).unwrap();
        assert!(right <= u32::from(width), "{text:?}: ink up to {right}");
        assert!(picture.lines(WHITE).abs_diff(lines) <= usize::from(lines > 2), "{text:?}: {}", picture.lines(WHITE));
    }
}

#[test]
fn an_ellipsis_stands_for_what_has_no_line() {
    let long = "Words and words and words and words and words and words and words";
    let text = |lines| Text::new(long).size(20.0).line_height(2.0).max_lines(lines);
    for lines in [1, 2, 3] {
        let picture = set(text(lines), 120, 300);
        assert_eq!(picture.lines(WHITE), lines);
        assert!(picture.ink(WHITE).unwrap()[2] <= 120);
    }
    assert_eq!(set(text(0), 120, 300).ink(WHITE), None);

    let lines = |text: Text, room: f32| {
        let options = fonts::options(&[]).unwrap();
        let lines = super::text::Measured::new(&text, &mut super::text::Ruler::new(&options)).unwrap().lines(room);
        lines.into_iter().map(|line| line.text).collect::<Vec<_>>()
    };
    assert_eq!(lines(text(1), 120.0), ["Words and…"]);
    assert_eq!(lines(text(9).max_lines(2), 120.0), ["Words and", "words and…"]);
    assert_eq!(lines(Text::new("fits").max_lines(1), 500.0), ["fits"]);
    assert_eq!(lines(Text::new("a\nb").max_lines(1), 500.0), ["a…"]);
    assert_eq!(lines(Text::new("  two  spaces  "), 500.0), ["  two  spaces"]);
    assert_eq!(lines(Text::new("ab"), 0.0), ["a", "b"]);
    assert_eq!(lines(Text::new(""), 0.0), [""; 0]);
}

#[test]
fn lines_stand_left_in_the_middle_or_right() {
    let left = |align| set(Text::new("x").size(20.0).align(align), 200, 40).ink(WHITE).unwrap()[0];
    assert!(left(TextAlign::Start) < 5);
    assert!((90..100).contains(&left(TextAlign::Center)));
    assert!(left(TextAlign::End) > 180);
}

#[test]
fn markup_in_a_text_is_text() {
    let hostile = "</text><rect width=\"999\" height=\"999\" fill=\"red\"/>&x;\u{0}\u{b}\u{fffe}]]>";
    let picture = set(Text::new(hostile).size(12.0), 500, 40);
    assert!(picture.pixels.iter().all(|[red, green, blue, _]| red == green && green == blue));
    assert!(picture.ink(WHITE).is_some());
    // a family is named in an attribute, and there in quotes
    assert!(set(Text::new("x").family("a'\"><rect/>\\, 'Inter"), 40, 40).ink(WHITE).is_some());
}

#[test]
fn a_letter_that_no_font_has_is_seen_to_be_missing() {
    for text in ["漢", "🎉", "щ", "ש"] {
        assert!(set(Text::new(text).size(32.0), 60, 60).ink(WHITE).is_some(), "{text}");
    }
}

#[test]
fn the_fonts_that_are_given_are_used_and_what_is_none_is_an_error() {
    let bold: &'static [u8] = include_bytes!("../../../assets/fonts/Inter-Bold.otf");
    let picture = ImageResponse::new("x").with_size(40, 40).with_font(bold).with_font(bold.to_vec());
    assert!(Decoded::new(&picture.to_png().unwrap()).ink([0; 4]).is_some());

    for bad in [&b""[..], b"not a font", &bold[..bold.len() / 2]] {
        let picture = ImageResponse::new("x").with_size(40, 40).with_font(bold).with_font(bad);
        match picture.to_png() {
            Err(error) => assert_eq!(error, ImageError::Font { number: 2 }),
            // The tables that say what a font is may be in its first half; then its letters are missing, and no more.
            Ok(_) => assert!(bad.len() > 100),
        }
    }
    let huge = ImageResponse::new("x").with_font(vec![0; limits::MAX_FONTS + 1]);
    assert_eq!(huge.to_png().unwrap_err(), ImageError::FontsTooLarge { limit: limits::MAX_FONTS });
}

#[test]
fn an_image_is_drawn_in_its_own_size_or_in_another() {
    let blue = png_of(BLUE, 20, 10);
    // what is drawn, and how large it is
    let cases = [
        (Node::from(Image::png(blue.clone())), [20, 10]),
        (Node::from(Image::png(blue.clone()).size(40.0, 30.0)), [40, 30]),
        (Node::from(Image::png(blue.clone())).width(60.0), [60, 30]),
        (Node::from(Image::png(blue.clone())).height(20.0), [40, 20]),
        (Node::from(Image::png(blue.clone()).size(40.0, 40.0).fit(Fit::Fill)), [40, 40]),
    ];
    for (image, size) in cases {
        let picture = drawn(Node::column().align(Align::Start).child(image), 100, 100);
        assert_eq!(picture.ink([0; 4]).unwrap(), [0, 0, size[0], size[1]]);
    }
    let contained = Node::from(Image::png(blue).size(40.0, 40.0).fit(Fit::Contain));
    let picture = drawn(Node::column().align(Align::Start).child(contained), 100, 100);
    assert_eq!(picture.ink([0; 4]).unwrap(), [0, 10, 40, 30]);
}

#[test]
fn round_corners_cut_an_image() {
    let image = Node::from(Image::png(png_of(BLUE, 40, 40))).border_radius(20.0);
    let picture = drawn(Node::column().align(Align::Start).child(image), 40, 40);
    assert_eq!(picture.at(0, 0), [0; 4]);
    assert_eq!(picture.at(20, 20), [0, 0, 255, 255]);
}

#[test]
fn an_image_that_is_none_is_an_error() {
    let whole = png_of(BLUE, 32, 32);
    let cases = [
        Image::png([]),
        Image::png(*b"GIF89a"),
        Image::jpeg(whole.clone()),
        Image::jpeg(*b"\xff\xd8\xff\xe0"),
        Image::png(&whole[..40]),
        Image::png(&whole[..whole.len() - 30]),
    ];
    for image in cases {
        let description = format!("{image:?}");
        let error = error(image);
        assert!(matches!(error, ImageError::Image { .. }), "{description}: {error}");
    }
}

#[test]
fn a_picture_has_its_limits() {
    let deep = |depth| (1..depth).fold(Node::row(), |inner, _| Node::row().child(inner));
    let wide = |count| Node::row().children((1..count).map(|_| Node::row()));
    let text = |length| Text::new("a".repeat(length)).size(1.0).max_lines(1);
    let size = |width, height| ImageResponse::new(Node::row()).with_size(width, height).to_png().map(drop);
    let root = |root: Node| ImageResponse::new(root).with_size(4, 4).to_png().map(drop);

    assert_eq!(size(1, 1), Ok(()));
    assert_eq!(size(16_384, 1), Ok(()));
    for (width, height) in [(0, 1), (1, 0), (16_385, 1), (4_097, 4_096), (u32::MAX, u32::MAX)] {
        assert_eq!(size(width, height), Err(ImageError::Size { width, height }));
    }
    assert_eq!(root(deep(64)), Ok(()));
    assert_eq!(root(deep(65)), Err(ImageError::TooDeep { limit: 64 }));
    assert_eq!(root(deep(100_000)), Err(ImageError::TooDeep { limit: 64 }));
    assert_eq!(root(wide(1_000)), Ok(()));
    assert_eq!(root(wide(1_001)), Err(ImageError::TooManyNodes { limit: 1_000 }));
    assert_eq!(root(text(20_000).into()), Ok(()));
    assert_eq!(root(Node::row().child(text(20_000)).child("a")), Err(ImageError::TooMuchText { limit: 20_000 }));

    // The head of a PNG that would be 100,000 x 100,000: nothing of that size is ever asked for.
    let mut bomb = png_of(RED, 4, 4);
    let side = 100_000_u32.to_be_bytes();
    bomb[16..20].copy_from_slice(&side);
    bomb[20..24].copy_from_slice(&side);
    let crc = bomb[12..29].iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    });
    bomb[29..33].copy_from_slice(&(!crc).to_be_bytes());
    assert_eq!(error(Image::png(bomb)), ImageError::ImagesTooLarge { limit: 16 * 1024 * 1024 });
}

#[test]
fn hex_colours_are_read_as_css_reads_them() {
    for bad in ["", "#", "0af", "#0", "#0a", "#00aaf", "#00aaff8", "#00aaff801", "#ggg", "#0é", "# 0af", "#+1f"] {
        assert_eq!(Color::hex(bad), None, "{bad:?}");
    }
}

/// Any number at all, the strange ones often.
fn number() -> impl Strategy<Value = f32> {
    prop_oneof![4 => 0.0..120.0_f32, 1 => any::<f32>(), 1 => Just(f32::NAN), 1 => Just(f32::INFINITY), 1 => Just(-1.0)]
}

fn color() -> impl Strategy<Value = Color> {
    any::<[u8; 4]>().prop_map(|[red, green, blue, alpha]| Color::rgb(red, green, blue).with_alpha(alpha))
}

fn leaf() -> impl Strategy<Value = Node> {
    let text = (any::<String>(), number(), any::<u16>(), number(), prop::option::of(0..4_usize), color());
    let text = text.prop_map(|(text, size, weight, line_height, lines, color)| {
        let text = Text::new(text).size(size).weight(weight).line_height(line_height).color(color);
        lines.map_or(text.clone(), |lines| text.max_lines(lines)).into()
    });
    let image = (number(), number(), any::<bool>()).prop_map(|(width, height, fill)| {
        let image = Image::png(PNG_FILE).size(width, height);
        image.fit(if fill { Fit::Fill } else { Fit::Cover }).into()
    });
    prop_oneof![3 => text, 1 => image]
}

/// 1 x 1.
const PNG_FILE: [u8; 69] = *b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82";

fn node() -> impl Strategy<Value = Node> {
    leaf().prop_recursive(4, 12, 4, |inner| {
        let style = (number(), number(), prop::option::of(number()), prop::option::of(number()), number(), color());
        (any::<bool>(), style, prop::collection::vec(inner, 0..4)).prop_map(|(row, style, children)| {
            let (padding, gap, width, height, radius, color) = style;
            let node = if row { Node::row() } else { Node::column() };
            let node = node.padding(padding).gap(gap).border(gap, color).border_radius(radius).flex_grow(padding);
            let node = node.background(LinearGradient::new(radius, [color, Color::WHITE])).children(children);
            let node = width.map_or(node.clone(), |width| node.width(Length::percent(width)));
            height.map_or(node.clone(), |height| node.height(height))
        })
    })
}

proptest! {
    // Each draws a picture, which is slow without optimisation.
    #![proptest_config(ProptestConfig { cases: crate::testing::cases().cases / 20, ..crate::testing::cases() })]

    #[test]
    fn whatever_is_in_a_picture_it_is_drawn_in_its_size(root in node(), width in 1..60_u32, height in 1..60_u32) {
        let picture = drawn(root, width, height);
        prop_assert_eq!((picture.width, picture.height), (width, height));
    }

    #[test]
    fn any_bytes_as_an_image_or_a_font_are_an_error_and_no_panic(bytes: Vec<u8>, cut in 0..69_usize, at in 0..69_usize, byte: u8) {
        let mut damaged = PNG_FILE;
        damaged[at] = byte;
        for file in [bytes.clone(), PNG_FILE[..cut].to_vec(), damaged.to_vec()] {
            for image in [Image::png(file.clone()), Image::jpeg(file)] {
                let drawn = ImageResponse::new(image).with_size(4, 4).to_png();
                prop_assert!(!matches!(drawn, Err(ImageError::Renderer { .. })), "{drawn:?}");
            }
        }
        let drawn = ImageResponse::new("x").with_size(4, 4).with_font(bytes).to_png();
        prop_assert_eq!(drawn, Err(ImageError::Font { number: 1 }));
    }

    #[test]
    fn lines_are_never_wider_than_their_room_and_lose_no_letter(text: String, room in 20.0..300.0_f32) {
        let options = fonts::options(&[]).unwrap();
        let text = Text::new(text).size(10.0);
        let lines = super::text::Measured::new(&text, &mut super::text::Ruler::new(&options)).unwrap().lines(room);
        for line in &lines {
            prop_assert!(line.width <= room + 0.1 || line.text.chars().count() < 20, "{line:?}");
        }
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>();
        let set: String = lines.iter().map(|line| line.text.as_str()).collect();
        prop_assert_eq!(letters(&set), letters(&text.text));
    }
}

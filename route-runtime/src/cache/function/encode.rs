//! The arguments of a call as bytes: two values have the same ones if and only if they serialize to the same.
//!
//! No format that can be read back does this for all types: in MessagePack and JSON `Some(None)` is `None`, `1u8` is `1u64`, and the entries
//! of a map stand in the order in which they happen to come. Of one argument, too, values may serialize as different types, below
//! `#[serde(untagged)]` or in a `serde_json::Value`. So all that serde tells of a value is written, also the names of types.

use std::fmt;

use serde::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// Writes values behind each other. Each begins with its kind and says where it ends, so that none is the beginning of another.
pub(super) struct Encoder<'a>(pub(super) &'a mut Vec<u8>);

/// What serde takes a value for.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Kind {
    /// Of a list or a map; no value has this kind.
    End,
    False,
    True,
    I8,
    I16,
    I32,
    I64,
    I128,
    U8,
    U16,
    U32,
    U64,
    U128,
    F32,
    F64,
    Char,
    Text,
    Bytes,
    None,
    Some,
    Unit,
    UnitStruct,
    UnitVariant,
    NewtypeStruct,
    NewtypeVariant,
    Seq,
    Tuple,
    TupleStruct,
    TupleVariant,
    Map,
    Struct,
    StructVariant,
}

/// Why an argument is no part of a key: what its `Serialize` says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unencodable(String);

impl ser::Error for Unencodable {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl Encoder<'_> {
    fn kind(&mut self, kind: Kind) {
        self.0.push(kind as u8);
    }

    /// Bytes of which each kind has as many.
    fn put(mut self, kind: Kind, content: &[u8]) -> Result<(), Unencodable> {
        self.kind(kind);
        self.0.extend_from_slice(content);
        Ok(())
    }

    fn sized(&mut self, content: &[u8]) {
        self.0.extend_from_slice(&(content.len() as u64).to_le_bytes());
        self.0.extend_from_slice(content);
    }

    fn named(mut self, kind: Kind, name: &str) -> Self {
        self.kind(kind);
        self.sized(name.as_bytes());
        self
    }

    fn variant(self, kind: Kind, name: &str, index: u32, variant: &str) -> Self {
        let mut encoder = self.named(kind, name);
        encoder.0.extend_from_slice(&index.to_le_bytes());
        encoder.sized(variant.as_bytes());
        encoder
    }
}

impl<'a> Serializer for Encoder<'a> {
    type Ok = ();
    type Error = Unencodable;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = List<'a>;
    type SerializeMap = Map<'a>;
    type SerializeStruct = List<'a>;
    type SerializeStructVariant = List<'a>;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unencodable> {
        self.put(if value { Kind::True } else { Kind::False }, &[])
    }

    fn serialize_i8(self, value: i8) -> Result<(), Unencodable> {
        self.put(Kind::I8, &value.to_le_bytes())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Unencodable> {
        self.put(Kind::I16, &value.to_le_bytes())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Unencodable> {
        self.put(Kind::I32, &value.to_le_bytes())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Unencodable> {
        self.put(Kind::I64, &value.to_le_bytes())
    }

    fn serialize_i128(self, value: i128) -> Result<(), Unencodable> {
        self.put(Kind::I128, &value.to_le_bytes())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Unencodable> {
        self.put(Kind::U8, &value.to_le_bytes())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Unencodable> {
        self.put(Kind::U16, &value.to_le_bytes())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Unencodable> {
        self.put(Kind::U32, &value.to_le_bytes())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Unencodable> {
        self.put(Kind::U64, &value.to_le_bytes())
    }

    fn serialize_u128(self, value: u128) -> Result<(), Unencodable> {
        self.put(Kind::U128, &value.to_le_bytes())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unencodable> {
        self.put(Kind::F32, &value.to_bits().to_le_bytes())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unencodable> {
        self.put(Kind::F64, &value.to_bits().to_le_bytes())
    }

    fn serialize_char(self, value: char) -> Result<(), Unencodable> {
        self.put(Kind::Char, &u32::from(value).to_le_bytes())
    }

    fn serialize_str(mut self, value: &str) -> Result<(), Unencodable> {
        self.kind(Kind::Text);
        self.sized(value.as_bytes());
        Ok(())
    }

    fn serialize_bytes(mut self, value: &[u8]) -> Result<(), Unencodable> {
        self.kind(Kind::Bytes);
        self.sized(value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unencodable> {
        self.put(Kind::None, &[])
    }

    fn serialize_some<T: Serialize + ?Sized>(mut self, value: &T) -> Result<(), Unencodable> {
        self.kind(Kind::Some);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unencodable> {
        self.put(Kind::Unit, &[])
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<(), Unencodable> {
        self.named(Kind::UnitStruct, name);
        Ok(())
    }

    fn serialize_unit_variant(self, name: &'static str, index: u32, variant: &'static str) -> Result<(), Unencodable> {
        self.variant(Kind::UnitVariant, name, index, variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<(), Unencodable> {
        value.serialize(self.named(Kind::NewtypeStruct, name))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unencodable> {
        value.serialize(self.variant(Kind::NewtypeVariant, name, index, variant))
    }

    fn serialize_seq(mut self, _: Option<usize>) -> Result<List<'a>, Unencodable> {
        self.kind(Kind::Seq);
        Ok(List(self.0))
    }

    fn serialize_tuple(mut self, _: usize) -> Result<List<'a>, Unencodable> {
        self.kind(Kind::Tuple);
        Ok(List(self.0))
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<List<'a>, Unencodable> {
        Ok(List(self.named(Kind::TupleStruct, name).0))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'a>, Unencodable> {
        Ok(List(self.variant(Kind::TupleVariant, name, index, variant).0))
    }

    fn serialize_map(mut self, _: Option<usize>) -> Result<Map<'a>, Unencodable> {
        self.kind(Kind::Map);
        Ok(Map { out: self.0, entries: Vec::new(), entry: Vec::new() })
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<List<'a>, Unencodable> {
        Ok(List(self.named(Kind::Struct, name).0))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'a>, Unencodable> {
        Ok(List(self.variant(Kind::StructVariant, name, index, variant).0))
    }
}

/// A list, or the fields of a struct: values up to an end.
pub(super) struct List<'a>(&'a mut Vec<u8>);

impl List<'_> {
    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unencodable> {
        value.serialize(Encoder(self.0))
    }

    /// A field has its name, because those before it may have been skipped.
    fn add_field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Unencodable> {
        self.add(name)?;
        self.add(value)
    }

    fn finish(self) {
        self.0.push(Kind::End as u8);
    }
}

impl SerializeSeq for List<'_> {
    type Ok = ();
    type Error = Unencodable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unencodable> {
        self.add(value)
    }

    fn end(self) -> Result<(), Unencodable> {
        self.finish();
        Ok(())
    }
}

impl SerializeTuple for List<'_> {
    type Ok = ();
    type Error = Unencodable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unencodable> {
        self.add(value)
    }

    fn end(self) -> Result<(), Unencodable> {
        self.finish();
        Ok(())
    }
}

impl SerializeTupleStruct for List<'_> {
    type Ok = ();
    type Error = Unencodable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unencodable> {
        self.add(value)
    }

    fn end(self) -> Result<(), Unencodable> {
        self.finish();
        Ok(())
    }
}

impl SerializeTupleVariant for List<'_> {
    type Ok = ();
    type Error = Unencodable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unencodable> {
        self.add(value)
    }

    fn end(self) -> Result<(), Unencodable> {
        self.finish();
        Ok(())
    }
}

impl SerializeStruct for List<'_> {
    type Ok = ();
    type Error = Unencodable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Unencodable> {
        self.add_field(name, value)
    }

    fn end(self) -> Result<(), Unencodable> {
        self.finish();
        Ok(())
    }
}

impl SerializeStructVariant for List<'_> {
    type Ok = ();
    type Error = Unencodable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Unencodable> {
        self.add_field(name, value)
    }

    fn end(self) -> Result<(), Unencodable> {
        self.finish();
        Ok(())
    }
}

/// A map: its entries in the order of their bytes.
pub(super) struct Map<'a> {
    out: &'a mut Vec<u8>,
    entries: Vec<Vec<u8>>,
    /// The key of an entry whose value is still to come.
    entry: Vec<u8>,
}

impl SerializeMap for Map<'_> {
    type Ok = ();
    type Error = Unencodable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unencodable> {
        key.serialize(Encoder(&mut self.entry))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unencodable> {
        value.serialize(Encoder(&mut self.entry))?;
        self.entries.push(std::mem::take(&mut self.entry));
        Ok(())
    }

    fn end(mut self) -> Result<(), Unencodable> {
        self.entries.sort_unstable();
        self.entries.iter().for_each(|entry| self.out.extend_from_slice(entry));
        self.out.push(Kind::End as u8);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};

    use proptest::prelude::*;
    use serde::Serialize;

    use super::Encoder;
    use crate::testing::cases;

    fn encoded(value: &impl Serialize) -> Vec<u8> {
        let mut bytes = Vec::new();
        value.serialize(Encoder(&mut bytes)).unwrap();
        bytes
    }

    #[derive(Clone, Debug, PartialEq, Serialize)]
    enum Value {
        Unit,
        Number(i64),
        Text(String),
        Maybe(Option<Option<Box<Value>>>),
        Both(Box<Value>, Box<Value>),
        List(Vec<Value>),
        Fields {
            #[serde(skip_serializing_if = "Option::is_none")]
            left: Option<Box<Value>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            right: Option<Box<Value>>,
        },
        Map(BTreeMap<String, Value>),
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Unit),
            Just(Value::Maybe(None)),
            Just(Value::Maybe(Some(None))),
            (-3_i64..300).prop_map(Value::Number),
            "[ab\0\n]{0,3}".prop_map(Value::Text),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            let boxed = inner.clone().prop_map(Box::new);
            prop_oneof![
                boxed.clone().prop_map(|value| Value::Maybe(Some(Some(value)))),
                (boxed.clone(), boxed.clone()).prop_map(|(a, b)| Value::Both(a, b)),
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::List),
                (prop::option::of(boxed.clone()), prop::option::of(boxed))
                    .prop_map(|(left, right)| Value::Fields { left, right }),
                prop::collection::btree_map("[ab]{0,2}", inner, 0..3).prop_map(Value::Map),
            ]
        })
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn different_values_have_different_bytes(a in values(), b in values()) {
            prop_assert_eq!(encoded(&a) == encoded(&b), a == b);
        }

        #[test]
        fn lists_of_values_have_different_bytes(a in prop::collection::vec(values(), 0..3), b in prop::collection::vec(values(), 0..3)) {
            let all = |values: &[Value]| values.iter().flat_map(encoded).collect::<Vec<_>>();
            prop_assert_eq!(all(&a) == all(&b), a == b);
        }
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let number = prop_oneof![
            prop::sample::select(vec![0_u64, 1, 65, 1.0_f64.to_bits(), u64::MAX]).prop_map(serde_json::Value::from),
            prop::sample::select(vec![-1_i64, -2, i64::MIN]).prop_map(serde_json::Value::from),
            prop::sample::select(vec![0.0, 1.0, f64::from_bits(65)]).prop_map(serde_json::Value::from),
        ];
        let leaf = prop_oneof![
            3 => number,
            1 => Just(serde_json::Value::Null),
            1 => any::<bool>().prop_map(serde_json::Value::from),
            1 => "[1A]{0,2}".prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(2, 8, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(serde_json::Value::from),
                prop::collection::btree_map("[ab]{0,1}", inner, 0..3)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn different_json_has_different_bytes(a in json(), b in json()) {
            prop_assert_eq!(encoded(&a) == encoded(&b), a == b);
        }
    }

    #[derive(Serialize)]
    struct Unit;
    #[derive(Serialize)]
    struct OtherUnit;
    #[derive(Serialize)]
    struct Newtype<T>(T);
    #[derive(Serialize)]
    struct Pair(&'static str, u8);
    #[derive(Serialize)]
    struct Fields {
        a: u8,
    }
    #[derive(Serialize)]
    enum Variant {
        Unit,
        Newtype(u8),
        Tuple(&'static str, u8),
        Fields { a: u8 },
    }
    #[derive(Serialize)]
    enum OtherVariant {
        Unit,
        Newtype(u8),
    }
    struct Raw;

    impl Serialize for Raw {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_bytes(b"A")
        }
    }

    /// As one argument may be all of them, below `#[serde(untagged)]`.
    #[test]
    fn whatever_serde_tells_apart_has_different_bytes() {
        let one = 1.0_f64.to_bits();
        let all = [
            encoded(&()),
            encoded(&false),
            encoded(&true),
            encoded(&65_i8),
            encoded(&65_i16),
            encoded(&65_i32),
            encoded(&65_i64),
            encoded(&65_i128),
            encoded(&65_u8),
            encoded(&65_u16),
            encoded(&65_u32),
            encoded(&65_u64),
            encoded(&65_u128),
            encoded(&f32::from_bits(65)),
            encoded(&f64::from_bits(65)),
            encoded(&'A'),
            encoded(&"A"),
            encoded(&Raw),
            encoded(&-1_i64),
            encoded(&u64::MAX),
            encoded(&1.0_f64),
            encoded(&one),
            encoded(&None::<u8>),
            encoded(&Some(65_u8)),
            encoded(&Some(Some(65_u8))),
            encoded(&Some(())),
            encoded(&Unit),
            encoded(&OtherUnit),
            encoded(&Newtype(65_u8)),
            encoded(&Newtype(Newtype(65_u8))),
            encoded(&Pair("a", 1)),
            encoded(&("a", 1_u8)),
            encoded(&Fields { a: 1 }),
            encoded(&BTreeMap::from([("a", 1_u8)])),
            encoded(&[65_u8]),
            encoded(&vec![65_u8]),
            encoded(&vec![65_u8, 65]),
            encoded(&Variant::Unit),
            encoded(&Variant::Newtype(1)),
            encoded(&Variant::Tuple("a", 1)),
            encoded(&Variant::Fields { a: 1 }),
            encoded(&OtherVariant::Unit),
            encoded(&OtherVariant::Newtype(1)),
        ];
        for (i, a) in all.iter().enumerate() {
            for (j, b) in all.iter().enumerate().skip(i + 1) {
                assert!(!b.starts_with(a) && !a.starts_with(b), "{i} and {j}: {a:?} and {b:?}");
            }
        }
    }

    #[test]
    fn what_other_formats_take_for_one_value_stays_two() {
        assert_ne!(encoded(&Some(None::<u8>)), encoded(&None::<Option<u8>>));
        assert_ne!(encoded(&Some(())), encoded(&None::<()>));
        assert_ne!(encoded(&0.0_f64), encoded(&-0.0_f64));
    }

    #[test]
    fn the_order_of_a_hash_map_is_no_matter() {
        let maps = (0..20).map(|_| (0..50).map(|i| (i.to_string(), i)).collect::<HashMap<_, _>>());
        let mut encodings: Vec<_> = maps.map(|map| encoded(&map)).collect();
        encodings.dedup();
        assert_eq!(encodings.len(), 1);
    }
}

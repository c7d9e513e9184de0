//! The arguments of a call as bytes: two values of one type have the same ones if and only if they serialize to the same.
//!
//! No format that can be read back does this for all types: in MessagePack and JSON `Some(None)` is `None`, and the entries of a map stand
//! in the order in which they happen to come. Nobody reads a key, so it needs no lengths in front and no types.

use std::fmt;

use serde::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// Writes values behind each other. Each begins with a byte that says what it is, so that none is the beginning of another.
pub(super) struct Encoder<'a>(pub(super) &'a mut Vec<u8>);

const END: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const NUMBER: u8 = 3;
const TEXT: u8 = 4;
const BYTES: u8 = 5;
const NONE: u8 = 6;
const SOME: u8 = 7;
const UNIT: u8 = 8;
const VARIANT: u8 = 9;
const LIST: u8 = 10;
const MAP: u8 = 11;

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
    fn put(self, kind: u8, content: &[u8]) -> Result<(), Unencodable> {
        self.0.push(kind);
        self.0.extend_from_slice(content);
        Ok(())
    }

    /// A number, in as many bytes as its type has.
    fn number(self, bytes: &[u8]) -> Result<(), Unencodable> {
        self.put(NUMBER, bytes)
    }

    fn sized(self, kind: u8, content: &[u8]) -> Result<(), Unencodable> {
        self.0.push(kind);
        self.0.extend_from_slice(&(content.len() as u64).to_le_bytes());
        self.0.extend_from_slice(content);
        Ok(())
    }

    fn variant(&mut self, index: u32) {
        self.0.push(VARIANT);
        self.0.extend_from_slice(&index.to_le_bytes());
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
        self.put(if value { TRUE } else { FALSE }, &[])
    }

    fn serialize_i8(self, value: i8) -> Result<(), Unencodable> {
        self.number(&value.to_le_bytes())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Unencodable> {
        self.number(&value.to_le_bytes())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Unencodable> {
        self.number(&value.to_le_bytes())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Unencodable> {
        self.number(&value.to_le_bytes())
    }

    fn serialize_i128(self, value: i128) -> Result<(), Unencodable> {
        self.number(&value.to_le_bytes())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Unencodable> {
        self.number(&value.to_le_bytes())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Unencodable> {
        self.number(&value.to_le_bytes())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Unencodable> {
        self.number(&value.to_le_bytes())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Unencodable> {
        self.number(&value.to_le_bytes())
    }

    fn serialize_u128(self, value: u128) -> Result<(), Unencodable> {
        self.number(&value.to_le_bytes())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unencodable> {
        self.number(&value.to_bits().to_le_bytes())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unencodable> {
        self.number(&value.to_bits().to_le_bytes())
    }

    fn serialize_char(self, value: char) -> Result<(), Unencodable> {
        self.number(&u32::from(value).to_le_bytes())
    }

    fn serialize_str(self, value: &str) -> Result<(), Unencodable> {
        self.sized(TEXT, value.as_bytes())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Unencodable> {
        self.sized(BYTES, value)
    }

    fn serialize_none(self) -> Result<(), Unencodable> {
        self.put(NONE, &[])
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unencodable> {
        self.0.push(SOME);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unencodable> {
        self.put(UNIT, &[])
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unencodable> {
        self.put(UNIT, &[])
    }

    fn serialize_unit_variant(mut self, _: &'static str, index: u32, _: &'static str) -> Result<(), Unencodable> {
        self.variant(index);
        self.put(UNIT, &[])
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unencodable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unencodable> {
        self.variant(index);
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Unencodable> {
        Ok(List::new(self))
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'a>, Unencodable> {
        Ok(List::new(self))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Unencodable> {
        Ok(List::new(self))
    }

    fn serialize_tuple_variant(
        mut self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<List<'a>, Unencodable> {
        self.variant(index);
        Ok(List::new(self))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Map<'a>, Unencodable> {
        Ok(Map { out: self.0, entries: Vec::new(), entry: Vec::new() })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Unencodable> {
        Ok(List::new(self))
    }

    fn serialize_struct_variant(
        mut self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<List<'a>, Unencodable> {
        self.variant(index);
        Ok(List::new(self))
    }
}

/// A list, or the fields of a struct: values up to an end.
pub(super) struct List<'a>(&'a mut Vec<u8>);

impl<'a> List<'a> {
    fn new(encoder: Encoder<'a>) -> Self {
        encoder.0.push(LIST);
        Self(encoder.0)
    }

    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unencodable> {
        value.serialize(Encoder(self.0))
    }

    /// A field has its name, because those before it may have been skipped.
    fn add_field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Unencodable> {
        self.add(name)?;
        self.add(value)
    }

    fn finish(self) {
        self.0.push(END);
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
        self.out.push(MAP);
        self.entries.iter().for_each(|entry| self.out.extend_from_slice(entry));
        self.out.push(END);
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

//! Invents a value of any type that can be read, without knowing it: a serde format that holds no bytes, only
//! answers. So every number in the tables has samples, those that come to them later too.

use pickface::domain::event::PayloadCodec;
use serde::de::value::U32Deserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};
use serde::{Serialize, forward_to_deserialize_any};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// One round of inventing. Rounds differ in which variant an enum gets, how long a list is, and whether an optional
/// value is there.
pub struct Sampler {
    round: usize,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    turn: u64,
    depth: usize,
    variants: BTreeSet<(&'static str, usize)>,
    most_variants: usize,
}

/// Values nested deeper than this get their first variant and no lists, so that inventing comes to an end.
const DEEP: usize = 12;

impl Sampler {
    pub fn new(round: usize) -> Sampler {
        Sampler {
            round,
            state: RefCell::default(),
        }
    }

    /// The variants that were chosen, by the enum's name.
    pub fn variants(&self) -> BTreeSet<(&'static str, usize)> {
        self.state.borrow().variants.clone()
    }

    /// Variants of the largest enum that was met.
    pub fn most_variants(&self) -> usize {
        self.state.borrow().most_variants
    }

    /// Another number each time, so that fields of one type can be told apart.
    fn turn(&self) -> u64 {
        let mut state = self.state.borrow_mut();
        state.turn += 1;
        state.turn
    }

    fn is_deep(&self) -> bool {
        self.state.borrow().depth > DEEP
    }

    fn len(&self) -> usize {
        if self.is_deep() {
            return 0;
        }
        [2, 0, 1][self.round % 3]
    }

    fn inside<T>(&self, step: impl FnOnce() -> T) -> T {
        self.state.borrow_mut().depth += 1;
        let outcome = step();
        self.state.borrow_mut().depth -= 1;
        outcome
    }
}

impl PayloadCodec for Sampler {
    type Error = de::value::Error;

    fn encode<T: Serialize>(&self, _: &T) -> Result<Vec<u8>, Self::Error> {
        Err(de::Error::custom("this format invents, it keeps nothing"))
    }

    fn decode<T: DeserializeOwned>(&self, _: &[u8]) -> Result<T, Self::Error> {
        T::deserialize(self)
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $type:ty, $below:literal;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            // Two bytes wide where the type has them, so that the order of bytes shows.
            let number = self.turn() * 257 % $below;
            visitor.$visit(<$type>::try_from(number).unwrap())
        })*
    };
}

impl<'de> de::Deserializer<'de> for &Sampler {
    type Error = de::value::Error;

    numbers! {
        deserialize_i8 visit_i8 i8, 101;
        deserialize_i16 visit_i16 i16, 30_000;
        deserialize_i32 visit_i32 i32, 60_000;
        deserialize_i64 visit_i64 i64, 60_000;
        deserialize_i128 visit_i128 i128, 60_000;
        deserialize_u8 visit_u8 u8, 101;
        deserialize_u16 visit_u16 u16, 60_000;
        deserialize_u32 visit_u32 u32, 60_000;
        deserialize_u64 visit_u64 u64, 60_000;
        deserialize_u128 visit_u128 u128, 60_000;
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(de::Error::custom("a payload must say what it is made of"))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_bool((self.turn() + self.round as u64).is_multiple_of(2))
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let letter = u32::try_from(0x4e00 + self.turn()).unwrap();
        visitor.visit_char(char::from_u32(letter).unwrap())
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let turn = self.turn();
        visitor.visit_string(if self.round.is_multiple_of(2) {
            format!("text {turn}")
        } else {
            format!("货 {turn}")
        })
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.deserialize_byte_buf(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let byte = u8::try_from(self.turn() % 256).unwrap();
        visitor.visit_byte_buf(vec![byte; self.len()])
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if self.round % 2 == 1 || self.is_deep() {
            visitor.visit_none()
        } else {
            self.inside(|| visitor.visit_some(self))
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.inside(|| visitor.visit_newtype_struct(self))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let left = self.len();
        self.inside(|| visitor.visit_seq(Parts { of: self, left }))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Self::Error> {
        self.inside(|| visitor.visit_seq(Parts { of: self, left: len }))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let left = self.len();
        self.inside(|| visitor.visit_map(Parts { of: self, left }))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.deserialize_tuple(fields.len(), visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        let index = if self.is_deep() {
            0
        } else {
            self.round.min(variants.len() - 1)
        };
        {
            let mut state = self.state.borrow_mut();
            state.variants.insert((name, index));
            state.most_variants = state.most_variants.max(variants.len());
        }
        self.inside(|| visitor.visit_enum(Variant { of: self, index }))
    }

    forward_to_deserialize_any! { f32 f64 identifier ignored_any }
}

/// The parts of a list, a tuple, a struct or a map.
struct Parts<'s> {
    of: &'s Sampler,
    left: usize,
}

impl<'de> de::SeqAccess<'de> for Parts<'_> {
    type Error = de::value::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Self::Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(self.of).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

impl<'de> de::MapAccess<'de> for Parts<'_> {
    type Error = de::value::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Self::Error> {
        de::SeqAccess::next_element_seed(self, seed)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Self::Error> {
        seed.deserialize(self.of)
    }
}

/// One variant of an enum.
struct Variant<'s> {
    of: &'s Sampler,
    index: usize,
}

impl<'de> de::EnumAccess<'de> for Variant<'_> {
    type Error = de::value::Error;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Self::Error> {
        let index: U32Deserializer<Self::Error> = u32::try_from(self.index).unwrap().into_deserializer();
        Ok((seed.deserialize(index)?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_> {
    type Error = de::value::Error;

    fn unit_variant(self) -> Result<(), Self::Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Self::Error> {
        seed.deserialize(self.of)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_seq(Parts {
            of: self.of,
            left: len,
        })
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.tuple_variant(fields.len(), visitor)
    }
}

//! Reading a map whose keys may stand only once: the usual readers let the last one win in silence.

use std::{fmt, marker::PhantomData, sync::Arc};

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, Visitor},
};

use super::Map;

/// Reads a map and refuses a key that stands twice.
///
/// # Errors
/// Where a key stands twice, and those of the deserializer.
pub fn map<'de, D, K, V>(deserializer: D) -> Result<Map<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + Clone + fmt::Display,
    V: Deserialize<'de>,
{
    struct Unique<K, V>(PhantomData<(K, V)>);

    impl<'de, K, V> Visitor<'de> for Unique<K, V>
    where
        K: Deserialize<'de> + Ord + Clone + fmt::Display,
        V: Deserialize<'de>,
    {
        type Value = Map<K, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map from identifiers to entries")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
            let mut entries = Map::new();
            while let Some((key, value)) = access.next_entry::<K, V>()? {
                if entries.contains_key(&key) {
                    return Err(A::Error::custom(format_args!(
                        "the id {:?} stands twice",
                        key.to_string()
                    )));
                }
                entries.insert(key, Arc::new(value));
            }
            Ok(entries)
        }
    }

    deserializer.deserialize_map(Unique(PhantomData))
}

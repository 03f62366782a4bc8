//! Bundles as they travel, deflated once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use tokio::sync::OnceCell;

use super::Problem;

/// The bundle is mostly text. Higher levels take longer and make it hardly smaller.
const LEVEL: u8 = 9;

/// Bundles that are kept as they travel: the newest, and those that lead phones on which missed
/// some.
const KEPT: usize = 4;

/// Bundles as they travel. A signed bundle never changes, so each is deflated once, and all answers
/// share its bytes.
#[derive(Default)]
pub struct PackedBundles(Mutex<BTreeMap<u64, Arc<OnceCell<Packed>>>>);

#[derive(Clone)]
pub(super) struct Packed {
    pub plain: Bytes,
    pub deflated: Bytes,
}

impl PackedBundles {
    /// The bundle of that sequence, packed when it is first asked for.
    pub(super) async fn of(&self, sequence: u64, bytes: Vec<u8>) -> Result<Packed, Problem> {
        let cell = {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let cell = Arc::clone(known.entry(sequence).or_default());
            while known.len() > KEPT {
                // The oldest is asked for least.
                known.pop_first();
            }
            cell
        };
        let packed = cell.get_or_try_init(|| async {
            let packing = tokio::task::spawn_blocking(move || {
                let deflated = miniz_oxide::deflate::compress_to_vec_zlib(&bytes, LEVEL);
                Packed {
                    plain: bytes.into(),
                    deflated: deflated.into(),
                }
            });
            packing.await.map_err(|_| Problem::Unavailable)
        });
        Ok(packed.await?.clone())
    }
}

//! Recovery codes' parcels, of which an office refuses some for good.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use payung_model::journey::State;
use payung_model::sealed::{Digest, RegistrationId};
use reqwest::{Request, Response};

use super::departure::Quiet;
use super::{NOW, client};
use crate::sync::{Carrier, Synchronizer};
use crate::vault::RecoveryParcel;
use crate::vault::tests::registrations::make_ready;
use crate::vault::tests::{Vault, at, id};

/// Registrations whose parcels the office refuses: as many as one run brings.
const REFUSED: u8 = 32;

/// An office that refuses the parcels of the oldest registrations, and answers nothing else.
struct Refusing {
    asked: Mutex<Vec<String>>,
}

impl Carrier for Refusing {
    fn carry(
        &self,
        request: Request,
    ) -> Pin<Box<dyn Future<Output = Option<Response>> + Send + '_>> {
        Box::pin(async move {
            let of = request.url().path().strip_suffix("/recovery")?;
            let of: RegistrationId = of.rsplit('/').next()?.parse().ok()?;
            self.asked.lock().unwrap().push(of.to_string());
            let number = (1..=u8::MAX).find(|number| id(*number) == of)?;
            let (status, body) = if number <= REFUSED {
                (404, r#"{"error":"none"}"#.to_owned())
            } else {
                let kept = Digest::of(&[number; 40]);
                (200, format!(r#"{{"kept":"{kept}"}}"#))
            };
            let answer = http::Response::builder().status(status).body(body);
            Some(answer.unwrap().into())
        })
    }
}

#[test]
fn parcels_that_the_office_refuses_keep_no_newer_one_from_arriving() {
    let vault = Vault::new();
    for number in 1..=REFUSED + 3 {
        make_ready(&vault, number, number + 100, &[], at(1));
        vault.store.reach(id(number), State::Received, at(2));
        let parcel = RecoveryParcel {
            id: id(number),
            locator: Digest([number; 32]),
            proof: Digest([number; 32]),
            access: vec![number; 40],
        };
        vault.store.put_recovery(b"note", &parcel).unwrap();
    }
    let office = Arc::new(Refusing {
        asked: Mutex::default(),
    });
    let mut http = client("https://kantor.contoh", NOW);
    http.carrier = Some(Arc::clone(&office) as _);
    let Vault {
        store, home: _home, ..
    } = vault;
    let store = Arc::new(store);
    let synchronizer = Synchronizer::new(Arc::clone(&store), http);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let run = || {
        runtime.block_on(synchronizer.run(Arc::new(Quiet))).unwrap();
        std::mem::take(&mut *office.asked.lock().unwrap())
    };
    let (first, second, third) = (run(), run(), run());
    assert_eq!((first.len(), second.len()), (32, 32), "no run brings more");
    assert_eq!(first.first(), Some(&id(1).to_string()));
    let newest: Vec<String> = (33..=35).map(|number| id(number).to_string()).collect();
    assert_eq!(second.get(..3), Some(newest.as_slice()));
    let waits = store.parcels_to_send(None, 99).unwrap();
    assert_eq!(waits.len(), usize::from(REFUSED), "the newer ones arrived");
    assert!(!third.contains(&newest[0]), "once");
}

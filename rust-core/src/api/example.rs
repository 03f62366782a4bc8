// The setup that the examples of the API share: a phone that knows an office, a worker's answers, and
// an office that has written something. Examples include it.

#[allow(dead_code)]
mod example {
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::sync::Arc;

    use base64ct::{Base64UrlUnpadded, Encoding};
    use payung_core::{
        Clock, KeeperAnswer, KeyKeeper, Language, Network, Payung, PlatformError, Settings,
    };
    use payung_model::card::Card;
    use payung_model::content::Content;
    use payung_model::journey::OfficeState;
    use payung_model::person::Nik;
    use payung_model::programme::Programme;
    use payung_model::sealed::inbox::{
        BillCode, BillId, BillNote, BillState, CardNote, DuesLine, Item, ItemBody, ReceiptNote,
    };
    use payung_model::sealed::reply::Correction;
    use payung_model::sealed::{Bundle, Envelope, OfficeKey, SigningKey, TrustFile};
    use payung_model::secret::Secret;
    use payung_model::units::{Rupiah, Timestamp};

    struct Keeper;

    impl KeyKeeper for Keeper {
        fn wrap(&self, key: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
            Ok(KeeperAnswer::Key { bytes: key })
        }
        fn unwrap(&self, wrapped: Vec<u8>) -> Result<KeeperAnswer, PlatformError> {
            Ok(KeeperAnswer::Key { bytes: wrapped })
        }
    }

    /// 23 November 2026, 09:00 in Jakarta.
    const NOW: i64 = 1_795_399_200_000;

    struct Morning;

    impl Clock for Morning {
        fn now_millis(&self) -> Result<i64, PlatformError> {
            Ok(NOW)
        }
    }

    struct Random;

    impl payung_model::sealed::Random for Random {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), payung_model::sealed::NoRandomness> {
            out.fill(7);
            Ok(())
        }
    }

    /// Nobody listens there.
    pub fn open() -> (tempfile::TempDir, Arc<Payung>) {
        open_at("http://127.0.0.1:9")
    }

    fn open_at(office: &str) -> (tempfile::TempDir, Arc<Payung>) {
        let home = tempfile::tempdir().unwrap();
        let trust = TrustFile {
            office: office.into(),
            bundle_keys: vec![SigningKey::new(&mut Random).unwrap().public()],
            office_keys: vec![OfficeKey::new(&mut Random).unwrap().public()],
        };
        let settings = Settings {
            home: home.path().to_string_lossy().into_owned(),
            trust: Some(trust.to_json()),
            language: Language::Id,
        };
        let payung = Payung::open(settings, Arc::new(Keeper), Arc::new(Morning), None, None).unwrap();
        (home, payung)
    }

    /// A draft at its review.
    pub fn filled(payung: &Payung) -> String {
        let mut view = payung.drafts().start("bpu".into()).unwrap();
        while view.step.id != "review" {
            let text = ANSWERS.iter().find(|(id, _)| *id == view.step.id).map_or("", |(_, text)| *text);
            let id = view.step.id.clone();
            view = payung.drafts().answer(view.draft, view.step.id, Secret::new(text)).unwrap();
            assert_ne!(view.step.id, id, "the list of answers has none for this question");
        }
        view.draft
    }

    pub fn ready(payung: &Payung) -> String {
        payung.registrations().ready(filled(payung)).unwrap().registration
    }

    /// A registration that the office has, after one sync that brought what the office wrote to it.
    fn sent(written: Vec<ItemBody>) -> (tempfile::TempDir, Arc<Payung>, String) {
        sent_under(None, written)
    }

    /// The same, and the office's rules came with it.
    fn sent_under(rules: Option<Bundle>, written: Vec<ItemBody>) -> (tempfile::TempDir, Arc<Payung>, String) {
        let rules = rules.map(|rules| rules.sign(&SigningKey::new(&mut Random).unwrap()).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            let mut envelope = Vec::new();
            for stream in listener.incoming() {
                answer(stream.unwrap(), &mut envelope, &written, rules.as_deref());
            }
        });
        let (home, payung) = open_at(&address);
        payung.connection().network(Network::Unmetered);
        let registration = ready(&payung);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let report = runtime.block_on(payung.connection().sync()).unwrap();
        assert_eq!(report.waiting, 0, "{report:?}");
        (home, payung, registration)
    }

    /// One that the office has received, with a bill for November that can be paid at a shop.
    pub fn billed() -> (tempfile::TempDir, Arc<Payung>, String) {
        sent(vec![ItemBody::Bill(bill(BillState::Open))])
    }

    /// One that the office has accepted, with the receipt `K-000001` of that bill.
    pub fn paid() -> (tempfile::TempDir, Arc<Payung>, String) {
        let bill = bill(BillState::Paid);
        let receipt = ReceiptNote {
            number: "K-000001".into(),
            bill: bill.id,
            paid_at: Timestamp::from_millis(NOW).unwrap(),
            channel: "payment_code".into(),
            reference: "SBX-000017".into(),
            received: bill.total,
            credit: Rupiah(0),
            credited: bill.lines.clone(),
            unapplied: Rupiah(0),
        };
        let accepted = ItemBody::Decision {
            state: OfficeState::Accepted,
            words: Secret::new(""),
        };
        sent(vec![accepted, ItemBody::Bill(bill), ItemBody::Receipt(receipt)])
    }

    /// One whose member has a card, and the rules that say who makes cards.
    pub fn carded() -> (tempfile::TempDir, Arc<Payung>, String) {
        let key = SigningKey::new(&mut Random).unwrap();
        let nik = ANSWERS.iter().find(|(id, _)| *id == "nik").unwrap().1;
        let card = Card::of(
            "KANTOR CONTOH",
            &Nik::parse(nik).unwrap(),
            "SITI CONTOH",
            "2026-11-30".parse().unwrap(),
            vec![Programme::Jkk, Programme::Jkm],
            Timestamp::from_millis(NOW).unwrap(),
            30,
        );
        let text = Secret::new(card.unwrap().sign(&key));
        let mut files = Content::built_in_files();
        let rules = String::from_utf8(files["card.json"].clone()).unwrap();
        let believed = format!(r#""keys": [{{ "key": "{}" }}]"#, key.public());
        files.insert("card.json".into(), rules.replace(r#""keys": []"#, &believed).into_bytes());
        let bundle = Bundle {
            sequence: 1,
            engine: Bundle::ENGINE,
            issued_at: Timestamp::from_millis(NOW).unwrap(),
            next_key: key.public(),
            office_keys: vec![OfficeKey::new(&mut Random).unwrap().public()],
            files,
            newer_by: None,
        };
        sent_under(Some(bundle), vec![ItemBody::Card(CardNote { text })])
    }

    /// One of which the office wants the mother's name again.
    pub fn to_be_corrected() -> (tempfile::TempDir, Arc<Payung>, String) {
        let question = Correction {
            question: "mother_name".into(),
            words: Secret::new("Nama ibu tidak lengkap."),
        };
        sent(vec![ItemBody::Correction {
            words: Secret::new(""),
            questions: vec![question],
        }])
    }

    fn bill(state: BillState) -> BillNote {
        let mut id = [1; 16];
        (id[6], id[8]) = (0x70, 0x80);
        let code = BillCode {
            kind: "payment_code".into(),
            value: "881200000001".into(),
        };
        BillNote {
            id: BillId::from_bytes(&id).unwrap(),
            state,
            lines: vec![DuesLine {
                member: Secret::new(""),
                month: "2026-11".parse().unwrap(),
                parts: vec![(Programme::Jkk, Rupiah(5_000)), (Programme::Jkm, Rupiah(3_400))],
            }],
            credit: Rupiah(0),
            total: Rupiah(8_400),
            last_day: "2026-11-30".parse().unwrap(),
            codes: if state == BillState::Open { vec![code] } else { Vec::new() },
            why: "first".into(),
        }
    }

    /// The office's side of one request (docs/protocol.md): it keeps the envelope, and answers with the
    /// status or the inbox of its registration, or with the rules.
    fn answer(mut stream: TcpStream, envelope: &mut Vec<u8>, written: &[ItemBody], rules: Option<&[u8]>) {
        let (head, body) = read(&mut stream);
        if head.starts_with("PUT") {
            *envelope = body;
        }
        if let Some(rules) = rules.filter(|_| head.contains("/v1/bundle?")) {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", rules.len()).unwrap();
            return stream.write_all(rules).unwrap();
        }
        let answer = match Envelope::parse(envelope) {
            Ok(kept) if head.contains("/inbox?") => inbox(&kept, written),
            Ok(kept) if head.contains("/v1/registrations/") => status(&kept, written),
            _ => {
                let none = r#"{"error":"none","message":""}"#;
                return write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{none}", none.len()).unwrap();
            }
        };
        let _ = write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}", answer.len());
    }

    fn read(stream: &mut TcpStream) -> (String, Vec<u8>) {
        let (mut bytes, mut some) = (Vec::new(), [0; 4096]);
        loop {
            let count = stream.read(&mut some).unwrap_or(0);
            bytes.extend_from_slice(&some[..count]);
            let end = bytes.windows(4).position(|it| it == b"\r\n\r\n");
            let head = String::from_utf8_lossy(&bytes[..end.unwrap_or(0)]).into_owned();
            let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            let body = end.map(|end| bytes[end + 4..].to_vec()).unwrap_or_default();
            if count == 0 || (end.is_some() && body.len() >= length.unwrap_or(0)) {
                return (head, body);
            }
        }
    }

    fn status(envelope: &Envelope, written: &[ItemBody]) -> String {
        let header = envelope.header();
        let state = written.iter().find_map(|body| match body {
            ItemBody::Decision { state, .. } => Some(state.as_str()),
            ItemBody::Correction { .. } => Some("needs_correction"),
            _ => None,
        });
        let record = payung_model::sealed::Digest::of(envelope.bytes());
        format!(
            r#"{{"id":"{}","revision":{},"record":"{record}","state":"{}","receipt":"{}","photos":[],"reply":null,"inbox":{},"bundle":0}}"#,
            header.id, header.revision, state.unwrap_or("received"), header.id.receipt(), written.len(),
        )
    }

    fn inbox(envelope: &Envelope, written: &[ItemBody]) -> String {
        let (header, office) = (envelope.header(), OfficeKey::new(&mut Random).unwrap());
        let items = (1..).zip(written).map(|(sequence, body)| {
            let item = Item {
                sequence,
                previous: sequence - 1,
                revision: 1,
                at: Timestamp::from_millis(NOW).unwrap(),
                body: body.clone(),
            };
            let sealed = item.seal(header.id, &header.reply_key, &office, &mut Random).unwrap();
            format!("\"{}\"", Base64UrlUnpadded::encode_string(sealed.bytes()))
        });
        let items: Vec<String> = items.collect();
        format!(r#"{{"last":{},"items":[{}],"more":false}}"#, written.len(), items.join(","))
    }

    const ANSWERS: &[(&str, &str)] = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/sample_answers.rs"));
}

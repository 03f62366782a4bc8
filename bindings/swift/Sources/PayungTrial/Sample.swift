import PayungCore

/// An invented worker, recognisable as such: every name says CONTOH (sample).
public enum Sample {
    public static let nik = "3201015501900001"
    public static let name = "SITI CONTOH"

    /// Answers to the whole form, as a shell passes them on; the picture is not among them.
    public static let answers = [
        "start": "yes",
        "ever_member": "never",
        "age": "17_64",
        "employer": "no",
        "payer": "self",
        "occupation": "street_vendor",
        "income_per": "month",
        "income": "1500000",
        "programmes": "jkk,jkm,jht",
        "months": "3",
        "notice": "yes",
        "nik": nik,
        "nik_right": "yes",
        "name": name,
        "birth_place": "KOTA CONTOH",
        "mother_name": "AMINAH CONTOH",
        "home_here": "yes",
        "village_code": "other",
        "village": "KELURAHAN CONTOH",
        "street": "JALAN CONTOH NOMOR 0",
        "rt_rw": "003/007",
        "postal_code": "16911",
        "phone": "0812 0000 0001",
        "declaration": "yes",
        "consent_processing": "yes",
    ]
}

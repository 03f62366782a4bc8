//! Signing in, codes and sessions.

use payung_model::text::Lang;

use super::Words;
use crate::store::officers::Role;

words! {
    // Signing in.
    SIGN_IN: "Masuk" / "Sign in";
    NAME: "Nama" / "Name";
    PASSWORD: "Kata sandi" / "Password";
    FOR_OFFICERS: "Untuk petugas kantor. Setiap kali data seseorang dilihat, itu dicatat: siapa, kapan, pendaftaran yang mana."
        / "For the office's officers. Whenever somebody's data is looked at, that is written down: who, when, which registration.";
    ENDED: "Sesi Anda sudah berakhir. Silakan masuk lagi." / "Your session has ended. Please sign in again.";
    NOT_LET_IN: "Nama dan kata sandi ini tidak cocok, atau sudah terlalu sering dicoba. Periksa keduanya; setelah beberapa kali, tunggu sampai 15 menit."
        / "This name and password do not match, or were tried too often. Check both; after several times, wait up to 15 minutes.";

    // Codes and sessions.
    CODE: "Kode" / "Code";
    CODE_HOW: "Ketik kode enam angka dari aplikasi autentikator di HP Anda, atau salah satu kode cadangan." / "Type the six digits that the authenticator app on your phone shows, or one of your recovery codes.";
    WRONG_CODE: "Kode ini tidak cocok, sudah dipakai, atau terlalu sering dicoba. Tunggu kode berikutnya." / "This code does not fit, was used before, or was tried too often. Wait for the next one.";
    TOO_LATE: "Sudah lebih dari lima menit. Masukkan nama dan kata sandi lagi." / "More than five minutes have passed. Give name and password again.";
    ANOTHER_NAME: "Kembali" / "Back";
    NEW_CODE: "Kode untuk masuk" / "Codes for signing in";
    NEW_CODE_HOW: "Mulai sekarang Anda masuk dengan kata sandi dan kode dari HP. Buka aplikasi autentikator, pindai gambar ini, lalu ketik kode yang muncul." / "From now on you sign in with your password and a code from your phone. Open an authenticator app, scan this picture, then type the code that it shows.";
    NEW_CODE_TYPED: "Kalau tidak bisa memindai, ketik ini di aplikasi." / "If you cannot scan, type this into the app.";
    RECOVERY: "Kode cadangan" / "Recovery codes";
    RECOVERY_HOW: "Tulis kode ini di kertas dan simpan jauh dari HP. Setiap kode berlaku sekali saja. Halaman ini tidak muncul lagi." / "Write these codes on paper and keep them away from your phone. Each one works once. This page is not shown again.";
    RECOVERY_DONE: "Sudah saya tulis" / "I have written them down";
    KEPT_BELOW: "Ini yang tadi Anda tulis. Salin sebelum melanjutkan." / "This is what you were writing. Copy it before you go on.";
    SESSIONS: "Sesi" / "Sessions";
    SESSIONS_ARE: "Di sini terlihat siapa yang sedang masuk dan dari mana. Akhiri sesi yang tidak Anda kenal." / "Who is signed in, and from where. End a session that you do not know.";
    DEVICE: "Perangkat" / "Device";
    UNKNOWN_DEVICE: "tidak dikenal" / "unknown";
    THIS_SESSION: " (sesi ini)" / " (this session)";
    BEGAN: "Mulai" / "Began";
    USED: "Terakhir dipakai" / "Last used";
    END: "Akhiri" / "End";

    // What an officer may do.
    READER: "pembaca" / "reader";
    DECIDER: "pemutus" / "decider";
    ADMIN: "pengurus" / "admin";
}

/// What an officer may do.
pub(crate) fn role(lang: Lang, role: Role) -> &'static str {
    let words = match role {
        Role::Reader => READER,
        Role::Decider => DECIDER,
        Role::Admin => ADMIN,
    };
    words.text(lang)
}

'use strict';
// Checks a card as the core does (rust-core/model/src/card): Base45, zlib, COSE_Sign1, CWT.
// Nothing is read before its signature holds, and nothing goes out: the page's policy forbids it.

const MOST_LETTERS = 4096;
const MOST_BYTES = 2048;
const MOST_TEXT = 200;
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const ALGORITHM = 1, CRITICAL = 2, KEY_ID = 4, EDDSA = -8, SIGN1 = 18, CWT = 61;
const ISSUER = 1, EXPIRES = 4, NOT_BEFORE = 5, ISSUED = 6, IDENTITY = 169, COVER = -70001;
const NUMBER = 1, INITIALS = 4;
const PROGRAMMES = ['jkk', 'jkm', 'jht'];

class NoCard extends Error {}

function need(holds) {
    if (!holds) throw new NoCard();
}

function base45(text) {
    need(text.length > 0 && text.length <= MOST_LETTERS);
    const bytes = [];
    for (let at = 0; at < text.length; at += 3) {
        const group = [...text.slice(at, at + 3)].map((sign) => LETTERS.indexOf(sign));
        need(group.length > 1 && group.every((value) => value >= 0));
        const number = group.reduceRight((sum, value) => sum * 45 + value, 0);
        if (group.length === 3) {
            need(number <= 0xffff);
            bytes.push(number >> 8, number & 255);
        } else {
            need(number <= 255);
            bytes.push(number);
        }
    }
    return new Uint8Array(bytes);
}

/** What zlib packed, and no more than a card may have: a bomb is given up. */
async function unpacked(bytes) {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
    const parts = [];
    let length = 0;
    for (;;) {
        let next;
        try {
            next = await reader.read();
        } catch {
            throw new NoCard();
        }
        if (next.done) break;
        length += next.value.length;
        if (length > MOST_BYTES) {
            reader.cancel().catch(() => {});
            throw new NoCard();
        }
        parts.push(next.value);
    }
    const all = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
        all.set(part, at);
        at += part.length;
    }
    return all;
}

/** Reads CBOR of known lengths (RFC 8949); maps become Map, each key once. */
class Cbor {
    constructor(bytes) {
        this.bytes = bytes;
        this.at = 0;
        this.depth = 0;
    }

    head() {
        need(this.at < this.bytes.length);
        const first = this.bytes[this.at++];
        const kind = first >> 5;
        let value = first & 31;
        if (value >= 24) {
            need(value <= 27);
            const size = 1 << (value - 24);
            need(this.at + size <= this.bytes.length);
            value = 0;
            for (let n = 0; n < size; n++) value = value * 256 + this.bytes[this.at++];
            need(Number.isSafeInteger(value));
        }
        return [kind, value];
    }

    take(length) {
        need(this.at + length <= this.bytes.length);
        this.at += length;
        return this.bytes.slice(this.at - length, this.at);
    }

    value() {
        need(++this.depth <= 8);
        const [kind, value] = this.head();
        let read;
        if (kind === 0) read = value;
        else if (kind === 1) read = -1 - value;
        else if (kind === 2) read = this.take(value);
        else if (kind === 3) read = text(this.take(value));
        else if (kind === 4) {
            read = [];
            for (let n = 0; n < value; n++) read.push(this.value());
        } else if (kind === 5) {
            read = new Map();
            for (let n = 0; n < value; n++) {
                const key = this.value();
                need(Number.isInteger(key) && !read.has(key));
                read.set(key, this.value());
            }
        } else throw new NoCard();
        this.depth--;
        return read;
    }

    tags() {
        while (this.at < this.bytes.length && this.bytes[this.at] >> 5 === 6) {
            const [, tag] = this.head();
            need(tag === SIGN1 || tag === CWT);
        }
    }

    whole() {
        const read = this.value();
        need(this.at === this.bytes.length);
        return read;
    }
}

function text(bytes) {
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
        throw new NoCard();
    }
}

/** Writes the head of a CBOR value. */
function head(kind, length) {
    const first = kind << 5;
    if (length < 24) return [first | length];
    if (length < 256) return [first | 24, length];
    return [first | 25, length >> 8, length & 255];
}

/** Sig_structure of RFC 9052. */
function toBeSigned(protectedHeader, payload) {
    const name = new TextEncoder().encode('Signature1');
    return new Uint8Array([
        ...head(4, 4), ...head(3, name.length), ...name,
        ...head(2, protectedHeader.length), ...protectedHeader,
        ...head(2, 0),
        ...head(2, payload.length), ...payload,
    ]);
}

function fromBase64url(textOfKey) {
    const plain = atob(textOfKey.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

async function keyOf(id) {
    if (!(id instanceof Uint8Array)) return undefined;
    for (const key of JSON.parse(document.getElementById('keys').textContent)) {
        const bytes = fromBase64url(key);
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
        if (same(digest.slice(0, 8), id)) return bytes;
    }
    return undefined;
}

function claims(payload) {
    const said = new Cbor(payload).whole();
    need(said instanceof Map);
    const short = (value) => {
        need(typeof value === 'string' && new TextEncoder().encode(value).length <= MOST_TEXT);
        return value;
    };
    const number = (value) => {
        need(Number.isInteger(value));
        return value;
    };
    const identity = said.get(IDENTITY);
    const cover = said.get(COVER);
    need(identity instanceof Map && Array.isArray(cover) && cover.length === 2);
    const [until, programmes] = cover;
    need(typeof until === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(until));
    need(Array.isArray(programmes) && programmes.length >= 1 && programmes.length <= PROGRAMMES.length);
    need(programmes.every((programme) => PROGRAMMES.includes(programme)));
    number(said.get(ISSUED));
    return {
        issuer: short(said.get(ISSUER)),
        expires: number(said.get(EXPIRES)),
        notBefore: number(said.get(NOT_BEFORE)),
        number: short(identity.get(NUMBER)),
        initials: short(identity.get(INITIALS)),
        until,
        programmes,
    };
}

/** `{state, card}`: good, over, not_yet, forged, unknown_key, no_card, cannot. */
async function checked(typed, now) {
    if (!globalThis.crypto?.subtle || typeof DecompressionStream === 'undefined') return { state: 'cannot' };
    try {
        const token = new Cbor(await unpacked(base45(typed.replace(/^[\r\n]+|[\r\n]+$/g, ''))));
        token.tags();
        const parts = token.whole();
        need(Array.isArray(parts) && parts.length === 4);
        const [protectedHeader, unprotected, payload, signature] = parts;
        need(protectedHeader instanceof Uint8Array && unprotected instanceof Map);
        need(payload instanceof Uint8Array && signature instanceof Uint8Array && signature.length === 64);
        const header = new Cbor(protectedHeader).whole();
        need(header instanceof Map && header.get(ALGORITHM) === EDDSA);
        need(!header.has(CRITICAL) && !unprotected.has(CRITICAL));
        const raw = await keyOf(header.get(KEY_ID) ?? unprotected.get(KEY_ID));
        if (!raw) return { state: 'unknown_key' };
        let key;
        try {
            key = await crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);
        } catch {
            return { state: 'cannot' };
        }
        const holds = await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, toBeSigned(protectedHeader, payload));
        if (!holds) return { state: 'forged' };
        const card = claims(payload);
        if (now < card.notBefore) return { state: 'not_yet', card };
        if (now >= card.expires) return { state: 'over', card };
        return { state: 'good', card };
    } catch (error) {
        if (error instanceof NoCard) return { state: 'no_card' };
        throw error;
    }
}

const WORDS = {
    good: ['Kartu berlaku', 'This card is good'],
    over: ['Kartu sudah tidak berlaku', 'This card is no longer good'],
    not_yet: ['Kartu belum berlaku', 'This card is not good yet'],
    forged: ['Kartu palsu atau diubah', 'This card is forged or was changed'],
    unknown_key: ['Kartu tidak dikenal: bukan dari kantor ini, atau halaman ini sudah lama', 'Not known: not of this office, or this page is old'],
    no_card: ['Ini bukan kartu, atau isinya tidak lengkap', 'This is no card, or not all of it'],
    cannot: ['Browser ini terlalu lama untuk memeriksa kartu', 'This browser is too old to check cards'],
};

function day(seconds, language) {
    const shown = { dateStyle: 'long', timeZone: 'Asia/Jakarta' };
    return new Intl.DateTimeFormat(language, shown).format(new Date(seconds * 1000));
}

function element(name, words, language) {
    const made = document.createElement(name);
    made.textContent = words;
    if (language) made.lang = language;
    return made;
}

function show({ state, card }, now) {
    const result = document.getElementById('result');
    const [indonesian, english] = WORDS[state];
    const parts = [element('h2', indonesian), element('p', english, 'en')];
    if (card) {
        const rows = [
            ['NIK', card.number],
            ['Inisial · Initials', card.initials],
            ['Berlaku · Good', `${day(card.notBefore, 'id')} – ${day(card.expires - 1, 'id')}`],
            ['Iuran dibayar · Paid for', `${card.programmes.join(', ').toUpperCase()}, ${day(Date.parse(`${card.until}T00:00:00+07:00`) / 1000, 'id')}`],
            ['Dari · From', card.issuer],
        ];
        const list = document.createElement('dl');
        for (const [label, value] of rows) list.append(element('dt', label), element('dd', value));
        parts.push(list);
        parts.push(element('p', `Menurut tanggal di alat ini: ${day(now, 'id')}. Kalau tanggalnya salah, jawabannya juga.`));
        parts.push(element('p', `By the date of this device: ${day(now, 'en')}. If it is wrong, so is the answer.`, 'en'));
    }
    result.replaceChildren(...parts);
    result.dataset.state = state;
    result.hidden = false;
}

let asked = 0;

async function check() {
    const mine = ++asked;
    const now = Math.floor(Date.now() / 1000);
    const found = await checked(document.getElementById('card').value, now);
    // Somebody may have pasted another one meanwhile.
    if (mine === asked) show(found, now);
}

document.getElementById('check').addEventListener('click', check);
// A scanner types the card and then Enter.
document.getElementById('card').addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
        event.preventDefault();
        check();
    }
});

const NO_CAMERA = ['Kamera tidak bisa dipakai. Pilih foto, atau tempel isinya.', 'The camera cannot be used. Choose a photo, or paste what the code holds.'];
const NO_CODE = ['Tidak ada kode QR di foto ini. Coba foto yang lebih dekat dan terang.', 'There is no QR code in this photo. Try one that is closer and brighter.'];
const LOOK_AGAIN_MS = 200;

let stream;

function say(words) {
    const word = document.getElementById('word');
    word.replaceChildren(...(words ? [words[0], ' ', element('span', words[1], 'en')] : []));
    word.hidden = !words;
}

/** A reader of QR codes, where the browser has one. It works on the device: nothing is sent. */
async function reader() {
    if (typeof BarcodeDetector === 'undefined') return undefined;
    try {
        const formats = await BarcodeDetector.getSupportedFormats();
        return formats.includes('qr_code') ? new BarcodeDetector({ formats: ['qr_code'] }) : undefined;
    } catch {
        return undefined;
    }
}

/** What a picture holds; undefined when there is no code in it. */
async function codeIn(codes, picture) {
    try {
        const [found] = await codes.detect(picture);
        return found?.rawValue;
    } catch {
        return undefined;
    }
}

function take(code) {
    document.getElementById('card').value = code;
    return check();
}

function closeCamera() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    const view = document.getElementById('view');
    view.srcObject = null;
    view.hidden = true;
    document.getElementById('camera').setAttribute('aria-pressed', 'false');
}

async function openCamera(codes) {
    const view = document.getElementById('view');
    try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
        view.srcObject = stream;
        view.hidden = false;
        await view.play();
    } catch {
        closeCamera();
        say(NO_CAMERA);
        return;
    }
    document.getElementById('camera').setAttribute('aria-pressed', 'true');
    const mine = stream;
    while (stream === mine) {
        const code = await codeIn(codes, view);
        // It may have been closed meanwhile.
        if (stream === mine && code) {
            closeCamera();
            await take(code);
        } else {
            await new Promise((wake) => setTimeout(wake, LOOK_AGAIN_MS));
        }
    }
}

async function offerCamera() {
    const codes = await reader();
    document.getElementById(codes ? 'ways' : 'unable').hidden = false;
    if (!codes) return;
    document.getElementById('camera').addEventListener('click', () => {
        say();
        if (stream) closeCamera();
        else openCamera(codes);
    });
    document.getElementById('picture').addEventListener('change', async (event) => {
        say();
        const [file] = event.target.files;
        event.target.value = '';
        const picture = file && await createImageBitmap(file).catch(() => undefined);
        const code = picture && await codeIn(codes, picture);
        if (code) await take(code);
        else say(NO_CODE);
    });
    // A camera that nobody looks at is closed.
    document.addEventListener('visibilitychange', () => document.hidden && closeCamera());
}

offerCamera();

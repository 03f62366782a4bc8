// The page that checks cards, from a file and without any network, in Chromium.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { deflateSync, inflateSync } from 'node:zlib';
import { chromium } from 'playwright-core';

import { start } from './office.js';
import { audit, fits } from './officer.js';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const DAY = '2026-11-23T09:00:00+07:00';

let world;
let browser;

before(async () => {
    // A camera that shows a test picture; the codes in it are read by a stand-in (`withReader`).
    const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
    const args = process.getuid() === 0 ? ['--no-sandbox', ...camera] : camera;
    [world, browser] = await Promise.all([start(), chromium.launch({ executablePath: process.env.PAYUNG_CHROMIUM, args })]);
});

after(async () => {
    await browser?.close();
    await world?.stop();
});

function decode(text) {
    const bytes = [];
    for (let at = 0; at < text.length; at += 3) {
        const group = [...text.slice(at, at + 3)].map((sign) => LETTERS.indexOf(sign));
        const number = group.reduceRight((sum, value) => sum * 45 + value, 0);
        if (group.length === 3) bytes.push(number >> 8);
        bytes.push(number & 255);
    }
    return Buffer.from(bytes);
}

function encode(bytes) {
    let text = '';
    for (let at = 0; at < bytes.length; at += 2) {
        const pair = at + 1 < bytes.length;
        let number = pair ? bytes[at] * 256 + bytes[at + 1] : bytes[at];
        for (let n = 0; n < (pair ? 3 : 2); n++) {
            text += LETTERS[number % 45];
            number = Math.floor(number / 45);
        }
    }
    return text;
}

/** The card with other bytes under the old signature. */
function changed(card, from, to) {
    const token = inflateSync(decode(card));
    const place = token.indexOf(from);
    assert.ok(place >= 0, 'what is to be changed is there');
    Buffer.from(to).copy(token, place);
    return encode(deflateSync(token));
}

/** The page at that time, and whatever it asked of any network or complained of. */
async function open(time, prepare) {
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    await prepare?.(page);
    const asked = [];
    const complaints = [];
    const file = pathToFileURL(world.card.page).href;
    page.on('request', (request) => {
        if (request.url() !== file && !request.url().startsWith('blob:')) asked.push(request.url());
    });
    page.on('pageerror', (error) => complaints.push(`${error}`));
    page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
    });
    await page.clock.setFixedTime(new Date(time));
    await page.goto(file);
    return { page, context, asked, complaints };
}

async function says(page, text, by = 'button') {
    await page.fill('#card', text);
    await page.evaluate(() => document.getElementById('result').removeAttribute('data-state'));
    if (by === 'button') await page.click('#check');
    else await page.press('#card', 'Enter');
    await page.waitForSelector('#result[data-state]');
    const result = page.locator('#result');
    return { state: await result.getAttribute('data-state'), words: await result.innerText() };
}

test('a good, an expired, an early, a forged and a foreign card are told apart without a network', async () => {
    const { good, foreign } = world.card;
    const forged = changed(good, '0001', '0002');
    const longer = changed(good, '2027-01-31', '2027-12-31');
    const cases = [
        [DAY, good, 'good', 'Kartu berlaku'],
        ['2026-11-23T00:00:00+07:00', good, 'good', 'Kartu berlaku'],
        ['2026-12-22T23:59:59+07:00', good, 'good', 'This card is good'],
        ['2026-12-23T00:00:00+07:00', good, 'over', 'Kartu sudah tidak berlaku'],
        ['2026-11-22T23:59:59+07:00', good, 'not_yet', 'Kartu belum berlaku'],
        [DAY, forged, 'forged', 'Kartu palsu atau diubah'],
        [DAY, longer, 'forged', 'This card is forged or was changed'],
        [DAY, foreign, 'unknown_key', 'Kartu tidak dikenal'],
    ];
    for (const [time, card, state, words] of cases) {
        const { page, context, asked, complaints } = await open(time);
        const said = await says(page, card);
        assert.equal(said.state, state, `${time} ${words}`);
        assert.ok(said.words.includes(words), said.words);
        const believed = ['good', 'over', 'not_yet'].includes(state);
        assert.equal(said.words.includes('3201 •••• •••• 0001'), believed, said.words);
        assert.ok(!said.words.includes('3201015501900001') && !said.words.includes('SITI'), said.words);
        assert.deepEqual([asked, complaints], [[], []]);
        await context.close();
    }
});

test('what is no card is said to be none, also a bomb and what is cut off', async () => {
    const { page, context, complaints } = await open(DAY);
    const { good } = world.card;
    const bomb = encode(deflateSync(Buffer.alloc(4_000_000)));
    const others = ['', ' ', 'huruf kecil', 'CONTOH', good.slice(0, -3), good.slice(3), `${good}AAA`, bomb.slice(0, 4096), bomb, 'A'.repeat(5000), encode(deflateSync(Buffer.from([0x84]))), encode(deflateSync(Buffer.alloc(600, 0x81)))];
    for (const text of others) assert.equal((await says(page, text)).state, 'no_card', text.slice(0, 20));
    // A line end comes with what is pasted, and a scanner ends with Enter.
    assert.equal((await says(page, `${good}\n`)).state, 'good');
    assert.equal((await says(page, good, 'Enter')).state, 'good');
    assert.deepEqual(complaints, []);
    await context.close();
});

test('no request can leave the page, and it says what it shows to everybody', async () => {
    const { page, context } = await open(DAY);
    const tried = await page.evaluate(async () => {
        const ways = [
            () => fetch('data:text/plain,contoh'),
            () => fetch('https://example.invalid/'),
            () => new Promise((resolve, reject) => Object.assign(new Image(), { onload: resolve, onerror: reject, src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' })),
        ];
        const done = await Promise.allSettled(ways.map((way) => Promise.resolve().then(way)));
        return done.map((one) => one.status);
    });
    assert.deepEqual(tried, ['rejected', 'rejected', 'rejected']);
    // Another script does not run, whoever puts it there.
    const ran = await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'globalThis.strange = true';
        document.body.append(script);
        return globalThis.strange;
    });
    assert.equal(ran, undefined);
    await says(page, world.card.good);
    for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 900 });
        await fits({ page });
        await audit({ page });
    }
    await context.close();
});

/** A reader of codes in place of the browser's own, which Chromium has on phones only: it sees `codes`, one at each look. */
function withReader(codes) {
    return (page) => page.addInitScript((seen) => {
        globalThis.looks = [];
        globalThis.BarcodeDetector = class {
            static getSupportedFormats() {
                return Promise.resolve(['qr_code']);
            }

            detect(picture) {
                globalThis.looks.push(picture.constructor.name);
                const code = seen.length > 1 ? seen.shift() : seen[0];
                return Promise.resolve(code ? [{ rawValue: code }] : []);
            }
        };
    }, codes);
}

/** One pixel. */
const PICTURE = { name: 'kode.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') };

test('a browser without a reader of codes says what to do instead', async () => {
    const { page, context, complaints } = await open(DAY, (it) => it.addInitScript(() => delete globalThis.BarcodeDetector));
    await page.waitForSelector('#unable:not([hidden])');
    assert.ok(!await page.isVisible('#camera') && !await page.isVisible('#picture'));
    assert.ok((await page.innerText('#unable')).includes('tempel'));
    assert.equal((await says(page, world.card.good)).state, 'good');
    assert.deepEqual(complaints, []);
    await context.close();
});

test('the camera looks until it sees a card, without a network, and is closed then', async () => {
    const { good } = world.card;
    const { page, context, asked, complaints } = await open(DAY, withReader(['', '', good]));
    await page.click('#camera');
    await page.waitForSelector('#result[data-state="good"]');
    assert.deepEqual(await page.evaluate(() => globalThis.looks), Array(3).fill('HTMLVideoElement'));
    assert.equal(await page.inputValue('#card'), good);
    const closed = await page.evaluate(() => document.getElementById('view').srcObject === null);
    assert.ok(closed && !await page.isVisible('#view'));
    assert.equal(await page.getAttribute('#camera', 'aria-pressed'), 'false');
    assert.deepEqual([asked, complaints], [[], []]);
    await context.close();
});

test('the camera is closed by a second press, and what cannot be used is said', async () => {
    const { page, context, complaints } = await open(DAY, withReader(['']));
    await page.click('#camera');
    await page.waitForSelector('#camera[aria-pressed="true"]');
    assert.ok(await page.isVisible('#view'));
    const tracks = await page.evaluateHandle(() => document.getElementById('view').srcObject.getTracks());
    await audit({ page });
    await page.click('#camera');
    assert.deepEqual(await tracks.evaluate((all) => all.map((track) => track.readyState)), ['ended']);
    assert.ok(!await page.isVisible('#view') && await page.isHidden('#result'));
    await page.evaluate(() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('CONTOH')); });
    await page.click('#camera');
    await page.waitForSelector('#word:not([hidden])');
    assert.ok((await page.innerText('#word')).includes('Kamera tidak bisa dipakai'));
    assert.deepEqual(complaints, []);
    await context.close();
});

test('a chosen picture is read, and one without a code is said to have none', async () => {
    const { good } = world.card;
    const { page, context, asked, complaints } = await open(DAY, withReader(['', changed(good, '0001', '0002'), good]));
    await page.setInputFiles('#picture', PICTURE);
    await page.waitForSelector('#word:not([hidden])');
    assert.ok((await page.innerText('#word')).includes('Tidak ada kode QR'));
    await page.setInputFiles('#picture', PICTURE);
    await page.waitForSelector('#result[data-state="forged"]');
    assert.ok(!await page.isVisible('#word'));
    await page.setInputFiles('#picture', PICTURE);
    await page.waitForSelector('#result[data-state="good"]');
    assert.deepEqual(await page.evaluate(() => globalThis.looks), Array(3).fill('ImageBitmap'));
    await page.setInputFiles('#picture', { ...PICTURE, buffer: Buffer.from('CONTOH') });
    await page.waitForSelector('#word:not([hidden])');
    assert.deepEqual([asked, complaints], [[], []]);
    await context.close();
});

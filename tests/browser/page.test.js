// The officers' page in Chromium: the keyboard alone, no script, day and night, wide and narrow.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

import { start } from './office.js';
import { audit, fits, go, inReach, open, reads, signIn, tabTo, type } from './officer.js';

let world;
let browser;
const pictures = process.env.PAYUNG_PICTURES;

before(async () => {
    // As root there is no sandbox to be had; these are our own pages.
    const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
    [world, browser] = await Promise.all([
        start(),
        chromium.launch({ executablePath: process.env.PAYUNG_CHROMIUM, args: [...args, '--force-color-profile=srgb'] }),
    ]);
});

after(async () => {
    await browser?.close();
    await world?.stop();
});

const path = (n) => `${world.url}/registrations/${world.sent[n].registration}`;

async function picture({ page }, name, height, window) {
    if (!pictures) return;
    if (window) await page.setViewportSize({ width: page.viewportSize().width, height: window });
    mkdirSync(pictures, { recursive: true });
    // From the top, so high; or what the window shows.
    const top = height && { clip: { x: 0, y: 0, width: page.viewportSize().width, height }, fullPage: true };
    writeFileSync(`${pictures}/${name}.png`, await page.screenshot(top || {}));
}

test('pictures for the manual are taken in the same light each time', { skip: !pictures && 'PAYUNG_PICTURES is not set' }, async () => {
    const first = path(0).slice(world.url.length);
    const shots = [
        ['page-queue-1280-day', 1280, false, '/queue', 700],
        ['page-queue-400-night', 400, true, '/queue', 900],
        ['page-registration-1280-day', 1280, false, first, undefined],
        ['page-registration-1280-night', 1280, true, first, undefined],
        ['page-registration-400-day', 400, false, first, undefined],
        ['page-registration-400-night', 400, true, first, undefined],
    ];
    for (const [name, width, night, one, height] of shots) {
        const officer = await open(browser, world, { width, night });
        await signIn(officer, 'dewi');
        await officer.page.goto(world.url + one, { waitUntil: 'networkidle' });
        await picture(officer, name, height);
        await officer.context.close();
    }
});

test('every page passes axe and fits at 1280, 640 and 320 pixels, by day and by night', async () => {
    for (const night of [false, true]) {
        const officer = await open(browser, world, { night, scripts: true });
        const twins = `${path(3)}/beside/${world.sent[0].registration}`.slice(world.url.length);
        const pages = ['/queue', '/queue?state=all', '/queue?state=refused', path(0).slice(world.url.length), twins, '/audit', '/work', '/queue?state=received&flag=duplicate', '/nothing'];
        await officer.page.goto(`${world.url}/sign-in`);
        await audit(officer);
        await signIn(officer, 'agus');
        for (const one of pages) {
            // 640 is a window of 1280 at 200 %, 320 at 400 % (WCAG 1.4.10).
            for (const width of night ? [1280] : [1280, 640, 320]) {
                await officer.page.setViewportSize({ width, height: 900 });
                await officer.page.goto(world.url + one);
                await fits(officer);
                await reads(officer);
                if (width !== 640) await audit(officer);
            }
        }
        await officer.context.close();
    }
});

test('with the keyboard alone an officer signs in, corrects one answer and accepts another registration', async () => {
    const officer = await open(browser, world);
    const { page } = officer;
    await signIn(officer, 'dewi');

    await tabTo(officer, 'Langsung ke isi');
    await page.keyboard.press('Enter');
    const codes = await page.locator('.queue .open .code').allTextContents();
    assert.equal(codes.length, 5, 'all wait, the oldest first');
    await tabTo(officer, codes[0]);
    await go(officer);
    assert.equal(page.url(), path(0));
    await page.locator('.frame img').evaluateAll(async (all) => {
        await Promise.all(all.map((one) => one.decode()));
        if (all.length === 0 || all.some((one) => one.naturalWidth < 500)) throw new Error('a photo is not shown');
    });
    const shown = await page.locator('main').innerText();
    for (const seen of [world.sent[0].name, '3201 0155 0190 0001', 'NIK sama dengan', 'Identitas', 'Setuju']) {
        assert.ok(shown.includes(seen), `${seen}: ${shown}`);
    }
    assert.equal(await page.locator('.ask:visible').count(), 0, 'words are asked for only where something is ticked');

    await tabTo(officer, 'Betulkan: Nama');
    await page.keyboard.press('Space');
    await tabTo(officer, 'Apa yang perlu dibetulkan: Nama');
    await tabTo(officer, 'Minta dibetulkan', 'Shift+Tab');
    await go(officer);
    assert.match(await page.locator('[role=alert]').innerText(), /Tulis apa yang perlu dibetulkan/);
    // The problem leads to its field.
    await tabTo(officer, 'Tulis apa yang perlu dibetulkan');
    await page.keyboard.press('Enter');
    assert.match(await page.evaluate(() => document.activeElement.name), /^words-name$/);
    await type(officer, 'Nama harus sama dengan KTP.');
    await picture(officer, 'page-correct-1280-day', undefined, 900);
    await tabTo(officer, 'Minta dibetulkan', 'Shift+Tab');
    await go(officer);
    assert.match(await page.locator('[role=status]').innerText(), new RegExp(`${codes[0]}: perlu dibetulkan`));
    assert.equal(page.url(), path(1), 'a decision leads to the next one that waits');

    await tabTo(officer, 'Kata-kata untuk pekerja');
    await type(officer, 'Data sudah cocok.');
    await tabTo(officer, 'Setujui');
    await go(officer);
    assert.match(await page.locator('[role=status]').innerText(), new RegExp(`${codes[1]}: disetujui`));
    await page.goto(`${world.url}/queue`);
    assert.equal(await page.locator('.queue .open .code').count(), 3);
    assert.equal(await page.locator('[role=status]').count(), 0, 'said once');

    await tabTo(officer, 'Keluar');
    await go(officer);
    await page.goto(path(2));
    assert.equal(await page.title(), 'Masuk · Payung', 'nothing is shown after signing out');
    assert.deepEqual(officer.faults, []);
    await officer.context.close();

    const [corrected, accepted] = [await world.phone(0), await world.phone(1)];
    assert.equal(corrected.state, 'needs_correction');
    assert.match(JSON.stringify(corrected.corrections), /"name".*Nama harus sama dengan KTP\.|Nama harus sama dengan KTP\..*"name"/);
    assert.equal(accepted.state, 'accepted');
    assert.match(JSON.stringify(accepted.reply), /Data sudah cocok\./);
});

test('from one registration to the next an officer presses at most six keys', async () => {
    const officer = await open(browser, world);
    const { page } = officer;
    await signIn(officer, 'dewi');
    await page.goto(`${world.url}/next`);
    const here = page.url();
    // The browser gives the heading the focus when it first draws, and the presses are counted from there.
    await page.locator('h1:focus').waitFor();
    let pressed = 0;
    for (let at = ''; !at.includes('Setujui'); pressed += 1) {
        assert.ok(pressed < 6, `${pressed} presses, and the focus is on ${at}`);
        await page.keyboard.press('Tab');
        at = await page.evaluate(() => document.activeElement.textContent);
    }
    assert.ok(pressed + 1 <= 6, `${pressed} and Enter`);
    await go(officer);
    assert.notEqual(page.url(), here);
    assert.match(page.url(), /registrations/, 'and stands before the next one');
    assert.deepEqual(officer.faults, []);
    await officer.context.close();
});

test('photo and verdict are in reach wherever the page is scrolled, and nothing stands a letter a line', async () => {
    for (const [width, height] of [[1280, 900], [400, 850]]) {
        const officer = await open(browser, world, { width, height, scripts: true });
        const { page } = officer;
        await signIn(officer, 'dewi');
        await page.goto(path(3), { waitUntil: 'networkidle' });
        for (const end of [false, true]) {
            await page.evaluate((end) => window.scrollTo(0, end ? document.body.scrollHeight : 0), end);
            await inReach(officer, 'button[value=accept]');
            if (width === 1280) await inReach(officer, '.frame');
        }
        await fits(officer);
        await reads(officer);
        if (width === 1280) {
            const [answers, photo] = [await page.locator('.answers').boundingBox(), await page.locator('.frame').boundingBox()];
            assert.ok(photo.x >= answers.x + answers.width, 'side by side');
        }
        await officer.context.close();
    }
});

test('a photo is turned and enlarged without a script', async () => {
    const officer = await open(browser, world);
    const { page } = officer;
    await signIn(officer, 'dewi');
    await page.goto(path(3), { waitUntil: 'networkidle' });
    const shape = () => page.locator('.frame img').first().evaluate((it) => {
        const style = getComputedStyle(it);
        return { turned: style.transform, width: it.offsetWidth };
    });
    const before = await shape();
    await page.locator('input[name=turn-0][value="90"]').check({ force: true });
    await page.locator('input[name=zoom-0][value="2"]').check({ force: true });
    const after = await shape();
    assert.notEqual(after.turned, before.turned);
    assert.equal(after.width, 2 * before.width);
    await officer.context.close();
});

test('two registrations with one NIK are compared before one is accepted', async () => {
    const officer = await open(browser, world, { scripts: true });
    const { page } = officer;
    await signIn(officer, 'dewi');
    await page.goto(path(3));
    await page.locator('.compare').click();
    for (const width of [1280, 400]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForLoadState('networkidle');
        await fits(officer);
        await reads(officer);
        await audit(officer);
        await picture(officer, `page-twins-${width}-day`, 900);
    }
    await officer.context.close();
});

test('a correction that comes back says what was asked, by whom, and what changed', async () => {
    await world.correct(0);
    const officer = await open(browser, world, { scripts: true });
    await signIn(officer, 'agus');
    await officer.page.goto(path(0), { waitUntil: 'networkidle' });
    const shown = await officer.page.locator('main').innerText();
    for (const seen of ['SITI AMINAH CONTOH', 'sebelumnya: SITI CONTOH', 'minta dibetulkan', 'dewi']) assert.ok(shown.includes(seen), `${seen}: ${shown}`);
    await audit(officer);
    await fits(officer);
    await picture(officer, 'page-again-1280-day', undefined, 900);
    await officer.context.close();
    const night = await open(browser, world, { width: 400, night: true });
    await signIn(night, 'agus');
    await night.page.goto(path(0), { waitUntil: 'networkidle' });
    await picture(night, 'page-again-400-night');
    await night.context.close();
});

test('an admin finds every look and every decision in the log', async () => {
    const officer = await open(browser, world);
    await signIn(officer, 'agus');
    await tabTo(officer, 'Catatan');
    await go(officer);
    const rows = (await officer.page.locator('tbody tr').allInnerTexts()).map((row) => row.replace(/\s+/g, ' '));
    const place = (words) => rows.findIndex((row) => words.every((word) => row.includes(word)));
    // Newest first.
    const order = [['agus', 'masuk'], ['dewi', 'keluar'], ['dewi', 'menyetujui'], ['dewi', 'minta dibetulkan', 'name'], ['dewi', 'melihat foto'], ['dewi', 'melihat jawaban']];
    const places = order.map(place);
    assert.ok(!places.includes(-1), `${places}: ${rows.join('\n')}`);
    assert.equal(places[0], 0, 'newest first');
    assert.deepEqual(officer.faults, []);
    await officer.context.close();
    const night = await open(browser, world, { night: true });
    await signIn(night, 'agus');
    await night.page.goto(`${world.url}/audit`);
    await picture(night, 'page-audit-1280-night', 620);
    await night.context.close();
});

test('a reader cannot decide and sees no log', async () => {
    const officer = await open(browser, world);
    await signIn(officer, 'rina');
    await officer.page.goto(path(4));
    assert.equal(await officer.page.locator('main button, main input:not([type=radio])').count(), 0);
    assert.match(await officer.page.locator('main').innerText(), /Yang memutuskan orang lain/);
    await officer.page.goto(`${world.url}/audit`);
    assert.equal(await officer.page.title(), 'Bukan untuk peran Anda · Payung');
    await officer.context.close();
});

test('with the keyboard alone an officer changes to English and back', async () => {
    const officer = await open(browser, world, { scripts: true });
    const { page } = officer;
    await signIn(officer, 'rina');
    await tabTo(officer, 'English');
    await go(officer);
    assert.equal(await page.title(), 'Queue · Payung');
    assert.equal(page.url(), `${world.url}/queue`, 'the choice leaves nothing in the address');
    for (const [one, title] of [[path(3).slice(world.url.length), null], ['/audit', 'Not for your role'], ['/nothing', 'Not here']]) {
        for (const width of [1280, 320]) {
            await page.setViewportSize({ width, height: 900 });
            await page.goto(world.url + one);
            await fits(officer);
            await audit(officer);
        }
        if (title) assert.equal(await page.title(), `${title} · Payung`);
    }
    await page.goto(path(3));
    const shown = await page.locator('main').innerText();
    for (const seen of ['Same NIK as', 'Identity', 'Agreed', 'Somebody else decides']) assert.ok(shown.includes(seen), `${seen}: ${shown}`);
    await tabTo(officer, 'Bahasa Indonesia');
    await go(officer);
    assert.equal(page.url(), path(3), 'the same registration');
    assert.match(await page.locator('main').innerText(), /NIK sama dengan/);
    await officer.context.close();
});

test('letters of twice the size still fit', async () => {
    const officer = await open(browser, world, { width: 640, scripts: true });
    await signIn(officer, 'agus');
    for (const one of ['/queue', path(2).slice(world.url.length), '/audit']) {
        await officer.page.goto(world.url + one);
        await officer.page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
        await fits(officer);
    }
    await officer.context.close();
});

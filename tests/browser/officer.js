// An officer at a browser: what they see, and what they do with the keyboard alone.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A new browser window. What it may not do (a request to elsewhere, a script of the page, a broken policy) is in `faults`. */
export async function open(browser, world, { width = 1280, height = 900, night = false, scripts = false } = {}) {
    const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: night ? 'dark' : 'light',
        locale: 'id-ID',
        timezoneId: 'Asia/Jakarta',
        // The page must work without; only axe needs them, and the page's policy forbids them to everybody else.
        javaScriptEnabled: scripts,
        bypassCSP: scripts,
    });
    const page = await context.newPage();
    const faults = [];
    // Chromium says so of every answer that is no success, also of one that is meant.
    page.on('console', (message) => message.text().includes('status of 422') || faults.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`error: ${error}`));
    page.on('request', (request) => {
        if (!request.url().startsWith(`${world.url}/`)) faults.push(`elsewhere: ${request.url()}`);
    });
    return { context, page, faults, world };
}

/** Tab until the focus is on something whose name or words contain `words`; every stop on the way must be visible. */
export async function tabTo({ page }, words, key = 'Tab') {
    const seen = [];
    for (let count = 0; count < 150; count += 1) {
        await page.keyboard.press(key);
        const at = await focused(page);
        assert.ok(at, `the focus left the page on the way to ${words}: ${seen.join(' → ')}`);
        assert.ok(at.visible, `the focus cannot be seen on ${at.name}`);
        if (at.name.includes(words)) return at;
        seen.push(at.name);
    }
    throw new Error(`${words} is not reached by ${key}: ${seen.join(' → ')}`);
}

export async function type({ page }, text) {
    await page.keyboard.type(text);
}

/** Presses a key that leads to another page, and waits for that. */
export async function go({ page }, key = 'Enter') {
    await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
}

/** Signs in with the keyboard; the field for the name has the focus. */
export async function signIn(officer, name) {
    await officer.page.goto(officer.world.url);
    // The browser gives it the focus when it first draws.
    await officer.page.locator('#name:focus').waitFor();
    await type(officer, name);
    await officer.page.keyboard.press('Tab');
    await type(officer, officer.world.password);
    await go(officer);
    assert.equal(await officer.page.title(), 'Antrean · Payung');
}

/** What a machine can tell about WCAG 2.2 A and AA: names, contrast, targets, landmarks. */
export async function audit({ page }) {
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        const { violations } = await globalThis.axe.run({ runOnly: tags });
        return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`);
    });
    assert.deepEqual(found, [], page.url());
}

/** Nothing is cut off or needs scrolling sideways. */
export async function fits({ page }) {
    const { wide, window } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        window: document.documentElement.clientWidth,
    }));
    assert.ok(wide <= window, `${page.url()} is ${wide} wide in a window of ${window}`);
}

/** No text stands in a column so narrow that its letters lie one below the other. */
export async function reads({ page }) {
    const narrow = await page.evaluate(() => {
        const found = [];
        for (const it of document.querySelectorAll('main p, main td, main th, main h1, main h2, main label, main button, main a, main li')) {
            const text = [...it.childNodes].filter((node) => node.nodeType === 3 || node.nodeName === 'BDI' || node.nodeName === 'SPAN')
                .map((node) => node.textContent).join('').trim();
            const box = it.getBoundingClientRect();
            const style = getComputedStyle(it);
            const hidden = (at) => at && (getComputedStyle(at).clipPath !== 'none' || hidden(at.parentElement));
            if (text.length < 12 || box.width === 0 || hidden(it)) continue;
            const lines = box.height / (parseFloat(style.lineHeight) || parseFloat(style.fontSize) * 1.5);
            if (lines > 3 && text.length / lines < 8) found.push(`${text.slice(0, 40)} in ${Math.round(box.width)} pixels, ${Math.round(lines)} lines`);
        }
        return found;
    });
    assert.deepEqual(narrow, [], page.url());
}

/** Is it in the window as it is scrolled now? */
export async function inReach({ page }, selector) {
    const box = await page.locator(selector).first().boundingBox();
    const { width, height } = page.viewportSize();
    assert.ok(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height,
        `${selector} at ${JSON.stringify(box)} is not within ${width} × ${height}`);
}

async function focused(page) {
    return page.evaluate(() => {
        const it = document.activeElement;
        if (!it || it === document.body) return null;
        const labels = [...(it.labels ?? [])].map((label) => label.textContent);
        const style = getComputedStyle(it);
        const box = it.getBoundingClientRect();
        return {
            name: [...labels, it.getAttribute('aria-label'), it.textContent, it.name].filter(Boolean).join(' ').trim(),
            visible: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.height > 0,
        };
    });
}

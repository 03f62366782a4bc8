// tus-js-client, as its makers wrote it, against a running office: what a tus client expects of a server is kept here.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';

import { Upload } from 'tus-js-client';

import { start } from './office.js';

let office;

before(async () => {
    office = await start();
});

after(() => office.stop());

/** One upload by the client, until it ends: `sent` are its requests, `upload` itself. `fail` rejects. */
function upload(one, photo, options = {}) {
    const sent = [];
    let ended;
    const done = new Promise((resolve, reject) => {
        ended = new Upload(options.bytes ?? photo.bytes, {
            endpoint: `${one.path}/photos`,
            headers: one.headers,
            metadata: { digest: photo.digest, filename: 'ktp.jpg' },
            retryDelays: null,
            storeFingerprintForResuming: false,
            onAfterResponse(request, response) {
                sent.push(`${request.getMethod()} ${response.getStatus()}`);
                options.onAfterResponse?.(request, response);
            },
            onSuccess: () => resolve(sent),
            onError: reject,
            ...options.client,
        });
    });
    if (options.start !== false) ended.start();
    return { done, sent, upload: ended };
}

/** Checks an error of the client: the office's status and code. */
const refusal = (status, code) => (error) => {
    const body = JSON.parse(error.originalResponse?.getBody() || '{}');
    assert.deepEqual([error.originalResponse?.getStatus(), body.error], [status, code]);
    return true;
};

test('a photo is created and sent whole', async () => {
    const one = await office.record(61234);
    const { done, upload: client } = upload(one, one.photos[0]);
    assert.deepEqual(await done, ['POST 201', 'PATCH 204']);
    assert.equal(client.url, `${one.path}/photos/${one.photos[0].digest}`);
    assert.equal((await one.status()).state, 'received');
});

test('a photo goes in pieces, and the registration is received with the last one', async () => {
    const one = await office.record(100_000, 2 * 1024 * 1024);
    const first = upload(one, one.photos[0], { client: { chunkSize: 30_000 } });
    assert.deepEqual(await first.done, ['POST 201', 'PATCH 204', 'PATCH 204', 'PATCH 204', 'PATCH 204']);
    assert.equal((await one.status()).state, 'receiving');
    await upload(one, one.photos[1], { client: { chunkSize: 1024 * 1024 } }).done;
    assert.equal((await one.status()).state, 'received');
});

test('an upload that was broken off goes on where it stood, by another client', async () => {
    const one = await office.record(200_000);
    const photo = one.photos[0];
    let client;
    const stopped = new Promise((resolve) => {
        client = upload(one, photo, {
            client: {
                chunkSize: 50_000,
                onChunkComplete: async (_size, accepted) => {
                    if (accepted >= 100_000) {
                        await client.upload.abort();
                        resolve();
                    }
                },
            },
        });
    });
    await stopped;
    // The third piece may have been under way when it was broken off: what came of it is kept.
    const stands = (await one.status()).photos[0].offset;
    assert.ok(stands >= 100_000 && stands < 200_000, `${stands}`);
    const next = upload(one, photo, { client: { uploadUrl: client.upload.url } });
    assert.deepEqual(await next.done, ['HEAD 200', 'PATCH 204']);
    assert.equal((await one.status()).state, 'received');
});

test('an office that is killed in the middle finds the upload again, and the client retries by itself', async () => {
    const one = await office.record(300_000);
    let killed = false;
    const { done, sent } = upload(one, one.photos[0], {
        client: {
            chunkSize: 100_000,
            retryDelays: [200, 500, 1000, 2000],
            onShouldRetry: () => true,
            onChunkComplete: () => {
                if (!killed) {
                    killed = true;
                    office.kill();
                }
            },
        },
    });
    await done;
    assert.ok(killed && sent.includes('HEAD 200'), sent.join(', '));
    assert.equal((await one.status()).state, 'received');
});

test('bytes that are not those of the record are thrown away, and the right ones are taken afterwards', async () => {
    const one = await office.record(5000);
    const photo = one.photos[0];
    const wrong = upload(one, photo, { bytes: Buffer.alloc(5000, 7) });
    await assert.rejects(wrong.done, refusal(460, 'checksum'));
    assert.equal((await one.status()).photos[0].offset, 0);
    await upload(one, photo).done;
    assert.equal((await one.status()).state, 'received');
});

test('an upload can be ended and begun anew; a whole one cannot', async () => {
    const one = await office.record(90_000);
    const photo = one.photos[0];
    let client;
    await new Promise((resolve) => {
        client = upload(one, photo, { client: { chunkSize: 30_000, onChunkComplete: () => resolve() } });
    });
    await client.upload.abort(true);
    const head = await fetch(client.upload.url ?? `${one.path}/photos/${photo.digest}`, {
        method: 'HEAD',
        headers: { ...one.headers, 'Tus-Resumable': '1.0.0' },
    });
    assert.equal(head.status, 404);
    const again = upload(one, photo);
    await again.done;
    await assert.rejects(Upload.terminate(again.upload.url, { headers: one.headers, retryDelays: null }), refusal(409, 'closed'));
});

test('a checksum is compared before a byte is kept', async () => {
    const one = await office.record(4000);
    const photo = one.photos[0];
    const sum = (bytes) => `sha256 ${createHash('sha256').update(bytes).digest('base64')}`;
    const withSum = (of) => ({
        client: {
            onBeforeRequest(request) {
                if (request.getMethod() === 'PATCH') request.setHeader('Upload-Checksum', sum(of));
            },
        },
    });
    const wrong = upload(one, photo, withSum(Buffer.from('something else')));
    await assert.rejects(wrong.done, refusal(460, 'checksum'));
    assert.equal((await one.status()).photos[0].offset, 0);
    await upload(one, photo, withSum(photo.bytes)).done;
    assert.equal((await one.status()).state, 'received');
});

test('a wrong offset is refused and harms nothing', async () => {
    const one = await office.record(8000);
    const photo = one.photos[0];
    const elsewhere = (offset) => ({
        client: {
            onBeforeRequest(request) {
                if (request.getMethod() === 'PATCH') request.setHeader('Upload-Offset', offset);
            },
        },
    });
    for (const offset of ['1', '7999', '8000']) {
        const wrong = upload(one, photo, elsewhere(offset));
        await assert.rejects(wrong.done, refusal(409, 'offset'));
    }
    assert.equal((await one.status()).photos[0].offset, 0);
    await upload(one, photo).done;
});

test('what the record does not name, another token, and another length are refused', async () => {
    const [one, other] = [await office.record(3000), await office.record(3000)];
    const photo = one.photos[0];
    const begun = [
        [() => upload(one, other.photos[0]), 403, 'not_wanted'],
        [() => upload({ ...one, headers: other.headers }, photo), 404, 'unknown'],
        [() => upload(one, photo, { bytes: photo.bytes.subarray(1) }), 409, 'conflict'],
        [() => upload(one, photo, { bytes: Buffer.alloc(2 * 1024 * 1024 + 1) }), 413, 'too_large'],
    ];
    for (const [begin, status, code] of begun) await assert.rejects(begin().done, refusal(status, code));
});

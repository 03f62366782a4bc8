// The office behind the tests: `outsiders` of tests/src/bin, in a process of its own.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

/** Starts it. `seal(sizes)` seals a registration with photos of so many bytes, `kill()` kills the office and starts it again. */
export async function start() {
    const child = spawn(process.env.PAYUNG_OUTSIDERS, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async () => {
        const { value, done } = await lines.next();
        if (done) throw new Error('the office ended before it said anything');
        return JSON.parse(value);
    };
    const { url } = await next();
    const ask = (line) => {
        child.stdin.write(`${line}\n`);
        return next();
    };
    return {
        url,
        /** A registration whose record the office has: its path, its token's header, its photos with their bytes. */
        async record(...sizes) {
            const sealed = await ask(`seal ${sizes.join(' ')}`);
            const path = `${url}/v1/registrations/${sealed.id}`;
            const headers = { Authorization: `Bearer ${sealed.token}` };
            const put = await fetch(`${path}/revisions/1`, {
                method: 'PUT',
                headers: { ...headers, 'Content-Type': 'application/octet-stream' },
                body: await readFile(sealed.envelope),
            });
            if (put.status !== 201) throw new Error(`the record was not taken: ${put.status} ${await put.text()}`);
            const photos = [];
            for (const { digest, file } of sealed.photos) photos.push({ digest, bytes: await readFile(file) });
            return {
                path,
                headers,
                photos,
                async status() {
                    return (await fetch(path, { headers })).json();
                },
            };
        },
        kill: () => ask('kill'),
        async stop() {
            const ended = new Promise((resolve) => child.on('exit', resolve));
            child.stdin.end();
            await ended;
        },
    };
}

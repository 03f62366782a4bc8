// The office behind the page: `officers` of tests/src/bin, in a process of its own.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Starts it; `sent`, `password` and `url` are what it says, `phone(n)` syncs a phone and gives its registration, `correct(n)` lets it answer a correction. */
export async function start() {
    const child = spawn(process.env.PAYUNG_OFFICERS, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async () => {
        const { value, done } = await lines.next();
        if (done) throw new Error('the office ended before it said anything');
        return JSON.parse(value);
    };
    const world = await next();
    return {
        ...world,
        async phone(n) {
            child.stdin.write(`phone ${n}\n`);
            return next();
        },
        /** The worker corrects the name and sends again. */
        async correct(n) {
            child.stdin.write(`correct ${n}\n`);
            return next();
        },
        async stop() {
            const ended = new Promise((resolve) => child.on('exit', resolve));
            child.stdin.end();
            await ended;
        },
    };
}

package org.payung.app.phone

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import java.io.Closeable
import java.io.IOException
import java.util.concurrent.RejectedExecutionException
import java.util.concurrent.SynchronousQueue
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit

/**
 * Work that waits for another app, which may never answer: on threads of its own, so that the core's thread goes on, and given up
 * when nothing has come for a while.
 */
class Elsewhere<T>(
    /** Does the work, and says by the given [Elsewhere] how it goes on. What comes too late is handed to [late]. */
    private val work: (Elsewhere<T>) -> T,
    private val late: (T) -> Unit = {},
) {
    private val ended = CompletableDeferred<T>()

    @Volatile private var open: Closeable? = null

    @Volatile private var steps = 0L

    /** What is open meanwhile: closing it ends a wait for it. */
    fun opened(closeable: Closeable) {
        open = closeable
        if (ended.isCompleted) closeable.close()
    }

    /** Something came. */
    fun step() {
        steps++
    }

    /** Nobody waits any more. */
    val isGivenUp get() = ended.isCompleted

    /** What came of it. It fails where the other app did nothing for [limitMillis], and where too many others hang already. */
    suspend fun result(): T =
        coroutineScope {
            val watch =
                launch {
                    do {
                        val before = steps
                        delay(limitMillis)
                    } while (steps != before)
                    giveUp(IOException("another app does not answer"))
                }
            try {
                threads.execute(::run)
                ended.await()
            } catch (error: RejectedExecutionException) {
                throw IOException("other apps do not answer", error)
            } finally {
                watch.cancel()
                giveUp(IOException("nobody waits for it any more"))
            }
        }

    private fun giveUp(why: IOException) {
        if (!ended.completeExceptionally(why)) return
        try {
            open?.close()
        } catch (_: IOException) {
            // The other app is gone.
        }
    }

    // Whatever another app throws is the answer.
    @Suppress("TooGenericExceptionCaught")
    private fun run() {
        try {
            val done = work(this)
            if (!ended.complete(done)) late(done)
        } catch (error: Throwable) {
            ended.completeExceptionally(error)
        }
    }

    companion object {
        /** So long an app may do nothing. A picture that it fetches from elsewhere first needs some time. */
        internal var limitMillis = 30_000L

        /** More than a few other apps that hang are no accident. */
        private const val MOST = 8

        private val threads = ThreadPoolExecutor(0, MOST, 10, TimeUnit.SECONDS, SynchronousQueue()) { Thread(it, "payung-elsewhere") }
    }
}

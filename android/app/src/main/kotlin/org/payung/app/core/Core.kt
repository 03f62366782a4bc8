package org.payung.app.core

import android.os.Handler
import android.os.Looper
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExecutorCoroutineDispatcher
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.launch
import org.payung.core.Change
import org.payung.core.Listener
import org.payung.core.Network
import org.payung.core.Payung
import org.payung.core.Settings
import org.payung.core.SyncReport
import java.util.concurrent.CopyOnWriteArraySet
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger

/** How screens call the core. */
interface Calls {
    /** Calls the core on its own thread; [answer] comes on the thread of the screen. */
    fun <T> ask(
        call: Session.() -> T,
        answer: (Result<T>) -> Unit,
    )

    /** A call that waits for the network and holds up no other; what it gives back ends the waiting. */
    fun <T> wait(
        call: suspend Session.() -> T,
        answer: (Result<T>) -> Unit,
    ): () -> Unit
}

/** The core's objects, open. Only the core's thread ever holds one. */
class Session(
    val payung: Payung,
) : AutoCloseable {
    val drafts = payung.drafts()
    val registrations = payung.registrations()
    val lookup = payung.lookup()
    val connection = payung.connection()
    val cover = payung.cover()
    val reminders = payung.reminders()
    val incidents = payung.incidents()
    val bills = payung.bills()
    val payers = payung.payers()
    val qris = payung.qris()
    val recovery = payung.recovery()

    /** The home folder is given back only when the last handle is closed. */
    override fun close() =
        listOf(recovery, qris, payers, bills, incidents, reminders, cover, connection, lookup, registrations, drafts, payung)
            .forEach(AutoCloseable::close)
}

/**
 * All calls of the core, on one thread of its own: they wait for the disk, and a screen never does. The core is opened by the
 * first call. When it cannot be opened, that call fails with the core's words, and the next one tries again.
 */
class Core(
    private val given: () -> Phone,
) : Calls,
    AutoCloseable {
    private val thread: ExecutorCoroutineDispatcher =
        Executors.newSingleThreadExecutor { Thread(it, THREAD) }.asCoroutineDispatcher()
    private val scope = CoroutineScope(SupervisorJob() + thread)
    private val main = Handler(Looper.getMainLooper())
    private var session: Session? = null
    private var network: Network? = null

    /** Told on the main thread what changed in the background. */
    val listeners = CopyOnWriteArraySet<(Change) -> Unit>()

    /** Calls and answers that are under way; tests wait until there are none. */
    internal val pending = AtomicInteger()

    /** All calls that were ever asked for; tests compare it before and after an action. */
    internal val asked = AtomicInteger()

    override fun <T> ask(
        call: Session.() -> T,
        answer: (Result<T>) -> Unit,
    ) {
        launch({ open().call() }, answer)
    }

    override fun <T> wait(
        call: suspend Session.() -> T,
        answer: (Result<T>) -> Unit,
    ): () -> Unit {
        val job = launch({ open().call() }, answer)
        return { job.cancel() }
    }

    /** Over which network the core may send; remembered until the core is open. [answer] says whether it is. */
    fun network(
        network: Network,
        answer: (Boolean) -> Unit = {},
    ) {
        launch({ told(network) }) { answer(it.getOrDefault(false)) }
    }

    /** Files of the app beside the core's own, on its thread too: it is not opened for them. */
    fun outside(work: () -> Unit) {
        launch({ work() }) {}
    }

    /**
     * Sends what waits and asks the office for news. Others may call the core meanwhile: it waits
     * for the network, not the thread. With [now] the delay after a failed try is not waited for.
     */
    fun sync(
        now: Boolean,
        answer: (Result<SyncReport>) -> Unit,
    ): Job =
        launch({
            val connection = open().connection
            if (now) connection.retryNow()
            connection.sync()
        }, answer)

    /** Forgets the core after everything was deleted: the next call opens an empty one. */
    fun reopen(answer: () -> Unit) {
        launch({ shut() }) { answer() }
    }

    override fun close() {
        launch({
            shut()
            thread.close()
        }) {}
    }

    private fun <T> launch(
        call: suspend () -> T,
        answer: (Result<T>) -> Unit,
    ): Job {
        pending.incrementAndGet()
        asked.incrementAndGet()
        var result: Result<T>? = null
        val job = scope.launch { result = runCatching { call() } }
        // Also told of a job that was ended before its turn came.
        job.invokeOnCompletion { ended ->
            main.post {
                try {
                    answer(result ?: Result.failure(ended ?: CancellationException()))
                } finally {
                    pending.decrementAndGet()
                }
            }
        }
        return job
    }

    private fun open(): Session {
        check(Thread.currentThread().name.startsWith(THREAD)) { "the core is called on its own thread only" }
        session?.let { return it }
        val listener =
            object : Listener {
                override fun changed(change: Change) {
                    main.post { listeners.forEach { it(change) } }
                }
            }
        val phone = given()
        val settings = Settings(phone.home.path, phone.trust, phone.language())
        val opened = Session(Payung.open(settings, phone.keeper, phone.clock, listener, phone.log))
        session = opened
        network?.let(opened.connection::network)
        return opened
    }

    private fun told(network: Network): Boolean {
        this.network = network
        session?.connection?.network(network)
        return session != null
    }

    private fun shut() {
        session?.close()
        session = null
    }

    private companion object {
        const val THREAD = "payung-core"
    }
}

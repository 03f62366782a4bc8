package org.payung.app.core

import android.os.Handler
import android.os.Looper
import org.payung.core.Clock
import org.payung.core.KeyKeeper
import org.payung.core.Language
import org.payung.core.Payung
import org.payung.core.Settings
import java.io.File
import java.util.concurrent.Executors

/** What the platform gives the core. */
class Phone(
    val home: File,
    val trust: String?,
    val keeper: KeyKeeper,
    val clock: Clock =
        object : Clock {
            override fun nowMillis() = System.currentTimeMillis()
        },
)

/** The core's objects, open. Only the core's thread ever holds one. */
class Session(
    val payung: Payung,
) : AutoCloseable {
    val drafts = payung.drafts()
    val registrations = payung.registrations()
    val lookup = payung.lookup()
    val connection = payung.connection()

    override fun close() = listOf(connection, lookup, registrations, drafts, payung).forEach(AutoCloseable::close)
}

/** All calls of the core, on one thread of its own: they wait for the disk, and the screen never does. */
class Core(
    private val phone: Phone,
) : AutoCloseable {
    private val thread = Executors.newSingleThreadExecutor { Thread(it, "payung-core") }
    private val main = Handler(Looper.getMainLooper())
    private var session: Session? = null

    /** Calls the core on its thread; [answer] comes on the main thread. */
    fun <T> ask(
        call: Session.() -> T,
        answer: (Result<T>) -> Unit,
    ) {
        thread.execute {
            val result = runCatching { open().call() }
            main.post { answer(result) }
        }
    }

    override fun close() {
        thread.execute { session?.close() }
        thread.shutdown()
    }

    private fun open(): Session {
        check(Looper.myLooper() != Looper.getMainLooper()) { "the core is not called on the main thread" }
        return session ?: Session(
            Payung.open(Settings(phone.home.path, phone.trust, Language.ID), phone.keeper, phone.clock, null, null),
        ).also { session = it }
    }
}

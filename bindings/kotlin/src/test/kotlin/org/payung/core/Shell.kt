package org.payung.core

import java.io.File
import java.util.concurrent.CopyOnWriteArrayList
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/** The smallest shell there is: what a platform must answer, and nothing of its own. */
class Shell(
    home: File,
    trust: String? = null,
    val keeper: KeyKeeper = MemoryKeeper(),
    clock: Clock = SystemClock,
) : AutoCloseable {
    private val changes = CopyOnWriteArrayList<Change>()
    private val lines = CopyOnWriteArrayList<LogLine>()
    val payung =
        Payung.open(
            Settings(home = home.path, trust = trust, language = Language.ID),
            keeper,
            clock,
            object : Listener {
                override fun changed(change: Change) {
                    changes += change
                }
            },
            object : LogSink {
                override fun log(line: LogLine) {
                    lines += line
                }
            },
        )

    /** What the core said that changed. */
    val changed: List<Change> get() = changes

    /** What the core logged. */
    val log: List<LogLine> get() = lines

    val drafts = payung.drafts()
    val registrations = payung.registrations()
    val lookup = payung.lookup()
    val payers = payung.payers()
    val qris = payung.qris()

    /** Told of a network that costs nothing. */
    val connection = payung.connection().apply { network(Network.UNMETERED) }

    /** All of them: the home folder is given back only when the last one is closed. */
    override fun close() = listOf(connection, qris, payers, lookup, registrations, drafts, payung).forEach(AutoCloseable::close)
}

/** AES-GCM under a key that lives as long as this object, as a platform's key store would hold it. */
class MemoryKeeper : KeyKeeper {
    private val key: SecretKey = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey()

    override fun wrap(key: ByteArray): KeeperAnswer {
        val cipher = Cipher.getInstance(GCM).apply { init(Cipher.ENCRYPT_MODE, this@MemoryKeeper.key) }
        return KeeperAnswer.Key(cipher.iv + cipher.doFinal(key))
    }

    override fun unwrap(wrapped: ByteArray): KeeperAnswer =
        try {
            val nonce = GCMParameterSpec(8 * TAG, wrapped, 0, NONCE)
            val cipher = Cipher.getInstance(GCM).apply { init(Cipher.DECRYPT_MODE, key, nonce) }
            KeeperAnswer.Key(cipher.doFinal(wrapped, NONCE, wrapped.size - NONCE))
        } catch (_: AEADBadTagException) {
            KeeperAnswer.Gone
        }

    private companion object {
        const val GCM = "AES/GCM/NoPadding"
        const val NONCE = 12
        const val TAG = 16
    }
}

/** A platform whose key is there but may not be used now. */
object LockedKeeper : KeyKeeper {
    override fun wrap(key: ByteArray) = KeeperAnswer.LockedNow

    override fun unwrap(wrapped: ByteArray) = KeeperAnswer.LockedNow
}

object SystemClock : Clock {
    override fun nowMillis() = System.currentTimeMillis()
}

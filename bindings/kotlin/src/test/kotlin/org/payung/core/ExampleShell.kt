package org.payung.core

import java.io.File
import java.util.concurrent.ConcurrentLinkedQueue
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/** The worker, as far as a shell knows: somebody who reads lines, types, taps, and holds a camera. */
interface Worker {
    fun read(lines: List<String>)

    /** What was typed, or the id of the option that was tapped; the empty text leaves a question out. */
    fun answer(question: String): String

    /** Takes a picture into that file. */
    fun photograph(into: File)
}

/** A whole shell, which draws lines of text. It decides nothing: every word and every next screen is the core's. */
class ExampleShell(
    home: File,
    trust: String,
    key: SecretKey,
    private val worker: Worker,
) : AutoCloseable {
    private val changes = ConcurrentLinkedQueue<Change>()

    // 1. Open, and keep the other objects: each getter makes a new handle.
    private val payung =
        Payung.open(
            Settings(home = home.path, trust = trust, language = Language.ID),
            KeyStoreKeeper(key),
            object : Clock {
                override fun nowMillis() = System.currentTimeMillis()
            },
            object : Listener {
                // Called from any thread: only noted here, and drawn by the thread of the screen.
                override fun changed(change: Change) {
                    changes += change
                }
            },
            object : LogSink {
                override fun log(line: LogLine) = System.err.println("payung ${line.level} ${line.place} ${line.code} ${line.cause}")
            },
        )
    private val drafts = payung.drafts()
    private val registrations = payung.registrations()
    private val connection = payung.connection()

    // 2. The first screen: what must be said, what can be gone on with, what was sent.
    fun home() {
        val home = payung.home()
        val lines = home.notices + home.lowest
        val begun = home.drafts.map { "${it.name.reveal()} ${it.line} ${it.expires.orEmpty()}" }
        worker.read(lines + begun + home.registrations.map { "${it.receipt} ${it.words}" })
        // A draft ends only when its warning was on screen.
        home.drafts.filter { it.expires != null }.forEach { drafts.seen(it.draft) }
    }

    // 3. From the first question to the review, and on to the envelope. The registration's id.
    fun register(): String {
        val begun = payung.home().drafts.firstOrNull()
        var view = if (begun == null) drafts.start("bpu") else drafts.resume(begun.draft)
        while (true) {
            worker.read(draw(view))
            view =
                when (view.step.kind) {
                    ScreenKind.QUESTION -> answer(view)
                    ScreenKind.REVIEW -> return ready(view) ?: continue
                    ScreenKind.ENDING -> throw IllegalStateException(view.step.title)
                }
        }
    }

    // 4. One screen, from top to bottom.
    private fun draw(view: DraftView): List<String> {
        val step = view.step
        val lines = mutableListOf(step.progress.line)
        lines += view.corrections.map { it.words.reveal() }
        lines += listOf(step.title, step.help, step.example)
        lines += step.shown.map { it.reveal() }
        lines += options(step.field).map { "${if (it.chosen) "(x)" else "( )"} ${it.pictogram ?: ""} ${it.label} ${it.price} ${it.help}" }
        // Drawn over the camera's picture, as wide by as high.
        (step.field as? Field.Photo)?.let { lines += listOf("${it.frame.shape} ${it.frame.width}x${it.frame.height}", it.frame.words) }
        lines += (step.problems + step.warnings + step.understood).map { it.reveal() }
        step.quote?.let { quote -> lines += listOf(quote.total, quote.months) + quote.reasons }
        lines += step.review.map { "${it.label}: ${it.value.reveal()}" }
        lines += listOf("[${step.primary}]", step.skip)
        return listOfNotNull(view.notice) + lines.filter { it.isNotBlank() }
    }

    private fun options(field: Field) =
        when (field) {
            is Field.Choice -> field.options
            is Field.Search -> field.options
            is Field.Confirm -> field.options
            is Field.Several -> field.options
            is Field.YesNo -> field.options
            else -> emptyList()
        }

    // 5. What the worker typed goes to the core at once, and is an answer when the button is pressed.
    private fun answer(view: DraftView): DraftView {
        val question = view.step.id
        val field = view.step.field
        if (field is Field.Photo && !field.taken) return photo(view)
        val text = worker.answer(question)
        if (field is Field.Text || field is Field.Digits || field is Field.Money || field is Field.Date) {
            val hints = drafts.edit(view.draft, question, Secret(text), view.seq)
            worker.read((hints.understood + hints.warnings + hints.problems).map { it.reveal() })
        }
        return drafts.answer(view.draft, question, Secret(text))
    }

    // The core removes the picture from the capture folder, whether it could use it or not.
    private fun photo(view: DraftView): DraftView {
        val file = File(drafts.captureFolder(), "${view.step.id}.jpg")
        worker.photograph(file)
        return try {
            drafts.photo(view.draft, view.step.id, PhotoSource.Captured(file.path))
        } catch (error: PayungException.Photo) {
            worker.read(listOf(error.words))
            view
        }
    }

    // 6. The one button of the review. What is missing is shown instead.
    private fun ready(view: DraftView): String? =
        try {
            registrations.ready(view.draft).registration
        } catch (error: PayungException.MissingAnswers) {
            worker.read(listOf(error.words))
            worker.read(draw(drafts.show(view.draft, error.questions.first())))
            null
        }

    // 7. A job of the platform calls this: after `register`, when the network changes, and after so many milliseconds as it returns.
    suspend fun sync(network: Network = Network.UNMETERED): ULong? {
        connection.network(network)
        val report = connection.sync()
        report.problem?.let { worker.read(listOf(it.words)) }
        // What changed is asked for again.
        generateSequence { changes.poll() }.filterIsInstance<Change.Registration>().toSet().forEach { status(it.registration) }
        return connection.nextRunInMillis()
    }

    // After a sync in the background: the platform shows each once, and tapping one opens its registration.
    fun notifications() =
        registrations.notifications().onEach {
            worker.read(listOf(it.title, it.text))
            registrations.acknowledge(it.id)
        }

    // 8. Where it stands: the core's exact words, what is next, what the office wrote.
    fun status(registration: String): RegistrationState {
        val view = registrations.status(registration)
        val office = listOfNotNull(view.reply?.reveal()) + view.corrections.map { "${it.title}: ${it.words.reveal()}" }
        worker.read(listOf(view.receipt, view.words) + listOfNotNull(view.next, view.problem?.words, view.missingWords) + office)
        // The worker has seen here what a notification would say.
        view.notification?.let { registrations.acknowledge(it) }
        return view.state
    }

    /** To the background: the data key leaves memory, and what is ready still goes. */
    fun pause() = payung.lock()

    fun resume() = payung.unlock()

    /** The home folder is given back only when the last handle is closed. */
    override fun close() = listOf(connection, registrations, drafts, payung).forEach(AutoCloseable::close)
}

/** On Android `key` comes from the Keystore, and an exception of it is thrown on: the core deletes nothing then. */
class KeyStoreKeeper(
    private val key: SecretKey,
) : KeyKeeper {
    override fun wrap(key: ByteArray): KeeperAnswer {
        val cipher = Cipher.getInstance("AES/GCM/NoPadding").apply { init(Cipher.ENCRYPT_MODE, this@KeyStoreKeeper.key) }
        return KeeperAnswer.Key(cipher.iv + cipher.doFinal(key))
    }

    override fun unwrap(wrapped: ByteArray): KeeperAnswer =
        try {
            val nonce = GCMParameterSpec(128, wrapped, 0, 12)
            val cipher = Cipher.getInstance("AES/GCM/NoPadding").apply { init(Cipher.DECRYPT_MODE, key, nonce) }
            KeeperAnswer.Key(cipher.doFinal(wrapped, 12, wrapped.size - 12))
        } catch (_: AEADBadTagException) {
            KeeperAnswer.Gone
        }
}

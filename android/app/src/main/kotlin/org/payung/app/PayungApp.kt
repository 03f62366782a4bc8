package org.payung.app

import android.app.Application
import android.content.Context
import android.content.res.Configuration
import kotlinx.coroutines.Job
import org.payung.app.core.Core
import org.payung.app.core.KeystoreKeeper
import org.payung.app.core.Phone
import org.payung.app.phone.Connectivity
import org.payung.app.phone.News
import org.payung.app.phone.Preferences
import org.payung.app.phone.Reminders
import org.payung.app.phone.Strict
import org.payung.app.phone.SyncJob
import org.payung.core.Language
import org.payung.core.SyncReport
import java.io.File
import java.io.FileNotFoundException
import java.util.Locale

/** The process: holds the one [Core], and what has to happen whether or not there is a screen. */
class PayungApp : Application() {
    /** What the platform answers; a test puts its own here before the core is first asked. */
    internal var phone: Phone? = null
    val preferences by lazy { Preferences(this) }

    /** Opened at the first call. */
    var core: Core = Core(::given)
        private set

    /** A screen is in front: news is drawn there and needs no notification. */
    var visible = false

    override fun onCreate() {
        super.onCreate()
        Strict.watch(this)
        val words = localized(this, preferences.language)
        News.channels(words)
        SyncJob.schedule(this)
        Connectivity(this, core::network).start()
    }

    /** Sends what waits and asks for news; what is left is tried again when the core says so. */
    fun sync(
        now: Boolean = false,
        done: (SyncReport?) -> Unit = {},
    ): Job {
        // What the office decided can be read with the key only.
        if (!visible) core.ask({ payung.unlock() }) {}
        return core.sync(now) { result ->
            val report = result.getOrNull()
            report?.retryInMillis?.let { SyncJob.soon(this, it.toLong()) }
            if (!visible) tellNews()
            if (report != null && report.changed > 0u) plan {}
            done(report)
        }
    }

    /** Hands all reminders to the phone anew: at a start, after news, and after the phone or its clock was set. */
    fun plan(done: () -> Unit) {
        core.ask({
            if (!visible) payung.unlock()
            Reminders.all(this)
        }) { result ->
            result.getOrNull()?.forEach { Reminders.plan(this, it.registration, it.reminders) }
            lockUnlessVisible()
            done()
        }
    }

    /** Nobody looks: the data key leaves memory. */
    fun lockUnlessVisible() {
        if (!visible) core.ask({ payung.lock() }) {}
    }

    /** What the core wants to have notified, once each. When notifications are off it is read on the first screen instead. */
    private fun tellNews() =
        core.ask({ registrations.notifications() }) { result ->
            val news = result.getOrNull().orEmpty()
            news.forEach { News.tell(this, it) }
            core.ask({ news.forEach { registrations.acknowledge(it.id) } }) {}
            lockUnlessVisible()
        }

    /** As if the process had ended: for tests. */
    internal fun restart() {
        val before = core
        before.close()
        core = Core(::given)
        core.listeners += before.listeners
    }

    private fun given() =
        phone ?: Phone(
            home = File(noBackupFilesDir, "payung"),
            trust = trust(),
            keeper = KeystoreKeeper(),
            language = { preferences.language },
        )

    /** Which office, which keys. An app that was built without the file keeps drafts and says that it knows no office. */
    private fun trust(): String? =
        try {
            assets.open("trust.json").bufferedReader().use { it.readText() }
        } catch (_: FileNotFoundException) {
            null
        }

    companion object {
        /** The same context in the language that was chosen in the app, whatever the phone speaks. */
        fun localized(
            context: Context,
            language: Language,
        ): Context {
            val configuration = Configuration(context.resources.configuration)
            configuration.setLocale(if (language == Language.EN) Locale.UK else Locale("id", "ID"))
            return context.createConfigurationContext(configuration)
        }
    }
}

package org.payung.app

import android.app.Activity
import android.app.Application
import android.app.KeyguardManager
import android.content.Context
import android.content.res.Configuration
import kotlinx.coroutines.Job
import org.payung.app.core.Core
import org.payung.app.core.KeystoreKeeper
import org.payung.app.core.Phone
import org.payung.app.core.SystemClock
import org.payung.app.phone.CaptureProvider
import org.payung.app.phone.Connectivity
import org.payung.app.phone.News
import org.payung.app.phone.Parcel
import org.payung.app.phone.Preferences
import org.payung.app.phone.Reminders
import org.payung.app.phone.ShareProvider
import org.payung.app.phone.Strict
import org.payung.app.phone.SyncJob
import org.payung.core.Clock
import org.payung.core.KeyState
import org.payung.core.Language
import org.payung.core.Network
import org.payung.core.SyncReport
import java.io.File
import java.io.FileNotFoundException
import java.util.Locale

/** The process: holds the one [Core], and what has to happen whether or not there is a screen. */
class PayungApp : Application() {
    /** What the platform answers; a test puts its own here before the core is first asked. */
    internal var phone: Phone? = null
    val preferences by lazy { Preferences(this) }

    /** The clock that the core goes by. */
    val clock: Clock get() = phone?.clock ?: SystemClock

    /** Opened at the first call. */
    var core: Core = Core(::given)
        private set

    /** The activities that are on screen: there are two of them while one takes the other's place. */
    private val shown = mutableSetOf<Activity>()

    /** A screen is in front: news is drawn there and needs no notification. */
    val visible get() = shown.isNotEmpty()

    /** False from the moment the data key leaves memory until it is asked for again. The core asks for it itself when it is opened. */
    private var unlocked = true

    private val connectivity by lazy { Connectivity(this, ::network) }

    /** What somebody saves to a place that they are choosing, before Android 10. The phone may be turned meanwhile. */
    var unsaved: Parcel? = null

    /** No activity was made since the process began. */
    var isFirstActivity = true

    /** How many need the data key while nobody looks. */
    private var users = 0

    /** The app's own lock: when somebody who had opened it went away, by the phone's clock since it was started. */
    var awaySince: Long? = null

    override fun onCreate() {
        super.onCreate()
        Strict.watch(this)
        nameChannels()
        connectivity.start()
    }

    /** The names of channels are in the phone's settings, so they are told again when the language changes. */
    fun nameChannels() = News.channels(localized(this, preferences.language))

    /** What waited for a network goes now. A core that nobody opened is synced by whoever opens it. */
    private fun network(network: Network) =
        core.network(network) { isOpen ->
            if (isOpen && network != Network.NONE) sync()
        }

    fun shows(activity: Activity) {
        shown += activity
        unlock()
        connectivity.look()
    }

    /** What is ready still goes; answers cannot be read until somebody comes back. */
    fun hides(
        activity: Activity,
        isMadeAgain: Boolean,
    ) {
        shown -= activity
        if (!isMadeAgain && !visible) lock()
    }

    /** The phone has a PIN, a pattern or a fingerprint. */
    val isLockable get() = getSystemService(KeyguardManager::class.java).isDeviceSecure

    /** Asks for the data key again where it was given up. */
    fun unlock() {
        if (unlocked) return
        unlocked = true
        core.ask({ payung.unlock().key }) { result ->
            if (result.getOrNull() != KeyState.OPEN) unlocked = false
        }
    }

    private fun lock() {
        unlocked = false
        core.ask({ payung.lock() }) {}
    }

    /** Somebody needs the data key, whether or not a screen is in front; [release] says when no more. */
    fun hold() {
        users++
        unlock()
    }

    /** Nobody looks, and nobody else needs it: the data key leaves memory. */
    fun release() {
        users--
        if (!visible && users == 0) lock()
    }

    /**
     * Sends what waits and asks for news; the next time is when the core says so. [done] comes when the news was told, since the phone may
     * stop the process then.
     */
    fun sync(
        now: Boolean = false,
        done: (SyncReport?) -> Unit = {},
    ): Job {
        core.outside { ShareProvider.sweep(this, ShareProvider.LENT_MILLIS) }
        connectivity.look()
        // What the office decided can be read with the key only.
        hold()
        return core.sync(now) { result ->
            val report = result.getOrNull()
            // Somebody may have left the app meanwhile, and the key with them.
            unlock()
            tellNews {
                val told: () -> Unit = {
                    planSync {
                        release()
                        done(report)
                    }
                }
                // A bill, a receipt or new rules are no changed state, and are reminded of all the same.
                if (report != null && report.bytesReceived > 0u) plan(told) else told()
            }
        }
    }

    /**
     * Asks the phone for the run that the core thinks worth it. One that it was asked for stays while the core cannot be opened. [done]
     * comes before, with which a job ends: one that is scheduled again while it runs is stopped, and the process with it.
     */
    fun planSync(done: () -> Unit) =
        core.ask({ connection.nextRunInMillis() }) { result ->
            done()
            result.onSuccess { SyncJob.next(this, it?.toLong()) }
        }

    /** Hands all reminders to the phone anew: at a start, after news, and after the phone or its clock was set. */
    fun plan(done: () -> Unit) {
        hold()
        core.ask({ Reminders.all(this) }) { result ->
            result.getOrNull()?.forEach { Reminders.plan(this, it.registration, it.reminders) }
            release()
            done()
        }
    }

    /** Everything was deleted, or set aside: nothing of it is told, rung for or laid ready any more. */
    fun forgetAll() {
        Reminders.cancelAll(this)
        News.forgetAll(this)
        unsaved = null
        core.outside {
            ShareProvider.sweep(this)
            CaptureProvider.forgetAll(this)
        }
    }

    /** What the core wants to have notified, once each. When notifications are off it is read on the first screen instead. */
    private fun tellNews(done: () -> Unit) {
        if (visible) return done()
        core.ask({ registrations.notifications() }) { result ->
            val news = result.getOrNull().orEmpty()
            news.forEach { News.tell(this, it) }
            core.ask({ news.forEach { registrations.acknowledge(it.id) } }) { done() }
        }
    }

    /** As if the process had ended: for tests. */
    internal fun restart() {
        val before = core
        before.close()
        core = Core(::given)
        shown.clear()
        unlocked = true
        isFirstActivity = true
        awaySince = null
        unsaved = null
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
            // The language and nothing else: what is set here stays, also where the window gets another size. Before Android 8 the scale
            // of the letters counts as set unless it is nothing.
            val configuration = Configuration().apply { fontScale = 0f }
            configuration.setLocale(if (language == Language.EN) Locale.UK else Locale("id", "ID"))
            return context.createConfigurationContext(configuration)
        }
    }
}

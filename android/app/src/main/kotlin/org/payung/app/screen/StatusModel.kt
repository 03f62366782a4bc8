package org.payung.app.screen

import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.core.AskView
import org.payung.core.Change
import org.payung.core.CoverView
import org.payung.core.NoticeView
import org.payung.core.PayungException
import org.payung.core.RegistrationView

/** Where a registration stands. */
data class StatusState(
    val view: RegistrationView? = null,
    /** What its paid months are worth today. */
    val cover: CoverView? = null,
    /** What the office wrote about money. */
    val notices: List<NoticeView> = emptyList(),
    val trouble: Trouble? = null,
    /** Withdrawing is asked about, in these words. */
    val asksWithdraw: AskView? = null,
    /** Set when a draft is to be shown: taken back, to be corrected or to be completed. */
    val open: String? = null,
    /** Set when the receipt is to be passed on. */
    val receipt: String? = null,
)

/** One registration after it was made ready. */
class StatusModel(
    core: Calls,
    val registration: String,
) : Model<StatusState>(core, StatusState()) {
    override fun start() = load(null)

    override fun changed(change: Change) {
        if (change !is Change.Registration || change.registration == registration) start()
    }

    fun sendNow() = load { connection.sendNow(registration) }

    fun takeBack() = open { registrations.takeBack(registration).draft }

    fun correct() = open { registrations.correct(registration).draft }

    fun complete() = open { registrations.complete(registration).draft }

    /** Asked for first; [withdraw] does it. */
    fun askWithdraw() {
        unsay()
        fetchQuestion()
    }

    private fun fetchQuestion() =
        core.ask({ registrations.askToWithdraw(registration) }) { result ->
            result.onSuccess { set(state.copy(asksWithdraw = it)) }.onFailure { deny(it) }
        }

    /** It stays as it is. */
    fun keep() = set(state.copy(asksWithdraw = null))

    fun withdraw() {
        keep()
        load { registrations.withdraw(registration) }
    }

    fun receipt() {
        unsay()
        core.ask({ registrations.receipt(registration) }) { result ->
            result.onSuccess { set(state.copy(receipt = it)) }.onFailure { deny(it) }
        }
    }

    /** What was to be shown is shown. */
    fun shown() = set(state.copy(open = null, receipt = null))

    fun tryAgain() = load { payung.unlock() }

    /** That withdrawing is asked about. */
    override fun save() = ArrayList(listOf(ASKS).filter { state.asksWithdraw != null })

    override fun restore(saved: ArrayList<String>) {
        if (ASKS in saved) fetchQuestion()
    }

    private fun load(first: (Session.() -> Any?)?) =
        ask(first, {
            val view = registrations.status(registration)
            // What a notification would say is read here.
            view.notification?.let { registrations.acknowledge(it) }
            StatusState(view, coverOf(view), noticesOf(view))
        }) { result ->
            result.onSuccess { set(it.copy(asksWithdraw = state.asksWithdraw)) }.onFailure { fail(it) }
        }

    /** None while the key is locked. */
    private fun Session.noticesOf(view: RegistrationView): List<NoticeView> =
        try {
            bills.notices(view.registration)
        } catch (_: PayungException) {
            emptyList()
        }

    /** The umbrella of a registration; none while the clock is not sure or the key is locked. */
    private fun Session.coverOf(view: RegistrationView): CoverView? =
        try {
            cover.of(view.registration, null)
        } catch (_: PayungException) {
            null
        }

    private fun open(call: Session.() -> String) {
        unsay()
        core.ask(call) { result ->
            result.onSuccess { set(state.copy(open = it, trouble = null)) }.onFailure { deny(it) }
        }
    }

    private fun fail(error: Throwable) = set(state.copy(trouble = troubleOf(error)))

    private fun deny(error: Throwable) = refused(error) { set(state.copy(trouble = it)) }

    private companion object {
        const val ASKS = "withdraw"
    }
}

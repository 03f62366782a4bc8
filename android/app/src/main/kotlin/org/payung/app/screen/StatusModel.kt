package org.payung.app.screen

import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.core.Change
import org.payung.core.RegistrationView

/** Where a registration stands. */
data class StatusState(
    val view: RegistrationView? = null,
    val trouble: Trouble? = null,
    /** Whether withdrawing is asked about. */
    val asksWithdraw: Boolean = false,
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
    override fun start() = load { registrations.status(registration) }

    override fun changed(change: Change) {
        if (change !is Change.Registration || change.registration == registration) start()
    }

    fun sendNow() = load { connection.sendNow(registration) }

    fun takeBack() = open { registrations.takeBack(registration).draft }

    fun correct() = open { registrations.correct(registration).draft }

    fun complete() = open { registrations.complete(registration).draft }

    /** Asked for first; [withdraw] does it. */
    fun askWithdraw(asks: Boolean) = set(state.copy(asksWithdraw = asks))

    fun withdraw() = load { registrations.withdraw(registration) }

    fun receipt() =
        core.ask({ registrations.receipt(registration) }) { result ->
            result.onSuccess { set(state.copy(receipt = it)) }.onFailure { fail(it) }
        }

    /** What was to be shown is shown. */
    fun shown() = set(state.copy(open = null, receipt = null))

    fun tryAgain() = load { payung.unlock().let { registrations.status(registration) } }

    private fun load(call: Session.() -> RegistrationView) =
        core.ask(call) { result ->
            result.onSuccess { set(StatusState(view = it)) }.onFailure { fail(it) }
        }

    private fun open(call: Session.() -> String) =
        core.ask(call) { result ->
            result.onSuccess { set(state.copy(open = it, trouble = null)) }.onFailure { fail(it) }
        }

    private fun fail(error: Throwable) = set(state.copy(trouble = troubleOf(error)))
}

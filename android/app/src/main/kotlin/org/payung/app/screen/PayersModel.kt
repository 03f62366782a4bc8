package org.payung.app.screen

import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.core.ArrangementView
import org.payung.core.Change
import org.payung.core.PayersView
import org.payung.core.Secret

/** What somebody may end, once they have said so twice. */
sealed class Ending {
    /** The code that nobody has used. */
    object Code : Ending()

    /** That somebody else pays for this member. */
    object Payer : Ending()

    /** That this registration pays for somebody. */
    data class Member(
        val arrangement: ArrangementView,
    ) : Ending()
}

/** Who pays for a member, and for whom a registration pays. */
data class PayersState(
    val view: PayersView? = null,
    /** Ending it is asked about. */
    val ends: Ending? = null,
    /** Set when a draft was begun: it is to be shown. */
    val begun: Route? = null,
    val trouble: Trouble? = null,
)

/** Paying for somebody else, from both sides: the member makes a code and gives it away, the payer sees for whom they pay. */
class PayersModel(
    core: Calls,
    val registration: String,
) : Model<PayersState>(core, PayersState()) {
    private var asked = emptyList<String>()

    override fun start() = load(null)

    override fun changed(change: Change) = start()

    /**
     * The member's consent belongs to the code, so it is a request like every other, begun behind its first question. Where a request
     * was begun before, that question is shown, so that nothing of it is answered anew by this screen.
     */
    fun makeCode() {
        unsay()
        core.ask({
            val draft = registrations.request(registration).draft
            val asked = drafts.show(draft, REQUEST).step.field
            val isBegun = asked.options().any { it.chosen && it.id != PAY_CODE }
            if (!isBegun) drafts.answer(draft, REQUEST, Secret(PAY_CODE))
            Route.Form(draft, if (isBegun) REQUEST else "")
        }) { result ->
            result
                .onSuccess { set(state.copy(begun = it, trouble = null)) }
                .onFailure { error -> refused(error) { set(state.copy(trouble = it)) } }
        }
    }

    /** Asked for first; [end] does it. None leaves it. */
    fun askEnd(ending: Ending?) = set(state.copy(ends = ending))

    fun end() {
        val ending = state.ends ?: return
        set(state.copy(ends = null))
        load {
            when (ending) {
                Ending.Code -> payers.takeBackPayCode(registration)
                Ending.Payer -> payers.endPayment(registration, null)
                is Ending.Member -> payers.endPayment(registration, ending.arrangement.number)
            }
        }
    }

    fun shown() = set(state.copy(begun = null))

    fun tryAgain() = load { payung.unlock() }

    /** What ending is asked about; a number of the office names nobody. */
    override fun save() =
        ArrayList(
            when (val ends = state.ends) {
                null -> emptyList()
                Ending.Code -> listOf(CODE)
                Ending.Payer -> listOf(PAYER)
                is Ending.Member -> listOf(MEMBER, ends.arrangement.number)
            },
        )

    override fun restore(saved: ArrayList<String>) {
        asked = saved
    }

    /** Read from what was saved, once it is known who is paid for. */
    private fun askedBefore(view: PayersView): Ending? {
        val before = asked.also { asked = emptyList() }
        return when (before.firstOrNull()) {
            CODE -> Ending.Code.takeIf { view.code != null }
            PAYER -> Ending.Payer.takeIf { view.payers.isNotEmpty() }
            MEMBER -> view.members.find { it.number == before.getOrNull(1) }?.let { Ending.Member(it) }
            else -> null
        }
    }

    private fun load(first: (Session.() -> Any?)?) =
        ask(first, { PayersState(payers.of(registration)) }) { result ->
            result
                .onSuccess { set(it.copy(ends = state.ends ?: it.view?.let(::askedBefore))) }
                .onFailure { set(state.copy(trouble = troubleOf(it))) }
        }

    private companion object {
        const val REQUEST = "request"
        const val PAY_CODE = "pay_code"
        const val CODE = "code"
        const val PAYER = "payer"
        const val MEMBER = "member"
    }
}

package org.payung.app.screen

import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Modules
import org.payung.app.phone.Parcel
import org.payung.app.phone.ShareProvider
import org.payung.core.AnotherBill
import org.payung.core.BillView
import org.payung.core.Change
import org.payung.core.ChannelView
import org.payung.core.CodeView
import org.payung.core.ReminderView

/** A code as it is drawn, and the way to pay that it is of. */
class DrawnCode(
    val channel: ChannelView,
    val modules: Modules,
)

/** Something on its way out of the app. */
class Out(
    val parcel: Parcel,
    /** Into the gallery, and not to somebody. */
    val save: Boolean,
)

/** One bill, or one way to pay it. */
data class BillState(
    val bill: BillView? = null,
    /** The way to pay that is looked at; none on the bill itself. */
    val channel: ChannelView? = null,
    /** What can be scanned on this screen. */
    val code: DrawnCode? = null,
    /** There is no bill to pay. */
    val none: Boolean = false,
    val out: Out? = null,
    /** What there is in place of this bill is to be shown. */
    val instead: AnotherBill? = null,
    val trouble: Trouble? = null,
)

/**
 * What is to be paid and how. [id] is a bill's, or a registration's: then it is the bill of it that comes first. With [channel] it is
 * one way to pay it.
 */
class BillModel(
    core: Calls,
    val id: String,
    val channel: String = "",
    private val planned: (String, List<ReminderView>) -> Unit,
) : Model<BillState>(core, BillState()) {
    /** A bill's id names its registration first. */
    val registration: String get() = id.substringBefore('.')

    override fun start() = load(null)

    override fun changed(change: Change) = start()

    /** The code's picture with what stands beside it, to the gallery or to somebody. */
    fun give(
        of: ChannelView,
        save: Boolean,
    ) {
        val bill = state.bill?.id ?: return
        unsay()
        core.ask({ Parcel(ShareProvider.CODE, bills.codePng(bill, of.id), if (save) "" else bills.shareText(bill, of.id)) }) { result ->
            result.onSuccess { set(state.copy(out = Out(it, save))) }.onFailure { deny(it) }
        }
    }

    /** The number on the member's card as it is typed; the core keeps the whole one. */
    var cardNumber = ""
        private set

    fun typed(text: String) {
        cardNumber = text
    }

    fun keepCardNumber() {
        val bill = state.bill?.id ?: return
        val number = cardNumber
        unsay()
        core.ask({ bills.cardNumber(bill, number) }) { result ->
            result.onSuccess { start() }.onFailure { deny(it) }
        }
    }

    /** Nothing counts as paid by it: reminders wait, and the office is asked. */
    fun saidPaid() {
        val bill = state.bill ?: return
        unsay()
        val with = state.channel?.id
        core.ask({ bills.saidPaid(bill.id, with) to reminders.of(bill.registration, null, CoverModel.DAYS) }) { result ->
            result
                .onSuccess { (noted, reminders) ->
                    planned(bill.registration, reminders)
                    set(state.copy(bill = noted, trouble = null))
                }.onFailure { deny(it) }
        }
    }

    /** The bill is over: there is another one, one was asked for, or a request is begun. The core says which. */
    fun another() {
        val bill = state.bill?.id ?: return
        unsay()
        core.ask({ bills.another(bill) }) { result ->
            result.onSuccess { set(state.copy(instead = it, trouble = null)) }.onFailure { deny(it) }
        }
    }

    /** Somebody goes on with this way to pay: it stands first the next time. */
    fun goesOn(of: ChannelView) {
        val bill = state.bill?.id ?: return
        core.ask({ bills.paidWith(bill, of.id) }) { result -> result.onFailure { deny(it) } }
    }

    /** What was to be shown or given away is. */
    fun shown() = set(state.copy(out = null, instead = null))

    fun tryAgain() = load { payung.unlock() }

    private fun load(first: (Session.() -> Any?)?) =
        ask(first, {
            val bill = if ('.' in id) bills.bill(id) else bills.list(id).firstOrNull()
            val known = bill?.channels?.find { it.id == channel }
            Triple(bill, known, bill?.let { codeOf(it, known) })
        }) { result ->
            result
                .onSuccess { (bill, known, code) ->
                    set(state.copy(bill = bill, channel = known, code = code, none = bill == null, trouble = null))
                }.onFailure { fail(it) }
        }

    /** Of this way to pay; on the bill itself the first one that is a square to be scanned. */
    private fun Session.codeOf(
        bill: BillView,
        known: ChannelView?,
    ): DrawnCode? {
        val asked = if (channel.isEmpty()) bill.channels else listOfNotNull(known)
        return asked
            .asSequence()
            .filter { it.enabled && it.hasCode }
            .map { DrawnCode(it, modules(bills.code(bill.id, it.id))) }
            .firstOrNull { channel.isNotEmpty() || it.modules.height > 1 }
    }

    private fun fail(error: Throwable) = set(state.copy(trouble = troubleOf(error)))

    private fun deny(error: Throwable) = refused(error) { set(state.copy(trouble = it)) }
}

/** A code of the core as it is drawn. */
fun modules(code: CodeView) = Modules(code.width.toInt(), code.height.toInt(), code.border.toInt(), code.modules)

package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.NoticeKind
import org.payung.app.look.ReceiptPicture
import org.payung.app.look.body
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.title
import org.payung.app.phone.Parcel
import org.payung.app.phone.ShareProvider
import org.payung.core.Change
import org.payung.core.NoticeView
import org.payung.core.PayungException
import org.payung.core.ReceiptView
import org.payung.core.StatementView
import java.util.Calendar

/** What the office recorded as paid, and what it wrote about money. */
data class ReceiptsState(
    val receipts: List<ReceiptView> = emptyList(),
    val notices: List<NoticeView> = emptyList(),
    val known: Boolean = false,
    /** The number of the receipt that is looked at. */
    val open: String? = null,
    val out: Parcel? = null,
    val trouble: Trouble? = null,
) {
    val receipt: ReceiptView? get() = receipts.find { it.number == open }
}

class ReceiptsModel(
    core: Calls,
    val registration: String,
) : Model<ReceiptsState>(core, ReceiptsState()) {
    override fun start() = load(null)

    override fun changed(change: Change) = start()

    fun open(number: String?) = set(state.copy(open = number))

    /** The receipt as a picture, drawn where nobody waits for it. */
    fun picture() =
        make { receipt ->
            val rows = receipt.rows.map { it.label to it.value }
            Parcel(ShareProvider.RECEIPT, ReceiptPicture.png(receipt.title, rows, receipt.note), words(receipt))
        }

    /** The same as the core's file to be printed. */
    fun paper() = make { Parcel(ShareProvider.RECEIPT_PDF, bills.receiptPdf(registration, it.number)) }

    private fun make(call: Session.(ReceiptView) -> Parcel) {
        val receipt = state.receipt ?: return
        unsay()
        core.ask({ call(receipt) }) { result ->
            result.onSuccess { set(state.copy(out = it)) }.onFailure { error -> refused(error) { set(state.copy(trouble = it)) } }
        }
    }

    fun shown() = set(state.copy(out = null))

    fun tryAgain() = load { payung.unlock() }

    /** The office's number of a receipt; it names nobody. */
    override fun save() = ArrayList(listOfNotNull(state.open))

    override fun restore(saved: ArrayList<String>) = open(saved.firstOrNull())

    private fun load(first: (Session.() -> Any?)?) =
        ask(first, {
            bills.receipts(registration) to bills.notices(registration)
        }) { result ->
            result
                .onSuccess { (receipts, notices) ->
                    set(state.copy(receipts = receipts, notices = notices, known = true, trouble = null))
                }.onFailure { set(state.copy(known = true, trouble = troubleOf(it))) }
        }

    companion object {
        /** A receipt as a text. */
        fun words(receipt: ReceiptView): String =
            (listOf(receipt.title) + receipt.rows.map { "${it.label}: ${it.value}" } + receipt.note).joinToString("\n")
    }
}

/** Draws [ReceiptsModel]: the list, or one of them. */
class ReceiptsScreen(
    host: Host,
    private val paid: ReceiptsModel,
) : Screen<ReceiptsState>(host, paid) {
    override val route = Route.Receipts(paid.registration)

    override fun spoken(state: ReceiptsState): List<String> {
        val one = state.receipt
        if (one != null) return listOf(one.title) + one.rows.map { "${it.label}: ${it.value}" } + sentences(one.note)
        val none = if (state.receipts.isEmpty()) listOf(word(R.string.receipts_none)) else emptyList()
        return listOf(word(R.string.receipts)) + none +
            state.receipts.flatMap { listOf(it.title, it.paidAtWords) } + state.notices.flatMap { sentences(it.words) }
    }

    override fun draw(state: ReceiptsState) {
        state.out?.let {
            paid.shown()
            host.send(it)
            return
        }
        bar()
        drawTrouble(state.trouble) { paid.tryAgain() }
        state.receipt?.let { return drawReceipt(it) }
        val body = scaffold.body
        body.put(context.title(word(R.string.receipts)))
        if (!state.known) return waiting(state.trouble)
        if (state.receipts.isEmpty() && state.trouble == null) body.put(context.help(word(R.string.receipts_none)))
        if (state.receipts.isNotEmpty()) {
            val card = body.put(Card(context))
            for (receipt in state.receipts) {
                card.row(receipt.title, second = "${receipt.paidAtWords}\n${receipt.channelName}", icon = R.drawable.icon_state_paid) {
                    paid.open(receipt.number)
                }
            }
        }
        val more = body.put(Card(context))
        more.row(word(R.string.statement), icon = R.drawable.icon_document) { host.go(Route.Statement(paid.registration)) }
        if (state.notices.isNotEmpty()) {
            body.put(context.heading(word(R.string.notices)), R.dimen.space_l)
            drawNotices(state.notices)
        }
        if (scaffold.foot.childCount == 0) scaffold.foot.put(context.primaryButton(word(R.string.done)) { host.back() })
    }

    private fun drawReceipt(receipt: ReceiptView) {
        val body = scaffold.body
        body.put(context.title(receipt.title))
        val card = body.put(Card(context))
        receipt.rows.forEach { card.row(it.label, it.value) }
        body.put(context.help(receipt.note))
        if (scaffold.foot.childCount > 0) return
        scaffold.foot.put(context.primaryButton(word(R.string.send_picture)) { paid.picture() })
        scaffold.foot.put(context.secondaryButton(word(R.string.send_pdf)) { paid.paper() }, R.dimen.space_s)
        scaffold.foot.put(
            context.plainButton(word(R.string.send_text)) { host.share(ReceiptsModel.words(receipt)) },
            R.dimen.space_s,
        )
    }

    override fun back(): Boolean {
        if (paid.state.receipt == null) return false
        paid.open(null)
        return true
    }
}

/** What the office wrote about money; a tap on one about a bill opens it. */
fun Screen<*>.drawNotices(notices: List<NoticeView>) {
    for (notice in notices) {
        val words = notice.words + "\n" + notice.atWords
        val view = scaffold.body.put(context.notice(NoticeKind.OFFICE, words), R.dimen.space_s)
        notice.bill?.let { bill ->
            view.isFocusable = true
            view.setOnClickListener { host.go(Route.Bill(bill)) }
        }
    }
}

/** The months of a year. */
data class StatementState(
    val statement: StatementView? = null,
    /** Today's year, after which there is nothing to show. */
    val today: Int = 0,
    val trouble: Trouble? = null,
)

class StatementModel(
    core: Calls,
    val registration: String,
) : Model<StatementState>(core, StatementState()) {
    private var year: Int? = null

    override fun start() = load(null)

    override fun changed(change: Change) = start()

    fun show(year: Int) {
        this.year = year
        load(null)
    }

    fun tryAgain() = load { payung.unlock() }

    override fun save() = ArrayList(listOfNotNull(year?.toString()))

    override fun restore(saved: ArrayList<String>) {
        year = saved.firstOrNull()?.toIntOrNull()
    }

    private fun load(first: (Session.() -> Any?)?) =
        ask(first, {
            val newest = newestYear()
            bills.statement(registration, (year ?: newest).toUShort()) to newest
        }) { result ->
            result
                .onSuccess { (statement, newest) -> set(StatementState(statement, newest)) }
                .onFailure { set(state.copy(trouble = troubleOf(it))) }
        }

    /**
     * Today's, as the core counts. It says no day where nobody is protected, as for somebody who only pays for others: there it is the year
     * in which something happened last, since later ones have nothing to show.
     */
    private fun Session.newestYear(): Int =
        try {
            cover
                .of(registration, null)
                .on
                .take(YEAR)
                .toInt()
        } catch (_: PayungException.NotPossible) {
            val paid = bills.receipts(registration).map { it.paidAtMillis }
            val happened = registrations.status(registration).timeline.map { it.atMillis }
            Calendar.getInstance().apply { timeInMillis = (paid + happened).max() }.get(Calendar.YEAR)
        }

    private companion object {
        /** Digits of a year. */
        const val YEAR = 4
    }
}

/** Draws [StatementModel]. */
class StatementScreen(
    host: Host,
    private val year: StatementModel,
) : Screen<StatementState>(host, year) {
    override val route = Route.Statement(year.registration)

    override fun spoken(state: StatementState): List<String> {
        val view = state.statement ?: return emptyList()
        return listOf(view.title) + view.lines + view.months.map { it.words } + sentences(view.note)
    }

    override fun draw(state: StatementState) {
        bar()
        val body = scaffold.body
        drawTrouble(state.trouble) { year.tryAgain() }
        val view = state.statement ?: return waiting(state.trouble)
        body.put(context.title(view.title))
        view.lines.forEach { body.put(context.body(it)) }
        if (view.months.isNotEmpty()) {
            val card = body.put(Card(context))
            view.months.forEach { card.row(it.words, icon = R.drawable.icon_state_paid) }
        }
        body.put(context.help(view.note))
        val shown = view.year.toInt()
        val card = body.put(Card(context))
        card.row(word(R.string.statement_of, shown - 1), icon = R.drawable.icon_calendar) { year.show(shown - 1) }
        if (shown < state.today) card.row(word(R.string.statement_of, shown + 1), icon = R.drawable.icon_calendar) { year.show(shown + 1) }
        if (scaffold.foot.childCount > 0) return
        val words = (listOf(view.title) + view.lines + view.months.map { it.words } + view.note).joinToString("\n")
        scaffold.foot.put(context.primaryButton(word(R.string.as_paper)) { host.go(Route.Paper(year.registration, shown)) })
        scaffold.foot.put(context.secondaryButton(word(R.string.send_text)) { host.share(words) }, R.dimen.space_s)
    }
}

package org.payung.app.screen

import android.view.Gravity
import org.payung.app.R
import org.payung.app.Route
import org.payung.app.look.Card
import org.payung.app.look.CodePicture
import org.payung.app.look.Flow
import org.payung.app.look.Icons
import org.payung.app.look.NoticeKind
import org.payung.app.look.amount
import org.payung.app.look.body
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.small
import org.payung.app.look.title
import org.payung.core.AnotherBill
import org.payung.core.BillPhase
import org.payung.core.BillStep
import org.payung.core.BillView
import org.payung.core.ChannelView
import org.payung.core.CodeAction

/** What is to be paid, until when, the code, and where it can be paid; or why not. */
class BillScreen(
    host: Host,
    private val bills: BillModel,
) : Screen<BillState>(host, bills) {
    override val route get() = Route.Bill(bills.id)

    /** Another phone's camera reads it. */
    override fun isBright(state: BillState) = state.code != null

    override fun spoken(state: BillState): List<String> {
        val view = state.bill ?: return listOf(word(if (state.none) R.string.bill_none else R.string.wait))
        val ways = view.channels.filter { it.enabled }.map { it.name }
        val code =
            state.code
                ?.channel
                ?.steps
                .orEmpty()
        val said = if (view.saidPaid) sentences(word(R.string.said_paid)) else emptyList()
        val where = if (ways.isEmpty()) emptyList() else listOf(word(R.string.bill_where)) + ways
        return said + sentences(view.spoken) + code + where + sentences(view.after)
    }

    override fun draw(state: BillState) {
        if (gone(state, bills)) return
        bar()
        val body = scaffold.body
        drawTrouble(state.trouble) { bills.tryAgain() }
        if (state.none) {
            body.put(context.title(word(R.string.bill_none)))
            body.put(context.body(word(R.string.bill_none_help)))
            drawOthers(bills.registration)
            if (scaffold.foot.childCount == 0) {
                scaffold.foot.put(context.primaryButton(word(R.string.look_again)) { host.sync() })
            }
            return
        }
        val view = state.bill ?: return waiting(state.trouble)
        if (view.saidPaid) body.put(context.notice(NoticeKind.CERTAIN, word(R.string.said_paid)))
        body.put(context.title(view.title))
        body.put(context.amount(view.amountWords), R.dimen.space_xs)
        drawUntil(view)
        if (view.phase == BillPhase.OPEN) drawOpen(state, view)
        drawMonths(view)
        drawOthers(view.registration)
        if (scaffold.foot.childCount == 0) drawFoot(view)
    }

    private fun drawUntil(view: BillView) {
        val body = scaffold.body
        when (view.phase) {
            BillPhase.OPEN -> body.put(context.help(view.until), R.dimen.space_xs)
            BillPhase.PAID -> body.put(context.notice(NoticeKind.CERTAIN, view.until))
            BillPhase.EXPIRED, BillPhase.CANCELLED -> body.put(context.notice(NoticeKind.LOOK_AGAIN, view.until))
            BillPhase.REFUSED -> body.put(context.notice(NoticeKind.LOOK_AGAIN, view.refused ?: view.until))
        }
        view.why?.let { body.put(context.small(it), R.dimen.space_xs) }
    }

    private fun drawOpen(
        state: BillState,
        view: BillView,
    ) {
        val body = scaffold.body
        state.code?.let { code ->
            body.put(CodePicture(context, code.modules, word(R.string.code_of, code.channel.name)), R.dimen.space_l)
            drawSteps(code.channel)
            if (code.channel.note.isNotEmpty()) body.put(context.help(code.channel.note))
            drawActions(code.channel, bills)
        }
        val others = view.channels.filter { it.id != state.code?.channel?.id }
        if (others.isEmpty()) return
        body.put(context.heading(word(if (state.code == null) R.string.bill_where else R.string.bill_or)), R.dimen.space_l)
        val card = body.put(Card(context), R.dimen.space_s)
        for (channel in others) drawChannel(card, view, channel)
    }

    /** One that cannot be used is soft and says why; nothing leads there but to type the number that it lacks. */
    private fun drawChannel(
        card: Card,
        view: BillView,
        channel: ChannelView,
    ) {
        val icon = Icons.byName[icon(channel.pictogram)] ?: R.drawable.icon_money
        if (channel.cardButton.isNotEmpty()) {
            card.way(Route.Channel(view.id, channel.id), channel.name, channel.reason, icon)
            return
        }
        if (!channel.enabled) {
            card.row(channel.name, second = channel.reason, icon = icon, faint = true)
            return
        }
        val second = listOf(channel.keyName, channel.limit, if (channel.withoutData) word(R.string.without_data) else "")
        card.way(Route.Channel(view.id, channel.id), channel.name, second.filter { it.isNotEmpty() }.joinToString(" · "), icon)
    }

    private fun drawMonths(view: BillView) {
        val body = scaffold.body
        body.put(context.heading(word(R.string.bill_months)), R.dimen.space_l)
        val card = body.put(Card(context), R.dimen.space_s)
        view.lines.forEach { card.row(it.words) }
        if (view.creditWords.isNotEmpty()) card.row(word(R.string.bill_credit), view.creditWords)
        if (view.after.isNotEmpty()) body.put(context.body(view.after))
        view.priceNote?.let { body.put(context.help(it)) }
    }

    /** Whoever looks at a bill may want somebody else to pay it, or to pay somebody else's. */
    private fun drawOthers(registration: String) {
        val card = scaffold.body.put(Card(context), R.dimen.space_l)
        card.way(Route.Payers(registration), word(R.string.payers), word(R.string.payers_about), R.drawable.icon_people)
    }

    private fun drawFoot(view: BillView) {
        val foot = scaffold.foot
        val (label, press) =
            when (val step = view.step) {
                BillStep.SayPaid -> {
                    R.string.paid to {
                        bills.saidPaid()
                        host.sync()
                    }
                }

                BillStep.Sync -> {
                    R.string.look_again to { host.sync() }
                }

                is BillStep.ShowCover -> {
                    R.string.cover to { host.go(Route.Cover(step.registration)) }
                }

                is BillStep.ShowReceipts -> {
                    R.string.receipts to { host.go(Route.Receipts(step.registration)) }
                }

                is BillStep.Pay -> {
                    R.string.pay to { host.go(Route.Bill(step.bill)) }
                }

                BillStep.Renew -> {
                    R.string.new_code to { bills.another() }
                }

                is BillStep.AskPayer -> {
                    R.string.payers to { host.go(Route.Payers(step.registration)) }
                }

                is BillStep.Wait -> {
                    R.string.where_it_stands to { host.go(Route.Status(step.registration)) }
                }

                BillStep.AskOffice -> {
                    R.string.help to { host.go(Route.Help) }
                }
            }
        foot.put(context.primaryButton(word(label), press))
        // The office may have made a new one, or its receipt may have come.
        if (view.phase == BillPhase.EXPIRED || view.phase == BillPhase.CANCELLED) {
            foot.put(context.secondaryButton(word(R.string.look_again)) { host.sync() }, R.dimen.space_s)
        } else if (view.step is BillStep.ShowCover) {
            val receipts = { host.go(Route.Receipts(view.registration)) }
            foot.put(context.secondaryButton(word(R.string.receipts), receipts), R.dimen.space_s)
        }
    }
}

/** One place or app: the code or the number, what to do, what it costs. */
class ChannelScreen(
    host: Host,
    private val bills: BillModel,
) : Screen<BillState>(host, bills) {
    private val fields = Fields(context)

    override val route get() = Route.Channel(bills.id, bills.channel)

    override fun isBright(state: BillState) = state.code != null

    override fun spoken(state: BillState): List<String> {
        val channel = state.channel ?: return emptyList()
        // A square to be scanned has letters that are of no use to anybody.
        val key = if (isSquare(state)) emptyList() else listOf(channel.keyName, channel.key?.let(::grouped).orEmpty())
        val said = listOf(channel.name, state.bill?.amountWords.orEmpty()) + key + channel.steps
        return (said + channel.fee + channel.limit + channel.note + channel.reason).filter { it.isNotEmpty() }
    }

    override fun draw(state: BillState) {
        if (gone(state, bills)) return
        bar()
        val body = scaffold.body
        drawTrouble(state.trouble) { bills.tryAgain() }
        val view = state.bill ?: return waiting(state.trouble)
        val channel = state.channel
        if (channel == null) {
            // The bill was paid or ended meanwhile.
            body.put(context.title(view.title))
            body.put(context.notice(NoticeKind.LOOK_AGAIN, view.until))
            if (scaffold.foot.childCount == 0) {
                scaffold.foot.put(context.primaryButton(word(R.string.back)) { host.back() })
            }
            return
        }
        if (view.saidPaid) body.put(context.notice(NoticeKind.CERTAIN, word(R.string.said_paid)))
        body.put(context.title(channel.name))
        body.put(context.amount(view.amountWords), R.dimen.space_xs)
        body.put(context.help(view.until), R.dimen.space_xs)
        if (!channel.enabled && channel.reason.isNotEmpty()) body.put(context.notice(NoticeKind.LOOK_AGAIN, channel.reason))
        if (channel.cardButton.isNotEmpty()) drawCardNumber(channel.cardButton)
        drawKey(state, channel)
        drawSteps(channel)
        listOf(channel.fee, channel.limit, channel.note).filter { it.isNotEmpty() }.forEach { body.put(context.help(it)) }
        drawActions(channel, bills)
        drawFoot(view, channel)
    }

    /** It is typed once; the core keeps it and says what is wrong with one that is none. */
    private fun drawCardNumber(label: String) {
        scaffold.body.put(context.heading(label), R.dimen.space_l)
        val edit = fields.edit(Fields.DIGITS, bills.cardNumber, false, label, bills::typed, bills::keepCardNumber)
        scaffold.body.put(edit, R.dimen.space_s)
        if (scaffold.foot.childCount == 0) scaffold.foot.put(context.primaryButton(label) { bills.keepCardNumber() })
    }

    private fun isSquare(state: BillState) =
        state.code
            ?.modules
            ?.height
            ?.let { it > 1 } == true

    private fun drawKey(
        state: BillState,
        channel: ChannelView,
    ) {
        val body = scaffold.body
        state.code?.let { body.put(CodePicture(context, it.modules, word(R.string.code_of, channel.name)), R.dimen.space_l) }
        val key = channel.key ?: return
        if (isSquare(state)) return
        body.put(context.small(begun(channel.keyName)), R.dimen.space_m).gravity = Gravity.CENTER
        val digits = body.put(context.amount(grouped(key)), R.dimen.space_xs)
        digits.gravity = Gravity.CENTER
        digits.setTextIsSelectable(true)
        // Digit by digit, and not as a number of millions.
        digits.contentDescription = key.toList().joinToString(" ")
    }

    private fun drawFoot(
        view: BillView,
        channel: ChannelView,
    ) {
        val foot = scaffold.foot
        if (foot.childCount > 0) return
        val link = channel.link
        when {
            link != null && channel.enabled -> {
                foot.put(
                    context.primaryButton(word(R.string.open_app, channel.name)) {
                        bills.goesOn(channel)
                        host.openApp(link, channel.name)
                    },
                )
                foot.put(context.secondaryButton(word(R.string.paid)) { bills.saidPaid() }, R.dimen.space_s)
            }

            channel.enabled && view.step is BillStep.SayPaid -> {
                foot.put(
                    context.primaryButton(word(R.string.paid)) {
                        bills.saidPaid()
                        host.sync()
                    },
                )
            }

            else -> {
                foot.put(context.primaryButton(word(R.string.back)) { host.back() })
            }
        }
    }
}

/** Gives away what is on its way out, and goes where something was begun. */
private fun Screen<BillState>.gone(
    state: BillState,
    bills: BillModel,
): Boolean {
    state.out?.let {
        bills.shown()
        if (it.save) host.save(it.parcel) else host.send(it.parcel)
        return true
    }
    state.instead?.let {
        bills.shown()
        host.go(
            when (it) {
                is AnotherBill.Open -> Route.Bill(it.bill)
                is AnotherBill.Asked -> Route.Status(it.request)
                is AnotherBill.Begun -> Route.Form(it.draft)
            },
        )
        return true
    }
    return false
}

/** What to do, one step below the other. */
private fun Screen<BillState>.drawSteps(channel: ChannelView) {
    if (channel.steps.isEmpty()) return
    val card = scaffold.body.put(Card(context))
    channel.steps.forEachIndexed { index, step -> card.row("${index + 1}. $step") }
}

private fun Screen<BillState>.drawActions(
    channel: ChannelView,
    bills: BillModel,
) {
    if (!channel.enabled) return
    val flow = Flow(context)
    for (action in channel.actions) {
        val press: () -> Unit = {
            when (action.action) {
                CodeAction.SAVE_PICTURE -> bills.give(channel, save = true)
                CodeAction.COPY -> channel.key?.let(host::copy) ?: Unit
                CodeAction.SEND -> bills.give(channel, save = false)
            }
        }
        flow.addView(context.secondaryButton(action.label, press))
    }
    if (flow.childCount > 0) scaffold.body.put(flow)
}

/** "8812 0000 0017": digits in fours, as they are read out; a code with letters stays as it is. */
fun grouped(key: String): String = Grouping.Blocks(listOf(4)).group(key)
